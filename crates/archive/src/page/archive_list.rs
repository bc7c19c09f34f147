//! 往期: the head of the list, the choice of what is in it, and what is said where it is empty.

use super::Context;
use super::choices::choices;
use super::dates::days_button;
use super::home::Home;
use super::lane::ways;
use super::rows::{blocks, list_block};
use crate::html::{Element, el};
use crate::link::{Address, Only};
use crate::model::Summary;

/// Rows that a prerendered list has at least, where there are so many.
pub const ROWS_AT_FIRST: usize = 60;

/// Id of the element that holds the rows and nothing else.
pub const LIST: &str = "kb-list";

/// Id of the line that is read out when the state of a row has changed.
pub const LIST_SAID: &str = "kb-list-said";

/// The list with its heading and its choices.
pub(super) fn archive_list(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Element {
    let said = el("p")
        .class("visually-hidden")
        .attr("id", LIST_SAID)
        .attr("role", "status");
    el("section")
        .class("archive")
        .attr("aria-labelledby", "archive-title")
        .attr_opt("data-only", context.filter.only.map(Only::name))
        .child(heading(context, home, is_front))
        .child_opt(ways(context))
        .child(choices(context, &Address::list()))
        .child(said)
        .child(
            el("div")
                .class("list")
                .attr("id", LIST)
                .children((home.rows)(context, home.listed)),
        )
        .child_opt(end(context, home, is_front))
}

fn heading(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Element {
    let messages = context.messages;
    let title = context.range_name(messages.archive);
    let count = if is_front {
        context.bundle.total as usize
    } else {
        home.total
    };
    let clear = (!context.filter.is_empty()).then(|| {
        el("a")
            .class("clear-filter")
            .attr("href", context.href(&Address::list()))
            .text(messages.clear_filter)
    });
    // The anchor is on the head: on small screens the section itself has no box to scroll to.
    el("header")
        .class("section-head")
        .attr("id", "archive")
        .child(el("h2").attr("id", "archive-title").text(title))
        .child_opt(clear)
        .child(days_button(context, "kb-dates", home.days_open))
        .child(
            el("span")
                .class("count")
                .attr("data-total", count.to_string())
                .text((messages.reports)(count)),
        )
}

/// What draws the first rows of these reports. It is called by what it is given as, so that a program that draws its rows
/// itself need not hold it.
pub type FirstRows = fn(&Context<'_>, &[&Summary]) -> Vec<Element>;

/// The first rows, in blocks.
pub(super) fn first_rows(context: &Context<'_>, listed: &[&Summary]) -> Vec<Element> {
    let days = listed.iter().map(|summary| summary.day);
    let shown = blocks(days)
        .into_iter()
        .take_while(|block| block.start < ROWS_AT_FIRST);
    let shown = shown.map(|block| {
        let before = block.start.checked_sub(1).and_then(|at| listed.get(at));
        let rows = listed.get(block).unwrap_or_default();
        el("div")
            .class("block")
            .children(list_block(context, rows, before.map(|before| before.day)))
    });
    shown.collect()
}

/// What stands below the rows: that more are coming, or why there are none.
fn end(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Option<Element> {
    let messages = context.messages;
    let text = if let Some(trouble) = &home.trouble {
        &trouble.message(messages)
    } else if !home.complete {
        messages.loading
    } else if home.total > 0 {
        return None;
    } else if is_front {
        messages.no_earlier_report
    } else {
        match context.filter.only {
            Some(Only::Unread) => messages.nothing_unread,
            Some(Only::Read) => messages.nothing_read,
            Some(Only::Starred) => messages.nothing_starred,
            None if context.filter.is_empty() => messages.no_report,
            None => messages.no_report_in_filter,
        }
    };
    Some(el("p").class("empty").text(text))
}

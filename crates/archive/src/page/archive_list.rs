//! 往期: the head of the list, the choice of what is in it, and what is said where it is empty.

use super::Context;
use super::choices::choices;
use super::dates::{days_button, reports_in};
use super::home::Home;
use super::lane::ways;
use super::rows::{blocks, list_block};
use crate::html::{Element, el};
use crate::link::{Address, Only};
use crate::model::Period;

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
        .child(rows(context, home))
        .child_opt(end(context, home, is_front))
}

fn heading(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Element {
    let messages = context.messages;
    let title = context.range_name(messages.archive);
    let count = if is_front {
        context.bundle.total as usize
    } else {
        count(context, home)
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

/// The number of reports in the list. While some are on their way, the bundle's counts tell it, as far as they know what
/// the filter asks for.
fn count(context: &Context<'_>, home: &Home<'_>) -> usize {
    let filter = context.filter;
    if home.complete || filter.source.is_some() || filter.only.is_some() {
        return home.listed.len();
    }
    let counts = &context.bundle.counts;
    let (Some(newest), Some(oldest)) = (counts.first(), counts.last()) else {
        return 0;
    };
    let (from, to) = (filter.from.unwrap_or(oldest.day), filter.to.unwrap_or(newest.day));
    if from > to {
        return 0;
    }
    reports_in(context.bundle, filter.topic.as_deref(), Period::new(from, to)) as usize
}

/// The first rows, in blocks.
fn rows(context: &Context<'_>, home: &Home<'_>) -> Element {
    let days = home.listed.iter().map(|summary| summary.day);
    let shown = blocks(days)
        .into_iter()
        .take_while(|block| block.start < home.rows);
    let shown = shown.map(|block| {
        let before = block.start.checked_sub(1).and_then(|at| home.listed.get(at));
        let rows = home.listed.get(block).unwrap_or_default();
        el("div")
            .class("block")
            .children(list_block(context, rows, before.copied()))
    });
    let shown: Vec<Element> = shown.collect();
    el("div").class("list").attr("id", LIST).children(shown)
}

/// What stands below the rows: that more are coming, or why there are none.
fn end(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Option<Element> {
    let messages = context.messages;
    let text = if let Some(trouble) = &home.trouble {
        &trouble.message(messages)
    } else if !home.complete {
        messages.loading
    } else if !home.listed.is_empty() {
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

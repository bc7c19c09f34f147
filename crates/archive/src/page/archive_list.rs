//! 往期: the head of the list, the choice of what is in it, and what is said where it is empty.

use super::Context;
use super::home::Home;
use super::rows::{blocks, list_block};
use crate::html::{Element, el};
use crate::link::{Address, Filter, Only, Route};
use crate::model::Label;
use crate::outline::SectionKind;

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
        .child(choices(context))
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
        home.listed.len()
    };
    let clear = (!context.filter.is_empty()).then(|| {
        let address = Address::new(Route::Home).with_anchor("archive");
        el("a")
            .class("clear-filter")
            .attr("href", context.href(&address))
            .text(messages.clear_filter)
    });
    // The anchor is on the head: on small screens the section itself has no box to scroll to.
    el("header")
        .class("section-head")
        .attr("id", "archive")
        .child(el("h2").attr("id", "archive-title").text(title))
        .child_opt(clear)
        .child(
            el("span")
                .class("count")
                .attr("data-total", count.to_string())
                .text((messages.reports)(count)),
        )
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
    let text = if !home.complete {
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

/// What to choose from: what the reader has done with the reports, then topics and sources, where there is a choice.
fn choices(context: &Context<'_>) -> Element {
    let (messages, filter) = (context.messages, context.filter);
    let topics = labels(
        context,
        (messages.topic, messages.all_topics),
        &context.bundle.topics,
        filter.topic.as_deref(),
        |topic| Filter {
            topic,
            ..filter.clone()
        },
    );
    let sources = labels(
        context,
        (messages.source, messages.all_sources),
        &context.bundle.sources,
        filter.source.as_deref(),
        |source| Filter {
            source,
            ..filter.clone()
        },
    );
    el("div")
        .class("tab-rows")
        .attr("data-needs-app", "filter")
        .child(shelves(context))
        .child_opt(topics)
        .child_opt(sources)
}

/// All reports, the unread, the read and the starred; and the way to their key points alone.
fn shelves(context: &Context<'_>) -> Element {
    let (messages, filter) = (context.messages, context.filter);
    let shelf = |only: Option<Only>| {
        let name = match only {
            None => messages.all_reports,
            Some(Only::Unread) => messages.unread,
            Some(Only::Read) => messages.read,
            Some(Only::Starred) => messages.starred,
        };
        let with = Filter {
            only,
            ..filter.clone()
        };
        tab(context, with, name, filter.only == only)
    };
    let points = Address::new(Route::Lane(SectionKind::KeyPoints)).with_filter(filter.clone());
    let points = el("a")
        .attr("href", context.href(&points))
        .text(messages.only_points);
    tabs(messages.shelves)
        .child(shelf(None))
        .children(Only::ALL.map(|only| shelf(Some(only))))
        .child(points)
}

/// "All" and each label, every one a link to the list under the filter that choosing it gives.
fn labels(
    context: &Context<'_>,
    (name, all): (&str, &str),
    labels: &[Label],
    chosen: Option<&str>,
    with: impl Fn(Option<String>) -> Filter,
) -> Option<Element> {
    if labels.len() < 2 {
        return None;
    }
    let all = tab(context, with(None), all, chosen.is_none());
    let each = labels.iter().map(|label| {
        let is_chosen = chosen == Some(label.key.as_str());
        tab(context, with(Some(label.key.clone())), &label.name, is_chosen)
    });
    Some(tabs(name).child(all).children(each))
}

fn tabs(name: &str) -> Element {
    el("nav").class("tabs").attr("aria-label", name)
}

fn tab(context: &Context<'_>, filter: Filter, name: &str, is_current: bool) -> Element {
    let address = Address::new(Route::Home)
        .with_filter(filter)
        .with_anchor("archive");
    el("a")
        .attr("href", context.href(&address))
        .attr_opt("aria-current", is_current.then_some("true"))
        .text(name)
}

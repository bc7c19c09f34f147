//! What narrows a list or a lane beside its days.

use super::Context;
use crate::html::{Element, el};
use crate::link::{Address, Filter, Only};
use crate::model::Label;

/// What the reader has done with the reports, then topics and sources, where there is a choice; each leads to `page`.
pub(super) fn choices(context: &Context<'_>, page: &Address) -> Element {
    let (messages, filter) = (context.messages, context.filter);
    let topics = labels(
        context,
        page,
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
        page,
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
        .child(shelves(context, page))
        .child_opt(topics)
        .child_opt(sources)
}

/// All reports, the unread, the read and the starred.
fn shelves(context: &Context<'_>, page: &Address) -> Element {
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
        tab(context, page, with, name, filter.only == only)
    };
    tabs(messages.shelves)
        .child(shelf(None))
        .children(Only::ALL.map(|only| shelf(Some(only))))
}

/// "All" and each label, every one a link to the list under the filter that choosing it gives.
fn labels(
    context: &Context<'_>,
    page: &Address,
    (name, all): (&str, &str),
    labels: &[Label],
    chosen: Option<&str>,
    with: impl Fn(Option<String>) -> Filter,
) -> Option<Element> {
    if labels.len() < 2 {
        return None;
    }
    let all = tab(context, page, with(None), all, chosen.is_none());
    let each = labels.iter().map(|label| {
        let is_chosen = chosen == Some(label.key.as_str());
        tab(
            context,
            page,
            with(Some(label.key.clone())),
            &label.name,
            is_chosen,
        )
    });
    Some(tabs(name).child(all).children(each))
}

pub(super) fn tabs(name: &str) -> Element {
    el("nav").class("tabs").attr("aria-label", name)
}

fn tab(context: &Context<'_>, page: &Address, filter: Filter, name: &str, is_current: bool) -> Element {
    let address = page.clone().with_filter(filter);
    el("a")
        .attr("href", context.href(&address))
        .attr_opt("aria-current", is_current.then_some("true"))
        .text(name)
}

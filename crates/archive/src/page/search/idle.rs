//! The empty search: what was searched lately, and what could be.

use super::{Asked, Context, Examples};
use crate::html::{Element, Html, el};
use crate::link::Sort;

/// What stands in the results region while nothing is asked. `recent` holds the latest queries, newest first.
pub fn idle(context: &Context<'_>, recent: &[String], examples: &Examples) -> Vec<Html> {
    let mut out = Vec::new();
    if !recent.is_empty() {
        out.push(recent_searches(context, recent).into());
    }
    let items = examples
        .queries()
        .map(|q| el("li").child(link(context, &q)))
        .into_iter();
    let tries = el("section")
        .class("search-idle")
        .attr("aria-label", context.messages.search_examples)
        .child(
            el("header").child(
                el("h2")
                    .class("idle-title")
                    .text(context.messages.search_examples),
            ),
        )
        .child(el("ul").children(items));
    out.push(tries.into());
    out
}

fn recent_searches(context: &Context<'_>, recent: &[String]) -> Element {
    let messages = context.messages;
    let items = recent.iter().enumerate().map(|(at, q)| {
        // By place, so that the focus goes on to the next one when one is removed.
        let forget = el("button")
            .class("forget")
            .attr("type", "button")
            .attr("data-forget", q)
            .attr("data-key", format!("forget-{at}"))
            .attr("aria-label", (messages.forget_search)(q))
            .text("×");
        el("li").child(link(context, q)).child(forget)
    });
    let items: Vec<Element> = items.collect();
    let all = el("button")
        .class("forget-all")
        .attr("type", "button")
        .attr("data-forget-all", "")
        .attr("data-key", "forget-all")
        .text(messages.forget_all);
    el("section")
        .class("search-idle")
        .attr("aria-label", messages.recent_searches)
        .child(
            el("header")
                .child(el("h2").class("idle-title").text(messages.recent_searches))
                .child(all),
        )
        .child(el("ul").attr("data-recent", "").children(items))
}

fn link(context: &Context<'_>, q: &str) -> Element {
    let asked = Asked {
        q,
        sort: Sort::default(),
    };
    el("a")
        .attr("href", asked.href(context, context.filter.clone()))
        .attr("lang", &context.bundle.site.language)
        .text(q)
}

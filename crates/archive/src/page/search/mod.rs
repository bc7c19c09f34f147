//! The search page: its box, what was found, what narrows it, and how to search.
//!
//! The frame is drawn once; the reader draws the parts that change into the elements of these ids:
//! `kb-offers` ([`offers`]), `kb-result-head` ([`result_head`]), `kb-results` ([`results`] or [`idle`]), `kb-facets` ([`facets`]) and
//! `kb-dates` ([`dates`]); what is said to screen readers is the text of `kb-search-said`.

mod examples;
mod facets;
mod help;
mod idle;
mod offers;
mod results;
#[cfg(test)]
mod tests;

pub use examples::Examples;
pub use facets::{Facets, facets};
pub use help::{HELP, Shortcut, help};
pub use idle::idle;
pub use offers::{Around as OfferedAround, is_command, offers};
pub use results::{Passage, Piece, Result, ResultList, result_head, results};

use super::Context;
use super::dates::{Days, dates};
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, Route, Sort};

/// Where a search stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nothing is asked.
    Idle,
    /// So many reports of all have been searched.
    Searching {
        /// Reports searched.
        done: usize,
        /// Reports in all.
        total: usize,
    },
    /// Every report has been searched.
    Done,
    /// All that could be loaded has been searched; some could not.
    Failed,
    /// There is no connection, and some reports are not here: those that are have been searched.
    Offline,
}

impl State {
    /// Whether nothing more will be found.
    pub fn is_settled(self) -> bool {
        !matches!(self, State::Idle | State::Searching { .. })
    }
}

/// What was asked, as every link of the page keeps it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked<'a> {
    /// The query as typed.
    pub q: &'a str,
    /// The order of the results.
    pub sort: Sort,
}

impl Asked<'_> {
    /// The page of this search.
    pub fn page(self) -> Address {
        Address::new(Route::Search).with_q(self.q).with_sort(self.sort)
    }

    /// The same search in other reports.
    fn href(self, context: &Context<'_>, filter: Filter) -> String {
        context.href(&self.page().with_filter(filter))
    }
}

/// The page inside `<main>`: the box, empty places for what is found, and the dates.
pub fn search(context: &Context<'_>, asked: Asked<'_>, days: Days<'_>) -> Vec<Html> {
    let messages = context.messages;
    let place = |tag, class: &str, id: &str| el(tag).class(class).attr("id", id);
    // Focus falls back to the results when the link that had it is drawn no more.
    let results = place("section", "results", "kb-results")
        .attr("aria-label", messages.search)
        .attr("tabindex", "-1");
    let main = el("div")
        .class("search-main")
        .child(el("h1").class("visually-hidden").text(messages.search))
        .child(form(context, asked.q))
        .child(place("p", "visually-hidden", "kb-search-said").attr("role", "status"))
        .child(place("nav", "offers-place", "kb-offers").attr("aria-label", messages.offers))
        .child(place("div", "result-head", "kb-result-head"))
        .child(results);
    let side = place("aside", "search-side", "kb-search-side")
        .attr("aria-label", messages.narrow)
        .attr("tabindex", "-1")
        .child(dates(context, &asked.page(), days))
        .child(place("div", "facets", "kb-facets"));
    vec![el("div").class("search-grid").child(main).child(side).into()]
}

/// The box with what clears it and what explains it.
fn form(context: &Context<'_>, q: &str) -> Element {
    let messages = context.messages;
    let input = el("input")
        .class("search-input")
        .attr("id", "kb-search")
        .attr("type", "search")
        .attr("name", "q")
        .attr("value", q)
        .attr("aria-label", messages.search_label)
        .attr("placeholder", messages.search_label)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search");
    let button = |class: &str, order: &'static str| {
        el("button")
            .class(class)
            .attr("type", "button")
            .attr(order, "search")
    };
    el("form")
        .class("search-form")
        .attr("role", "search")
        .attr("action", context.root)
        .child(input)
        .child(button("search-clear", "data-clear").text(messages.clear_search))
        .child(
            button("search-help", "data-help")
                .attr("aria-label", messages.help)
                .attr("aria-haspopup", "dialog")
                .text("?"),
        )
}

/// What the filter is made of: the name of each part, and the filter without it.
fn chosen(context: &Context<'_>) -> Vec<(String, Filter)> {
    let filter = context.filter;
    let mut parts = Vec::new();
    if filter.from.is_some() || filter.to.is_some() {
        parts.push((context.range_name(""), filter.with_period(None)));
    }
    if let Some(key) = &filter.topic {
        let topic = None;
        let rest = Filter {
            topic,
            ..filter.clone()
        };
        parts.push((context.bundle.topic_name(key).to_owned(), rest));
    }
    if let Some(key) = &filter.source {
        let source = None;
        let rest = Filter {
            source,
            ..filter.clone()
        };
        parts.push((context.bundle.source_name(key).to_owned(), rest));
    }
    parts
}

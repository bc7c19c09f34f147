//! The clouds view: a cloud of all reports that pass the filter, or two choices of reports word by word, and below the
//! clouds of the reports one by one.

mod comparison;
mod filtered;
mod pairs;
mod sheet;

use super::Context;
use super::choices::{choices, tabs};
use super::dates::{Days, dates, days_button};
use crate::html::{Element, Html, el};
use crate::link::{Address, Cloud, Route};
use crate::outline::SectionKind;
use crate::terms::score::Score;

pub use comparison::{Comparison, Side, comparison};
pub use filtered::{Counted, Filtered, Standing, canvas_for, filtered_cloud};
pub use sheet::{TILES, Tile, cloud_tiles};

/// Id of the element that holds the cloud of the filter, or the comparison, and nothing else.
pub const CLOUD: &str = "kb-cloud";

/// Id of the element that holds the tiles of the contact sheet and nothing else.
pub const SHEET: &str = "kb-cloud-sheet";

/// What the view shows around the clouds themselves.
pub struct Clouds<'a> {
    /// What is asked of the reports.
    pub ask: &'a Cloud,
    /// How many reports pass the filter, as far as they are known.
    pub total: usize,
    /// Whether the choice of days is unfolded on a small screen.
    pub is_open: bool,
    /// What the choice of days shows.
    pub days: Days<'a>,
}

/// The page inside `<main>`; what belongs into [`CLOUD`] and [`SHEET`] is drawn there by itself, since it changes while a
/// range is drawn out, or is longer than a page should be.
pub fn clouds(context: &Context<'_>, clouds: &Clouds<'_>) -> Vec<Html> {
    let messages = context.messages;
    let page = Address::new(Route::Clouds).with_cloud(clouds.ask.clone());
    let head = el("header")
        .class("section-head page-head")
        .child(el("h1").text(messages.clouds))
        .child(
            el("span")
                .class("count")
                .attr("data-total", clouds.total.to_string())
                .text((messages.reports)(clouds.total)),
        );
    let line = el("div")
        .class("lane-line")
        .child(
            el("p")
                .class("lane-dates")
                .text(context.range_name(messages.preset_all)),
        )
        .child(days_button(context, "kb-lane-side", clouds.is_open));
    let is_compared = clouds.ask.other.is_some();
    let main = el("div")
        .class("lane-main")
        .child(line)
        .child(choices(context, &page))
        .child(asked(context, clouds.ask))
        .child(el("div").class("cloud-room").attr("id", CLOUD))
        .child(one_by_one(context, clouds.total, is_compared));
    let side = el("aside")
        .class("lane-side")
        .attr("id", "kb-lane-side")
        .attr("aria-label", messages.presets)
        .attr("data-open", if clouds.is_open { "true" } else { "false" })
        .child(dates(context, &page, clouds.days));
    vec![
        head.into(),
        el("div")
            .class("lane-grid clouds-grid")
            .child(main)
            .child(side)
            .into(),
    ]
}

/// Which words count and what they are compared with. Two sides are compared with each other alone.
fn asked(context: &Context<'_>, ask: &Cloud) -> Element {
    let words = context.messages.cloud;
    let with_kind = |kind: Option<SectionKind>| {
        let name = kind.map_or(words.whole_text, context.messages.section_kind);
        tab(context, &Cloud { kind, ..ask.clone() }, name, ask.kind == kind)
    };
    let kinds = (!context.bundle.sections.is_empty()).then(|| {
        tabs(words.sections)
            .child(with_kind(None))
            .children(context.bundle.lanes().map(|kind| with_kind(Some(kind))))
    });
    let with_score = |score: Score, name: &str| {
        let asked = Cloud { score, ..ask.clone() };
        tab(context, &asked, name, ask.score == score)
    };
    let scores = ask.other.is_none().then(|| {
        tabs(words.score)
            .child(with_score(Score::Salient, words.salient))
            .child(with_score(Score::Distinctive, words.distinctive))
    });
    el("div")
        .class("tab-rows cloud-ask")
        .attr("data-needs-app", "filter")
        .child_opt(kinds)
        .child_opt(scores)
}

fn tab(context: &Context<'_>, ask: &Cloud, name: &str, is_current: bool) -> Element {
    el("a")
        .attr("href", href(context, ask))
        .attr_opt("aria-current", is_current.then_some("true"))
        .text(name)
}

/// The address of this view under the current filter, asked something else.
fn href(context: &Context<'_>, ask: &Cloud) -> String {
    context.href(&context.address(Route::Clouds).with_cloud(ask.clone()))
}

fn one_by_one(context: &Context<'_>, total: usize, is_hidden: bool) -> Element {
    let messages = context.messages;
    let head = el("header").class("section-head").child(
        el("h2")
            .attr("id", "kb-one-by-one")
            .text(messages.cloud.one_by_one),
    );
    let nothing = (total == 0).then(|| el("p").class("empty").text(messages.no_report_in_filter));
    el("section")
        .class("one-by-one")
        .attr("aria-labelledby", "kb-one-by-one")
        .flag("hidden", is_hidden)
        .child(head)
        .child(el("div").class("list").attr("id", SHEET))
        .child_opt(nothing)
}

#[cfg(test)]
mod tests;

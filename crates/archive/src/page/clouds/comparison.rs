//! Two choices of reports, word by word.

use super::super::Context;
use super::filtered::{Counted, standing};
use super::pairs::{end, other_days, swap};
use crate::html::{Element, Html, el};
use crate::link::{Cloud, Filter, Other, Route};
use crate::model::Label;
use crate::terms::compare::{Compared, Shared};
use crate::terms::score::Weighted;

/// A comparison.
pub struct Comparison<'a> {
    /// What is asked of the reports.
    pub ask: &'a Cloud,
    /// The other side, as the address says it.
    pub other: &'a Other,
    /// The words.
    pub compared: &'a Compared,
    /// The reports of the filter.
    pub here: Side,
    /// The reports of the other side.
    pub there: Side,
    /// Which reports both come from together.
    pub counted: Counted,
}

/// One side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// How many reports of it were counted.
    pub reports: u32,
}

/// The classes of the sizes in which words are set, each with the least weight that has it.
const SIZES: [(&str, u32); 4] = [
    ("size-4", 5_000),
    ("size-3", 2_200),
    ("size-2", 1_000),
    ("size-1", 0),
];

/// The comparison: what is compared, and three lists.
pub fn comparison(context: &Context<'_>, comparison: &Comparison<'_>) -> Vec<Html> {
    let filters = [context.filter.clone(), comparison.other.filter(context.filter)];
    let names = names(context, &filters);
    let mut out: Vec<Html> = vec![sides(context, comparison, &names).into()];
    out.extend(standing(context, &comparison.counted).map(Html::from));
    let compared = comparison.compared;
    let words = context.messages.cloud;
    let lists = el("div")
        .class("compared")
        .child(list(
            context,
            "here",
            &(words.only_in)(&names[0]),
            own(context, &filters[0], &compared.here),
        ))
        .child(list(
            context,
            "shared",
            words.in_both,
            shared(context, comparison, &names),
        ))
        .child(list(
            context,
            "there",
            &(words.only_in)(&names[1]),
            own(context, &filters[1], &compared.there),
        ));
    out.push(lists.into());
    out
}

/// What tells the two sides apart, in words: days, topic, or both.
fn names(context: &Context<'_>, filters: &[Filter; 2]) -> [String; 2] {
    let [a, b] = filters;
    let days_differ = (a.from, a.to) != (b.from, b.to);
    let topics_differ = a.topic != b.topic;
    [a, b].map(|filter| {
        let there = Context { filter, ..*context };
        let days = there.range_name(context.messages.cloud.all_days);
        let topic = match &filter.topic {
            Some(key) => context.bundle.topic_name(key),
            None => context.messages.all_topics,
        };
        match (topics_differ, days_differ) {
            (true, false) => topic.to_owned(),
            (false, true) => days,
            _ => [&days, " ", topic].concat(),
        }
    })
}

fn sides(context: &Context<'_>, comparison: &Comparison<'_>, names: &[String; 2]) -> Element {
    let (ask, other) = (comparison.ask, comparison.other);
    let words = context.messages.cloud;
    let name = |at: usize, side: &Side| {
        el("p")
            .class("side-name")
            .child(el("strong").text(&names[at]))
            .text(" ")
            .child(
                el("span")
                    .attr("data-reports", side.reports.to_string())
                    .text((words.word_reports)(side.reports)),
            )
    };
    let topics = (context.bundle.topics.len() > 1).then(|| other_topics(context, ask, other));
    let there = el("div")
        .class("side side-there")
        .child(el("span").class("side-with").text(words.compared_with))
        .child(name(1, &comparison.there))
        .child_opt(topics)
        .child(other_days(context, ask, other))
        .child(range(context, other));
    el("section")
        .class("sides")
        .attr("aria-label", words.compare)
        .child(el("div").class("side side-here").child(name(0, &comparison.here)))
        .child(there)
        .child(
            el("p")
                .class("side-tools")
                .child(swap(context, ask, other))
                .child(end(context, ask)),
        )
}

fn other_topics(context: &Context<'_>, ask: &Cloud, other: &Other) -> Element {
    let tab = |name: &str, topic: Option<String>| {
        let is_current = topic == other.topic;
        let ask = Cloud {
            other: Some(Other {
                topic,
                ..other.clone()
            }),
            ..ask.clone()
        };
        super::tab(context, &ask, name, is_current)
    };
    let of = |label: &Label| tab(&label.name, Some(label.key.clone()));
    // Beside the tabs of this side, these have to be told apart.
    let name = [context.messages.cloud.compared_with, " ", context.messages.topic].concat();
    super::tabs(&name)
        .child(tab(context.messages.all_topics, None))
        .children(context.bundle.topics.iter().map(of))
}

/// The two days of the other side.
fn range(context: &Context<'_>, other: &Other) -> Element {
    let input = |name: &'static str, label: &str, day: Option<crate::model::Day>| {
        let input = el("input")
            .attr("type", "date")
            .attr("name", name)
            .attr("data-key", name)
            .attr_opt("value", day.map(|day| day.to_string()));
        el("label").child(el("span").text(label)).child(input)
    };
    el("div")
        .class("range")
        .attr("role", "group")
        .attr("aria-label", context.messages.choose_days)
        .child(input("from2", context.messages.from, other.from))
        .child(input("to2", context.messages.to, other.to))
}

fn list(context: &Context<'_>, name: &str, title: &str, items: Vec<Element>) -> Element {
    let nothing = items
        .is_empty()
        .then(|| el("p").class("empty").text(context.messages.cloud.no_word));
    let words = el("ol")
        .attr("lang", &context.bundle.site.language)
        .children(items);
    el("section")
        .class(["compared-list compared-", name].concat())
        .attr("data-list", name)
        .child(el("h2").text(title))
        .child_opt(nothing.is_none().then_some(words))
        .child_opt(nothing)
}

/// A word at its size: a link to the search for it among these reports.
fn word(context: &Context<'_>, filter: &Filter, text: &str, weight: u32) -> Element {
    let address = context
        .address(Route::Search)
        .with_filter(filter.clone())
        .with_q(text);
    let size = SIZES.iter().find(|(_, least)| weight >= *least);
    el("a")
        .class(size.map_or("", |(class, _)| *class))
        .attr("href", context.href(&address))
        .text(text)
}

fn own(context: &Context<'_>, filter: &Filter, words: &[Weighted]) -> Vec<Element> {
    let item = |found: &Weighted| {
        let reports = (context.messages.cloud.word_reports)(found.reports);
        let reports = el("small").attr("lang", context.messages.tag).text(reports);
        el("li")
            .child(word(context, filter, &found.text, found.weight))
            .text(" ")
            .child(reports)
    };
    words.iter().map(item).collect()
}

/// The words of both, with the share of reports that have them on each side; each leads to the reports of both, as far as
/// one filter admits them.
fn shared(context: &Context<'_>, comparison: &Comparison<'_>, names: &[String; 2]) -> Vec<Element> {
    let words = context.messages.cloud;
    let around = around(context.filter, comparison.other);
    let percent = |reports: u32, side: &Side| (reports * 100 + side.reports / 2) / side.reports.max(1);
    let item = |found: &Shared| {
        let (here, there) = (
            percent(found.here.reports, &comparison.here),
            percent(found.there.reports, &comparison.there),
        );
        let bar = |class: &'static str, y: &str, percent: u32| {
            el("rect")
                .class(class)
                .attr("y", y)
                .attr("width", percent.min(100).to_string())
                .attr("height", "3")
        };
        let bars = el("svg")
            .class("share-bars")
            .attr("viewBox", "0 0 100 8")
            .attr("preserveAspectRatio", "none")
            .attr("aria-hidden", "true")
            .child(bar("bar-here", "0", here))
            .child(bar("bar-there", "5", there));
        let said = format!(
            "{}, {}",
            (words.share)(&names[0], here),
            (words.share)(&names[1], there)
        );
        let shares = el("small")
            .attr("aria-hidden", "true")
            .text(format!("{here}% · {there}%"));
        el("li")
            .child(word(context, &around, &found.text, found.weight))
            .text(" ")
            .child(shares)
            .child(
                el("span")
                    .class("visually-hidden")
                    .attr("lang", context.messages.tag)
                    .text(said),
            )
            .child(bars)
    };
    comparison.compared.shared.iter().map(item).collect()
}

/// The narrowest filter that admits both sides.
fn around(filter: &Filter, other: &Other) -> Filter {
    let from = filter.from.zip(other.from).map(|(a, b)| a.min(b));
    let to = filter.to.zip(other.to).map(|(a, b)| a.max(b));
    Filter {
        from,
        to,
        topic: filter.topic.clone().filter(|_| filter.topic == other.topic),
        ..filter.clone()
    }
}

//! Facets: source, topic and month of what was found, with how many reports each choice leaves.

use super::{Asked, Context};
use crate::html::{Element, Html, el};
use crate::link::Filter;
use crate::message::group_thousands;
use crate::model::{Bundle, Day, Label, Period, Summary};

/// Months shown before the reader asks for the earlier ones.
const MONTHS_AT_FIRST: usize = 12;

/// How many of the reports found have which source and topic, and are from which month.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facets {
    sources: Tally,
    topics: Tally,
    /// First day of the month and number of reports, newest first.
    months: Vec<(Day, usize)>,
}

/// Reports per label.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Tally {
    /// Per label of the bundle, in its order.
    counts: Vec<usize>,
    /// Reports without a label: no address can ask for them alone.
    others: usize,
}

impl Facets {
    /// Counts the reports found; quickest where they come newest first.
    pub fn of(bundle: &Bundle, found: &[&Summary]) -> Self {
        let mut facets = Self {
            sources: Tally::empty(&bundle.sources),
            topics: Tally::empty(&bundle.topics),
            months: Vec::new(),
        };
        let mut at = 0;
        for report in found {
            facets.sources.add(&bundle.sources, &report.source);
            facets.topics.add(&bundle.topics, &report.topic);
            let month = report.day.first_of_month();
            if facets.months.get(at).is_none_or(|(known, _)| *known != month) {
                at = facets.place_of(month);
            }
            facets.months[at].1 += 1;
        }
        facets
    }

    /// Where a month stands among the months; it is put there where it is new.
    fn place_of(&mut self, month: Day) -> usize {
        let at = self.months.partition_point(|(other, _)| *other > month);
        if self.months.get(at).is_none_or(|(other, _)| *other != month) {
            self.months.insert(at, (month, 0));
        }
        at
    }
}

impl Tally {
    fn empty(labels: &[Label]) -> Self {
        Self {
            counts: vec![0; labels.len()],
            others: 0,
        }
    }

    fn add(&mut self, labels: &[Label], key: &str) {
        match labels.iter().position(|label| label.key == key) {
            Some(at) => self.counts[at] += 1,
            None => self.others += 1,
        }
    }

    /// Whether choosing any label leaves something out.
    fn narrows(&self) -> bool {
        let values = self.counts.iter().filter(|count| **count > 0).count();
        values + usize::from(self.others > 0) > 1
    }
}

/// The facets as links. `exact` says whether the counts are those that a click gives; otherwise none are shown.
pub fn facets(
    context: &Context<'_>,
    asked: Asked<'_>,
    facets: &Facets,
    exact: bool,
    all_months: bool,
) -> Vec<Html> {
    let (messages, filter) = (context.messages, context.filter);
    let drawing = Drawing {
        context,
        asked,
        exact,
    };
    let topics = drawing.labels(
        ("topic", messages.topic),
        &context.bundle.topics,
        &facets.topics,
        filter.topic.as_deref(),
        |topic| Filter {
            topic,
            ..filter.clone()
        },
    );
    let sources = drawing.labels(
        ("source", messages.source),
        &context.bundle.sources,
        &facets.sources,
        filter.source.as_deref(),
        |source| Filter {
            source,
            ..filter.clone()
        },
    );
    let months = drawing.months(&facets.months, all_months);
    [topics, sources, months]
        .into_iter()
        .flatten()
        .map(Html::from)
        .collect()
}

struct Drawing<'a> {
    context: &'a Context<'a>,
    asked: Asked<'a>,
    exact: bool,
}

impl Drawing<'_> {
    /// Topics or sources: those found, or the one that is chosen.
    fn labels(
        &self,
        (kind, title): (&str, &str),
        labels: &[Label],
        tally: &Tally,
        chosen: Option<&str>,
        with: impl Fn(Option<String>) -> Filter,
    ) -> Option<Element> {
        if let Some(key) = chosen {
            let known = labels.iter().find(|label| label.key == key);
            let name = known.map_or(key, |label| &label.name);
            return Some(group(title, vec![self.taken(kind, name, with(None))]));
        }
        if !tally.narrows() {
            return None;
        }
        let found = labels.iter().zip(&tally.counts).filter(|(_, count)| **count > 0);
        let links = found.map(|(label, count)| {
            let key = format!("{kind}-{}", label.key);
            self.choice(key, &label.name, *count, with(Some(label.key.clone())))
        });
        Some(group(title, links.collect()))
    }

    /// Months, newest first. Each is narrowed to the days that are chosen already, as the counts are.
    fn months(&self, months: &[(Day, usize)], all: bool) -> Option<Element> {
        let (messages, filter) = (self.context.messages, self.context.filter);
        let mut items = Vec::new();
        if filter.from.is_some() || filter.to.is_some() {
            let name = self.context.range_name("");
            items.push(self.taken("days", &name, filter.with_period(None)));
        }
        let offered = if months.len() > 1 { months } else { &[] };
        let shown = if all { offered.len() } else { MONTHS_AT_FIRST };
        items.extend(offered.iter().take(shown).map(|(first, count)| {
            let last = first.last_of_month();
            let from = filter.from.map_or(*first, |from| from.max(*first));
            let to = filter.to.map_or(last, |to| to.min(last));
            let narrowed = filter.with_period(Some(Period::new(from, to)));
            let key = format!("month-{}", first.month_key());
            self.choice(key, &(messages.month)(*first), *count, narrowed)
        }));
        if items.is_empty() {
            return None;
        }
        let rest = offered.len().saturating_sub(shown);
        let more = (rest > 0).then(|| {
            el("button")
                .class("facet-more")
                .attr("type", "button")
                .attr("data-more", "months")
                .attr("data-key", "more-months")
                .text((messages.earlier_months)(rest))
        });
        Some(group(messages.narrow_by_month, items).child_opt(more))
    }

    fn choice(&self, key: String, name: &str, count: usize, filter: Filter) -> Element {
        let number = self.exact.then(|| group_thousands(count as u32));
        let said = if self.exact {
            format!("{name} {}", (self.context.messages.results)(count))
        } else {
            name.to_owned()
        };
        let link = el("a")
            .attr("href", self.asked.href(self.context, filter))
            .attr("data-key", key)
            .attr("aria-label", said)
            .child(el("span").text(name))
            // Between them a space, as in what is read out.
            .text(" ")
            .child_opt(number.map(|number| el("span").class("facet-count").text(number)));
        el("li").child(link)
    }

    /// What is chosen; the link takes it back.
    fn taken(&self, kind: &str, name: &str, without: Filter) -> Element {
        let link = el("a")
            .attr("href", self.asked.href(self.context, without))
            .attr("data-key", format!("{kind}-taken"))
            .attr("aria-current", "true")
            .attr("aria-label", (self.context.messages.without)(name))
            .child(el("span").text(name))
            .child(
                el("span")
                    .class("facet-count")
                    .attr("aria-hidden", "true")
                    .text("×"),
            );
        el("li").child(link)
    }
}

fn group(title: &str, items: Vec<Element>) -> Element {
    el("section")
        .class("facet")
        .attr("aria-label", title)
        .child(el("h2").class("facet-title").text(title))
        .child(el("ul").children(items))
}

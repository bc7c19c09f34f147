//! Days to choose from: the calendar as a heat map, the whole archive as a histogram, presets, and a field to type
//! into.

mod calendar;
mod histogram;

pub use histogram::Histogram;

use super::Context;
use crate::html::{Element, el};
use crate::link::{Address, Filter, Only};
use crate::model::{Bundle, Day, Period};

/// What the choice of days shows beside the filter.
#[derive(Clone, Copy, Default, Debug)]
pub struct Days<'a> {
    /// The month of the calendar, by any of its days; without one it follows the filter.
    pub month: Option<Day>,
    /// The reader's own calendar day; unknown to the builder.
    pub today: Option<Day>,
    /// Days of that month whose reports cannot be read now, since there is no connection and they are not here.
    pub absent: &'a [Day],
}

impl Days<'_> {
    /// The first day of the month that the calendar shows.
    pub fn shown_month(&self, bundle: &Bundle, filter: &Filter) -> Option<Day> {
        let newest = bundle.counts.first().map(|count| count.day);
        let month = self.month.or(filter.to).or(filter.from).or(newest);
        month.map(Day::first_of_month)
    }
}

/// Calendar, histogram, presets and field for the days of the archive. Every choice is a link to `page` under another
/// filter, so that it can be opened, copied and undone like any other address.
pub fn dates(context: &Context<'_>, page: &Address, days: Days<'_>) -> Element {
    let section = el("section")
        .class("dates")
        .attr("id", "kb-dates")
        .attr("aria-label", context.messages.calendar);
    let Some(archive) = archive_period(context.bundle) else {
        return section;
    };
    let Some(month) = days.shown_month(context.bundle, context.filter) else {
        return section;
    };
    let dates = Dates {
        context,
        page,
        days,
        month,
        archive,
    };
    section
        .child(dates.calendar())
        .child_opt(dates.histogram())
        .child(dates.presets())
        .child(dates.field())
        .child(dates.range())
}

/// What unfolds the days on a small screen, where they would stand before everything else. `controls` is the id of the
/// element that carries `data-open`.
pub(super) fn days_button(context: &Context<'_>, controls: &'static str, is_open: bool) -> Element {
    el("button")
        .class("narrow-button")
        .attr("type", "button")
        .attr("data-needs-app", "filter")
        .attr("data-turn", "days")
        .attr("aria-controls", controls)
        .attr("aria-expanded", if is_open { "true" } else { "false" })
        .text(context.messages.choose_days)
}

/// How many reports of a topic the days of a period have; all topics where none is named. (The counts know no sources.)
pub fn reports_in(bundle: &Bundle, topic: Option<&str>, period: Period) -> u32 {
    let topic = topic.map(|key| bundle.topics.iter().position(|label| label.key == key));
    // Newest first, so the period's entries stand together.
    let start = bundle.counts.partition_point(|count| count.day > period.to);
    bundle.counts[start..]
        .iter()
        .take_while(|count| count.day >= period.from)
        .filter(|count| topic.is_none_or(|topic| topic == Some(count.topic as usize)))
        .map(|count| count.count)
        .sum()
}

/// The chosen days with their reports; where none are chosen, how to choose them, as far as there is something to
/// choose from.
pub fn days_said(context: &Context<'_>) -> String {
    let filter = context.filter;
    let has_bars = || Histogram::of(context.bundle, None).is_some_and(|bars| !bars.is_empty());
    let archive = archive_period(context.bundle);
    let (Some(archive), true) = (archive, filter.from.is_some() || filter.to.is_some()) else {
        let hint = if has_bars() {
            context.messages.days_hint
        } else {
            ""
        };
        return hint.to_owned();
    };
    let period = Period {
        from: filter.from.unwrap_or(archive.from),
        to: filter.to.unwrap_or(archive.to),
    };
    let count = reports_in(context.bundle, filter.topic.as_deref(), period);
    (context.messages.days_chosen)(&context.range_name(""), count)
}

/// From the oldest report to the newest.
pub(super) fn archive_period(bundle: &Bundle) -> Option<Period> {
    Some(Period::new(bundle.counts.last()?.day, bundle.counts.first()?.day))
}

/// What the parts of the section share.
struct Dates<'a> {
    context: &'a Context<'a>,
    /// The page that every link leads to.
    page: &'a Address,
    days: Days<'a>,
    /// The first day of the month shown.
    month: Day,
    /// From the oldest report to the newest.
    archive: Period,
}

impl Dates<'_> {
    fn href(&self, filter: Filter) -> String {
        self.context.href(&self.page.clone().with_filter(filter))
    }

    fn presets(&self) -> Element {
        let context = self.context;
        let today = self.days.today.unwrap_or(self.archive.to);
        let messages = context.messages;
        let presets = [
            (messages.preset_today, Some(Period::new(today, today))),
            (messages.preset_week, Some(Period::new(today.plus(-6), today))),
            (messages.preset_30, Some(Period::new(today.plus(-29), today))),
            (
                messages.preset_month,
                Some(Period::new(today.first_of_month(), today)),
            ),
            (messages.preset_all, None),
        ];
        let links = presets.into_iter().map(|(name, period)| {
            let filter = context.filter.with_period(period);
            let is_current = filter == *context.filter;
            let href = self.href(filter);
            el("a")
                .attr("href", href)
                .attr_opt("aria-current", is_current.then_some("true"))
                .text(name)
        });
        let links: Vec<Element> = links.collect();
        el("nav")
            .class("tabs presets")
            .attr("data-needs-app", "filter")
            .attr("aria-label", messages.presets)
            .children(links)
    }

    /// One field for days in words and numbers, and the line that says what was understood.
    fn field(&self) -> Element {
        let messages = self.context.messages;
        let input = el("input")
            .attr("id", "kb-days")
            .attr("name", "days")
            .attr("type", "text")
            .attr("aria-label", messages.days_label)
            .attr("aria-describedby", "kb-days-said")
            .attr("placeholder", messages.days_examples)
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "go");
        let said = el("p")
            .class("days-said")
            .attr("id", "kb-days-said")
            .attr("role", "status")
            .text(days_said(self.context));
        el("form")
            .class("days-form")
            .attr("data-days", "typed")
            .attr("data-needs-app", "filter")
            .attr("action", self.context.root)
            .child(input)
            .child(said)
    }

    /// The two days of the range, for fingers: phones have a wheel to turn for a date. A plain form: without the app's
    /// help it would still lead to the right address.
    fn range(&self) -> Element {
        let (context, archive) = (self.context, self.archive);
        let messages = context.messages;
        let input = |name: &'static str, label: &str, value: Option<Day>| {
            let input = el("input")
                .attr("type", "date")
                .attr("name", name)
                .attr("min", archive.from.to_string())
                .attr("max", archive.to.to_string())
                .attr_opt("value", value.map(|day| day.to_string()));
            el("label").child(el("span").text(label)).child(input)
        };
        let Filter {
            from,
            to,
            source,
            topic,
            only,
        } = context.filter;
        let hidden = |name: &'static str, value: Option<&str>| {
            value.map(|value| {
                el("input")
                    .attr("type", "hidden")
                    .attr("name", name)
                    .attr("value", value)
            })
        };
        el("form")
            .class("range")
            .attr("data-needs-app", "filter")
            .attr("action", context.root)
            .child(input("from", messages.from, *from))
            .child(input("to", messages.to, *to))
            .child_opt(hidden("source", source.as_deref()))
            .child_opt(hidden("topic", topic.as_deref()))
            .child_opt(hidden("only", only.map(Only::name)))
    }
}

#[cfg(test)]
mod tests;

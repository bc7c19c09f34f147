//! The trends of up to six terms: the chart, what it says in words and as a table, and what leads on from it.
//!
//! Which terms, which days and which topic stand in the address, so every choice is a link. What is read in the chart,
//! by pointer or by keys, is not: it is said in the lines under it, whose links lead to the reports of those days.

mod about;
mod reading;
#[cfg(test)]
mod tests;

use super::choices::choices;
use super::dates::{Days, dates, days_button};
use super::{Context, Trouble, remedy};
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, MOST_TERMS, Route};
use crate::model::{Bundle, Day, Period, Summary};
use crate::trend::{self, Chart, Frame, Palette, Step, Trend};

pub use about::{About, Beside};
pub use reading::{Reading, address_of_point};

/// The id of the place whose width the chart takes.
pub const TREND: &str = "kb-trend";
/// The id of what is pointed at and takes the keys.
pub const TREND_PLOT: &str = "kb-trend-plot";
/// The id of the field for another term.
pub const TREND_INPUT: &str = "kb-trend-term";

/// Days that are shown where the address names none: a few small files, however large the archive is.
const TREND_DAYS: i32 = 90;

/// What the page shows.
pub struct Trends<'a> {
    /// The terms, as the address names them.
    pub terms: &'a [String],
    /// The days shown; none where there are no reports at all.
    pub period: Option<Period>,
    /// The counts, and where they stand in the chart; none as long as there is no term.
    pub shown: Option<(&'a Trend, &'a Frame)>,
    /// What is read.
    pub reading: Reading,
    /// Known terms that what is being typed may become.
    pub suggestions: &'a [String],
    /// Known terms to begin with.
    pub starters: &'a [String],
    /// What is to be said of how complete the counts are.
    pub notes: &'a [Note],
    /// What there is to say of each term beside its counts.
    pub about: &'a [About],
    /// Whether the table is unfolded.
    pub has_table: bool,
    /// Whether the choice of days is unfolded on a small screen.
    pub is_open: bool,
    /// What the choice of days shows.
    pub days: Days<'a>,
}

/// How complete the counts are.
#[derive(Clone, PartialEq, Debug)]
pub enum Note {
    /// So many reports of so many have been counted, and more are on their way.
    Counting(u32, u32),
    /// The texts are being searched for a phrase.
    Searching(String),
    /// A phrase was counted by search.
    BySearch(String),
    /// Nothing has it.
    NotFound(String),
    /// So many reports could not be counted.
    Uncounted(u32, Trouble),
    /// So many reports that may have a phrase could not be searched.
    Unsearched(String, u32, Trouble),
}

impl Note {
    fn is_busy(&self) -> bool {
        matches!(self, Note::Counting(..) | Note::Searching(_))
    }

    fn trouble(&self) -> Option<&Trouble> {
        match self {
            Note::Uncounted(_, trouble) | Note::Unsearched(_, _, trouble) => Some(trouble),
            _ => None,
        }
    }

    fn said(&self, context: &Context<'_>) -> String {
        let words = &context.messages.trends;
        match self {
            Note::Counting(here, all) => (words.counting)(*here, *all),
            Note::Searching(term) => (words.searching)(term),
            Note::BySearch(term) => (words.by_search)(term),
            Note::NotFound(term) => (words.not_found)(term),
            Note::Uncounted(count, _) => (words.uncounted)(*count),
            Note::Unsearched(term, count, _) => (words.unsearched)(term, *count),
        }
    }
}

/// The days whose trends are shown under a filter: where it names none, the newest of the archive; an open end is where
/// the archive ends.
pub fn trend_period(bundle: &Bundle, filter: &Filter) -> Option<Period> {
    let (newest, oldest) = (bundle.counts.first()?.day, bundle.counts.last()?.day);
    let newest_days = || newest.plus(1 - TREND_DAYS).max(oldest);
    Some(match (filter.from, filter.to) {
        (None, None) => Period::new(newest_days(), newest),
        (from, to) => {
            let from = from.unwrap_or_else(|| oldest.min(to.unwrap_or(oldest)));
            let to = to.unwrap_or_else(|| newest.max(from));
            // Days that nobody has written about yet or any more are no part of the picture.
            let (from, to) = (from.min(to), to.max(from));
            if to < oldest || from > newest {
                Period::new(from, from)
            } else {
                Period::new(from.max(oldest), to.min(newest))
            }
        }
    })
}

/// The page inside `<main>`.
pub fn trends(context: &Context<'_>, trends: &Trends<'_>) -> Vec<Html> {
    let page = Page { context, trends };
    let line = el("div")
        .class("lane-line")
        .child(page.ranges())
        .child(days_button(context, "kb-lane-side", trends.is_open));
    let main = el("div")
        .class("lane-main trend-main")
        .child(line)
        .child(choices(context, &page.address()))
        .child(page.figure())
        .children(page.below());
    let side = el("aside")
        .class("lane-side trend-side")
        .attr("id", "kb-lane-side")
        .attr("aria-label", context.messages.presets)
        .attr("data-open", if trends.is_open { "true" } else { "false" })
        .child(dates(context, &page.address(), trends.days));
    vec![
        page.head().into(),
        page.terms().into(),
        el("div")
            .class("lane-grid trend-grid")
            .child(main)
            .child(side)
            .into(),
    ]
}

/// The chart as a file of its own.
pub fn trend_picture(context: &Context<'_>, trends: &Trends<'_>, palette: &Palette) -> Option<String> {
    let (trend, _) = trends.shown?;
    let names = names(trends.terms);
    // As wide as a page of a paper, whatever the window is.
    let frame = Frame::of(trend, &names, 960);
    let days = trends.period.map(|days| (context.messages.date_range)(days));
    let site = &context.bundle.site.title;
    let caption = [site, context.messages.trends.title, &days.unwrap_or_default()].join(" · ");
    let chart = Chart {
        trend,
        names: &names,
        frame: &frame,
        messages: context.messages,
        palette,
    };
    Some(trend::standalone(&chart, &caption))
}

fn names(terms: &[String]) -> Vec<&str> {
    terms.iter().map(String::as_str).collect()
}

struct Page<'a> {
    context: &'a Context<'a>,
    trends: &'a Trends<'a>,
}

impl Page<'_> {
    /// This page with its terms, for links to other days and topics.
    fn address(&self) -> Address {
        Address::new(Route::Trends).with_terms(self.trends.terms)
    }

    fn head(&self) -> Element {
        let (context, trends) = (self.context, self.trends);
        let count = trends.shown.map_or(0, |(trend, _)| trend.reports as usize);
        let count = trends
            .shown
            .map(|_| el("span").class("count").text((context.messages.reports)(count)));
        el("header")
            .class("section-head page-head")
            .child(el("h1").text(context.messages.trends.title))
            .child_opt(count)
    }

    /// The chosen terms, the field for another one, and terms to begin with.
    fn terms(&self) -> Element {
        let (trends, words) = (self.trends, &self.context.messages.trends);
        let chosen = trends.terms.iter().enumerate().map(|(at, term)| {
            let remove = el("button")
                .attr("type", "button")
                .attr("data-remove", at.to_string())
                .attr("data-key", ["trend-term-", &at.to_string()].concat())
                .attr("aria-label", (words.remove)(term))
                .text("×");
            el("li")
                .attr("data-term", term)
                .child(trend::swatch(at))
                .child(el("span").text(term))
                .child(remove)
        });
        let chosen: Vec<Element> = chosen.collect();
        let chosen = (!chosen.is_empty()).then(|| {
            el("ul")
                .class("trend-terms")
                .attr("aria-label", words.chosen)
                .children(chosen)
        });
        el("div")
            .class("trend-choice")
            .child(
                el("form")
                    .class("trend-form")
                    .attr("data-trend-form", "")
                    .child_opt(chosen)
                    .children(self.field()),
            )
            .child_opt(self.starters())
    }

    fn field(&self) -> Vec<Element> {
        let (trends, words) = (self.trends, &self.context.messages.trends);
        let is_full = trends.terms.len() >= MOST_TERMS;
        let hint = if is_full { words.full } else { words.placeholder };
        let input = el("input")
            .class("trend-input")
            .attr("id", TREND_INPUT)
            .attr("type", "text")
            .attr("aria-label", words.input)
            .attr("placeholder", hint)
            .attr("list", "kb-trend-known")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "done")
            .flag("readonly", is_full);
        let options = trends
            .suggestions
            .iter()
            .map(|term| el("option").attr("value", term));
        let options: Vec<Element> = options.collect();
        vec![
            input,
            el("datalist").attr("id", "kb-trend-known").children(options),
        ]
    }

    /// A link that adds a term.
    fn adding(&self, term: &str) -> Element {
        let terms = self.trends.terms.iter().map(String::as_str).chain([term]);
        let address = self.context.address(Route::Trends).with_terms(terms);
        el("a")
            .attr("href", self.context.href(&address))
            .attr("aria-label", (self.context.messages.trends.add)(term))
            .text(term)
    }

    /// Whether another term can be added, and is not among them.
    fn can_add(&self, term: &str) -> bool {
        self.trends.terms.len() < MOST_TERMS && !self.trends.terms.iter().any(|it| it == term)
    }

    fn starters(&self) -> Option<Element> {
        let terms = self.trends.starters.iter().filter(|term| self.can_add(term));
        let links: Vec<Element> = terms.map(|term| self.adding(term)).collect();
        if links.is_empty() {
            return None;
        }
        let words = &self.context.messages.trends;
        let nav = el("nav")
            .class("trend-starters")
            .attr("lang", &self.context.bundle.site.language)
            .attr("aria-label", words.starters)
            .child(
                el("span")
                    .attr("lang", self.context.messages.tag)
                    .text(words.starters),
            )
            .children(links);
        Some(nav)
    }

    /// Three lengths of time up to the newest report, and the whole archive.
    fn ranges(&self) -> Element {
        let (context, messages) = (self.context, self.context.messages);
        let counts = &context.bundle.counts;
        let (newest, oldest) = (counts.first().map(|it| it.day), counts.last().map(|it| it.day));
        let back = |days: i32| newest.map(|newest| Period::new(newest.plus(1 - days), newest));
        let whole = newest
            .zip(oldest)
            .map(|(newest, oldest)| Period::new(oldest, newest));
        let ranges = [
            (messages.preset_30, back(30)),
            (messages.trends.quarter, None),
            (messages.trends.year, back(365)),
            (messages.preset_all, whole),
        ];
        let links = ranges.into_iter().map(|(name, period)| {
            let filter = context.filter.with_period(period);
            let is_current = filter == *context.filter;
            el("a")
                .attr("href", context.href(&self.address().with_filter(filter)))
                .attr_opt("aria-current", is_current.then_some("true"))
                .text(name)
        });
        let links: Vec<Element> = links.collect();
        el("nav")
            .class("tabs trend-ranges")
            .attr("data-needs-app", "filter")
            .attr("aria-label", messages.presets)
            .children(links)
    }

    /// The place of the chart: the chart with what is read in it, or why there is none.
    fn figure(&self) -> Element {
        let (trends, words) = (self.trends, &self.context.messages.trends);
        let is_busy = trends.notes.iter().any(Note::is_busy);
        let trouble = trends.notes.iter().find_map(Note::trouble);
        let state = match (is_busy, trouble) {
            (true, _) => "counting",
            (false, Some(_)) => "error",
            (false, None) => "done",
        };
        let place = el("section")
            .class("trend")
            .attr("id", TREND)
            .attr("aria-label", words.plot)
            .attr("data-state", state);
        let place = match trends.shown {
            Some((trend, frame)) if trend.reports > 0 => place
                .child(self.plot(trend, frame))
                .child(self.readout(trend))
                .child(self.legend(trend)),
            _ if trends.terms.is_empty() && trends.period.is_some() => place.child(
                el("p")
                    .class("empty")
                    .text([words.intro, words.nothing_chosen].concat()),
            ),
            _ if is_busy => place,
            _ => place.child(el("p").class("empty").text(words.nothing_here)),
        };
        place.child(self.notes())
    }

    fn legend(&self, trend: &Trend) -> Element {
        let words = &self.context.messages.trends;
        let step = match trend.step {
            Step::Day => words.by_day,
            Step::Week => words.by_week,
            Step::Month => words.by_month,
        };
        let legend = match (trend.has_means(), trend.reaches_back()) {
            (true, true) => words.legend_means,
            (true, false) => words.legend,
            (false, _) => words.legend_few,
        };
        el("p")
            .class("trend-legend")
            .child(el("span").text([legend, " · ", step].concat()))
            .child(el("span").class("trend-hint").text(words.hint))
    }

    /// What is still on its way, and what did not come, with what helps.
    fn notes(&self) -> Element {
        let context = self.context;
        let lines = self.trends.notes.iter().map(|note| {
            let said = note.said(context);
            let trouble = note.trouble();
            let why = trouble
                .map(|trouble| trouble.message(context.messages))
                .unwrap_or_default();
            el("p")
                .attr_opt("data-trouble", trouble.map(Trouble::name))
                .text([said, why].concat())
        });
        let lines: Vec<Element> = lines.collect();
        let trouble = self.trends.notes.iter().find_map(Note::trouble);
        el("div")
            .class("trend-notes")
            .attr("role", "status")
            .children(lines)
            .child_opt(trouble.map(|trouble| remedy(context.messages, context.root, trouble)))
    }

    /// What stands below the chart: the files, the table, and what there is to say of each term.
    fn below(&self) -> Vec<Element> {
        let Some((trend, _)) = self.trends.shown.filter(|(trend, _)| trend.reports > 0) else {
            return Vec::new();
        };
        let words = &self.context.messages.trends;
        let save = |kind: &str, name: &str| {
            el("button")
                .attr("type", "button")
                .attr("data-save", kind)
                .text(name)
        };
        let files = el("p")
            .class("trend-files")
            .attr("data-needs-app", "files")
            .child(save("svg", words.save_picture))
            .child(save("csv", words.save_numbers));
        let mut below = vec![files, self.table(trend)];
        below.extend(self.about());
        below
    }

    /// The numbers of the chart, newest first, drawn once it is unfolded.
    fn table(&self, trend: &Trend) -> Element {
        let (context, trends) = (self.context, self.trends);
        let words = &context.messages.trends;
        let details = el("details")
            .class("trend-table")
            .flag("open", trends.has_table)
            .child(el("summary").attr("data-table", "").text(words.table));
        if !trends.has_table {
            return details;
        }
        let head = |text: &str| el("th").attr("scope", "col").text(text);
        let row = el("tr")
            .child(head(words.days))
            .child(head(words.volume))
            .children(trends.terms.iter().map(|term| head(term)).collect::<Vec<_>>());
        let rows = (0..trend.spans.len()).rev().map(|at| self.row(trend, at));
        let rows: Vec<Element> = rows.collect();
        let table = el("table")
            .child(el("thead").child(row))
            .child(el("tbody").children(rows));
        details.child(el("div").class("table").attr("tabindex", "0").child(table))
    }

    fn row(&self, trend: &Trend, at: usize) -> Element {
        let span = trend.spans[at];
        let cells = trend.series.iter().map(|series| match series.points.get(at) {
            Some(Some(point)) => {
                let count = el("small").text(point.having.to_string());
                el("td").text(trend::percent(point.share)).text(" ").child(count)
            }
            _ => el("td").text("–"),
        });
        let cells: Vec<Element> = cells.collect();
        el("tr")
            .attr("data-span", span.days.from.to_string())
            .child(el("th").attr("scope", "row").text(self.days(span.days)))
            .child(el("td").text(span.reports.to_string()))
            .children(cells)
    }

    /// Days in words: one day, one month, or from when to when.
    fn days(&self, days: Period) -> String {
        let messages = self.context.messages;
        if days.from == days.to {
            return self.day(days.from);
        }
        if days.from == days.from.first_of_month() && days.to == days.from.last_of_month() {
            return (messages.month)(days.from);
        }
        (messages.date_range)(days)
    }

    /// A day, with its year where that is not the newest report's.
    fn day(&self, day: Day) -> String {
        let newest = self.context.bundle.counts.first().map_or(day, |count| count.day);
        (self.context.messages.dated)(day, newest)
    }

    fn report_link(&self, summary: &Summary, term: &str) -> Element {
        let address = self
            .context
            .address(Route::Report(summary.id.clone()))
            .with_q(reading::query_of(term));
        el("a").attr("href", self.context.href(&address))
    }
}

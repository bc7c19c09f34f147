//! What is read in the chart: one span of days, and how each term fares in it.

use super::{Page, TREND_PLOT, names};
use crate::html::{Element, el};
use crate::link::{Address, Filter, Route};
use crate::page::Context;
use crate::trend::{self, Chart, Frame, MEAN_OF, Palette, Point, Span, Trend};

/// Where one reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// The span; without one it is the newest that has reports.
    pub at: Option<usize>,
    /// The term that the keys stand on.
    pub term: usize,
}

impl Reading {
    /// The span that is read.
    pub fn span(self, trend: &Trend) -> usize {
        let last = trend.spans.len().saturating_sub(1);
        let newest = || trend.spans.iter().rposition(|span| span.reports > 0);
        self.at.map(|at| at.min(last)).or_else(newest).unwrap_or(last)
    }

    /// The term that is read.
    pub fn term(self, trend: &Trend) -> usize {
        self.term.min(trend.series.len().saturating_sub(1))
    }
}

/// The reports behind a point: a search for the term in the span's days.
pub fn address_of_point(filter: &Filter, span: &Span, term: &str) -> Address {
    let filter = Filter {
        only: None,
        ..filter.with_period(Some(span.days))
    };
    Address::new(Route::Search)
        .with_filter(filter)
        .with_q(query_of(term))
}

/// A search for a term as it stands, whatever it may mean to the search box.
pub(super) fn query_of(term: &str) -> String {
    if term.chars().all(char::is_alphanumeric) && term != "OR" {
        return term.to_owned();
    }
    ["\"", &term.replace(['"', '“', '”'], " "), "\""].concat()
}

/// What is read, in words, the term that the keys stand on first: for those who hear it.
pub(super) fn value_text(context: &Context<'_>, trend: &Trend, terms: &[String], reading: Reading) -> String {
    let words = &context.messages.trends;
    let (at, first) = (reading.span(trend), reading.term(trend));
    let Some(span) = trend.spans.get(at) else {
        return String::new();
    };
    let days = (context.messages.date_range)(span.days);
    if span.reports == 0 {
        return [&days, ", ", words.no_reports].concat();
    }
    let mut said = [&days, ", ", &(context.messages.reports)(span.reports as usize)].concat();
    let order = std::iter::once(first).chain((0..terms.len()).filter(|term| *term != first));
    for term in order {
        if let (Some(name), Some(point)) = (terms.get(term), point_of(trend, term, at)) {
            said.push_str("; ");
            said.push_str(name);
            said.push(' ');
            said.push_str(&value(context, span, point));
        }
    }
    said
}

fn point_of(trend: &Trend, term: usize, at: usize) -> Option<&Point> {
    trend.series.get(term)?.points.get(at)?.as_ref()
}

/// `3 篇里 2 篇 · 67%`
fn value(context: &Context<'_>, span: &Span, point: &Point) -> String {
    let of_reports = (context.messages.trends.of_reports)(point.having, span.reports);
    [&of_reports, " · ", &trend::percent(point.share)].concat()
}

impl Page<'_> {
    /// The chart, which takes keys as a slider over its days does.
    pub(super) fn plot(&self, trend: &Trend, frame: &Frame) -> Element {
        let (context, trends) = (self.context, self.trends);
        let words = &context.messages.trends;
        let names = names(trends.terms);
        let chart = Chart {
            trend,
            names: &names,
            frame,
            messages: context.messages,
            palette: &Palette::themed(),
        };
        let at = trends.reading.span(trend);
        el("div")
            .class("trend-plot")
            .attr("id", TREND_PLOT)
            .attr("role", "slider")
            .attr("tabindex", "0")
            .attr("aria-label", words.plot)
            .attr("aria-description", words.plot_keys)
            .attr("aria-valuemin", "0")
            .attr("aria-valuemax", trend.spans.len().saturating_sub(1).to_string())
            .attr("aria-valuenow", at.to_string())
            .attr(
                "aria-valuetext",
                value_text(context, trend, trends.terms, trends.reading),
            )
            .child(trend::chart(&chart, trends.reading.at.map(|_| at)))
    }

    /// What is read, each value a link to its reports.
    pub(super) fn readout(&self, trend: &Trend) -> Element {
        let (context, trends) = (self.context, self.trends);
        let messages = context.messages;
        let (at, current) = (trends.reading.span(trend), trends.reading.term(trend));
        let readout = el("div").class("trend-readout");
        let Some(span) = trend.spans.get(at) else {
            return readout;
        };
        let count = if span.reports == 0 {
            messages.trends.no_reports.to_owned()
        } else {
            (messages.reports)(span.reports as usize)
        };
        let head = el("p")
            .class("trend-days")
            .attr("data-span", span.days.from.to_string())
            .child(el("b").text(self.days(span.days)))
            .text(" ")
            .child(el("span").text(count));
        let values = trends.terms.iter().enumerate().map(|(term, name)| {
            let is_read = term == current && trends.reading.at.is_some() && trends.terms.len() > 1;
            self.value(trend, span, at, (term, name))
                .attr_opt("aria-current", is_read.then_some("true"))
        });
        let values: Vec<Element> = values.collect();
        readout.child(head).child(el("ul").children(values))
    }

    fn value(&self, trend: &Trend, span: &Span, at: usize, (term, name): (usize, &str)) -> Element {
        let context = self.context;
        let words = &context.messages.trends;
        let row = |value: Element| {
            el("li")
                .child(trend::swatch(term))
                .child(el("span").class("trend-name").text(name))
                .child(value)
        };
        let Some(point) = point_of(trend, term, at) else {
            return row(el("span").text("–"));
        };
        let value = self::value(context, span, point);
        let value = if point.having == 0 {
            el("span").text(value)
        } else {
            el("a")
                .attr(
                    "href",
                    context.href(&address_of_point(context.filter, span, name)),
                )
                .attr("title", (words.show_reports)(name, &self.days(span.days)))
                .text(value)
        };
        let mean = point.mean.filter(|_| span.reports < MEAN_OF).map(|mean| {
            el("span")
                .class("trend-mean")
                .text((words.mean_is)(&trend::percent(mean)))
        });
        row(value).child_opt(mean)
    }
}

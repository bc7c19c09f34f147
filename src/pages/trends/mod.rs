//! The trends page: which terms, what is read in their chart, and the files of it.

mod about;
mod counts;

use crate::browser::event::Event;
use kanbao_archive::html::Html;
use kanbao_archive::link::{Address, Route};
use kanbao_archive::page::{self, Reading, TREND, TREND_INPUT, TREND_PLOT, Trends, address_of_point};
use kanbao_archive::trend::{self, Frame, Palette};

use self::about::Beside;
use self::counts::Counts;
use super::dates::Dates;
use super::settle_after;
use crate::browser::{clock, dom, event, file};
use crate::components::{Part, grown};
use crate::reactive::*;
use crate::state::Reader;

/// The page.
pub fn trends_page(reader: Reader) -> Part {
    let view = TrendsView::new(reader);
    let dates = view.dates;
    settle_after(reader, move || {
        reader.filter.track();
        view.counts.terms.track();
    });
    view.measure_soon();
    let resized = event::on_window("resize", true, move |_| view.measure_soon());
    StoredValue::new(resized);
    Part::view()
        .drawn(|element| grown(element, move || view.tree()))
        .on("click", move |event| view.clicked(event))
        .on("submit", move |event| view.submitted(event))
        .on("input", move |event| view.typing(event))
        .on("change", move |event| dates.changed(event))
        .on("keydown", move |event| view.key(event))
        .on("pointermove", move |event| view.pointed(event))
        .on("pointerdown", move |event| view.pointed(event))
        .on("pointerout", move |event| view.pointer_left(event))
}

#[derive(Clone, Copy)]
struct TrendsView {
    reader: Reader,
    dates: Dates,
    counts: Counts,
    beside: Beside,
    reading: RwSignal<Reading>,
    /// The width of the chart, in CSS pixels.
    width: RwSignal<u32>,
    /// What is being typed.
    typed: RwSignal<String>,
    /// Whether the table is unfolded.
    has_table: RwSignal<bool>,
    /// Whether the choice of days is unfolded.
    is_open: RwSignal<bool>,
}

impl TrendsView {
    fn new(reader: Reader) -> Self {
        let counts = Counts::start(reader);
        let typed = RwSignal::new(String::new());
        let reading = RwSignal::new(Reading::default());
        effect(move || {
            // Other days have other spans.
            counts.filter.track();
            reading.set(Reading::default());
        });
        Self {
            reader,
            dates: Dates::new(reader),
            counts,
            beside: Beside::start(reader, counts, typed),
            reading,
            width: RwSignal::new(dom::width_of("kb-main").unwrap_or(600)),
            typed,
            has_table: RwSignal::new(false),
            is_open: RwSignal::new(false),
        }
    }

    fn tree(self) -> Vec<Html> {
        let absent = self.dates.absent();
        self.with_trends(&absent, |trends| {
            self.reader.draw(|context| page::trends(context, trends))
        })
    }

    /// Calls a function with what the page shows.
    fn with_trends<T>(self, absent: &[kanbao_archive::model::Day], read: impl FnOnce(&Trends<'_>) -> T) -> T {
        let counts = self.counts;
        let terms = counts.terms.get();
        let counted = counts.counted.get();
        let filter = counts.filter.get();
        let names: Vec<&str> = terms.iter().map(String::as_str).collect();
        let trend = counted.as_ref().map(|counted| &counted.trend);
        let trend = trend.filter(|_| !terms.is_empty());
        let frame = trend.map(|trend| Frame::of(trend, &names, self.width.get()));
        let trends = Trends {
            terms: &terms,
            period: filter
                .and_then(|filter| filter.from.zip(filter.to))
                .map(|(from, to)| kanbao_archive::model::Period::new(from, to)),
            shown: trend.zip(frame.as_ref()),
            reading: self.reading.get(),
            suggestions: &self.beside.suggestions.get(),
            starters: &self.beside.starters.get(),
            notes: &counts.notes(),
            about: &self.beside.about(),
            has_table: self.has_table.get(),
            is_open: self.is_open.get(),
            days: self.dates.shown(absent),
        };
        read(&trends)
    }

    /// Measures the place of the chart once the page is laid out.
    fn measure_soon(self) {
        clock::next_frame(move || {
            let width = dom::width_of(TREND).filter(|width| *width > 0);
            if let Some(width) = width.filter(|width| self.width.try_get_untracked() != Some(*width)) {
                self.width.try_set(width);
            }
        });
    }

    fn go_with(self, terms: Vec<String>) {
        let address = self.reader.navigation.address().get_untracked();
        let terms = Address::new(Route::Trends).with_terms(terms).terms;
        // A term that is there already leads nowhere, and going back should not either.
        if terms != address.terms {
            self.reader.navigation.go(Address { terms, ..address });
        }
    }

    /// Enter in the field: what was typed is added, in the spelling that is known.
    fn submitted(self, event: &Event) {
        if event::attribute(event, "data-trend-form").is_none() {
            return;
        }
        event.prevent_default();
        self.add(&dom::value_of(TREND_INPUT).unwrap_or_default());
    }

    fn add(self, typed: &str) {
        let typed = typed.trim();
        if typed.is_empty() {
            return;
        }
        let mut terms = self.counts.terms.get_untracked();
        terms.push(self.beside.spelled(typed));
        dom::show_in_input(TREND_INPUT, "");
        self.typed.set(String::new());
        self.go_with(terms);
    }

    fn remove(self, at: usize) {
        let mut terms = self.counts.terms.get_untracked();
        if at < terms.len() {
            terms.remove(at);
            self.go_with(terms);
        }
    }

    fn typing(self, event: &Event) {
        if event::closest(event, &["#", TREND_INPUT].concat()).is_none() || event::is_composing(event) {
            return;
        }
        let value = dom::value_of(TREND_INPUT).unwrap_or_default();
        // What was picked from the list needs no Enter.
        if event::is_replacement(event) && self.beside.suggests(&value) {
            self.add(&value);
        } else {
            self.typed.set(value);
        }
    }

    fn clicked(self, event: &Event) {
        let has = |name| event::attribute(event, name);
        if let Some(at) = has("data-remove").and_then(|at| at.parse().ok()) {
            self.remove(at);
        } else if has("data-retry").is_some() {
            self.counts.retry();
        } else if has("data-turn").is_some() {
            self.is_open.update(|is_open| *is_open = !*is_open);
        } else if has("data-table").is_some() {
            // Its rows are drawn with it.
            event.prevent_default();
            self.has_table.update(|has_table| *has_table = !*has_table);
        } else if let Some(kind) = has("data-save") {
            self.save(&kind);
        } else if let Some((reading, false)) = self.place_of(event) {
            self.reading.set(reading);
            self.open();
        } else {
            self.dates.clicked(event);
        }
    }

    /// What a pointer over the plot is at, and whether it is a finger.
    fn place_of(self, event: &Event) -> Option<(Reading, bool)> {
        let selector = ["#", TREND_PLOT].concat();
        event::closest(event, &selector)?;
        let pointer = event::pointer(event)?;
        let (x, y, width, height) = dom::middle_and_size(&selector)?;
        self.counts.counted.with_untracked(|counted| {
            let trend = &counted.as_ref()?.trend;
            let terms = self.counts.terms.get_untracked();
            let names: Vec<&str> = terms.iter().map(String::as_str).collect();
            let frame = Frame::of(trend, &names, self.width.get_untracked());
            let scale = f64::from(frame.width) / width.max(1.0);
            let left = (pointer.x - x + width / 2.0) * scale;
            let top = (pointer.y - y + height / 2.0) * scale;
            let span = frame.span_at(left.max(0.0) as u32);
            let term = frame.nearest(trend, span, top.max(0.0) as u32);
            let term = term.unwrap_or(self.reading.get_untracked().term);
            let at = Some(span);
            Some((Reading { at, term }, pointer.is_finger))
        })
    }

    fn pointed(self, event: &Event) {
        if let Some((reading, _)) = self.place_of(event)
            && self.reading.get_untracked() != reading
        {
            self.reading.set(reading);
        }
    }

    /// A mouse that leaves takes its line along; what a finger or a key has chosen stays.
    fn pointer_left(self, event: &Event) {
        let is_mouse = event::pointer(event).is_some_and(|pointer| !pointer.is_finger);
        let goes_on = event::goes_into(event, &["#", TREND_PLOT].concat());
        if is_mouse && !goes_on && !dom::has_focus(TREND_PLOT) && self.reading.get_untracked().at.is_some() {
            self.reading.set(Reading::default());
        }
    }

    /// Opens the reports behind what is read.
    fn open(self) {
        let reading = self.reading.get_untracked();
        let address = self.counts.counted.with_untracked(|counted| {
            let trend = &counted.as_ref()?.trend;
            let span = trend
                .spans
                .get(reading.span(trend))
                .filter(|span| span.reports > 0)?;
            let terms = self.counts.terms.get_untracked();
            let term = terms.get(reading.term(trend))?;
            Some(address_of_point(&self.reader.filter.get_untracked(), span, term))
        });
        if let Some(address) = address {
            self.reader.navigation.go(address);
        }
    }

    fn key(self, event: &Event) {
        let Some(key) = event::key(event).filter(|key| !key.command && !key.alt) else {
            return;
        };
        if event::closest(event, &["#", TREND_INPUT].concat()).is_some() {
            let is_empty = dom::value_of(TREND_INPUT).is_none_or(|value| value.is_empty());
            let last = self.counts.terms.with_untracked(Vec::len).checked_sub(1);
            if let (true, "Backspace", Some(last)) = (is_empty, key.key.as_str(), last) {
                event.prevent_default();
                self.remove(last);
            }
            return;
        }
        if event::closest(event, &["#", TREND_PLOT].concat()).is_none() {
            self.dates.key(event);
            return;
        }
        if self.read_by_key(&key.key) {
            event.prevent_default();
            // The arrows mean nothing else here.
            event.stop_propagation();
        }
    }

    /// Reads on in the chart; says whether the key is one for that.
    fn read_by_key(self, key: &str) -> bool {
        let reading = self.reading.get_untracked();
        let Some((at, term, last, terms)) = self.counts.counted.with_untracked(|counted| {
            let trend = &counted.as_ref()?.trend;
            let last = trend.spans.len().saturating_sub(1);
            Some((
                reading.span(trend),
                reading.term(trend),
                last,
                trend.series.len().max(1),
            ))
        }) else {
            return false;
        };
        let (at, term) = match key {
            "ArrowLeft" => (at.saturating_sub(1), term),
            "ArrowRight" => (at + 1, term),
            "PageUp" => (at.saturating_sub(7), term),
            "PageDown" => (at + 7, term),
            "Home" => (0, term),
            "End" => (last, term),
            "ArrowUp" => (at, (term + terms - 1) % terms),
            "ArrowDown" => (at, (term + 1) % terms),
            "Enter" => {
                self.open();
                return true;
            }
            _ => return false,
        };
        self.reading.set(Reading {
            at: Some(at.min(last)),
            term,
        });
        true
    }

    /// Saves the chart, or its numbers.
    fn save(self, kind: &str) {
        let saved = untrack(|| {
            self.with_trends(&[], |trends| {
                let (trend, _) = trends.shown?;
                let days = trends.period?;
                let name = format!("{}_{}_{}.{kind}", trends.terms.join("_"), days.from, days.to);
                if kind == "csv" {
                    let names: Vec<&str> = trends.terms.iter().map(String::as_str).collect();
                    let text = trend::csv(trend, &names, self.reader.messages());
                    return Some((name, "text/csv;charset=utf-8", text));
                }
                let palette = Palette::of(dom::token);
                let picture = self
                    .reader
                    .draw(|context| page::trend_picture(context, trends, &palette));
                Some((name, "image/svg+xml", picture?))
            })
        });
        if let Some((name, kind, text)) = saved {
            file::save(&name, kind, &text);
        }
    }
}

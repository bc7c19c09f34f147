//! The choice of days that home, lanes and search share: what clicks, dragging, keys and typing do.
//!
//! What is chosen stands in the address. While a range is being drawn out with a pointer or with Shift and arrows, only
//! the calendar's marks and the brush follow; the address changes once, when the button or the key is let go.

mod keys;
mod pointer;
mod typed;

use crate::browser::event::Event;
use kanbao_archive::link::{Address, Filter};
use kanbao_archive::model::{Day, Period};
use kanbao_archive::page::{self, Days, Histogram, reports_in};

use crate::browser::{clock, days, dom, event, location};
use crate::reactive::*;
use crate::state::Reader;

/// Presses of an arrow on the brush that follow each other within so many milliseconds are one step back.
const ONE_GESTURE: f64 = 1_500.0;

/// Which month the calendar shows, and how dates change the filter.
#[derive(Clone, Copy)]
pub struct Dates {
    reader: Reader,
    /// The month turned to; `None` follows the filter.
    month: RwSignal<Option<Day>>,
    /// The day that Shift extends the range from.
    anchor: StoredValue<Option<Day>>,
    /// What is being drawn out.
    draft: StoredValue<Option<Draft>>,
    /// Its days, as they are shown.
    drawn_out: RwSignal<Option<Period>>,
    /// When the brush was last moved by a key.
    brushed: StoredValue<f64>,
    is_offline: RwSignal<bool>,
}

/// A range that is being drawn out.
#[derive(Clone, Copy, PartialEq)]
struct Draft {
    /// The end that stays.
    anchor: Day,
    /// The end that moves.
    end: Day,
    by: Gesture,
}

/// How a range is drawn out.
#[derive(Clone, Copy, PartialEq)]
enum Gesture {
    /// A pointer over days, once it has left the first.
    Days { has_moved: bool },
    /// A pointer over the histogram; the bars of the two ends.
    Brush { anchor: usize, end: usize },
    /// Shift and arrows.
    Keys,
}

impl Dates {
    /// The calendar at the filter's month, as long as the page is there.
    pub fn new(reader: Reader) -> Self {
        let dates = Self {
            reader,
            month: RwSignal::new(None),
            anchor: StoredValue::new(None),
            draft: StoredValue::new(None),
            drawn_out: RwSignal::new(None),
            brushed: StoredValue::new(f64::MIN),
            is_offline: RwSignal::new(!location::is_online()),
        };
        let connection = move |_: &Event| dates.is_offline.set(!location::is_online());
        let listeners = [
            event::on_window("pointerdown", true, move |event| dates.pressed(event)),
            event::on_window("pointermove", true, move |event| dates.moved(event)),
            event::on_window("pointerup", true, move |_| dates.let_go()),
            event::on_window("pointercancel", true, move |_| {
                dates.give_up();
            }),
            event::on_window("keyup", true, move |event| dates.key_let_go(event)),
            event::on_window("input", true, move |event| dates.typing(event)),
            event::on_window("submit", false, move |event| dates.submitted(event)),
            event::on_window("online", true, connection),
            event::on_window("offline", true, connection),
        ];
        StoredValue::new(listeners);
        dates
    }

    /// The month turned to.
    pub fn month(self) -> RwSignal<Option<Day>> {
        self.month
    }

    /// The range that is being drawn out and is not yet chosen.
    pub fn drawn_out(self) -> RwSignal<Option<Period>> {
        self.drawn_out
    }

    /// What the choice of days shows; follows the month turned to.
    pub fn shown(self, absent: &[Day]) -> Days<'_> {
        Days {
            month: self.month.get(),
            today: clock::today(),
            absent,
        }
    }

    /// The days of the month shown whose reports cannot be read now: where there is a connection, none, since what is
    /// not here comes when it is asked for.
    pub fn absent(self) -> Vec<Day> {
        if !self.is_offline.get() {
            return Vec::new();
        }
        let archive = self.reader.archive;
        let days = Days {
            month: self.month.get(),
            ..Days::default()
        };
        let Some(first) = days.shown_month(&archive.bundle(), &self.reader.filter.get()) else {
            return Vec::new();
        };
        let last = first.last_of_month();
        let of_month = archive.days();
        let of_month = of_month.iter().filter(|(day, _)| first <= *day && *day <= last);
        let is_absent = |(day, numbers): &&(Day, std::ops::Range<u32>)| {
            let mut numbers = numbers.clone();
            numbers.any(|number| !archive.has(number, *day))
        };
        of_month.filter(is_absent).map(|(day, _)| *day).collect()
    }

    /// A click: a month is turned, or with Shift a day ends a range.
    pub fn clicked(self, event: &Event) {
        if let Some(month) =
            event::attribute(event, "data-month").filter(|_| event::closest(event, "button").is_some())
        {
            self.month.set(month.parse().ok());
            return;
        }
        let Some(day) = day_of(event) else { return };
        let anchor = self.range_start();
        match anchor {
            Some(anchor) if event::with_shift(event) => {
                event.prevent_default();
                self.choose(Some(Period::new(anchor, day)));
            }
            _ => self.anchor.set_value(Some(day)),
        }
    }

    /// A day picked in one of the two fields.
    pub fn changed(self, event: &Event) {
        let Some((name, value)) = event::field(event) else {
            return;
        };
        let Filter { from, to, .. } = self.reader.filter.get_untracked();
        let day = value.parse::<Day>().ok();
        let (from, to) = match name.as_str() {
            "from" => (day, to),
            "to" => (from, day),
            _ => return,
        };
        match (from, to) {
            (Some(a), Some(b)) => self.choose(Some(Period::new(a, b))),
            (from, to) => self.go(from, to),
        }
    }

    /// The day that a range is extended from.
    fn range_start(self) -> Option<Day> {
        let chosen = self.reader.filter.get_untracked().from;
        self.anchor.get_value().or(chosen)
    }

    /// Narrows the page to a period, or to none.
    fn choose(self, period: Option<Period>) {
        self.go(period.map(|p| p.from), period.map(|p| p.to));
    }

    fn go(self, from: Option<Day>, to: Option<Day>) {
        let address = self.with_days(from, to);
        self.draft.set_value(None);
        self.drawn_out.set(None);
        if address != self.reader.navigation.address().get_untracked() {
            // The calendar turns to what was chosen, unless it is there already.
            let shows_it = self.month.get_untracked().is_some_and(|month| {
                let month = month.first_of_month();
                from.is_none_or(|from| from <= month.last_of_month()) && to.is_none_or(|to| to >= month)
            });
            if !shows_it {
                self.month.set(None);
            }
            self.reader.navigation.go(address);
        } else {
            self.show_chosen();
        }
    }

    fn with_days(self, from: Option<Day>, to: Option<Day>) -> Address {
        let address = self.reader.navigation.address().get_untracked();
        let filter = Filter {
            from,
            to,
            ..address.filter.clone()
        };
        Address { filter, ..address }
    }

    fn histogram(self) -> Option<Histogram> {
        let topic = self.reader.filter.get_untracked().topic;
        Histogram::of(&self.reader.archive.bundle(), topic.as_deref())
    }

    /// Shows a range that is being drawn out.
    fn show_draft(self, draft: Draft) {
        self.draft.set_value(Some(draft));
        let period = Period::new(draft.anchor, draft.end);
        self.drawn_out.set(Some(period));
        self.show(Some(period.from), Some(period.to));
        self.say(period);
    }

    /// Shows what the address says.
    fn show_chosen(self) {
        let said = untrack(|| self.reader.draw(page::days_said));
        dom::set_text("#kb-days-said", &said);
        let Filter { from, to, .. } = self.reader.filter.get_untracked();
        if from.is_some() || to.is_some() {
            self.show(from, to);
        } else {
            days::select_days("~", "");
            self.show_brush(None, None);
        }
    }

    fn show(self, from: Option<Day>, to: Option<Day>) {
        let text = |day: Option<Day>, otherwise: &str| day.map_or(otherwise.to_owned(), |d| d.to_string());
        days::select_days(&text(from, ""), &text(to, "~"));
        self.show_brush(from, to);
    }

    fn show_brush(self, from: Option<Day>, to: Option<Day>) {
        let Some(histogram) = self.histogram() else { return };
        let (first, last) = histogram.bars_of(from, to);
        let (left, right) = histogram.edges(first, last);
        let width = (right - left).to_string();
        dom::set_attributes("kb-brush", &[("x", &left.to_string()), ("width", &width)]);
        let narrowed = if from.is_some() || to.is_some() {
            "true"
        } else {
            "false"
        };
        dom::set_attributes("kb-histogram", &[("data-narrowed", narrowed)]);
        for (id, x) in [("kb-brush-from", left), ("kb-brush-to", right)] {
            dom::set_attributes(id, &[("transform", &format!("translate({x} 0)"))]);
        }
    }

    /// Says in words which days these are and how many reports they have.
    fn say(self, period: Period) {
        let reader = self.reader;
        let messages = untrack(|| reader.messages());
        let topic = reader.filter.get_untracked().topic;
        let count = reports_in(&reader.archive.bundle(), topic.as_deref(), period);
        let days = (messages.date_range)(period);
        dom::set_text("#kb-days-said", &(messages.days_chosen)(&days, count));
    }
}

/// The day of the calendar that an event is about.
fn day_of(event: &Event) -> Option<Day> {
    event::attribute(event, "data-day")?.parse().ok()
}

//! The calendar, presets and range that home and search share: what a click, a key and a typed day do.

use kanbao_archive::link::{Address, Filter};
use kanbao_archive::model::Day;
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use crate::browser::{dom, event};
use crate::state::Reader;

/// Which month the calendar shows, and how dates change the filter.
#[derive(Clone, Copy)]
pub struct Dates {
    reader: Reader,
    /// The month turned to; `None` follows the filter.
    month: RwSignal<Option<Day>>,
    /// The day that Shift extends the range from.
    anchor: StoredValue<Option<Day>>,
}

impl Dates {
    /// The calendar at the filter's month.
    pub fn new(reader: Reader) -> Self {
        Self {
            reader,
            month: RwSignal::new(None),
            anchor: StoredValue::new(None),
        }
    }

    /// The month turned to.
    pub fn month(self) -> RwSignal<Option<Day>> {
        self.month
    }

    /// A click: a month is turned, or with Shift a day ends a range.
    pub fn clicked(self, event: &MouseEvent) {
        if let Some(month) =
            event::attribute(event, "data-month").filter(|_| event::closest(event, "button").is_some())
        {
            self.month.set(month.parse().ok());
            return;
        }
        let Some(day) = event::attribute(event, "data-day").and_then(|day| day.parse::<Day>().ok()) else {
            return;
        };
        let anchor = self
            .anchor
            .get_value()
            .or(self.reader.filter.get_untracked().from);
        match anchor {
            Some(anchor) if event.shift_key() => {
                event.prevent_default();
                self.set_range(Some(anchor.min(day)), Some(anchor.max(day)));
            }
            _ => self.anchor.set_value(Some(day)),
        }
    }

    /// A day typed or picked in one of the two fields.
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
            (Some(a), Some(b)) if a > b => self.set_range(Some(b), Some(a)),
            range => self.set_range(range.0, range.1),
        }
    }

    /// The keys of a grid of dates (WAI-ARIA Authoring Practices, "date picker dialog").
    pub fn key(self, event: &KeyboardEvent) {
        let Some(day) = event::attribute(event, "data-day").and_then(|day| day.parse::<Day>().ok()) else {
            return;
        };
        let weekday = day.weekday() as i32;
        let target = match event.key().as_str() {
            "ArrowLeft" => day.plus(-1),
            "ArrowRight" => day.plus(1),
            "ArrowUp" => day.plus(-7),
            "ArrowDown" => day.plus(7),
            "Home" => day.plus(-weekday),
            "End" => day.plus(6 - weekday),
            "PageUp" => day.plus_months(-1),
            "PageDown" => day.plus_months(1),
            _ => return,
        };
        event.prevent_default();
        if !dom::focus_day(&target.to_string()) {
            self.month.set(Some(target));
            request_animation_frame(move || {
                dom::focus_day(&target.to_string());
            });
        }
    }

    fn set_range(self, from: Option<Day>, to: Option<Day>) {
        let address = self.reader.navigation.address().get_untracked();
        let filter = Filter {
            from,
            to,
            ..address.filter.clone()
        };
        self.reader.navigation.go(Address { filter, ..address });
    }
}

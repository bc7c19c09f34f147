//! The keys of the calendar's grid and of the brush's two handles.

use crate::browser::event::Event;
use kanbao_archive::model::{Day, Period};

use super::{Dates, Draft, Gesture, ONE_GESTURE, day_of};
use crate::browser::{clock, days, event};

impl Dates {
    /// The keys of a grid of dates (WAI-ARIA Authoring Practices, "date picker dialog"): arrows go by day and week, Home
    /// and End to the ends of the week, PageUp and PageDown by month, with Shift drawing out a range that is chosen when
    /// Shift is let go. Enter chooses the day, Shift and Enter the range up to it; Escape forgets what is drawn out.
    pub fn key(self, event: &Event) {
        if let Some(handle) = event::attribute(event, "data-handle") {
            self.handle_key(event, &handle);
            return;
        }
        let Some(day) = day_of(event) else { return };
        let key = event::pressed(event);
        if let Some(target) = target(day, &key) {
            event.prevent_default();
            self.step(day, target, event::with_shift(event));
            return;
        }
        match key.as_str() {
            "Enter" | " " => {
                event.prevent_default();
                self.enter(day, event::with_shift(event));
            }
            "Escape" if self.give_up() => {
                event.prevent_default();
                event.stop_propagation();
            }
            _ => {}
        }
    }

    /// Moves the focus from a day to another, with Shift drawing out a range.
    fn step(self, day: Day, target: Day, draws: bool) {
        let draft = self.draft.get_value().filter(|draft| draft.by == Gesture::Keys);
        let draft = draws.then(|| Draft {
            anchor: draft.map_or(day, |draft| draft.anchor),
            end: target,
            by: Gesture::Keys,
        });
        let show = move || {
            if let Some(draft) = draft {
                self.show_draft(draft);
            }
        };
        if days::focus_day(&target.to_string()) {
            show();
            return;
        }
        self.month.set(Some(target));
        clock::next_frame(move || {
            days::focus_day(&target.to_string());
            show();
        });
    }

    fn enter(self, day: Day, extends: bool) {
        let start = self.draft.get_value().map(|draft| draft.anchor);
        let start = start.or_else(|| self.range_start().filter(|_| extends));
        self.anchor.set_value(Some(start.unwrap_or(day)));
        self.choose_draft(Draft {
            anchor: start.unwrap_or(day),
            end: day,
            by: Gesture::Keys,
        });
    }

    /// Shift is let go: what it has drawn out is chosen.
    pub(super) fn key_let_go(self, event: &Event) {
        let is_shift = event::key(event).is_some_and(|key| key.key == "Shift");
        let draft = self.draft.get_value().filter(|draft| draft.by == Gesture::Keys);
        if let Some(draft) = draft.filter(|_| is_shift) {
            self.choose_draft(draft);
        }
    }

    /// The keys of a slider move one end of the brush by a bar, by a tenth of all, or as far as it goes.
    fn handle_key(self, event: &Event, handle: &str) {
        let Some(histogram) = self.histogram() else { return };
        let filter = self.reader.filter.get_untracked();
        let (first, last) = histogram.bars_of(filter.from, filter.to);
        let is_first = handle == "from";
        let at = if is_first { first } else { last };
        let (lowest, highest) = if is_first {
            (0, last)
        } else {
            (first, histogram.len() - 1)
        };
        let far = (histogram.len() / 10).max(2);
        let target = match event::pressed(event).as_str() {
            "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => at + 1,
            "PageDown" => at.saturating_sub(far),
            "PageUp" => at + far,
            "Home" => lowest,
            "End" => highest,
            _ => return,
        };
        event.prevent_default();
        let target = target.clamp(lowest, highest);
        let period = if is_first {
            histogram.period(target, last)
        } else {
            histogram.period(first, target)
        };
        let address = self.with_days(period.map(|p| p.from), period.map(|p| p.to));
        let now = clock::now();
        let follows = now - self.brushed.get_value() < ONE_GESTURE;
        self.brushed.set_value(now);
        self.month.set(None);
        if follows {
            self.reader.navigation.refine(address);
        } else {
            self.reader.navigation.go(address);
        }
    }

    pub(super) fn choose_draft(self, draft: Draft) {
        self.choose(Some(Period::new(draft.anchor, draft.end)));
    }
}

/// Where a key leads from a day.
fn target(day: Day, key: &str) -> Option<Day> {
    let weekday = day.weekday() as i32;
    Some(match key {
        "ArrowLeft" => day.plus(-1),
        "ArrowRight" => day.plus(1),
        "ArrowUp" => day.plus(-7),
        "ArrowDown" => day.plus(7),
        "Home" => day.plus(-weekday),
        "End" => day.plus(6 - weekday),
        "PageUp" => day.plus_months(-1),
        "PageDown" => day.plus_months(1),
        _ => return None,
    })
}

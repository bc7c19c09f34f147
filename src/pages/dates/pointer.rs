//! Drawing out a range with a pointer: over the calendar with a mouse or pen, over the histogram with a finger too.
//! (A finger that moves over the calendar scrolls the page.)

use crate::browser::event::Event;

use super::{Dates, Draft, Gesture, day_of};
use crate::browser::{days, event};

impl Dates {
    pub(super) fn pressed(self, event: &Event) {
        let Some(pointer) = event::pointer(event).filter(|pointer| pointer.is_plain) else {
            return;
        };
        if event::closest(event, "#kb-histogram").is_some() {
            self.press_histogram(event, pointer.x);
        } else if let Some(day) = day_of(event).filter(|_| !pointer.is_finger) {
            // Nothing is shown before the pointer has left the day: until then it is a click.
            self.draft.set_value(Some(Draft {
                anchor: day,
                end: day,
                by: Gesture::Days { has_moved: false },
            }));
        }
    }

    fn press_histogram(self, event: &Event, x: f64) {
        let (Some(histogram), Some(place)) = (self.histogram(), days::place_in("kb-histogram", x)) else {
            return;
        };
        let filter = self.reader.filter.get_untracked();
        let (first, last) = histogram.bars_of(filter.from, filter.to);
        // A handle moves its own end, anywhere else a new range begins.
        let (anchor, end) = match event::attribute(event, "data-handle").as_deref() {
            Some("from") => (last, first),
            Some(_) => (first, last),
            None => (histogram.bar_at(place), histogram.bar_at(place)),
        };
        self.brush_to(anchor, end);
    }

    pub(super) fn moved(self, event: &Event) {
        let Some(draft) = self.draft.get_value() else {
            return;
        };
        match draft.by {
            Gesture::Days { has_moved } => {
                let Some(end) = day_of(event) else { return };
                if end != draft.end || has_moved {
                    let by = Gesture::Days { has_moved: true };
                    self.show_draft(Draft { end, by, ..draft });
                }
            }
            Gesture::Brush { anchor, .. } => {
                let place = event::pointer(event).and_then(|p| days::place_in("kb-histogram", p.x));
                if let (Some(histogram), Some(place)) = (self.histogram(), place) {
                    self.brush_to(anchor, histogram.bar_at(place));
                }
            }
            Gesture::Keys => {}
        }
    }

    /// The button or finger is up: what was drawn out is chosen.
    pub(super) fn let_go(self) {
        let Some(draft) = self.draft.get_value() else {
            return;
        };
        match draft.by {
            Gesture::Days { has_moved: true } if draft.anchor != draft.end => {
                self.choose_draft(draft);
            }
            Gesture::Brush { anchor, end } => {
                let period = self
                    .histogram()
                    .and_then(|histogram| histogram.period(anchor, end));
                self.choose(period);
            }
            Gesture::Days { .. } => {
                self.give_up();
            }
            Gesture::Keys => {}
        }
    }

    /// What was drawn out is forgotten; says whether there was something.
    pub(super) fn give_up(self) -> bool {
        let was_drawn = self.draft.get_value().is_some();
        if was_drawn {
            self.draft.set_value(None);
            self.drawn_out.set(None);
            self.show_chosen();
        }
        was_drawn
    }

    fn brush_to(self, anchor: usize, end: usize) {
        let Some(histogram) = self.histogram() else { return };
        let by = Gesture::Brush { anchor, end };
        let period = histogram.period(anchor, end).unwrap_or_else(|| histogram.whole());
        self.show_draft(Draft {
            anchor: period.from,
            end: period.to,
            by,
        });
    }
}

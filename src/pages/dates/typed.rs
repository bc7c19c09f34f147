//! The field for days in words and numbers: what it understands is said while one types, and chosen with Enter.

use crate::browser::event::Event;
use kanbao_archive::model::Period;
use kanbao_archive::when;

use super::Dates;
use crate::browser::{clock, dom, event};
use crate::reactive::*;

/// Id of the field.
const FIELD: &str = "kb-days";

impl Dates {
    /// Says what the text means so far, if it means anything.
    pub(super) fn typing(self, event: &Event) {
        let Some((name, text)) = event::field(event) else {
            return;
        };
        if name != "days" || event::is_composing(event) {
            return;
        }
        dom::set_attributes(FIELD, &[("aria-invalid", "false")]);
        match understood(&text) {
            Some(period) => self.say(period),
            None => dom::set_text("#kb-days-said", ""),
        }
    }

    /// Enter in the field: its days are chosen. What names no days changes nothing but what is said; an empty field is a
    /// choice of all days.
    pub(super) fn submitted(self, event: &Event) {
        if event::closest(event, "[data-days]").is_none() {
            return;
        }
        event::prevent(event);
        let text = dom::value_of(FIELD).unwrap_or_default();
        let period = understood(&text);
        if period.is_none() && !text.trim().is_empty() {
            let messages = untrack(|| self.reader.messages());
            dom::set_attributes(FIELD, &[("aria-invalid", "true")]);
            dom::set_text("#kb-days-said", &(messages.days_not_understood)(text.trim()));
            return;
        }
        // What was understood stands below; the field is free for the next.
        dom::show_in_input(FIELD, "");
        self.choose(period);
    }
}

fn understood(text: &str) -> Option<Period> {
    when::parse(text, clock::today()?)
}

//! When a reader was here, and since what day there is something new.

use crate::json::{Object, from_str, object};
use crate::model::Day;

/// A reader who was away for longer than this begins a new visit: in milliseconds, six hours. It is shorter than a
/// night, so that every morning is a visit of its own, and longer than the time between two looks of one morning.
const AWAY: u64 = 6 * 60 * 60 * 1000;

/// A visit to the archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// The newest day that the archive had when the reader was last seen.
    pub newest: Day,
    /// When the reader was last seen, in milliseconds since 1970.
    pub at: u64,
    /// The newest day that the archive had at the end of the visit before; `None` during the first.
    pub before: Option<Day>,
}

object!(Visit { newest, at; before });

impl Visit {
    /// Reads a text; `None` where it is no visit.
    pub fn from_text(text: &str) -> Option<Self> {
        from_str(text).ok()
    }

    /// The text to store.
    pub fn to_text(&self) -> String {
        let mut json = Object::new();
        json.text("newest", &self.newest.to_string());
        json.number("at", self.at);
        if let Some(before) = self.before {
            json.text("before", &before.to_string());
        }
        json.end()
    }

    /// The visit under way at a time (milliseconds since 1970) in an archive with this newest day: the one that is
    /// known, or a new one where the reader was away for long. A clock that was set back ends no visit.
    #[must_use]
    pub fn at(known: Option<Self>, now: u64, newest: Day) -> Self {
        let before = known.and_then(|visit| {
            if now.saturating_sub(visit.at) > AWAY {
                Some(visit.newest)
            } else {
                visit.before
            }
        });
        Self {
            newest,
            at: now,
            before,
        }
    }

    /// The newest day that the reader has seen before this visit, where there are newer ones now.
    pub fn since(self) -> Option<Day> {
        self.before.filter(|before| *before < self.newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 60 * 60 * 1000;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_first_visit_has_nothing_new_however_long_it_is() {
        let first = Visit::at(None, 0, day("2025-11-27"));
        assert_eq!(first.since(), None);
        let reloaded = Visit::at(Some(first), HOUR, day("2025-11-27"));
        assert_eq!(reloaded.since(), None);
        // What comes while the reader is here is new, but the reader has been told by its coming.
        assert_eq!(
            Visit::at(Some(reloaded), 2 * HOUR, day("2025-11-28")).since(),
            None
        );
    }

    #[test]
    fn after_a_night_the_days_since_the_last_visit_are_new_until_the_next_night() {
        let first = Visit::at(None, 0, day("2025-11-27"));
        let second = Visit::at(Some(first), 48 * HOUR, day("2025-11-30"));
        assert_eq!(second.since(), Some(day("2025-11-27")));
        let reloaded = Visit::at(Some(second), 53 * HOUR, day("2025-11-30"));
        assert_eq!(
            reloaded.since(),
            Some(day("2025-11-27")),
            "it stays during the visit"
        );
        let third = Visit::at(Some(reloaded), 53 * HOUR + AWAY + 1, day("2025-12-01"));
        assert_eq!(third.since(), Some(day("2025-11-30")));
    }

    #[test]
    fn where_nothing_has_come_since_there_is_nothing_new() {
        let first = Visit::at(None, 0, day("2025-11-27"));
        assert_eq!(Visit::at(Some(first), 48 * HOUR, day("2025-11-27")).since(), None);
        // A report was withdrawn.
        assert_eq!(Visit::at(Some(first), 48 * HOUR, day("2025-11-26")).since(), None);
    }

    #[test]
    fn a_clock_that_was_set_back_ends_no_visit() {
        let first = Visit::at(None, 48 * HOUR, day("2025-11-27"));
        assert_eq!(Visit::at(Some(first), 0, day("2025-11-30")).since(), None);
    }

    #[test]
    fn what_an_older_version_stored_is_read() {
        let text = r#"{"newest":"2025-11-27","at":5}"#;
        let visit = Visit::from_text(text).unwrap();
        assert_eq!(visit.before, None);
        assert_eq!(visit.to_text(), text);
        let before = Some(day("2025-11-20"));
        let visit = Visit { before, ..visit };
        assert_eq!(
            visit.to_text(),
            r#"{"newest":"2025-11-27","at":5,"before":"2025-11-20"}"#
        );
        assert_eq!(Visit::from_text(&visit.to_text()), Some(visit));
        assert_eq!(Visit::from_text("5"), None);
    }
}

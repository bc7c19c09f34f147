//! What is to be kept.

use crate::model::{Day, Period};

/// Which reports are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Texts {
    /// All of them.
    All,
    /// Those of so many days, the newest report's day being the last.
    Days(u16),
    /// Those of one topic, by its key.
    Topic(String),
}

/// Whose images are kept, of the reports that are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pictures {
    /// Those of all of them.
    All,
    /// Those of the reports of so many days, the newest report's day being the last.
    Days(u16),
    /// Nobody's.
    None,
}

/// What a reader wants to be kept; without a word from them, the default.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Which reports.
    pub texts: Texts,
    /// Whose images.
    pub pictures: Pictures,
    /// Whether what search needs besides the texts is kept too.
    pub search: bool,
}

impl Default for Order {
    /// What is kept unasked: it costs little, and is what is read.
    fn default() -> Self {
        Self {
            texts: Texts::Days(90),
            pictures: Pictures::Days(7),
            search: false,
        }
    }
}

impl Texts {
    /// The value in forms and in storage: `all`, `days:30`, `topic:ai`.
    pub fn value(&self) -> String {
        match self {
            Texts::All => "all".to_owned(),
            Texts::Days(days) => ["days:", &days.to_string()].concat(),
            Texts::Topic(key) => ["topic:", key].concat(),
        }
    }

    /// Reads such a value; `None` where it is unknown.
    pub fn from_value(value: &str) -> Option<Self> {
        match value.split_once(':') {
            None if value == "all" => Some(Texts::All),
            Some(("days", days)) => days.parse().ok().map(Texts::Days),
            Some(("topic", key)) => Some(Texts::Topic(key.to_owned())),
            _ => None,
        }
    }
}

impl Pictures {
    /// The value in forms and in storage: `all`, `days:7`, `none`.
    pub fn value(self) -> String {
        match self {
            Pictures::All => "all".to_owned(),
            Pictures::Days(days) => Texts::Days(days).value(),
            Pictures::None => "none".to_owned(),
        }
    }

    /// Reads such a value; `None` where it is unknown.
    pub fn from_value(value: &str) -> Option<Self> {
        match Texts::from_value(value) {
            Some(Texts::All) => Some(Pictures::All),
            Some(Texts::Days(days)) => Some(Pictures::Days(days)),
            _ => (value == "none").then_some(Pictures::None),
        }
    }
}

impl Order {
    /// The order of somebody who asks for everything.
    pub fn everything() -> Self {
        Self {
            texts: Texts::All,
            pictures: Pictures::All,
            search: true,
        }
    }

    /// Whether a report of this day and topic is kept, in an archive whose newest report is of that day.
    pub fn keeps(&self, day: Day, topic: &str, newest: Day) -> bool {
        match &self.texts {
            Texts::All => true,
            Texts::Days(days) => is_within(*days, day, newest),
            Texts::Topic(key) => key == topic,
        }
    }

    /// Whether the images of a report of this day are kept, where the report is.
    pub fn keeps_pictures(&self, day: Day, newest: Day) -> bool {
        match self.pictures {
            Pictures::All => true,
            Pictures::Days(days) => is_within(days, day, newest),
            Pictures::None => false,
        }
    }

    /// Whether reports of these days can be among those that are kept, and whether their images can.
    pub(super) fn touches(&self, period: Period, newest: Day) -> (bool, bool) {
        let texts = match &self.texts {
            Texts::Days(days) => is_within(*days, period.to, newest),
            Texts::All | Texts::Topic(_) => true,
        };
        (texts, texts && self.keeps_pictures(period.to, newest))
    }
}

fn is_within(days: u16, day: Day, newest: Day) -> bool {
    day > newest.plus(-i32::from(days))
}

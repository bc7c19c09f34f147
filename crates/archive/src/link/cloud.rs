//! What a cloud of many reports is made of, in its address.

use crate::model::{Day, Period};
use crate::outline::SectionKind;
use crate::terms::score::Score;

use super::Filter;

/// What the clouds view asks of the reports that its filter admits. No other page's address says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cloud {
    /// The only kind of section whose words count.
    pub kind: Option<SectionKind>,
    /// What words are compared with.
    pub score: Score,
    /// The reports that those of the filter are compared with, word by word.
    pub other: Option<Other>,
}

/// Some reports, as the other side of a comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Other {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Key of the only topic.
    pub topic: Option<String>,
}

impl Other {
    /// What takes days and topic from a filter.
    pub fn of(filter: &Filter) -> Self {
        Self {
            from: filter.from,
            to: filter.to,
            topic: filter.topic.clone(),
        }
    }

    /// The same side over other days.
    #[must_use]
    pub fn with_period(mut self, period: Option<Period>) -> Self {
        (self.from, self.to) = (period.map(|p| p.from), period.map(|p| p.to));
        self
    }

    /// The filter that admits its reports: what else narrows a page narrows both sides.
    pub fn filter(&self, filter: &Filter) -> Filter {
        Filter {
            from: self.from,
            to: self.to,
            topic: self.topic.clone(),
            ..filter.clone()
        }
    }
}

impl Cloud {
    /// Writes what differs from a plain cloud.
    pub(super) fn write(&self, pair: &mut dyn FnMut(&str, &str)) {
        if let Some(kind) = self.kind {
            pair("kind", kind.name());
        }
        if self.score == Score::Distinctive {
            pair("score", "distinctive");
        }
        let Some(other) = &self.other else { return };
        // Always there, also for all topics: it says that there is another side.
        pair("topic2", other.topic.as_deref().unwrap_or_default());
        for (name, day) in [("from2", other.from), ("to2", other.to)] {
            if let Some(day) = day {
                pair(name, &day.to_string());
            }
        }
    }

    /// Reads one pair of a query; what is none of ours or makes no sense changes nothing.
    pub(super) fn read(&mut self, name: &str, value: &str) {
        match name {
            "kind" => self.kind = SectionKind::from_name(value),
            "score" if value == "distinctive" => self.score = Score::Distinctive,
            "topic2" => self.other().topic = (!value.is_empty()).then(|| value.to_owned()),
            "from2" => self.other().from = value.parse().ok(),
            "to2" => self.other().to = value.parse().ok(),
            _ => {}
        }
    }

    fn other(&mut self) -> &mut Other {
        self.other.get_or_insert_default()
    }
}

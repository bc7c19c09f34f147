//! Which reports of an archive are published, where not all are.

use std::fmt;

use kanbao_archive::model::{Day, Summary};

use super::ReadError;

/// What narrows an archive; by default nothing does.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    /// Keys of the only topics; none for all.
    pub topics: Vec<String>,
}

impl Limits {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a report is within.
    pub fn admits(&self, report: &Summary) -> bool {
        self.from.is_none_or(|from| report.day >= from)
            && self.to.is_none_or(|to| report.day <= to)
            && (self.topics.is_empty() || self.topics.contains(&report.topic))
    }

    /// Leaves of the items those whose report is within.
    ///
    /// # Errors
    /// [`ReadError::Beyond`] where there are some, and none is.
    pub(super) fn apply<T>(
        &self,
        items: Vec<T>,
        summary: impl Fn(&T) -> &Summary,
    ) -> Result<Vec<T>, ReadError> {
        if self.is_empty() || items.is_empty() {
            return Ok(items);
        }
        let (within, beyond): (Vec<T>, Vec<T>) =
            items.into_iter().partition(|item| self.admits(summary(item)));
        if within.is_empty() {
            return Err(ReadError::Beyond(Box::new(
                self.beyond(beyond.iter().map(summary)),
            )));
        }
        Ok(within)
    }

    fn beyond<'a>(&self, reports: impl Iterator<Item = &'a Summary>) -> Beyond {
        let (mut days, mut topics) = (Vec::new(), Vec::new());
        for report in reports {
            days.push(report.day);
            if !report.topic.is_empty() {
                topics.push(report.topic.clone());
            }
        }
        topics.sort();
        topics.dedup();
        Beyond {
            limits: self.clone(),
            first: days.iter().min().copied(),
            last: days.iter().max().copied(),
            topics,
        }
    }
}

impl fmt::Display for Limits {
    /// `from 2025-11-01 to 2025-11-30 on ai, finance`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.map(|day| format!("from {day}"));
        let to = self.to.map(|day| format!("to {day}"));
        let topics = (!self.topics.is_empty()).then(|| format!("on {}", self.topics.join(", ")));
        let parts: Vec<String> = [from, to, topics].into_iter().flatten().collect();
        f.write_str(&parts.join(" "))
    }
}

/// What there is instead of what was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beyond {
    limits: Limits,
    first: Option<Day>,
    last: Option<Day>,
    /// Keys, sorted.
    topics: Vec<String>,
}

impl fmt::Display for Beyond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no report {}", self.limits)?;
        if let (Some(first), Some(last)) = (self.first, self.last) {
            write!(f, "\n  help: the reports are from {first} to {last}")?;
        }
        if !self.limits.topics.is_empty() {
            match &*self.topics.join(", ") {
                "" => f.write_str("; none has a topic")?,
                topics => write!(f, "; their topics are {topics}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::report;

    fn summaries() -> Vec<Summary> {
        let day: Day = "2025-11-30".parse().unwrap();
        let of = |back: i32, topic: &str| {
            let mut summary = report(day.plus(-back), topic, "").summary;
            summary.topic = topic.into();
            summary
        };
        vec![of(0, "ai"), of(1, "finance"), of(2, "ai"), of(3, "")]
    }

    fn left(limits: &Limits) -> Result<Vec<String>, ReadError> {
        let left = limits.apply(summaries(), |summary| summary)?;
        Ok(left.into_iter().map(|summary| summary.id).collect())
    }

    #[test]
    fn days_are_within_on_both_ends_and_topics_are_any_of_those_named() {
        let day = |text: &str| Some(text.parse().unwrap());
        let (from, to) = (day("2025-11-28"), day("2025-11-29"));
        assert_eq!(left(&Limits::default()).unwrap().len(), 4);
        let days = Limits {
            from,
            to,
            ..Limits::default()
        };
        assert_eq!(left(&days).unwrap(), ["2025/11/29/finance", "2025/11/28/ai"]);
        let topics = Limits {
            topics: vec!["finance".into(), "ai".into()],
            ..Limits::default()
        };
        assert_eq!(left(&topics).unwrap().len(), 3);
        let both = Limits {
            topics: vec!["ai".into()],
            ..days
        };
        assert_eq!(left(&both).unwrap(), ["2025/11/28/ai"]);
    }

    #[test]
    fn where_nothing_is_within_it_says_what_there_is() {
        let limits = Limits {
            from: Some("2026-01-01".parse().unwrap()),
            to: None,
            topics: vec!["sport".into()],
        };
        let said = left(&limits).unwrap_err().to_string();
        assert_eq!(
            said,
            "there is no report from 2026-01-01 on sport\n  \
             help: the reports are from 2025-11-27 to 2025-11-30; their topics are ai, finance"
        );
    }
}

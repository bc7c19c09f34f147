//! From the levels of an index to the reports that a search may find.

use std::ops::Range;

use super::gram::Gram;
use super::lookup::Lookup;
use super::numbers::Numbers;
use super::shard::IndexError;
use crate::link::Filter;
use crate::model::{Day, Index, IndexLevel};

/// The reports that a search may find.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Candidates {
    /// Their numbers with their days, newest first.
    pub reports: Vec<(u32, Day)>,
    /// How many results there are, where the index alone knows it: then every candidate is one.
    pub exact: Option<usize>,
}

/// A level of an index with what a search wants of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Part<'i> {
    /// The level's place in [`Index::levels`].
    pub at: usize,
    /// The level.
    pub level: &'i IndexLevel,
    /// The number of its first report.
    first: u32,
    /// Its reports of the admitted days, numbered within the level.
    published: Range<u32>,
}

/// The levels that hold reports of the days that a filter admits; `days` are those of
/// [`Bundle::days`](crate::model::Bundle::days).
pub fn parts<'i>(index: &'i Index, days: &[(Day, Range<u32>)], filter: &Filter) -> Vec<Part<'i>> {
    let admitted = admitted(days, filter);
    let mut parts = Vec::new();
    let mut first = 0;
    for (at, level) in index.levels.iter().enumerate() {
        let end = first + level.reports;
        let within = |number: u32| number.clamp(first, end) - first;
        let published = within(admitted.start)..within(admitted.end);
        if !published.is_empty() {
            parts.push(Part {
                at,
                level,
                first,
                published,
            });
        }
        first = end;
    }
    parts
}

impl Candidates {
    /// Asks each level; `list` says which reports of a level hold a gram.
    ///
    /// # Errors
    /// Those of `list`.
    pub fn find(
        lookup: &Lookup,
        parts: &[Part<'_>],
        days: &[(Day, Range<u32>)],
        mut list: impl FnMut(&Part<'_>, Gram) -> Result<Numbers, IndexError>,
    ) -> Result<Self, IndexError> {
        let (mut numbers, mut sure, mut exact) = (Vec::new(), 0, true);
        for part in parts {
            let published = part.published.clone();
            let bounds = lookup.bounds(published, part.level.reports, |gram| list(part, gram))?;
            exact &= bounds.is_exact();
            sure += bounds.sure.len();
            numbers.extend(bounds.may.iter().map(|number| part.first + number));
        }
        Ok(Self {
            reports: with_days(numbers, days),
            exact: exact.then_some(sure),
        })
    }

    /// Every report of the days that a filter admits: what to go through without an index.
    pub fn all(days: &[(Day, Range<u32>)], filter: &Filter) -> Self {
        Self {
            reports: with_days(admitted(days, filter), days),
            exact: None,
        }
    }
}

/// The numbers of the reports of the days that a filter admits.
fn admitted(days: &[(Day, Range<u32>)], filter: &Filter) -> Range<u32> {
    let after = days.partition_point(|(day, _)| filter.to.is_some_and(|to| *day > to));
    let until = days.partition_point(|(day, _)| filter.from.is_none_or(|from| *day >= from));
    let admitted = days.get(after..until).unwrap_or_default();
    match (admitted.first(), admitted.last()) {
        (Some((_, first)), Some((_, last))) => first.start..last.end,
        _ => 0..0,
    }
}

/// Numbers, lowest first, with the days they belong to.
fn with_days(numbers: impl IntoIterator<Item = u32>, days: &[(Day, Range<u32>)]) -> Vec<(u32, Day)> {
    let mut days = days.iter().peekable();
    let mut out = Vec::new();
    for number in numbers {
        while days.next_if(|(_, reports)| reports.end <= number).is_some() {}
        out.extend(days.peek().map(|(day, _)| (number, *day)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fingerprint;

    fn day(day: u32) -> Day {
        Day::new(2025, 11, day).unwrap()
    }

    fn filter(from: Option<u32>, to: Option<u32>) -> Filter {
        Filter {
            from: from.map(day),
            to: to.map(day),
            ..Filter::default()
        }
    }

    #[test]
    fn a_filter_leaves_the_levels_that_its_days_meet() {
        let days = [(day(21), 0..2), (day(20), 2..3), (day(5), 3..7)];
        let level = |from, reports| IndexLevel {
            from: day(from),
            reports,
            bits: 0,
            bytes: 0,
            hash: Fingerprint(String::new()),
        };
        let index = Index {
            mean_length: 1,
            levels: vec![level(20, 3), level(5, 4)],
        };
        let of = |from, to| {
            let parts = parts(&index, &days, &filter(from, to));
            parts
                .into_iter()
                .map(|part| (part.at, part.first, part.published))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(None, None), [(0, 0, 0..3), (1, 3, 0..4)]);
        assert_eq!(of(Some(20), Some(20)), [(0, 0, 2..3)]);
        assert_eq!(of(Some(6), Some(19)), []);
        assert_eq!(of(None, Some(10)), [(1, 3, 0..4)]);
        assert_eq!(of(Some(25), Some(1)), []);
        let numbers = |from, to| Candidates::all(&days, &filter(from, to)).reports;
        assert_eq!(
            numbers(Some(20), None),
            [(0, day(21)), (1, day(21)), (2, day(20))]
        );
    }
}

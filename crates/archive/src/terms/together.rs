//! Terms that stand in the same reports.
//!
//! How much more often than chance would have it is told by the log-likelihood ratio (Ted Dunning, *Accurate Methods for
//! the Statistics of Surprise and Coincidence*, 1993), which does not make much of what is rare: four numbers of
//! reports, those with both terms, with one, with the other and with neither, against what they would be if the terms
//! had nothing to do with each other.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Counted, TermId, Terms};
use crate::logarithm::log2;
use crate::order::sort_by_key;

/// Reports that have to have both terms: one is chance.
const LEAST: u32 = 2;

/// Ratios are in bits of so many binary places.
const PLACES: u32 = 20;

/// Half the ratio below which nothing is said: a coincidence of one in four.
const WEAKEST: i64 = 2 << PLACES;

/// Which terms stand together in some reports.
pub struct Together<'a> {
    terms: &'a Terms,
    reports: &'a [&'a Counted],
    /// In how many of the reports each term stands.
    having: Vec<u32>,
}

impl<'a> Together<'a> {
    /// Looks at some reports.
    pub fn of(terms: &'a Terms, reports: &'a [&'a Counted]) -> Self {
        Self {
            terms,
            reports,
            having: having(terms, reports.iter().copied()),
        }
    }

    /// The terms that stand in the same reports as this one, those that chance accounts for least first. What is a part
    /// of the term, or has it as a part, says nothing new.
    pub fn with(&self, term: TermId, at_most: usize) -> Vec<Arc<str>> {
        let with_it = (self.reports.iter().copied()).filter(|report| report.count(term) > 0);
        let both = having(self.terms, with_it);
        let Some(of_term) = self.having.get(term as usize) else {
            return Vec::new();
        };
        let own = self.terms.text(term);
        let all = self.reports.len() as u32;
        let mut found: Vec<(i64, TermId)> = Vec::new();
        for (other, both) in (0..).zip(both) {
            let ratio = ratio(both, *of_term, self.having[other as usize], all);
            let text = self.terms.text(other);
            let is_part = own.contains(&**text) || text.contains(&**own);
            if both >= LEAST && ratio >= WEAKEST && !is_part {
                found.push((ratio, other));
            }
        }
        sort_by_key(&mut found, |(ratio, other)| (Reverse(*ratio), *other));
        found.truncate(at_most);
        found
            .into_iter()
            .map(|(_, other)| self.terms.text(other).clone())
            .collect()
    }
}

/// In how many of some reports each term stands, by its number.
fn having<'a>(terms: &Terms, reports: impl Iterator<Item = &'a Counted>) -> Vec<u32> {
    let mut having = vec![0; terms.texts().count()];
    let mut last = vec![0; having.len()];
    for (number, report) in (1..).zip(reports) {
        for (_, term, _) in &report.counts {
            let term = *term as usize;
            // Sections of several kinds are one report all the same.
            if last[term] != number {
                last[term] = number;
                having[term] += 1;
            }
        }
    }
    having
}

/// Half the log-likelihood ratio in bits of [`PLACES`]; 0 where the terms stand together no more often than chance
/// has it. `both` of `all` reports have both terms, `one` and `other` each.
fn ratio(both: u32, one: u32, other: u32, all: u32) -> i64 {
    if u64::from(both) * u64::from(all) <= u64::from(one) * u64::from(other) {
        return 0;
    }
    let h = |x: u32| i64::from(x) * log2(u64::from(x), PLACES).cast_signed();
    let cells = h(both) + h(one - both) + h(other - both) + h(all + both - one - other);
    cells + h(all) - h(one) - h(all - one) - h(other) - h(all - other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Day, MonthTerms, ReportTerms, SCHEMA, SectionTerms};

    /// Reports that hold some of the terms.
    fn terms(texts: &[&str], reports: &[&[u32]]) -> Terms {
        let report = |(id, held): (usize, &&[u32])| ReportTerms {
            id: id.to_string(),
            day: 1,
            topic: 0,
            words: 9,
            sections: (0..2)
                .map(|kind| SectionTerms {
                    kind,
                    counts: held.iter().map(|term| (*term, 1)).collect(),
                })
                .collect(),
        };
        let mut terms = Terms::default();
        terms.add(&MonthTerms {
            schema: SCHEMA,
            month: Day::new(2025, 11, 1).unwrap(),
            topics: vec!["ai".into()],
            kinds: vec!["events".into(), "other".into()],
            terms: texts.iter().map(|text| ((*text).into(), 100)).collect(),
            reports: reports.iter().enumerate().map(report).collect(),
        });
        terms
    }

    #[test]
    fn what_stands_in_the_same_reports_is_found_and_what_stands_everywhere_is_not() {
        let mut reports: Vec<&[u32]> = vec![&[0, 1, 2]; 6];
        reports.extend([&[1][..]; 6]);
        reports.extend([&[1, 3][..]; 6]);
        reports.push(&[0, 4]);
        let terms = terms(&["开源", "模型", "Olmo 3", "黄金", "偶然", "开源模型"], &reports);
        let all: Vec<&Counted> = terms.reports().iter().collect();
        let together = Together::of(&terms, &all);
        let with = |text| together.with(terms.find(text).unwrap(), 9);
        assert_eq!(
            with("开源"),
            ["Olmo 3".into()],
            "neither what all have nor what one has"
        );
        assert!(with("黄金").is_empty());
        assert!(together.with(99, 9).is_empty());
    }

    #[test]
    fn parts_of_a_term_are_not_named_beside_it() {
        let mut reports: Vec<&[u32]> = vec![&[0, 1, 2]; 9];
        reports.extend([&[][..]; 9]);
        let terms = terms(&["开源", "开源模型", "权重"], &reports);
        let all: Vec<&Counted> = terms.reports().iter().collect();
        let with = Together::of(&terms, &all).with(0, 9);
        assert_eq!(with, ["权重".into()]);
    }

    proptest! {
        #[test]
        fn the_ratio_is_that_of_the_formula(cells in proptest::array::uniform4(0..3_000u32)) {
            let [both, one, other, neither] = cells;
            let (one, other) = (one + both, other + both);
            let all = one + other - both + neither;
            let mut plain = 0.0;
            for (observed, row, column) in [
                (both, one, other),
                (one - both, one, all - other),
                (other - both, all - one, other),
                (neither, all - one, all - other),
            ] {
                if observed > 0 {
                    let expected = f64::from(row) * f64::from(column) / f64::from(all);
                    plain += f64::from(observed) * (f64::from(observed) / expected).log2();
                }
            }
            let is_more = u64::from(both) * u64::from(all) > u64::from(one) * u64::from(other);
            let own = ratio(both, one, other, all) as f64 / f64::from(1 << 20);
            prop_assert!((own - if is_more { plain } else { 0.0 }).abs() < 0.1, "{own} is not {plain}");
        }
    }
}

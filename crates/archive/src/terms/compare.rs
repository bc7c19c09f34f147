//! Two choices of reports, word by word: what only one of them says, and what both say.

use std::sync::Arc;

use super::score::{Score, Weighted, weighted};
use super::{Sum, Tally, Terms};

/// What two choices of reports have in common and what they have not; the strongest first in each list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Terms that stand in the first reports and in none of the others.
    pub here: Vec<Weighted>,
    /// Terms that stand in both.
    pub shared: Vec<Shared>,
    /// Terms that stand in the others and in none of the first.
    pub there: Vec<Weighted>,
}

/// A term of both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// The term.
    pub text: Arc<str>,
    /// How often it occurs in the first reports.
    pub here: Tally,
    /// How often it occurs in the others.
    pub there: Tally,
    /// How much it stands out, from 1 to 10,000, which the first has.
    pub weight: u32,
}

/// Compares two sums; each list holds so many terms at most.
pub fn compare(terms: &Terms, here: &Sum, there: &Sum, at_most: usize) -> Compared {
    let salient = |sum: &Sum| weighted(terms, sum, None, Score::Salient, at_most);
    let both = |found: Weighted| {
        let term = terms.find(&found.text)?;
        Some(Shared {
            here: *here.terms.get(&term)?,
            there: *there.terms.get(&term)?,
            text: found.text,
            weight: found.weight,
        })
    };
    Compared {
        here: salient(&only(here, there)),
        there: salient(&only(there, here)),
        shared: salient(&common(here, there))
            .into_iter()
            .filter_map(both)
            .collect(),
    }
}

/// What the first holds and the second does not.
fn only(sum: &Sum, without: &Sum) -> Sum {
    let terms = sum.terms.iter();
    Sum {
        terms: terms
            .filter(|(term, _)| !without.terms.contains_key(term))
            .map(|(term, tally)| (*term, *tally))
            .collect(),
        ..*sum
    }
}

/// What both hold. Each term counts as in the one where it is thinner, as if both were as long as they are together:
/// otherwise the longer one would choose the words alone.
fn common(here: &Sum, there: &Sum) -> Sum {
    let words = here.words + there.words;
    let thinner = |a: u32, b: u32| {
        let scaled = |count: u32, of: &Sum| u64::from(count) * words / of.words.max(1);
        u32::try_from(scaled(a, here).min(scaled(b, there))).unwrap_or(u32::MAX)
    };
    let both = here
        .terms
        .iter()
        .filter_map(|(term, a)| Some((*term, *a, *there.terms.get(term)?)));
    Sum {
        reports: here.reports + there.reports,
        words,
        terms: both
            .map(|(term, a, b)| {
                let count = thinner(a.count, b.count).max(1);
                let reports = thinner(a.reports, b.reports).clamp(1, a.reports + b.reports);
                (term, Tally { count, reports })
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Day, MonthTerms, ReportTerms, SCHEMA, SectionTerms};

    /// Reports of a thousand words each, by the counts of the terms 模型, 机器人, 算力, 风电.
    fn terms(reports: &[[u32; 4]]) -> Terms {
        let mut terms = Terms::default();
        terms.add(&MonthTerms {
            schema: SCHEMA,
            month: Day::new(2025, 11, 1).unwrap(),
            topics: vec![],
            kinds: vec!["other".into()],
            terms: ["模型", "机器人", "算力", "风电"]
                .map(|text| (text.into(), 110))
                .into(),
            reports: (0..)
                .zip(reports)
                .map(|(n, counts): (u8, _)| ReportTerms {
                    id: n.to_string(),
                    day: n + 1,
                    topic: 0,
                    words: 1_000,
                    sections: vec![SectionTerms {
                        kind: 0,
                        counts: (0..).zip(*counts).filter(|(_, count)| *count > 0).collect(),
                    }],
                })
                .collect(),
        });
        terms
    }

    fn compared(reports: &[[u32; 4]], first: usize) -> Compared {
        let terms = terms(reports);
        let (here, there) = terms.reports().split_at(first);
        compare(
            &terms,
            &terms.sum(here.iter(), None),
            &terms.sum(there.iter(), None),
            9,
        )
    }

    fn texts(weighted: &[Weighted]) -> Vec<&str> {
        weighted.iter().map(|term| &*term.text).collect()
    }

    #[test]
    fn each_term_stands_in_one_list() {
        let compared = compared(&[[5, 3, 0, 0], [9, 0, 0, 4], [2, 0, 7, 0]], 2);
        assert_eq!(texts(&compared.here), ["风电", "机器人"]);
        assert_eq!(texts(&compared.there), ["算力"]);
        let [shared] = &compared.shared[..] else {
            panic!("{compared:?}")
        };
        assert_eq!(&*shared.text, "模型");
        assert_eq!(
            shared.here,
            Tally {
                count: 14,
                reports: 2
            }
        );
        assert_eq!(shared.there, Tally { count: 2, reports: 1 });
    }

    #[test]
    fn what_is_shared_is_said_on_both_sides_not_often_on_one() {
        // 模型 is said everywhere, 机器人 nearly on one side alone.
        let compared = compared(&[[4, 20, 0, 0], [4, 20, 0, 0], [4, 20, 0, 0], [4, 1, 0, 0]], 3);
        let shared: Vec<&str> = compared.shared.iter().map(|shared| &*shared.text).collect();
        assert_eq!(shared, ["模型", "机器人"]);
    }

    #[test]
    fn nothing_beside_something_is_all_its_own() {
        let compared = compared(&[[5, 3, 0, 0]], 0);
        assert_eq!((compared.here, compared.shared), (Vec::new(), Vec::new()));
        assert_eq!(texts(&compared.there), ["模型", "机器人"]);
    }
}

//! Terms: what reports are about, in counts that add up.
//!
//! The builder counts the terms of each report ([`MonthTerms`]). Whatever is said of many reports — their cloud, what is
//! new in them, how a term fares from day to day — is a sum over [`Terms`], so it can be said of any choice of reports.

pub mod compare;
pub mod score;
mod together;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Day, MonthTerms, ReportTerms, TermTotals};
use crate::outline::SectionKind;

pub use together::Together;

/// The number of a term in a [`Terms`].
pub type TermId = u32;

/// The terms of many reports: those of the months that have been added.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Text and rarity by number.
    terms: Vec<(Arc<str>, u32)>,
    numbers: HashMap<Arc<str>, TermId>,
    topics: Vec<String>,
    reports: Vec<Counted>,
    /// Places in `reports` by id.
    places: HashMap<String, usize>,
    totals: Option<TermTotals>,
}

/// A report with its counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Its id.
    pub id: String,
    /// Its publication day.
    pub day: Day,
    /// Its topic, as [`Terms::topic`] names it; `None` for reports without one.
    topic: Option<u32>,
    /// How many words it has, terms or not.
    pub words: u32,
    /// How often each term occurs in the sections of a kind; a term comes once a kind.
    pub counts: Vec<(SectionKind, TermId, u32)>,
}

/// What some reports hold together.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Number of reports.
    pub reports: u32,
    /// Number of words, terms or not.
    pub words: u64,
    /// By term: how often it occurs, and in how many reports.
    pub terms: HashMap<TermId, Tally>,
}

/// How often a term occurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Times.
    pub count: u32,
    /// Reports that have it.
    pub reports: u32,
}

impl Terms {
    /// Adds the reports of a month. A report that is here already stays as it is; what points nowhere is left out.
    pub fn add(&mut self, month: &MonthTerms) {
        let numbers: Vec<TermId> = month
            .terms
            .iter()
            .map(|(text, rarity)| self.number(text, *rarity))
            .collect();
        let kinds: Vec<SectionKind> = month
            .kinds
            .iter()
            .map(|name| SectionKind::from_name(name).unwrap_or(SectionKind::Other))
            .collect();
        let topics: Vec<u32> = month.topics.iter().map(|key| self.topic_number(key)).collect();
        for report in &month.reports {
            let Some(day) = Day::new(month.month.year(), month.month.month(), u32::from(report.day)) else {
                continue;
            };
            if self.places.contains_key(&report.id) {
                continue;
            }
            self.places.insert(report.id.clone(), self.reports.len());
            self.reports.push(Counted {
                id: report.id.clone(),
                day,
                topic: topics.get(report.topic as usize).copied(),
                words: report.words,
                counts: counts(report, &kinds, &numbers),
            });
        }
    }

    /// Adds what the months that are over hold together, those that have not been added among them.
    pub fn add_totals(&mut self, totals: TermTotals) {
        self.totals = Some(totals);
    }

    fn number(&mut self, text: &Arc<str>, rarity: u32) -> TermId {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.terms.len() as TermId;
        self.terms.push((text.clone(), rarity));
        self.numbers.insert(text.clone(), number);
        number
    }

    fn topic_number(&mut self, key: &str) -> u32 {
        if let Some(at) = self.topics.iter().position(|other| other == key) {
            return at as u32;
        }
        self.topics.push(key.to_owned());
        self.topics.len() as u32 - 1
    }

    /// The reports, in the order in which they were added.
    pub fn reports(&self) -> &[Counted] {
        &self.reports
    }

    /// A report by its id.
    pub fn report(&self, id: &str) -> Option<&Counted> {
        self.places.get(id).map(|at| &self.reports[*at])
    }

    /// The key of a report's topic; empty for none.
    pub fn topic(&self, report: &Counted) -> &str {
        report.topic.map_or("", |at| &self.topics[at as usize])
    }

    /// Whether a term is the key of a topic, whatever its capitals.
    fn is_topic(&self, text: &str) -> bool {
        self.topics.iter().any(|topic| topic.eq_ignore_ascii_case(text))
    }

    /// The number of a term by its text.
    pub fn find(&self, text: &str) -> Option<TermId> {
        self.numbers.get(text).copied()
    }

    /// The text of a term.
    ///
    /// # Panics
    /// Never for a number that came from here.
    pub fn text(&self, term: TermId) -> &Arc<str> {
        &self.terms[term as usize].0
    }

    /// All terms, by their numbers.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<str>> {
        self.terms.iter().map(|(text, _)| text)
    }

    /// How rare a term is in general text, as −10·ln of its share.
    pub fn rarity(&self, term: TermId) -> u32 {
        self.terms.get(term as usize).map_or(0, |(_, rarity)| *rarity)
    }

    /// What the archive's other reports hold of the terms of a sum of reports that are here: all others, as far as the
    /// totals tell of those that are not.
    pub fn rest(&self, sum: &Sum) -> Sum {
        let is_over = |report: &&Counted| {
            self.totals
                .as_ref()
                .is_some_and(|totals| report.day <= totals.until)
        };
        let over = self.sum(self.reports.iter().filter(is_over), None);
        let mut rest = self.sum(self.reports.iter().filter(|report| !is_over(report)), None);
        let (reports, words) = self
            .totals
            .as_ref()
            .map_or((0, 0), |totals| (totals.reports, totals.words));
        rest.reports = (rest.reports + reports.max(over.reports)).saturating_sub(sum.reports);
        rest.words = (rest.words + words.max(over.words)).saturating_sub(sum.words);
        // The rarest are in no totals: of these what is here is all that is known.
        let mut of_over = over.terms;
        for (text, count, reports) in self.totals.iter().flat_map(|totals| &totals.terms) {
            if let Some(term) = self.find(text) {
                let tally = of_over.entry(term).or_default();
                tally.count = tally.count.max(*count);
                tally.reports = tally.reports.max(*reports);
            }
        }
        for (term, of_over) in of_over {
            let tally = rest.terms.entry(term).or_default();
            tally.count += of_over.count;
            tally.reports += of_over.reports;
        }
        for (term, here) in &sum.terms {
            if let Some(tally) = rest.terms.get_mut(term) {
                tally.count = tally.count.saturating_sub(here.count);
                tally.reports = tally.reports.saturating_sub(here.reports);
            }
        }
        rest
    }

    /// What some reports hold together, in all sections or in those of one kind.
    pub fn sum<'a>(&self, mut reports: impl Iterator<Item = &'a Counted>, kind: Option<SectionKind>) -> Sum {
        self.sum_of(&mut reports, kind)
    }

    /// One copy for all callers.
    fn sum_of(&self, reports: &mut dyn Iterator<Item = &Counted>, kind: Option<SectionKind>) -> Sum {
        let mut sum = Sum::default();
        // By number, with the last report that had it: ten thousand reports are summed while somebody drags.
        let mut tallies = vec![(Tally::default(), 0); self.terms.len()];
        for report in reports {
            sum.reports += 1;
            sum.words += u64::from(report.words);
            for (_, term, count) in report.counts_in(kind) {
                let Some((tally, last)) = tallies.get_mut(term as usize) else {
                    continue;
                };
                tally.count += count;
                // A term that stands in sections of several kinds is in one report all the same.
                if *last != sum.reports {
                    *last = sum.reports;
                    tally.reports += 1;
                }
            }
        }
        let tallies = (0..).zip(tallies).filter(|(_, (tally, _))| tally.count > 0);
        sum.terms = tallies.map(|(term, (tally, _))| (term, tally)).collect();
        sum
    }
}

impl Counted {
    /// The counts in all sections, or in those of one kind.
    pub fn counts_in(&self, kind: Option<SectionKind>) -> impl Iterator<Item = (SectionKind, TermId, u32)> {
        let counts = self.counts.iter().copied();
        counts.filter(move |(of, _, _)| kind.is_none_or(|kind| kind == *of))
    }

    /// How often a term occurs in the report.
    pub fn count(&self, term: TermId) -> u32 {
        let counts = self.counts.iter().filter(|(_, other, _)| *other == term);
        counts.map(|(_, _, count)| count).sum()
    }
}

fn counts(
    report: &ReportTerms,
    kinds: &[SectionKind],
    numbers: &[TermId],
) -> Vec<(SectionKind, TermId, u32)> {
    let of_section = report.sections.iter().flat_map(|section| {
        let kind = kinds.get(section.kind as usize).copied();
        let kind = kind.unwrap_or(SectionKind::Other);
        section.counts.iter().map(move |count| (kind, *count))
    });
    of_section
        .filter_map(|(kind, (term, count))| Some((kind, *numbers.get(term as usize)?, count)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SCHEMA, SectionTerms};

    fn month() -> MonthTerms {
        let report = |id: &str, day, topic, sections: &[(u32, &[(u32, u32)])]| ReportTerms {
            id: id.into(),
            day,
            topic,
            words: 100,
            sections: sections
                .iter()
                .map(|(kind, counts)| SectionTerms {
                    kind: *kind,
                    counts: counts.to_vec(),
                })
                .collect(),
        };
        MonthTerms {
            schema: SCHEMA,
            month: Day::new(2025, 11, 1).unwrap(),
            topics: vec!["ai".into()],
            kinds: vec!["events".into(), "other".into()],
            terms: vec![("模型".into(), 80), ("GPT-5".into(), 150)],
            reports: vec![
                report("b", 2, 0, &[(0, &[(0, 3)]), (1, &[(0, 2), (1, 1)])]),
                report("a", 1, 1, &[(1, &[(0, 1), (9, 4)])]),
                report("never", 31, 1, &[]),
            ],
        }
    }

    #[test]
    fn counts_add_up_over_reports_and_sections() {
        let mut terms = Terms::default();
        terms.add(&month());
        terms.add(&month());
        assert_eq!(
            terms.reports().len(),
            2,
            "each once, and none of the 31st of November"
        );
        let model = terms.find("模型").unwrap();
        let all = terms.sum(terms.reports().iter(), None);
        assert_eq!((all.reports, all.words), (2, 200));
        assert_eq!(all.terms[&model], Tally { count: 6, reports: 2 });
        let events = terms.sum(terms.reports().iter(), Some(SectionKind::Events));
        assert_eq!(events.terms[&model], Tally { count: 3, reports: 1 });
        assert_eq!(terms.report("b").unwrap().count(model), 5);
        assert_eq!(terms.topic(terms.report("b").unwrap()), "ai");
        assert_eq!(terms.topic(terms.report("a").unwrap()), "");
        assert_eq!(terms.rarity(terms.find("GPT-5").unwrap()), 150);
    }

    #[test]
    fn the_rest_is_all_but_the_sum_with_what_totals_know_of_other_months() {
        let mut terms = Terms::default();
        terms.add(&month());
        let (model, gpt) = (terms.find("模型").unwrap(), terms.find("GPT-5").unwrap());
        let sum = terms.sum(terms.reports().iter().filter(|report| report.id == "b"), None);
        let rest = terms.rest(&sum);
        assert_eq!((rest.reports, rest.words), (1, 100));
        assert_eq!(
            (rest.terms[&model], rest.terms[&gpt]),
            (Tally { count: 1, reports: 1 }, Tally::default())
        );

        // The totals reach to October: all that is here comes on top of them.
        let totals = |until: &str| TermTotals {
            schema: SCHEMA,
            until: until.parse().unwrap(),
            reports: 30,
            words: 9_000,
            terms: vec![("模型".into(), 50, 20), ("elsewhere".into(), 9, 9)],
        };
        terms.add_totals(totals("2025-10-31"));
        let rest = terms.rest(&sum);
        assert_eq!((rest.reports, rest.words), (31, 9_100));
        assert_eq!(
            rest.terms[&model],
            Tally {
                count: 51,
                reports: 21
            }
        );

        // They reach to November: what is here is in them, but for what is too rare.
        terms.add_totals(totals("2025-11-30"));
        let rest = terms.rest(&sum);
        assert_eq!((rest.reports, rest.words), (29, 8_900));
        assert_eq!(
            rest.terms[&model],
            Tally {
                count: 45,
                reports: 19
            }
        );
        assert_eq!(rest.terms[&gpt], Tally::default());
    }
}

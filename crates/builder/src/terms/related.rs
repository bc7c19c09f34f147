//! Earlier reports that are about the same things: the cosine between the counts of their terms, in which a rare term that
//! two share weighs more than a frequent one.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::bytes::{Reader, Writer};
use super::vocabulary::WordId;

/// Among how many of the last reports related ones are looked for.
const WINDOW: usize = 1_000;

/// How many are named.
const NAMED: usize = 3;

/// The least likeness, in thousandths: less is chance.
const LEAST: u64 = 120;

/// The share of the reports up to which a term tells one from another: one in so many. Few reports share everything.
const TELLING: usize = 3;
const FEW: usize = 12;

/// The last reports, each as a direction of length 1.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Number, and the part of each term in thousandths; oldest first.
    reports: VecDeque<(u32, Vec<(WordId, u32)>)>,
    /// By term: the reports that have it by number, oldest first, and its part in them.
    with: FxHashMap<WordId, VecDeque<(u32, u32)>>,
}

impl Window {
    /// The numbers of the reports that are most like one with these terms (how often each occurs, and in which share of all
    /// reports), most alike first; the report is added.
    pub(super) fn add(&mut self, number: u32, terms: impl Iterator<Item = (WordId, u32, f64)>) -> Vec<u32> {
        let parts = direction(terms);
        let named = self.alike(&parts);
        self.push(number, parts);
        if self.reports.len() > WINDOW {
            self.pop();
        }
        named
    }

    fn alike(&self, parts: &[(WordId, u32)]) -> Vec<u32> {
        let most = FEW.max(self.reports.len() / TELLING);
        let mut likeness: FxHashMap<u32, u64> = FxHashMap::default();
        for (word, part) in parts {
            let Some(with) = self.with.get(word).filter(|with| with.len() <= most) else {
                continue;
            };
            for (number, other) in with {
                *likeness.entry(*number).or_default() += u64::from(*part) * u64::from(*other);
            }
        }
        let mut alike: Vec<(u64, u32)> = likeness
            .into_iter()
            .map(|(number, product)| (product / 1_000, number))
            .filter(|(likeness, _)| *likeness >= LEAST)
            .collect();
        alike.sort_unstable_by(|a, b| b.cmp(a));
        alike.into_iter().take(NAMED).map(|(_, number)| number).collect()
    }

    fn push(&mut self, number: u32, parts: Vec<(WordId, u32)>) {
        for (word, part) in &parts {
            self.with.entry(*word).or_default().push_back((number, *part));
        }
        self.reports.push_back((number, parts));
    }

    fn pop(&mut self) {
        for (word, _) in self.reports.pop_front().into_iter().flat_map(|(_, parts)| parts) {
            if let Some(with) = self.with.get_mut(&word) {
                with.pop_front();
                if with.is_empty() {
                    self.with.remove(&word);
                }
            }
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.reports.len() as u32);
        for (number, parts) in &self.reports {
            writer.number(*number);
            writer.number(parts.len() as u32);
            for (word, part) in parts {
                writer.number(*word);
                writer.number(*part);
            }
        }
    }

    /// What was written; `words` is the number of words that there are.
    pub(super) fn read(reader: &mut Reader<'_>, words: usize) -> Option<Self> {
        let mut window = Self::default();
        for _ in 0..reader.count(8)? {
            let number = reader.number()?;
            let parts = (0..reader.count(8)?)
                .map(|_| Some((reader.below(words)?, reader.number()?)))
                .collect::<Option<_>>()?;
            window.push(number, parts);
        }
        Some(window)
    }
}

/// Where terms point to: the parts of a direction of length 1,000, without those that come to nothing.
fn direction(terms: impl Iterator<Item = (WordId, u32, f64)>) -> Vec<(WordId, u32)> {
    let parts: Vec<(WordId, f64)> = terms
        .map(|(word, count, share)| (word, f64::from(count).ln_1p() * -share.ln()))
        .collect();
    let length = parts
        .iter()
        .map(|(_, part)| part * part)
        .sum::<f64>()
        .sqrt()
        .max(f64::MIN_POSITIVE);
    let mut parts: Vec<(WordId, u32)> = parts
        .into_iter()
        .map(|(word, part)| (word, (part / length * 1_000.0).round() as u32))
        .filter(|(_, part)| *part > 0)
        .collect();
    parts.sort_unstable();
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Report = Vec<(WordId, u32)>;

    /// The same by comparing with every earlier report, one after the other.
    fn plainly(reports: &[Report], at: usize) -> Vec<u32> {
        let directions: Vec<_> = (0..=at).map(|n| direction(shares(&reports[n], n))).collect();
        let earlier = &directions[at.saturating_sub(WINDOW)..at];
        let most = FEW.max(earlier.len() / TELLING);
        let has = |parts: &[(WordId, u32)], word: WordId| {
            parts
                .iter()
                .find(|(other, _)| *other == word)
                .map(|(_, part)| *part)
        };
        let mut alike: Vec<(u64, u32)> = Vec::new();
        for (number, other) in earlier.iter().enumerate() {
            let mut product = 0;
            for (word, part) in &directions[at] {
                let with = earlier.iter().filter(|parts| has(parts, *word).is_some()).count();
                if let Some(theirs) = has(other, *word).filter(|_| with <= most) {
                    product += u64::from(*part) * u64::from(theirs);
                }
            }
            if product / 1_000 >= LEAST {
                alike.push((product / 1_000, (number + at.saturating_sub(WINDOW)) as u32));
            }
        }
        alike.sort();
        alike
            .into_iter()
            .rev()
            .take(NAMED)
            .map(|(_, number)| number)
            .collect()
    }

    /// A report's terms with made-up shares.
    fn shares(report: &Report, at: usize) -> impl Iterator<Item = (WordId, u32, f64)> {
        let share = move |word: WordId| 1.0 / f64::from(2 + (word * 7 + at as u32) % 9);
        report
            .iter()
            .map(move |(word, count)| (*word, *count, share(*word)))
    }

    proptest! {
        #[test]
        fn related_are_those_that_plain_comparison_finds(
            reports in prop::collection::vec(prop::collection::btree_map(0..40_u32, 1..9_u32, 0..8), 1..60),
            kept in 0..60_usize,
        ) {
            let reports: Vec<Report> = reports.into_iter().map(|report| report.into_iter().collect()).collect();
            let mut window = Window::default();
            for (at, report) in reports.iter().enumerate() {
                if at == kept {
                    let mut writer = Writer::default();
                    window.write(&mut writer);
                    window = Window::read(&mut Reader::new(&writer.into_bytes()), 40).unwrap();
                }
                prop_assert_eq!(window.add(at as u32, shares(report, at)), plainly(&reports, at), "{}", at);
            }
        }
    }

    #[test]
    fn old_reports_are_forgotten() {
        let mut window = Window::default();
        let term = |word| std::iter::once((word, 1, 0.5));
        assert!(window.add(0, term(0)).is_empty());
        for number in 1..WINDOW as u32 {
            window.add(number, term(number));
        }
        assert_eq!(window.add(2_000, term(0)), [0]);
        assert_eq!(window.add(2_001, term(1)), [1], "the oldest that is left");
        assert_eq!(window.add(2_002, term(1)), [2_001]);
        assert_eq!((window.reports.len(), window.with[&0].len()), (WINDOW, 1));
    }
}

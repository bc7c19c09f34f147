//! Ranking: BM25F in whole numbers, so that every machine gives the same order.
//!
//! Every result holds every word, so rarity is weighed inside the results: the word that is scarcer there says
//! more about the report that repeats it.

use std::cmp::Reverse;

use super::corpus::{Corpus, Entry, Text};
use super::program::{Needle, Program};
use super::scan::Hit;
use crate::logarithm::log2;

/// Occurrences of one word that are counted in one report. Counting every 的 costs six times finding the first, and
/// what comes after the sixteenth moves its weight by less than a twelfth.
const MOST: usize = 16;

/// What an occurrence weighs in quarters: at the start of a word and inside one (`ai` in `said`).
const WHOLE: u32 = 4;
const INSIDE: u32 = 1;

/// How much more an occurrence in the headline or lead, or in a heading, weighs than one in the body.
const TITLE: u32 = 4;
const HEADING: u32 = 3;

/// How often, and how weightily, the words of a query occur in one report.
pub(super) struct Tally {
    pub(super) report: usize,
    /// Occurrences of all words.
    count: u32,
    /// Per wanted word, then per pair of neighbours: quarters of occurrences.
    weights: Box<[u32]>,
}

impl Tally {
    /// Counts the words in a report that is a result.
    pub(super) fn new(program: &Program, corpus: &Corpus, report: usize, entry: &Entry) -> Self {
        let words = weights(program, corpus, entry).map(|(_, weight)| weight);
        let mut count = 0;
        let total = |(at, weight): (usize, Weight)| {
            // A pair's occurrences are those of its words.
            if at < program.wanted.len() {
                count += weight.count;
            }
            weight.total()
        };
        let weights = words.enumerate().map(total).collect();
        Self {
            report,
            count,
            weights,
        }
    }
}

/// How weightily one word occurs in a report, in quarters of an occurrence.
#[derive(Clone, Copy, Default)]
pub(super) struct Weight {
    /// In headline, lead and title.
    pub(super) title: u32,
    pub(super) headings: u32,
    /// In the rest of the text; boilerplate counts for nothing.
    pub(super) body: u32,
    /// Occurrences in all of the text, in whole numbers.
    count: u32,
}

/// Each wanted word and then each pair of neighbours, with its weight in a report.
pub(super) fn weights<'p>(
    program: &'p Program,
    corpus: &Corpus,
    entry: &Entry,
) -> impl Iterator<Item = (&'p Needle, Weight)> {
    let text = corpus.text(entry);
    let title = corpus.title(entry);
    let words = program.wanted.iter().map(|at| &program.needles[*at]);
    words
        .chain(&program.pairs)
        .map(move |needle| (needle, Weight::of(needle, &text, title)))
}

impl Weight {
    fn of(needle: &Needle, text: &Text<'_>, title: &[u8]) -> Self {
        let mut weight = Self::default();
        for at in needle.finder.find_iter(text.bytes).take(MOST) {
            weight.count += 1;
            match at {
                at if at < text.headings => weight.headings += occurrence(needle, text.bytes, at),
                at if at < text.told => weight.body += occurrence(needle, text.bytes, at),
                _ => {}
            }
        }
        let in_title = needle.finder.find_iter(title).take(MOST);
        weight.title = in_title.map(|at| occurrence(needle, title, at)).sum();
        weight
    }

    /// All of these, those in title and headings weighing more.
    pub(super) fn total(self) -> u32 {
        TITLE * self.title + HEADING * self.headings + self.body
    }
}

/// What one occurrence weighs.
fn occurrence(needle: &Needle, text: &[u8], at: usize) -> u32 {
    if needle.is_inside_word(text, at) {
        INSIDE
    } else {
        WHOLE
    }
}

/// The reports in the order in which they are shown: best first, then newest first.
pub(super) fn rank(tallies: &[Tally], words: usize, corpus: &Corpus) -> Vec<Hit> {
    let rarities = rarities(tallies, corpus);
    let mut hits: Vec<(Hit, &Entry)> = Vec::with_capacity(tallies.len());
    for tally in tallies {
        if let Some(entry) = corpus.entry(tally.report) {
            let score = score(tally, words, &rarities, entry, corpus);
            hits.push((
                Hit {
                    report: tally.report,
                    count: tally.count,
                    score,
                },
                entry,
            ));
        }
    }
    // The one sort of thousands that is waited for: with `order` it would take up to twice as long.
    hits.sort_unstable_by(|(a, x), (b, y)| {
        (Reverse(a.score), x.newest_first())
            .cmp(&(Reverse(b.score), y.newest_first()))
            .then_with(|| corpus.id(a.report).cmp(corpus.id(b.report)))
    });
    hits.into_iter().map(|(hit, _)| hit).collect()
}

impl Entry {
    fn newest_first(&self) -> impl Ord {
        Reverse((self.day, self.time.as_deref()))
    }
}

/// Per word and pair: the logarithm of how many bytes of the results there are for one occurrence, in 1/256.
pub(super) fn rarities(tallies: &[Tally], corpus: &Corpus) -> Vec<u64> {
    let count = tallies.first().map_or(0, |tally| tally.weights.len());
    let bytes = corpus.mean_length() * tallies.len() as u64;
    let sum = |at: usize| tallies.iter().map(|t| u64::from(t.weights[at])).sum::<u64>();
    (0..count)
        .map(|at| log2(1 + u64::from(WHOLE) * bytes / (1 + sum(at)), 8))
        .collect()
}

fn score(tally: &Tally, words: usize, rarities: &[u64], entry: &Entry, corpus: &Corpus) -> u32 {
    let shares = shares(tally, words, rarities, entry, corpus);
    let (fresh, whole) = freshness(entry, corpus);
    let sum: u64 = shares.map(|share| share.points()).sum();
    u32::try_from((sum * fresh / whole) >> 8).unwrap_or(u32::MAX)
}

/// What a word or pair adds to a score.
pub(super) struct Share {
    pub(super) is_pair: bool,
    /// In 1/256.
    pub(super) rarity: u64,
    /// In 1/256.
    pub(super) saturation: u64,
}

impl Share {
    /// In 1/65,536. Words side by side say more than words apart.
    pub(super) fn points(&self) -> u64 {
        let times = if self.is_pair { 2 } else { 1 };
        times * self.rarity * self.saturation
    }
}

/// What each word and then each pair adds to the score of a report.
pub(super) fn shares(
    tally: &Tally,
    words: usize,
    rarities: &[u64],
    entry: &Entry,
    corpus: &Corpus,
) -> impl Iterator<Item = Share> {
    let length = corpus.text(entry).bytes.len() as u64;
    let mean = corpus.mean_length();
    let each = tally.weights.iter().zip(rarities).enumerate();
    each.map(move |(at, (weight, rarity))| Share {
        is_pair: at >= words,
        rarity: *rarity,
        saturation: saturate(u64::from(*weight), length, mean),
    })
}

/// What a score is multiplied with, as a fraction: a report of today weighs an eighth more than an old one; after a
/// year the difference has halved.
pub(super) fn freshness(entry: &Entry, corpus: &Corpus) -> (u64, u64) {
    let age = corpus
        .newest()
        .map_or(0, |newest| newest.epoch_days() - entry.day.epoch_days());
    let age = u64::from(age.max(0).unsigned_abs());
    (8 * (365 + age) + 365, 8 * (365 + age))
}

/// BM25's saturation in 1/256, with k1 = 1.2 and b = 0.5: the tenth occurrence adds less than the second, and an
/// occurrence in a short report says more.
fn saturate(quarters: u64, length: u64, mean: u64) -> u64 {
    let frequency = quarters * 64;
    let norm = 128 + 128 * length / mean;
    let k = 12 * norm / 10;
    frequency * 563 / (frequency + k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturation_rises_slower_and_prefers_short_reports() {
        let s = |quarters| saturate(quarters, 1_000, 1_000);
        assert!(s(0) == 0 && s(8) > s(4) && s(8) - s(4) < s(4));
        assert!(saturate(4, 100, 1_000) > saturate(4, 10_000, 1_000));
    }
}

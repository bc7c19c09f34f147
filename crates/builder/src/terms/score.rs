//! Which words stand out in a report.
//!
//! A word scores `n · ln(q / p)`: its weighted count times how much denser it is here than in general text.
//! Words that many reports of the archive have are damped: the topic of an archive is no news in a report.

use kanbao_archive::model::Term;
use kanbao_archive::outline::SectionKind;
use kanbao_archive::terms::score::contains;
use rustc_hash::FxHashMap;

use super::bytes::{Reader, Writer};
use super::vocabulary::{Class, Vocabulary, Word, WordId};
use super::{TERMS, Token};

/// The count at which further occurrences weigh half: a topic word said fifty times is not ten times the news.
const SATURATION: f64 = 20.0;

/// How much more a name weighs than a word.
const NAME_BONUS: f64 = 1.4;

/// The most that rarity in general text can count: otherwise every compound would outrank every word.
const RAREST: f64 = 8.0;

/// What is left of the score of a word that every report has.
const COMMONEST: f64 = 0.4;

/// The power to which scores become weights. Words are drawn at the root of their weight, and scores lie too
/// close together for a picture with large and small words.
const CONTRAST: f64 = 1.6;

/// The weight of the strongest term.
const TOP_WEIGHT: f64 = 10_000.0;

/// In how many reports each word occurs.
#[derive(Debug, Default)]
pub(super) struct Spread {
    reports: u32,
    with_word: FxHashMap<WordId, u32>,
}

impl Spread {
    /// Counts more reports.
    pub(super) fn count(&mut self, reports: &[Vec<Token>]) {
        for tokens in reports {
            self.reports += 1;
            let mut words: Vec<WordId> = tokens.iter().map(|token| token.word).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *self.with_word.entry(word).or_default() += 1;
            }
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.reports);
        writer.map(&self.with_word, |writer, word| writer.number(*word));
    }

    /// What was written; `words` is the number of words that there are.
    pub(super) fn read(reader: &mut Reader<'_>, words: usize) -> Option<Self> {
        Some(Self {
            reports: reader.number()?,
            with_word: reader.map(4, |reader| reader.below(words))?,
        })
    }

    /// How many reports there are.
    pub(super) fn reports(&self) -> u32 {
        self.reports
    }

    /// In how many reports a word is.
    pub(super) fn reports_with(&self, word: WordId) -> u32 {
        self.with_word.get(&word).copied().unwrap_or(1).max(1)
    }

    /// From 1 for a word of a single report down to [`COMMONEST`] for a word of all.
    fn damping(&self, word: WordId) -> f64 {
        if self.reports < 2 {
            return 1.0;
        }
        let spread = f64::from(self.reports_with(word)).ln() / f64::from(self.reports).ln();
        1.0 - (1.0 - COMMONEST) * spread
    }
}

/// A word of a report on its way to being a term.
struct Candidate<'a> {
    word: &'a Word,
    count: u32,
    score: f64,
}

/// The strongest terms of a report, strongest first.
pub(super) fn strongest(tokens: &[Token], vocabulary: &Vocabulary, spread: &Spread) -> Vec<Term> {
    let mut counts: FxHashMap<WordId, (u32, u32)> = FxHashMap::default();
    let mut total = 0;
    for token in tokens {
        let (count, weighted) = counts.entry(token.word).or_default();
        *count += 1;
        *weighted += weight(token.kind);
        total += weight(token.kind);
    }
    let mut candidates: Vec<Candidate<'_>> = counts
        .into_iter()
        .filter(|(id, (count, _))| vocabulary.word(*id).is_term_at(*count))
        .map(|(id, (count, weighted))| {
            let word = vocabulary.word(id);
            let density = f64::from(weighted) / f64::from(total.max(1));
            let rarity = (density / word.frequency).ln().clamp(0.0, RAREST);
            Candidate {
                word,
                count,
                score: saturated(weighted) * rarity * spread.damping(id) * bonus(word),
            }
        })
        .filter(|candidate| candidate.score > 0.0)
        .collect();
    candidates.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.word.text.cmp(&b.word.text))
    });
    terms(without_nested(candidates))
}

/// How much a word counts in a section: the key points are what a report is about.
fn weight(kind: SectionKind) -> u32 {
    if kind == SectionKind::KeyPoints { 2 } else { 1 }
}

/// A count that grows ever more slowly.
fn saturated(count: u32) -> f64 {
    let count = f64::from(count);
    count / (1.0 + count / SATURATION)
}

fn bonus(word: &Word) -> f64 {
    if word.class == Class::Name {
        NAME_BONUS
    } else {
        1.0
    }
}

/// Leaves out a word where a stronger term says it already: it contains the word and is as frequent, or it is
/// contained in a word that occurs once.
fn without_nested(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut kept: Vec<Candidate<'_>> = Vec::with_capacity(TERMS);
    for candidate in candidates {
        let said = |term: &Candidate<'_>| {
            let (word, term_word) = (&candidate.word.text, &term.word.text);
            if word.len() < term_word.len() {
                candidate.count <= term.count && contains(term_word, word)
            } else {
                candidate.count == 1 && contains(word, term_word)
            }
        };
        if !kept.iter().any(said) {
            kept.push(candidate);
        }
        if kept.len() == TERMS {
            break;
        }
    }
    kept
}

fn terms(candidates: Vec<Candidate<'_>>) -> Vec<Term> {
    let top = candidates
        .iter()
        .map(|candidate| candidate.score)
        .fold(0.0, f64::max);
    let weight = |score: f64| (((score / top).powf(CONTRAST) * TOP_WEIGHT).round() as u32).max(1);
    candidates
        .into_iter()
        .map(|candidate| Term {
            text: candidate.word.text.clone(),
            count: candidate.count,
            weight: weight(candidate.score),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_report_are_damped_most() {
        let token = |word| Token {
            word,
            kind: SectionKind::Other,
            glued: false,
        };
        let mut spread = Spread::default();
        spread.count(&[
            vec![token(0), token(0), token(1)],
            vec![token(0)],
            vec![token(0), token(2)],
        ]);
        assert!((spread.damping(0) - COMMONEST).abs() < 1e-9);
        assert!((spread.damping(2) - 1.0).abs() < 1e-9);
    }
}

//! Phrases: neighbours that this archive uses as one word (开源 + 模型, AI + 代理).
//!
//! Two words belong together where they stand beside each other much more often than chance would have it
//! (normalised pointwise mutual information) and their classes can form a noun. Done twice, so a phrase
//! has up to four words.

use rustc_hash::FxHashMap;

use super::Token;
use super::bytes::{Reader, Writer};
use super::data::Lists;
use super::vocabulary::{Class, Vocabulary, Word, WordId};

/// How many times neighbours are joined.
const ROUNDS: usize = 2;

/// The least number of times that a pair must occur.
const LEAST: u32 = 2;

/// The least association, from 0 (chance) to 1 (only ever together).
const ASSOCIATION: f64 = 0.42;

/// Or else the least share of its occurrences that the rarer of the two spends beside the other …
const BOUND: f64 = 0.5;

/// … and the least number of times it does.
const BOUND_LEAST: u32 = 3;

/// The longest phrase, in characters.
const LONGEST: usize = 10;

/// What was counted so far, for each round.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    rounds: [Counts; ROUNDS],
}

/// Occurrences of words and pairs.
#[derive(Debug, Default)]
struct Counts {
    total: u64,
    words: FxHashMap<WordId, u32>,
    pairs: FxHashMap<(WordId, WordId), u32>,
}

impl Phrases {
    /// Counts the reports and joins their phrases.
    pub(super) fn merge(&mut self, reports: &mut [Vec<Token>], vocabulary: &mut Vocabulary, lists: &Lists) {
        for counts in &mut self.rounds {
            for tokens in reports.iter() {
                counts.count(tokens, vocabulary);
            }
            for tokens in reports.iter_mut() {
                *tokens = counts.join(tokens, vocabulary, lists);
            }
        }
    }
}

impl Phrases {
    pub(super) fn write(&self, writer: &mut Writer) {
        for counts in &self.rounds {
            writer.long(counts.total);
            writer.map(&counts.words, |writer, word| writer.number(*word));
            writer.map(&counts.pairs, |writer, (a, b)| {
                writer.number(*a);
                writer.number(*b);
            });
        }
    }

    /// What was written; `words` is the number of words that there are.
    pub(super) fn read(reader: &mut Reader<'_>, words: usize) -> Option<Self> {
        let mut phrases = Self::default();
        for counts in &mut phrases.rounds {
            *counts = Counts {
                total: reader.long()?,
                words: reader.map(4, |reader| reader.below(words))?,
                pairs: reader.map(8, |reader| Some((reader.below(words)?, reader.below(words)?)))?,
            };
        }
        Some(phrases)
    }
}

impl Counts {
    fn count(&mut self, tokens: &[Token], vocabulary: &Vocabulary) {
        for token in tokens
            .iter()
            .filter(|token| vocabulary.word(token.word).class != Class::Other)
        {
            *self.words.entry(token.word).or_default() += 1;
            self.total += 1;
        }
        for (a, b) in pairs(tokens, vocabulary) {
            *self.pairs.entry((a, b)).or_default() += 1;
        }
    }

    /// Joins pairs from left to right; where two pairs overlap, the closer one wins.
    fn join(&self, tokens: &[Token], vocabulary: &mut Vocabulary, lists: &Lists) -> Vec<Token> {
        let strength: Vec<Option<f64>> = tokens
            .windows(2)
            .map(|pair| self.association(&pair[0], &pair[1], vocabulary))
            .collect();
        let mut joined = Vec::with_capacity(tokens.len());
        let mut i = 0;
        while i < tokens.len() {
            let here = strength.get(i).copied().flatten();
            let next = strength.get(i + 1).copied().flatten();
            match here {
                Some(here) if next.is_none_or(|next| here >= next) => {
                    let word = vocabulary.intern_phrase(tokens[i].word, tokens[i + 1].word, lists);
                    joined.push(Token { word, ..tokens[i] });
                    i += 2;
                }
                _ => {
                    joined.push(tokens[i]);
                    i += 1;
                }
            }
        }
        joined
    }

    /// How closely two neighbours belong together; `None` where they stay apart.
    fn association(&self, a: &Token, b: &Token, vocabulary: &Vocabulary) -> Option<f64> {
        if !b.glued || !can_join(vocabulary.word(a.word), vocabulary.word(b.word)) {
            return None;
        }
        let together = *self.pairs.get(&(a.word, b.word))?;
        let (first, second) = (*self.words.get(&a.word)?, *self.words.get(&b.word)?);
        let share = |count: u32| f64::from(count) / self.total as f64;
        let npmi = (share(together) / (share(first) * share(second))).ln() / -share(together).ln();
        // A topic word (AI) stands beside everything, which lowers its association with each.
        let dependent =
            together >= BOUND_LEAST && f64::from(together) >= BOUND * f64::from(first.min(second));
        (together >= LEAST && (npmi >= ASSOCIATION || dependent)).then_some(npmi)
    }
}

/// The neighbours of a report that could be joined.
fn pairs(tokens: &[Token], vocabulary: &Vocabulary) -> impl Iterator<Item = (WordId, WordId)> {
    tokens
        .windows(2)
        .filter(|pair| {
            pair[1].glued && can_join(vocabulary.word(pair[0].word), vocabulary.word(pair[1].word))
        })
        .map(|pair| (pair[0].word, pair[1].word))
}

/// Whether two words can form a noun.
fn can_join(a: &Word, b: &Word) -> bool {
    use Class::{Acronym, Latin, Modifier, Noun, Phrase, VerbalNoun};
    let classes = matches!(
        (a.class, b.class),
        (Noun | VerbalNoun | Phrase | Acronym, Noun | VerbalNoun | Phrase)
            | (Modifier, Noun)
            | (Noun | Modifier, Acronym)
            | (Latin | Acronym, Latin)
    );
    // 影响, 突破, 提升 … at the end make a clause, not a noun.
    let clause = b.class == Class::VerbalNoun && b.is_stop;
    classes && !clause && a.text.chars().count() + b.text.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use kanbao_archive::outline::SectionKind;

    use super::super::segment::segment;
    use super::*;

    fn merged(texts: &[&str]) -> Vec<Vec<String>> {
        let lists = Lists::built_in();
        let mut vocabulary = Vocabulary::default();
        let tokens = |text: &&str| -> Vec<Token> {
            segment(text, &lists)
                .into_iter()
                .map(|piece| Token {
                    glued: piece.glued,
                    word: vocabulary.intern(piece, &lists),
                    kind: SectionKind::Other,
                })
                .collect()
        };
        let mut reports: Vec<Vec<Token>> = texts.iter().map(tokens).collect();
        Phrases::default().merge(&mut reports, &mut vocabulary, &lists);
        reports
            .iter()
            .map(|tokens| {
                tokens
                    .iter()
                    .map(|token| vocabulary.word(token.word).text.to_string())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn frequent_neighbours_become_one_word() {
        let reports = merged(&["开源模型，风电设备", "开源模型，芯片设备，海洋，渔业，港口，电价"]);
        assert_eq!(reports[0], ["开源模型", "风电", "设备"]);
    }

    #[test]
    fn punctuation_keeps_neighbours_apart() {
        let reports = merged(&["机器人、工厂", "机器人、工厂", "港口"]);
        assert_eq!(reports[0], ["机器人", "工厂"]);
    }

    #[test]
    fn names_take_no_noun_along() {
        let reports = merged(&["Aurora 2模型，海洋", "Aurora 2模型，港口"]);
        assert_eq!(reports[0][..2], ["Aurora 2", "模型"]);
    }
}

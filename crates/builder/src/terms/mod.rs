//! Terms: what each report of an archive is about, in words with weights.
//!
//! The steps, one file each:
//!
//! 1. `segment`: running text → pieces. Latin names are taken whole first (`names`: "Claude Opus 4.5"),
//!    Chinese is segmented by jieba, quoted concepts stay together.
//! 2. `vocabulary`: pieces → numbered words with a class from their part of speech; other spellings of a
//!    name, and its short form, become one word.
//! 3. `phrases`: neighbours that belong together in this archive become one word (开源 + 模型).
//! 4. `score`: which words stand out in a report, against general Chinese and against the archive.
//!
//! What a report is compared with is the archive **up to the end of its own day** (the first days of an archive are one
//! step). So the terms of earlier days never change when a report is added, and neither do the files that hold them.
//!
//! What is known at the end of a day is a `state`, which can be kept (`bytes`): the next day goes on from it.
//!
//! Word lists are data: see `data`, and `crates/builder/data/`.

mod bytes;
mod data;
mod names;
mod phrases;
mod score;
mod segment;
mod state;
#[cfg(test)]
mod tests;
mod vocabulary;

#[cfg(test)]
use kanbao_archive::model::{Day, Term};
use rayon::prelude::*;

pub(crate) use state::State;
use vocabulary::{Vocabulary, WordId};

/// Terms that are kept for a report.
pub const TERMS: usize = 60;

/// A paragraph, heading or list item of a report; no word or phrase crosses from one to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextBlock {
    /// Visible text, without markup.
    pub text: String,
    /// How much a word counts here: 1 in running text, 2 in headlines and key points, say.
    pub weight: u32,
}

/// A word at a place of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Token {
    word: WordId,
    /// The weight of its block.
    weight: u32,
    /// Whether it follows the previous token directly, so that the two may form a phrase.
    glued: bool,
}

/// The tokens of some reports: segmented in parallel, numbered in order.
fn tokenize(texts: &[Vec<TextBlock>], vocabulary: &mut Vocabulary) -> Vec<Vec<Token>> {
    let pieces: Vec<Vec<Vec<segment::Piece<'_>>>> = texts
        .par_iter()
        .map(|blocks| blocks.iter().map(|block| segment::segment(&block.text)).collect())
        .collect();
    let mut tokens = Vec::with_capacity(texts.len());
    for (blocks, pieces) in texts.iter().zip(pieces) {
        let mut report = Vec::new();
        for (block, pieces) in blocks.iter().zip(pieces) {
            report.extend(pieces.into_iter().map(|piece| Token {
                glued: piece.glued,
                word: vocabulary.intern(piece),
                weight: block.weight,
            }));
        }
        tokens.push(report);
    }
    tokens
}

/// The dictionary's words in a term, shorter ones inside longer ones among them.
pub(crate) fn words_in(term: &str) -> impl Iterator<Item = &str> {
    let words = data::jieba().cut_for_search(term, false);
    words.into_iter().map(|token| token.word)
}

/// Whether a character is common in Chinese text, as jieba's dictionary knows it.
pub(crate) fn is_common(c: char) -> bool {
    /// How often it stands alone, in 60 million words.
    const LEAST: usize = 300;
    data::jieba().suggest_freq(c.encode_utf8(&mut [0; 4])) >= LEAST
}

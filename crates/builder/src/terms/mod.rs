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
//! 5. `recent` and `related`: what is new in a report beside the last ones of its topic, and which are like it.
//! 6. `counts`: how often each term of a report occurs, for whatever is made of many reports.
//!
//! What a report is compared with is the archive **up to the end of its own day** (the first days of an archive are one
//! step). So the terms of earlier days never change when a report is added, and neither do the files that hold them.
//!
//! What is known at the end of a day is a `state`, which can be kept (`bytes`): the next day goes on from it.
//!
//! Word lists are data: see `data`, and `crates/builder/data/`.

mod bytes;
mod counts;
mod data;
mod names;
mod phrases;
mod recent;
mod related;
mod score;
mod segment;
mod state;
#[cfg(test)]
mod tests;
mod vocabulary;

#[cfg(test)]
use kanbao_archive::model::{Day, Term};
use kanbao_archive::outline::SectionKind;
use rayon::prelude::*;

pub(crate) use counts::{Counts, TermCount};
pub(crate) use data::Lists;
pub use data::OwnLists;
pub(crate) use state::{Beside, Said, State};
use vocabulary::{Vocabulary, WordId};

/// Terms that are kept for a report.
pub const TERMS: usize = 60;

/// A paragraph, heading or list item of a report; no word or phrase crosses from one to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextBlock {
    /// Visible text, without markup.
    pub text: String,
    /// The kind of section that it stands in.
    pub kind: SectionKind,
}

/// The text of a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Text {
    /// The key of its topic; empty for none.
    pub(crate) topic: String,
    /// Its passages.
    pub(crate) blocks: Vec<TextBlock>,
}

/// A word at a place of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Token {
    word: WordId,
    /// The kind of section that it stands in.
    kind: SectionKind,
    /// Whether it follows the previous token directly, so that the two may form a phrase.
    glued: bool,
}

/// The tokens of some reports: segmented in parallel, numbered in order.
fn tokenize(texts: &[Text], vocabulary: &mut Vocabulary, lists: &Lists) -> Vec<Vec<Token>> {
    let pieces: Vec<Vec<Vec<segment::Piece<'_>>>> = texts
        .par_iter()
        .map(|text| {
            text.blocks
                .iter()
                .map(|block| segment::segment(&block.text, lists))
                .collect()
        })
        .collect();
    let mut tokens = Vec::with_capacity(texts.len());
    for (text, pieces) in texts.iter().zip(pieces) {
        let mut report = Vec::new();
        for (block, pieces) in text.blocks.iter().zip(pieces) {
            report.extend(pieces.into_iter().map(|piece| Token {
                glued: piece.glued,
                word: vocabulary.intern(piece, lists),
                kind: block.kind,
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

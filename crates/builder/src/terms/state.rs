//! What is known of an archive up to the end of a day, step by step, and on disk between two builds.

use kanbao_archive::model::Term;
use rayon::prelude::*;

use super::bytes::{Reader, Writer};
use super::phrases::Phrases;
use super::score::{self, Spread};
use super::vocabulary::Vocabulary;
use super::{TextBlock, tokenize};

/// The words of some reports, and how they stand beside each other.
#[derive(Debug, Default)]
pub(crate) struct State {
    vocabulary: Vocabulary,
    phrases: Phrases,
    spread: Spread,
}

impl State {
    /// Adds the reports of the next step; gives the terms of each, in the order of the reports.
    pub(crate) fn add(&mut self, texts: &[Vec<TextBlock>]) -> Vec<Vec<Term>> {
        let mut tokens = tokenize(texts, &mut self.vocabulary);
        self.vocabulary.unify(&mut tokens);
        self.phrases.merge(&mut tokens, &mut self.vocabulary);
        self.spread.count(&tokens);
        tokens
            .par_iter()
            .map(|tokens| score::strongest(tokens, &self.vocabulary, &self.spread))
            .collect()
    }

    /// The state as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.vocabulary.write(&mut writer);
        self.phrases.write(&mut writer);
        self.spread.write(&mut writer);
        writer.into_bytes()
    }

    /// A state from its bytes; `None` where they are none.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let vocabulary = Vocabulary::read(&mut reader)?;
        let words = vocabulary.len();
        Some(Self {
            vocabulary,
            phrases: Phrases::read(&mut reader, words)?,
            spread: Spread::read(&mut reader, words)?,
        })
    }
}

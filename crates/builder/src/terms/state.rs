//! What is known of an archive up to the end of a day, step by step, and on disk between two builds.

use kanbao_archive::model::Term;
use rayon::prelude::*;

use super::bytes::{Reader, Writer};
use super::counts::{self, Counts};
use super::data::Lists;
use super::phrases::Phrases;
use super::recent::{Found, Recent, Seen};
use super::related::Window;
use super::score::{self, Spread};
use super::vocabulary::Vocabulary;
use super::{Text, tokenize};

/// The words of some reports, how they stand beside each other, and what the last reports had.
#[derive(Debug, Default)]
pub(crate) struct State {
    vocabulary: Vocabulary,
    phrases: Phrases,
    spread: Spread,
    recent: Recent,
    window: Window,
}

/// What is said of a report.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Said {
    /// The strongest terms, strongest first.
    pub(crate) cloud: Vec<Term>,
    /// How often its terms occur.
    pub(crate) counts: Counts,
    /// What it says of other reports.
    pub(crate) beside: Beside,
}

/// What is said of a report beside earlier ones, which are named by their numbers, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Beside {
    /// What is new in it.
    pub(crate) news: Found,
    /// Those that are about the same things, most alike first.
    pub(crate) related: Vec<u32>,
}

impl State {
    /// Adds the reports of the next step, newest first; gives what is said of each, in the order of the reports.
    pub(crate) fn add(&mut self, texts: &[Text], lists: &Lists) -> Vec<Said> {
        let before = self.spread.reports();
        let mut tokens = tokenize(texts, &mut self.vocabulary, lists);
        self.vocabulary.unify(&mut tokens);
        let seen: Vec<Seen> = tokens
            .par_iter()
            .map(|tokens| Seen::of(tokens, &self.vocabulary))
            .collect();
        self.phrases.merge(&mut tokens, &mut self.vocabulary, lists);
        self.spread.count(&tokens);
        let said = tokens.par_iter().zip(&seen).map(|(tokens, seen)| {
            let cloud = score::strongest(tokens, &self.vocabulary, &self.spread);
            let counts = counts::counts(tokens, seen.total(), &cloud, &self.vocabulary, &self.spread);
            Said {
                cloud,
                counts,
                beside: Beside::default(),
            }
        });
        let mut said: Vec<Said> = said.collect();
        let oldest_first = said.iter_mut().zip(texts).zip(seen).rev();
        for (((said, text), seen), number) in oldest_first.zip(before..) {
            said.beside = Beside {
                news: self
                    .recent
                    .add((number, &text.topic), seen, &said.cloud, &self.vocabulary),
                related: self
                    .window
                    .add(number, directed(&said.counts, &self.vocabulary, &self.spread)),
            };
        }
        said
    }

    /// The state as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.vocabulary.write(&mut writer);
        self.phrases.write(&mut writer);
        self.spread.write(&mut writer);
        self.recent.write(&mut writer);
        self.window.write(&mut writer);
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
            recent: Recent::read(&mut reader, words)?,
            window: Window::read(&mut reader, words)?,
        })
    }
}

/// The terms of a report with how often each occurs, and the share of all reports that have it.
fn directed<'a>(
    counts: &'a Counts,
    vocabulary: &'a Vocabulary,
    spread: &'a Spread,
) -> impl Iterator<Item = (u32, u32, f64)> + 'a {
    counts.terms.iter().filter_map(|term| {
        let word = vocabulary.find(&term.text)?;
        let share = f64::from(spread.reports_with(word)) / f64::from(spread.reports().max(1));
        Some((word, term.count(), share))
    })
}

impl Beside {
    /// The reports that are named.
    pub(crate) fn named(&self) -> impl Iterator<Item = u32> {
        let faded = self.news.faded.iter().map(|(_, report)| *report);
        faded.chain(self.related.iter().copied())
    }

    /// What is said as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.news.write(&mut writer);
        writer.number(self.related.len() as u32);
        self.related.iter().for_each(|report| writer.number(*report));
        writer.into_bytes()
    }

    /// What is said, from its bytes; `None` where they are none.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let news = Found::read(&mut reader)?;
        let related = (0..reader.count(4)?)
            .map(|_| reader.number())
            .collect::<Option<_>>()?;
        Some(Self { news, related })
    }
}

//! How often a report has each of its terms, by kind of section: what clouds of many reports and trends are made of.

use std::sync::Arc;

use kanbao_archive::model::Term;
use kanbao_archive::outline::SectionKind;
use rustc_hash::FxHashMap;

use super::Token;
use super::bytes::{Reader, Writer};
use super::score::Spread;
use super::vocabulary::{Vocabulary, WordId};

/// The counts of a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Counts {
    /// How many words it has, terms or not.
    pub(crate) words: u32,
    /// Its terms, those of its cloud first.
    pub(crate) terms: Vec<TermCount>,
}

/// How often a report has a term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TermCount {
    pub(crate) text: Arc<str>,
    /// How rare it is in general text, as −10·ln of its share.
    pub(crate) rarity: u32,
    /// By kind of section, each once.
    pub(crate) sections: Vec<(SectionKind, u32)>,
}

impl TermCount {
    /// How often in all sections.
    pub(crate) fn count(&self) -> u32 {
        self.sections.iter().map(|(_, count)| count).sum()
    }
}

/// The bytes that the counts of a report may take, as far as can be told before its month is over.
const BUDGET: usize = 960;

/// What a report takes by itself: its id, and the kinds of its sections.
const HEAD: usize = 90;

/// What the count of a term takes.
const COUNT: usize = 4;

/// What the text of a term takes beside its letters, once a month.
const TEXT: usize = 4;

/// A month has so many reports with a term as were seen before, at most this many: each pays its part of the text.
const SHARED: usize = 12;

/// The counts of a report's terms, of which `cloud` are the strongest.
///
/// A term that can hardly matter to others is left out where it would take too many bytes: it stands once in the report
/// and in no earlier one. Then come those of few reports.
pub(super) fn counts(
    tokens: &[Token],
    words: u32,
    cloud: &[Term],
    vocabulary: &Vocabulary,
    spread: &Spread,
) -> Counts {
    let mut found: FxHashMap<WordId, (u32, Vec<(SectionKind, u32)>)> = FxHashMap::default();
    for token in tokens {
        let (count, sections) = found.entry(token.word).or_default();
        *count += 1;
        match sections.iter_mut().find(|(kind, _)| *kind == token.kind) {
            Some((_, of_kind)) => *of_kind += 1,
            None => sections.push((token.kind, 1)),
        }
    }
    let places: FxHashMap<&str, usize> = cloud.iter().map(|term| &*term.text).zip(0..).collect();
    let mut terms: Vec<_> = found
        .into_iter()
        .filter(|(id, (count, _))| vocabulary.word(*id).is_term_at(*count))
        .map(|(id, (count, sections))| {
            let text = &vocabulary.word(id).text;
            let place = places.get(&**text).copied().unwrap_or(usize::MAX);
            let known = spread.reports_with(id);
            let is_single = count == 1 && known == 1;
            ((is_single, place, u32::MAX - known, text), id, sections)
        })
        .collect();
    terms.sort_unstable_by_key(|(rank, ..)| *rank);
    let mut bytes = HEAD;
    let terms = terms
        .into_iter()
        .map_while(|((_, _, others, text), id, mut sections)| {
            let known = ((u32::MAX - others) as usize).clamp(1, SHARED);
            bytes += sections.len() * COUNT + (text.len() + TEXT) / known;
            sections.sort_unstable_by_key(|(kind, _)| kind.name());
            (bytes <= BUDGET).then(|| TermCount {
                text: text.clone(),
                rarity: vocabulary.word(id).rarity(),
                sections,
            })
        });
    Counts {
        words,
        terms: terms.collect(),
    }
}

impl Counts {
    /// The counts as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.words);
        writer.number(self.terms.len() as u32);
        for term in &self.terms {
            writer.text(&term.text);
            writer.number(term.rarity);
            writer.number(term.sections.len() as u32);
            for (kind, count) in &term.sections {
                writer.text(kind.name());
                writer.number(*count);
            }
        }
        writer.into_bytes()
    }

    /// Counts from their bytes; `None` where they are none.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let words = reader.number()?;
        let count = reader.count(12)?;
        let mut term = || {
            let (text, rarity) = (reader.text()?.into(), reader.number()?);
            let sections = (0..reader.count(8)?)
                .map(|_| Some((SectionKind::from_name(reader.text()?)?, reader.number()?)))
                .collect::<Option<_>>()?;
            Some(TermCount {
                text,
                rarity,
                sections,
            })
        };
        let terms = (0..count).map(|_| term()).collect::<Option<_>>()?;
        Some(Self { words, terms })
    }
}

//! Did you mean: what to search for where nothing was found.
//!
//! A [`Vocabulary`] knows the archive's Latin words, its Chinese terms, and how characters are read. The builder
//! writes it; the reader fetches it only after a search that found nothing. What it gives is offered, never searched
//! for by itself.
//!
//! Only what the vocabulary does not know is replaced, in this order of likelihood:
//!
//! 1. letters that can be cut into the full syllables of a term (`rengongzhineng`), Han of the same sound (人工只能),
//!    and names that differ in their signs alone (`gpt5`): too much for chance;
//! 2. the nearest spelling: one edit from five letters on, two from eight;
//! 3. initials (`rgzn`), also mixed with full syllables;
//! 4. the first syllables of a term, at least two.
//!
//! Within one kind, more frequent ones come first.

mod candidate;
mod distance;
mod pieces;
mod pinyin;
mod ranked;
mod readings;
mod sound;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::query::Query;
use crate::json::object;
use crate::text::FoldTable;
use candidate::{Candidate, Candidates};
use pieces::{Piece, pieces};
use pinyin::{Cut, cut, letters};
use ranked::Ranked;
use readings::Readings;

pub use distance::distance;
pub use words::latin_words;

/// How many searches are suggested at most.
const MOST: usize = 3;

/// How many Latin words are taken together as one name in pinyin: no term has more characters worth typing.
const MOST_TOGETHER: usize = 8;

/// What an archive's reports speak of.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    #[serde(default)]
    words: Ranked,
    #[serde(default)]
    terms: Ranked,
    #[serde(default)]
    readings: Readings,
}

object!(Vocabulary { ; words, terms, readings });

/// A search that may find more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The whole search, ready to be run.
    pub query: String,
    /// What it rests on.
    pub kind: SuggestionKind,
}

/// What a suggestion rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SuggestionKind {
    /// A nearly equal spelling.
    Spelling,
    /// Pinyin for Han, or Han that sounds the same.
    Pinyin,
}

impl Vocabulary {
    /// The vocabulary of an archive.
    ///
    /// `words` are folded Latin words ([`latin_words`]) and `terms` Chinese terms as they are shown, both without
    /// spaces and with the number of reports that hold them; `readings` are the readings of characters, in pinyin
    /// without tones and with `v` for ü, one entry for each reading.
    pub fn new<'s>(
        words: impl IntoIterator<Item = (String, u32)>,
        terms: impl IntoIterator<Item = (String, u32)>,
        readings: impl IntoIterator<Item = (char, &'s str)>,
    ) -> Self {
        Self {
            words: words.into_iter().collect(),
            terms: terms.into_iter().collect(),
            readings: readings.into_iter().collect(),
        }
    }

    /// Adds the vocabulary of other reports, which has no word and no character in common with this one.
    pub fn extend(&mut self, other: Self) {
        self.words.extend(other.words);
        self.terms.extend(other.terms);
        self.readings.extend(other.readings);
    }

    /// What to search for instead of a query that found nothing; best first, at most three.
    pub fn suggest(&self, query: &Query, fold: &FoldTable) -> Vec<Suggestion> {
        let pieces = pieces(query, fold);
        let mut places = Vec::new();
        let mut rest = pieces.as_slice();
        while !rest.is_empty() {
            let (count, place) = self.replace_first(rest, fold);
            places.extend(place);
            rest = &rest[count..];
        }
        variants(query, &places, fold)
    }

    /// What may stand for the first of some pieces, or for several taken together, and how many those are.
    fn replace_first(&self, pieces: &[Piece], fold: &FoldTable) -> (usize, Option<Place<'_>>) {
        let first = &pieces[0];
        if first.is_han() {
            return (1, self.same_sound(first, fold));
        }
        let together = 1 + pieces[1..].iter().take_while(|piece| piece.joins).count();
        for count in (1..=together.min(MOST_TOGETHER)).rev() {
            let some = &pieces[..count];
            let is_known = some.iter().all(|piece| self.words.holds(&piece.text));
            let mut candidates = Candidates::default();
            let text: String = some.iter().map(|piece| piece.text.as_str()).collect();
            // Known words are a name in pinyin only where that leaves no doubt, and a known word is one of itself.
            if count > 1 || !is_known {
                self.pinyin(&text, is_known, &mut candidates);
            }
            if count == 1 && !is_known {
                spelling::offer_nearest(&text, &self.words, &mut candidates);
            }
            if !candidates.is_empty() {
                let at = first.at.start..some[count - 1].at.end;
                return (count, Some(Place { at, candidates }));
            }
        }
        (1, None)
    }

    /// The terms that letters may stand for; `in_full`: only by full syllables for the whole term.
    fn pinyin<'v>(&'v self, text: &str, in_full: bool, candidates: &mut Candidates<'v>) {
        let Some(letters) = letters(text).filter(|letters| letters.len() > 1) else {
            return;
        };
        for (term, reports) in self.terms.iter() {
            if let Some(cut) = cut(&letters, term, &self.readings)
                && (cut == Cut::Full || !in_full)
            {
                candidates.offer(Candidate {
                    doubt: match cut {
                        Cut::Full => candidate::SAME,
                        Cut::Short => candidate::INITIALS,
                        Cut::Prefix => candidate::PREFIX,
                    },
                    reports,
                    text: term,
                    kind: SuggestionKind::Pinyin,
                });
            }
        }
    }

    /// What may stand for a run of Han, or for the longest part of it that sounds like a term.
    fn same_sound(&self, run: &Piece, fold: &FoldTable) -> Option<Place<'_>> {
        let (chars, candidates) = sound::find(&run.text, &self.terms, &self.readings, fold)?;
        let part = run.han.get(chars)?;
        Some(Place {
            at: part.first()?.start..part.last()?.end,
            candidates,
        })
    }
}

/// A stretch of a query and what may stand there.
struct Place<'v> {
    /// Bytes of [`Query::typed`].
    at: Range<usize>,
    /// Never empty.
    candidates: Candidates<'v>,
}

/// The query with the best candidate everywhere, then with the next at one place each.
fn variants(query: &Query, places: &[Place<'_>], fold: &FoldTable) -> Vec<Suggestion> {
    let typed = fold.fold_str(&query.typed);
    let mut suggestions: Vec<Suggestion> = Vec::new();
    let others = (1..MOST).flat_map(|rank| (0..places.len()).map(move |place| (place, rank)));
    for (place, rank) in std::iter::once((0, 0)).chain(others) {
        let ranks = |at: usize| if at == place { rank } else { 0 };
        let suggestion = with_candidates(query, places, ranks);
        let is_known = suggestions.iter().any(|known| known.query == suggestion.query);
        if !is_known && fold.fold_str(&suggestion.query) != typed {
            suggestions.push(suggestion);
        }
        if suggestions.len() == MOST {
            break;
        }
    }
    suggestions
}

/// The query with the candidate of a rank at each place.
fn with_candidates(query: &Query, places: &[Place<'_>], rank: impl Fn(usize) -> usize) -> Suggestion {
    let mut text = String::with_capacity(query.typed.len());
    let mut kind = SuggestionKind::Spelling;
    let mut end = 0;
    for (at, place) in places.iter().enumerate() {
        let between = query.typed.get(end..place.at.start);
        if let (Some(between), Some(candidate)) = (between, place.candidates.get(rank(at))) {
            text.push_str(between);
            text.push_str(candidate.text);
            end = place.at.end;
            if candidate.kind == SuggestionKind::Pinyin {
                kind = candidate.kind;
            }
        }
    }
    text.push_str(query.typed.get(end..).unwrap_or_default());
    Suggestion {
        query: text.trim().to_owned(),
        kind,
    }
}

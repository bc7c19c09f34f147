//! Latin words that are spelled nearly alike.

use super::SuggestionKind;
use super::candidate::{Candidate, Candidates, SAME};
use super::distance::distance;
use super::ranked::Ranked;
use super::words::is_joiner;

/// How many edits a word of so many letters may be away from what was meant.
fn most_edits(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// Offers the words nearest to a typed one: those that are equally near.
pub(super) fn offer_nearest<'v>(typed: &str, words: &'v Ranked, candidates: &mut Candidates<'v>) {
    // A number with another digit is another number.
    if !typed.contains(char::is_alphabetic) {
        return;
    }
    let wanted = Spelling::of(typed);
    let mut limit = most_edits(wanted.chars.len());
    let mut nearest = Candidates::default();
    let mut other = Spelling::default();
    for (word, reports) in words.iter() {
        other.read(word);
        let Some(edits) = wanted.edits(&other, limit) else {
            continue;
        };
        if edits < limit {
            limit = edits;
            nearest.clear();
        }
        nearest.offer(Candidate {
            doubt: SAME + edits,
            reports,
            text: word,
            kind: SuggestionKind::Spelling,
        });
    }
    candidates.extend(nearest);
}

/// A word taken apart.
#[derive(Default)]
struct Spelling {
    chars: Vec<char>,
    /// Which letters there are, one bit each; several share one.
    letters: u32,
}

impl Spelling {
    fn of(word: &str) -> Self {
        let mut spelling = Self::default();
        spelling.read(word);
        spelling
    }

    fn read(&mut self, word: &str) {
        self.chars.clear();
        self.chars.extend(word.chars());
        self.letters = self
            .chars
            .iter()
            .fold(0, |letters, c| letters | 1 << (*c as u32 & 31));
    }

    fn edits(&self, other: &Self, limit: usize) -> Option<usize> {
        if self.is_same_but_for_signs(other) {
            return Some(0);
        }
        // An edit makes at most one letter of either word one that the other lacks; most words lack more.
        let lacks = |a: u32, b: u32| (a & !b).count_ones() as usize;
        let apart = lacks(self.letters, other.letters).max(lacks(other.letters, self.letters));
        if limit == 0 || apart > limit {
            return None;
        }
        distance(&self.chars, &other.chars, limit)
    }

    /// Whether two names of three letters and more differ only in the signs between their letters.
    fn is_same_but_for_signs(&self, other: &Self) -> bool {
        self.chars.len() > 2 && self.without_signs().eq(other.without_signs())
    }

    fn without_signs(&self) -> impl Iterator<Item = &char> {
        self.chars.iter().filter(|c| !is_joiner(**c))
    }
}

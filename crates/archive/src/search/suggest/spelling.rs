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
    let mut room = Vec::new();
    for (word, reports) in words.iter() {
        let Some(edits) = wanted.edits(word, limit, &mut room) else {
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

/// A typed word.
struct Spelling<'t> {
    text: &'t str,
    chars: Vec<char>,
    letters: u32,
}

impl<'t> Spelling<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            chars: text.chars().collect(),
            letters: letters(text),
        }
    }

    /// How many edits away another word is; `None` beyond the limit. Nearly all words are, so the questions that are
    /// cheapest to answer come first. `room` is for the other word's characters.
    fn edits(&self, word: &str, limit: usize, room: &mut Vec<char>) -> Option<usize> {
        if is_same_but_for_signs(self.text, word) {
            return Some(0);
        }
        // A character has four bytes at most.
        if limit == 0 || self.text.len().abs_diff(word.len()) > 4 * limit {
            return None;
        }
        // An edit makes at most one letter of either word one that the other lacks.
        let others = letters(word);
        let lacks = |a: u32, b: u32| (a & !b).count_ones() as usize;
        if lacks(self.letters, others).max(lacks(others, self.letters)) > limit {
            return None;
        }
        room.clear();
        room.extend(word.chars());
        distance(&self.chars, room, limit)
    }
}

/// Which letters a word has, one bit each; several letters share one.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, c| letters | 1 << (c as u32 & 31))
}

/// Whether two names of three letters and more differ only in the signs between their letters.
fn is_same_but_for_signs(a: &str, b: &str) -> bool {
    // No name begins with a sign.
    let begin_alike = a.as_bytes().first() == b.as_bytes().first();
    begin_alike && without_signs(a).eq(without_signs(b)) && without_signs(a).nth(2).is_some()
}

fn without_signs(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|c| !is_joiner(*c))
}

//! Han that sound like a term and are other characters: what an input method offers first.

use std::ops::Range;

use super::SuggestionKind;
use super::candidate::{Candidate, Candidates, SAME};
use super::ranked::Ranked;
use super::readings::Readings;
use crate::text::FoldTable;

/// The longest run that is looked into; a longer one is no name.
const MOST: usize = 32;

/// How many characters a part of a run must have: shorter ones sound like something by chance.
const LEAST_PART: usize = 3;

/// The part of a folded run, in characters, that sounds like a term, and the terms that it sounds like. The longest
/// part counts, and of equally long ones the first. `None` where there is none or the run belongs to a term as it is.
pub(super) fn find<'v>(
    run: &str,
    terms: &'v Ranked,
    readings: &Readings,
    fold: &FoldTable,
) -> Option<(Range<usize>, Candidates<'v>)> {
    let chars: Vec<char> = run.chars().collect();
    if chars.len() < 2 || chars.len() > MOST || terms.holds(run) {
        return None;
    }
    let mut part = 0..0;
    let mut candidates = Candidates::default();
    for (term, reports) in terms.iter() {
        let length = term.chars().count();
        let can_be_better = length >= part.len() && (length == chars.len() || length >= LEAST_PART);
        if length > chars.len() || !can_be_better {
            continue;
        }
        let sounds = |start: &usize| sounds_like(&chars[*start..], term, readings);
        let Some(start) = (0..=chars.len() - length).find(sounds) else {
            continue;
        };
        let found = start..start + length;
        if fold
            .fold_str(term)
            .chars()
            .eq(chars[found.clone()].iter().copied())
        {
            if length == chars.len() {
                return None;
            }
            continue;
        }
        if length > part.len() || start < part.start {
            part = found.clone();
            candidates.clear();
        }
        if part == found {
            candidates.offer(Candidate {
                doubt: SAME,
                reports,
                text: term,
                kind: SuggestionKind::Pinyin,
            });
        }
    }
    (!candidates.is_empty()).then_some((part, candidates))
}

/// Whether characters begin with the sound of a term.
fn sounds_like(chars: &[char], term: &str, readings: &Readings) -> bool {
    term.chars()
        .zip(chars)
        .all(|(term, typed)| readings.sound_alike(*typed, term))
}

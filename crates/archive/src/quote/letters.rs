//! A report's letters in reading order, and looking for others among them.

use std::ops::Range;

use crate::text::{FoldTable, Searchable};

/// How many letters of a quote may differ from the text: one in so many.
const ONE_IN: usize = 4;

/// A quote of fewer letters is taken at the only place that has it only where its surroundings fit: so few letters
/// may stand anywhere by chance.
pub(super) const TELLING: usize = 4;

/// Letters beside a place in which its context is looked for, beyond the context's own length.
const SLACK: usize = 8;

/// The folded letters, digits and symbols of a text, without white space and punctuation.
pub(super) struct Letters {
    letters: Vec<char>,
    /// For each, its passage and its bytes there.
    places: Vec<(u32, u32, u32)>,
}

/// The letters of a text.
pub(super) fn bare(text: &str, fold: &FoldTable) -> Vec<char> {
    fold.fold_str(text).chars().filter(|c| is_letter(*c)).collect()
}

/// Whether the character says something: neither white space nor punctuation.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '々' | '〇' => true,
        _ => !matches!(c,
            '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{30FB}' | '\u{FE10}'..='\u{FE6F}'
            | '\u{FEFF}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}'),
    }
}

impl Letters {
    pub(super) fn of(text: &Searchable, fold: &FoldTable) -> Self {
        let mut out = Self {
            letters: Vec::new(),
            places: Vec::new(),
        };
        for (index, passage) in (0u32..).zip(&text.passages).filter(|(_, passage)| !passage.code) {
            let folded = fold.fold(&passage.text);
            for (at, c) in folded.text.char_indices().filter(|(_, c)| is_letter(*c)) {
                let bytes = folded.original(at..at + c.len_utf8());
                out.letters.push(c);
                out.places.push((index, bytes.start as u32, bytes.end as u32));
            }
        }
        out
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The bytes of each passage that the letters of a range span.
    pub(super) fn pieces(&self, range: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for &(passage, start, end) in &self.places[range] {
            match pieces.last_mut() {
                Some((last, bytes)) if *last == passage as usize => bytes.end = end as usize,
                _ => pieces.push((passage as usize, start as usize..end as usize)),
            }
        }
        pieces
    }

    /// The words of some pieces, one after the other.
    pub(super) fn words(&self, text: &Searchable, pieces: Vec<(usize, Range<usize>)>) -> String {
        let words: Vec<&str> = pieces
            .into_iter()
            .map(|(passage, bytes)| &text.passages[passage].text[bytes])
            .collect();
        words.join(" ")
    }

    /// The words of a range of letters.
    pub(super) fn around(&self, text: &Searchable, range: Range<usize>) -> String {
        self.words(text, self.pieces(range))
    }

    /// Where these letters stand, in order; places may overlap.
    pub(super) fn occurrences(&self, wanted: &[char]) -> Vec<Range<usize>> {
        let windows = self.letters.windows(wanted.len().max(1)).enumerate();
        let found = windows.filter(|(_, window)| *window == wanted);
        found.map(|(at, window)| at..at + window.len()).collect()
    }

    /// Where letters stand that differ from these by the fewest insertions, deletions and changes, as long as those
    /// are few: approximate matching after Sellers (1980), a column of the table at a time.
    pub(super) fn likenesses(&self, wanted: &[char]) -> Vec<Range<usize>> {
        let mut fewest = wanted.len() / ONE_IN;
        if fewest == 0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        // What it costs to have read so many wanted letters by now, and where the text began to be read.
        let mut column: Vec<(usize, usize)> = (0..=wanted.len()).map(|cost| (cost, 0)).collect();
        for (end, letter) in self.letters.iter().enumerate() {
            let mut diagonal = column[0];
            column[0] = (0, end + 1);
            for (row, want) in wanted.iter().enumerate() {
                let kept = (diagonal.0 + usize::from(letter != want), diagonal.1);
                let left_out = (column[row].0 + 1, column[row].1);
                let put_in = (column[row + 1].0 + 1, column[row + 1].1);
                diagonal = column[row + 1];
                let cheaper = if left_out.0 < put_in.0 { left_out } else { put_in };
                column[row + 1] = if kept.0 <= cheaper.0 { kept } else { cheaper };
            }
            let (cost, start) = column[wanted.len()];
            if cost < fewest {
                fewest = cost;
                found.clear();
            }
            let overlaps = |last: &Range<usize>| start < last.end;
            if cost == fewest && !found.last().is_some_and(overlaps) {
                found.push(start..end + 1);
            }
        }
        found
    }

    /// The place among some whose surroundings are most like the context; `length` is how many letters were looked for.
    pub(super) fn choose(
        &self,
        places: Vec<Range<usize>>,
        length: usize,
        before: &[char],
        after: &[char],
    ) -> Option<Range<usize>> {
        let is_only = places.len() == 1;
        let scored = places
            .into_iter()
            .map(|place| (self.likeness(&place, before, after), place));
        // Of equals the first.
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (score, place) = best?;
        let is_sure = score > 0 || (before.is_empty() && after.is_empty()) || (is_only && length >= TELLING);
        is_sure.then_some(place)
    }

    /// How much of a context is found around a place: letters that touch it count most.
    fn likeness(&self, place: &Range<usize>, before: &[char], after: &[char]) -> usize {
        let (left, right) = (&self.letters[..place.start], &self.letters[place.end..]);
        let touching = |a: &mut dyn Iterator<Item = (&char, &char)>| a.take_while(|(a, b)| a == b).count();
        let touches = touching(&mut left.iter().rev().zip(before.iter().rev()))
            + touching(&mut right.iter().zip(after));
        let near_left = &left[left.len().saturating_sub(before.len() + SLACK)..];
        let near_right = &right[..right.len().min(after.len() + SLACK)];
        4 * touches + shared_pairs(before, near_left) + shared_pairs(after, near_right)
    }
}

/// How many pairs of neighbouring letters of a context stand in a text.
fn shared_pairs(context: &[char], text: &[char]) -> usize {
    let is_there = |pair: &&[char]| text.windows(2).any(|here| here == *pair);
    context.windows(2).filter(is_there).count()
}

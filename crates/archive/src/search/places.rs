//! Where a query matches in the passages of one report: the one function behind excerpts and marks.

use std::ops::Range;

use super::program::{FoldedWord, Needle, fold_words};
use super::query::{Field, Query};
use crate::order::sort_by_key;
use crate::text::{FoldTable, Folded, is_dropped, is_han, is_joined};

/// A stretch of a passage that is marked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// Bytes of the passage: whole characters with all that joins them.
    pub(super) range: Range<usize>,
    /// Which words match here, one bit each.
    pub(super) words: u64,
}

/// How many words of a query are looked for to be marked: whoever pastes a page into the box is not to wait for the
/// product of its words and a report's.
const WORDS: usize = u64::BITS as usize;

/// The places of a query in some texts, text by text, in order and apart from each other. A text that `is_title`
/// is searched for `title:` words too.
pub(super) fn places<'t>(
    texts: impl Iterator<Item = (&'t str, bool)>,
    query: &Query,
    fold: &FoldTable,
) -> Vec<Vec<Place>> {
    let words: Vec<Wanted> = fold_words(query, fold)
        .into_iter()
        .flatten()
        .filter_map(Wanted::new)
        .take(WORDS)
        .collect();
    if words.is_empty() {
        return texts.map(|_| Vec::new()).collect();
    }
    let mut texts: Vec<Text> = texts
        .map(|(text, is_title)| Text::new(text, is_title, fold))
        .collect();
    for (at, word) in words.iter().enumerate() {
        word.find(bit(at), &mut texts);
    }
    let strong = words
        .iter()
        .enumerate()
        .filter(|(_, word)| !word.weak)
        .fold(0, |bits, (at, _)| bits | bit(at));
    texts.into_iter().map(|text| text.settle(strong)).collect()
}

/// The bit of a word.
fn bit(at: usize) -> u64 {
    1 << at
}

/// A text under search.
struct Text<'t> {
    original: &'t str,
    folded: Folded,
    is_title: bool,
    places: Vec<Place>,
}

impl<'t> Text<'t> {
    fn new(original: &'t str, is_title: bool, fold: &FoldTable) -> Self {
        Self {
            original,
            folded: fold.fold(original),
            is_title,
            places: Vec::new(),
        }
    }

    /// Adds the places of a needle and returns whether there are any.
    fn find(&mut self, needle: &Needle, words: u64) -> bool {
        let before = self.places.len();
        let length = needle.finder.needle().len();
        for at in needle.finder.find_iter(self.folded.text.as_bytes()) {
            let mut range = self.folded.original(at..at + length);
            range.end += joined(&self.original[range.end..]);
            self.places.push(Place { range, words });
        }
        self.places.len() > before
    }

    fn holds(&self, needle: &Needle) -> bool {
        needle.is_in(self.folded.text.as_bytes())
    }

    /// The places in order. A single letter or digit counts beside another word (`Olmo 3`), not wherever it
    /// stands, unless nothing else is asked for.
    fn settle(mut self, strong: u64) -> Vec<Place> {
        merge(&mut self.places, self.original);
        if strong != 0 {
            self.places.retain(|place| place.words & strong != 0);
        }
        self.places
    }
}

/// A word to mark.
struct Wanted {
    needle: Needle,
    /// What to mark where the word itself is nowhere and all of these are.
    pieces: Vec<Needle>,
    title_only: bool,
    /// Whether it is a single character that is no Han.
    weak: bool,
}

impl Wanted {
    fn new(word: FoldedWord) -> Option<Self> {
        if word.negated || matches!(word.field, Field::Topic | Field::Source) {
            return None;
        }
        Some(Self {
            needle: Needle::new(&word.text),
            pieces: word.pieces.iter().map(|piece| Needle::new(piece)).collect(),
            title_only: word.field == Field::Title,
            weak: word.text.chars().count() == 1 && !word.text.contains(is_han),
        })
    }

    fn find(&self, bit: u64, texts: &mut [Text<'_>]) {
        let mut found = false;
        for text in texts.iter_mut().filter(|text| text.is_title || !self.title_only) {
            found |= text.find(&self.needle, bit);
        }
        let apart = !found
            && self
                .pieces
                .iter()
                .all(|piece| texts.iter().any(|text| text.holds(piece)));
        if apart {
            for text in texts {
                for piece in &self.pieces {
                    text.find(piece, bit);
                }
            }
        }
    }
}

/// Length of what belongs to the character before the start of `text`.
pub(super) fn joined(text: &str) -> usize {
    text.find(|c| !is_joined(c)).unwrap_or(text.len())
}

/// Puts places in order and makes one of those that overlap, and of different words side by side.
fn merge(places: &mut Vec<Place>, text: &str) {
    sort_by_key(places, |place| (place.range.start, place.range.end, place.words));
    places.dedup_by(|next, place| {
        let overlap = next.range.start < place.range.end;
        let beside = || {
            next.words != place.words
                && text[place.range.end..next.range.start]
                    .chars()
                    .all(|c| c.is_whitespace() || is_dropped(c))
        };
        if overlap || beside() {
            place.range.end = place.range.end.max(next.range.end);
            place.words |= next.words;
            return true;
        }
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::table;

    /// The marked texts, text by text.
    fn marked<'t>(query: &str, texts: &[&'t str]) -> Vec<Vec<&'t str>> {
        let found = places(
            texts.iter().map(|text| (*text, false)),
            &Query::parse(query),
            &table(),
        );
        let one =
            |(text, places): (&&'t str, Vec<Place>)| places.into_iter().map(|p| &text[p.range]).collect();
        texts.iter().zip(found).map(one).collect()
    }

    #[test]
    fn marks_cover_original_characters() {
        assert_eq!(
            marked("gpt-5 开源", &["看ＧＰＴ－５，開\u{200b}源。"]),
            [["ＧＰＴ－５", "開\u{200b}源"]]
        );
        assert_eq!(marked("AI代理", &["AI 代理和AI代理"]), [["AI 代理", "AI代理"]]);
        assert_eq!(marked("CAFÉ", &["cafe\u{301}!"]), [["cafe\u{301}"]]);
        assert_eq!(marked("爱", &["爱\u{fe0f}"]), [["爱\u{fe0f}"]]);
    }

    #[test]
    fn words_side_by_side_are_one_mark_and_repeated_words_are_not() {
        assert_eq!(marked("Olmo 3", &["Olmo 3 与 3B 和 Olmo"]), [["Olmo 3", "Olmo"]]);
        assert_eq!(marked("3", &["3与3"]), [["3", "3"]]);
        assert_eq!(marked("开源", &["开源开源"]), [["开源", "开源"]]);
        assert_eq!(marked("开源 源模", &["开源模型"]), [["开源模"]]);
        assert_eq!(marked("-开源 topic:模型 x", &["开源 模型 x"]), [["x"]]);
    }

    #[test]
    fn parts_are_marked_where_all_are_there_and_the_phrase_is_not() {
        assert_eq!(
            marked("开源模型", &["开源的源模与模型"]),
            [["开源", "源模", "模型"]]
        );
        assert_eq!(marked("开源模型", &["开源", "的模型"]), [[""; 0], []]);
        assert_eq!(
            marked("开源模型", &["开源模型", "开源 源模 模型"]),
            [vec!["开源模型"], vec![]]
        );
        assert_eq!(marked("\"开源模型\"", &["开源的源模与模型"]), [[""; 0]]);
    }
}

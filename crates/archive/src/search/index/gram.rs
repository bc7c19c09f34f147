//! Grams: the pieces of text that the index lists.

use crate::fnv::fnv_64;
use crate::model::Summary;
use crate::order::sort_by;
use crate::search::corpus::title_text;
use crate::text::{FoldTable, Searchable, is_unspaced};

/// What the index knows a piece of text by: 40 bits of a hash over its characters and where they stand.
///
/// Among a million grams the odds that one which is not there is taken for another are one to a million, and all
/// that comes of it is a candidate too many.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gram(u64);

/// Number of bits of a gram.
pub(super) const BITS: u32 = 40;

/// Where a gram stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Text,
    /// Headline, lead or title.
    Title,
}

impl Gram {
    /// The gram of at most three characters.
    fn of(place: Place, chars: &[char]) -> Self {
        let tag = match place {
            Place::Text => 0,
            Place::Title => 1 << 63,
        };
        Self::mixed(chars.iter().fold(0, |bits, c| bits << 21 | u64::from(*c)) | tag)
    }

    /// The gram of all reports of a topic, by its key.
    pub(super) fn of_topic(key: &str) -> Self {
        Self::of_bytes(b't', key)
    }

    /// The gram of all reports of a source, by its key.
    pub(super) fn of_source(key: &str) -> Self {
        Self::of_bytes(b's', key)
    }

    fn of_bytes(kind: u8, key: &str) -> Self {
        Self::mixed(fnv_64(std::iter::once(kind).chain(key.bytes())))
    }

    /// Spreads the bits over the hash (the finalizer of MurmurHash3), so that shards come out alike.
    fn mixed(mut bits: u64) -> Self {
        bits = (bits ^ bits >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        bits = (bits ^ bits >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
        Self((bits ^ bits >> 33) >> (64 - BITS))
    }

    /// In which of 2^`bits` shards it stands.
    pub fn shard(self, bits: u8) -> u32 {
        (self.0 >> (BITS - u32::from(bits))) as u32
    }

    /// What is left of it inside its shard.
    pub(super) fn rest(self, bits: u8) -> u64 {
        self.0 & ((1 << (BITS - u32::from(bits))) - 1)
    }
}

/// How a character takes part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter or digit of a writing with spaces, or a sign that belongs to names (`c++`, `gpt-5`, `4.5`).
    Narrow,
    /// Han, kana, Hangul, and symbols such as emoji: each says much alone.
    Wide,
    /// Punctuation and white space: looked for when texts are compared.
    Other,
}

/// The class follows from the character alone, so the runs of a substring are substrings of the runs.
fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' | '+' | '#' | '.' | '-' => Class::Narrow,
        '\0'..='\u{7F}' => Class::Other,
        '\u{AC00}'..='\u{D7A3}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FFFF}' => Class::Wide,
        c if c.is_alphanumeric() && is_unspaced(c) => Class::Wide,
        c if c.is_alphanumeric() => Class::Narrow,
        _ => Class::Other,
    }
}

impl Class {
    /// The longest gram.
    fn longest(self) -> usize {
        match self {
            Class::Narrow => 3,
            Class::Wide => 2,
            Class::Other => 0,
        }
    }
}

/// The grams of one report, sorted and each once; to be used again for the next.
#[derive(Default)]
pub struct Grams {
    grams: Vec<Gram>,
    folded: String,
    chars: Vec<char>,
    bytes: usize,
}

impl Grams {
    /// Every gram that a report is listed under.
    pub fn of(&mut self, summary: &Summary, text: &Searchable, fold: &FoldTable) -> &[Gram] {
        self.grams.clear();
        self.bytes = 0;
        for passage in &text.passages {
            self.folded.clear();
            fold.fold_into(&passage.text, &mut self.folded);
            // As a corpus counts it, which ends every passage with a line end.
            self.bytes += self.folded.len() + usize::from(!self.folded.is_empty());
            self.add(Place::Text);
        }
        self.folded = title_text(summary, fold);
        self.add(Place::Title);
        self.grams.push(Gram::of_topic(&summary.topic));
        self.grams.push(Gram::of_source(&summary.source));
        self.grams.sort_unstable();
        self.grams.dedup();
        &self.grams
    }

    /// Length in bytes of the folded text of the report asked for last.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    fn add(&mut self, place: Place) {
        self.chars.clear();
        self.chars.extend(self.folded.chars());
        for run in runs(&self.chars) {
            for length in 1..=class(run[0]).longest() {
                self.grams
                    .extend(run.windows(length).map(|chars| Gram::of(place, chars)));
            }
        }
    }
}

/// The stretches of one class that are indexed.
fn runs(chars: &[char]) -> impl Iterator<Item = &[char]> {
    let runs = chars.chunk_by(|a, b| class(*a) == class(*b));
    runs.filter(|run| class(run[0]) != Class::Other)
}

/// What to look up for a text.
pub(super) struct Wanted {
    /// Grams that every text with this one in it holds; at most as many as were asked for.
    pub(super) grams: Vec<Gram>,
    /// Whether holding the gram is the same as holding the text.
    pub(super) exact: bool,
}

/// The grams to look up for a folded text: its longest ones, and of many those that cover it evenly.
pub(super) fn wanted(folded: &str, place: Place, most: usize) -> Wanted {
    let chars: Vec<char> = folded.chars().collect();
    let mut windows: Vec<&[char]> = Vec::new();
    for run in runs(&chars) {
        windows.extend(run.windows(run.len().min(class(run[0]).longest())));
    }
    // A single letter or digit stands in nearly every report: it says nothing beside anything else.
    if windows.iter().any(|window| !is_weak(window)) {
        windows.retain(|window| !is_weak(window));
    }
    let exact = matches!(windows.as_slice(), [window] if *window == chars.as_slice());
    let mut grams: Vec<Gram> = spread(windows.len(), most.max(1))
        .map(|at| Gram::of(place, windows[at]))
        .collect();
    sort_by(&mut grams, Ord::cmp);
    grams.dedup();
    Wanted { grams, exact }
}

fn is_weak(window: &[char]) -> bool {
    window.len() == 1 && class(window[0]) == Class::Narrow
}

/// At most `most` of `count` places, spread evenly with first and last among them.
fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let chosen = count.min(most);
    (0..chosen).map(move |at| {
        if chosen < 2 {
            0
        } else {
            at * (count - 1) / (chosen - 1)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_up_by_its_longest_grams() {
        let count = |text: &str| {
            let wanted = wanted(text, Place::Text, 4);
            (wanted.grams.len(), wanted.exact)
        };
        assert_eq!(count("的"), (1, true));
        assert_eq!(count("开源"), (1, true));
        assert_eq!(count("开源模型"), (3, false));
        assert_eq!(count("ai"), (1, true));
        assert_eq!(count("gpt"), (1, true));
        assert_eq!(count("gpt-5"), (3, false));
        assert_eq!(count("olmo 3"), (2, false), "the 3 alone says nothing");
        assert_eq!(count("3"), (1, true));
        assert_eq!(count("，"), (0, false), "only the text can tell");
        assert_eq!(count("开源，"), (1, false));
        assert_eq!(count("🚀"), (1, true));
        assert_eq!(count("一二三四五六七八九十"), (4, false));
        assert_eq!(count("哈哈哈"), (1, false), "twice the same pair");
    }

    #[test]
    fn places_are_spread_from_end_to_end() {
        assert_eq!(spread(9, 4).collect::<Vec<_>>(), [0, 2, 5, 8]);
        assert_eq!(spread(3, 4).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(spread(5, 1).collect::<Vec<_>>(), [0]);
        assert_eq!(spread(0, 4).count(), 0);
    }

    #[test]
    fn text_title_topic_and_source_are_told_apart() {
        let chars = ['a', 'i'];
        let all = [
            Gram::of(Place::Text, &chars),
            Gram::of(Place::Title, &chars),
            Gram::of_topic("ai"),
            Gram::of_source("ai"),
        ];
        for (at, gram) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(gram));
        }
    }

    #[test]
    fn shard_and_rest_make_up_the_gram() {
        let gram = Gram(0xAB_CDEF_0123);
        assert_eq!((gram.shard(8), gram.rest(8)), (0xAB, 0xCDEF_0123));
        assert_eq!((gram.shard(0), gram.rest(0)), (0, 0xAB_CDEF_0123));
    }
}

//! Excerpts: the two passages that show best why a report is a result.

use std::ops::Range;

use super::mark::places_of;
use super::places::{Place, joined};
use super::query::Query;
use crate::text::{FoldTable, Part, Passage, Searchable, Section, is_joined, is_unspaced};

/// How long the first excerpt and the second may be, in columns: 90 and 60 Han characters.
const COLUMNS: [usize; 2] = [180, 120];

/// Places of one report that are weighed; a word that stands in every sentence needs no more.
const MOST: usize = 400;

/// Why a report is a result.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Excerpts {
    /// At most two, the better one first; none where the query names no text.
    pub excerpts: Vec<Excerpt>,
    /// In how many places the report matches.
    pub total: usize,
}

/// A piece of a report with marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// The section it is from; none for what stands above the first or below the last.
    pub section: Option<Section>,
    /// The text on one line, with `…` where it is cut.
    pub text: String,
    /// The bytes of `text` that match, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
    /// The number that [`mark`](super::mark) gives the first of them; none in a code block, which has no marks.
    pub first_mark: Option<usize>,
}

/// The best two excerpts of a report for a query.
pub fn excerpts(text: &Searchable, query: &Query, fold: &FoldTable) -> Excerpts {
    let places = places_of(text, query, fold);
    let total = places.iter().map(Vec::len).sum();
    let mut shown: Vec<Candidate> = Vec::new();
    for columns in COLUMNS {
        let candidates = candidates(text, &places, columns);
        let apart = candidates.filter(|candidate| shown.iter().all(|other| candidate.is_apart_from(other)));
        let known = shown.iter().fold(0, |words, other| words | other.words);
        // The first of the best: reading order decides between equals.
        let best = apart.reduce(|a, b| if b.score(known) > a.score(known) { b } else { a });
        // Boilerplate is shown only where there is nothing else.
        shown.extend(best.filter(|best| shown.is_empty() || best.part != Part::Boilerplate));
    }
    Excerpts {
        excerpts: shown
            .iter()
            .map(|candidate| candidate.cut(text, &places))
            .collect(),
        total,
    }
}

/// A stretch of a passage that may become an excerpt.
struct Candidate {
    passage: usize,
    part: Part,
    range: Range<usize>,
    /// Which words match in it, one bit each.
    words: u64,
    /// The most words that match in one of its places: words side by side say more than words apart.
    joint: u32,
    /// How many places it shows.
    marks: usize,
}

/// For every place, the stretch that begins a little before it.
fn candidates<'s>(
    text: &'s Searchable,
    places: &'s [Vec<Place>],
    columns: usize,
) -> impl Iterator<Item = Candidate> + 's {
    let all = text.passages.iter().zip(places).enumerate();
    let each =
        all.flat_map(|(at, (passage, places))| places.iter().map(move |place| (at, passage, places, place)));
    each.take(MOST).map(move |(at, passage, places, place)| {
        let range = window(&passage.text, &place.range, columns);
        let inside = || places.iter().filter(|place| is_within(&place.range, &range));
        let words = inside().fold(0, |words, place| words | place.words);
        let joint = inside()
            .map(|place| place.words.count_ones())
            .max()
            .unwrap_or_default();
        let marks = inside().count();
        Candidate {
            passage: at,
            part: passage.part,
            words,
            joint,
            marks,
            range,
        }
    })
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

impl Candidate {
    /// First which words it shows, those not shown before above all, and whether side by side; then what it is;
    /// then how many places.
    fn score(&self, known: u64) -> u32 {
        let part = match self.part {
            Part::Body => 3,
            Part::Heading => 2,
            Part::Headline => 1,
            Part::Boilerplate => return 0,
        };
        let fresh = (self.words & !known).count_ones();
        (((fresh * 64 + self.words.count_ones()) * 64 + self.joint) * 4 + part) * 8 + self.marks.min(7) as u32
    }

    fn is_apart_from(&self, other: &Candidate) -> bool {
        self.passage != other.passage
            || self.range.end <= other.range.start
            || other.range.end <= self.range.start
    }

    fn cut(&self, text: &Searchable, places: &[Vec<Place>]) -> Excerpt {
        let Passage {
            text: whole,
            code,
            section,
            ..
        } = &text.passages[self.passage];
        let mut out = String::from(if whole[..self.range.start].trim().is_empty() {
            ""
        } else {
            "…"
        });
        let shift = out.len();
        out.push_str(&whole[self.range.clone()].replace(['\n', '\t'], " "));
        if !whole[self.range.end..].trim().is_empty() {
            out.push('…');
        }
        let inside: Vec<_> = places[self.passage]
            .iter()
            .filter(|p| is_within(&p.range, &self.range))
            .collect();
        let moved = |at: usize| at - self.range.start + shift;
        let earlier = |first: &&Place| {
            let before = text.passages.iter().zip(places).take(self.passage);
            let numbered = before
                .filter(|(passage, _)| !passage.code)
                .map(|(_, places)| places.len());
            numbered.sum::<usize>()
                + places[self.passage]
                    .iter()
                    .take_while(|place| place != first)
                    .count()
        };
        Excerpt {
            section: section.and_then(|at| text.sections.get(at).cloned()),
            marks: inside
                .iter()
                .map(|place| moved(place.range.start)..moved(place.range.end))
                .collect(),
            first_mark: inside.first().filter(|_| !code).map(earlier),
            text: out,
        }
    }
}

/// The stretch of about `columns` around a place: the whole text if it is short enough, else from the start of
/// a sentence where one is near, never in the middle of a Latin word.
fn window(text: &str, place: &Range<usize>, columns: usize) -> Range<usize> {
    let after = forward(text, place.start, columns);
    let used: usize = text[place.start..after].chars().map(width).sum();
    // What the text behind the place leaves unused goes to the text before it.
    let start = backward(text, place.start, (columns / 4).max(columns - used));
    let mut end = forward(text, start, columns).max(place.end);
    while end > place.end && is_inside_word(text, end) {
        end -= last_len(&text[..end]);
    }
    end = place.end.max(start + text[start..end].trim_end().len());
    // A few characters more are shorter than the sign that they are missing.
    if text[end..].trim_end().chars().map(width).sum::<usize>() <= 2 {
        start..text.trim_end().len()
    } else {
        start..end
    }
}

/// Where `columns` of text from `from` on end.
fn forward(text: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in text[from..].char_indices() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return from + at,
        }
    }
    text.len()
}

/// Where to begin, at most `columns` before `from`.
fn backward(text: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    let mut start = from;
    let mut sentence = None;
    for c in text[..from].chars().rev() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => {
                let start = sentence.unwrap_or(start);
                return start + skip(&text[start..from], text[..start].chars().next_back());
            }
        }
        if matches!(c, '。' | '！' | '？' | '；' | '\n') {
            sentence = Some(start);
        }
        start -= c.len_utf8();
    }
    text.len() - text.trim_start().len()
}

/// Length of what cannot begin an excerpt after a cut: the rest of a Latin word, joined characters, white space,
/// closing marks.
fn skip(text: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|c| c.is_ascii_alphanumeric());
    let word = if in_word {
        text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0)
    } else {
        0
    };
    let rest = &text[word..];
    let rest = &rest[joined(rest)..];
    let closes = |c: char| c.is_whitespace() || matches!(c, '”' | '’' | '）' | '」' | '』' | '》');
    text.len() - rest.trim_start_matches(closes).len()
}

/// Whether a cut at `at` would part a Latin word, or a character from what joins it.
fn is_inside_word(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    after.is_some_and(is_joined) || latin(before) && latin(after)
}

fn last_len(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

/// Columns that a character takes.
fn width(c: char) -> usize {
    match c {
        c if is_joined(c) => 0,
        c if is_unspaced(c) || c >= '\u{1F000}' => 2,
        _ => 1,
    }
}

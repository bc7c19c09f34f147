//! Passages by their own words: a [`Quote`] of what a reader has selected, and the way back from it to the text, as the
//! text is by then.
//!
//! Selection and text are compared by their [`letters`](Letters) alone, folded: a page sets text with other spaces and
//! signs than the tree holds (a point's colon is an em space there), and a correction often touches no more than those.
//! A quote is looked for
//!
//! 1. as it is; of several places the one whose surroundings fit best is taken;
//! 2. where it is long, by its beginning and its end, whatever has been put between them;
//! 3. with a quarter of its letters changed at most.
//!
//! Where all fail, or the words stand in several places and no surroundings tell them apart, there is no answer:
//! a mark at the wrong place is worse than none. Code blocks have no place for marks and are no part of a passage.

mod letters;

use std::ops::Range;

use crate::link::Quote;
use crate::markdown::Document;
use crate::search::put_marks;
use crate::text::{FoldTable, Searchable, searchable};
use letters::{Letters, is_letter};

/// What a quote's words may cost in an address before only their ends are kept: 40 Han characters of nine bytes.
const WHOLE: usize = 360;

/// What each end of a long quote may cost.
const END: usize = 162;

/// Letters of context on each side: as few as tell the passage from others, in these steps.
const CONTEXT: [usize; 4] = [6, 12, 24, 48];

/// Longest way from a passage's beginning to its end, in letters.
const LONGEST: usize = 8_000;

/// A selection this long, in letters, is found by its ends.
const LONG: usize = 80;

/// The quote for what is selected on a report's page: `selected` holds the selected text and some of what stands before
/// and after it, as the page shows them. `None` where the selection is no part of the report's text.
pub fn of_selection(document: &Document, selected: &Quote, fold: &FoldTable) -> Option<Quote> {
    let text = searchable(document, &[]);
    let letters = Letters::of(&text, fold);
    let range = find_selected(&letters, selected, fold)?;
    let words = letters.words(&text, widen(&letters, &text, range.clone(), &selected.text));
    let words = shorten(&words);
    let around = |n: usize| Quote {
        text: words.clone(),
        before: letters.around(&text, range.start.saturating_sub(n)..range.start),
        after: letters.around(&text, range.end..(range.end + n).min(letters.len())),
    };
    let tells = |quote: &Quote| find_letters(&letters, quote, fold).as_ref() == Some(&range);
    let mut quotes = CONTEXT.into_iter().map(around);
    // Text that is repeated with all that surrounds it cannot be told apart.
    quotes.clone().find(tells).or_else(|| quotes.next_back())
}

/// Marks a quote's passage in a document fresh from reading, as one mark in as many pieces as it needs; says whether
/// there is one.
pub fn mark(document: &mut Document, quote: &Quote, fold: &FoldTable) -> bool {
    let passages = find(&searchable(document, &[]), quote, fold);
    let is_found = passages.iter().any(|ranges| !ranges.is_empty());
    put_marks(document, passages, 0);
    is_found
}

/// The bytes of each passage of a text that belong to a quote: at most one range a passage, and none anywhere where
/// the quote is no longer there.
pub fn find(text: &Searchable, quote: &Quote, fold: &FoldTable) -> Vec<Vec<Range<usize>>> {
    let letters = Letters::of(text, fold);
    let found = find_letters(&letters, quote, fold);
    let found = found.map(|range| widen(&letters, text, range, &quote.text));
    let mut passages = vec![Vec::new(); text.passages.len()];
    for (passage, range) in found.into_iter().flatten() {
        passages[passage].push(range);
    }
    passages
}

/// The letters of a quote's passage.
fn find_letters(letters: &Letters, quote: &Quote, fold: &FoldTable) -> Option<Range<usize>> {
    let bare = |text: &str| letters::bare(text, fold);
    let whole = bare(&quote.text);
    if whole.is_empty() {
        return None;
    }
    let (before, after) = (bare(&quote.before), bare(&quote.after));
    let choose = |places: Vec<Range<usize>>, length: usize| letters.choose(places, length, &before, &after);
    if let Some(place) = choose(letters.occurrences(&whole), whole.len()) {
        return Some(place);
    }
    let mut ends = quote.text.split('…').map(bare).filter(|part| !part.is_empty());
    match (ends.next(), ends.next_back()) {
        (Some(head), Some(tail)) => {
            let places = spans(letters, &head, &tail);
            choose(places, head.len() + tail.len())
        }
        _ => choose(letters.likenesses(&whole), whole.len()),
    }
}

/// From each beginning to every end after it, the nearest first; where there is no end, the beginnings alone.
fn spans(letters: &Letters, head: &[char], tail: &[char]) -> Vec<Range<usize>> {
    let near = |part: &[char]| {
        let exact = letters.occurrences(part);
        if exact.is_empty() {
            letters.likenesses(part)
        } else {
            exact
        }
    };
    let (heads, tails) = (near(head), near(tail));
    let whole = heads.iter().flat_map(|head| {
        let tails = tails.iter().filter(|tail| tail.start >= head.end);
        let near = tails.take_while(|tail| tail.end - head.start <= LONGEST);
        near.map(|tail| head.start..tail.end)
    });
    let whole: Vec<_> = whole.collect();
    if whole.is_empty() { heads } else { whole }
}

/// A range of letters as bytes of the passages it touches, with the signs around it that the words carry too.
fn widen(
    letters: &Letters,
    text: &Searchable,
    range: Range<usize>,
    words: &str,
) -> Vec<(usize, Range<usize>)> {
    let mut pieces = letters.pieces(range);
    // What runs over the end of a block takes the signs there along.
    for at in 1..pieces.len() {
        let before = text.passages[pieces[at - 1].0].text.trim_end();
        pieces[at - 1].1.end = before.len();
        let here = &text.passages[pieces[at].0].text;
        pieces[at].1.start = here.len() - here.trim_start().len();
    }
    let leading = words.trim_start();
    let leading = &leading[..leading.find(is_letter).unwrap_or_default()];
    let trailing = words.trim_end();
    let trailing = &trailing[after_last_letter(trailing)..];
    if let Some((passage, piece)) = pieces.first_mut()
        && text.passages[*passage].text[..piece.start].ends_with(leading)
    {
        piece.start -= leading.len();
    }
    if let Some((passage, piece)) = pieces.last_mut()
        && text.passages[*passage].text[piece.end..].starts_with(trailing)
    {
        piece.end += trailing.len();
    }
    pieces
}

/// Where the signs at the end of a text begin.
fn after_last_letter(text: &str) -> usize {
    let last = text.char_indices().rev().find(|(_, c)| is_letter(*c));
    last.map_or(text.len(), |(at, c)| at + c.len_utf8())
}

/// The letters of a selection: where it is long and not there as it stands (it runs over something that the page sets
/// otherwise), by its ends.
fn find_selected(letters: &Letters, selected: &Quote, fold: &FoldTable) -> Option<Range<usize>> {
    let bare = letters::bare(&selected.text, fold);
    if bare.len() <= LONG || !letters.occurrences(&bare).is_empty() {
        return find_letters(letters, selected, fold);
    }
    let (head, tail) = (&bare[..LONG / 2], &bare[bare.len() - LONG / 2..]);
    let text = head.iter().chain(&['…']).chain(tail).collect();
    let quote = Quote {
        text,
        ..selected.clone()
    };
    find_letters(letters, &quote, fold)
}

/// Words as they are, or their two ends where an address would grow too long.
fn shorten(words: &str) -> String {
    let cost = |c: char| if c.is_ascii() { 1 } else { 3 * c.len_utf8() };
    if words.chars().map(cost).sum::<usize>() <= WHOLE {
        return words.to_owned();
    }
    let fits = |spent: &mut usize, c: char| {
        *spent += cost(c);
        (*spent <= END).then_some(c)
    };
    let head: String = words.chars().scan(0, fits).collect();
    let tail: Vec<char> = words.chars().rev().scan(0, fits).collect();
    let tail = tail.iter().rev();
    head.chars().chain(['…']).chain(tail.copied()).collect()
}

#[cfg(test)]
mod tests;

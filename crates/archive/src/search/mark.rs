//! Marks: the places of a query put into a document's tree, and into plain texts.

use std::ops::Range;

use super::places::{Place, places};
use super::query::Query;
use crate::markdown::{Document, Inline};
use crate::text::{Event, FoldTable, Part, Searchable, flatten, searchable, walk_mut};

/// Marks every match of the query and returns how many there are.
///
/// The document is one fresh from parsing, without marks. A match that spans several nodes (`**开源**模型`)
/// becomes several [`Inline::Mark`]s of one number. The tree has no place for marks in a code block.
pub fn mark(document: &mut Document, query: &Query, fold: &FoldTable) -> usize {
    let places = places_of(&searchable(document, &[]), query, fold);
    let ranges = places
        .into_iter()
        .map(|places| places.into_iter().map(|place| place.range).collect());
    put_marks(document, ranges.collect(), 1)
}

/// Marks ranges of bytes, apart and in order, passage by passage as [`searchable`] counts them. Each has a number `step`
/// above the one before it, from 0. Returns what the next number would be.
pub(crate) fn put_marks(document: &mut Document, passages: Vec<Vec<Range<usize>>>, step: usize) -> usize {
    let mut passages = passages.into_iter();
    let mut number = 0;
    walk_mut(document, &mut |event| {
        let content = match event {
            Event::Heading(_, _, content) | Event::Running(content) => content,
            Event::Code(_) => {
                passages.next();
                return;
            }
            Event::Block(_) | Event::Footnotes => return,
        };
        let ranges = passages.next().unwrap_or_default();
        if ranges.is_empty() {
            return;
        }
        let starts = flatten(content).starts;
        let mut marker = Marker {
            ranges: &ranges,
            first: number,
            step,
            starts: starts.into_iter(),
        };
        *content = marker.mark(std::mem::take(content));
        number += ranges.len() * step;
    });
    number
}

/// The bytes of a plain text that the query matches, in order and apart from each other: for key points and
/// leads in lists.
pub fn mark_text(text: &str, query: &Query, fold: &FoldTable) -> Vec<Range<usize>> {
    let found = places([(text, true)].into_iter(), query, fold);
    found.into_iter().flatten().map(|place| place.range).collect()
}

/// The places of a query in a document, passage by passage.
pub(super) fn places_of(text: &Searchable, query: &Query, fold: &FoldTable) -> Vec<Vec<Place>> {
    let passages = text
        .passages
        .iter()
        .map(|p| (p.text.as_str(), p.part == Part::Headline));
    places(passages, query, fold)
}

/// Marks the running text of one passage.
struct Marker<'p> {
    ranges: &'p [Range<usize>],
    /// The number of the first range, and by how much each next one's is higher.
    first: usize,
    step: usize,
    /// Where the leaves still to come start.
    starts: std::vec::IntoIter<usize>,
}

impl Marker<'_> {
    fn mark(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(content.len());
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Mark { text, .. } => self.leaf(&text, Inline::Text, &mut out),
                Inline::Code(text) => self.leaf(&text, Inline::Code, &mut out),
                Inline::Styled(style, content) => out.push(Inline::Styled(style, self.mark(content))),
                Inline::Link { to, title, content } => {
                    out.push(Inline::Link {
                        to,
                        title,
                        content: self.mark(content),
                    });
                }
                other => out.push(other),
            }
        }
        out
    }

    /// Cuts a leaf at the places in it; `plain` wraps what is not marked.
    fn leaf(&mut self, text: &str, plain: fn(String) -> Inline, out: &mut Vec<Inline>) {
        let start = self.starts.next().unwrap_or_default();
        let skipped = self.ranges.partition_point(|range| range.end <= start);
        let mut at = 0;
        for (index, range) in self.ranges.iter().enumerate().skip(skipped) {
            let from = range.start.saturating_sub(start);
            let to = (range.end - start).min(text.len());
            if from >= text.len() {
                break;
            }
            if at < from {
                out.push(plain(text[at..from].to_owned()));
            }
            out.push(Inline::Mark {
                number: self.first + index * self.step,
                text: text[from..to].to_owned(),
            });
            at = to;
        }
        if at < text.len() {
            out.push(plain(text[at..].to_owned()));
        }
    }
}

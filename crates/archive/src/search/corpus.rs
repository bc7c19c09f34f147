//! The folded text of the reports at hand.

use crate::link::Filter;
use crate::model::{Day, Label, Summary};
use crate::text::{FoldTable, Part, Searchable};

/// A buffer never grows past this, but for a report that is larger alone: growing copies, and a copy of all
/// text would be felt.
const CHUNK: usize = 1 << 17;

/// Folded texts of reports, ready to be scanned. Reports are numbered in the order in which they are added.
#[derive(Default)]
pub struct Corpus {
    entries: Vec<Entry>,
    texts: Chunks,
    titles: Chunks,
    sources: Labels,
    topics: Labels,
    /// Bytes of all texts.
    bytes: usize,
    newest: Option<Day>,
    /// The mean length of a text in the whole archive, where only part of it is here.
    known_mean: Option<usize>,
}

/// One report.
pub(super) struct Entry {
    id: Box<str>,
    pub(super) day: Day,
    /// The time of publication; those without one sort as the earliest.
    pub(super) time: Option<Box<str>>,
    source: usize,
    topic: usize,
    title: Span,
    text: Span,
    /// Length of the headings, which come first in the text.
    headings: u32,
    /// Length of the headings and the body; boilerplate comes last.
    told: u32,
}

/// The text of one report and its parts.
pub(super) struct Text<'c> {
    /// Passages, apart by line ends, which no folded query holds.
    pub(super) bytes: &'c [u8],
    /// Where the headings end.
    pub(super) headings: usize,
    /// Where the boilerplate begins.
    pub(super) told: usize,
}

impl Corpus {
    /// An empty corpus that knows the names of sources and topics, so that `topic:` finds them by name too.
    pub fn new(sources: &[Label], topics: &[Label], fold: &FoldTable) -> Self {
        let named = |labels: &[Label]| {
            let mut named = Labels::default();
            labels
                .iter()
                .for_each(|label| named.add(&label.key, &label.name, fold));
            named
        };
        Self {
            sources: named(sources),
            topics: named(topics),
            ..Self::default()
        }
    }

    /// A corpus that may come to hold only part of an archive, whose newest day and mean length of a text in bytes
    /// are known: its reports rank as they would among all.
    #[must_use]
    pub fn of_archive(mut self, newest: Option<Day>, mean_length: u32) -> Self {
        (self.newest, self.known_mean) = (newest, Some(mean_length as usize));
        self
    }

    /// Adds a report that is not in it.
    pub fn add(&mut self, summary: &Summary, searchable: &Searchable, fold: &FoldTable) {
        let mut text = String::new();
        let mut push_part = |wanted: &dyn Fn(Part) -> bool| {
            for passage in searchable.passages.iter().filter(|p| wanted(p.part)) {
                let start = text.len();
                fold.fold_into(&passage.text, &mut text);
                if text.len() > start {
                    text.push('\n');
                }
            }
            text.len() as u32
        };
        let headings = push_part(&|part| matches!(part, Part::Headline | Part::Heading));
        let told = push_part(&|part| part == Part::Body);
        push_part(&|part| part == Part::Boilerplate);
        self.bytes += text.len();
        self.newest = self.newest.max(Some(summary.day));
        self.entries.push(Entry {
            id: summary.id.as_str().into(),
            day: summary.day,
            time: summary.time.as_deref().map(Into::into),
            source: self.sources.index(&summary.source, fold),
            topic: self.topics.index(&summary.topic, fold),
            title: self.titles.push(&title_text(summary, fold)),
            text: self.texts.push(&text),
            headings,
            told,
        });
    }

    /// How many reports there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no report.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of all texts, folded.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The id of a report by its number; empty where there is none.
    pub fn id(&self, report: usize) -> &str {
        self.entries.get(report).map_or("", |entry| &entry.id)
    }

    pub(super) fn entry(&self, report: usize) -> Option<&Entry> {
        self.entries.get(report)
    }

    pub(super) fn text(&self, entry: &Entry) -> Text<'_> {
        Text {
            bytes: self.texts.get(entry.text),
            headings: entry.headings as usize,
            told: entry.told as usize,
        }
    }

    /// Headline, lead and title.
    pub(super) fn title(&self, entry: &Entry) -> &[u8] {
        self.titles.get(entry.title)
    }

    pub(super) fn admits(&self, filter: &Filter, entry: &Entry) -> bool {
        filter.admits_facts(
            entry.day,
            &self.sources.0[entry.source].key,
            &self.topics.0[entry.topic].key,
        )
    }

    pub(super) fn is_source(&self, entry: &Entry, folded: &str) -> bool {
        self.sources.0[entry.source].is_called(folded)
    }

    pub(super) fn is_topic(&self, entry: &Entry, folded: &str) -> bool {
        self.topics.0[entry.topic].is_called(folded)
    }

    /// Keys of the topics that are called so: by their key or name, folded.
    pub(super) fn topics_called(&self, folded: &str) -> impl Iterator<Item = &str> {
        self.topics.called(folded)
    }

    /// Keys of the sources that are called so.
    pub(super) fn sources_called(&self, folded: &str) -> impl Iterator<Item = &str> {
        self.sources.called(folded)
    }

    /// The mean length of a text in bytes; at least one.
    pub(super) fn mean_length(&self) -> u64 {
        let mean = self.known_mean.unwrap_or(self.bytes / self.entries.len().max(1));
        mean.max(1) as u64
    }

    /// The day of the newest report.
    pub(super) fn newest(&self) -> Option<Day> {
        self.newest
    }
}

/// Headline, lead and title, folded, a line each.
pub(super) fn title_text(summary: &Summary, fold: &FoldTable) -> String {
    let mut text = String::new();
    let mut push = |part: &str| {
        fold.fold_into(part, &mut text);
        text.push('\n');
    };
    push(&summary.headline);
    push(summary.lead());
    if summary.title != summary.headline {
        push(&summary.title);
    }
    text
}

/// Keys of sources or topics with what the reader may call them.
#[derive(Default)]
struct Labels(Vec<FoldedLabel>);

struct FoldedLabel {
    key: String,
    /// Key and name, folded.
    folded: [String; 2],
}

impl FoldedLabel {
    fn is_called(&self, folded: &str) -> bool {
        self.folded.iter().any(|name| name == folded)
    }
}

impl Labels {
    fn called(&self, folded: &str) -> impl Iterator<Item = &str> {
        let called = self.0.iter().filter(move |label| label.is_called(folded));
        called.map(|label| label.key.as_str())
    }

    fn add(&mut self, key: &str, name: &str, fold: &FoldTable) {
        self.0.push(FoldedLabel {
            key: key.to_owned(),
            folded: [key, name].map(|name| fold.fold_str(name)),
        });
    }

    fn index(&mut self, key: &str, fold: &FoldTable) -> usize {
        self.0
            .iter()
            .position(|label| label.key == key)
            .unwrap_or_else(|| {
                self.add(key, key, fold);
                self.0.len() - 1
            })
    }
}

/// Texts in buffers of limited size.
#[derive(Default)]
struct Chunks(Vec<String>);

/// Where a text is.
#[derive(Clone, Copy)]
struct Span {
    chunk: u32,
    start: u32,
    end: u32,
}

impl Chunks {
    fn push(&mut self, text: &str) -> Span {
        if self.0.last().is_none_or(|chunk| chunk.len() + text.len() > CHUNK) {
            // Who has filled one buffer fills the next: it is whole at once, and leaves no holes by growing.
            let whole = if self.0.is_empty() { 0 } else { CHUNK };
            self.0.push(String::with_capacity(whole));
        }
        let chunk = self.0.len() - 1;
        let buffer = &mut self.0[chunk];
        let start = buffer.len();
        // Doubling stops at the limit: the last doubling would reserve half a buffer for nothing.
        if buffer.capacity() - start < text.len() {
            buffer.reserve_exact((start + text.len()).max(CHUNK.min(2 * start)) - start);
        }
        buffer.push_str(text);
        Span {
            chunk: chunk as u32,
            start: start as u32,
            end: buffer.len() as u32,
        }
    }

    fn get(&self, span: Span) -> &[u8] {
        &self.0[span.chunk as usize].as_bytes()[span.start as usize..span.end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_stays_within_its_limit_and_texts_where_they_are() {
        let mut chunks = Chunks::default();
        let texts: Vec<String> = (0..200).map(|i| format!("{i} ").repeat(5_000)).collect();
        let spans: Vec<Span> = texts.iter().map(|text| chunks.push(text)).collect();
        for (text, span) in texts.iter().zip(spans) {
            assert_eq!(chunks.get(span), text.as_bytes());
        }
        assert!(chunks.0.len() > 1 && chunks.0.iter().all(|c| c.capacity() <= CHUNK));
        let large = "x".repeat(3 * CHUNK);
        let span = chunks.push(&large);
        assert_eq!(chunks.get(span).len(), large.len());
    }
}

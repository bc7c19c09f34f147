//! Tests of search as a whole: documents in, results, excerpts and marks out.

mod differential;
mod excerpts;
mod explanations;
mod marks;
mod scan;

use crate::link::Filter;
use crate::markdown::{Block, Document, Inline, Style};
use crate::model::{Day, Label, Period, Summary};
use crate::search::{Corpus, Outcome, Query};
use crate::text::{FoldTable, searchable, tests::table};

pub(super) fn text(s: &str) -> Inline {
    Inline::Text(s.into())
}

pub(super) fn bold(s: &str) -> Inline {
    Inline::Styled(Style::Strong, vec![text(s)])
}

pub(super) fn paragraph(s: &str) -> Block {
    Block::Paragraph(vec![text(s)])
}

pub(super) fn heading(level: u8, s: &str) -> Block {
    Block::Heading {
        level,
        id: s.into(),
        content: vec![text(s)],
    }
}

pub(super) fn document(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        footnotes: Vec::new(),
    }
}

/// A report of a day of November 2025, whose id is that day.
pub(super) fn summary(day: u32) -> Summary {
    let date = Day::new(2025, 11, day).unwrap();
    Summary {
        id: format!("{day:02}"),
        day: date,
        time: None,
        title: String::new(),
        headline: String::new(),
        source: String::new(),
        topic: String::new(),
        period: Period::new(date, date),
        covers: None,
        points: Vec::new(),
        chars: 0,
        cloud: None,
        top_terms: Vec::new(),
        fresh: Vec::new(),
        updated: None,
    }
}

/// An archive under test.
pub(super) struct Archive {
    pub(super) corpus: Corpus,
    pub(super) fold: FoldTable,
}

impl Archive {
    pub(super) fn new() -> Self {
        let fold = table();
        let topics = [Label {
            key: "crypto".into(),
            name: "加密貨币".into(),
        }];
        Self {
            corpus: Corpus::new(&[], &topics, &fold),
            fold,
        }
    }

    /// An archive of one-paragraph reports, on the 1st, the 2nd and so on.
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut archive = Self::new();
        for (at, text) in texts.iter().enumerate() {
            archive.add(&summary(at as u32 + 1), vec![paragraph(text)]);
        }
        archive
    }

    pub(super) fn add(&mut self, summary: &Summary, blocks: Vec<Block>) {
        self.corpus
            .add(summary, &searchable(&document(blocks), &[]), &self.fold);
    }

    pub(super) fn outcome(&self, query: &str) -> Outcome {
        self.corpus
            .search(&Query::parse(query), &Filter::default(), &self.fold)
    }

    /// The ids of the results, best first.
    pub(super) fn find(&self, query: &str) -> Vec<&str> {
        self.outcome(query)
            .hits
            .iter()
            .map(|hit| self.corpus.id(hit.report))
            .collect()
    }
}

//! The searchable text of a document.

use super::walk::{Event, flatten, walk};
use crate::markdown::{Document, Inline};

/// What can be found in a document: its visible text, passage by passage.
///
/// A match lies in one passage; none spans two.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Searchable {
    /// All passages in reading order, footnotes last. Those without text are kept, so that the n-th passage
    /// is always the n-th text that the walk over the document meets.
    pub passages: Vec<Passage>,
    /// The headings below the headline, in reading order.
    pub sections: Vec<Section>,
}

/// The text of one heading, paragraph, table cell or code block.
#[derive(Clone, PartialEq, Debug)]
pub struct Passage {
    /// The text as it is read, without markup; a forced line break is `\n`.
    pub text: String,
    /// What kind of text it is.
    pub part: Part,
    /// Whether it is a code block, which holds no marks.
    pub code: bool,
    /// The section it stands in (its own, for a heading), as an index into [`Searchable::sections`].
    pub section: Option<usize>,
}

/// What a passage is to search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The report's first level-one heading.
    Headline,
    /// Another heading.
    Heading,
    /// Running text.
    Body,
    /// Text that every report has: it is found, but counts for nothing and is no excerpt while there is another.
    Boilerplate,
}

/// A heading that results can name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Its level, 1–6.
    pub level: u8,
    /// Its id in the page.
    pub id: String,
    /// What it says, as plain text.
    pub title: String,
}

/// The searchable text of a document. `boilerplate` are the blocks, by their index in [`Document::blocks`], that
/// say nothing of their own.
pub fn searchable(document: &Document, boilerplate: &[usize]) -> Searchable {
    let mut collector = Collector::default();
    walk(document, &mut |event| match event {
        Event::Block(index) => collector.boilerplate = boilerplate.contains(&index),
        Event::Heading(level, id, content) => collector.heading(level, id, content),
        Event::Running(content) => collector.push(flatten(content).text, Part::Body, false),
        Event::Code(text) => collector.push(text.clone(), Part::Body, true),
        Event::Footnotes => (collector.section, collector.boilerplate) = (None, false),
    });
    collector.out
}

#[derive(Default)]
struct Collector {
    out: Searchable,
    section: Option<usize>,
    /// Whether the headline was met.
    headline: bool,
    /// Whether the block says nothing of its own.
    boilerplate: bool,
}

impl Collector {
    fn heading(&mut self, level: u8, id: &str, content: &[Inline]) {
        let text = flatten(content).text;
        if level == 1 && !self.headline && !text.trim().is_empty() {
            self.headline = true;
            self.section = None;
            self.push(text, Part::Headline, false);
            return;
        }
        self.section = Some(self.out.sections.len());
        self.out.sections.push(Section {
            level,
            id: id.to_owned(),
            title: text.clone(),
        });
        self.push(text, Part::Heading, false);
    }

    fn push(&mut self, text: String, part: Part, code: bool) {
        let part = if self.boilerplate { Part::Boilerplate } else { part };
        self.out.passages.push(Passage {
            text,
            part,
            code,
            section: self.section,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Block, Footnote, Item};

    fn text(s: &str) -> Vec<Inline> {
        vec![Inline::Text(s.into())]
    }

    fn heading(level: u8, s: &str) -> Block {
        Block::Heading {
            level,
            id: s.into(),
            content: text(s),
        }
    }

    #[test]
    fn passages_come_in_reading_order_with_their_section() {
        let cell = |s: &str| text(s);
        let document = Document {
            blocks: vec![
                Block::Paragraph(text("Ai 报告")),
                heading(1, "总结"),
                Block::Paragraph(text("序")),
                heading(2, "简要"),
                Block::List {
                    start: Some(1),
                    tight: true,
                    items: vec![Item {
                        done: None,
                        blocks: vec![Block::Paragraph(text("点"))],
                    }],
                },
                Block::Table {
                    align: vec![],
                    head: vec![cell("头")],
                    rows: vec![vec![cell("格")]],
                },
                Block::Details {
                    summary: text("摘"),
                    blocks: vec![Block::Code {
                        language: String::new(),
                        text: "x\n".into(),
                    }],
                },
                heading(1, "又一个"),
                Block::Quote {
                    note: None,
                    blocks: vec![Block::Paragraph(text("引"))],
                },
                Block::Rule,
            ],
            footnotes: vec![Footnote {
                number: 1,
                blocks: vec![Block::Paragraph(text("注"))],
            }],
        };
        let found = searchable(&document, &[0]);
        let rows: Vec<_> = found
            .passages
            .iter()
            .map(|p| (p.text.as_str(), p.part, p.section))
            .collect();
        assert_eq!(
            rows,
            [
                ("Ai 报告", Part::Boilerplate, None),
                ("总结", Part::Headline, None),
                ("序", Part::Body, None),
                ("简要", Part::Heading, Some(0)),
                ("点", Part::Body, Some(0)),
                ("头", Part::Body, Some(0)),
                ("格", Part::Body, Some(0)),
                ("摘", Part::Body, Some(0)),
                ("x\n", Part::Body, Some(0)),
                ("又一个", Part::Heading, Some(1)),
                ("引", Part::Body, Some(1)),
                ("注", Part::Body, None),
            ]
        );
        assert_eq!(
            found.sections[0],
            Section {
                level: 2,
                id: "简要".into(),
                title: "简要".into()
            }
        );
    }

    #[test]
    fn all_inside_a_known_block_is_boilerplate() {
        let quote = Block::Quote {
            note: None,
            blocks: vec![Block::Paragraph(text("报告说明"))],
        };
        let document = Document {
            blocks: vec![quote, Block::Paragraph(text("正文"))],
            footnotes: vec![],
        };
        let parts: Vec<_> = searchable(&document, &[0]).passages;
        assert_eq!(
            parts.iter().map(|p| p.part).collect::<Vec<_>>(),
            [Part::Boilerplate, Part::Body]
        );
    }
}

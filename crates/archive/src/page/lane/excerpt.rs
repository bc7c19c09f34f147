//! A part of a report on another page.

use crate::markdown::{Block, Inline, Item, LinkTarget, Style};

/// The highest level of the headings inside: below the page, the day and the report.
pub(super) const TOP: u8 = 4;

/// What a part of a report becomes on another page: headings keep the outline of that page in order, and what
/// points into the report leads there.
pub(super) struct Excerpt<'a> {
    /// The report's address.
    pub(super) report: String,
    /// The report's id, which tells the ids of its headings from those of others.
    pub(super) id: &'a str,
    /// The level of the heading that the part stands under in the report.
    pub(super) section: u8,
    /// The level that the headings right under that one get.
    pub(super) top: u8,
}

impl Excerpt<'_> {
    /// The block as it stands on the other page.
    pub(super) fn block(&self, block: &Block) -> Block {
        let inside = |blocks: &[Block]| blocks.iter().map(|block| self.block(block)).collect();
        let cells = |row: &[Vec<Inline>]| row.iter().map(|cell| self.inlines(cell)).collect();
        match block {
            Block::Heading { level, id, content } => Block::Heading {
                level: (self.top + level.saturating_sub(self.section + 1)).min(6),
                id: format!("{}:{id}", self.id),
                content: self.inlines(content),
            },
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            Block::List { start, tight, items } => {
                let item = |item: &Item| Item {
                    done: item.done,
                    blocks: inside(&item.blocks),
                };
                Block::List {
                    start: *start,
                    tight: *tight,
                    items: items.iter().map(item).collect(),
                }
            }
            Block::Quote { note, blocks } => Block::Quote {
                note: *note,
                blocks: inside(blocks),
            },
            Block::Table { align, head, rows } => Block::Table {
                align: align.clone(),
                head: cells(head),
                rows: rows.iter().map(|row| cells(row)).collect(),
            },
            Block::Details { summary, blocks } => Block::Details {
                summary: self.inlines(summary),
                blocks: inside(blocks),
            },
            Block::Code { .. } | Block::Rule => block.clone(),
        }
    }

    fn inlines(&self, inlines: &[Inline]) -> Vec<Inline> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Inline {
        match inline {
            Inline::Styled(style, content) => Inline::Styled(*style, self.inlines(content)),
            Inline::Link { to, title, content } => Inline::Link {
                to: self.target(to),
                title: title.clone(),
                content: self.inlines(content),
            },
            Inline::FootnoteRef(number) => {
                let link = Inline::Link {
                    to: self.target(&LinkTarget::Anchor(format!("fn-{number}"))),
                    title: String::new(),
                    content: vec![Inline::Text(number.to_string())],
                };
                Inline::Styled(Style::Superscript, vec![link])
            }
            other => other.clone(),
        }
    }

    fn target(&self, target: &LinkTarget) -> LinkTarget {
        // The filter in the report's address stands between its path and what is added.
        let (path, filter) = match self.report.split_once('?') {
            Some((path, filter)) => (path, format!("?{filter}")),
            None => (self.report.as_str(), String::new()),
        };
        match target {
            LinkTarget::Anchor(id) => LinkTarget::Relative(format!("{path}{filter}#{id}")),
            LinkTarget::Relative(to) if !to.starts_with('/') => LinkTarget::Relative(format!("{path}{to}")),
            other => other.clone(),
        }
    }
}

//! Document → notation.

use super::{ALIGNS, NOTES, STYLES};
use crate::markdown::plain_text;
use crate::markdown::tree::{Block, Document, Footnote, Inline, Item, LinkTarget, MAX_DEPTH, MAX_NESTING};

/// Writes a document in the notation.
pub(super) fn write(document: &Document) -> String {
    let mut writer = Writer::default();
    writer.blocks(&document.blocks, 0);
    for Footnote { number, blocks } in &document.footnotes {
        writer.field(&number.to_string());
        writer.blocks(blocks, 0);
    }
    // It may stay in memory for long: no more room than it needs.
    writer.out.shrink_to_fit();
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for piece in text.split_inclusive(['{', '}']) {
            let whole = piece.strip_suffix(['{', '}']);
            self.out.push_str(whole.unwrap_or(piece));
            if whole.is_some() {
                self.out.push('{');
                self.out.push_str(&piece[piece.len() - 1..]);
            }
        }
    }

    fn field(&mut self, text: &str) {
        self.text(text);
        self.end();
    }

    fn end(&mut self) {
        self.out.push('}');
    }

    fn letter<T: Copy + PartialEq>(&mut self, letters: &[(u8, T)], value: T) {
        let found = letters.iter().find(|(_, known)| *known == value);
        self.out.extend(found.map(|(letter, _)| char::from(*letter)));
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            if depth < MAX_DEPTH || !has_blocks(block) {
                self.block(block, depth + 1);
            }
        }
        self.end();
    }

    /// A block whose own blocks stand at a depth.
    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Heading { level, id, content } => {
                self.out.push(char::from(b'0' + level.clamp(&1, &6)));
                let says_id = *id == plain_text(content);
                self.field(if says_id { "" } else { id });
                self.inlines(content, 0);
            }
            Block::Paragraph(content) => {
                self.out.push('p');
                self.inlines(content, 0);
            }
            Block::List { start, tight, items } => self.list(*start, *tight, items, depth),
            Block::Quote { note, blocks } => {
                self.out.push(if note.is_some() { '!' } else { 'q' });
                if let Some(note) = note {
                    self.letter(&NOTES, *note);
                }
                self.blocks(blocks, depth);
            }
            Block::Code { language, text } => {
                self.out.push('c');
                self.field(language);
                self.field(text);
            }
            Block::Table { align, head, rows } => {
                self.out.push('t');
                align.iter().for_each(|align| self.letter(&ALIGNS, *align));
                self.end();
                self.row(head);
                rows.iter().for_each(|row| self.row(row));
                self.end();
            }
            Block::Details { summary, blocks } => {
                self.out.push('d');
                self.inlines(summary, 0);
                self.blocks(blocks, depth);
            }
            Block::Rule => self.out.push('-'),
        }
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item], depth: usize) {
        self.out.push(match (start, tight) {
            (None, true) => 'u',
            (None, false) => 'U',
            (Some(_), true) => 'o',
            (Some(_), false) => 'O',
        });
        if let Some(start) = start {
            self.field(&start.to_string());
        }
        for Item { done, blocks } in items {
            self.out.push(match done {
                None => '.',
                Some(true) => 'x',
                Some(false) => 'o',
            });
            self.blocks(blocks, depth);
        }
        self.end();
    }

    fn row(&mut self, cells: &[Vec<Inline>]) {
        self.out.push('|');
        for cell in cells {
            self.out.push('|');
            self.inlines(cell, 0);
        }
        self.end();
    }

    fn inlines(&mut self, inlines: &[Inline], nesting: usize) {
        inlines.iter().for_each(|inline| self.inline(inline, nesting + 1));
        self.end();
    }

    /// An inline whose content is nested so deep.
    fn inline(&mut self, inline: &Inline, nesting: usize) {
        match inline {
            Inline::Text(text) | Inline::Mark { text, .. } => self.text(text),
            Inline::Styled(_, content) | Inline::Link { content, .. } if nesting > MAX_NESTING => {
                self.text(&plain_text(content));
            }
            Inline::Styled(style, content) => {
                self.out.push('{');
                self.letter(&STYLES, *style);
                self.inlines(content, nesting);
            }
            Inline::Link { to, title, content } => {
                let (open, to) = match to {
                    LinkTarget::External(to) => ("{l", to),
                    LinkTarget::Relative(to) => ("{r", to),
                    LinkTarget::Anchor(to) => ("{a", to),
                    LinkTarget::Report(to) => ("{p", to),
                };
                self.out.push_str(open);
                self.field(to);
                self.field(title);
                self.inlines(content, nesting);
            }
            Inline::Code(code) => {
                self.out.push_str("{c");
                self.field(code);
            }
            Inline::Image { src, alt } => {
                self.out.push_str("{i");
                self.field(src);
                self.field(alt);
            }
            Inline::SoftBreak => self.out.push_str("{ "),
            Inline::HardBreak => self.out.push_str("{n"),
            Inline::FootnoteRef(number) => {
                self.out.push_str("{f");
                self.field(&number.to_string());
            }
        }
    }
}

fn has_blocks(block: &Block) -> bool {
    matches!(
        block,
        Block::List { .. } | Block::Quote { .. } | Block::Details { .. }
    )
}

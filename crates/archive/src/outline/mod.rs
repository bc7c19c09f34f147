//! What the parts of a report are: headline, sections and their kinds, key points, boilerplate.
//!
//! Real reports drift: the same section is called 简要部分 one day and 概要部分 the next. The tables that absorb
//! the drift are data (`kinds.txt`, `boilerplate.txt`), and a publisher adds to them in `kanbao.toml`.

mod aliases;
mod pattern;
mod points;
mod stated;

use std::ops::Range;

pub use aliases::{Aliases, SectionKind};
pub use pattern::Pattern;
pub(crate) use points::split_lead_in;

use crate::markdown::{Block, Document, Inline, plain_text};
use crate::model::{Period, Point};

/// The parts of one report. Block indices refer to [`Document::blocks`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outline {
    /// The text of the first level-one heading.
    pub headline: Option<String>,
    /// The block of that heading.
    pub headline_block: Option<usize>,
    /// Every other heading with what stands under it, in order.
    pub sections: Vec<Section>,
    /// The key points in order.
    pub points: Vec<Point>,
    /// Blocks that repeat in every report and say nothing: they enter neither excerpts nor terms.
    pub boilerplate: Vec<usize>,
    /// The days that the body says it covers.
    pub stated: Option<Period>,
    /// Han characters plus Latin words and numbers of the visible text.
    pub chars: u32,
    /// Destination of the word-cloud image, as the post writes it.
    pub cloud_image: Option<String>,
}

/// A heading and what stands under it.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    /// What the section is, whatever it is called.
    pub kind: SectionKind,
    /// What it is called.
    pub heading: String,
    /// The heading's id.
    pub id: String,
    /// The heading's level, 1–6.
    pub level: u8,
    /// The heading's block and those after it, up to the next heading of any level.
    pub blocks: Range<usize>,
}

impl Section {
    /// The blocks under the heading, without the heading.
    pub fn content(&self) -> Range<usize> {
        self.blocks.start + 1..self.blocks.end
    }
}

impl Outline {
    /// Finds the parts of a document.
    pub fn of(document: &Document, aliases: &Aliases) -> Self {
        let blocks = &document.blocks;
        let mut outline = Self::default();
        for (index, block) in blocks.iter().enumerate() {
            let Block::Heading { level, id, content } = block else {
                continue;
            };
            let heading = plain_text(content).trim().to_owned();
            if *level == 1 && outline.headline_block.is_none() && !heading.is_empty() {
                outline.headline = Some(heading);
                outline.headline_block = Some(index);
            } else {
                let kind = aliases.kind_of(&heading);
                let blocks = index..section_end(blocks, index);
                outline.sections.push(Section {
                    kind,
                    heading,
                    id: id.clone(),
                    level: *level,
                    blocks,
                });
            }
        }
        outline.boilerplate = boilerplate(document, aliases);
        outline.points = points::find(blocks, &outline.sections);
        outline.stated = stated::find(outline.boilerplate.iter().filter_map(|&i| blocks.get(i)));
        outline.cloud_image = find_cloud(blocks, &outline.sections);
        outline.chars = outline.count_chars(document);
        outline
    }

    /// Whether the block says nothing of its own.
    pub fn is_boilerplate(&self, block: usize) -> bool {
        self.boilerplate.contains(&block)
    }

    /// The first section of a kind.
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == kind)
    }

    /// What belongs to a kind: its sections that say something, each with the blocks below its heading. Sections of
    /// lower rank belong to the one they stand under; of the two parts that hold all others (brief and details), only
    /// what stands right under the heading is their own.
    pub fn of_kind(&self, document: &Document, kind: SectionKind) -> Vec<(&Section, Range<usize>)> {
        let mut found: Vec<(&Section, Range<usize>)> = Vec::new();
        for (at, section) in self.sections.iter().enumerate() {
            let start = section.blocks.start;
            let is_inside = found.last().is_some_and(|(_, blocks)| blocks.contains(&start));
            if section.kind != kind || is_inside {
                continue;
            }
            let later = &self.sections[at + 1..];
            let next = match kind {
                SectionKind::Brief | SectionKind::Details => later.first(),
                _ => later.iter().find(|next| next.level <= section.level),
            };
            let end = next.map_or(document.blocks.len(), |next| next.blocks.start);
            let blocks = start + 1..end;
            if blocks.clone().any(|block| self.says_something(document, block)) {
                found.push((section, blocks));
            }
        }
        found
    }

    fn says_something(&self, document: &Document, block: usize) -> bool {
        let is_silent = |block: &Block| matches!(block, Block::Rule | Block::Heading { .. });
        !self.is_boilerplate(block) && document.blocks.get(block).is_some_and(|block| !is_silent(block))
    }

    fn count_chars(&self, document: &Document) -> u32 {
        let visible = document
            .blocks
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.is_boilerplate(*index));
        visible.map(|(_, block)| count_units(&block_text(block))).sum()
    }
}

/// The text of a block and everything inside it, its parts apart by line ends.
pub fn block_text(block: &Block) -> String {
    let mut out = String::new();
    push_block_text(block, &mut out);
    out
}

fn push_block_text(block: &Block, out: &mut String) {
    let mut line = |content: &[Inline]| {
        out.push_str(&plain_text(content));
        out.push('\n');
    };
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => line(content),
        Block::Code { text, .. } => out.push_str(text),
        Block::Table { head, rows, .. } => {
            head.iter().for_each(|cell| line(cell));
            rows.iter().flatten().for_each(|cell| line(cell));
        }
        Block::List { items, .. } => {
            items
                .iter()
                .flat_map(|item| &item.blocks)
                .for_each(|block| push_block_text(block, out));
        }
        Block::Quote { blocks, .. } => blocks.iter().for_each(|block| push_block_text(block, out)),
        Block::Details { summary, blocks } => {
            line(summary);
            blocks.iter().for_each(|block| push_block_text(block, out));
        }
        Block::Rule => {}
    }
}

fn section_end(blocks: &[Block], start: usize) -> usize {
    let next = blocks[start + 1..]
        .iter()
        .position(|block| matches!(block, Block::Heading { .. }));
    next.map_or(blocks.len(), |offset| start + 1 + offset)
}

/// The blocks that say nothing of their own, as in [`Outline::boilerplate`]: all that search needs of an outline.
pub fn boilerplate(document: &Document, aliases: &Aliases) -> Vec<usize> {
    let is_boilerplate = |block: &Block| match block {
        Block::Paragraph(content) => {
            let text = plain_text(content);
            let text = text.trim();
            !text.is_empty() && aliases.is_boilerplate(text)
        }
        _ => false,
    };
    let blocks = document.blocks.iter().enumerate();
    blocks
        .filter(|(_, block)| is_boilerplate(block))
        .map(|(index, _)| index)
        .collect()
}

/// The first image under a word-cloud heading, else the last image whose address or description says it is one.
fn find_cloud(blocks: &[Block], sections: &[Section]) -> Option<String> {
    let in_section = sections
        .iter()
        .filter(|section| section.kind == SectionKind::Cloud)
        .flat_map(|section| images(&blocks[section.content()]))
        .next();
    let by_name = || {
        images(blocks).into_iter().rfind(|(src, alt)| {
            src.to_ascii_lowercase().contains("wordcloud") || alt.contains("词云") || alt.contains("詞雲")
        })
    };
    in_section.or_else(by_name).map(|(src, _)| src)
}

/// Destination and description of the images that stand in paragraphs.
fn images(blocks: &[Block]) -> Vec<(String, String)> {
    fn walk(inlines: &[Inline], out: &mut Vec<(String, String)>) {
        for inline in inlines {
            match inline {
                Inline::Image { src, alt } => out.push((src.clone(), alt.clone())),
                Inline::Styled(_, content) | Inline::Link { content, .. } => walk(content, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    for block in blocks {
        if let Block::Paragraph(content) = block {
            walk(content, &mut out);
        }
    }
    out
}

/// Han characters count one each, runs of other letters and digits one a run: what word processors for Chinese
/// call 字数.
pub(crate) fn count_units(text: &str) -> u32 {
    let mut units = 0;
    let mut in_word = false;
    for c in text.chars() {
        let is_han =
            matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}');
        let is_word =
            !is_han && (c.is_alphanumeric() || (in_word && matches!(c, '.' | '-' | '_' | '\'' | '+')));
        units += u32::from(is_han || (is_word && !in_word));
        in_word = is_word;
    }
    units
}

#[cfg(test)]
mod tests;

//! The links in a document.

use std::collections::BTreeMap;

use kanbao_archive::markdown::{Block, Document, Inline, LinkTarget};

use super::Outcome;

/// Shows where every link of a document leads, in order.
pub(super) fn targets(document: &Document, see: &mut impl FnMut(&LinkTarget)) {
    let footnotes = document.footnotes.iter().map(|note| &note.blocks);
    for blocks in std::iter::once(&document.blocks).chain(footnotes) {
        in_blocks(blocks, see);
    }
}

fn in_blocks(blocks: &[Block], see: &mut impl FnMut(&LinkTarget)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => in_inlines(content, see),
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(&item.blocks, see)),
            Block::Quote { blocks, .. } => in_blocks(blocks, see),
            Block::Details { summary, blocks } => {
                in_inlines(summary, see);
                in_blocks(blocks, see);
            }
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| in_inlines(cell, see));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], see: &mut impl FnMut(&LinkTarget)) {
    for inline in inlines {
        match inline {
            Inline::Link { to, content, .. } => {
                see(to);
                in_inlines(content, see);
            }
            Inline::Styled(_, content) => in_inlines(content, see),
            _ => {}
        }
    }
}

/// Gives the links of a document what became of their destinations.
pub(super) fn replace(document: &mut Document, outcomes: &BTreeMap<&str, Outcome>) {
    replace_in_blocks(&mut document.blocks, outcomes);
    for note in &mut document.footnotes {
        replace_in_blocks(&mut note.blocks, outcomes);
    }
}

fn replace_in_blocks(blocks: &mut [Block], outcomes: &BTreeMap<&str, Outcome>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => replace_in(content, outcomes),
            Block::List { items, .. } => {
                for item in items {
                    replace_in_blocks(&mut item.blocks, outcomes);
                }
            }
            Block::Quote { blocks, .. } => replace_in_blocks(blocks, outcomes),
            Block::Details { summary, blocks } => {
                replace_in(summary, outcomes);
                replace_in_blocks(blocks, outcomes);
            }
            Block::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    replace_in(cell, outcomes);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn replace_in(inlines: &mut Vec<Inline>, outcomes: &BTreeMap<&str, Outcome>) {
    for mut inline in std::mem::take(inlines) {
        match &mut inline {
            Inline::Link { to, content, .. } => {
                replace_in(content, outcomes);
                let written = match to {
                    LinkTarget::Relative(written) | LinkTarget::External(written) => written.as_str(),
                    _ => "",
                };
                match outcomes.get(written) {
                    Some(Outcome::To(target)) => *to = target.clone(),
                    Some(Outcome::Text) => {
                        let content = std::mem::take(content);
                        content.into_iter().for_each(|inline| push(inlines, inline));
                        continue;
                    }
                    Some(Outcome::Kept) | None => {}
                }
            }
            Inline::Styled(_, content) => replace_in(content, outcomes),
            _ => {}
        }
        push(inlines, inline);
    }
}

/// Adds an inline; a text joins the one before it, so that a search finds words across what was a link.
fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, inline) => inlines.push(inline),
    }
}

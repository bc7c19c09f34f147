//! Key points: the items of the key-points list, split into lead-in and text.

use super::{Section, SectionKind, block_text};
use crate::markdown::{Block, Inline, Item, Style, plain_text};
use crate::model::Point;

/// The items of every list in the key-points sections, in order.
pub(super) fn find(blocks: &[Block], sections: &[Section]) -> Vec<Point> {
    sections
        .iter()
        .filter(|section| section.kind == SectionKind::KeyPoints)
        .flat_map(|section| &blocks[section.content()])
        .filter_map(|block| match block {
            Block::List { items, .. } => Some(items),
            _ => None,
        })
        .flatten()
        .filter_map(point_of)
        .collect()
}

fn point_of(item: &Item) -> Option<Point> {
    let (first, rest) = item.blocks.split_first()?;
    let Block::Paragraph(content) = first else {
        return Some(Point {
            lead: String::new(),
            text: tidy(&block_text(first)),
        });
    };
    let (lead, mut text) = match split_lead_in(content) {
        Some((lead, rest)) => (tidy(&plain_text(&lead)), plain_text(&rest)),
        None => (String::new(), plain_text(content)),
    };
    for block in rest {
        text.push(' ');
        text.push_str(&block_text(block));
    }
    let text = tidy(&text);
    (!lead.is_empty() || !text.is_empty()).then_some(Point { lead, text })
}

/// Splits `**lead-in**：text` into lead-in and text, without the colon. It may stand inside or outside the
/// bold; without one the bold is part of the sentence and no lead-in.
pub(crate) fn split_lead_in(content: &[Inline]) -> Option<(Vec<Inline>, Vec<Inline>)> {
    let (Inline::Styled(Style::Strong, lead), rest) = content.split_first()? else {
        return None;
    };
    let (mut lead, mut rest) = (lead.clone(), rest.to_vec());
    let is_colon = |c: char| matches!(c, '：' | ':');
    if let Some(Inline::Text(first)) = rest.first_mut()
        && let Some(after) = first.trim_start().strip_prefix(is_colon)
    {
        *first = after.trim_start().to_owned();
        return Some((lead, rest));
    }
    if let Some(Inline::Text(last)) = lead.last_mut()
        && let Some(before) = last.trim_end().strip_suffix(is_colon)
    {
        *last = before.to_owned();
        return Some((lead, rest));
    }
    None
}

/// One line without space around it.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

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
    let (lead, mut text) = split_lead(content);
    for block in rest {
        text.push(' ');
        text.push_str(&block_text(block));
    }
    let text = tidy(&text);
    (!lead.is_empty() || !text.is_empty()).then_some(Point { lead, text })
}

/// Splits `**lead-in**：text`. The colon may stand inside or outside the bold; without one the bold is part of
/// the sentence and no lead-in.
pub(crate) fn split_lead(content: &[Inline]) -> (String, String) {
    if let Some((Inline::Styled(Style::Strong, strong), rest)) = content.split_first() {
        let strong = plain_text(strong);
        let rest = plain_text(rest);
        let is_colon = |c: char| matches!(c, '：' | ':');
        let inside = strong.trim_end().strip_suffix(is_colon);
        if let Some(text) = rest.trim_start().strip_prefix(is_colon) {
            return (tidy(&strong), text.trim().to_owned());
        }
        if let Some(lead) = inside {
            return (tidy(lead), rest.trim().to_owned());
        }
        if rest.trim().is_empty() {
            return (String::new(), tidy(&strong));
        }
    }
    (String::new(), plain_text(content))
}

/// One line without space around it.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

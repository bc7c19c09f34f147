//! The text of a report: its blocks, with the parts that have a place of their own set apart.

use super::tools::copy_points;
use super::{Context, Opened};
use crate::html::{Element, Html, el, text};
use crate::markdown::{Block, Inline, Writer};
use crate::outline::{Section, SectionKind};
use crate::page::points::point_items;

/// Writes the report's blocks with the parts that have a place of their own set apart.
pub(super) struct BodyWriter<'a> {
    context: &'a Context<'a>,
    opened: &'a Opened<'a>,
    writer: Writer<'a>,
    /// Key points written so far.
    points: usize,
}

impl<'a> BodyWriter<'a> {
    pub(super) fn new(context: &'a Context<'a>, opened: &'a Opened<'a>) -> Self {
        Self {
            context,
            opened,
            writer: Writer::new(&opened.body.images, context.root),
            points: 0,
        }
    }

    /// The headline: as plain as lists show it, but for the marks of a search.
    pub(super) fn headline(&mut self) -> Vec<Html> {
        let block = self.opened.outline.headline_block;
        match block.and_then(|block| self.opened.document.blocks.get(block)) {
            Some(Block::Heading { content, .. }) if has_mark(content) => self.writer.inlines(content),
            _ => vec![text(&self.opened.summary.headline)],
        }
    }

    /// The footnotes, where there are any.
    pub(super) fn footnotes(&mut self) -> Option<Element> {
        self.writer.footnotes(self.opened.document)
    }

    /// Everything below the headline but footnotes and colophon.
    pub(super) fn blocks(&mut self) -> Vec<Html> {
        let outline = self.opened.outline;
        let blocks = &self.opened.document.blocks;
        let first_section = outline
            .sections
            .first()
            .map_or(blocks.len(), |section| section.blocks.start);
        let mut out = self.plain(0..first_section);
        for section in &outline.sections {
            self.section(section, &mut out);
        }
        out
    }

    fn section(&mut self, section: &Section, out: &mut Vec<Html>) {
        match section.kind {
            SectionKind::Brief => self.hidden_heading(section, out),
            SectionKind::Overview => {
                self.hidden_heading(section, out);
                let blocks = self.plain(section.content());
                out.push(el("div").class("overview").children(blocks).into());
                return;
            }
            SectionKind::KeyPoints => {
                self.hidden_heading(section, out);
                self.key_points(section, out);
                return;
            }
            // The cloud has its own place beside the text.
            SectionKind::Cloud => {}
            SectionKind::Details => {
                // 详细分析部分 is 详细分析: that it is a part, the page shows.
                let name = section.heading.strip_suffix("部分").unwrap_or(&section.heading);
                let heading = el("h2").attr("id", &section.id).text(name);
                out.push(self.with_link(heading, &section.id).into());
            }
            _ => out.extend(self.plain(section.blocks.start..section.blocks.start + 1)),
        }
        out.extend(self.plain(section.content()));
    }

    /// A heading that structure needs and eyes do not.
    fn hidden_heading(&self, section: &Section, out: &mut Vec<Html>) {
        let tag = if section.level <= 2 { "h2" } else { "h3" };
        out.push(
            el(tag)
                .class("visually-hidden")
                .attr("id", &section.id)
                .text(&section.heading)
                .into(),
        );
    }

    fn key_points(&mut self, section: &Section, out: &mut Vec<Html>) {
        for index in section.content() {
            match &self.opened.document.blocks[index] {
                Block::List { items, .. } => {
                    let first = self.points + 1;
                    self.points += items.len();
                    let id = (first == 1).then_some("points");
                    let items = point_items(self.context, &mut self.writer, items, first);
                    let list = el("ol").class("points report-points").attr_opt("id", id);
                    out.push(list.attr("start", first.to_string()).children(items).into());
                }
                _ => out.extend(self.plain(index..index + 1)),
            }
        }
        if self.points > 0 {
            let copy = copy_points(self.context, self.opened.summary);
            out.push(el("p").class("points-foot").child(copy).into());
        }
    }

    /// A heading with the link to it, which styles show beside it.
    fn with_link(&self, heading: Element, id: &str) -> Element {
        let link = el("a")
            .class("heading-link")
            .attr("href", format!("#{id}"))
            .attr("aria-label", self.context.messages.section_link);
        heading.child(link)
    }

    /// Blocks as they are, without headline, boilerplate, and what stands elsewhere on the page.
    fn plain(&mut self, range: std::ops::Range<usize>) -> Vec<Html> {
        let opened = self.opened;
        let blocks = &opened.document.blocks;
        let mut out = Vec::new();
        for index in range {
            let leads_to_boilerplate =
                matches!(blocks[index], Block::Rule) && opened.outline.is_boilerplate(index + 1);
            if opened.outline.headline_block == Some(index)
                || opened.outline.is_boilerplate(index)
                || leads_to_boilerplate
                || self.is_cloud_image(&blocks[index])
            {
                continue;
            }
            let block = self.writer.block(&blocks[index]);
            out.push(match &blocks[index] {
                Block::Heading { id, .. } => self.with_link(block, id).into(),
                _ => block.into(),
            });
        }
        out
    }

    /// Whether the block is nothing but the word-cloud image.
    fn is_cloud_image(&self, block: &Block) -> bool {
        let Block::Paragraph(content) = block else {
            return false;
        };
        let mut content = content
            .iter()
            .filter(|inline| !matches!(inline, Inline::SoftBreak));
        let cloud = self.opened.outline.cloud_image.as_deref();
        match (content.next(), content.next()) {
            (Some(Inline::Image { src, .. }), None) => Some(src.as_str()) == cloud,
            (Some(Inline::Link { content, .. }), None) => {
                matches!(content.as_slice(), [Inline::Image { src, .. }] if Some(src.as_str()) == cloud)
            }
            _ => false,
        }
    }

    /// Source and dates as the post states them, small at the end. The line that only repeats title and dates
    /// is left out: the header says the same.
    pub(super) fn colophon(&mut self) -> Option<Element> {
        let opened = self.opened;
        let headline = opened.outline.headline_block.unwrap_or(0);
        let blocks: Vec<Html> = opened
            .outline
            .boilerplate
            .iter()
            .filter(|index| **index > headline)
            .filter_map(|index| opened.document.blocks.get(*index))
            .map(|block| self.writer.block(block).into())
            .collect();
        (!blocks.is_empty()).then(|| el("footer").class("colophon").children(blocks))
    }
}

fn has_mark(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Mark { .. } => true,
        Inline::Styled(_, content) | Inline::Link { content, .. } => has_mark(content),
        _ => false,
    })
}

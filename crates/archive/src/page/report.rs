//! A report's page: header, overview, points, the rest of the text, contents and word cloud.

use super::Context;
use super::cloud_figure::{Shape, cloud_figure};
use super::points::point_items;
use crate::html::{Element, Html, el, text};
use crate::link::{Address, Route};
use crate::markdown::{Block, Document, Inline, Writer};
use crate::model::{Body, Summary};
use crate::outline::{Outline, Section, SectionKind};

/// A report taken apart for its page.
pub struct Opened<'a> {
    /// The report as lists know it.
    pub summary: &'a Summary,
    /// Its images and terms.
    pub body: &'a Body,
    /// Its text, with marks where a search put them.
    pub document: &'a Document,
    /// The parts of its text.
    pub outline: &'a Outline,
}

/// The reports before and after, under the current filter.
#[derive(Clone, Copy, Default)]
pub struct Neighbours<'a> {
    /// The next older one.
    pub older: Option<&'a Summary>,
    /// The next newer one.
    pub newer: Option<&'a Summary>,
    /// The newest of the archive, where this is not it.
    pub newest: Option<&'a Summary>,
}

/// The page inside `<main>`.
pub fn report(context: &Context<'_>, opened: &Opened<'_>, neighbours: Neighbours<'_>) -> Vec<Html> {
    let summary = opened.summary;
    let mut body = BodyWriter {
        opened,
        writer: Writer::new(&opened.body.images, context.root),
        points: 0,
    };
    let headline = body.headline();
    let blocks = body.blocks();
    let footnotes = body.writer.footnotes(opened.document);
    let colophon = body.colophon();
    let article = el("article")
        .class("report")
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(header(context, summary, headline, neighbours.newest))
        .child(
            el("div")
                .class("prose")
                .children(blocks)
                .child_opt(footnotes)
                .child_opt(colophon),
        );
    let cloud = cloud_figure(context, summary, opened.body, Shape::Narrow).map(|figure| {
        el("aside")
            .class("report-side")
            .attr("id", "word-cloud")
            .child(figure)
    });
    let grid = el("div")
        .class("report-grid")
        .child_opt(contents(context, opened))
        .child(article)
        .child_opt(cloud)
        .child(neighbour_links(context, neighbours));
    vec![grid.into()]
}

fn header(
    context: &Context<'_>,
    summary: &Summary,
    headline: Vec<Html>,
    newest: Option<&Summary>,
) -> Element {
    let messages = context.messages;
    let date = el("time")
        .attr("datetime", summary.day.to_string())
        .text((messages.long_date)(summary.day));
    let label = context.label(summary);
    let label = (!label.is_empty()).then(|| el("span").class("report-topic").text(label));
    let facts = [
        summary
            .covers
            .filter(|covers| *covers != summary.period)
            .map(messages.covers),
        Some((messages.length)(summary.chars)),
        Some((messages.reading_time)(summary.minutes())),
        summary.updated.map(messages.updated),
    ];
    let facts: Vec<Element> = facts
        .into_iter()
        .flatten()
        .map(|fact| el("span").text(fact))
        .collect();
    let newest = newest.map(|newest| {
        el("a")
            .class("newest")
            .attr("href", context.report_href(newest))
            .text(messages.newest_report)
    });
    el("header")
        .class("report-header")
        .child(
            el("p")
                .class("report-line")
                .child_opt(label)
                .child(date)
                .child_opt(newest),
        )
        .child(el("h1").children(headline))
        .child(el("p").class("meta").children(facts))
}

/// Where the sections begin, for jumping and for knowing where one is.
fn contents(context: &Context<'_>, opened: &Opened<'_>) -> Option<Element> {
    let points = opened.outline.points.len();
    let entries = opened.outline.sections.iter().filter_map(|section| {
        let anchor = match section.kind {
            SectionKind::Brief | SectionKind::Details => return None,
            SectionKind::KeyPoints => "points",
            SectionKind::Cloud => "word-cloud",
            _ => section.id.as_str(),
        };
        let name = section_name(context, section, points);
        let link = el("a").attr("href", format!("#{anchor}")).text(name);
        Some(
            el("li")
                .class(if section.level > 3 {
                    "contents-sub"
                } else {
                    "contents-item"
                })
                .child(link),
        )
    });
    let entries: Vec<Element> = entries.collect();
    (entries.len() > 1).then(|| {
        el("nav")
            .class("contents")
            .attr("id", "contents")
            .attr("aria-label", context.messages.contents)
            .child(el("ol").children(entries))
    })
}

/// What a section is called in contents and results: short where its kind has a word of its own.
pub fn section_name(context: &Context<'_>, section: &Section, points: usize) -> String {
    let messages = context.messages;
    match section.kind {
        SectionKind::Overview => messages.overview.to_owned(),
        SectionKind::KeyPoints => (messages.key_points)(points),
        SectionKind::Cloud => messages.word_cloud.to_owned(),
        _ => section.heading.clone(),
    }
}

fn neighbour_links(context: &Context<'_>, neighbours: Neighbours<'_>) -> Element {
    let messages = context.messages;
    let link = |summary: &Summary, class: &str, label: &str| {
        let line = el("span").class("neighbour-line").text(format!(
            "{label}　{}　{}",
            (messages.short_date)(summary.day),
            context.label(summary)
        ));
        el("a")
            .class(class)
            .attr("href", context.report_href(summary))
            .child(line)
            .child(
                el("span")
                    .class("neighbour-lead")
                    .attr("lang", &context.bundle.site.language)
                    .text(summary.lead()),
            )
    };
    el("nav")
        .class("neighbours")
        .attr("aria-label", messages.neighbours)
        .child_opt(
            neighbours
                .older
                .map(|summary| link(summary, "older", messages.previous)),
        )
        .child_opt(
            neighbours
                .newer
                .map(|summary| link(summary, "newer", messages.next)),
        )
}

/// Writes the report's blocks with the parts that have a place of their own set apart.
struct BodyWriter<'a> {
    opened: &'a Opened<'a>,
    writer: Writer<'a>,
    /// Key points written so far.
    points: usize,
}

impl BodyWriter<'_> {
    /// The headline: as plain as lists show it, but for the marks of a search.
    fn headline(&mut self) -> Vec<Html> {
        let block = self.opened.outline.headline_block;
        match block.and_then(|block| self.opened.document.blocks.get(block)) {
            Some(Block::Heading { content, .. }) if has_mark(content) => self.writer.inlines(content),
            _ => vec![text(&self.opened.summary.headline)],
        }
    }

    fn blocks(&mut self) -> Vec<Html> {
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
                out.push(el("h2").attr("id", &section.id).text(name).into());
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
                    let items = point_items(&mut self.writer, items, first);
                    let list = el("ol").class("points report-points").attr_opt("id", id);
                    out.push(list.attr("start", first.to_string()).children(items).into());
                }
                _ => out.extend(self.plain(index..index + 1)),
            }
        }
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
            out.push(self.writer.block(&blocks[index]).into());
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
    fn colophon(&mut self) -> Option<Element> {
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

/// The address of a report with the marks of a search.
pub(super) fn marked_address(context: &Context<'_>, id: &str, q: &str) -> Address {
    context.address(Route::Report(id.to_owned())).with_q(q)
}

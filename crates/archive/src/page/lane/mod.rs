//! Lanes: one kind of section across many days, so that only the markets of last week, or only the key points, are
//! read.

mod excerpt;

use std::ops::Range;

use super::choices::choices;
use super::dates::{Days, dates, days_button};
use super::points::point_link;
use super::{Context, Trouble, remedy};
use crate::html::{Element, Html, el};
use crate::link::{Address, Route};
use crate::markdown::{Block, Document, Writer};
use crate::model::{Body, Period, Summary};
use crate::outline::{Outline, Section, SectionKind};
use excerpt::Excerpt;

/// How many days with reports a lane shows where the address names no days.
pub const LANE_DAYS: usize = 14;

/// What a lane shows.
pub struct Lane<'a> {
    /// Which section of every report.
    pub kind: SectionKind,
    /// The reports that have it, newest first; each day's stand together.
    pub entries: &'a [Entry<'a>],
    /// How many reports of the days asked for are known.
    pub total: usize,
    /// How many days there are and which, where the address does not say and the newest are shown.
    pub newest: Option<(usize, Period)>,
    /// What follows the entries.
    pub ending: Ending,
    /// Whether the choice of days is unfolded on a small screen.
    pub is_open: bool,
    /// What the choice of days shows.
    pub days: Days<'a>,
}

/// A report in a lane.
pub struct Entry<'a> {
    /// The report.
    pub summary: &'a Summary,
    /// Its text; key points need none.
    pub opened: Option<(&'a Body, &'a Document, &'a Outline)>,
}

/// What follows the entries of a lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Nothing: all of them are shown.
    Whole,
    /// More, drawn on demand.
    More,
    /// More, under way.
    Loading,
    /// The reports of so many days are not here, and why.
    Missing(usize, Trouble),
}

/// The page inside `<main>`.
pub fn lane(context: &Context<'_>, lane: &Lane<'_>) -> Vec<Html> {
    let page = Address::new(Route::Lane(lane.kind));
    let days = match lane.newest {
        Some((days, period)) => (context.messages.newest_days)(days, period),
        None => context.range_name(context.messages.preset_all),
    };
    let line = el("div")
        .class("lane-line")
        .child(el("p").class("lane-dates").text(days))
        .child(days_button(context, "kb-lane-side", lane.is_open));
    let main = el("div")
        .class("lane-main")
        .child(line)
        .child(choices(context, &page))
        .children(by_day(context, lane))
        .child_opt(ending(context, lane));
    let side = el("aside")
        .class("lane-side")
        .attr("id", "kb-lane-side")
        .attr("aria-label", context.messages.presets)
        .attr("data-open", if lane.is_open { "true" } else { "false" })
        .child(dates(context, &page, lane.days));
    vec![
        head(context, lane).into(),
        kinds(context, Some(lane.kind)).into(),
        el("div").class("lane-grid").child(main).child(side).into(),
    ]
}

fn head(context: &Context<'_>, lane: &Lane<'_>) -> Element {
    let messages = context.messages;
    let count = el("span")
        .class("count")
        .attr("data-total", lane.total.to_string())
        .text((messages.reports)(lane.total));
    el("header")
        .class("section-head page-head")
        .child(el("h1").text((messages.section_kind)(lane.kind)))
        .child(count)
}

/// The choice among the kinds that occur; `current` is the one that is shown.
pub(super) fn kinds(context: &Context<'_>, current: Option<SectionKind>) -> Element {
    let messages = context.messages;
    let links = context.bundle.lanes().map(|kind| {
        let address = context.address(Route::Lane(kind));
        el("a")
            .attr("href", context.href(&address))
            .attr_opt("aria-current", (current == Some(kind)).then_some("true"))
            .text((messages.section_kind)(kind))
    });
    let links: Vec<Element> = links.collect();
    el("nav")
        .class("tabs lane-kinds")
        .attr("data-needs-app", "lane")
        .attr("aria-label", messages.narrowed_to)
        .children(links)
}

/// The way to the lanes from a list of reports, where there are any.
pub(super) fn ways(context: &Context<'_>) -> Option<Element> {
    let label = el("span")
        .attr("aria-hidden", "true")
        .text(context.messages.narrowed_to);
    let ways = || {
        el("div")
            .class("lane-ways")
            .child(label)
            .child(kinds(context, None))
    };
    (!context.bundle.sections.is_empty()).then(ways)
}

fn by_day(context: &Context<'_>, lane: &Lane<'_>) -> Vec<Element> {
    let days = lane
        .entries
        .chunk_by(|a, b| a.summary.day == b.summary.day)
        .map(|entries| day(context, lane, entries));
    days.collect()
}

fn day(context: &Context<'_>, lane: &Lane<'_>, entries: &[Entry<'_>]) -> Element {
    let messages = context.messages;
    let section = el("section").class("lane-day");
    let Some(Entry { summary, .. }) = entries.first() else {
        return section;
    };
    let day = summary.day;
    let name = (messages.dated)(day, lane.days.today.unwrap_or(day));
    let date = el("time")
        .attr("datetime", day.to_string())
        .child(el("span").class("lane-day-name").text(name))
        .text(" ")
        .child(
            el("span")
                .class("lane-weekday")
                .text((messages.weekday)(day.weekday())),
        );
    let reports = entries.iter().map(|entry| report(context, lane.kind, entry));
    let reports: Vec<Element> = reports.collect();
    section
        .child(el("h2").child(date))
        .child(el("div").class("lane-reports").children(reports))
}

fn report(context: &Context<'_>, kind: SectionKind, entry: &Entry<'_>) -> Element {
    let summary = entry.summary;
    let article = el("article")
        .class("lane-report")
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id);
    let Some((body, document, outline)) = entry.opened else {
        let points = summary.points.iter().enumerate().map(|(index, point)| {
            el("li")
                .class("point")
                .attr("value", (index + 1).to_string())
                .child(point_link(context, summary, index + 1, point))
        });
        let points: Vec<Element> = points.collect();
        // The first point is the lead: to say it above the points would be to say it twice.
        let head = heading(context, summary, "points", None);
        return article
            .child(head)
            .child(el("ol").class("points").children(points));
    };
    let sections = outline.of_kind(document, kind);
    let anchor = sections
        .first()
        .map_or_else(String::new, |(section, _)| section.id.clone());
    let mut excerpt = Excerpt {
        report: context.report_href(summary),
        id: &summary.id,
        section: 0,
        top: excerpt::TOP,
    };
    let mut writer = Writer::new(&body.images, context.root);
    let mut out = Vec::new();
    let several = sections.len() > 1;
    for (section, blocks) in sections {
        excerpt.section = section.level;
        if several {
            excerpt.top = excerpt::TOP + 1;
            out.push(el("h4").text(&section.heading).into());
        }
        let blocks = shown(document, outline, section, blocks);
        let blocks: Vec<Block> = blocks.map(|block| excerpt.block(block)).collect();
        out.extend(writer.blocks(&blocks));
    }
    article
        .child(heading(context, summary, &anchor, Some(summary.lead())))
        .child(el("div").class("prose").children(out))
}

/// Topic and lead of a report, as a link to its section in the whole report.
fn heading(context: &Context<'_>, summary: &Summary, anchor: &str, lead: Option<&str>) -> Element {
    let address = context
        .address(Route::Report(summary.id.clone()))
        .with_anchor(anchor);
    let label = context.label(summary);
    let label = (!label.is_empty()).then(|| el("span").class("lane-topic").text(label));
    // Without topic and lead the link would have no name.
    let lead = lead.or_else(|| label.is_none().then(|| summary.lead()));
    let lead = lead.map(|lead| el("span").class("lane-lead").text(lead));
    let link = el("a")
        .attr("href", context.href(&address))
        .child_opt(label)
        .child_opt(lead)
        .child(
            el("span")
                .class("lane-full")
                .attr("lang", context.messages.tag)
                .text(context.messages.read_full),
        );
    el("h3").class("lane-head").child(link)
}

/// The blocks of a section that say something: no boilerplate, and no rule that leads to nothing.
fn shown<'a>(
    document: &'a Document,
    outline: &'a Outline,
    section: &Section,
    blocks: Range<usize>,
) -> impl Iterator<Item = &'a Block> {
    let is_silent = |block: usize| {
        outline.is_boilerplate(block) || matches!(document.blocks.get(block), Some(Block::Rule) | None)
    };
    let mut end = blocks.end;
    while end > section.blocks.start + 1 && is_silent(end - 1) {
        end -= 1;
    }
    let range = blocks.start..end.max(blocks.start);
    range
        .filter(|block| !outline.is_boilerplate(*block))
        .filter_map(|block| document.blocks.get(block))
}

fn ending(context: &Context<'_>, lane: &Lane<'_>) -> Option<Element> {
    let messages = context.messages;
    let place = |tag| el(tag).attr("id", "kb-lane-end");
    match &lane.ending {
        Ending::Whole if lane.entries.is_empty() => {
            let nothing = if lane.total == 0 {
                messages.no_report_in_filter.to_owned()
            } else {
                (messages.nothing_in_lane)((messages.section_kind)(lane.kind))
            };
            Some(place("p").class("empty").text(nothing))
        }
        Ending::Whole => None,
        Ending::More => Some(
            place("button")
                .class("show-more")
                .attr("type", "button")
                .attr("data-more", "days")
                .text(messages.show_more),
        ),
        Ending::Loading => Some(
            place("p")
                .class("empty")
                .attr("role", "status")
                .text(messages.loading),
        ),
        Ending::Missing(days, trouble) => {
            let missing = (messages.days_not_here)(*days);
            Some(
                place("div")
                    .class("lane-missing")
                    .attr("role", "status")
                    .attr("data-trouble", trouble.name())
                    .child(el("p").text(format!("{missing}{}", trouble.message(messages))))
                    .child(remedy(messages, context.root, trouble)),
            )
        }
    }
}

#[cfg(test)]
mod tests;

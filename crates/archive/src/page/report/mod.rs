//! A report's page: header, overview, points, the rest of the text, contents and word cloud.

mod body;
mod contents;
mod news;
mod tools;

pub use contents::{CONTENTS_SHEET, contents_sheet, section_name};
pub use tools::{COPY_FIELD, copy_field, left_off, passage_button};

use self::body::BodyWriter;
use self::contents::contents;
pub(super) use self::news::fresh_line;
pub(super) use self::tools::copy_points;
use self::tools::{read_line, tools};
use super::Context;
use super::cloud_figure::{Shape, cloud_figure};
use crate::html::{Element, Html, el};
use crate::link::{Address, Route};
use crate::markdown::Document;
use crate::model::{Body, Summary};
use crate::outline::Outline;

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
    /// Where the newest edition is.
    pub newest: Newest<'a>,
}

/// Where the newest edition is, seen from a report.
#[derive(Clone, Copy, Default)]
pub enum Newest<'a> {
    /// The report belongs to it.
    #[default]
    Here,
    /// On the home page. So a prerendered page says it, which then stays as it is when the next edition appears.
    Home,
    /// Its first report.
    At(&'a Summary),
}

/// The page inside `<main>`.
pub fn report(context: &Context<'_>, opened: &Opened<'_>, neighbours: Neighbours<'_>) -> Vec<Html> {
    let summary = opened.summary;
    let mut body = BodyWriter::new(context, opened);
    let headline = body.headline();
    let blocks = body.blocks();
    let footnotes = body.footnotes();
    let colophon = body.colophon();
    let contents = contents(context, opened);
    // Where there is no list of contents, the text itself is what the bottom bar's link leads to.
    let id = contents.is_none().then_some("contents");
    let article = el("article")
        .class("report")
        .attr_opt("id", id)
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(header(context, summary, headline, neighbours.newest))
        .child(
            el("div")
                .class("prose")
                .children(blocks)
                .child_opt(footnotes)
                .child_opt(colophon),
        )
        .child_opt(news::news(context, summary, opened.body))
        .child(read_line(context.messages));
    let cloud = cloud_figure(context, summary, opened.body, Shape::Narrow).map(|figure| {
        el("aside")
            .class("report-side")
            .attr("id", "word-cloud")
            .child(figure)
    });
    let grid = el("div")
        .class("report-grid")
        .child_opt(contents)
        .child(article)
        .child_opt(cloud)
        .child(neighbour_links(context, neighbours));
    vec![grid.into()]
}

fn header(context: &Context<'_>, summary: &Summary, headline: Vec<Html>, newest: Newest<'_>) -> Element {
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
    let newest = match newest {
        Newest::Here => None,
        Newest::Home => Some(context.href(&Address::new(Route::Home))),
        Newest::At(newest) => Some(context.report_href(newest)),
    };
    let newest = newest.map(|href| {
        el("a")
            .class("newest")
            .attr("href", href)
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
        .child(
            el("div")
                .class("report-facts")
                .attr("lang", context.messages.tag)
                .child(el("p").class("meta").children(facts))
                .child(tools(context.messages)),
        )
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

/// The address of a report with the marks of a search.
pub(super) fn marked_address(context: &Context<'_>, id: &str, q: &str) -> Address {
    context.address(Route::Report(id.to_owned())).with_q(q)
}

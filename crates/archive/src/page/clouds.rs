//! The contact sheet: the word clouds of all reports that pass the filter, newest first.

use super::Context;
use super::cloud_figure::{Shape, cloud_figure};
use crate::html::{Element, Html, el};
use crate::model::{Body, Summary};

/// The page inside `<main>`.
pub fn clouds(context: &Context<'_>, reports: &[(&Summary, &Body)]) -> Vec<Html> {
    let messages = context.messages;
    let tiles = reports
        .iter()
        .filter_map(|(summary, body)| tile(context, summary, body));
    let tiles: Vec<Element> = tiles.collect();
    let head = el("header")
        .class("section-head page-head")
        .child(el("h1").text(messages.clouds))
        .child(el("span").class("count").text((messages.reports)(tiles.len())));
    let sheet = if tiles.is_empty() {
        el("p").class("empty").text(messages.no_report_in_filter)
    } else {
        el("ol").class("cloud-sheet").children(tiles)
    };
    vec![head.into(), sheet.into()]
}

fn tile(context: &Context<'_>, summary: &Summary, body: &Body) -> Option<Element> {
    let figure = cloud_figure(context, summary, body, Shape::Tile)?;
    let caption = el("a")
        .class("tile-caption")
        .attr("href", context.report_href(summary))
        .child(
            el("time")
                .attr("datetime", summary.day.to_string())
                .text((context.messages.short_date)(summary.day)),
        )
        .child(el("span").class("tile-topic").text(context.label(summary)))
        .child(el("span").class("tile-lead").text(summary.lead()));
    Some(
        el("li")
            .class("tile")
            .attr("data-report", &summary.id)
            .child(figure)
            .child(caption),
    )
}

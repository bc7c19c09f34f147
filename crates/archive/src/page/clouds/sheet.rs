//! The contact sheet: the clouds of reports one by one, newest first.

use super::super::Context;
use super::super::cloud_figure::tile_figure;
use crate::cloud::Word;
use crate::html::{Element, Html, el};
use crate::model::Summary;

/// Tiles that are drawn together. Rows of one, two, three and four are full with them.
pub const TILES: usize = 12;

/// A report on the sheet.
pub struct Tile<'a> {
    /// The report.
    pub summary: &'a Summary,
    /// The words of its cloud; none where they are not here, or an image stands for them.
    pub words: Vec<Word>,
}

/// Some tiles that stand together.
pub fn cloud_tiles(context: &Context<'_>, tiles: &[Tile<'_>]) -> Vec<Html> {
    let tiles = tiles.iter().map(|tile| draw(context, tile));
    vec![el("ol").class("cloud-sheet").children(tiles).into()]
}

fn draw(context: &Context<'_>, tile: &Tile<'_>) -> Element {
    let summary = tile.summary;
    let newest = context
        .bundle
        .counts
        .first()
        .map_or(summary.day, |count| count.day);
    let date = el("time")
        .attr("datetime", summary.day.to_string())
        .text((context.messages.dated)(summary.day, newest));
    let caption = el("a")
        .class("tile-caption")
        .attr("href", context.report_href(summary))
        .attr("data-key", format!("tile-{}", summary.id))
        .child(date)
        .child(el("span").class("tile-topic").text(context.label(summary)))
        .child(el("span").class("tile-lead").text(summary.lead()));
    el("li")
        .class("tile")
        .attr("data-report", &summary.id)
        .child(tile_figure(context, summary, &tile.words))
        .child(caption)
}

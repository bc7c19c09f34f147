//! Key points as numbered items: in the edition from their plain text, in the report from its tree.

use super::Context;
use crate::html::{Element, Html, el, text};
use crate::link::Route;
use crate::markdown::{Block, Inline, Item, Writer};
use crate::model::{Point, Summary};
use crate::outline::split_lead_in;

/// The id of the n-th point, counted from 1, on its report's page.
pub(super) fn point_anchor(number: usize) -> String {
    format!("point-{number}")
}

/// A point that opens its place in the report.
pub(super) fn point_link(context: &Context<'_>, summary: &Summary, number: usize, point: &Point) -> Element {
    let address = context
        .address(Route::Report(summary.id.clone()))
        .with_anchor(point_anchor(number));
    let link = el("a").attr("href", context.href(&address));
    if point.lead.is_empty() {
        return link.text(&point.text);
    }
    link.child(el("b").class("lead-in").text(&point.lead))
        .text(format!("\u{2003}{}", point.text))
}

/// The points of an opened report, numbered from `first` on. Each has a button behind its number that copies it.
pub(super) fn point_items(
    context: &Context<'_>,
    writer: &mut Writer<'_>,
    items: &[Item],
    first: usize,
) -> Vec<Element> {
    let items = items.iter().enumerate().map(|(index, item)| {
        let number = first + index;
        let li = el("li")
            .class("point")
            .attr("id", point_anchor(number))
            .attr("value", number.to_string());
        let li = match item.blocks.split_first() {
            Some((Block::Paragraph(content), rest)) => li
                .children(point_text(writer, content))
                .children(writer.blocks(rest)),
            _ => li.children(writer.blocks(&item.blocks)),
        };
        li.child(copy_point(context, number))
    });
    items.collect()
}

/// `**lead-in**：text` set as lead-in, em space, text; the colon is not needed when the weight tells.
fn point_text(writer: &mut Writer<'_>, content: &[Inline]) -> Vec<Html> {
    let Some((lead, rest)) = split_lead_in(content) else {
        return writer.inlines(content);
    };
    let mut out = vec![
        el("b").class("lead-in").children(writer.inlines(&lead)).into(),
        text("\u{2003}"),
    ];
    out.extend(writer.inlines(&rest));
    out
}

/// The button says its word by its style, so that the word is no part of the report's text.
fn copy_point(context: &Context<'_>, number: usize) -> Element {
    el("button")
        .class("copy-point")
        .attr("type", "button")
        .attr("data-needs-app", "copy")
        .attr("data-copy-point", number.to_string())
        .attr("data-says", context.messages.copy)
        .attr("aria-label", (context.messages.copy_point)(number))
}

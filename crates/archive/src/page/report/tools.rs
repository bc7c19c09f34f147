//! What a reader does with a report: star it, mark it as read, share it, copy from it, go on where it was left.
//!
//! The page is drawn as for somebody who has done nothing with it; the reader shows the rest on these controls by
//! themselves, so that a star does not draw a whole report anew.

use super::contents::anchor;
use super::{Context, section_name};
use crate::html::{Element, el};
use crate::library::Place;
use crate::message::Messages;
use crate::model::Summary;
use crate::outline::Outline;
use crate::page::dialog;

/// Id of the dialog that gives a text where the clipboard takes none.
pub const COPY_FIELD: &str = "kb-copy-field";

/// Star, read mark, and sharing, which small screens have in their bottom bar.
pub(super) fn tools(messages: &Messages) -> Element {
    let toggle = |id: &'static str, does: &'static str, says: &str| {
        button(says)
            .attr("id", id)
            .attr(does, "")
            .attr("aria-pressed", "false")
    };
    el("div")
        .class("report-tools")
        .attr("role", "group")
        .attr("aria-label", messages.report_tools)
        .attr("data-needs-app", "tools")
        .child(toggle("kb-star", "data-star", messages.report_star))
        .child(toggle("kb-read", "data-read", messages.report_mark_read))
        .child(button(messages.share).class("share-here").attr("data-share", ""))
}

/// What stands under the text once it was read to its end; until then it is empty, and its button hidden.
pub(super) fn read_line(messages: &Messages) -> Element {
    el("p")
        .class("read-line")
        .attr("data-needs-app", "read")
        .child(el("span").attr("id", "kb-read-said").attr("role", "status"))
        .child(button(messages.report_mark_unread).attr("data-read", ""))
}

/// The button that copies a report's points.
pub(in crate::page) fn copy_points(context: &Context<'_>, summary: &Summary) -> Element {
    button(context.messages.copy_points)
        .class("copy-points")
        .attr("data-needs-app", "copy")
        .attr("data-copy-points", &summary.id)
}

/// The button beside selected text.
pub fn passage_button(messages: &Messages) -> Element {
    button(messages.copy_passage)
        .class("passage-button")
        .attr("data-copy-passage", "")
}

/// The line that offers to go on where a report was left.
pub fn left_off(context: &Context<'_>, outline: &Outline, place: &Place) -> Element {
    let messages = context.messages;
    let is_there = |id: Option<&str>| id == Some(place.after.as_str());
    let section = outline.sections.iter().find(|section| is_there(anchor(section)));
    let name = section.map(|section| section_name(context, section, outline.points.len()));
    let says = (messages.left_at)(&name.unwrap_or_default(), place.done / 10);
    el("div")
        .class("notice resume")
        .child(el("p").attr("role", "status").text(says))
        .child(button(messages.go_on).class("action").attr("data-go-on", ""))
        .child(
            button("×")
                .attr("aria-label", messages.from_the_start)
                .attr("data-from-start", ""),
        )
}

/// A text to copy by hand, in a dialog: it is selected already.
pub fn copy_field(messages: &Messages, text: &str) -> Element {
    let field = el("textarea")
        .attr("readonly", "")
        .attr("rows", "6")
        .attr("autofocus", "")
        .attr("aria-label", messages.copy_by_hand)
        .text(text);
    dialog(messages, COPY_FIELD, "copy-field", messages.copy_by_hand).child(field)
}

fn button(says: &str) -> Element {
    el("button").attr("type", "button").text(says)
}

//! The frame of a dialog: its title, and the way out that works without a script.

use crate::html::{Element, el};
use crate::message::Messages;

/// A closed modal dialog without content. Its own form closes it; the reader does so at a press beside it.
pub(super) fn dialog(messages: &Messages, id: &'static str, class: &str, title: &str) -> Element {
    let close = el("button")
        .class("dialog-close")
        .attr("type", "submit")
        .text(messages.close);
    let title_id = format!("{id}-title");
    let head = el("form")
        .class("dialog-head")
        .attr("method", "dialog")
        .child(el("h2").attr("id", &title_id).text(title))
        .child(close);
    el("dialog")
        .class(format!("dialog {class}"))
        .attr("id", id)
        .attr("aria-labelledby", title_id)
        .child(head)
}

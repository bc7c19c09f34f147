//! The reader's own data on the settings page: how much there is, taking it along, and clearing it.

use super::Context;
use crate::html::{Element, Html, el};
use crate::library::{Keeping, StoreError};
use crate::link::{Address, Only, Route};
use crate::message::{Messages, Words};

/// Id of the dialog that asks before everything is cleared.
pub const CONFIRM: &str = "kb-confirm";

/// What was read and starred, with the ways out of it and into it.
pub(super) fn own_data(context: &Context<'_>, keeping: Keeping) -> Element {
    let m = context.messages;
    let count = |only| {
        let notes = context.library.notes();
        notes
            .keys()
            .filter(|id| context.library.admits(Some(only), id))
            .count()
    };
    let facts = (m.own_data_facts)(count(Only::Read), count(Only::Starred));
    let button = |name: &'static str, says: &str| {
        el("button")
            .attr("type", "button")
            .attr(name, "")
            .attr("data-key", name)
            .text(says)
    };
    // The field itself is what the keyboard reaches and what a screen reader names; it looks like the buttons beside it.
    let import = el("label")
        .class("file-button")
        .child(el("span").text(m.import_data))
        .child(
            el("input")
                .attr("type", "file")
                .attr("accept", ".json,application/json")
                .attr("name", "import")
                .attr("data-key", "import"),
        );
    let actions = el("div")
        .class("own-data-actions")
        .child(button("data-export", m.export_data))
        .child(import)
        .child(button("data-clear-own", m.clear_data).attr("aria-haspopup", "dialog"));
    el("section")
        .class("own-data")
        .attr("data-needs-app", "library")
        .child(el("h2").text(m.own_data))
        .child(el("p").text(facts))
        .child(el("p").text(kept(context, keeping)))
        .child(actions)
        .child(
            el("p")
                .class("own-data-said")
                .attr("id", "kb-own-data-said")
                .attr("role", "status"),
        )
}

/// What becomes of it, as far as that is known.
fn kept(context: &Context<'_>, keeping: Keeping) -> String {
    let m = context.messages;
    match keeping {
        Keeping::Opening | Keeping::Kept => m.kept_here.to_owned(),
        Keeping::Failed(error) => kept_words(m, error).whole(m.trouble),
    }
}

/// Why what the reader does is not kept.
fn kept_words(m: &Messages, error: StoreError) -> &'static Words {
    match error {
        StoreError::Refused => &m.trouble.kept_refused,
        StoreError::Full => &m.trouble.kept_full,
        StoreError::Gone => &m.trouble.kept_gone,
    }
}

/// The line for somebody who has just done something that could not be kept: what happened, what helps, and a way to send
/// the line away.
pub fn not_kept(context: &Context<'_>, error: StoreError) -> Vec<Html> {
    let m = context.messages;
    let words = kept_words(m, error);
    let remedy = match error {
        // There are the files that take the room, and the reader can give some up.
        StoreError::Full => el("a").attr("href", context.href(&Address::new(Route::Offline))),
        StoreError::Refused | StoreError::Gone => el("button").attr("type", "button").attr("data-export", ""),
    };
    let close = el("button")
        .class("action")
        .attr("type", "button")
        .attr("data-understood", "")
        .text(m.trouble.understood);
    vec![
        el("p").text(words.whole(m.trouble)).into(),
        remedy.class("action").text(words.action).into(),
        close.into(),
    ]
}

/// The dialog that asks before everything is cleared. Its own form closes it; the focus is on the button that changes
/// nothing.
pub fn confirm_clearing(context: &Context<'_>) -> Element {
    let m = context.messages;
    let button = |says: &str| el("button").attr("type", "submit").text(says);
    let form = el("form")
        .attr("method", "dialog")
        .child(button(m.keep_data).flag("autofocus", true))
        .child(
            button(m.clear_data)
                .class("danger")
                .attr("data-clear-confirmed", ""),
        );
    el("dialog")
        .class("confirm")
        .attr("id", CONFIRM)
        .attr("aria-labelledby", "kb-confirm-title")
        .attr("aria-describedby", "kb-confirm-text")
        .child(el("h2").attr("id", "kb-confirm-title").text(m.clear_data_title))
        .child(el("p").attr("id", "kb-confirm-text").text(m.clear_data_text))
        .child(form)
}

//! Pages for when something is not there: an unknown address, a withdrawn report, data that failed, data that is still
//! coming.

use super::Context;
use crate::html::{Element, Html, el};
use crate::link::{Address, Route};
use crate::message::Messages;

/// Why a part of the archive could not be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// No connection, and the part is not stored.
    Offline,
    /// The server answered with this status.
    Status(u16),
    /// A web page came in place of data.
    NotData,
    /// The data is cut off or not what it should be.
    Unreadable,
    /// A newer Kanbao wrote it.
    NewerSchema,
    /// The bytes do not have the fingerprint that the directory states.
    Mismatch,
}

impl Trouble {
    /// What to tell the reader.
    pub fn message(&self, messages: &Messages) -> String {
        match self {
            Trouble::Offline => messages.failed_offline.to_owned(),
            Trouble::Status(status) => (messages.failed_status)(*status),
            Trouble::NotData => messages.failed_not_data.to_owned(),
            Trouble::Unreadable => messages.failed_unreadable.to_owned(),
            Trouble::NewerSchema => messages.failed_newer.to_owned(),
            Trouble::Mismatch => messages.failed_mismatch.to_owned(),
        }
    }
}

/// What happened, and one thing to do about it: try again.
pub fn trouble(messages: &Messages, trouble: &Trouble) -> Vec<Html> {
    let retry = el("button")
        .class("action")
        .attr("type", "button")
        .attr("data-retry", "")
        .text(messages.retry);
    let panel = el("section")
        .class("trouble")
        .attr("role", "alert")
        .child(el("h1").text(messages.failed))
        .child(el("p").text(trouble.message(messages)))
        .child(retry);
    vec![panel.into()]
}

/// An address that leads nowhere.
pub fn not_found(messages: &Messages, root: &str) -> Vec<Html> {
    let home = el("a")
        .class("action")
        .attr("href", Address::new(Route::Home).href(root))
        .text(messages.to_home);
    vec![
        panel(messages.not_found, messages.not_found_hint)
            .child(home)
            .into(),
    ]
}

/// The address of a report that was published once and is no more.
pub fn withdrawn(context: &Context<'_>) -> Vec<Html> {
    let messages = context.messages;
    let link = |route, name: &str| {
        el("a")
            .class("action")
            .attr("href", context.href(&Address::new(route)))
            .text(name)
    };
    let panel = panel(messages.withdrawn, messages.withdrawn_hint)
        .child(link(Route::Home, messages.to_home))
        .child(link(Route::Search, messages.search).attr("data-needs-app", "search"));
    vec![panel.into()]
}

fn panel(title: &str, hint: &str) -> Element {
    el("section")
        .class("trouble")
        .child(el("h1").text(title))
        .child(el("p").text(hint))
}

/// Hairlines where text will be.
pub fn skeleton(messages: &Messages) -> Vec<Html> {
    let lines = (0..6).map(|_| el("span").class("skeleton-line"));
    let panel = el("div")
        .class("skeleton")
        .attr("role", "status")
        .attr("aria-label", messages.loading)
        .children(lines);
    vec![panel.into()]
}

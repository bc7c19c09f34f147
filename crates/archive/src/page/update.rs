//! The quiet line about something newer, and what stands where the network is waited for.

use super::trouble::skeleton;
use super::{Context, bare_frame};
use crate::html::{Html, el};
use crate::link::{Address, Route};
use crate::message::Messages;
use crate::model::Summary;

/// What there is to say about generations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// So many new reports are here; none, where others have changed or were withdrawn.
    Reports(u32),
    /// A new app is stored.
    App,
    /// There was no room to store a newer generation.
    Full,
    /// The page has moved on to this generation because a part of the one before was missing.
    Moved,
}

/// The line: what there is, a button to have it (`data-update="show"`) and one to be left alone (`data-update="later"`).
pub fn notice(messages: &Messages, notice: Notice) -> Vec<Html> {
    let words = &messages.update;
    let (text, show) = match notice {
        Notice::Reports(0) => (words.changed.to_owned(), Some(words.show)),
        Notice::Reports(added) => ((words.new_reports)(added), Some(words.show)),
        Notice::App => (words.new_version.to_owned(), Some(words.reload)),
        Notice::Full => (words.full.to_owned(), None),
        Notice::Moved => (words.moved.to_owned(), None),
    };
    let button = |does: &'static str, name: &'static str| {
        el("button")
            .class("action")
            .attr("type", "button")
            .attr("data-update", does)
            .attr("data-key", format!("update-{does}"))
            .text(name)
    };
    let later = if show.is_some() { words.later } else { words.seen };
    let line = el("div")
        .class("notice")
        .child(el("p").text(text))
        .children(show.map(|name| button("show", name)))
        .child(button("later", later));
    vec![line.into()]
}

/// A report on its way: its headline where that is known, hairlines where its text will be; and where the network takes
/// long, that it does, with the way home.
pub fn waiting(context: &Context<'_>, summary: Option<&Summary>, is_slow: bool) -> Vec<Html> {
    let messages = context.messages;
    let mut nodes = Vec::new();
    if let Some(summary) = summary {
        let date = (messages.short_date)(summary.day);
        let head = el("div")
            .class("waiting-head")
            .child(el("p").text(format!("{date} {}", context.label(summary))))
            .child(el("h1").text(summary.lead()));
        nodes.push(head.into());
    }
    if is_slow {
        nodes.push(no_answer(messages, context.root));
    }
    nodes.extend(skeleton(messages));
    nodes
}

/// A whole page, as long as the archive itself does not come.
pub fn bare_waiting(messages: &Messages, root: &str) -> Html {
    let mut nodes = vec![no_answer(messages, root)];
    nodes.extend(skeleton(messages));
    bare_frame(root, "waiting", nodes)
}

/// That the network does not answer, with the way home.
fn no_answer(messages: &Messages, root: &str) -> Html {
    let home = el("a")
        .class("action")
        .attr("href", Address::new(Route::Home).href(root))
        .text(messages.to_home);
    el("div")
        .class("no-answer")
        .attr("role", "status")
        .child(el("p").text(messages.update.no_answer))
        .child(home)
        .into()
}

//! Pages for when something is not there: an unknown address, a withdrawn report, data that failed, data that is still
//! coming.

use super::{Context, bare_frame};
use crate::html::{Element, Html, el};
use crate::link::{Address, Route};
use crate::message::{Messages, Words};
use crate::model::Summary;

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
    /// No connection, and the browser has cleared what was stored.
    Evicted,
}

impl Trouble {
    /// What to tell the reader in a line.
    pub fn message(&self, messages: &Messages) -> String {
        [self.words(messages).title, messages.trouble.stop].concat()
    }

    /// Whether it may pass by itself: with a connection, or once the reader has signed in to the network.
    pub fn may_pass(&self) -> bool {
        matches!(self, Trouble::Offline | Trouble::NotData | Trouble::Evicted)
    }

    /// The value of `data-trouble` on whatever tells of it.
    pub fn name(&self) -> &'static str {
        match self {
            Trouble::Offline => "offline",
            Trouble::Status(_) => "status",
            Trouble::NotData => "not-data",
            Trouble::Unreadable => "unreadable",
            Trouble::NewerSchema => "newer",
            Trouble::Mismatch => "mismatch",
            Trouble::Evicted => "evicted",
        }
    }

    fn words(&self, messages: &Messages) -> &'static Words {
        let m = messages.trouble;
        match self {
            Trouble::Offline => &m.offline,
            Trouble::Status(_) => &m.status,
            Trouble::NotData => &m.not_data,
            Trouble::Unreadable => &m.unreadable,
            Trouble::NewerSchema => &m.newer,
            Trouble::Mismatch => &m.mismatch,
            Trouble::Evicted => &m.evicted,
        }
    }
}

/// What happened, and the one thing that helps. `root` is the way to the site's root.
pub fn trouble(messages: &Messages, root: &str, trouble: &Trouble) -> Vec<Html> {
    vec![told(messages, root, trouble).into()]
}

/// The same as a whole page, where the archive itself did not come.
pub fn bare_trouble(messages: &Messages, root: &str, trouble: &Trouble) -> Html {
    bare_frame(root, "error", self::trouble(messages, root, trouble))
}

/// The same beside a page that can be read.
pub fn trouble_panel(messages: &Messages, root: &str, trouble: &Trouble) -> Html {
    el("div")
        .class("notice notice-trouble")
        .attr("id", "kb-page-trouble")
        .child(told(messages, root, trouble))
        .into()
}

/// The same where other reports can be read meanwhile.
pub fn trouble_near(context: &Context<'_>, trouble: &Trouble, near: &[&Summary]) -> Vec<Html> {
    let told = told(context.messages, context.root, trouble);
    let row = |summary: &&Summary| {
        let date = el("time")
            .attr("datetime", summary.day.to_string())
            .text((context.messages.short_date)(summary.day));
        let link = el("a")
            .attr("href", context.report_href(summary))
            .child(date)
            .child(el("span").class("near-label").text(context.label(summary)))
            .child(el("span").class("near-lead").text(summary.lead()));
        el("li").child(link)
    };
    let list = (!near.is_empty()).then(|| {
        el("nav")
            .class("near")
            .attr("aria-labelledby", "kb-near")
            .child(
                el("h2")
                    .attr("id", "kb-near")
                    .text(context.messages.trouble.stored_near),
            )
            .child(el("ul").children(near.iter().map(row)))
    });
    vec![told.child_opt(list).into()]
}

fn told(messages: &Messages, root: &str, trouble: &Trouble) -> Element {
    let words = trouble.words(messages);
    let answer = match trouble {
        Trouble::Status(status) => (messages.trouble.status_is)(*status),
        _ => String::new(),
    };
    panel(words.title, &[&answer, words.text].concat())
        .attr("role", "alert")
        .attr("data-trouble", trouble.name())
        .child(remedy(messages, root, trouble))
}

/// The one thing that helps: a control that whoever draws it listens to, or a link.
pub fn remedy(messages: &Messages, root: &str, trouble: &Trouble) -> Element {
    let words = trouble.words(messages);
    let control = match trouble {
        // The worker leaves this file to the network, which leads to its own page.
        Trouble::NotData => el("a")
            .attr("href", format!("{root}version.json"))
            .attr("target", "_blank")
            .attr("rel", "noopener"),
        Trouble::NewerSchema => el("button").attr("type", "button").attr("data-renew", ""),
        _ => el("button").attr("type", "button").attr("data-retry", ""),
    };
    control.class("action").text(words.action)
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

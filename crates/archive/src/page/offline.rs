//! What is kept on the device for reading without a network: what is here, what more would cost, and how far it has come.

use super::Context;
use crate::html::{Element, Html, el};
use crate::message::OfflineMessages;
use crate::model::Period;
use crate::offline::{Failure, File, Order, Pictures, Progress, Tally, Texts, What, size};

/// Id of the dialog that asks before a download is given up.
pub const CONFIRM: &str = "kb-confirm-offline";

/// The days of the smaller choice.
const DAYS: u16 = 30;
/// So many failures are listed; the others are counted.
const LISTED: usize = 50;

/// Why nothing can be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cannot {
    /// The page did not come over https.
    Insecure,
    /// The browser offers no service worker, or the site has none: a private window, a web view.
    Refused,
    /// The room is one file, which holds everything.
    File,
}

/// Where the keeping stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Nothing can be kept here.
    Unable(Cannot),
    /// It is being found out what is here.
    Counting,
    /// Nothing is on its way.
    Idle,
    /// Another tab is at it.
    Elsewhere,
    /// Files are coming.
    Running,
    /// Files are being checked: so many of so many.
    Verifying(u32, u32),
    /// The reader has asked to wait.
    Paused,
    /// There is no connection.
    Waiting,
    /// There is no room for more.
    Full,
    /// Everything that the order takes is here, or has failed; the counts of reports and images, here and in all.
    Done([u32; 4]),
    /// All was here once, and is not any more.
    Evicted,
}

impl Phase {
    /// The value of `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Unable(_) => "unable",
            Phase::Counting => "counting",
            Phase::Idle => "idle",
            Phase::Elsewhere => "elsewhere",
            Phase::Running => "running",
            Phase::Verifying(..) => "verifying",
            Phase::Paused => "paused",
            Phase::Waiting => "waiting",
            Phase::Full => "full",
            Phase::Done(_) => "done",
            Phase::Evicted => "evicted",
        }
    }

    /// Whether this window is at it.
    pub fn is_busy(self) -> bool {
        matches!(self, Phase::Running | Phase::Verifying(..))
    }

    fn says(self, m: &OfflineMessages) -> String {
        let says = match self {
            Phase::Unable(Cannot::Insecure) => m.not_secure,
            Phase::Unable(Cannot::Refused) => m.not_offered,
            Phase::Unable(Cannot::File) => m.in_one_file,
            Phase::Counting => m.counting,
            Phase::Idle => "",
            Phase::Elsewhere => m.elsewhere,
            Phase::Running => m.running,
            Phase::Verifying(..) => m.verifying,
            Phase::Paused => m.paused,
            Phase::Waiting => m.waiting,
            Phase::Full => m.full,
            Phase::Done(counts) => return (m.verified)(counts),
            Phase::Evicted => m.evicted,
        };
        says.to_owned()
    }
}

/// What the page shows.
pub struct Offline<'a> {
    /// Where the keeping stands.
    pub phase: Phase,
    /// What the form asks for.
    pub asked: &'a Order,
    /// The standing order, where the reader gave one.
    pub order: Option<&'a Order>,
    /// How much of what the form asks for is here; none while that is not known.
    pub asked_progress: Option<Progress>,
    /// How far the standing order has come.
    pub progress: Progress,
    /// What an order costs in bytes: texts and lists, then images.
    pub cost: &'a dyn Fn(&Order) -> [u64; 2],
    /// What did not come.
    pub failures: &'a [Failure],
    /// What the browser says of the room on the device.
    pub room: Room,
}

/// What the browser says of the room on the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Room {
    /// Bytes that the site uses, and how many it may.
    pub storage: Option<(u64, u64)>,
    /// Whether the browser has promised to keep what is here.
    pub persisted: Option<bool>,
}

/// The page inside `<main>`.
pub fn offline(context: &Context<'_>, offline: &Offline<'_>) -> Vec<Html> {
    let m = &context.messages.offline;
    let head = el("header")
        .class("section-head page-head")
        .child(el("h1").text(m.title));
    let status = el("p")
        .class("offline-status")
        .attr("role", "status")
        .attr("data-state", offline.phase.name())
        .text(offline.phase.says(m));
    let mut page = vec![head.into(), el("p").class("offline-intro").text(m.intro).into()];
    if let Phase::Unable(_) = offline.phase {
        page.push(status.into());
        return page;
    }
    let known = offline.asked_progress.as_ref();
    page.extend(known.map(|progress| table(m, progress, offline.asked).into()));
    page.extend(known.map(|_| choices(context, offline).into()));
    page.push(actions(m, offline).into());
    page.push(bar(m, offline).into());
    page.push(status.into());
    page.push(failures(context, offline.failures).into());
    page.extend(facts(m, offline).into_iter().map(Html::from));
    page
}

/// Reports, images and search: here, and in all.
fn table(m: &OfflineMessages, progress: &Progress, asked: &Order) -> Element {
    let cell = |says: String| el("td").text(says);
    let counted = |count: fn(u32) -> String, n: u32, bytes: u64| {
        cell([&count(n), " "].concat()).child(el("small").text(size(bytes)))
    };
    let row = |name: &str, count: fn(u32) -> String, tally: &Tally| {
        el("tr")
            .child(el("th").attr("scope", "row").text(name))
            .child(counted(count, tally.here, tally.here_bytes))
            .child(counted(count, tally.all, tally.all_bytes))
    };
    let search = el("tr").child(el("th").attr("scope", "row").text(m.search));
    let search = if progress.search.all > 0 {
        search
            .child(cell(size(progress.search.here_bytes)))
            .child(cell(size(progress.search.all_bytes)))
    } else {
        let scans = progress.scans || asked.texts == Texts::All;
        let says = if scans { m.search_scans } else { m.search_partial };
        search.child(cell(says.to_owned()).attr("colspan", "2"))
    };
    let title = |says: &str| el("th").attr("scope", "col").text(says);
    let heads = el("tr")
        .child(title(m.what))
        .child(title(m.here))
        .child(title(m.in_all));
    el("table")
        .class("offline-table")
        .child(el("caption").text(m.kept))
        .child(el("thead").child(heads))
        .child(
            el("tbody")
                .child(row(m.reports, m.report_count, &progress.reports))
                .child(row(m.images, m.image_count, &progress.images))
                .child(search),
        )
}

/// What may be asked for, each with what it costs.
fn choices(context: &Context<'_>, offline: &Offline<'_>) -> Element {
    let m = &context.messages.offline;
    let asked = offline.asked;
    let mut texts = vec![
        (Texts::All, m.all.to_owned()),
        (Texts::Days(DAYS), (m.last_days)(DAYS)),
    ];
    // One topic is all of them.
    if context.bundle.topics.len() > 1 {
        texts.extend(
            context
                .bundle
                .topics
                .iter()
                .map(|topic| (Texts::Topic(topic.key.clone()), (m.only_topic)(&topic.name))),
        );
    }
    let texts = texts.into_iter().map(|(texts, name)| {
        let is_asked = texts == asked.texts;
        let value = texts.value();
        let cost = (offline.cost)(&Order {
            texts,
            ..asked.clone()
        });
        choice("texts", value, name, size(cost.iter().sum()), is_asked)
    });
    let [_, images] = (offline.cost)(&Order {
        pictures: Pictures::All,
        ..asked.clone()
    });
    let with = choice(
        "images",
        Pictures::All.value(),
        m.with_images.to_owned(),
        size(images),
        asked.pictures == Pictures::All,
    );
    let none = asked.pictures == Pictures::None;
    let without = choice(
        "images",
        Pictures::None.value(),
        m.without_images.to_owned(),
        String::new(),
        none,
    );
    el("form")
        .class("settings")
        .child(group(m.which_reports, texts.collect()))
        .child(group(m.which_images, vec![with, without]))
}

fn group(legend: &str, choices: Vec<Element>) -> Element {
    el("fieldset")
        .child(el("legend").text(legend))
        .child(el("div").class("choices").children(choices))
}

fn choice(field: &'static str, value: String, name: String, cost: String, is_asked: bool) -> Element {
    let input = el("input")
        .attr("type", "radio")
        .attr("name", field)
        .attr("data-key", [field, &value].concat())
        .attr("value", value)
        .flag("checked", is_asked);
    let cost = (!cost.is_empty()).then(|| el("small").text(cost));
    el("label")
        .class("choice")
        .child(input)
        .child(el("span").text(name).child_opt(cost))
}

/// What can be done now: one thing first, and the way out.
fn actions(m: &OfflineMessages, offline: &Offline<'_>) -> Element {
    let button = |does: &'static str, says: &str, class: &'static str| {
        el("button")
            .attr("type", "button")
            .class(class)
            .attr("data-offline", does)
            .attr("data-key", ["offline-", does].concat())
            .text(says)
    };
    let first = |does, says: &str| button(does, says, "primary");
    let (main, way_out) = match (offline.order == Some(offline.asked), offline.phase) {
        (_, Phase::Counting) => (None, None),
        (true, Phase::Paused | Phase::Full) => (Some(first("resume", m.resume)), Some(m.cancel)),
        (true, Phase::Evicted) => (Some(first("resume", m.again)), Some(m.give_up)),
        (true, Phase::Done(_) | Phase::Idle) => (
            (!offline.failures.is_empty()).then(|| first("resume", m.retry)),
            Some(m.give_up),
        ),
        (true, _) => (Some(first("pause", m.pause)), Some(m.cancel)),
        (false, _) => {
            let rest = offline.asked_progress.map_or(0, |progress| {
                let (here, all) = progress.bytes();
                all - here
            });
            let says = if rest == 0 {
                // What was kept unasked is to stay.
                m.keep_here.to_owned()
            } else {
                (m.start)(&size(rest))
            };
            (Some(first("start", &says)), None)
        }
    };
    let way_out = way_out.map(|says| button("cancel", says, "action").attr("aria-haspopup", "dialog"));
    el("div")
        .class("offline-actions")
        .child_opt(main)
        .child_opt(way_out)
}

/// How far it has come, while it is on its way.
fn bar(m: &OfflineMessages, offline: &Offline<'_>) -> Element {
    let is_there = offline.order.is_some()
        && matches!(
            offline.phase,
            Phase::Running
                | Phase::Elsewhere
                | Phase::Paused
                | Phase::Waiting
                | Phase::Full
                | Phase::Verifying(..)
        );
    let place = el("div").class("offline-bar");
    if !is_there {
        return place;
    }
    let (here, all) = offline.progress.bytes();
    let Progress { reports, images, .. } = offline.progress;
    let (value, max) = match offline.phase {
        Phase::Verifying(done, of) => (u64::from(done), u64::from(of)),
        _ => (here, all),
    };
    let counts = [reports.here, reports.all, images.here, images.all];
    place
        .child(
            el("progress")
                .attr("max", max.max(1).to_string())
                .attr("value", value.to_string())
                .attr("aria-label", m.progress),
        )
        .child(el("p").text((m.so_far)(counts, &size(here), &size(all))))
}

/// What did not come, and why.
fn failures(context: &Context<'_>, failures: &[Failure]) -> Element {
    let m = &context.messages.offline;
    let place = el("div").class("offline-failures");
    if failures.is_empty() {
        return place;
    }
    let rows = failures.iter().take(LISTED).map(|failure| {
        let name = file_name(context, &failure.file);
        let colon = context.messages.colon;
        let says = [&name, colon, &why(m, &failure.reason)].concat();
        el("li").text(says).attr("title", &failure.file.path)
    });
    place.child(
        el("details")
            .child(el("summary").text((m.failed_files)(failures.len())))
            .child(el("ul").children(rows)),
    )
}

fn file_name(context: &Context<'_>, file: &File) -> String {
    let m = &context.messages.offline;
    let days = |period: Period| (context.messages.date_range)(period);
    match (file.what, file.period) {
        (What::Reports, Some(period)) => (m.file_texts)(&days(period)),
        (What::Images, Some(period)) => (m.file_image)(&days(period)),
        (What::Images, None) => m.images.to_owned(),
        (What::Search, _) => m.file_search.to_owned(),
        _ => m.file_list.to_owned(),
    }
}

fn why(m: &OfflineMessages, reason: &str) -> String {
    let why = match reason {
        "html" => m.why_html,
        "mismatch" | "unnamed" => m.why_mismatch,
        "offline" => m.why_offline,
        "refused" => m.why_refused,
        status => return (m.why_status)(status),
    };
    why.to_owned()
}

/// How much room there is, and whether what is here stays.
fn facts(m: &OfflineMessages, offline: &Offline<'_>) -> Vec<Element> {
    let storage = offline
        .room
        .storage
        .map(|(used, may)| (m.storage)(&size(used), &size(may)));
    let promise = offline
        .room
        .persisted
        .map(|is_promised| if is_promised { m.persisted } else { m.not_persisted }.to_owned());
    let lines = storage.into_iter().chain(promise);
    lines
        .map(|says| el("p").class("offline-fact").text(says))
        .collect()
}

/// The dialog that asks before a download is given up; `here` bytes of it are here. Its own form closes it; the focus is
/// on the button that changes nothing.
pub fn confirm_giving_up(context: &Context<'_>, here: u64) -> Element {
    let m = &context.messages.offline;
    let button = |says: &str| el("button").attr("type", "submit").text(says);
    let form = el("form")
        .attr("method", "dialog")
        .child(button(m.go_on).flag("autofocus", true))
        .child(button(m.stop_and_keep).attr("data-offline", "stop"))
        .child(
            button(m.stop_and_delete)
                .class("danger")
                .attr("data-offline", "forget"),
        );
    el("dialog")
        .class("confirm")
        .attr("id", CONFIRM)
        .attr("aria-labelledby", "kb-confirm-offline-title")
        .attr("aria-describedby", "kb-confirm-offline-text")
        .child(
            el("h2")
                .attr("id", "kb-confirm-offline-title")
                .text(m.confirm_title),
        )
        .child(
            el("p")
                .attr("id", "kb-confirm-offline-text")
                .text((m.confirm_text)(&size(here))),
        )
        .child(form)
}

#[cfg(test)]
mod tests;

//! Pages as [`Html`] trees: printed by the builder, drawn by the reader, written once.
//!
//! A page is a pure function of the archive and the address, so the prerendered page and the one the reader
//! draws over it are the same. What reacts (the search box, drawing results as they arrive) lives in the
//! reader and finds its elements by the names used here. Whatever works only with the reader running carries
//! `data-needs-app`; styles hide it while the reader is not there.

mod archive_list;
mod choices;
mod cloud_figure;
mod clouds;
mod copied;
mod dates;
mod dialog;
mod edition;
mod home;
mod lane;
mod masthead;
mod offline;
mod points;
mod report;
mod rows;
mod search;
mod settings;
mod trends;
mod trouble;
mod update;
mod zoom;

pub use archive_list::{FirstRows, LIST, LIST_SAID, ROWS_AT_FIRST};
pub use cloud_figure::words as cloud_words;
pub use clouds::{
    CLOUD, Clouds, Comparison, Counted, Filtered, SHEET, Side, Standing, TILES, Tile, canvas_for,
    cloud_tiles, clouds, comparison, filtered_cloud,
};
pub use copied::{plain_point, plain_points};
pub use dates::{Days, Histogram, dates, days_said, reports_in};
use dialog::dialog;
pub use edition::reordered;
pub use home::{Home, home};
pub use lane::{Ending, Entry, LANE_DAYS, Lane, lane};
pub use masthead::{bottom_bar, masthead};
pub use offline::{CONFIRM as CONFIRM_OFFLINE, Cannot, Offline, Phase, Room, confirm_giving_up, offline};
pub use report::{
    CONTENTS_SHEET, COPY_FIELD, Neighbours, Newest, Opened, contents_sheet, copy_field, left_off,
    passage_button, report, section_name,
};
pub use rows::{blocks, list_block, list_block_to_come};
pub use search::{
    Asked, Examples, Facets, HELP, OfferedAround, Passage, Piece, Result, ResultList, Shortcut,
    State as SearchState, facets, help, idle, is_command, offers, result_head, results, search,
};
pub use settings::{
    CONFIRM, Face, Install, Keys, Settings, Size, Theme, Width, confirm_clearing, not_kept, settings,
};
pub use trends::{
    About, Beside, Note, Reading, TREND, TREND_INPUT, TREND_PLOT, Trends, address_of_point, trend_period,
    trend_picture, trends,
};
pub use trouble::{
    Trouble, bare_trouble, not_found, remedy, skeleton, trouble, trouble_near, trouble_panel, withdrawn,
};
pub use update::{Notice, bare_waiting, notice, waiting};
pub use zoom::{View, ZOOM, zoom};

use crate::html::{Element, Html, el};
use crate::library::Library;
use crate::link::{Address, Filter, Route};
use crate::message::Messages;
use crate::model::{Bundle, Period, Summary};

/// What every part of a page needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The archive.
    pub bundle: &'a Bundle,
    /// The way from the page to the site's root (`./`, `../../../../`, or an absolute address).
    pub root: &'a str,
    /// The words of the interface.
    pub messages: &'static Messages,
    /// What narrows the archive; links inside the page keep it.
    pub filter: &'a Filter,
    /// What the reader has read and starred; empty where the builder prints.
    pub library: &'a Library,
}

impl Context<'_> {
    /// Where a report of the newest day stands in the edition: first come the topics that the reader has put in order,
    /// by their keys, then the others in the order of the bundle.
    pub fn rank(&self, order: &[String], summary: &Summary) -> usize {
        if let Some(at) = order.iter().position(|key| *key == summary.topic) {
            return at;
        }
        let topics = &self.bundle.topics;
        let at = topics.iter().position(|topic| topic.key == summary.topic);
        order.len() + at.unwrap_or(topics.len())
    }

    fn href(&self, address: &Address) -> String {
        address.href(self.root)
    }

    /// The address of a page under the current filter.
    fn address(&self, route: Route) -> Address {
        Address::new(route).with_filter(self.filter.clone())
    }

    fn report_href(&self, summary: &Summary) -> String {
        self.href(&self.address(Route::Report(summary.id.clone())))
    }

    /// The days of the filter in words; `all` where it names none.
    fn range_name(&self, all: &str) -> String {
        let messages = self.messages;
        match (self.filter.from, self.filter.to) {
            (Some(from), Some(to)) if from == to.first_of_month() && to == from.last_of_month() => {
                (messages.month)(from)
            }
            // A day of another year than the newest says which.
            (Some(from), Some(to)) if from == to => {
                let newest = self.bundle.counts.first().map_or(from, |count| count.day);
                (messages.dated)(from, newest)
            }
            (Some(from), Some(to)) => (messages.date_range)(Period::new(from, to)),
            (Some(from), None) => format!("{} {}", messages.from, (messages.short_date)(from)),
            (None, Some(to)) => format!("{} {}", messages.to, (messages.short_date)(to)),
            (None, None) => all.to_owned(),
        }
    }

    /// `Twitter・AI`, or the one of the two that there is.
    fn label(&self, summary: &Summary) -> String {
        let source = self.bundle.source_name(&summary.source);
        let topic = self.bundle.topic_name(&summary.topic);
        match (source.is_empty(), topic.is_empty()) {
            (false, false) => format!("{source}・{topic}"),
            (false, true) => source.to_owned(),
            _ => topic.to_owned(),
        }
    }
}

/// Everything inside `<body>`: skip link, masthead, the page's own part and the bottom bar. `neighbours` are
/// those of a report's page.
pub fn frame(context: &Context<'_>, route: &Route, neighbours: Neighbours<'_>, main: Vec<Html>) -> Html {
    el("div")
        .class("page")
        .attr("id", "kb-page")
        .child(skip_link(context.messages))
        .child(masthead(context, route))
        .child(plain_note(context.messages))
        .child(main_element(view_name(route), main))
        .child(bottom_bar(context, route, neighbours))
        .child(toast())
        .into()
}

/// The same where there is no archive to show, or not yet: the way home, and what there is to say. `view` is the value of
/// `data-view`.
fn bare_frame(root: &str, view: &'static str, main: Vec<Html>) -> Html {
    el("div")
        .class("page")
        .attr("id", "kb-page")
        .child(masthead::bare_masthead("看报", root))
        .child(main_element(view, main))
        .into()
}

/// The place for words that no control says itself; empty otherwise.
pub fn toast() -> Element {
    el("p")
        .class("toast")
        .attr("id", "kb-toast")
        .attr("role", "status")
}

/// The link that brings the keyboard past the masthead.
pub fn skip_link(messages: &Messages) -> Element {
    el("a")
        .class("skip-link")
        .attr("href", "#kb-main")
        .text(messages.skip_to_content)
}

/// The line that says why controls are missing; styles show it only where the reader cannot run.
pub fn plain_note(messages: &Messages) -> Element {
    el("p").class("plain-note").text(messages.needs_app)
}

fn main_element(view: &'static str, main: Vec<Html>) -> Element {
    el("main")
        .attr("id", "kb-main")
        .attr("tabindex", "-1")
        .attr("data-view", view)
        .child(el("div").class("view").children(main))
}

/// The value of `data-view` on `<main>`.
pub fn view_name(route: &Route) -> &'static str {
    match route {
        Route::Home => "home",
        Route::Report(_) => "report",
        Route::Search => "search",
        Route::Clouds => "clouds",
        Route::Trends => "trends",
        Route::Lane(_) => "lane",
        Route::Settings => "settings",
        Route::Offline => "offline",
        Route::NotFound => "not-found",
    }
}

/// The text of `<title>` for a report: date, topic and lead.
pub fn report_title(context: &Context<'_>, summary: &Summary) -> String {
    let date = (context.messages.short_date)(summary.day);
    let label = context.label(summary);
    let site = &context.bundle.site.title;
    let parts = [date.as_str(), label.as_str(), summary.lead()];
    let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} — {site}", named.join(" "))
}

/// The text of `<title>` for every other page.
pub fn page_title(context: &Context<'_>, route: &Route, q: &str) -> String {
    let (messages, site) = (context.messages, &context.bundle.site.title);
    let name = match route {
        Route::Report(id) if context.bundle.is_withdrawn(id) => messages.withdrawn,
        Route::Home | Route::Report(_) => return site.clone(),
        Route::Search if q.is_empty() => messages.search,
        Route::Search => q,
        Route::Clouds => messages.clouds,
        Route::Trends => messages.trends.title,
        Route::Lane(kind) => {
            let days = context.range_name("");
            let space = if days.is_empty() { "" } else { " " };
            return format!("{}{space}{days} — {site}", (messages.section_kind)(*kind));
        }
        Route::Settings => messages.settings,
        Route::Offline => messages.offline.title,
        Route::NotFound => messages.not_found,
    };
    format!("{name} — {site}")
}

#[cfg(test)]
pub(crate) mod tests;

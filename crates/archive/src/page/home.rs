//! Home: the newest day's edition, then the archive by day with its calendar.

use super::archive_list::archive_list;
use super::cloud_figure::{Shape, cloud_figure};
use super::dates::{Days, dates};
use super::edition::edition;
use super::{Context, ROWS_AT_FIRST};
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, Route};
use crate::model::{Body, Day, Summary};
use crate::outline::SectionKind;

/// What home shows.
pub struct Home<'a> {
    /// The reports of the newest day.
    pub newest: &'a [&'a Summary],
    /// The text of the first of them, for its cloud.
    pub newest_body: Option<&'a Body>,
    /// What the list holds, newest first: the reports that pass the filter. The newest day is not among them where
    /// nothing is filtered, since the edition above shows it.
    pub listed: &'a [&'a Summary],
    /// Whether all of them are in `listed`.
    pub complete: bool,
    /// How many rows to draw at least; the reader draws those near the window itself.
    pub rows: usize,
    /// The month that the calendar shows, by any of its days.
    pub month: Option<Day>,
    /// The reader's own calendar day; unknown to the builder.
    pub today: Option<Day>,
    /// Days of that month whose reports cannot be read now.
    pub absent: &'a [Day],
}

impl<'a> Home<'a> {
    /// Home as it is prerendered: nothing filtered, the calendar at the newest month. `all` are the archive's reports,
    /// newest first, so that it begins with those of the newest day.
    pub fn first(newest: &'a [&'a Summary], newest_body: Option<&'a Body>, all: &'a [&'a Summary]) -> Self {
        Self {
            newest,
            newest_body,
            listed: all.get(newest.len()..).unwrap_or_default(),
            complete: true,
            rows: ROWS_AT_FIRST,
            month: None,
            today: None,
            absent: &[],
        }
    }
}

/// The page inside `<main>`. The edition stands only where nothing is filtered: a filter asks for a list.
///
/// The parts stay in their places whatever is shown, so that one page is easily changed into the other.
pub fn home(context: &Context<'_>, home: &Home<'_>) -> Vec<Html> {
    let is_front = context.filter.is_empty() && !home.newest.is_empty();
    let shown = if is_front { home.newest } else { &[] };
    let cloud = is_front.then(|| newest_cloud(context, home)).flatten();
    let archive_page = Address::new(Route::Home).with_anchor("archive");
    let days = Days {
        month: home.month,
        today: home.today,
        absent: home.absent,
    };
    let side = el("div")
        .class("home-side")
        .child(dates(context, &archive_page, days))
        .child_opt(cloud);
    let grid = el("div")
        .class("home-grid")
        .child(edition(context, shown))
        .child(side)
        .child(archive_list(context, home, is_front));
    vec![folio(context, home).into(), grid.into()]
}

/// The line under the masthead: the day of the newest edition, whether that is today's, and the way to what has come
/// since the reader was last here.
fn folio(context: &Context<'_>, home: &Home<'_>) -> Element {
    let messages = context.messages;
    let newest = home.newest.first().map(|summary| summary.day);
    let date = newest.map(|newest| {
        let is_old = home.today.filter(|today| *today != newest);
        let text = match is_old {
            Some(today) => (messages.newest_is_from)(newest, today),
            None => (messages.long_date)(newest),
        };
        el("time").attr("datetime", newest.to_string()).text(text)
    });
    el("div")
        .class("folio")
        .child_opt(date)
        .child_opt(newest.and_then(|newest| since(context, newest)))
}

/// How much is new to a reader who comes back, as a link to the key points of those days.
fn since(context: &Context<'_>, newest: Day) -> Option<Element> {
    let day = context.library.visit?.since()?;
    let counts = context.bundle.counts.iter();
    let new: u32 = counts.filter(|c| c.day > day).map(|c| c.count).sum();
    if new == 0 {
        return None;
    }
    let filter = Filter {
        from: Some(day.plus(1)),
        ..Filter::default()
    };
    let address = Address::new(Route::Lane(SectionKind::KeyPoints)).with_filter(filter);
    let link = el("a")
        .class("since")
        .attr("href", context.href(&address))
        .text((context.messages.since)(day, newest, new as usize))
        .child(el("span").attr("aria-hidden", "true").text(" ›"));
    Some(link)
}

/// The cloud of the edition's first report.
fn newest_cloud(context: &Context<'_>, home: &Home<'_>) -> Option<Element> {
    let figure = cloud_figure(context, home.newest.first()?, home.newest_body?, Shape::Side)?;
    let title = el("h2").class("aside-title").text(context.messages.word_cloud);
    Some(el("section").class("home-cloud").child(title).child(figure))
}

//! Home: the newest day's edition, then the archive by day with its calendar.

use super::archive_list::archive_list;
use super::cloud_figure::{Shape, cloud_figure};
use super::dates::{Days, dates};
use super::edition::{edition, folio};
use super::{Context, ROWS_AT_FIRST};
use crate::html::{Element, Html, el};
use crate::link::{Address, Route};
use crate::model::{Body, Day, Summary};

/// What home shows.
pub struct Home<'a> {
    /// The reports of the newest day.
    pub newest: &'a [&'a Summary],
    /// The text of the first of them, for its cloud.
    pub newest_body: Option<&'a Body>,
    /// Reports that pass the filter, newest first.
    pub listed: &'a [&'a Summary],
    /// Whether every report that passes the filter is in `listed`.
    pub complete: bool,
    /// How many rows to draw; the rest follows on demand.
    pub rows: usize,
    /// The month that the calendar shows, by any of its days.
    pub month: Option<Day>,
    /// The reader's own calendar day; unknown to the builder.
    pub today: Option<Day>,
    /// Days of that month whose reports cannot be read now.
    pub absent: &'a [Day],
}

impl<'a> Home<'a> {
    /// Home as it is prerendered: nothing filtered, the calendar at the newest month.
    pub fn first(
        newest: &'a [&'a Summary],
        newest_body: Option<&'a Body>,
        listed: &'a [&'a Summary],
    ) -> Self {
        Self {
            newest,
            newest_body,
            listed,
            complete: true,
            rows: ROWS_AT_FIRST,
            month: None,
            today: None,
            absent: &[],
        }
    }
}

/// The page inside `<main>`. The edition stands only where nothing is filtered: a filter asks for a list.
pub fn home(context: &Context<'_>, home: &Home<'_>) -> Vec<Html> {
    let is_front = context.filter.is_empty() && !home.newest.is_empty();
    let mut out = vec![folio(context, home).into()];
    let mut grid = el("div").class("home-grid");
    if is_front {
        grid = grid.child(edition(context, home.newest));
    }
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
    grid = grid.child(side).child(archive_list(context, home, is_front));
    out.push(grid.into());
    out
}

/// The cloud of the edition's first report.
fn newest_cloud(context: &Context<'_>, home: &Home<'_>) -> Option<Element> {
    let figure = cloud_figure(context, home.newest.first()?, home.newest_body?, Shape::Side)?;
    let title = el("h2").class("aside-title").text(context.messages.word_cloud);
    Some(el("section").class("home-cloud").child(title).child(figure))
}

//! Home: the newest edition and the archive by day.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::link::Filter;
use kanbao_archive::model::Summary;
use kanbao_archive::order::sort_by_key;
use kanbao_archive::page::{self, Home};
use leptos::prelude::*;

use super::copy::copy_points;
use super::dates::Dates;
use super::settle_after;
use crate::browser::{clock, event};
use crate::components::live;
use crate::state::{Reader, reader};

/// Rows added when the end of the list comes near.
const MORE_ROWS: usize = 60;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let reader = reader();
    let dates = Dates::new(reader);
    settle_after(move || {
        reader.filter.track();
        reader.navigation.rows().track();
    });
    let click = move |event: leptos::ev::MouseEvent| {
        if let Some(id) = event::attribute(&event, "data-copy-points") {
            copy_points(reader, &id);
        } else if event::attribute(&event, "data-more").is_some() {
            reader.navigation.rows().update(|rows| *rows += MORE_ROWS);
        } else {
            dates.clicked(&event);
        }
    };
    view! {
        <div
            class="view"
            use:live=move || tree(reader, dates)
            on:click=click
            on:change=move |event| dates.changed(&event)
            on:keydown=move |event| dates.key(&event)
        ></div>
    }
}

fn tree(reader: Reader, dates: Dates) -> Vec<Html> {
    let archive = reader.archive;
    let listed = reader.listed();
    let newest = newest_in_order(reader);
    let newest: Vec<&Summary> = newest.iter().map(Rc::as_ref).collect();
    let newest_body = newest.first().and_then(|summary| archive.body(&summary.id));
    let listed: Vec<&Summary> = listed.iter().map(Rc::as_ref).collect();
    let absent = dates.absent();
    let home = Home {
        newest: &newest,
        newest_body: newest_body.as_deref(),
        listed: &listed,
        complete: archive.is_complete(),
        rows: page::ROWS_AT_FIRST + reader.navigation.rows().get(),
        month: dates.month().get(),
        today: clock::today(),
        absent: &absent,
    };
    reader.draw(|context| page::home(context, &home))
}

/// The reports of the newest day, in the order of the topics.
fn newest_in_order(reader: Reader) -> Vec<Rc<Summary>> {
    let archive = reader.archive;
    let Some(day) = archive.newest_day() else {
        return Vec::new();
    };
    let mut newest = archive.list(&Filter {
        from: Some(day),
        to: Some(day),
        ..Filter::default()
    });
    reader.draw(|context| sort_by_key(&mut newest, |summary| context.rank(summary)));
    newest
}

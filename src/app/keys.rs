//! Keys that work on every page.

use kanbao_archive::link::Route;
use leptos::prelude::*;

use crate::browser::dom;
use crate::browser::event::{self, Key, Listener};
use crate::pages::SEARCH_INPUT;
use crate::state::Reader;

/// Listens as long as the listener is kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let press = move |event: &_| {
        if let Some(key) = event::key(event)
            && obey(reader, &key)
        {
            event::prevent(event);
        }
    };
    vec![event::on_window("keydown", false, press)]
}

/// Does what the key asks for; says whether it was one of ours.
fn obey(reader: Reader, key: &Key) -> bool {
    let is_search = (key.command && key.key.eq_ignore_ascii_case("k"))
        || (key.key == "/" && !key.in_text && !key.command);
    if is_search {
        open_search(reader);
        return true;
    }
    if key.in_text || key.command || key.alt {
        return false;
    }
    let marks = reader.marks;
    match key.key.as_str() {
        "j" => dom::focus_row(1),
        "k" => dom::focus_row(-1),
        "n" if marks.any() => marks.step(1),
        "p" if marks.any() => marks.step(-1),
        "n" => return open_neighbour(reader, true),
        "p" => return open_neighbour(reader, false),
        "Escape" if marks.any() => reader.clear_marks(),
        _ => return false,
    }
    true
}

fn open_search(reader: Reader) {
    if reader.route.get_untracked() == Route::Search {
        dom::focus_input(SEARCH_INPUT);
    } else {
        reader.open(Route::Search);
    }
}

/// Opens the next older or newer report; says whether a report is open at all.
fn open_neighbour(reader: Reader, older: bool) -> bool {
    let Route::Report(id) = reader.route.get_untracked() else {
        return false;
    };
    let around = untrack(|| reader.around(&id));
    let neighbour = if older { around.older } else { around.newer };
    if let Some(summary) = neighbour {
        reader.open(Route::Report(summary.id.clone()));
    }
    true
}

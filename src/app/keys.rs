//! Keys that work on every page: what they are, what they do, and how the help names it.

use kanbao_archive::link::Route;
use kanbao_archive::message::Messages;
use kanbao_archive::page::{SearchState, Shortcut};
use leptos::prelude::*;

use crate::browser::event::{self, Key, Listener};
use crate::browser::{dialog, dom};
use crate::pages::SEARCH_INPUT;
use crate::state::Reader;

#[derive(Clone, Copy)]
enum Action {
    Search,
    Help,
    Down,
    Up,
    Enter,
    NextMark,
    PreviousMark,
    Read,
    Star,
    Leave,
}

struct Binding {
    /// Any of these, by the names of `KeyboardEvent.key`; `Mod+` stands for Ctrl or ⌘.
    keys: &'static [&'static str],
    action: Action,
    says: fn(&Messages) -> &'static str,
}

static BINDINGS: [Binding; 10] = [
    Binding {
        keys: &["/", "Mod+k"],
        action: Action::Search,
        says: |m| m.key_search,
    },
    Binding {
        keys: &["ArrowDown", "j"],
        action: Action::Down,
        says: |m| m.key_down,
    },
    Binding {
        keys: &["ArrowUp", "k"],
        action: Action::Up,
        says: |m| m.key_up,
    },
    Binding {
        keys: &["Enter"],
        action: Action::Enter,
        says: |m| m.key_enter,
    },
    Binding {
        keys: &["n"],
        action: Action::NextMark,
        says: |m| m.key_next,
    },
    Binding {
        keys: &["p"],
        action: Action::PreviousMark,
        says: |m| m.key_previous,
    },
    Binding {
        keys: &["m"],
        action: Action::Read,
        says: |m| m.key_read,
    },
    Binding {
        keys: &["f"],
        action: Action::Star,
        says: |m| m.key_star,
    },
    Binding {
        keys: &["Escape"],
        action: Action::Leave,
        says: |m| m.key_leave,
    },
    Binding {
        keys: &["?"],
        action: Action::Help,
        says: |m| m.key_help,
    },
];

/// The keys as the help shows them.
pub(super) fn shortcuts(reader: Reader) -> Vec<Shortcut> {
    let messages = reader.messages();
    let each = BINDINGS.iter().map(|binding| Shortcut {
        keys: binding.keys,
        does: (binding.says)(messages),
    });
    each.collect()
}

/// Listens as long as the listener is kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let press = move |event: &_| {
        let Some(key) = event::key(event) else { return };
        let place = Place {
            in_box: event::closest(event, "#kb-search").is_some(),
            on_result: event::closest(event, ".hit-link").is_some(),
        };
        if obey(reader, &key, place) {
            event::prevent(event);
        }
    };
    vec![event::on_window("keydown", false, press)]
}

/// Where the focus is.
#[derive(Clone, Copy)]
struct Place {
    in_box: bool,
    on_result: bool,
}

/// Does what the key asks for; says whether it was one of ours.
fn obey(reader: Reader, key: &Key, place: Place) -> bool {
    // A dialog has keys of its own.
    if key.alt || dialog::is_any_open() {
        return false;
    }
    let Some(binding) = BINDINGS
        .iter()
        .find(|binding| binding.keys.iter().any(|name| is_pressed(key, name)))
    else {
        return false;
    };
    // What is typed into a text is text; keys that write nothing work in the search box too.
    let is_letter = key.key.chars().nth(1).is_none();
    if key.in_text && !key.command && (is_letter || !place.in_box) {
        return false;
    }
    act(reader, binding.action, place, !is_letter)
}

fn is_pressed(key: &Key, name: &str) -> bool {
    match name.strip_prefix("Mod+") {
        Some(name) => key.command && key.key.eq_ignore_ascii_case(name),
        None => !key.command && key.key == name,
    }
}

/// Arrows move among results only from the box or a result: elsewhere they scroll.
fn act(reader: Reader, action: Action, place: Place, is_arrow: bool) -> bool {
    let marks = reader.marks;
    match action {
        Action::Search => open_search(reader),
        Action::Help => super::help::open(reader),
        Action::Down | Action::Up if is_arrow && !place.in_box && !place.on_result => return false,
        Action::Down => return dom::focus_row(1),
        Action::Up if place.in_box => return false,
        Action::Up if !dom::focus_row(-1) && place.on_result => dom::focus_input(SEARCH_INPUT),
        Action::Up => {}
        Action::Enter if place.in_box => end_search(reader),
        Action::Enter => return false,
        Action::NextMark if marks.any() => marks.step(1),
        Action::PreviousMark if marks.any() => marks.step(-1),
        Action::NextMark => return open_neighbour(reader, true),
        Action::PreviousMark => return open_neighbour(reader, false),
        Action::Read => return with_report(reader, |id| reader.library.toggle_read(id)),
        Action::Star => return with_report(reader, |id| reader.library.toggle_starred(id)),
        Action::Leave if place.in_box && reader.q.get_untracked().is_empty() => dom::leave_focus(),
        Action::Leave if place.in_box || marks.any() => reader.ask(String::new()),
        Action::Leave => return false,
    }
    true
}

/// Does something with the report that is open, or whose row in a list has the focus; says whether there is one.
fn with_report(reader: Reader, act: impl FnOnce(&str)) -> bool {
    let open = match reader.route.get_untracked() {
        Route::Report(id) => Some(id),
        _ => dom::focused_row(),
    };
    open.as_deref().map(act).is_some()
}

fn open_search(reader: Reader) {
    if reader.route.get_untracked() == Route::Search {
        dom::focus_input(SEARCH_INPUT);
    } else {
        reader.open(Route::Search);
    }
}

/// The reader has typed to the end: the search is kept, unless it is known to be vain. A keyboard on the screen
/// makes room for the results.
fn end_search(reader: Reader) {
    let q = reader.q.get_untracked();
    let is_vain = reader
        .search
        .found()
        .with_untracked(|found| found.q == q && found.state == SearchState::Done && found.hits.is_empty());
    if !is_vain {
        reader.recent.add(&q);
    }
    if dom::has_coarse_pointer() {
        dom::leave_focus();
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

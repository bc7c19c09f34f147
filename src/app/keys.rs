//! Keys that work on every page: what they are, what they do, and how the help names it.

use kanbao_archive::link::{Address, Route};
use kanbao_archive::message::Messages;
use kanbao_archive::outline::SectionKind;
use kanbao_archive::page::{self, Keys, SearchState, Shortcut};

use crate::browser::event::{self, Key, Listener};
use crate::browser::rows::{self, ROWS};
use crate::browser::{clock, dialog, dom};
use crate::pages::SEARCH_INPUT;
use crate::reactive::*;
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
    Go(fn() -> Address),
}

struct Binding {
    /// Any of these, by the names of `KeyboardEvent.key`; `Mod+` stands for Ctrl or ⌘, and `g h` for one after the other.
    keys: &'static [&'static str],
    action: Action,
    says: fn(&Messages) -> &'static str,
}

const fn binding(
    keys: &'static [&'static str],
    action: Action,
    says: fn(&Messages) -> &'static str,
) -> Binding {
    Binding { keys, action, says }
}

static BINDINGS: [Binding; 16] = [
    binding(&["/", "Mod+k"], Action::Search, |m| m.key_search),
    binding(&["ArrowDown", "j"], Action::Down, |m| m.key_down),
    binding(&["ArrowUp", "k"], Action::Up, |m| m.key_up),
    binding(&["Enter"], Action::Enter, |m| m.key_enter),
    binding(&["n"], Action::NextMark, |m| m.key_next),
    binding(&["p"], Action::PreviousMark, |m| m.key_previous),
    binding(&["m"], Action::Read, |m| m.key_read),
    binding(&["f"], Action::Star, |m| m.key_star),
    binding(&["Escape"], Action::Leave, |m| m.key_leave),
    binding(&["g h"], Action::Go(|| Address::new(Route::Home)), |m| m.today),
    binding(&["g a"], Action::Go(Address::list), |m| m.archive),
    binding(
        &["g p"],
        Action::Go(|| Address::new(Route::Lane(SectionKind::KeyPoints))),
        |m| (m.section_kind)(SectionKind::KeyPoints),
    ),
    binding(&["g c"], Action::Go(|| Address::new(Route::Clouds)), |m| m.clouds),
    binding(&["g t"], Action::Go(|| Address::new(Route::Trends)), |m| {
        m.trends.title
    }),
    binding(&["g s"], Action::Go(|| Address::new(Route::Settings)), |m| {
        m.settings
    }),
    binding(&["?"], Action::Help, |m| m.key_help),
];

/// How long the first of two keys is remembered, in milliseconds.
const PATIENCE: f64 = 1_500.0;

/// The keys as the help shows them: those that work.
pub(super) fn shortcuts(reader: Reader) -> Vec<Shortcut> {
    let messages = reader.messages();
    let are_on = reader.settings.get().keys == Keys::On;
    let works = |key: &&&'static str| are_on || !is_switchable(key);
    let each = BINDINGS.iter().map(|binding| Shortcut {
        keys: binding.keys.iter().filter(works).copied().collect(),
        does: (binding.says)(messages),
    });
    each.filter(|shortcut| !shortcut.keys.is_empty()).collect()
}

/// Listens as long as the listener is kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    // When the first of two keys was pressed, and which.
    let first = StoredValue::new((0.0, String::new()));
    let press = move |event: &_| {
        let Some(key) = event::key(event) else { return };
        let place = Place {
            in_box: event::closest(event, "#kb-search").is_some(),
            on_result: event::closest(event, ROWS).is_some(),
        };
        let (since, before) = first.get_value();
        let before = if clock::now() - since < PATIENCE {
            before
        } else {
            String::new()
        };
        first.set_value((clock::now(), key.key.clone()));
        if obey(reader, &key, &before, place) {
            // What has done something begins nothing.
            first.set_value((0.0, String::new()));
            event::prevent(event);
        }
    };
    vec![event::on_window("keydown", false, press)]
}

/// Whether it is a key that people press by accident when they speak to the browser or think they are typing.
fn is_switchable(name: &str) -> bool {
    name.chars().nth(1).is_none_or(|second| second == ' ')
}

/// Where the focus is.
#[derive(Clone, Copy)]
struct Place {
    in_box: bool,
    on_result: bool,
}

/// Does what the key asks for; says whether it was one of ours. `before` is the key pressed just before it.
fn obey(reader: Reader, key: &Key, before: &str, place: Place) -> bool {
    // Dialogs have keys of their own.
    if key.alt || dialog::is_any_open() {
        return false;
    }
    let are_on = reader.settings.get_untracked().keys == Keys::On;
    let is_pressed = |name: &&str| is_pressed(key, before, name) && (are_on || !is_switchable(name));
    // `g p` goes before `p`.
    let find = |of_two: bool| {
        BINDINGS.iter().find_map(|binding| {
            let mut names = binding.keys.iter().filter(|name| name.contains(' ') == of_two);
            Some((binding, *names.find(|name| is_pressed(name))?))
        })
    };
    let pressed = find(true).or_else(|| find(false));
    let Some((binding, name)) = pressed else {
        return false;
    };
    // What is typed into a text is text; keys that write nothing work in the search box too.
    let is_letter = is_switchable(name);
    if key.in_text && !key.command && (is_letter || !place.in_box) {
        return false;
    }
    act(reader, binding.action, place, !is_letter)
}

fn is_pressed(key: &Key, before: &str, name: &str) -> bool {
    if let Some(name) = name.strip_prefix("Mod+") {
        return key.command && key.key.eq_ignore_ascii_case(name);
    }
    let fits = |name: &str| !key.command && key.key == name;
    match name.split_once(' ') {
        Some((first, second)) => before == first && fits(second),
        None => fits(name),
    }
}

/// Arrows move among results only from the box or a result: elsewhere they scroll.
fn act(reader: Reader, action: Action, place: Place, is_arrow: bool) -> bool {
    let marks = reader.marks;
    match action {
        Action::Search => open_search(reader),
        Action::Help => super::help::open(reader),
        Action::Down | Action::Up if is_arrow && !place.in_box && !place.on_result => return false,
        Action::Down => return rows::focus_row(1),
        Action::Up if place.in_box => return false,
        Action::Up if !rows::focus_row(-1) && place.on_result => dom::focus_input(SEARCH_INPUT),
        Action::Up => {}
        Action::Enter if place.in_box && page::is_command(&reader.q.get_untracked()) => {
            return dom::click_first(".offer-link");
        }
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
        Action::Go(address) => reader.navigation.go(address()),
    }
    true
}

/// Does something with the report that is open, or whose row in a list has the focus; says whether there is one.
fn with_report(reader: Reader, act: impl FnOnce(&str)) -> bool {
    let open = match reader.route.get_untracked() {
        Route::Report(id) => Some(id),
        _ => rows::focused_row(),
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

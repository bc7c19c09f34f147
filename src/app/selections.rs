//! The button beside text selected in a report: it copies the link to that passage.

use kanbao_archive::link::Route;
use kanbao_archive::page;

use crate::browser::event::{self, Listener};
use crate::browser::{clock, selection};
use crate::pages::copy_passage;
use crate::reactive::*;
use crate::state::Reader;

/// How long the selection must have paused, in milliseconds. A press on the button may itself end the selection, and
/// is over by then.
const PAUSE: u32 = 250;

/// Listens as long as the listeners are kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let changes = StoredValue::new(0_u32);
    let changed = move || {
        changes.update_value(|n| *n = n.wrapping_add(1));
        let change = changes.get_value();
        clock::spawn(async move {
            clock::sleep(PAUSE).await;
            if changes.try_get_value() == Some(change) {
                settled(reader);
            }
        });
    };
    let press = move |event: &_| {
        if event::attribute(event, "data-copy-passage").is_some() {
            copy_passage(reader);
            selection::hide_button();
        }
    };
    // Else the press would move the caret, and with it the selection.
    let keep = move |event: &_| {
        if event::attribute(event, "data-copy-passage").is_some() {
            event::prevent(event);
        }
    };
    vec![
        event::on_selection(changed),
        event::on_window("click", true, press),
        event::on_window("mousedown", false, keep),
    ]
}

fn settled(reader: Reader) {
    let is_report = matches!(reader.route.get_untracked(), Route::Report(_));
    let passage = selection::passage().filter(|_| is_report);
    if passage == reader.selected.get_untracked() {
        return;
    }
    if passage.is_some() {
        selection::show_button(page::passage_button(untrack(|| reader.messages())));
    } else {
        selection::hide_button();
    }
    reader.selected.set(passage);
}

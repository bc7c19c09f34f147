//! Taking the reader's own data along, bringing it back, and clearing it.

use kanbao_archive::library::{Export, ImportError};
use kanbao_archive::message::Messages;
use kanbao_archive::page::{self, CONFIRM};

use crate::browser::event::{self, Event, Listener};
use crate::browser::{clock, dialog, dom, file};
use crate::reactive::*;
use crate::state::Reader;

/// The place where it is said what became of it.
const SAID: &str = "#kb-own-data-said";

/// Hands everything to the browser as a file.
pub fn export(reader: Reader) {
    let messages = untrack(|| reader.messages());
    let settings = untrack(|| reader.settings.get());
    let site = reader.archive.bundle().site.title.clone();
    let searches = reader.recent.queries();
    let export = untrack(|| {
        reader
            .library
            .with(|library| Export::of(library, &site, settings, searches))
    });
    let json = export.to_json();
    let day = clock::today().map(|day| format!("-{day}")).unwrap_or_default();
    let name = format!("{}{day}.json", messages.export_file);
    if file::save(&name, "application/json", &json) {
        dom::set_text(SAID, messages.exported);
    }
}

/// Takes over the file that was chosen.
pub(super) fn import(reader: Reader, event: &Event) {
    let messages = untrack(|| reader.messages());
    let event = event.clone();
    clock::spawn(async move {
        let text = file::chosen(&event).await.unwrap_or_default();
        let said = match Export::from_json(&text) {
            Ok(export) => take_over(reader, export, messages),
            Err(ImportError::NotOurs) => messages.import_not_ours.to_owned(),
            Err(ImportError::Newer) => messages.import_newer.to_owned(),
        };
        // The settings may have drawn the page anew.
        clock::next_frame(move || dom::set_text(SAID, &said));
    });
}

fn take_over(reader: Reader, export: Export, messages: &Messages) -> String {
    let news = reader.library.merge(export.reports);
    for q in export.searches.iter().rev() {
        reader.recent.add(q);
    }
    if let Some(settings) = export.settings {
        reader.settings.replace(settings);
    }
    (messages.imported)(news)
}

/// Opens the dialog that asks first.
pub(super) fn ask_before_clearing(reader: Reader) {
    let tree = untrack(|| reader.draw(page::confirm_clearing));
    dialog::open(CONFIRM, tree);
}

/// Clears everything once the dialog's button is pressed. (The dialog stands outside of the page.)
pub(super) fn on_confirmed(reader: Reader) -> Option<Listener> {
    event::on_window("click", true, move |event| {
        if event::attribute(event, "data-clear-confirmed").is_none() {
            return;
        }
        reader.library.clear();
        reader.settings.forget_all();
        let messages = untrack(|| reader.messages());
        clock::next_frame(|| dom::set_text(SAID, messages.cleared));
    })
}

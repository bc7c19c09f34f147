//! The help: how to search, and the keys. Opened by key or button on any page.

use kanbao_archive::page;

use super::keys;
use crate::browser::dialog;
use crate::browser::event::{self, Listener};
use crate::reactive::*;
use crate::state::Reader;

/// Listens as long as the listener is kept; an example that is followed closes the help.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let address = reader.navigation.address();
    effect(move || {
        address.track();
        dialog::close(page::HELP);
    });
    let click = move |event: &_| {
        if event::attribute(event, "data-help").is_some() {
            open(reader);
        }
    };
    vec![event::on_window("click", true, click)]
}

pub(super) fn open(reader: Reader) {
    let examples = reader.examples();
    let shortcuts = untrack(|| keys::shortcuts(reader));
    let tree = untrack(|| reader.draw(|context| page::help(context, &shortcuts, &examples)));
    dialog::open(page::HELP, tree);
}

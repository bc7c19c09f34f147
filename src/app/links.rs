//! Clicks on links of drawn pages: followed inside the app where it can show what they lead to.

use kanbao_archive::listing;

use crate::browser::event::{self, Listener};
use crate::reactive::*;
use crate::state::Reader;

/// Listens as long as the listener is kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let follow = move |event: &_| {
        let Some(href) = event::plain_link(event) else {
            return;
        };
        // What is not listed yet may be a report.
        let knows = |id: &str, is_folder: bool| {
            let archive = reader.archive;
            let may_be = || match listing::day_of(id) {
                Some(day) => !archive.lists(day),
                None => !untrack(|| archive.is_complete()),
            };
            archive.summary(id).is_some() || is_folder && !archive.is_withdrawn(id) && may_be()
        };
        if reader.navigation.follow(&href, knows) {
            event::prevent(event);
        }
    };
    vec![event::on_window("click", false, follow)]
}

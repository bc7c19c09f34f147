//! Clicks on links of drawn pages: followed inside the app where it can show what they lead to.

use crate::browser::event::{self, Listener};
use crate::state::Reader;

/// Listens as long as the listener is kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let follow = move |event: &_| {
        let Some(href) = event::plain_link(event) else {
            return;
        };
        let knows = |id: &str| reader.archive.summary(id).is_some();
        if reader.navigation.follow(&href, knows) {
            event::prevent(event);
        }
    };
    vec![event::on_window("click", false, follow)]
}

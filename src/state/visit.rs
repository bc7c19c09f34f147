//! When the reader was here. It is needed before the first drawing and is small, so it lives in local storage.

use kanbao_archive::library::Visit;
use leptos::prelude::*;

use super::Reader;
use crate::browser::event::{self, Listener};
use crate::browser::{clock, dom, storage};

/// Reads what is known of the last visit, and notes this one: now, and for as long as the listener is kept, whenever
/// the page is left or looked at again. `None` where the archive is empty.
pub fn begin_visit(reader: Reader) -> Option<Listener> {
    let newest = reader.archive.newest_day()?;
    // Origins are shared between sites, so the key holds the site's path.
    let key = format!("kanbao:{}:visit", reader.navigation.place());
    let known = storage::get(&key).and_then(|json| serde_json::from_str(&json).ok());
    let visit = StoredValue::new(Visit::at(known, clock::date(), newest));
    let keep = move || {
        let visit = visit.get_value();
        reader.library.set_visit(visit);
        if let Ok(json) = serde_json::to_string(&visit) {
            // Where the browser keeps nothing, every visit is the first.
            let _ = storage::set(&key, &json);
        }
    };
    keep();
    event::on_window("visibilitychange", true, move |_| {
        let now = clock::date();
        visit.update_value(|visit| {
            if dom::is_visible() {
                // Somebody who comes back to a page after a night begins a new visit.
                *visit = Visit::at(Some(*visit), now, newest);
            } else {
                visit.at = now;
            }
        });
        keep();
    })
}

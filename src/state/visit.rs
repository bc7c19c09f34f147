//! When the reader was here. It is needed before the first drawing and is small, so it lives in local storage.

use kanbao_archive::library::Visit;

use super::Reader;
use crate::browser::event::{self, Listener};
use crate::browser::{clock, dom, storage};
use crate::reactive::*;

/// Reads what is known of the last visit, and notes this one: now, and for as long as the listener is kept, whenever
/// the page is left or looked at again. `None` where the archive is empty.
pub fn begin_visit(reader: Reader) -> Option<Listener> {
    reader.archive.newest_day()?;
    // Origins are shared between sites, so the key holds the site's path.
    let key = format!("kanbao:{}:visit", reader.navigation.place());
    let known = storage::get(&key).and_then(|json| Visit::from_text(&json));
    let at = move |known, now| Some(Visit::at(known, now, reader.archive.newest_day()?));
    let key = StoredValue::new(key);
    let visit = StoredValue::new(at(known, clock::date())?);
    let keep = move || {
        let visit = visit.get_value();
        reader.library.set_visit(visit);
        // Where the browser keeps nothing, every visit is the first.
        let _ = key.with_value(|key| storage::set(key, &visit.to_text()));
    };
    keep();
    // New reports that come meanwhile are seen.
    let mut is_first = true;
    effect(move || {
        reader.archive.times_replaced();
        if !is_first && let Some(newest) = reader.archive.newest_day() {
            visit.update_value(|visit| visit.newest = newest);
            keep();
        }
        is_first = false;
    });
    event::on_window("visibilitychange", true, move |_| {
        let now = clock::date();
        visit.update_value(|visit| {
            if dom::is_visible() {
                // Somebody who comes back to a page after a night begins a new visit.
                *visit = at(Some(*visit), now).unwrap_or(*visit);
            } else {
                visit.at = now;
            }
        });
        keep();
    })
}

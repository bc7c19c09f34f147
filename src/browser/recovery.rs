//! What helps when stored files are damaged, cleared, or of another version than the app.

use wasm_bindgen_futures::JsFuture;

use super::keeping::Worker;
use super::storage::of_tab;
use super::{clock, dom, location, worker};

/// How long the worker may take to answer, in milliseconds: it has one file to look at.
const PATIENCE: u32 = 3_000;

/// Has the worker look at a file that it stores, and give it up if it is damaged. `path` is relative to the site's root.
pub async fn verify(path: String) {
    if worker::is_in_control() {
        let _ = clock::within(PATIENCE, async move {
            let worker = Worker::find().await?;
            worker.ask("verify", &[path]).await
        })
        .await;
    }
}

/// Whether the browser has cleared what the worker stored: the worker runs this page, and its generation is gone.
pub async fn is_evicted() -> bool {
    let generation = dom::root_attribute("data-generation");
    let Some(generation) = generation.filter(|_| worker::is_in_control()) else {
        return false;
    };
    let place = location::path_of(&location::root());
    let stored = web_sys::window().and_then(|window| window.caches().ok());
    let Some(stored) = stored else { return false };
    let has = JsFuture::from(stored.has(&format!("kanbao:{place}:{generation}"))).await;
    has.is_ok_and(|has| has.is_falsy())
}

/// Looks for a newer app, waits until it is here, and loads the page with it: once unasked for each tab, since a site that
/// is published in part would have it load for ever. Says whether that is under way.
pub async fn renew_once(place: &str) -> bool {
    let key = format!("kanbao:{place}:renewed");
    if of_tab::get(&key).is_some() || !of_tab::set(&key, "1") {
        return false;
    }
    renew().await;
    true
}

/// The app fits its data: from now on it may renew itself again.
pub fn settled(place: &str) {
    of_tab::take(&format!("kanbao:{place}:renewed"));
}

/// Looks for a newer app and loads the page with it.
pub async fn renew() {
    // Without a connection there is none, and then loading the page brings what is stored.
    worker::fetch_newer().await;
    worker::reload_with_newest().await;
}

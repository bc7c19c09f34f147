//! From the prerendered page to the running app.
//!
//! First the data is loaded, then the old page is removed and the new one mounted in one task, so nothing
//! flashes and nothing is ever drawn over a page that can be read.

use kanbao_archive::link::Route;
use kanbao_archive::listing;
use kanbao_archive::page::{self, ROWS_AT_FIRST, Trouble};

use crate::app::{listen_for_remedies, mount};
use crate::browser::{clock, dom, event, handover, location, recovery};
use crate::reactive::*;
use crate::state::{Archive, Navigation, OwnLibrary, Reader, StoredSettings, moved};

/// How long what is stored may take before something is shown in its place, in milliseconds.
const PATIENCE: u32 = 600;

/// How long rows that a page was prerendered with may take until the app goes on without them, in milliseconds.
const ROWS_PATIENCE: u32 = 3000;

/// Files of summaries that the first rows are fetched from, at most, beside the directory of their year.
const FIRST_FILES: usize = 2;

/// Loads what the first view needs and mounts the app; where that fails, says so and offers to try again.
pub async fn start() {
    dom::set_root_attribute("data-app", "booting");
    // The signals and the listener made here live as long as the page.
    let owner = Owner::new();
    owner.set();
    std::mem::forget(owner);
    std::mem::forget(listen_for_remedies());
    let navigation = Navigation::start();
    let settings = StoredSettings::load(&navigation.place());
    let library = OwnLibrary::of_site(&navigation.place());
    // A page that can be read is read meanwhile; on an empty frame nobody waits for the network without being told.
    let patience = if handover::is_prerendered() {
        i32::MAX as u32
    } else {
        PATIENCE
    };
    let archive = loop {
        let trouble = match load(navigation, settings, patience).await {
            Ok(archive) => break archive,
            Err(trouble) => trouble,
        };
        if is_left(&trouble, navigation).await {
            return;
        }
        dom::set_root_attribute("data-app", "error");
        fail(&trouble, settings, &navigation.base());
        if !trouble.may_pass() {
            return;
        }
        event::come_back().await;
    };
    recovery::settled(&navigation.place());
    // What takes longer comes into the page when it is here.
    let _ = clock::within(patience, load_first_view(archive, navigation)).await;
    let reader = Reader::new(archive, navigation, settings, library);
    // A redrawn page would lose the selection, and whoever selects is reading.
    while handover::has_selection() {
        clock::sleep(250).await;
    }
    navigation.keep_place();
    if let Some((body, focused)) = handover::take_over() {
        mount(reader, &body);
        if let Some(focused) = focused {
            focused.again();
        }
    }
    navigation.settle();
    dom::set_root_attribute("data-app", "ready");
}

/// Fetches the bundle; where that takes longer than `patience` (in milliseconds), says so on the page.
async fn load(navigation: Navigation, settings: StoredSettings, patience: u32) -> Result<Archive, Trouble> {
    let root = navigation.root();
    match clock::within(patience, async move { Archive::load(&root).await }).await {
        Ok(archive) => archive,
        Err(under_way) => {
            let messages = untrack(|| settings.language()).messages();
            dom::put("kb-page", &page::bare_waiting(messages, &navigation.base()));
            under_way.await.unwrap_or(Err(Trouble::Offline))
        }
    }
}

/// Whether the page is about to be replaced by one that fits the data: each kind of trouble that this may help against has
/// one attempt.
async fn is_left(trouble: &Trouble, navigation: Navigation) -> bool {
    let place = navigation.place();
    match trouble {
        // The generation of this page is gone. The next one is asked for once, and says so.
        Trouble::Status(410) if moved::take(&place).is_none() && moved::note(&place) => {
            location::reload();
            true
        }
        Trouble::NewerSchema => recovery::renew_once(&place).await,
        _ => false,
    }
}

/// Fetches the report or the rows that the page was opened at.
async fn load_first_view(archive: Archive, navigation: Navigation) {
    let asked = untrack(|| navigation.address().get());
    match asked.route {
        // The report's own page says what is wrong with it, and offers to try again.
        Route::Report(id) => drop(archive.open(&id).await),
        // Rows that can be read do not give way to places of rows.
        Route::Home if handover::is_prerendered() => {
            let slots = untrack(|| archive.slots(&asked.filter, None));
            let days = listing::awaited(slots.get(..ROWS_AT_FIRST).unwrap_or(&slots));
            let rows = async move { archive.fetch_listing(&days, FIRST_FILES).await };
            let _ = clock::within(ROWS_PATIENCE, rows).await;
        }
        _ => {}
    }
    // A list that was scrolled far down is drawn from there on at once.
    if let Some(row) = navigation.row() {
        let _ = archive.find(&row.id).await;
    }
}

/// Says what happened: over an empty frame as a page, beside a page that can be read as a panel.
fn fail(trouble: &Trouble, settings: StoredSettings, base: &str) {
    let messages = untrack(|| settings.language()).messages();
    if handover::is_prerendered() {
        dom::put("kb-page-trouble", &page::trouble_panel(messages, base, trouble));
    } else {
        dom::put("kb-page", &page::bare_trouble(messages, base, trouble));
    }
}

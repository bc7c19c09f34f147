//! From the prerendered page to the running app.
//!
//! First the data is loaded, then the old page is removed and the new one mounted in one task, so nothing
//! flashes and nothing is ever drawn over a page that can be read.

use kanbao_archive::link::Route;
use kanbao_archive::model::Kind;
use kanbao_archive::page::Trouble;
use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::app::{App, Failed};
use crate::browser::{clock, dom};
use crate::state::{Archive, Navigation, OwnLibrary, Reader, StoredSettings, begin_visit};

/// Loads what the first view needs and mounts the app; where that fails, says so and offers to try again.
pub async fn start() {
    dom::set_root_attribute("data-app", "booting");
    // The signals made here live as long as the page.
    let owner = Owner::new();
    owner.set();
    let navigation = Navigation::start();
    let settings = StoredSettings::load(&navigation.place());
    let library = OwnLibrary::of_site(&navigation.place());
    match load(navigation).await {
        Ok(archive) => {
            let reader = Reader::new(archive, navigation, settings, library);
            StoredValue::new_local(begin_visit(reader));
            // A redrawn page would lose the selection, and whoever selects is reading.
            while dom::has_selection() {
                clock::sleep(250).await;
            }
            navigation.keep_place();
            mount(move || view! { <App reader/> });
            navigation.settle();
            dom::set_root_attribute("data-app", "ready");
        }
        Err(trouble) => {
            dom::set_root_attribute("data-app", "error");
            fail(trouble, settings, &navigation.base());
        }
    }
    std::mem::forget(owner);
}

/// The bundle, and the report or the row that the page was opened at.
async fn load(navigation: Navigation) -> Result<Archive, Trouble> {
    let archive = Archive::load(&navigation.root()).await?;
    let route = navigation
        .address()
        .with_untracked(|address| address.route.clone());
    if let Route::Report(id) = route {
        // The report's own page says what is wrong with it, and offers to try again.
        let _ = archive.open(&id).await;
    }
    // A list that was scrolled far down is drawn from there on at once.
    if let Some(row) = navigation.row() {
        while archive.summary(&row.id).is_none() {
            if !matches!(archive.fetch_next(Kind::Summaries).await, Ok(true)) {
                break;
            }
        }
    }
    Ok(archive)
}

/// Says what happened: over an empty frame as a page, beside a page that can be read as a panel.
fn fail(trouble: Trouble, settings: StoredSettings, base: &str) {
    let messages = untrack(|| settings.language()).messages();
    let base = base.to_owned();
    if dom::is_prerendered() {
        if let Some(body) = dom::body() {
            mount_to(
                body,
                move || view! { <Failed messages trouble is_panel=true base/> },
            )
            .forget();
        }
    } else {
        mount(move || view! { <Failed messages trouble is_panel=false base/> });
    }
}

fn mount<F, N>(view: F)
where
    F: FnOnce() -> N + 'static,
    N: IntoView,
{
    if let Some(body) = dom::take_over() {
        mount_to(body, view).forget();
    }
}

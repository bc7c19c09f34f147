//! Settings: applied at once; and the reader's own data.

mod own_data;

pub use own_data::export;

use kanbao_archive::page;

use super::settle_after;
use crate::browser::event::Event;
use crate::browser::{clock, event, install};
use crate::components::{Part, live};
use crate::reactive::*;
use crate::state::Reader;

/// The page.
pub fn settings_page(reader: Reader) -> Part {
    settle_after(reader, || {});
    // The browser may make its offer while the page is open, or install the site by its own menu.
    let offers = RwSignal::new(0_u32);
    let hears = |name| event::on_window(name, true, move |_| offers.update(|times| *times += 1));
    StoredValue::new(["beforeinstallprompt", "appinstalled"].map(hears));
    let changed = move |event: &Event| match event::field(event) {
        Some((field, _)) if field == "import" => own_data::import(reader, event),
        Some((field, value)) => reader.settings.change(&field, &value),
        None => {}
    };
    let clicked = move |event: &Event| {
        if event::attribute(event, "data-export").is_some() {
            own_data::export(reader);
        } else if event::attribute(event, "data-clear-own").is_some() {
            own_data::ask_before_clearing(reader);
        } else if event::attribute(event, "data-install").is_some() {
            clock::spawn(async move {
                install::install().await;
                // The offer is used up, whatever came of it.
                let _ = offers.try_update(|times| *times += 1);
            });
        }
    };
    StoredValue::new(own_data::on_confirmed(reader));
    let nodes = move || {
        let current = reader.settings.get();
        offers.track();
        let how = install::how();
        let keeping = reader.library.keeping();
        reader.draw(|context| page::settings(context, &current, keeping, how))
    };
    let view = Part::view().drawn(|element| live(element, nodes));
    view.on("change", changed).on("click", clicked)
}

//! Settings: applied at once; and the reader's own data.

mod own_data;

use kanbao_archive::page;
use leptos::prelude::*;

use super::settle_after;
use crate::browser::event;
use crate::components::live;
use crate::state::{Keeping, reader};

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let reader = reader();
    settle_after(|| {});
    let changed = move |event: leptos::ev::Event| match event::field(&event) {
        Some((field, _)) if field == "import" => own_data::import(reader, event),
        Some((field, value)) => reader.settings.change(&field, &value),
        None => {}
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        if event::attribute(&event, "data-export").is_some() {
            own_data::export(reader);
        } else if event::attribute(&event, "data-clear-own").is_some() {
            own_data::ask_before_clearing(reader);
        }
    };
    StoredValue::new_local(own_data::on_confirmed(reader));
    let nodes = move || {
        let current = reader.settings.get();
        let is_kept = reader.library.keeping() != Keeping::Refused;
        reader.draw(|context| page::settings(context, &current, is_kept))
    };
    view! { <div class="view" use:live=nodes on:change=changed on:click=clicked></div> }
}

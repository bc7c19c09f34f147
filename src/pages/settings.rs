//! Settings: applied at once.

use kanbao_archive::page;
use leptos::prelude::*;

use super::settle_after;
use crate::browser::event;
use crate::components::live;
use crate::state::reader;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let reader = reader();
    settle_after(|| {});
    let changed = move |event: leptos::ev::Event| {
        if let Some((field, value)) = event::field(&event) {
            reader.settings.change(&field, &value);
        }
    };
    let nodes = move || {
        let current = reader.settings.get();
        reader.draw(|context| page::settings(context, &current))
    };
    view! { <div class="view" use:live=nodes on:change=changed></div> }
}

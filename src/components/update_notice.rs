//! The quiet line that says a newer generation is here.

use leptos::prelude::*;

use crate::browser::worker::{self, Update};
use crate::state::reader;

/// Says that something newer is stored and offers to show it; absent otherwise.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let reader = reader();
    let update = RwSignal::new(None::<Update>);
    StoredValue::new_local(worker::on_update(move |found| update.set(Some(found))));
    move || {
        let found = update.get()?;
        let messages = reader.messages();
        let text = match found {
            Update::App => messages.new_version,
            Update::Reports => messages.new_reports,
        };
        Some(view! {
            <div class="notice" role="status">
                <span>{text}</span>
                <button type="button" class="action" on:click=move |_| worker::apply(found)>{messages.reload}</button>
                <button type="button" class="action" on:click=move |_| update.set(None)>{messages.later}</button>
            </div>
        })
    }
}

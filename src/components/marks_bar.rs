//! The bar that leads from mark to mark in a report opened from a search.

use leptos::prelude::*;

use crate::state::reader;

/// Shows where one is among the marks; absent where there are none.
#[component]
pub fn MarksBar() -> impl IntoView {
    let reader = reader();
    let marks = reader.marks;
    move || {
        let (at, total) = marks.place();
        let messages = reader.messages();
        (total > 0).then(|| {
            view! {
                <div class="marks-bar" role="region" aria-label=messages.search>
                    <span role="status">{(messages.marks)(at, total)}</span>
                    <button type="button" aria-label=messages.previous_mark on:click=move |_| marks.step(-1)>"‹"</button>
                    <button type="button" aria-label=messages.next_mark on:click=move |_| marks.step(1)>"›"</button>
                    <button type="button" aria-label=messages.clear_marks on:click=move |_| reader.ask(String::new())>"×"</button>
                </div>
            }
        })
    }
}

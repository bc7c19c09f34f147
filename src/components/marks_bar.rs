//! The bar that leads from mark to mark in a report opened from a search.

use leptos::prelude::*;

use crate::state::reader;

/// Shows where one is among the marks, or what became of the passage that the address quotes; absent where there are
/// neither.
#[component]
pub fn MarksBar() -> impl IntoView {
    let reader = reader();
    let marks = reader.marks;
    move || {
        let (at, total) = marks.place();
        let messages = reader.messages();
        let clear = move |_| reader.ask(String::new());
        if let Some(is_there) = marks.quoted() {
            let says = if is_there {
                messages.quoted_passage
            } else {
                messages.passage_gone
            };
            let bar = view! {
                <div class="marks-bar">
                    <span role="status">{says}</span>
                    <button type="button" aria-label=messages.clear_marks on:click=clear>"×"</button>
                </div>
            };
            return Some(bar.into_any());
        }
        (total > 0).then(|| {
            view! {
                <div class="marks-bar" role="region" aria-label=messages.search>
                    <span role="status">{(messages.marks)(at, total)}</span>
                    <button type="button" aria-label=messages.previous_mark on:click=move |_| marks.step(-1)>"‹"</button>
                    <button type="button" aria-label=messages.next_mark on:click=move |_| marks.step(1)>"›"</button>
                    <button type="button" aria-label=messages.clear_marks on:click=clear>"×"</button>
                </div>
            }
            .into_any()
        })
    }
}

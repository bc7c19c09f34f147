//! A word that what was asked for is done.

use leptos::prelude::*;

use crate::browser::{clock, dom};

/// How long the word stays, in milliseconds.
const STAYS: u32 = 2_000;

/// Where it stands unless a control says it itself.
pub const TOAST: &str = "#kb-toast";

/// The place for words that no control says itself; empty otherwise.
#[component]
pub fn Toast() -> impl IntoView {
    view! { <p class="toast" id="kb-toast" role="status"></p> }
}

/// Lets the first element that fits the selector say something for a moment, then what it says otherwise.
pub async fn say_for_a_moment(selector: String, said: &'static str, otherwise: &'static str) {
    dom::set_text(&selector, said);
    clock::sleep(STAYS).await;
    dom::set_text(&selector, otherwise);
}

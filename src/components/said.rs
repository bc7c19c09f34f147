//! A word that what was asked for is done.

use crate::browser::{clock, dom};

/// How long the word stays, in milliseconds.
const STAYS: u32 = 2_000;

/// Where it stands unless a control says it itself: `page::toast` draws it, empty.
pub const TOAST: &str = "#kb-toast";

/// Lets the first element that fits the selector say something for a moment, then what it says otherwise.
pub async fn say_for_a_moment(selector: String, said: &'static str, otherwise: &'static str) {
    dom::set_text(&selector, said);
    clock::sleep(STAYS).await;
    dom::set_text(&selector, otherwise);
}

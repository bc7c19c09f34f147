//! A word on a control that what it was asked for is done.

use crate::browser::{clock, dom};

/// How long the word stays, in milliseconds.
const STAYS: u32 = 2_000;

/// Lets the first element that fits the selector say something for a moment, then what it says otherwise.
pub async fn say_for_a_moment(selector: &str, said: &str, otherwise: &str) {
    dom::set_text(selector, said);
    clock::sleep(STAYS).await;
    dom::set_text(selector, otherwise);
}

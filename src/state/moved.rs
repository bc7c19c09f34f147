//! The note that a page leaves its generation, for the page that comes after it in this tab: without it, they might go on
//! doing so for ever.

use crate::browser::dom;
use crate::browser::storage::of_tab;

/// Notes it; says whether the browser took it.
pub fn note(place: &str) -> bool {
    of_tab::set(&key(place), &shown())
}

/// The generation that was left, where the page before this one has noted it. Asked once.
pub fn take(place: &str) -> Option<String> {
    of_tab::take(&key(place))
}

/// The generation that this page shows; empty where that is not known.
pub(super) fn shown() -> String {
    dom::root_attribute("data-generation").unwrap_or_default()
}

fn key(place: &str) -> String {
    ["kanbao:", place, ":moved"].concat()
}

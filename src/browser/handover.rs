//! From the page that the builder made to the one that the app draws: what a reader has done on the first is there on the
//! second.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlElement};

use super::dom::{body, by_id, document, focus};

/// Whether a page is there that can be read before the app has anything to show.
pub fn is_prerendered() -> bool {
    by_id("kb-main").is_some_and(|main| {
        main.query_selector("[data-report]")
            .is_ok_and(|found| found.is_some())
    })
}

/// Whether the reader holds a selection that a redrawn page would lose.
pub fn has_selection() -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// What had the keyboard's focus on the page that was taken away.
pub enum Focused {
    /// The element of an id.
    Id(String),
    /// Of the links to an address the one of this number.
    Link(String, usize),
}

/// Takes the prerendered page away, with what was said of it, and gives the element that the app mounts into, and what had
/// the focus.
pub fn take_over() -> Option<(HtmlElement, Option<Focused>)> {
    let focused = focused();
    for id in ["kb-page", "kb-page-trouble"] {
        if let Some(element) = by_id(id) {
            element.remove();
        }
    }
    Some((body()?, focused))
}

impl Focused {
    /// Gives the same element of the page that is there now the focus, without scrolling.
    pub fn again(&self) {
        let found = match self {
            Self::Id(id) => by_id(id),
            Self::Link(address, number) => links(address).into_iter().nth(*number),
        };
        if let Some(element) = found {
            focus(&element);
        }
    }
}

fn focused() -> Option<Focused> {
    let active = document()?.active_element()?;
    if active.tag_name() == "A" {
        let address = active.unchecked_ref::<HtmlAnchorElement>().href();
        let number = links(&address).iter().position(|link| *link == active)?;
        return Some(Focused::Link(address, number));
    }
    Some(active.id()).filter(|id| !id.is_empty()).map(Focused::Id)
}

/// The links to an address, wherever their own is relative to.
fn links(address: &str) -> Vec<Element> {
    let all = document().and_then(|document| document.query_selector_all("a").ok());
    let Some(all) = all else { return Vec::new() };
    let links = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<Element>().ok());
    links
        .filter(|link| link.unchecked_ref::<HtmlAnchorElement>().href() == address)
        .collect()
}

//! Trees that are drawn again whenever what they are made from has changed.

use kanbao_archive::html::{Element as Tree, Html};
use leptos::prelude::*;

use crate::browser::dom::{self, Element};

/// Directive: what is inside the element is the tree that the closure makes, from the first moment on.
pub fn live(element: Element, nodes: impl Fn() -> Vec<Html> + 'static) {
    keep(RenderEffect::new(move |_| dom::draw(element.clone(), nodes())));
}

/// Directive: attributes and inside of the element are those of the tree that the closure makes.
pub fn live_as(element: Element, tree: impl Fn() -> Tree + 'static) {
    keep(RenderEffect::new(move |_| dom::draw_as(element.clone(), tree())));
}

/// The effect goes on as long as the component that asked for it.
fn keep(effect: RenderEffect<()>) {
    StoredValue::new_local(effect);
}

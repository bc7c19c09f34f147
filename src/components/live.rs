//! Trees that are drawn again whenever what they are made from has changed.

use kanbao_archive::html::{Element as Tree, Html};
use leptos::prelude::*;

use crate::browser::dom::{self, Element};
use crate::browser::patch;

/// Directive: what is inside the element is the tree that the closure makes, from the first moment on.
///
/// What has arrived in the background often changes nothing that is shown: a tree that came out the same is not
/// drawn again, so no selection is lost and no click misses its target.
pub fn live(element: Element, nodes: impl Fn() -> Vec<Html> + 'static) {
    live_then(element, (nodes, || {}));
}

/// [`live`], with what is to be done in the same task after each drawing.
pub fn live_then<N, A>(element: Element, (nodes, after): (N, A))
where
    N: Fn() -> Vec<Html> + 'static,
    A: Fn() + 'static,
{
    keep(RenderEffect::new(move |drawn: Option<Vec<Html>>| {
        let nodes = nodes();
        if drawn.as_ref() != Some(&nodes) {
            dom::draw(element.clone(), nodes.clone());
            untrack(&after);
        }
        nodes
    }));
}

/// Directive: like [`live`], but only what differs is touched: for what grows at its end while it is being read.
pub fn grown(element: Element, nodes: impl Fn() -> Vec<Html> + 'static) {
    keep(RenderEffect::new(move |drawn: Option<Vec<Html>>| {
        let nodes = nodes();
        patch::update(&element, drawn.as_deref().unwrap_or_default(), &nodes);
        nodes
    }));
}

/// Directive: attributes and inside of the element are those of the tree that the closure makes.
pub fn live_as(element: Element, tree: impl Fn() -> Tree + 'static) {
    keep(RenderEffect::new(move |drawn: Option<Tree>| {
        let tree = tree();
        if drawn.as_ref() != Some(&tree) {
            dom::draw_as(element.clone(), tree.clone());
        }
        tree
    }));
}

/// The effect goes on as long as the component that asked for it.
fn keep<T: 'static>(effect: RenderEffect<T>) {
    StoredValue::new_local(effect);
}

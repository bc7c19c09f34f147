//! Trees that are drawn again whenever what they are made from has changed.

use kanbao_archive::html::{Element as Tree, Html};

use crate::browser::dom::{self, Element};
use crate::browser::patch;
use crate::reactive::*;

/// A tree as often as it is asked for.
type Nodes = Box<dyn Fn() -> Vec<Html>>;

/// What is inside the element is the tree that the closure makes, from the first moment on.
///
/// What has arrived in the background often changes nothing that is shown: a tree that came out the same is not
/// drawn again, so no selection is lost and no click misses its target.
pub fn live(element: Element, nodes: impl Fn() -> Vec<Html> + 'static) {
    live_then(element, nodes, || {});
}

/// [`live`], with what is to be done in the same task after each drawing.
pub fn live_then(element: Element, nodes: impl Fn() -> Vec<Html> + 'static, after: impl Fn() + 'static) {
    keep_drawn(element, Box::new(nodes), Box::new(after));
}

fn keep_drawn(element: Element, nodes: Nodes, after: Box<dyn Fn()>) {
    let mut drawn: Option<Vec<Html>> = None;
    render_effect(move || {
        let nodes = nodes();
        if drawn.as_ref() != Some(&nodes) {
            dom::draw(element.clone(), &nodes);
            untrack(&after);
        }
        drawn = Some(nodes);
    });
}

/// Like [`live`], but only what differs is touched: for what grows at its end while it is being read.
pub fn grown(element: Element, nodes: impl Fn() -> Vec<Html> + 'static) {
    keep_grown(element, Box::new(nodes));
}

fn keep_grown(element: Element, nodes: Nodes) {
    let mut drawn = Vec::new();
    render_effect(move || {
        let nodes = nodes();
        patch::update(&element, &drawn, &nodes);
        drawn = nodes;
    });
}

/// Attributes and inside of the element are those of the tree that the closure makes.
pub fn live_as(element: Element, tree: impl Fn() -> Tree + 'static) {
    keep_as(element, Box::new(tree));
}

fn keep_as(element: Element, tree: Box<dyn Fn() -> Tree>) {
    let mut drawn: Option<Tree> = None;
    render_effect(move || {
        let tree = tree();
        if drawn.as_ref() != Some(&tree) {
            dom::draw_as(element.clone(), &tree);
        }
        drawn = Some(tree);
    });
}

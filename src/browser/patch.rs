//! Changing what is drawn from one tree into another. Only what differs is touched, so focus, selection and a
//! click under way stay where they are.

use kanbao_archive::html::{Element as Tree, Html};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node};

use super::dom::{build, document, focus, focus_key, set};

/// Makes what is inside the element, drawn from `old`, into `new`.
///
/// Where the focus was on something that is gone, it goes to what has the same `data-key`, else to the nearest
/// element around that can take it.
pub fn update(element: &Element, old: &[Html], new: &[Html]) {
    let Some(document) = document() else { return };
    // Leptos leaves a comment in an element of its own, where something may appear: it is no part of the tree.
    while let Some(comment) = (element.last_child()).filter(|node| node.node_type() == Node::COMMENT_NODE) {
        let _ = element.remove_child(&comment);
    }
    let focused = document
        .active_element()
        .filter(|active| element.contains(Some(active)));
    let again = focused.as_ref().and_then(|_| focus_key(&document, element));
    update_children(&document, element, old, new);
    if focused.is_none_or(|focused| element.contains(Some(&focused))) {
        return;
    }
    let same = again.and_then(|selector| element.query_selector(&selector).ok().flatten());
    let around = || element.closest("[tabindex]").ok().flatten();
    if let Some(target) = same.or_else(around) {
        focus(&target);
    }
}

fn update_children(document: &Document, parent: &Node, old: &[Html], new: &[Html]) {
    let nodes = parent.child_nodes();
    if nodes.length() as usize != old.len() {
        // Somebody else has changed the page, or it is new.
        parent.set_text_content(None);
        append(document, parent, new);
        return;
    }
    for (index, (before, after)) in old.iter().zip(new).enumerate() {
        if before == after {
            continue;
        }
        let Some(node) = nodes.get(index as u32) else {
            continue;
        };
        if !change(document, &node, before, after)
            && let Some(other) = build(document, after, false)
        {
            let _ = parent.replace_child(&other, &node);
        }
    }
    for _ in new.len()..old.len() {
        if let Some(last) = parent.last_child() {
            let _ = parent.remove_child(&last);
        }
    }
    append(document, parent, new.get(old.len()..).unwrap_or_default());
}

fn append(document: &Document, parent: &Node, trees: &[Html]) {
    for tree in trees {
        if let Some(node) = build(document, tree, false) {
            let _ = parent.append_child(&node);
        }
    }
}

/// Changes one node; says whether it can become the other at all.
fn change(document: &Document, node: &Node, before: &Html, after: &Html) -> bool {
    match (before, after) {
        (Html::Text(_), Html::Text(text)) => {
            node.set_node_value(Some(text));
            true
        }
        (Html::Element(before), Html::Element(after)) if is_same(before, after) => {
            if let Some(element) = node.dyn_ref::<Element>() {
                change_attributes(element, before, after);
                update_children(document, element, &before.children, &after.children);
            }
            true
        }
        _ => false,
    }
}

/// Whether two trees stand for the same thing. What is drawn as SVG is always drawn anew.
fn is_same(before: &Tree, after: &Tree) -> bool {
    let key = |tree: &Tree| {
        let named = |(name, _): &&(&str, String)| matches!(*name, "data-key" | "data-report" | "id");
        tree.attrs.iter().find(named).map(|(_, value)| value.clone())
    };
    before.tag == after.tag && after.tag != "svg" && key(before) == key(after)
}

fn change_attributes(element: &Element, before: &Tree, after: &Tree) {
    for attribute in &after.attrs {
        if !before.attrs.contains(attribute) {
            set(element, attribute.0, &attribute.1);
        }
    }
    for (name, _) in &before.attrs {
        if !after.attrs.iter().any(|(other, _)| other == name) {
            let _ = element.remove_attribute(name);
        }
    }
}

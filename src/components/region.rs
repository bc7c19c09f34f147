//! A part of the page that is drawn by itself.

use kanbao_archive::html::Html;
use leptos::prelude::*;

use crate::browser::{dom, patch};

/// A place of the page, by its id, with the tree that was drawn there last: drawing another one touches only
/// what differs.
#[derive(Clone, Copy)]
pub struct Region {
    id: &'static str,
    drawn: StoredValue<Vec<Html>, LocalStorage>,
}

impl Region {
    /// The element of this id. What it holds already is replaced by the first drawing.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            drawn: StoredValue::new_local(Vec::new()),
        }
    }

    /// Draws a tree there.
    pub fn draw(self, nodes: Vec<Html>) {
        if let Some(element) = dom::by_id(self.id) {
            self.drawn
                .with_value(|drawn| patch::update(&element, drawn, &nodes));
            self.drawn.set_value(nodes);
        }
    }
}

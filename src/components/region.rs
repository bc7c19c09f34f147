//! A part of the page that is drawn by itself.

use std::cell::RefCell;

use kanbao_archive::html::Html;

use crate::browser::{dom, patch};

/// A place of the page, by its id, with the tree that was drawn there last: drawing another one touches only
/// what differs.
pub struct Region {
    id: &'static str,
    drawn: RefCell<Vec<Html>>,
}

impl Region {
    /// The element of this id. What it holds already is replaced by the first drawing.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            drawn: RefCell::default(),
        }
    }

    /// Draws a tree there.
    pub fn draw(&self, nodes: Vec<Html>) {
        if let Some(element) = dom::by_id(self.id) {
            let before = self.drawn.replace(nodes);
            patch::update(&element, &before, &self.drawn.borrow());
        }
    }
}

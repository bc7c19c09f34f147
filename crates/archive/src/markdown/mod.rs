//! Markdown → a typed tree of blocks → HTML.
//!
//! [`parse`] turns `pulldown-cmark` events into a [`Document`]; nothing in a post can choose a tag, an
//! attribute or a scheme, since the tree has no place for one. [`to_html`] turns the tree into the
//! [`Html`](crate::html::Html) that the builder prints and the reader draws.

mod tree;

pub use tree::{Align, Block, Document, Footnote, Inline, Item, LinkTarget, Note, Style};

//! Text as search sees it: folding, and the searchable text of a document.

mod fold;

pub use fold::{FoldTable, Folded};

//! Text as search sees it: folding, and the searchable text of a document.
//!
//! * [`FoldTable`] makes different spellings of the same text equal; [`Folded`] leads back to the original.
//! * [`searchable`] is what can be found in a document, passage by passage.
//!
//! Writer, scan, excerpts and marks all go through these two, so they cannot disagree about what is there.

mod chars;
mod fold;
mod fold_table;
mod searchable;
mod walk;

pub use chars::{is_dropped, is_han, is_joined, is_unspaced};
pub use fold::Folded;
pub use fold_table::FoldTable;
pub use searchable::{Part, Passage, Searchable, Section, searchable};

#[cfg(test)]
pub(crate) use fold::tests;
pub(crate) use walk::{Event, flatten, walk_mut};

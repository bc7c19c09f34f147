//! Folding: how different spellings of the same text become equal.

use serde::{Deserialize, Serialize};

/// What each character folds to, for the characters of one archive.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FoldTable {
    /// Pairs of characters, from and to, one after the other.
    pub pairs: String,
}

/// A folded text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
}

//! Builder.
pub mod terms;

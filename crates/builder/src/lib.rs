//! Builder.

pub mod fold;

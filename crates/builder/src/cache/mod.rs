//! What a build keeps outside memory: the bodies of its reports.
//!
//! * `pack`: the file that holds them.
//! * `key`: what they are known by.

mod key;
mod pack;

pub use key::Key;
pub use pack::{Pack, Place, StoreError};

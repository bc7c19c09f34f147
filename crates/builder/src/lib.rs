//! From a folder of dated Markdown posts to a reading room.
//!
//! The tour, in the order a build goes:
//!
//! * [`site`]: an archive and the reader → a folder that any host can serve.
//! * [`serve`]: that folder on this machine, following its posts.

pub mod serve;
pub mod site;

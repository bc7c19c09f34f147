//! From a folder of posts to a reading room: the library behind the `kanbao` command.

pub mod diagnostic;
pub mod fold;

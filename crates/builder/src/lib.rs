//! From a folder of dated Markdown posts to a reading room: the library behind the `kanbao` command.
//!
//! The tour, in the order data flows:
//!
//! * [`config`]: `kanbao.toml`, or what `_config.yml` says where there is none.
//! * [`posts`]: the folder's posts → reports, images to publish, and every problem found on the way.
//! * [`reports`]: what lists show of them in memory, their texts in a store; [`cache`]: that store.
//! * [`diagnostic`]: problems with their place in a file, shown as compilers show them.
//! * [`terms`]: what each report is about, for its word cloud.
//! * [`fold`]: the archive's characters → the table by which search folds them.
//! * [`site`]: an archive and the reader → a folder that any host can serve.
//! * [`serve`]: that folder on this machine, following its posts.
//! * [`search`]: queries over such a folder, as the reader answers them.
//! * [`cli`]: the command: flags, messages, exit codes.

pub mod cache;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fold;
pub mod litter;
pub mod posts;
pub mod progress;
pub mod reports;
pub mod search;
pub mod serve;
pub mod site;
pub mod terms;

//! The browser, as the rest of the reader sees it: the only place that names web-sys, js-sys and gloo.
//!
//! Whatever a browser may refuse (storage in private windows, the clipboard in web views) is an `Option` or a
//! `bool` here, and the reader goes on without it.

mod carried;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod days;
pub mod dialog;
pub mod dom;
pub mod event;
pub mod fetch;
pub mod file;
pub mod handover;
pub mod install;
pub mod keeping;
pub mod location;
pub mod long_list;
mod named;
pub mod patch;
pub mod reading;
pub mod recovery;
pub mod rows;
pub mod selection;
pub mod share;
pub mod storage;
pub mod worker;

#[cfg(test)]
mod tests;

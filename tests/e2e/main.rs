//! The built site in a real browser. `cargo xtask test --only browser` prepares and runs these.

mod base_path;
mod broken;
mod harness;
mod home;
mod offline;
mod real;
mod report;
mod search;
mod settings;
mod shared;

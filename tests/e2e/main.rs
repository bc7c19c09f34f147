//! The built site in a real browser. `cargo xtask test --only browser` prepares and runs these.

mod accessibility;
mod base_path;
mod broken;
mod commands;
mod harness;
mod home;
mod keys;
mod languages;
mod offline;
mod own_data;
mod real;
mod report;
mod screens;
mod search;
mod search_help;
mod search_keys;
mod search_marks;
mod search_results;
mod settings;
mod shared;
mod typography;

//! The built site in a real browser. `cargo xtask test --only browser` prepares and runs these.

mod base_path;
mod broken;
mod commands;
mod dates;
mod harness;
mod home;
mod home_list;
mod home_visits;
mod keys;
mod lanes;
mod offline;
mod own_data;
mod passages;
mod real;
mod report;
mod report_reading;
mod report_tools;
mod search;
mod search_help;
mod search_keys;
mod search_marks;
mod search_results;
mod settings;
mod shared;

//! `cargo xtask deny`: licences, sources, duplicates and known holes of what others wrote, as `deny.toml` has them.
//!
//! A command of its own: cargo-deny takes minutes to compile and the list of known holes comes over the network, so it would
//! make every test run slow, and fail for reasons that are none of a change's.

use std::process::Command;

use crate::{failure::Outcome, process, setup, tree, workspace::Workspace};

/// Checks everything; known holes only where their list can be fetched.
pub(crate) fn deny(workspace: &Workspace) -> Outcome {
    tree::tree(workspace)?;
    let program = setup::ensure_cargo_deny(workspace)?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&program);
        command
            .current_dir(&workspace.root)
            .args(["--all-features", "check"])
            .args(what);
        command
    };
    process::run(&mut check(&["licenses", "bans", "sources"]))?;
    let fetched = Command::new(&program)
        .current_dir(&workspace.root)
        .args(["fetch", "db"])
        .output();
    if !fetched.is_ok_and(|output| output.status.success()) {
        println!("skipped: known holes, whose list (github.com/rustsec/advisory-db) cannot be fetched");
        return Ok(());
    }
    process::run(&mut check(&["advisories"]))
}

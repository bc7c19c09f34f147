//! `cargo xtask fuzz`: random input for whatever reads what others wrote (`crates/fuzz`).

use crate::{failure::Outcome, process, workspace::Workspace};

/// Feeds one target or all, each for so long.
pub(crate) fn fuzz(workspace: &Workspace, target: Option<&str>, seconds: u64, seed: Option<u64>) -> Outcome {
    let mut command = process::cargo(&workspace.root);
    // Optimised, with the checks of a debug build.
    command
        .args(["run", "--quiet", "--package", "kanbao-fuzz", "--release"])
        .args(["--config", "profile.release.debug-assertions=true"])
        .args(["--config", "profile.release.overflow-checks=true"])
        .args(["--target-dir"])
        .arg(workspace.product("fuzz"))
        .arg("--")
        .args(target)
        .args(["--seconds", &seconds.to_string()]);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    process::run(&mut command)
}

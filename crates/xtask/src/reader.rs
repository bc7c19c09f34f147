//! Building the reader with Trunk.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{failure::Outcome, process, setup::WasmTools, workspace::Workspace};

/// Tells the hook in Trunk.toml that no sample archive is wanted beside the app.
pub(crate) const APP_ONLY: &str = "KANBAO_APP_ONLY";

/// What a change of the reader is a change of.
const SOURCES: [&str; 6] = [
    "src",
    "style",
    "public",
    "index.html",
    "Cargo.toml",
    "crates/archive",
];

/// Builds the reader as it is published, into `dist/`.
pub(crate) fn build_release(workspace: &Workspace, tools: &WasmTools) -> Outcome<PathBuf> {
    let folder = workspace.release_reader();
    process::run(&mut release(workspace, tools, &folder))?;
    Ok(folder)
}

/// The command that builds it so, into any folder.
pub(crate) fn release(workspace: &Workspace, tools: &WasmTools, folder: &Path) -> Command {
    let mut command = trunk(workspace, tools, "build", folder);
    command.arg("--release");
    command
}

/// Builds the reader quickly, for looking at on this machine.
pub(crate) fn build_dev(workspace: &Workspace, tools: &WasmTools) -> Outcome<PathBuf> {
    let folder = workspace.dev_reader();
    process::run(&mut trunk(workspace, tools, "build", &folder))?;
    Ok(folder)
}

/// The command that builds it again whenever its sources change.
pub(crate) fn watch_dev(workspace: &Workspace, tools: &WasmTools) -> Command {
    let mut command = trunk(workspace, tools, "watch", &workspace.dev_reader());
    // Trunk refuses to watch what is not there.
    for source in SOURCES
        .into_iter()
        .filter(|source| workspace.root.join(source).exists())
    {
        command.arg("--watch").arg(source);
    }
    command
}

fn trunk(workspace: &Workspace, tools: &WasmTools, verb: &str, folder: &Path) -> Command {
    let mut command = tools.trunk(workspace);
    command.arg(verb).arg("--dist").arg(folder).env(APP_ONLY, "1");
    command
}

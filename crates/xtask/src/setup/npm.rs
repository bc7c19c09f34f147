//! What the end-to-end tests take from npm: fetched into `target`, never part of the repository.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::say;
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// What says which packages, in which versions and with which checksums.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Makes sure of axe-core in the version that `tests/npm` names, and gives the path of its script; `None`, said so, where
/// there is no npm, or none that reaches its registry.
pub(crate) fn ensure_axe(workspace: &Workspace) -> Outcome<Option<PathBuf>> {
    let folder = workspace.product("npm");
    let axe = folder.join("node_modules/axe-core/axe.min.js");
    let lists = workspace.root.join("tests/npm");
    let is_current = LISTS.iter().all(|name| {
        let (wanted, had) = (fs::read(lists.join(name)), fs::read(folder.join(name)));
        matches!((wanted, had), (Ok(wanted), Ok(had)) if wanted == had)
    });
    if is_current && axe.is_file() {
        say("axe-core", axe.display());
        return Ok(Some(axe));
    }
    match fetch(&lists, &folder) {
        Ok(()) => Ok(Some(axe)),
        Err(failure) => {
            println!("skipped: the sweep with axe-core, which npm could not fetch ({failure})");
            // Half a package is none.
            let _ = fs::remove_file(&axe);
            Ok(None)
        }
    }
}

/// `npm ci` takes what the lock file names and nothing else, and checks it.
fn fetch(lists: &Path, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    for name in LISTS {
        let from = lists.join(name);
        fs::copy(&from, folder.join(name)).map_err(Failure::io("copy", &from))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run(&mut npm)
}

//! `cargo xtask reproducible`: whether the reader that is published is the one that these sources make.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    workspace::Workspace,
};

/// Builds the reader from nothing in two folders and compares the files.
pub(crate) fn reproducible(workspace: &Workspace) -> Outcome {
    let tools = WasmTools::ensure(workspace)?;
    let mut builds = Vec::new();
    for name in ["reproducible-a", "reproducible-b"] {
        let target = workspace.product(name);
        if target.exists() {
            fs::remove_dir_all(&target).map_err(Failure::io("remove", &target))?;
        }
        let folder = target.join("reader");
        let mut command = reader::release(workspace, &tools, &folder);
        command.env("CARGO_TARGET_DIR", target.join("cargo"));
        process::run(&mut command)?;
        builds.push(files(&folder)?);
    }
    for (name, hash) in &builds[0] {
        println!("{hash:016x}  {name}");
    }
    if builds[0] == builds[1] {
        println!("Both builds are the same, file by file.");
        Ok(())
    } else {
        Err(Failure::Rule(format!("the two builds differ: {builds:#x?}")))
    }
}

/// The files of a folder with a hash of each.
fn files(folder: &Path) -> Outcome<Vec<(String, u64)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).map_err(Failure::io("read", entry.path()))?;
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.push((name.display().to_string(), hasher.finish()));
        }
    }
    Ok(files)
}

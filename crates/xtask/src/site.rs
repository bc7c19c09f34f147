//! Sites made with the `kanbao` of this checkout.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use walkdir::WalkDir;

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    workspace::Workspace,
};

/// Builds `kanbao` and gives the path of the program.
pub(crate) fn build_kanbao(workspace: &Workspace) -> Outcome<PathBuf> {
    process::run(process::cargo(&workspace.root).args(["build", "--package", "kanbao-builder"]))?;
    Ok(workspace.built("debug", "kanbao"))
}

/// Builds a site from posts with the app of a folder.
pub(crate) fn build(workspace: &Workspace, posts: &Path, app: &Path, site: &Path) -> Outcome {
    let kanbao = build_kanbao(workspace)?;
    process::run(
        Command::new(kanbao)
            .current_dir(&workspace.root)
            .arg("build")
            .arg(posts)
            .arg("--no-cache")
            .arg("--output-dir")
            .arg(site)
            .arg("--app")
            .arg(app),
    )
}

/// Puts the sample archive beside the app that Trunk has just staged, so that plain `trunk serve` shows something.
pub(crate) fn trunk_hook(workspace: &Workspace) -> Outcome {
    if env::var_os(reader::APP_ONLY).is_some() {
        return Ok(());
    }
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(Failure::Rule(
            "TRUNK_STAGING_DIR is not set: only Trunk runs this".into(),
        ));
    };
    let site = workspace.product("trunk-site");
    build(workspace, &workspace.root.join("samples"), &staging, &site)?;
    for part in ["data", "assets"] {
        copy_missing(&site.join(part), &staging.join(part))?;
    }
    Ok(())
}

fn copy_missing(from: &Path, to: &Path) -> Outcome {
    for entry in WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).map_err(Failure::io("make", &target))?;
        } else if !target.exists() {
            fs::copy(entry.path(), &target).map_err(Failure::io("copy", entry.path()))?;
        }
    }
    Ok(())
}

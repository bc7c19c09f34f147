//! `cargo xtask bench`: builds, and what the search benchmark of `kanbao-tests` needs around it.

mod build;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::ValueEnum;

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::{Browser, WasmTools},
    workspace::Workspace,
};

pub(crate) use build::build;

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum What {
    /// How soon a report can be read on a slow phone, beside a bare page of the same text
    Paint,
    /// Builds of archives of several sizes, from nothing and after small changes, beside MkDocs where it is installed
    Build,
    /// Search in archives of several sizes, beside other libraries where Node is present
    Search,
}

/// Makes archives of so many reports and searches them.
pub(crate) fn search(workspace: &Workspace, counts: &[u32], alone: bool) -> Outcome {
    let Some(maker) = maker(workspace) else {
        println!(
            "skipped: nothing here makes archives; name a program like `make-archive` in KANBAO_MAKE_ARCHIVE"
        );
        return Ok(());
    };
    let (tools, browser) = (WasmTools::ensure(workspace)?, Browser::ensure()?);
    let app = reader::build_release(workspace, &tools)?;
    process::run(process::cargo(&workspace.root).args([
        "build",
        "--release",
        "--package",
        "kanbao-builder",
    ]))?;
    let peers = if alone { None } else { peers(workspace)? };
    let mut command = process::cargo(&workspace.root);
    command.args([
        "run",
        "--release",
        "--package",
        "kanbao-tests",
        "--features",
        "browser",
    ]);
    command.args(["--bin", "bench_search", "--"]);
    command
        .arg(workspace.built("release", "kanbao"))
        .arg(app)
        .arg(maker);
    command.arg(workspace.product("bench-search"));
    command.arg(peers.unwrap_or_else(|| "-".into()));
    command.args(counts.iter().map(u32::to_string));
    browser.prepare(&mut command);
    process::run(&mut command)
}

/// The program that makes archives.
fn maker(workspace: &Workspace) -> Option<PathBuf> {
    let named = env::var_os("KANBAO_MAKE_ARCHIVE").map(PathBuf::from);
    let path = named.unwrap_or_else(|| workspace.root.join("../shared/make-archive"));
    path.is_file().then_some(path)
}

/// A folder with the other libraries; none where there is no Node, or no network to fetch them over.
fn peers(workspace: &Workspace) -> Outcome<Option<PathBuf>> {
    let (from, folder) = (
        workspace.root.join("benches/peers"),
        workspace.product("bench-peers"),
    );
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    for name in ["package.json", "minisearch.mjs", "pagefind.mjs"] {
        copy(&from.join(name), &folder.join(name))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&folder)
        .args(["install", "--no-audit", "--no-fund"]);
    if let Err(failure) = process::run(&mut npm) {
        println!("skipped: other libraries, since npm could not fetch them ({failure})");
        return Ok(None);
    }
    Ok(Some(folder))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(Failure::io("copy", from))
}

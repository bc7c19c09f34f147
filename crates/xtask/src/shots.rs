//! `cargo xtask shots`: pictures of every view, to be looked at.

use std::{env, path::Path};

use crate::{
    failure::Outcome,
    process, reader, serve,
    setup::{Browser, WasmTools},
    workspace::Workspace,
};

/// Builds a site from the posts and lets the browser harness take its pictures.
pub(crate) fn shots(workspace: &Workspace, out: &Path, posts: &Path, only: Option<&str>) -> Outcome {
    let here = env::current_dir().unwrap_or_else(|_| workspace.root.clone());
    take(workspace, &here.join(out), &here.join(posts), only)
}

/// Takes the pictures of the README from the samples.
pub(crate) fn pictures(workspace: &Workspace) -> Outcome {
    let (out, posts) = (workspace.root.join("docs"), workspace.root.join("samples"));
    take(workspace, &out, &posts, Some("--readme"))
}

fn take(workspace: &Workspace, out: &Path, posts: &Path, only: Option<&str>) -> Outcome {
    let tools = WasmTools::ensure(workspace)?;
    let browser = Browser::ensure()?;
    let app = reader::build_dev(workspace, &tools)?;
    let site = workspace.product("shots-site");
    serve::build_site(workspace, posts, &app, &site)?;
    let mut shots = process::cargo(&workspace.root);
    shots.args([
        "run",
        "--package",
        "kanbao-tests",
        "--features",
        "browser",
        "--bin",
        "shots",
        "--",
    ]);
    shots.arg(site).arg(out).args(only);
    browser.prepare(&mut shots);
    process::run(&mut shots)
}

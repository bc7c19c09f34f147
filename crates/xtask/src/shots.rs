//! `cargo xtask shots`: pictures of every view, to be looked at.

use std::{env, path::Path, process::Command};

use crate::{
    failure::Outcome,
    process, reader, serve,
    setup::{Browser, WasmTools},
    workspace::Workspace,
};

/// Takes every picture whose name contains `only`, of a site built from the posts.
pub(crate) fn shots(workspace: &Workspace, out: &Path, posts: &Path, only: Option<&str>) -> Outcome {
    let here = env::current_dir().unwrap_or_else(|_| workspace.root.clone());
    run(workspace, &here.join(posts), |command, site| {
        command.arg(site).arg(here.join(out)).args(only);
    })
}

/// Takes the pictures that README.md shows into `docs/`.
pub(crate) fn readme_pictures(workspace: &Workspace) -> Outcome {
    run(workspace, &workspace.root.join("samples"), |command, site| {
        command.arg("--readme").arg(site).arg(workspace.root.join("docs"));
    })
}

/// Builds a site and lets the browser harness of the tests take pictures of it.
fn run(workspace: &Workspace, posts: &Path, arguments: impl FnOnce(&mut Command, &Path)) -> Outcome {
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
    arguments(&mut shots, &site);
    browser.prepare(&mut shots);
    process::run(&mut shots)
}

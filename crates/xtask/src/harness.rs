//! `cargo xtask shots`, `readme-pictures` and `bench`: what the browser harness of the tests shows and measures.

use std::{env, path::Path, process::Command};

use crate::{
    failure::Outcome,
    process, reader,
    setup::{Browser, WasmTools},
    site,
    workspace::Workspace,
};

/// Takes every picture whose name contains `only`, of a site built from the posts.
pub(crate) fn shots(workspace: &Workspace, out: &Path, posts: &Path, only: Option<&str>) -> Outcome {
    let here = env::current_dir().unwrap_or_else(|_| workspace.root.clone());
    let (tools, browser) = (WasmTools::ensure(workspace)?, Browser::ensure()?);
    let app = reader::build_dev(workspace, &tools)?;
    run(
        workspace,
        &browser,
        "shots",
        &app,
        &here.join(posts),
        |command, site| {
            command.arg(site).arg(here.join(out)).args(only);
        },
    )
}

/// Takes the pictures that README.md shows into `docs/`.
pub(crate) fn readme_pictures(workspace: &Workspace) -> Outcome {
    let (tools, browser) = (WasmTools::ensure(workspace)?, Browser::ensure()?);
    let app = reader::build_dev(workspace, &tools)?;
    run(
        workspace,
        &browser,
        "shots",
        &app,
        &workspace.root.join("samples"),
        |command, site| {
            command.arg("--readme").arg(site).arg(workspace.root.join("docs"));
        },
    )
}

/// Measures how soon a report of the samples can be read, beside a bare page of the same text.
pub(crate) fn bench(workspace: &Workspace) -> Outcome {
    let (tools, browser) = (WasmTools::ensure(workspace)?, Browser::ensure()?);
    let app = reader::build_release(workspace, &tools)?;
    run(
        workspace,
        &browser,
        "bench",
        &app,
        &workspace.root.join("samples"),
        |command, site| {
            command.arg(site);
        },
    )
}

/// Builds a site and runs a program of `kanbao-tests` on it.
fn run(
    workspace: &Workspace,
    browser: &Browser,
    program: &str,
    app: &Path,
    posts: &Path,
    arguments: impl FnOnce(&mut Command, &Path),
) -> Outcome {
    let site = workspace.product(&format!("{program}-site"));
    site::build(workspace, posts, app, &site)?;
    let mut command = process::cargo(&workspace.root);
    command.args([
        "run",
        "--package",
        "kanbao-tests",
        "--features",
        "browser",
        "--bin",
        program,
        "--",
    ]);
    arguments(&mut command, &site);
    browser.prepare(&mut command);
    process::run(&mut command)
}

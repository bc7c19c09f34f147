//! `cargo xtask shots`, `readme-pictures` and `bench`: what the browser harness of the tests shows and measures.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

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
    let posts = here.join(posts);
    run(workspace, "shots", reader::build_dev, &posts, |command, site| {
        command.arg(site).arg(here.join(out)).args(only);
    })
}

/// Takes the pictures that README.md shows into `docs/`.
pub(crate) fn readme_pictures(workspace: &Workspace) -> Outcome {
    let samples = workspace.root.join("samples");
    run(
        workspace,
        "shots",
        reader::build_dev,
        &samples,
        |command, site| {
            command.arg("--readme").arg(site).arg(workspace.root.join("docs"));
        },
    )
}

/// Measures how soon a report of the samples can be read, beside a bare page of the same text.
pub(crate) fn bench_paint(workspace: &Workspace) -> Outcome {
    let samples = workspace.root.join("samples");
    run(
        workspace,
        "bench_paint",
        reader::build_release,
        &samples,
        |command, site| {
            command.arg(site);
        },
    )
}

/// Builds the reader and a site of the posts, and runs a program of `kanbao-tests` on it.
fn run(
    workspace: &Workspace,
    program: &str,
    build_reader: impl FnOnce(&Workspace, &WasmTools) -> Outcome<PathBuf>,
    posts: &Path,
    arguments: impl FnOnce(&mut Command, &Path),
) -> Outcome {
    let (tools, browser) = (WasmTools::ensure(workspace)?, Browser::ensure()?);
    let app = build_reader(workspace, &tools)?;
    let site = workspace.product(&format!("{program}-site"));
    site::build(workspace, posts, &app, &site)?;
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

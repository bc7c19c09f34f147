//! `cargo xtask shots` and `readme-pictures`, and `bench offline`: what the browser harness of the tests shows and measures.

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

/// What `cargo xtask shots` is asked for; paths are relative to where it is called.
pub(crate) struct Shots<'a> {
    /// Folder for the pictures.
    pub(crate) out: &'a Path,
    /// Folder of posts.
    pub(crate) posts: &'a Path,
    /// Only pictures whose name contains this.
    pub(crate) only: Option<&'a str>,
    /// Folder of a great many posts.
    pub(crate) large: Option<&'a Path>,
}

/// Takes pictures of every view and state of a site built from the posts.
pub(crate) fn shots(workspace: &Workspace, asked: &Shots<'_>) -> Outcome {
    let here = env::current_dir().unwrap_or_else(|_| workspace.root.clone());
    let posts = here.join(asked.posts);
    let large = asked.large.map(|posts| here.join(posts));
    let large_site = workspace.product("shots-site-large");
    if let Some(posts) = &large {
        let app = reader::build_dev(workspace, &WasmTools::ensure(workspace)?)?;
        site::build(workspace, posts, &app, &large_site)?;
    }
    run(workspace, "shots", reader::build_dev, &posts, |command, site| {
        command.arg(site).arg(here.join(asked.out));
        if let Some(only) = asked.only {
            command.arg("--only").arg(only);
        }
        if large.is_some() {
            command.arg("--large").arg(&large_site);
        }
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
            command.arg(site).arg(&workspace.root).arg("--readme");
        },
    )
}

/// Measures what it takes to keep an archive of these posts on the device.
pub(crate) fn bench_offline(workspace: &Workspace, posts: &Path) -> Outcome {
    run(
        workspace,
        "bench_offline",
        reader::build_release,
        posts,
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
    command
        .env("KANBAO", workspace.built("debug", "kanbao"))
        .env("KANBAO_APP", app);
    browser.prepare(&mut command);
    process::run(&mut command)
}

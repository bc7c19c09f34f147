//! `cargo xtask bench cloud`: the layout of word clouds as WebAssembly, beside other libraries in one page.

use std::{fs, process::Command};

use super::{
    copy, harness_program,
    parts::{self, Part},
};
use crate::{
    failure::{Failure, Outcome},
    process,
    setup::WasmTools,
    workspace::Workspace,
};

/// What the page consists of, in `benches/cloud`.
const FILES: [&str; 5] = [
    "index.html",
    "page.mjs",
    "words.txt",
    "package.json",
    "package-lock.json",
];

/// Compiles the layout as the reader is compiled, fetches the other libraries, and measures them in Chromium.
pub(crate) fn cloud(workspace: &Workspace) -> Outcome<Part> {
    if process::find_on_path("npm").is_none() {
        return Ok(Part::skipped("no Node"));
    }
    let tools = WasmTools::ensure(workspace)?;
    let folder = workspace.product("bench-cloud");
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    for name in FILES {
        copy(
            &workspace.root.join("benches/cloud").join(name),
            &folder.join(name),
        )?;
    }
    let mut build = process::cargo(&workspace.root);
    build.args([
        "build",
        "--profile",
        "wasm-release",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    tools.prepare(&mut build);
    process::run(build.args(["--package", "kanbao-bench-cloud"]))?;
    let mut bindgen = Command::new("wasm-bindgen");
    tools.prepare(&mut bindgen);
    let module = "wasm32-unknown-unknown/wasm-release/kanbao_bench_cloud.wasm";
    bindgen
        .args(["--target", "web", "--out-dir"])
        .arg(folder.join("wasm"));
    process::run(bindgen.arg(workspace.target.join(module)))?;
    let mut npm = Command::new("npm");
    npm.current_dir(&folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    if let Err(failure) = process::run(&mut npm) {
        return Ok(Part::skipped(&format!(
            "npm could not fetch the other libraries ({failure})"
        )));
    }
    process::run(harness_program(workspace, "bench_cloud", None)?.arg(&folder))?;
    Ok(parts::read(workspace, "cloud"))
}

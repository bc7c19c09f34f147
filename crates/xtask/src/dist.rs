//! `cargo xtask dist`: one program with the reader inside.

use std::fs;

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    workspace::Workspace,
};

/// Builds the reader, builds `kanbao` around it, and copies that to `target/dist/kanbao`.
pub(crate) fn dist(workspace: &Workspace) -> Outcome {
    let tools = WasmTools::ensure(workspace)?;
    reader::build_release(workspace, &tools)?;
    process::run(process::cargo(&workspace.root).args([
        "build",
        "--release",
        "--package",
        "kanbao-builder",
        "--features",
        "embed-reader",
    ]))?;
    let program = workspace.built("release", "kanbao");
    let folder = workspace.product("dist");
    let product = process::executable(&folder, "kanbao");
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    let bytes = fs::copy(&program, &product).map_err(Failure::io("copy", &program))?;
    println!("{}: {:.1} MB", product.display(), bytes as f64 / 1e6);
    Ok(())
}

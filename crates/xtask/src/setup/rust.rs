//! What rustup adds to a toolchain.

use std::{path::Path, process::Command};

use super::say;
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the standard library for wasm32 is there.
pub(super) fn ensure_wasm_target() -> Outcome {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .join("lib");
    if library.is_dir() {
        say(WASM_TARGET, "there");
        return Ok(());
    }
    rustup(WASM_TARGET, &["target", "add", WASM_TARGET])
}

/// Makes sure that a component is there, which `cargo SUBCOMMAND --version` tells.
pub(super) fn ensure_component(workspace: &Workspace, component: &str, subcommand: &str) -> Outcome {
    if process::output(process::cargo(&workspace.root).args([subcommand, "--version"])).is_ok() {
        say(component, "there");
        return Ok(());
    }
    rustup(component, &["component", "add", component])
}

fn rustup(what: &str, args: &[&str]) -> Outcome {
    if process::find_on_path("rustup").is_none() {
        return Err(Failure::ByHand {
            what: format!("{what} is missing, and there is no rustup to add it with"),
            command: format!("rustup {}", args.join(" ")),
        });
    }
    say(what, "adding it to the toolchain");
    process::run(Command::new("rustup").args(args))
}

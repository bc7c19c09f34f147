//! Set-up: what the other commands need on a machine that has Rust and nothing else.
//!
//! Every step says in one line what it does, skips what is there, and names the exact command where it may not
//! install by itself.

mod browser;
mod cargo_tool;
mod engines;
mod lock_file;
mod nginx;
mod npm;
mod rust;

use std::{env, ffi::OsString, path::PathBuf, process::Command};

pub(crate) use browser::Browser;
pub(crate) use engines::{WebKit, ensure_firefox};
pub(crate) use nginx::ensure_nginx;
pub(crate) use npm::ensure_axe;

use crate::{failure::Outcome, process, workspace::Workspace};
use cargo_tool::CargoTool;

/// The release of Trunk that the project builds with.
const TRUNK: &str = "0.21.14";

/// The release of cargo-deny that reads `deny.toml`.
const CARGO_DENY: &str = "0.20.2";

/// Makes sure of cargo-deny and gives its path.
pub(crate) fn ensure_cargo_deny(workspace: &Workspace) -> Outcome<PathBuf> {
    let tool = CargoTool {
        package: "cargo-deny",
        programs: &["cargo-deny"],
        version: CARGO_DENY.into(),
        minutes: 8,
    };
    Ok(process::executable(&tool.ensure(workspace)?, "cargo-deny"))
}

/// The tools that turn the reader into WebAssembly.
pub(crate) struct WasmTools {
    trunk: PathBuf,
    /// Trunk and Cargo start `wasm-bindgen` by name; with ours in front Trunk never downloads one.
    path: OsString,
}

impl WasmTools {
    /// Makes sure of the wasm32 target, Trunk, and the wasm-bindgen CLI of exactly the version in Cargo.lock.
    pub(crate) fn ensure(workspace: &Workspace) -> Outcome<Self> {
        rust::ensure_wasm_target()?;
        let trunk = CargoTool {
            package: "trunk",
            programs: &["trunk"],
            version: TRUNK.into(),
            minutes: 6,
        };
        let bindgen = CargoTool {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version: lock_file::version_of(&workspace.root, "wasm-bindgen")?,
            minutes: 3,
        };
        let folders = [trunk.ensure(workspace)?, bindgen.ensure(workspace)?];
        let rest = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(folders.iter().cloned().chain(env::split_paths(&rest))).unwrap_or(rest);
        Ok(Self {
            trunk: process::executable(&folders[0], "trunk"),
            path,
        })
    }

    /// A Trunk command in the checkout.
    pub(crate) fn trunk(&self, workspace: &Workspace) -> Command {
        let mut command = Command::new(&self.trunk);
        command.current_dir(&workspace.root);
        // Trunk reads NO_COLOR as a flag and stops at the customary value "1".
        if env::var_os("NO_COLOR").is_some() {
            command.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
        }
        command.env("TRUNK_SKIP_VERSION_CHECK", "true");
        self.prepare(&mut command);
        command
    }

    /// Gives a command that builds for wasm32 the tools on its PATH, and an environment in which the flags of
    /// `.cargo/config.toml` count.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.env("PATH", &self.path);
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            if env::var_os(name).is_some() {
                println!(
                    "note: {name} is set; it would replace the flags for wasm32, so this build runs without it"
                );
                command.env_remove(name);
            }
        }
    }
}

/// Makes sure of rustfmt and clippy, which rustup's minimal profile leaves out.
pub(crate) fn ensure_lint_tools(workspace: &Workspace) -> Outcome {
    rust::ensure_component(workspace, "rustfmt", "fmt")?;
    rust::ensure_component(workspace, "clippy", "clippy")
}

/// Says what was found, or what is being done, about one tool.
fn say(tool: &str, what: impl std::fmt::Display) {
    println!("set-up: {tool}: {what}");
}

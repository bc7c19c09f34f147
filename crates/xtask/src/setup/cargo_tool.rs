//! Programs that `cargo install` makes.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use super::say;
use crate::{failure::Outcome, process, workspace::Workspace};

/// A program of exactly one version.
pub(super) struct CargoTool {
    /// The package on the registry.
    pub(super) package: &'static str,
    /// The programs that it installs and that are used.
    pub(super) programs: &'static [&'static str],
    /// The version wanted.
    pub(super) version: String,
    /// How long two cores take to build it, for whoever waits.
    pub(super) minutes: u32,
}

impl CargoTool {
    /// Finds the tool wherever it is, installs it where it is not, and gives its folder.
    pub(super) fn ensure(&self, workspace: &Workspace) -> Outcome<PathBuf> {
        let own = workspace.product("tools");
        let cargo_bin = cargo_bin();
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = [own.join("bin")]
            .into_iter()
            .chain(cargo_bin.clone())
            .chain(env::split_paths(&path));
        for folder in folders {
            if self.is_in(&folder) {
                say(
                    self.package,
                    format_args!("{} in {}", self.version, folder.display()),
                );
                return Ok(folder);
            }
        }
        // Another version in cargo's folder is somebody's choice: ours then goes beside the build.
        let taken = cargo_bin.as_deref().is_none_or(|folder| self.any_in(folder));
        let root = if taken { Some(own.as_path()) } else { None };
        let folder = root
            .map(|root| root.join("bin"))
            .or(cargo_bin)
            .unwrap_or_else(|| own.join("bin"));
        self.install(workspace, root)?;
        Ok(folder)
    }

    fn install(&self, workspace: &Workspace, root: Option<&Path>) -> Outcome {
        say(
            self.package,
            format_args!("installing {} (about {} minutes)", self.version, self.minutes),
        );
        let install = |locked: bool| {
            let mut command = process::cargo(&workspace.root);
            command.args([
                "install",
                self.package,
                "--version",
                &format!("={}", self.version),
            ]);
            command.args(locked.then_some("--locked"));
            if let Some(root) = root {
                command.arg("--root").arg(root);
            }
            process::run(&mut command)
        };
        install(true).or_else(|_| {
            // A mirror that lags may lack a dependency of the very version that the package was locked with.
            say(
                self.package,
                "that failed; trying again with other versions of its dependencies",
            );
            install(false)
        })
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.programs
            .iter()
            .all(|name| version_in(folder, name).is_some_and(|v| v == self.version))
    }

    fn any_in(&self, folder: &Path) -> bool {
        self.programs
            .iter()
            .any(|name| process::executable(folder, name).is_file())
    }
}

/// What `NAME --version` calls its version, where there is such a program.
fn version_in(folder: &Path, name: &str) -> Option<String> {
    let file = process::executable(folder, name);
    if !file.is_file() {
        return None;
    }
    let answer = process::output(Command::new(file).arg("--version")).ok()?;
    answer.split_whitespace().nth(1).map(str::to_owned)
}

/// The folder that `cargo install` puts programs into, which need not be on the PATH.
fn cargo_bin() -> Option<PathBuf> {
    let from = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let root = from("CARGO_INSTALL_ROOT").or_else(|| from("CARGO_HOME"));
    Some(
        root.or_else(|| Some(env::home_dir()?.join(".cargo")))?
            .join("bin"),
    )
}

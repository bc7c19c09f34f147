//! Where things are in this checkout.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    failure::{Failure, Outcome},
    process,
};

/// The checkout and the folder that cargo builds into.
pub(crate) struct Workspace {
    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds: `CARGO_TARGET_DIR` and cargo's configuration may move it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn locate() -> Outcome<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .unwrap_or(Path::new("."))
            .to_owned();
        let answer =
            process::output(process::cargo(&root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
        let target = metadata["target_directory"].as_str().map(PathBuf::from);
        let target =
            target.ok_or_else(|| Failure::Rule("`cargo metadata` named no target directory".into()))?;
        Ok(Self { root, target })
    }

    /// Where what people look for is put: `target/NAME` in the checkout, wherever cargo builds, because the
    /// documentation names these paths.
    pub(crate) fn product(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    /// The reader as it is published: Trunk's own folder, which the builder embeds.
    pub(crate) fn release_reader(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The reader as `serve` builds it: quickly, and beside the published one, which it leaves alone.
    pub(crate) fn dev_reader(&self) -> PathBuf {
        self.product("reader-dev")
    }

    /// A program that cargo has built.
    pub(crate) fn built(&self, profile: &str, name: &str) -> PathBuf {
        process::executable(&self.target.join(profile), name)
    }
}

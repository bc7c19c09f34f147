//! `cargo xtask dist`: one program with the reader inside.

use std::fs;
use std::process::Command;

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
    let mut build = process::cargo(&workspace.root);
    build.args([
        "build",
        "--release",
        "--package",
        "kanbao-builder",
        "--features",
        "embed-reader",
    ]);
    if let Some(Origin { repository, revision }) = Origin::of(workspace) {
        build
            .env("KANBAO_REPOSITORY", repository)
            .env("KANBAO_REVISION", revision);
    }
    process::run(&mut build)?;
    let program = workspace.built("release", "kanbao");
    let folder = workspace.product("dist");
    let product = process::executable(&folder, "kanbao");
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    let bytes = fs::copy(&program, &product).map_err(Failure::io("copy", &program))?;
    println!("{}: {:.1} MB", product.display(), bytes as f64 / 1e6);
    Ok(())
}

/// Where this checkout comes from: `kanbao init` writes it into the workflow that makes the program on GitHub.
#[derive(PartialEq, Eq, Debug)]
struct Origin {
    /// `owner/name`.
    repository: String,
    /// The commit.
    revision: String,
}

impl Origin {
    /// `None` for a copy without history, or one from another host than GitHub.
    fn of(workspace: &Workspace) -> Option<Self> {
        let ask = |arguments: &[&str]| {
            let output = Command::new("git")
                .args(arguments)
                .current_dir(&workspace.root)
                .output()
                .ok()?;
            let text = String::from_utf8(output.stdout).ok()?;
            (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
        };
        Some(Self {
            repository: repository_on_github(&ask(&["remote", "get-url", "origin"])?)?,
            revision: ask(&["rev-parse", "HEAD"])?,
        })
    }
}

/// `owner/name` of a remote such as `git@github.com:owner/name.git`.
fn repository_on_github(remote: &str) -> Option<String> {
    let (_, path) = remote.split_once("github.com")?;
    let path = path.strip_prefix(['/', ':'])?.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_name = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let (owner, name) = path.split_once('/')?;
    (is_name(owner) && is_name(name)).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_on_github_are_understood() {
        for remote in [
            "git@github.com:someone/kanbao.git",
            "https://github.com/someone/kanbao",
            "https://user@github.com/someone/kanbao.git/",
            "ssh://git@github.com/someone/kanbao.git",
        ] {
            assert_eq!(
                repository_on_github(remote).as_deref(),
                Some("someone/kanbao"),
                "{remote}"
            );
        }
        for remote in [
            "/srv/kanbao",
            "https://example.org/someone/kanbao",
            "git@github.com:x",
        ] {
            assert_eq!(repository_on_github(remote), None, "{remote}");
        }
    }
}

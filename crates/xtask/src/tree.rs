//! How much of what others wrote goes into the reader.

use std::collections::BTreeSet;

use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// How many packages the reader may be made of. Each is somebody to trust: who raises this has looked at the new ones.
const LINKED: usize = 44;

/// How many there may be with macros, build scripts and what these are made of, which run while the reader is built.
const ALL: usize = 60;

/// Prints how many packages the reader is made of and fails where there are too many.
pub(crate) fn tree(workspace: &Workspace) -> Outcome {
    let linked = count(workspace, "normal,no-proc-macro")?;
    let all = count(workspace, "normal,build")?;
    println!(
        "The reader is made of {linked} packages ({LINKED} at most), {all} with macros and build scripts ({ALL} at most)."
    );
    if linked > LINKED || all > ALL {
        return Err(Failure::Rule(
            "the reader is made of more packages than it may be: `cargo tree --package kanbao-reader \
             --target wasm32-unknown-unknown` has them"
                .into(),
        ));
    }
    Ok(())
}

fn count(workspace: &Workspace, edges: &str) -> Outcome<usize> {
    let mut command = process::cargo(&workspace.root);
    command
        .args(["tree", "--locked", "--package", "kanbao-reader"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--edges", edges, "--prefix", "none", "--format", "{p}"]);
    Ok(packages(&process::output(&mut command)?).len())
}

/// The packages of `cargo tree`, each once.
fn packages(tree: &str) -> BTreeSet<String> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        Some(format!("{} {}", words.next()?, words.next()?))
    };
    tree.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_once() {
        let tree = "kanbao-reader v0.1.0 (/x)\nserde v1.0.1\nserde_derive v1.0.1 (proc-macro)\nserde v1.0.1 (*)\n\nserde v2.0.0\n";
        assert_eq!(packages(tree).len(), 4);
    }

    #[test]
    fn no_build_script_of_ours_starts_a_program_or_asks_the_network() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let tracked = process::output(
            std::process::Command::new("git")
                .current_dir(&root)
                .args(["ls-files", "*build.rs"]),
        );
        let Ok(tracked) = tracked else {
            println!("skipped: git lists no files here");
            return;
        };
        let scripts = tracked.lines().filter(|path| !path.contains("/src/"));
        for path in scripts {
            let text = std::fs::read_to_string(root.join(path)).unwrap_or_default();
            for word in [
                "Command",
                "process::",
                "net::",
                "TcpStream",
                "curl",
                "reqwest",
                "ureq",
            ] {
                assert!(!text.contains(word), "{path} holds `{word}`");
            }
        }
    }
}

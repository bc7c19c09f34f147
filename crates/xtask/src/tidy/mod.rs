//! `cargo xtask tidy`: the rules of this repository that no compiler checks.
//!
//! | rule | what it keeps |
//! | --- | --- |
//! | [`purity`] | `crates/archive` does no I/O and asks no clock |
//! | [`layers`] | the reader's modules depend one way; only `src/browser` names a browser crate |
//! | [`markup`] | nothing in the reader is set as HTML text |
//! | [`map`] | every path in ARCHITECTURE.md exists |
//! | [`shape`] | files stay short, and nothing is left for later |

mod layers;
mod map;
mod markup;
mod purity;
mod shape;
mod source;

use std::{fmt, fs, path::Path};

use walkdir::{DirEntry, WalkDir};

use crate::{
    failure::{Failure, Outcome},
    workspace::Workspace,
};
use source::Source;

/// Folders at the root that are made, not written.
const MADE: [&str; 5] = ["target", "dist", "site", "node_modules", "samples"];

/// One broken rule at one place.
#[derive(PartialEq, Eq, Debug)]
struct Finding {
    /// Relative to the root, with `/`.
    path: String,
    /// From 1.
    line: usize,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Checks every source file of the repository.
pub(crate) fn tidy(workspace: &Workspace) -> Outcome {
    let paths = written_files(&workspace.root);
    let mut findings = Vec::new();
    for path in paths.iter().filter(|path| Source::is_code(path)) {
        let file = workspace.root.join(path);
        let text = fs::read_to_string(&file).map_err(Failure::io("read", &file))?;
        findings.extend(check(&Source::new(path.as_str(), text)));
    }
    let names = paths
        .iter()
        .map(|path| path.rsplit('/').next().unwrap_or(path).to_owned())
        .collect();
    findings.extend(map::check(&workspace.root, &names)?);
    if findings.is_empty() {
        println!("tidy: {} files, nothing to say", paths.len());
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    Err(Failure::Rule(format!("tidy: {} to mend", findings.len())))
}

fn check(source: &Source) -> Vec<Finding> {
    let rules = [purity::check, layers::check, markup::check, shape::check];
    rules.iter().flat_map(|rule| rule(source)).collect()
}

/// Paths of all files that are written by hand, relative to the root, with `/`.
fn written_files(root: &Path) -> Vec<String> {
    let wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let made = entry.depth() == 1 && MADE.contains(&name.as_ref());
        entry.depth() == 0 || !(made || name.starts_with('.') && name != ".ci" && name != ".cargo")
    };
    let entries = WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(wanted);
    let files = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            path.to_string_lossy().replace('\\', "/")
        })
        .collect()
}

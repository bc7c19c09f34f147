//! ARCHITECTURE.md is a map: every path that it names in backticks exists, and every file name without a folder is
//! that of some file.

use std::{collections::HashSet, fs, path::Path};

use super::Finding;
use crate::failure::{Failure, Outcome};

const MAP: &str = "ARCHITECTURE.md";

/// What a file name without a folder ends with.
const EXTENSIONS: [&str; 8] = ["rs", "toml", "md", "html", "js", "css", "lock", "txt"];

/// Finds names without a file; `names` are those of all files. What commands make is written as `SITE/data/…` or
/// lies in `target/` and `dist/`.
pub(super) fn check(root: &Path, names: &HashSet<String>) -> Outcome<Vec<Finding>> {
    let path = root.join(MAP);
    let text = fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
    let missing = named_paths(&text)
        .into_iter()
        .filter(|(_, name)| !names.contains(*name) && !root.join(name).exists());
    Ok(missing
        .map(|(line, name)| Finding {
            path: MAP.into(),
            line,
            message: format!("`{name}` is on the map and not in the repository"),
        })
        .collect())
}

/// Paths in backticks with their line, from 1.
fn named_paths(text: &str) -> Vec<(usize, &str)> {
    let spans = |line| str::split(line, '`').skip(1).step_by(2);
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(n, line)| spans(line).map(move |name| (n + 1, name)))
        .filter(|(_, name)| is_path(name))
        .collect()
}

fn is_path(name: &str) -> bool {
    let (first, rest) = name.split_once('/').unwrap_or((name, ""));
    let is_file = name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| EXTENSIONS.contains(&extension));
    let plain = name.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    let placeholder = !rest.is_empty() && first.chars().all(|c| c.is_ascii_uppercase());
    let made = ["target", "dist", "..", ".", ""].contains(&first);
    plain && (is_file || name.contains('/')) && !placeholder && !made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_other_words() {
        let text = "`src/app.rs` and `archive::link`\n`cargo xtask tidy`, `SITE/data/bundle.json`, `./?q=`, `/`, `target/dist/kanbao`\n\
                    `crates/archive/` `Cargo.toml` `0.21.14` `data-app`";
        assert_eq!(
            named_paths(text),
            [(1, "src/app.rs"), (3, "crates/archive/"), (3, "Cargo.toml")]
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_found() -> Outcome {
        let root = std::env::temp_dir().join(format!("kanbao-tidy-{}", std::process::id()));
        fs::create_dir_all(&root).map_err(Failure::io("make", &root))?;
        let write = |text: &str| fs::write(root.join(MAP), text).map_err(Failure::io("write", &root));
        write("see\n`gone/away.rs`")?;
        let found: Vec<String> = check(&root, &HashSet::new())?
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            ["ARCHITECTURE.md:2: `gone/away.rs` is on the map and not in the repository"]
        );
        write("`ARCHITECTURE.md` and `sw.js`")?;
        assert!(check(&root, &HashSet::from(["sw.js".to_owned()]))?.is_empty());
        fs::remove_dir_all(&root).map_err(Failure::io("remove", &root))
    }
}

//! Versions from Cargo.lock.

use std::{fs, path::Path};

use crate::failure::{Failure, Outcome};

/// The version of a package in the workspace's Cargo.lock.
pub(super) fn version_of(root: &Path, package: &str) -> Outcome<String> {
    let path = root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
    find(&text, package).ok_or_else(|| Failure::Rule(format!("Cargo.lock names no package `{package}`")))
}

/// Cargo writes a package's version on the line after its name.
fn find(text: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let version = text.lines().skip_while(|line| *line != name).nth(1)?;
    Some(
        version
            .strip_prefix("version = \"")?
            .strip_suffix('"')?
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_version_is_that_of_the_whole_name() {
        assert_eq!(find(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find(LOCK, "wasm-bind"), None);
    }
}

//! Puts the built reader (`dist/` at the repository's root) into the binary, with feature `embed-reader`.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_EMBED_READER").is_none() {
        return Ok(());
    }
    let variable = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .ok_or_else(|| io::Error::other(format!("{name} is not set")))
    };
    let dist = variable("CARGO_MANIFEST_DIR")?.join("../../dist");
    println!("cargo:rerun-if-changed={}", dist.display());
    let mut names = Vec::new();
    collect(&dist, "", &mut names).map_err(|error| {
        io::Error::other(format!(
            "feature embed-reader needs the built reader in dist/ ({error}): run `cargo xtask dist`, which builds it first"
        ))
    })?;
    names.sort();

    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for name in names {
        let path = dist.join(&name);
        table.push_str(&format!(
            "    ({name:?}, include_bytes!({:?})),\n",
            path.display().to_string()
        ));
    }
    table.push_str("];\n");
    fs::write(variable("OUT_DIR")?.join("reader.rs"), table)
}

/// Adds the names of all files below `dir`, with `/` between folders.
fn collect(dir: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

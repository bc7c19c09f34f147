//! Puts the built reader (`dist/` at the repository's root) into the binary, with feature `embed-reader`, and says by
//! one number what the program was made from, since a cache must not outlive it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=KANBAO_SOURCES={:016x}", sources()?);
    if env::var_os("CARGO_FEATURE_EMBED_READER").is_none() {
        return Ok(());
    }
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

fn variable(name: &str) -> io::Result<PathBuf> {
    let value = env::var_os(name).map(PathBuf::from);
    value.ok_or_else(|| io::Error::other(format!("{name} is not set")))
}

/// A hash (FNV-1a) of every source that decides what is built from posts, and of the versions of all crates.
fn sources() -> io::Result<u64> {
    let root = variable("CARGO_MANIFEST_DIR")?.join("../..");
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for folder in [
        "crates/builder/src",
        "crates/builder/data",
        "crates/archive/src",
        "public",
    ] {
        let folder = root.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut names = Vec::new();
        collect(&folder, "", &mut names)?;
        names.sort();
        for name in names {
            add(name.as_bytes());
            add(&fs::read(folder.join(&name))?);
        }
    }
    let lock = root.join("Cargo.lock");
    println!("cargo:rerun-if-changed={}", lock.display());
    add(&fs::read(lock)?);
    Ok(hash)
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

//! `cargo xtask size`: what a first visit downloads of the app, compressed as hosts compress it; and where that is too much,
//! which parts of it have grown.

mod parts;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use self::parts::Parts;
use crate::{
    failure::{Failure, Outcome},
    process,
    setup::WasmTools,
    workspace::Workspace,
};

/// What WebAssembly, JavaScript and CSS should weigh together, in bytes of brotli (the target of the design).
const TARGET: u64 = 220_000;

/// What they may weigh: a little over what they do, so that nothing grows unnoticed on the way to the target.
const LIMIT: u64 = 366_000;

/// Where it is written down what the reader's module is made of.
const ACCOUNT: &str = "benches/results/size.md";

const TRIPLE: &str = "wasm32-unknown-unknown";

/// The profile by which the reader is published.
const PROFILE: &str = "wasm-release";

/// Prints the size of every file of the built reader that counts, and fails over the limit.
pub(crate) fn size(workspace: &Workspace) -> Outcome {
    let folder = workspace.release_reader();
    let mut files = weigh(&folder)?;
    if !files.iter().any(|file| file.name.ends_with(".wasm")) {
        let what = format!("{} holds no reader", folder.display());
        return Err(Failure::ByHand {
            what,
            command: "cargo xtask dist".into(),
        });
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.brotli));
    let total = files.iter().map(|file| file.brotli).sum::<u64>();
    println!("{:>10}  {:>10}  file", "bytes", "brotli");
    for file in &files {
        println!("{:>10}  {:>10}  {}", file.bytes, file.brotli, file.name);
    }
    println!(
        "{:>10}  {:>10}  together; {TARGET} is the target, {LIMIT} the limit",
        files.iter().map(|file| file.bytes).sum::<u64>(),
        total
    );
    if total > LIMIT {
        print_growth(workspace)?;
        return Err(Failure::Rule(format!(
            "the reader weighs {total} bytes of brotli, {LIMIT} are allowed"
        )));
    }
    Ok(())
}

/// Writes down what the reader's module is made of, for the next one to be held against.
pub(crate) fn note_parts(workspace: &Workspace) -> Outcome {
    let path = workspace.root.join(ACCOUNT);
    let text = parts::written(&named_parts(workspace)?);
    print!("{text}");
    fs::write(&path, text).map_err(Failure::io("write", &path))
}

/// Says which parts are larger than they were when they were last written down.
fn print_growth(workspace: &Workspace) -> Outcome {
    let path = workspace.root.join(ACCOUNT);
    let before = parts::read(&fs::read_to_string(&path).map_err(Failure::io("read", &path))?);
    let grown = parts::growth(&before, &named_parts(workspace)?);
    println!(
        "\n{:>10}  what has grown since {ACCOUNT} was written, before compression",
        "bytes"
    );
    for (name, more) in grown {
        println!("{more:>+10}  {name}");
    }
    Ok(())
}

/// The parts of the reader as it stands here, built once more with the names of its functions: they are not published.
fn named_parts(workspace: &Workspace) -> Outcome<Parts> {
    println!("The reader is built with its names, in target/reader-names");
    let folder = workspace.product("reader-names");
    let mut cargo = process::cargo(&workspace.root);
    cargo
        .args([
            "build",
            "--package",
            "kanbao-reader",
            "--target",
            TRIPLE,
            "--profile",
            PROFILE,
        ])
        .arg("--target-dir")
        .arg(&folder)
        .env("CARGO_PROFILE_WASM_RELEASE_STRIP", "none");
    WasmTools::ensure(workspace)?.prepare(&mut cargo);
    process::run(&mut cargo)?;
    let path = folder.join(TRIPLE).join(PROFILE).join("kanbao-reader.wasm");
    let wasm = fs::read(&path).map_err(Failure::io("read", &path))?;
    parts::parts_of(&wasm).ok_or_else(|| Failure::Rule(format!("{} has no names", path.display())))
}

/// A file of the built reader.
pub(crate) struct Weighed {
    pub(crate) name: String,
    bytes: u64,
    pub(crate) brotli: u64,
}

/// Weighs what Trunk made, with the style sheets as the one that the builder makes of them.
pub(crate) fn weigh(folder: &Path) -> Outcome<Vec<Weighed>> {
    let mut files = Vec::new();
    let mut style = Vec::new();
    for path in files_below(folder) {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !["wasm", "js", "css"].contains(&extension) {
            continue;
        }
        let bytes = fs::read(&path).map_err(Failure::io("read", &path))?;
        if extension == "css" {
            style.extend(bytes);
        } else {
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            files.push(Weighed::of(name, &bytes)?);
        }
    }
    if !files.is_empty() && !style.is_empty() {
        files.push(Weighed::of("all style sheets".into(), &style)?);
    }
    Ok(files)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(DirEntry::into_path)
        .collect()
}

impl Weighed {
    fn of(name: String, bytes: &[u8]) -> Outcome<Self> {
        let brotli = brotli_size(bytes).map_err(Failure::io("compress", Path::new(&name)))?;
        Ok(Self {
            name,
            bytes: bytes.len() as u64,
            brotli,
        })
    }
}

/// The length at quality 11, which static hosts reach by compressing once.
pub(crate) fn brotli_size(mut bytes: &[u8]) -> io::Result<u64> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut sink = io::sink();
    brotli::BrotliCompress(&mut bytes, &mut sink, &params).map(|written| written as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_compresses_and_nothing_is_free() -> io::Result<()> {
        assert!(brotli_size(&[b'a'; 10_000])? < 50);
        assert!(brotli_size(b"")? > 0);
        Ok(())
    }
}

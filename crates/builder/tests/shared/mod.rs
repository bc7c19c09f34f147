//! What the tests of the command share.

#![allow(dead_code, reason = "no test needs all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Writes the smallest reader there can be into a folder.
pub(crate) fn write_reader(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in [
        (
            "index.html",
            "<link rel=stylesheet href=/a.css><link rel=stylesheet href=/b.css data-when=app>",
        ),
        ("a.css", "a{}"),
        ("b.css", "b{}"),
        ("kanbao-reader.js", "export default 1"),
        ("kanbao-reader_bg.wasm", "\0asm"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// All files below a folder, by path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap();
        (path.to_str().unwrap().to_owned(), fs::read(entry.path()).unwrap())
    };
    files.map(read).collect()
}

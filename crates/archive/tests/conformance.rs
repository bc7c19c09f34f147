//! The tree of a post beside the examples of CommonMark 0.31.2 and of GitHub's extensions.
//!
//! The examples are those that the parser's own package carries (`pulldown-cmark`, as `Cargo.lock` pins it), so they
//! are fetched with it and never part of this repository. `docs/CONFORMANCE.md` lists every example that comes out
//! otherwise here, by reason: one that is not listed fails, and so does one that is listed and comes out the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "shared/commonmark.rs"]
mod commonmark;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use commonmark::{normal, print};
use kanbao_archive::markdown::parse;

/// Name in `docs/CONFORMANCE.md`, file in the package, number of examples.
const SETS: [(&str, &str, usize); 4] = [
    ("CommonMark", "spec.rs", 652),
    ("GFM tables", "gfm_table.rs", 9),
    ("GFM task lists", "gfm_tasklist.rs", 2),
    ("GFM strikethrough", "gfm_strikethrough.rs", 3),
];

/// Where cargo keeps the source of the parser; `None` where it has not been fetched.
fn package() -> Option<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .output()
        .ok()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    let packages = metadata["packages"].as_array()?;
    let parser = packages.iter().find(|p| p["name"] == "pulldown-cmark")?;
    let folder = Path::new(parser["manifest_path"].as_str()?).parent()?;
    Some(folder.join("tests/suite")).filter(|suite| suite.is_dir())
}

/// The examples of a file: each is `let original = r##"…"##;` and `let expected = r##"…"##;`.
fn examples(source: &str) -> Vec<(String, String)> {
    let raw = |text: &str, name: &str| {
        let after = text.split_once(&format!("let {name} = r##\""))?.1;
        Some(after.split_once("\"##;")?.0.to_owned())
    };
    let tests = source.split("#[test]").skip(1);
    tests
        .filter_map(|test| Some((raw(test, "original")?, raw(test, "expected")?)))
        .collect()
}

/// The numbers that `docs/CONFORMANCE.md` lists: lines such as ``- CommonMark: 1, 5–7`` under any heading.
fn listed(page: &str) -> BTreeMap<&'static str, BTreeSet<usize>> {
    let mut lists: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for line in page.lines() {
        let Some((name, numbers)) = line.strip_prefix("- ").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        let Some((name, ..)) = SETS.iter().find(|(known, ..)| *known == name) else {
            continue;
        };
        for range in numbers.split(", ") {
            let (first, last) = range.split_once('–').unwrap_or((range, range));
            let ends = (first.trim().parse::<usize>(), last.trim().parse::<usize>());
            let (Ok(first), Ok(last)) = ends else {
                panic!("`{range}` in docs/CONFORMANCE.md is no number of an example");
            };
            for number in first..=last {
                let is_new = lists.entry(name).or_default().insert(number);
                assert!(is_new, "docs/CONFORMANCE.md lists {name} {number} twice");
            }
        }
    }
    lists
}

#[test]
fn every_example_comes_out_as_specified_or_is_listed_with_its_reason() {
    let Some(suite) = package() else {
        println!(
            "skipped: the examples of CommonMark and GFM, for cargo has not fetched the source of pulldown-cmark"
        );
        return;
    };
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/CONFORMANCE.md");
    let listed = listed(&fs::read_to_string(page).unwrap());
    let (mut wrong, mut passed, mut excused) = (String::new(), 0, 0);
    for (name, file, count) in SETS {
        let examples = examples(&fs::read_to_string(suite.join(file)).unwrap());
        assert_eq!(
            examples.len(),
            count,
            "{name}: other examples than this test knows"
        );
        for (at, (markdown, expected)) in examples.iter().enumerate() {
            let number = at + 1;
            let tree = print(&parse(markdown));
            let is_same = normal(&tree) == normal(expected);
            let is_listed = listed.get(name).is_some_and(|numbers| numbers.contains(&number));
            match (is_same, is_listed) {
                (true, false) => passed += 1,
                (false, true) => excused += 1,
                (true, true) => {
                    let _ = writeln!(wrong, "{name} {number} is listed, and comes out as specified");
                }
                (false, false) => {
                    let (ours, theirs) = (normal(&tree), normal(expected));
                    let _ = writeln!(
                        wrong,
                        "{name} {number}: {markdown:?}\n  specified {theirs}\n  here      {ours}"
                    );
                }
            }
        }
    }
    println!(
        "{passed} examples come out as specified, {excused} are listed in docs/CONFORMANCE.md with their reasons"
    );
    assert!(wrong.is_empty(), "{wrong}");
}

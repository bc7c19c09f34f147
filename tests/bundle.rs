//! Posts → bundle: what a folder of posts becomes, and that it becomes the same every time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::model::Bundle;
use kanbao_archive::text::FoldTable;
use kanbao_tests::site::build_without_reader;

/// Builds a folder of posts; gives the site's files by address.
fn build(posts_folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("site");
    build_without_reader(posts_folder, &target).unwrap();
    files_below(&target, "")
}

fn files_below(dir: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&entry.path(), &format!("{name}/")));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn bundle(files: &BTreeMap<String, Vec<u8>>) -> Bundle {
    Bundle::from_json(std::str::from_utf8(&files["data/bundle.json"]).unwrap()).unwrap()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn a_folder_of_posts_becomes_this_bundle() {
    let mut bundle = bundle(&build(&repository().join("tests/fixtures/bundle")));
    // Their own tests cover the table, the words and the terms, which are long and change with word lists.
    assert_ne!(bundle.fold, FoldTable::default());
    bundle.fold = FoldTable::default();
    assert!(!bundle.words.is_empty());
    bundle.words.clear();
    assert!(!bundle.terms.is_empty());
    bundle.terms.clear();
    bundle.term_totals = None;
    for report in &mut bundle.reports {
        assert!(!report.body.terms.is_empty() && !report.summary.top_terms.is_empty());
        report.body.terms.clear();
        report.summary.top_terms.clear();
        report.summary.fresh.clear();
        report.body.related.clear();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&bundle).unwrap());
}

#[test]
fn the_same_posts_are_the_same_site_byte_for_byte() {
    let samples = repository().join("samples");
    let (first, second) = (build(&samples), build(&samples));
    assert!(first.len() > 20);
    for (name, bytes) in &first {
        assert!(second.get(name) == Some(bytes), "{name} differs");
    }
    assert_eq!(first.len(), second.len());
}

#[test]
fn real_posts_become_a_page_each_without_literal_asterisks() {
    let real = repository().join("../shared/reports");
    if !real.exists() {
        println!("skipped: there are no real posts at {}", real.display());
        return;
    }
    let files = build(&real);
    let reports = bundle(&files).reports;
    assert_eq!(reports.len(), 5);
    for report in reports {
        assert!(report.summary.points.len() >= 10, "{}", report.summary.id);
        let page = String::from_utf8_lossy(&files[&format!("{}/index.html", report.summary.id)]);
        assert!(!page.contains("**"), "{}", report.summary.id);
    }
}

//! Search over ten thousand reports: planted words are found where they were planted and nowhere else, by both engines,
//! and one more report costs little.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use kanbao_archive::model::{Bundle, IndexLevel};
use kanbao_archive::search::Query;
use kanbao_builder::search::{BuiltSite, Engine, Searcher};
use kanbao_tests::posts;
use kanbao_tests::site::build_without_reader;

/// How many reports the archive has.
const REPORTS: usize = 10_000;

/// What one more report may change of the index, in bytes.
const CHANGED: u32 = 150_000;

#[test]
fn planted_words_are_found_by_both_engines_and_one_more_report_costs_little() {
    let dir = tempfile::tempdir().unwrap();
    let Some((posts, truth)) = posts::made(dir.path(), REPORTS).unwrap() else {
        return;
    };
    // Pages are not what is tested.
    fs::write(posts.join("kanbao.toml"), "[build]\nprerender = false\n").unwrap();
    let site = dir.path().join("site");
    build_without_reader(&posts, &site).unwrap();
    for engine in [Engine::Index, Engine::Scan] {
        let mut searcher = Searcher::new(BuiltSite::open(&site).unwrap(), Some(engine)).unwrap();
        for (needle, ids) in planted(&truth) {
            let found = searcher.ids(&Query::parse(&needle)).unwrap();
            assert_eq!(
                found.into_iter().collect::<BTreeSet<_>>(),
                ids,
                "{needle} by {engine:?}"
            );
        }
    }

    let before = levels(&site);
    let newest = before[0].from;
    posts::write(
        &posts,
        newest.last_of_month(),
        "# 又一份报告\n\n新词：鲲靛麒昶。\n",
    )
    .unwrap();
    let after = dir.path().join("after");
    build_without_reader(&posts, &after).unwrap();
    let after = levels(&after);
    let changed: Vec<&IndexLevel> = after.iter().filter(|level| !before.contains(level)).collect();
    assert_eq!(changed, [&after[0]], "the newest month alone");
    assert!(changed[0].bytes <= CHANGED, "{} bytes", changed[0].bytes);
}

/// The planted words with the ids of the reports that have them.
fn planted(truth: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut planted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in fs::read_to_string(truth).unwrap().lines() {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = report["file"].as_str().unwrap();
        let id = posts::id_of(file);
        for needle in report["needles"].as_array().unwrap() {
            planted
                .entry(needle.as_str().unwrap().to_owned())
                .or_default()
                .insert(id.clone());
        }
    }
    assert_eq!(planted.len(), 25);
    planted
}

fn levels(site: &Path) -> Vec<IndexLevel> {
    let json = fs::read_to_string(site.join("data/bundle.json")).unwrap();
    Bundle::from_json(&json).unwrap().index.unwrap().levels
}

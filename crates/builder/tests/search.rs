//! `kanbao search` as it is run: over the samples, whose bundle is whole, and over an archive that is large enough for
//! shards and an index.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use shared::write_reader;

fn kanbao(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(arguments).output().unwrap()
}

/// Builds posts with the smallest reader there can be, into `site` in the folder.
fn build(posts: &Path, folder: &Path) -> PathBuf {
    let dist = folder.join("dist");
    write_reader(&dist);
    let site = folder.join("site");
    let paths = [posts, &site, &dist].map(|path| path.to_str().unwrap());
    let output = kanbao(&["build", paths[0], "-o", paths[1], "--app", paths[2], "-q"]);
    assert!(output.status.success(), "{output:?}");
    site
}

/// The sample archive, built once for all tests.
fn samples() -> &'static str {
    static SITE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, site) = SITE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let posts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
        let site = build(&posts, folder.path());
        (folder, site)
    });
    site.to_str().unwrap()
}

/// An archive of 120 reports over four months, built anew for each test that breaks something.
fn large() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("in");
    fs::create_dir(&posts).unwrap();
    for number in 0..120 {
        let (month, day) = (8 + number / 30, 1 + number % 30);
        let post = format!(
            "# 第{number}份报告\n\n## 要点\n\n1. **{}**：{}zephyr{number}与Olmo {}。\n\n## 全文\n\n{}\n",
            if number % 3 == 0 {
                "开源模型"
            } else {
                "训练数据"
            },
            if number == 77 { "量子纠缠，" } else { "" },
            number % 5,
            format!("第{number}段谈数据中心的电费，也谈智能。").repeat(60),
        );
        fs::write(posts.join(format!("2025-{month:02}-{day:02}-r{number}.md")), post).unwrap();
    }
    let site = build(&posts, folder.path());
    assert!(fs::read_dir(site.join("data")).unwrap().count() > 10);
    (folder, site)
}

fn large_site() -> &'static str {
    static SITE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    SITE.get_or_init(large).1.to_str().unwrap()
}

/// Standard output of a search that ends well, with the numbers of files and bytes taken out.
fn search(site: &str, arguments: &[&str]) -> String {
    let output = kanbao(&[&["search", site], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let Some((head, rest)) = text.split_once('\n').filter(|(head, _)| head.contains(": ")) else {
        return text;
    };
    let (head, _) = head.rsplit_once(": ").unwrap();
    format!("{head}: …)\n{rest}")
}

fn json(site: &str, arguments: &[&str]) -> Value {
    let output = kanbao(&[&["search", site, "--json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a search that fails says, after its exit code.
fn failure(arguments: &[&str]) -> (Option<i32>, String) {
    let output = kanbao(arguments);
    assert!(output.stdout.is_empty(), "{output:?}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn people_read_ranked_results_with_marks() {
    insta::assert_snapshot!("results", search(samples(), &["开源模型", "--limit", "2"]));
}

#[test]
fn people_read_how_a_score_came_about() {
    insta::assert_snapshot!(
        "explained",
        search(samples(), &["Olmo", "3", "--limit", "2", "--explain"])
    );
}

#[test]
fn programs_get_the_same_as_json() {
    let mut found = json(samples(), &["olmo 3", "--limit", "1", "--explain"]);
    assert_eq!(found["files"], 1);
    assert!(found["bytes"].take().as_u64().unwrap() > 100_000);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&found).unwrap());
    let shares = found["hits"][0]["explanation"]["shares"].as_array().unwrap();
    let points: f64 = shares.iter().map(|share| share["points"].as_f64().unwrap()).sum();
    let freshness = found["hits"][0]["explanation"]["freshness"].as_f64().unwrap();
    assert!((points * freshness - found["hits"][0]["score"].as_f64().unwrap()).abs() < 0.01);
    // Marks are counted in characters.
    let excerpt = &found["hits"][0]["excerpts"][0];
    let chars: Vec<char> = excerpt["text"].as_str().unwrap().chars().collect();
    let mark = |at: usize| excerpt["marks"][0][at].as_u64().unwrap() as usize;
    assert_eq!(String::from_iter(&chars[mark(0)..mark(1)]), "Olmo 3");
}

#[test]
fn the_general_flag_asks_for_json_too_and_silence_leaves_the_results() {
    let one = kanbao(&["search", samples(), "gemini", "--format", "json"]).stdout;
    assert_eq!(one, kanbao(&["search", samples(), "gemini", "--json"]).stdout);
    let quiet =
        String::from_utf8(kanbao(&["search", samples(), "gemini", "-q", "--limit", "1"]).stdout).unwrap();
    assert!(quiet.starts_with("\n1. 2025-"), "{quiet}");
}

#[test]
fn where_nothing_is_found_other_searches_are_offered_that_find_something() {
    insta::assert_snapshot!("nothing", search(samples(), &["Cluade -gemni"]));
    for (query, meant, kind) in [
        ("rengong zhineng", "人工智能", "pinyin"),
        ("kyuanmx", "开源模型", "pinyin"),
        ("kymx", "开源模型", "pinyin"),
        ("人工只能", "人工智能", "pinyin"),
        ("\"开源\" gemni", "\"开源\" gemini", "spelling"),
        // What finds nothing either is not offered.
        ("cluade after:2099", "", ""),
    ] {
        let found = json(samples(), &[query]);
        assert_eq!(
            (&found["total"], &found["hits"]),
            (&0.into(), &Value::Array(Vec::new())),
            "{query}"
        );
        let first = &found["suggestions"][0];
        let best = (
            first["query"].as_str().unwrap_or_default(),
            first["kind"].as_str().unwrap_or_default(),
        );
        assert_eq!(best, (meant, kind), "{query}");
    }
    // Nothing is offered beside results.
    assert_eq!(
        json(samples(), &["gemini"])["suggestions"],
        Value::Array(Vec::new())
    );
}

#[test]
fn both_engines_give_the_same_and_the_index_reads_less() {
    let site = large_site();
    for query in [
        "量子纠缠",
        "开源模型",
        "zephyr77",
        "olmo 3",
        "源模",
        "数据中心 -开源模型",
        "zephyr1 OR zephyr2 after:2025-09",
        "title:第5份",
        // The phrase is nowhere, its parts are.
        "训练数据中心",
        "不存在的词",
        "zephry77",
    ] {
        let [mut scan, mut index] =
            ["scan", "index"].map(|engine| json(site, &[query, "--engine", engine, "--limit", "200"]));
        assert_eq!(
            (scan["engine"].take(), index["engine"].take()),
            ("scan".into(), "index".into())
        );
        let [(_, all), (_, some)] = [&mut scan, &mut index].map(|found| {
            let files = found["files"].take().as_u64().unwrap();
            (files, found["bytes"].take().as_u64().unwrap())
        });
        assert_eq!(scan, index, "{query}");
        assert!(query != "量子纠缠" || some * 2 < all, "{some} {all}");
    }
    assert_eq!(json(site, &["量子纠缠"])["engine"], "index");
    assert_eq!(json(site, &["量子纠缠"])["hits"][0]["id"], "2025/10/18/r77");
    assert_eq!(json(samples(), &["量子纠缠"])["engine"], "scan");
    assert_eq!(json(site, &["zephyr7", "--limit", "0"])["total"], 11);
    let relaxed = search(site, &["训练数据中心", "--limit", "1"]);
    assert!(
        relaxed.contains("\n  No report has the phrase; these have its parts.\n"),
        "{relaxed}"
    );
    assert_eq!(json(site, &["zephry77"])["suggestions"][0]["query"], "zephyr77");
}

#[test]
fn a_query_may_begin_with_a_dash_behind_two() {
    let found = json(large_site(), &["--limit", "200", "--", "-开源模型"]);
    assert_eq!(found["total"], 80);
}

#[test]
fn what_cannot_be_asked_is_wrong_usage() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    let missing = dir.path().join("missing");
    for (arguments, said) in [
        (vec![missing.to_str().unwrap(), "x"], "does not exist"),
        (
            vec![folder, "x"],
            "is no site of kanbao's (it has no data/bundle.json)\n  help: ",
        ),
        (vec![samples(), "x", "--engine", "index"], "has no search index"),
        (vec![samples(), " "], "asks for nothing"),
        (vec![samples()], "<QUERY>..."),
        (vec![samples(), "x", "--engine", "magic"], "'magic'"),
    ] {
        let (code, message) = failure(&[&["search"], arguments.as_slice()].concat());
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(message.contains(said), "{message}");
    }
}

/// The first file of a site's data whose name begins so.
fn data_file(site: &Path, start: &str) -> PathBuf {
    let files = fs::read_dir(site.join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(start);
    let mut found: Vec<PathBuf> = files.filter(named).collect();
    found.sort();
    let first = found.remove(0);
    if first.is_dir() {
        first.join("0.bin")
    } else {
        first
    }
}

#[test]
fn a_file_with_other_bytes_is_refused_by_name() {
    let (_folder, site) = large();
    let path = site.to_str().unwrap();
    for (start, query, engine) in [
        ("bodies-2025-08", "zephyr7", "scan"),
        ("summaries-2025-09", "zephyr7", "scan"),
        ("bodies-2025.", "zephyr7", "scan"),
        ("index-", "量子纠缠", "index"),
        ("words.", "zephry77", "scan"),
    ] {
        let file = data_file(&site, start);
        let before = fs::read(&file).unwrap();
        let mut after = before.clone();
        *after.last_mut().unwrap() ^= 1;
        fs::write(&file, after).unwrap();
        let (code, message) = failure(&["search", path, query, "--engine", engine]);
        assert_eq!(code, Some(3), "{start}");
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(
            message.contains(name) && message.contains("other bytes than the archive lists\n  help: "),
            "{message}"
        );
        fs::remove_file(&file).unwrap();
        let (code, message) = failure(&["search", path, query, "--engine", engine]);
        assert_eq!(code, Some(3), "{start}");
        assert!(
            message.contains(name) && message.contains("build or copy it again"),
            "{message}"
        );
        fs::write(&file, before).unwrap();
    }
    assert_eq!(json(path, &["zephyr7"])["total"], 11);
}

#[test]
fn a_bundle_that_cannot_be_read_is_told() {
    let (_folder, site) = large();
    let bundle = site.join("data/bundle.json");
    for (text, said) in [
        ("{\"schema\":99}", "format 99"),
        ("{\"schema\":1,", "could not be read"),
    ] {
        fs::write(&bundle, text).unwrap();
        let (code, message) = failure(&["search", site.to_str().unwrap(), "x"]);
        assert_eq!(code, Some(3));
        assert!(
            message.contains("bundle.json") && message.contains(said),
            "{message}"
        );
    }
}

#[test]
fn shells_complete_the_command() {
    let output = kanbao(&["completions", "bash"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("--engine"));
}

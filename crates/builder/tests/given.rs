//! `kanbao build --bundle`: reports that another program wrote as JSON.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use shared::{files, write_reader};

use serde_json::{Value, json};

/// A folder with the smallest reader there can be in `dist`.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_reader(&dir.path().join("dist"));
    dir
}

fn kanbao(dir: &Path, arguments: &str, input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.current_dir(dir).args(arguments.split_whitespace());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that stops before it has read everything is one of the cases.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn bundle(site: &Path) -> Value {
    serde_json::from_slice(&fs::read(site.join("data/bundle.json")).unwrap()).unwrap()
}

/// Builds a site of posts, builds another from its bundle, and compares them byte for byte.
#[track_caller]
fn assert_comes_back(dir: &Path, posts: &str) {
    for arguments in [
        format!("build {posts} -o first --app dist"),
        "build --bundle first/data/bundle.json -o second --app dist".to_owned(),
    ] {
        let output = kanbao(dir, &arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
    let (first, second) = (files(&dir.join("first")), files(&dir.join("second")));
    assert!(first.len() > 10);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    for (name, bytes) in first {
        assert!(second[&name] == bytes, "{name} differs");
    }
}

#[test]
fn a_built_site_comes_back_from_its_own_bundle() {
    let dir = folder();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    assert_comes_back(dir.path(), &samples.to_string_lossy());
}

#[test]
fn so_does_one_with_directories() {
    let dir = folder();
    fs::create_dir(dir.path().join("posts")).unwrap();
    for n in 0..60 {
        let (month, day) = (1 + n / 28, 1 + n % 28);
        let name = format!(
            "posts/2025-{month:02}-{day:02}-twitter_ai_2025{month:02}{day:02}_2025{month:02}{day:02}.md"
        );
        let text = format!(
            "# 第{n}份报告\n\n## 核心信息\n\n1. **第{n}点**：{}\n",
            "报告里的一句话。".repeat(370)
        );
        fs::write(dir.path().join(name), text).unwrap();
    }
    assert_comes_back(dir.path(), "posts");
    assert!(
        !bundle(&dir.path().join("second"))["directories"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_a_report_does_not_say_is_found_in_its_text() {
    let dir = folder();
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/BUNDLE.md")).unwrap();
    let example = page.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let output = kanbao(
        dir.path(),
        "build --bundle - -o site --app dist",
        example.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let bundle = bundle(&dir.path().join("site"));
    assert_eq!(bundle["site"]["title"], "每日看报");
    let summary = &bundle["reports"][0]["summary"];
    assert_eq!(summary["id"], "2025/11/30/twitter_ai_20251130_20251130");
    assert_eq!(
        (&summary["source"], &summary["topic"]),
        (&json!("twitter"), &json!("ai"))
    );
    assert_eq!(summary["headline"], "人工智能讨论总结报告");
    assert_eq!(summary["points"][0]["lead"], "开源");
    assert_eq!(summary["time"], "10:02");
}

#[test]
fn settings_and_images_beside_the_file_are_used() {
    let dir = folder();
    fs::write(dir.path().join("kanbao.toml"), "[site]\ntitle = \"我的\"\n").unwrap();
    let image = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../samples/_posts/wordcloud_twitter_ai_20251103_20251109.png");
    fs::create_dir(dir.path().join("pictures")).unwrap();
    fs::copy(image, dir.path().join("pictures/a.png")).unwrap();
    let reports = json!({ "schema": 3, "site": { "title": "别的", "description": "说明" }, "reports": [
        { "summary": { "day": "2025-11-30" }, "body": {
            "markdown": "# 甲\n\n![](pictures/a.png) ![](cloud.png) ![](none.png)",
            "images": [{ "src": "cloud.png", "url": "pictures/a.png" }] } },
    ]});
    fs::write(dir.path().join("reports.json"), reports.to_string()).unwrap();
    let output = kanbao(dir.path(), "build --bundle reports.json -o site --app dist", b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("K040") && said.contains("reports.json#1"), "{said}");
    let bundle = bundle(&dir.path().join("site"));
    assert_eq!(
        (&bundle["site"]["title"], &bundle["site"]["description"]),
        (&json!("我的"), &json!("说明"))
    );
    let images = &bundle["reports"][0]["body"]["images"];
    assert_eq!(images[0]["url"], images[1]["url"]);
    assert!(
        images[0]["url"].is_string() && images[2]["url"].is_null(),
        "{images}"
    );
}

#[test]
fn one_bad_report_does_not_stop_the_others() {
    let dir = folder();
    let text = json!({ "markdown": "# 甲\n\n乙" });
    let reports = json!({ "schema": 3, "reports": [
        { "summary": { "title": "没有日子" }, "body": text },
        { "summary": { "day": "2025-11-30" }, "body": text },
        { "summary": { "day": "2025-11-31" }, "body": text },
        { "summary": { "day": "2025-11-29", "time": "25:10" }, "body": text },
        { "summary": { "day": "2025-11-28" }, "body": {} },
        { "summary": { "day": "2025-11-28", "id": "../../etc" }, "body": text },
        { "summary": { "day": "2025-11-27" }, "body": { "document": "pno end" } },
    ]});
    let output = kanbao(
        dir.path(),
        "build --bundle - -o site --app dist --format json",
        reports.to_string().as_bytes(),
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems: Vec<(&str, &str)> = said["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            (
                problem["path"].as_str().unwrap(),
                problem["code"].as_str().unwrap(),
            )
        })
        .collect();
    let of = |number, code| {
        (
            [
                "",
                "standard input#1",
                "",
                "standard input#3",
                "standard input#4",
                "standard input#5",
                "standard input#6",
                "standard input#7",
            ][number],
            code,
        )
    };
    assert_eq!(
        problems,
        [
            of(1, "K080"),
            of(3, "K080"),
            of(4, "K022"),
            of(5, "K080"),
            of(6, "K030"),
            of(7, "K080")
        ]
    );
    assert_eq!(bundle(&dir.path().join("site"))["total"], 2);
}

#[test]
fn what_is_no_such_file_is_refused_and_nothing_is_written() {
    let dir = folder();
    for (input, code, words) in [
        ("<!doctype html>", 1, "expected value at line 1"),
        ("{\"schema\":3}", 1, "missing field `reports`"),
        ("{\"schema\":4,\"reports\":[]}", 1, "this kanbao reads format 3"),
        ("{\"schema\":3,\"reports\":[]}", 1, "there are no reports"),
        (
            "{\"schema\":3,\"reports\":[],\"directories\":[{}]}",
            2,
            "SITE/data/bundle.json",
        ),
    ] {
        let output = kanbao(
            dir.path(),
            "build --bundle - -o site --app dist",
            input.as_bytes(),
        );
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{input}: {said}");
        assert!(said.contains(words), "{said}");
        assert!(!dir.path().join("site").exists());
    }
    let missing = kanbao(dir.path(), "build --bundle none.json -o site --app dist", b"");
    assert_eq!(missing.status.code(), Some(2), "{missing:?}");
    let both = kanbao(
        dir.path(),
        "build posts --bundle none.json -o site --app dist",
        b"",
    );
    assert_eq!(both.status.code(), Some(2), "{both:?}");
}

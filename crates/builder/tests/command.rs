//! The command as it is run: exit codes, and what it leaves behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use shared::write_reader;

/// A folder with posts in `in`, and in `dist` the smallest reader there can be.
fn folder(posts: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("in/_posts")).unwrap();
    write_reader(&dir.path().join("dist"));
    for (name, text) in posts {
        fs::write(dir.path().join("in/_posts").join(name), text).unwrap();
    }
    dir
}

fn kanbao(dir: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command
        .current_dir(dir)
        .args(arguments.split_whitespace())
        .output()
        .unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

const GOOD: (&str, &str) = ("2025-11-30-good.md", "# 好\n\n正文。\n");
const BROKEN: (&str, &str) = ("2025-11-29-broken.md", "---\ntitle: x\n\n没有结束\n");
const WITHOUT_IMAGE: (&str, &str) = ("2025-11-28-warned.md", "# 图\n\n正文。\n\n![图](none.jpg)\n");

#[test]
fn a_good_folder_becomes_a_site_with_exit_code_0() {
    let dir = folder(&[GOOD]);
    let output = kanbao(dir.path(), "build in -o out --app dist");
    assert_eq!(code(&output), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("1 report, no problems; "));
    assert!(dir.path().join("out/2025/11/30/good/index.html").is_file());
}

#[test]
fn a_folder_without_posts_says_so_with_exit_code_1() {
    let dir = folder(&[]);
    let output = kanbao(dir.path(), "build in -o out --app dist");
    assert_eq!(code(&output), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("there are no posts in in"),
        "{output:?}"
    );
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_broken_post_is_told_and_the_others_are_published() {
    let dir = folder(&[GOOD, BROKEN]);
    let output = kanbao(dir.path(), "build in -o out --app dist");
    assert_eq!(code(&output), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("in/_posts/2025-11-29-broken.md:1:1"),
        "{output:?}"
    );
    assert!(dir.path().join("out/2025/11/30/good/index.html").is_file());
}

#[test]
fn strict_publishes_nothing_where_there_is_a_warning() {
    let dir = folder(&[GOOD]);
    assert_eq!(
        code(&kanbao(dir.path(), "build in -o out --app dist --strict")),
        Some(0)
    );
    let before = fs::read(dir.path().join("out/version.json")).unwrap();
    fs::write(
        dir.path().join("in/_posts").join(WITHOUT_IMAGE.0),
        WITHOUT_IMAGE.1,
    )
    .unwrap();
    assert_eq!(
        code(&kanbao(dir.path(), "build in -o out --app dist --strict")),
        Some(1)
    );
    assert_eq!(fs::read(dir.path().join("out/version.json")).unwrap(), before);
    assert_eq!(code(&kanbao(dir.path(), "build in -o out --app dist")), Some(0));
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let dir = folder(&[GOOD]);
    fs::create_dir(dir.path().join("mine")).unwrap();
    fs::write(dir.path().join("mine/thesis.txt"), "").unwrap();
    for arguments in [
        "build in --no-such-flag",
        "build nowhere -o out --app dist",
        "build in -o mine --app dist",
        "build in -o . --app dist --force",
        "build in -o out --app dist -b example.org",
        "check --explain K999",
    ] {
        let output = kanbao(dir.path(), arguments);
        assert_eq!(code(&output), Some(2), "{arguments}: {output:?}");
    }
    assert!(dir.path().join("mine/thesis.txt").is_file() && dir.path().join("in/_posts").is_dir());
}

#[test]
fn programs_get_one_json_object() {
    let dir = folder(&[GOOD, WITHOUT_IMAGE]);
    for arguments in [
        "build in -o out --app dist --format json",
        "check in --format json",
    ] {
        let output = kanbao(dir.path(), arguments);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&json["errors"], &json["warnings"]),
            (&0.into(), &1.into()),
            "{json}"
        );
        assert_eq!(json["diagnostics"][0]["code"], "K040");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn what_init_writes_builds_without_a_problem() {
    let dir = folder(&[]);
    assert_eq!(code(&kanbao(dir.path(), "init new")), Some(0));
    let output = kanbao(dir.path(), "build new -o out --app dist --strict");
    assert_eq!(code(&output), Some(0), "{output:?}");
    let settings = dir.path().join("new/kanbao.toml");
    fs::write(&settings, "[site]\ntitle = \"我的\"\n").unwrap();
    let again = kanbao(dir.path(), "init new --host nginx");
    assert_eq!(code(&again), Some(0), "{again:?}");
    assert!(String::from_utf8_lossy(&again.stdout).contains("Kept new/kanbao.toml as it is"));
    assert!(fs::read_to_string(settings).unwrap().contains("我的"));
    assert!(dir.path().join("new/nginx.conf").is_file());
}

#[test]
fn many_problems_of_a_kind_are_counted_unless_all_are_asked_for() {
    let names: Vec<String> = (1..=15).map(|day| format!("2025-11-{day:02}-x.md")).collect();
    let mut posts: Vec<(&str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), WITHOUT_IMAGE.1))
        .collect();
    posts.push(BROKEN);
    let dir = folder(&posts);
    let shown = |output: &Output| String::from_utf8_lossy(&output.stderr).matches("[K040]").count();
    let output = kanbao(dir.path(), "check in");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(shown(&output), 10, "{said}");
    assert!(
        said.contains("… and 5 more of K040 (missing images); --all shows each\n"),
        "{said}"
    );
    assert!(said.contains("\n15  K040  warning  missing images\n"), "{said}");
    assert_eq!(shown(&kanbao(dir.path(), "check in --all")), 15);
    let json = kanbao(dir.path(), "check in --format json").stdout;
    assert_eq!(String::from_utf8_lossy(&json).matches("\"K040\"").count(), 15);
}

#[test]
fn every_code_is_explained() {
    let dir = folder(&[]);
    for explained in kanbao_builder::diagnostic::Code::ALL {
        let output = kanbao(dir.path(), &format!("check --explain {explained}"));
        assert_eq!(code(&output), Some(0));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            said.starts_with(explained.as_str()) && said.contains(explained.explanation()),
            "{said}"
        );
    }
    assert_eq!(code(&kanbao(dir.path(), "check --explain K999")), Some(2));
}

#[test]
fn a_room_in_one_file_is_all_that_is_made_unless_a_site_is_asked_for_too() {
    let dir = folder(&[GOOD]);
    let output = kanbao(dir.path(), "build in --single-file room/reports.html --app dist");
    assert_eq!(code(&output), Some(0), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.starts_with("1 report in one file, ") && said.contains("→ room/reports.html"),
        "{said}"
    );
    assert!(!dir.path().join("site").exists());
    let page = fs::read_to_string(dir.path().join("room/reports.html")).unwrap();
    assert!(page.contains("data-file=\"data/bundle.json\""));
    assert_eq!(fs::read_dir(dir.path().join("room")).unwrap().count(), 1);

    let output = kanbao(
        dir.path(),
        "build in -o out --single-file room/reports.html --app dist --format json",
    );
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (said["reports"].as_u64(), said["single_file"]["reports"].as_u64()),
        (Some(1), Some(1))
    );
    assert!(dir.path().join("out/index.html").is_file());

    fs::write(dir.path().join("thesis.html"), "years of work").unwrap();
    for file in ["thesis.html", "room"] {
        let output = kanbao(dir.path(), &format!("build in --single-file {file} --app dist"));
        assert_eq!(code(&output), Some(2), "{file}: {output:?}");
    }
    assert_eq!(
        fs::read_to_string(dir.path().join("thesis.html")).unwrap(),
        "years of work"
    );
}

#[test]
fn limits_leave_what_is_within_and_an_empty_range_is_told() {
    let dir = folder(&[GOOD, ("2025-10-02-early.md", "# 早\n\n正文。\n")]);
    let build = |limits: &str| kanbao(dir.path(), &format!("build in -o out --app dist {limits}"));
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said(&build("")).starts_with("2 reports, "));
    assert!(said(&build("--from 2025-11")).starts_with("1 report, "));
    assert!(!dir.path().join("out/2025/10").exists());
    assert!(said(&build("--to 2025-10-02")).starts_with("1 report, "));
    for (limits, words) in [
        (
            "--from 2026-01-01",
            "the reports are from 2025-10-02 to 2025-11-30",
        ),
        ("--topic sport", "none has a topic"),
        (
            "--from 2025-12 --to 2025-11",
            "--from 2025-12-01 is after --to 2025-11-30",
        ),
        ("--from soon", "no day: write 2025-11-01"),
    ] {
        let output = build(limits);
        assert_eq!(code(&output), Some(2), "{limits}: {output:?}");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(words), "{limits}: {error}");
    }
    assert!(dir.path().join("out/2025/10/02/early/index.html").is_file());
}

#[test]
fn nothing_moves_the_cursor_where_nobody_looks() {
    let dir = folder(&[GOOD]);
    let output = kanbao(dir.path(), "build in -o out --app dist");
    assert!(
        !output.stderr.contains(&0x1b) && !output.stdout.contains(&0x1b),
        "{output:?}"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_leaves_the_earlier_site_and_no_litter() {
    let dir = folder(&[GOOD]);
    assert_eq!(
        code(&kanbao(dir.path(), "build in -o out --app dist --no-cache")),
        Some(0)
    );
    let before = fs::read(dir.path().join("out/version.json")).unwrap();
    let text = format!("# 题\n\n{}", "一段正文，说很多话。\n\n".repeat(20));
    for number in 0..3000 {
        let day = format!(
            "{}-{:02}-{:02}",
            2000 + number / 300,
            number % 12 + 1,
            number % 28 + 1
        );
        fs::write(dir.path().join(format!("in/_posts/{day}-{number}.md")), &text).unwrap();
    }
    let names = || {
        let names = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    let earlier = names();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kanbao"))
        .current_dir(dir.path())
        .args("build in -o out --app dist --no-cache --quiet".split(' '))
        .spawn()
        .unwrap();
    let start = std::time::Instant::now();
    while names() == earlier && start.elapsed().as_secs() < 120 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it was done before it could be interrupted"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(), earlier);
    assert_eq!(fs::read(dir.path().join("out/version.json")).unwrap(), before);
}

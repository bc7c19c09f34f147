//! Posts → diagnostics: what people really write, what is said about it, and what becomes of the post.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::model::Report;
use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Counts, Diagnostic, Renderer};
use kanbao_builder::posts::{self, Archive, Options, ReadError};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken")
}

fn options() -> Options {
    Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"))
}

fn read(folder: &Path) -> Archive {
    posts::read(folder, &Config::default(), &options()).expect("posts")
}

/// All reports with their texts.
fn reports(archive: &Archive) -> Vec<Report> {
    archive
        .reports
        .newest(archive.reports.len())
        .expect("the texts are in their store")
}

/// A folder of posts that a test makes.
struct Posts(tempfile::TempDir);

impl Posts {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.path().join(name);
        fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        fs::write(file, text).expect("a file");
        self
    }

    fn ids(&self) -> Vec<String> {
        read(self.path())
            .reports
            .summaries()
            .iter()
            .map(|summary| summary.id.clone())
            .collect()
    }
}

/// Every file of `fixtures/broken` has a snapshot: what became of it, and what was said.
#[test]
fn every_bad_post_has_its_diagnostic() {
    let archive = read(&fixtures());
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .expect("fixtures")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.sort();
    for name in names {
        let said: Vec<Diagnostic> = archive
            .diagnostics
            .iter()
            .filter(|d| d.path == name)
            .cloned()
            .collect();
        let text = format!(
            "{}\n\n{}",
            fate(&name, &archive),
            Renderer::plain().render_all(&said)
        );
        insta::with_settings!({ snapshot_suffix => name.as_str(), omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("broken", text.trim_end());
        });
    }
}

/// The id of the report that a fixture became; fixtures are told apart by their names, which are their slugs, except
/// where a permalink says otherwise.
fn fate(name: &str, archive: &Archive) -> String {
    let stem = name.trim_end_matches(".md");
    let slug = stem
        .strip_prefix("2025-11-20-")
        .or(stem.strip_prefix("2025-11-21-"))
        .unwrap_or(stem);
    let wanted = match stem {
        "permalink-same-1" => "same".to_owned(),
        "permalink-same-2" => "Same~".to_owned(),
        _ => format!("2025/11/21/{slug}"),
    };
    let found = archive
        .reports
        .summaries()
        .iter()
        .find(|summary| match wanted.strip_suffix('~') {
            Some(beginning) => summary.id.starts_with(beginning),
            None => summary.id == wanted,
        });
    match found {
        Some(summary) => format!(
            "kept: {} · {} · {}",
            summary.id,
            summary.headline,
            summary.points.len()
        ),
        None => "left out".to_owned(),
    }
}

#[test]
fn every_file_is_accounted_for() {
    let archive = read(&fixtures());
    let failed: std::collections::BTreeSet<_> = archive
        .diagnostics
        .iter()
        .filter(|d| d.severity == kanbao_builder::diagnostic::Severity::Error)
        .map(|d| d.path.as_str())
        .collect();
    let posts::LeftOut {
        unpublished,
        future,
        not_posts,
    } = archive.left_out;
    assert_eq!((unpublished, future, not_posts), (2, 1, 1));
    let known = archive.reports.len() + failed.len() + unpublished + future + not_posts;
    assert_eq!(archive.posts_seen, known, "{}", Counts::of(&archive.diagnostics));
}

#[test]
fn every_code_of_posts_is_shown_by_a_fixture_or_a_test_below() {
    // These need links, broken settings, many posts or JSON; `links…`, the settings' own tests, `sections.rs` and
    // `kanbao build --bundle`'s show them.
    let elsewhere = [
        Code::Unreadable,
        Code::LinkNotFollowed,
        Code::InvalidConfig,
        Code::UnknownSetting,
        Code::InvalidSetting,
        Code::UnknownSection,
        Code::InvalidReport,
    ];
    let shown: Vec<Code> = read(&fixtures())
        .diagnostics
        .into_iter()
        .map(|d| d.code)
        .collect();
    for code in Code::ALL {
        assert!(
            shown.contains(code) || elsewhere.contains(code),
            "no fixture shows {code}"
        );
    }
}

#[test]
fn spans_are_places_in_the_original_file() {
    for diagnostic in read(&fixtures()).diagnostics {
        let bytes = fs::read(fixtures().join(&diagnostic.path)).expect("a fixture");
        assert!(diagnostic.span.end <= bytes.len(), "{diagnostic:?}");
        let until = String::from_utf8_lossy(&bytes[..diagnostic.span.start])
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let has_place = diagnostic.span != (0..0);
        assert!(
            !has_place || until.matches('\n').count() + 1 == diagnostic.line as usize,
            "{diagnostic:?}"
        );
    }
}

#[test]
fn line_ends_and_byte_order_marks_do_not_reach_the_reports() {
    let reports = reports(&read(&fixtures()));
    for slug in ["good", "bom", "crlf", "lone-cr"] {
        let id = format!("2025/11/21/{slug}");
        let report = reports.iter().find(|report| report.summary.id == id).expect(slug);
        let good = reports
            .iter()
            .find(|report| report.summary.id == "2025/11/21/good")
            .expect("good");
        assert_eq!(report.body.document, good.body.document, "{slug}");
        assert_eq!(report.summary.points.len(), 2, "{slug}");
    }
    assert!(
        reports
            .iter()
            .all(|report| !report.body.document.as_str().contains(['\r', '\0', '\u{feff}']))
    );
}

#[test]
fn two_runs_are_the_same() {
    assert_eq!(read(&fixtures()), read(&fixtures()));
}

#[test]
fn a_folder_without_posts_says_what_was_looked_for() {
    let empty = Posts::new()
        .with("notes.txt", "x")
        .with("_drafts/x.md", "x")
        .with(".git/x.md", "x");
    let error = posts::read(empty.path(), &Config::default(), &options()).expect_err("nothing to read");
    assert!(matches!(error, ReadError::NoPosts { jekyll: false, .. }));
    assert!(
        error
            .to_string()
            .contains("looked for a folder _posts and for files ending in .md or .markdown"),
        "{error}"
    );
    let error =
        posts::read(&empty.path().join("missing"), &Config::default(), &options()).expect_err("missing");
    assert!(error.to_string().starts_with("there is no folder "), "{error}");
    let file = empty.path().join("notes.txt");
    let error = posts::read(&file, &Config::default(), &options()).expect_err("a file");
    assert!(error.to_string().contains("is a file"), "{error}");
}

#[test]
fn posts_are_found_in_every_layout() {
    let jekyll = Posts::new()
        .with("_posts/2025-11-21-a.md", "甲")
        .with("_posts/2025/2025-11-20-b.markdown", "乙")
        .with("about.md", "not a post: the others are in _posts")
        .with("_site/2025-11-19-c.md", "丙");
    let expected = ["2025/11/21/a", "2025/11/20/b"];
    assert_eq!(jekyll.ids(), expected);
    let inner = posts::read(&jekyll.path().join("_posts"), &Config::default(), &options()).expect("posts");
    assert_eq!(inner.reports, read(jekyll.path()).reports);

    let folders = Posts::new()
        .with("2025-11-21/index.md", "甲")
        .with("ai/2025-11-20.md", "乙")
        .with("20251119 Title.MD", "丙")
        .with("node_modules/2025-11-18-x.md", "丁")
        .with(".hidden.md", "戊");
    assert_eq!(
        folders.ids(),
        ["2025/11/21/report", "2025/11/20/ai", "2025/11/19/Title"]
    );
}

#[test]
fn drafts_and_the_future_are_asked_for() {
    let posts = Posts::new()
        .with("_posts/2025-11-21-a.md", "甲")
        .with("_posts/2025-12-02-tomorrow.md", "乙")
        .with("_posts/2025-11-20-draft.md", "---\ndraft: true\n---\n丙")
        .with("_drafts/idea.md", "丁");
    assert_eq!(posts.ids(), ["2025/11/21/a"]);
    let all = Options {
        future: true,
        drafts: true,
        ..options()
    };
    let archive = posts::read(posts.path(), &Config::default(), &all).expect("posts");
    let ids: Vec<_> = archive
        .reports
        .summaries()
        .iter()
        .map(|summary| summary.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "2025/12/02/tomorrow",
            "2025/12/01/idea",
            "2025/11/21/a",
            "2025/11/20/draft"
        ]
    );
}

#[test]
fn a_post_is_in_the_future_by_its_own_clock() {
    // It is 1 December, 08:00 in Shanghai and midnight in UTC.
    let posts = Posts::new()
        .with("past.md", "---\ndate: 2025-12-01 07:59:00 +0800\n---\n甲")
        .with("soon.md", "---\ndate: 2025-12-01 08:01:00 +0800\n---\n乙")
        .with("somewhere.md", "---\ndate: 2025-12-01 13:59:00\n---\n丙");
    assert_eq!(posts.ids(), ["2025/12/01/somewhere", "2025/12/01/past"]);
    let mut config = Config::default();
    config.site.timezone = Some("Asia/Shanghai".to_owned());
    let archive = posts::read(posts.path(), &config, &options()).expect("posts");
    assert_eq!((archive.reports.len(), archive.left_out.future), (1, 2));
}

#[test]
fn a_megabyte_in_one_line_is_read_and_its_diagnostics_stay_short() {
    let line = "很长".repeat(200_000);
    let text = format!("---\ndate: 2025-11-21\n---\n{line}![x](none.png){line}\n");
    let posts = Posts::new().with("long.md", text);
    let archive = read(posts.path());
    assert_eq!(archive.reports.len(), 1);
    let printed = Renderer::plain().render_all(&archive.diagnostics);
    assert!(
        printed.contains("long.md:4:400006"),
        "{}",
        &printed[..printed.len().min(2_000)]
    );
    assert!(printed.len() < 2_000);
}

#[test]
fn names_of_every_kind_become_addresses() {
    let posts = Posts::new()
        .with("2024-01-05-中文 名字（一）.md", "甲")
        .with("2024-01-06-a#b&c%20e.md", "乙")
        .with("2024-01-07-UPPER.MD", "丙")
        .with("2024-01-08-cafe\u{301}.md", "丁")
        .with("2024-01-09-con.md", "戊")
        .with("2024-01-10-same.md", "己")
        .with("sub/2024-01-10-same.md", "庚");
    let ids = posts.ids();
    assert_eq!(ids[0], "2024/01/10/same");
    assert!(
        ids[1].starts_with("2024/01/10/same~") && ids[1].len() == "2024/01/10/same~".len() + 6,
        "{}",
        ids[1]
    );
    let rest = [
        "2024/01/09/con-",
        "2024/01/08/caf\u{e9}",
        "2024/01/07/UPPER",
        "2024/01/06/a-b&c-20e",
        "2024/01/05/中文-名字（一）",
    ];
    assert_eq!(ids[2..], rest);
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_posts_of_the_folder_alone() {
    use std::os::unix::fs::symlink;
    let outside = Posts::new().with("2025-11-01-secret.md", "秘密");
    let posts = Posts::new().with("2025-11-21-a.md", "甲");
    symlink(posts.path(), posts.path().join("loop")).expect("a link");
    symlink("2025-11-21-a.md", posts.path().join("2025-11-20-again.md")).expect("a link");
    symlink("nowhere.md", posts.path().join("2025-11-19-dangling.md")).expect("a link");
    symlink(
        outside.path().join("2025-11-01-secret.md"),
        posts.path().join("2025-11-18-secret.md"),
    )
    .expect("a link");
    assert_eq!(posts.ids(), ["2025/11/21/a", "2025/11/20/again"]);
    let said: Vec<_> = read(posts.path())
        .diagnostics
        .into_iter()
        .map(|d| (d.path, d.code))
        .collect();
    let expected = [
        ("2025-11-18-secret.md", Code::LinkNotFollowed),
        ("2025-11-19-dangling.md", Code::Unreadable),
        ("loop", Code::LinkNotFollowed),
    ];
    assert_eq!(said, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_unicode_is_read() {
    use std::os::unix::ffi::OsStrExt;
    let posts = Posts::new();
    let name = std::ffi::OsStr::from_bytes(b"2025-11-21-\xb1\xa8.md");
    if fs::write(posts.path().join(name), "甲").is_err() {
        println!("skipped: this file system takes Unicode names only");
        return;
    }
    assert_eq!(posts.ids(), ["2025/11/21/report"]);
}

/// The publisher's own five posts, where they are at hand.
#[test]
fn the_real_posts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reports");
    if !folder.is_dir() {
        println!("skipped: the real posts are not beside the checkout");
        return;
    }
    let archive = read(&folder);
    assert_eq!((archive.reports.len(), archive.posts_seen), (5, 5));
    let days: Vec<_> = archive
        .reports
        .summaries()
        .iter()
        .map(|summary| summary.day.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2025-11-30",
            "2025-11-29",
            "2025-11-27",
            "2025-11-21",
            "2025-11-11"
        ]
    );
    for report in reports(&archive) {
        let summary = &report.summary;
        assert_eq!(
            (summary.source.as_str(), summary.topic.as_str()),
            ("twitter", "ai"),
            "{}",
            summary.id
        );
        assert_eq!(
            (summary.period.from, summary.period.to),
            (summary.day, summary.day),
            "{}",
            summary.id
        );
        assert!(
            summary.headline.ends_with("报告") && summary.headline != summary.title,
            "{}",
            summary.headline
        );
        assert_eq!(summary.points.len(), 10, "{}", summary.id);
        assert!(summary.chars > 1_000 && summary.time.is_some(), "{}", summary.id);
        assert_eq!(
            (summary.cloud.as_ref(), report.body.images.len()),
            (None, 1),
            "{}",
            summary.id
        );
        assert!(
            !report.body.document.as_str().contains("layout:"),
            "{}",
            summary.id
        );
    }
    let covers = archive.reports.summaries()[0]
        .covers
        .expect("the report of the 30th says what it covers");
    assert_eq!(
        (covers.from.to_string(), covers.to.to_string()),
        ("2025-11-28".into(), "2025-11-30".into())
    );
    let names: Vec<_> = archive
        .topics
        .iter()
        .chain(&archive.sources)
        .map(|label| label.name.as_str())
        .collect();
    assert_eq!(names, ["AI", "Twitter"]);

    let mut said: Vec<_> = archive
        .diagnostics
        .iter()
        .map(|d| (d.code, d.path.as_str(), d.line))
        .collect();
    said.sort();
    let mut expected: Vec<_> = [11, 21, 27, 29, 30]
        .iter()
        .map(|day| {
            (
                Code::ImageMissing,
                format!("_posts/2025-11-{day}-twitter_ai_202511{day}_202511{day}.md"),
            )
        })
        .collect();
    expected.insert(
        0,
        (
            Code::CoverageDisagrees,
            "_posts/2025-11-30-twitter_ai_20251130_20251130.md".to_owned(),
        ),
    );
    let shown: Vec<_> = said
        .iter()
        .map(|(code, path, _)| (*code, (*path).to_owned()))
        .collect();
    assert_eq!(shown, expected);
    assert!(
        said.iter().all(|(_, _, line)| *line > 60),
        "every problem of theirs stands near the end: {said:?}"
    );
}

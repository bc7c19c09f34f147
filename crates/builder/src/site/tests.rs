//! Whole sites of hand-made reports, and what other tests make theirs from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kanbao_archive::markdown::{Stored, parse};
use kanbao_archive::model::{
    Body, Bundle, Day, Label, Period, Point, Report, SCHEMA, Site, Summary, Version,
};

use super::app::tests::app;
use super::*;
use crate::posts::Asset;

/// A report of a day with the given last part of its id and text.
pub(crate) fn report(day: Day, slug: &str, markdown: &str) -> Report {
    let (year, month, of_month) = day.civil();
    Report {
        summary: Summary {
            id: format!("{year:04}/{month:02}/{of_month:02}/{slug}"),
            day,
            time: Some("08:30".into()),
            title: slug.into(),
            headline: "总结报告".into(),
            source: "twitter".into(),
            topic: "ai".into(),
            period: Period::new(day, day),
            covers: None,
            points: vec![Point {
                lead: format!("要点{slug}"),
                text: "内容 <b>".into(),
            }],
            chars: 100,
            cloud: None,
            top_terms: Vec::new(),
            fresh: Vec::new(),
            updated: None,
        },
        body: Body {
            document: Stored::of(&parse(markdown)),
            images: Vec::new(),
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        },
    }
}

/// A whole bundle of these reports.
pub(crate) fn bundle(reports: Vec<Report>) -> Bundle {
    let content = content(reports);
    in_a_folder(|output| lay_out(&content, output).unwrap()).0.bundle
}

/// What is made by writing, and the files it wrote, by address.
pub(crate) fn in_a_folder<T>(make: impl FnOnce(&Output) -> T) -> (T, BTreeMap<String, Vec<u8>>) {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("site");
    let output = Output::begin(&target, Path::new("."), false).unwrap();
    let made = make(&output);
    output.publish().unwrap();
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&target)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
    {
        let path = entry.path().strip_prefix(&target).unwrap();
        let name = path.to_string_lossy().replace('\\', "/");
        files.insert(name, fs::read(entry.path()).unwrap());
    }
    (made, files)
}

pub(crate) fn content(reports: Vec<Report>) -> Content {
    Content {
        site: Site {
            title: "看报".into(),
            language: "zh-CN".into(),
            ..Site::default()
        },
        topics: vec![Label {
            key: "ai".into(),
            name: "AI".into(),
        }],
        reports: reports.into(),
        prerender: true,
        names: Names {
            name: "看报".into(),
            theme_color: "#fbfaf6".into(),
            ..Names::default()
        },
        ..Content::default()
    }
}

pub(crate) fn three() -> Vec<Report> {
    let day: Day = "2025-11-30".parse().unwrap();
    (0..3)
        .map(|n| {
            report(
                day.plus(-n),
                &format!("r{n}"),
                "# 总结报告\n\n</script><script>alert(1)</script>",
            )
        })
        .collect()
}

/// What is made of this content, or why nothing is.
pub(crate) fn try_written(content: &Content) -> Result<(Written, BTreeMap<String, Vec<u8>>), SiteError> {
    let (written, files) = in_a_folder(|output| write(content, &app(), output, true));
    Ok((written?, files))
}

/// The site's files, by address.
pub(crate) fn written(content: &Content, worker: bool) -> BTreeMap<String, String> {
    let (written, files) = in_a_folder(|output| write(content, &app(), output, worker).unwrap());
    let text = |(name, bytes): (String, Vec<u8>)| (name, String::from_utf8_lossy(&bytes).into_owned());
    let files: BTreeMap<String, String> = files.into_iter().map(text).collect();
    assert_eq!(
        (written.files, written.reports),
        (files.len(), content.reports.len())
    );
    files
}

#[test]
fn the_same_archive_is_the_same_site_byte_for_byte() {
    let content = Content {
        base_url: Some("https://example.org/k/".into()),
        ..content(three())
    };
    assert_eq!(written(&content, true), written(&content, true));
}

#[test]
fn every_report_is_a_page_and_nothing_in_a_post_is_a_script() {
    let files = written(&content(three()), true);
    let page = &files["2025/11/30/r0/index.html"];
    assert!(
        page.contains("<html lang=\"zh-CN\" data-root=\"../../../../\">"),
        "{page}"
    );
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"),
        "{page}"
    );
    assert!(page.contains("src=\"../../../../boot.js\""));
    assert!(files.contains_key("2025/11/28/r2/index.html") && files.contains_key("index.html"));
}

#[test]
fn without_a_base_nothing_absolute_is_written() {
    let files = written(&content(three()), true);
    for absent in ["sitemap.xml", "feed.xml", "feed.json"] {
        assert!(!files.contains_key(absent), "{absent}");
    }
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        for absolute in ["canonical", "og:url", "og:image", "rel=\"alternate\""] {
            assert!(!text.contains(absolute), "{absolute} in {name}");
        }
    }
}

#[test]
fn with_a_base_pages_name_their_address() {
    let files = written(
        &Content {
            base_url: Some("https://example.org/k/".into()),
            ..content(three())
        },
        true,
    );
    let page = &files["2025/11/30/r0/index.html"];
    assert!(
        page.contains("<link rel=\"canonical\" href=\"https://example.org/k/2025/11/30/r0/\">"),
        "{page}"
    );
    for feed in [
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"看报 (Atom)\" href=\"../../../../feed.xml\">",
        "<link rel=\"alternate\" type=\"application/feed+json\" title=\"看报 (JSON)\" href=\"../../../../feed.json\">",
    ] {
        assert!(page.contains(feed), "{page}");
    }
    for listing in ["sitemap.xml", "feed.xml", "feed.json", "llms.txt"] {
        assert!(
            files[listing].contains("https://example.org/k/2025/11/30/r0/"),
            "{listing}"
        );
    }
}

#[test]
fn the_shell_lists_what_is_there_with_its_fingerprint() {
    let files = written(&content(three()), true);
    let version: Version = serde_json::from_str(&files["version.json"]).unwrap();
    assert_eq!(version.schema, SCHEMA);
    let paths: Vec<_> = version.shell.iter().map(|(path, _)| path.as_str()).collect();
    assert!(
        paths.contains(&"data/bundle.json") && paths.contains(&"boot.js"),
        "{paths:?}"
    );
    for (path, hash) in &version.shell {
        assert_eq!(fingerprint(files[path].as_bytes()), *hash, "{path}");
    }
    assert!(files["sw.js"].contains(&version.generation) && !files["sw.js"].contains("{{"));
    assert!(files["sw.js"].contains(r#"new Set(["2025"])"#));
}

#[test]
fn every_address_in_the_shell_begins_where_the_worker_puts_the_root() {
    let files = written(&content(three()), true);
    let shell = files
        .iter()
        .find(|(name, _)| name.starts_with("assets/shell."))
        .unwrap()
        .1;
    for attribute in ["href=\"", "src=\"", "data-root=\""] {
        for value in shell.split(attribute).skip(1) {
            assert!(
                value.starts_with("./") || value.starts_with('#'),
                "{attribute}{}",
                &value[..40]
            );
        }
    }
    assert!(!shell.contains("aria-current") && !shell.contains("要点r0"));
}

#[test]
fn new_reports_change_the_generation_and_not_the_app() {
    let version = |reports| -> Version {
        serde_json::from_str(&written(&content(reports), true)["version.json"]).unwrap()
    };
    let (before, after) = (version(three()[1..].to_vec()), version(three()));
    assert_ne!(before.generation, after.generation);
    assert_eq!(before.app, after.app);
}

#[test]
fn without_a_worker_pages_register_none_and_old_ones_leave() {
    let files = written(&content(three()), false);
    assert!(files["sw.js"].contains("registration.unregister()"));
    assert!(files["boot.js"].contains("worker: \"\""));
}

#[test]
fn files_that_reports_show_are_copied() {
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("云.jpg");
    fs::write(&picture, "jpg").unwrap();
    let files = written(
        &Content {
            assets: vec![Asset {
                url: "assets/a.123.jpg".into(),
                path: picture,
                bytes: 3,
            }],
            ..content(three())
        },
        true,
    );
    assert_eq!(files["assets/a.123.jpg"], "jpg");
}

#[test]
fn where_files_are_limited_the_newest_reports_keep_their_pages() {
    let all = written(&content(three()), true);
    let limit = all.len() as u32 - 1;
    let files = written(
        &Content {
            max_files: Some(limit),
            ..content(three())
        },
        true,
    );
    assert_eq!(files.len() as u32, limit);
    assert!(
        files.contains_key("2025/11/29/r1/index.html") && !files.contains_key("2025/11/28/r2/index.html")
    );
    assert!(files["404.html"].contains(" data-partial>") && !all["404.html"].contains(" data-partial>"));
}

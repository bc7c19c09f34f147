//! Posts → notes on section names that nobody knows.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use std::fs;

use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Diagnostic};
use kanbao_builder::posts::{self, Options};

/// Posts of some days, all with one heading that is the section's and one that is the day's own.
fn days_with(heading: impl Fn(usize) -> String, count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for day in 1..=count {
        let text = format!(
            "# 日报\n\n## 简要部分\n\n概述。\n\n### {}\n\n正文。\n\n### 公司{}发布新品\n\n正文。\n",
            heading(day),
            char::from(b'A' + day as u8),
        );
        fs::write(folder.path().join(format!("2025-11-{day:02}-x.md")), text).expect("a file");
    }
    folder
}

fn unknown_sections(posts: &tempfile::TempDir, config: &Config) -> Vec<Diagnostic> {
    let options = Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"));
    let archive = posts::read(posts.path(), config, &options).expect("posts");
    let diagnostics = archive.diagnostics.into_iter();
    diagnostics.filter(|d| d.code == Code::UnknownSection).collect()
}

#[test]
fn a_section_whose_name_nobody_knows_is_noted_once() {
    let posts = days_with(|day| format!("产业动向（{day}条）"), 5);
    let notes = unknown_sections(&posts, &Config::default());
    let said: Vec<(&str, &str)> = notes
        .iter()
        .map(|d| (d.path.as_str(), d.message.as_str()))
        .collect();
    assert_eq!(
        said,
        [(
            "2025-11-05-x.md",
            "what the section `产业动向（*条）` is, is not known (5 reports)"
        )],
        "subjects of one day are no sections, and numbers are not part of a name"
    );
    let help = notes[0].help.as_deref().unwrap_or_default();
    assert!(help.contains("\"产业动向（*条）\" = \"events\""), "{help}");
}

#[test]
fn a_section_that_has_been_explained_is_not_noted() {
    let posts = days_with(|_| "产业动向".into(), 5);
    for kind in ["markets", "other"] {
        let mut config = Config::default();
        config.reports.section_aliases = vec![("产业动向".into(), kind.into())];
        assert_eq!(unknown_sections(&posts, &config), [], "explained as {kind}");
    }
}

#[test]
fn headings_that_come_back_now_and_then_are_subjects() {
    let now_and_then = |day: usize| match day {
        1 | 6 | 12 => "开源模型".to_owned(),
        day => format!("主题{}", char::from(b'a' + day as u8)),
    };
    assert_eq!(
        unknown_sections(&days_with(now_and_then, 12), &Config::default()),
        []
    );
    let twice = days_with(|_| "产业动向".into(), 2);
    assert_eq!(unknown_sections(&twice, &Config::default()), []);
}

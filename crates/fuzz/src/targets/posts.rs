//! Front matter, and whole posts after it.

use std::collections::BTreeSet;
use std::fs;

use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Renderer, Severity};
use kanbao_builder::posts::{self, Options};

use crate::check;

/// What means something at the head of a post.
pub(super) const PIECES: [&str; 44] = [
    "---\n",
    "+++\n",
    "---",
    "\n",
    "\r\n",
    "title: ",
    "date: ",
    "date: 2025-11-21 10:01:26 +0800\n",
    "permalink: ",
    "/../",
    "categories: [a, b]\n",
    "tags:\n  - a\n",
    "updated: ",
    "published: false\n",
    "draft: true\n",
    "&a ",
    "*a ",
    "<<: *a\n",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\"",
    "'",
    "|\n  ",
    ">-\n  ",
    "!!binary ",
    "!t ",
    "# ",
    "? ",
    "\t",
    "\u{feff}",
    "\u{1b}[31m",
    "\0",
    "2025-02-30",
    "twitter_ai_20251121_20251121",
    "image: a.png\n",
    "aliases: [x]\n",
    "{% raw %}",
    "{{ page.title }}",
    "![a](b.png)",
    "slug: ",
    "\u{202e}",
];

/// Reads posts of one folder.
pub(super) fn run(inputs: &[Vec<u8>]) -> Vec<u64> {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, input) in inputs.iter().enumerate() {
        let name = match number % 3 {
            0 => format!("{number}.md"),
            _ => format!("2025-11-{:02}-{number}.md", 1 + number % 28),
        };
        fs::write(folder.path().join(name), input).expect("a file");
    }
    let now = "2025-12-01T00:00:00Z".parse().expect("a moment");
    let archive = posts::read(folder.path(), &Config::default(), &Options::at(now)).expect("posts");
    let errors = archive
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error && d.code != Code::Unreadable);
    let failed: BTreeSet<&str> = errors.map(|d| d.path.as_str()).collect();
    let left_out = archive.left_out.unpublished + archive.left_out.future + archive.left_out.not_posts;
    assert_eq!(archive.posts_seen, inputs.len());
    assert_eq!(
        archive.reports.len() + failed.len() + left_out,
        inputs.len(),
        "a post is nowhere"
    );
    for diagnostic in &archive.diagnostics {
        let bytes = fs::read(folder.path().join(&diagnostic.path)).expect("a post");
        assert!(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end <= bytes.len());
    }
    let said = Renderer::plain().render_all(&archive.diagnostics);
    assert!(
        !said.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')),
        "{said:?}"
    );
    for report in archive.reports.iter() {
        let report = report.expect("a report");
        let id = &report.summary.id;
        for part in id.split('/') {
            assert!(
                !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '<', '"', '%']),
                "{id}"
            );
            assert!(!part.contains(char::is_control), "{id:?}");
        }
        check::document(&report.body.document.read());
    }
    inputs
        .iter()
        .enumerate()
        .map(|(number, _)| {
            let name = format!("{number}.md");
            let mine = archive
                .diagnostics
                .iter()
                .filter(|d| d.path == name || d.path.ends_with(&format!("-{name}")));
            check::number(mine.map(|d| format!("{:?}", d.code)).collect::<Vec<_>>())
        })
        .collect()
}

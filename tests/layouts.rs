//! Folders as other generators have them → reports at the addresses that they had.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Severity};
use kanbao_builder::posts::{self, Archive, Options};
use kanbao_tests::posts::folder;

fn read(files: &[(&str, &str)]) -> Archive {
    let dir = folder(files).expect("a folder");
    let options = Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"));
    let (config, problems) = Config::read(dir.path());
    assert_eq!(problems, [], "settings");
    posts::read(dir.path(), &config, &options).expect("posts")
}

fn ids(files: &[(&str, &str)]) -> Vec<String> {
    let archive = read(files);
    let serious = archive
        .diagnostics
        .iter()
        .filter(|d| d.severity != Severity::Note);
    assert_eq!(serious.collect::<Vec<_>>(), Vec::<&_>::new());
    let summaries = archive.reports.summaries().iter();
    summaries.map(|summary| summary.id.clone()).collect()
}

#[test]
fn posts_of_jekyll_stand_at_any_depth_and_their_folders_are_categories() {
    let archive = read(&[
        ("_posts/2025-11-21-a.md", "甲"),
        ("finance/_posts/2025-11-20-b.md", "乙"),
        ("finance/_posts/deep/2025-11-19-c.markdown", "丙"),
        (
            "vendor/bundle/site_template/_posts/2025-11-18-welcome.md",
            "no post of the site",
        ),
        ("about.md", "a page"),
        ("finance/_drafts/d.md", "丁"),
    ]);
    let shown: Vec<_> = archive
        .reports
        .summaries()
        .iter()
        .map(|summary| (summary.id.as_str(), summary.topic.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("2025/11/21/a", ""),
            ("2025/11/20/b", "finance"),
            ("2025/11/19/c", "finance")
        ]
    );
    assert_eq!(
        ids(&[("ai/_posts/2025-11-21-a.md", "甲"), ("about.md", "a page")]),
        ["2025/11/21/a"]
    );
}

#[test]
fn addresses_of_a_jekyll_site_are_kept() {
    for (config, post, expected) in [
        ("permalink: /:year/:month/:day/:title/", "", "2025/11/21/My-Post"),
        ("permalink: /blog/:slug", "", "blog/my-post"),
        ("permalink: pretty", "category: AI", "ai/2025/11/21/My-Post"),
        (
            "permalink: pretty",
            "categories: [ai, daily]",
            "ai/daily/2025/11/21/My-Post",
        ),
        (
            "permalink: pretty",
            "categories: ai daily",
            "ai/daily/2025/11/21/My-Post",
        ),
        ("permalink: date", "", "2025/11/21/My-Post.html"),
        ("permalink: none", "", "My-Post.html"),
        ("permalink: pretty", "permalink: /own/place/", "own/place"),
        ("permalink: pretty", "permalink: /x/:title", "x/My-Post"),
        ("permalink: /:title/", "slug: other", "other"),
        (
            "permalink: pretty\ndefaults:\n- scope:\n    path: \"\"\n    type: posts\n  values:\n    layout: post\n    permalink: /d/:title/\n",
            "",
            "d/My-Post",
        ),
        (
            "defaults:\n- scope: {path: other}\n  values: {permalink: '/d/:title/'}\n",
            "",
            "2025/11/21/My-Post",
        ),
        ("defaults: 3", "", "2025/11/21/My-Post"),
        ("title: no pattern", "category: ai", "2025/11/21/My-Post"),
        ("permalink: /assets/:title/", "", "2025/11/21/My-Post"),
    ] {
        let text = format!("---\ntitle: x\n{post}\n---\n甲\n");
        let files = [
            ("_config.yml", config),
            ("_posts/2025-11-21-My-Post.md", text.as_str()),
        ];
        assert_eq!(ids(&files), [expected], "{config}, {post}");
    }
}

#[test]
fn a_pattern_that_cannot_be_used_is_an_error_with_its_place() {
    let dir = folder(&[("_config.yml", "title: x\npermalink: /:yaer/:title/\n")]).expect("a folder");
    let (config, problems) = Config::read(dir.path());
    assert_eq!(config.reports.permalink, None);
    assert_eq!(
        (problems[0].code, problems[0].line, problems[0].column),
        (Code::InvalidSetting, 2, 12)
    );
    assert!(
        problems[0].label.contains("`:yaer` is not known"),
        "{}",
        problems[0].label
    );
}

#[test]
fn hugo_has_its_posts_in_content() {
    let files = [
        ("hugo.toml", "title = 'x'"),
        ("archetypes/default.md", "---\ndate: {{ .Date }}\n---\n"),
        ("themes/t/README.md", "a theme"),
        ("content/_index.md", "---\ndate: 2025-11-01\n---\nhome"),
        ("content/posts/_index.md", "a section"),
        (
            "content/posts/bundle/index.md",
            "+++\ntitle = 'x'\ndate = 2025-11-21T10:00:00+08:00\n+++\n甲",
        ),
        (
            "content/posts/plain.md",
            "---\ndate: 2025-11-20\nslug: called\nlastmod: 2025-11-22\n---\n乙",
        ),
        (
            "content/posts/moved.md",
            "---\ndate: 2025-11-19\nurl: /elsewhere/\n---\n丙",
        ),
        (
            "content/posts/quoted.md",
            "---\ndate: 2025-11-18\nurl: https://example.com/source\n---\n丁",
        ),
        (
            "content/posts/json.md",
            "{\n  \"title\": \"x\",\n  \"date\": \"2025-11-16T10:00:00+08:00\",\n  \"tags\": [\"ai\"]\n}\n\n己",
        ),
        (
            "content/posts/draft.md",
            "---\ndate: 2025-11-17\ndraft: true\n---\n戊",
        ),
    ];
    let archive = read(&files);
    assert_eq!(
        ids(&files),
        [
            "2025/11/21/bundle",
            "2025/11/20/called",
            "elsewhere",
            "2025/11/18/quoted",
            "2025/11/16/json"
        ]
    );
    assert_eq!((archive.left_out.not_posts, archive.left_out.unpublished), (2, 1));
    assert!(archive.reports.summaries()[1].updated.is_some());
    let mut with_pattern = files.to_vec();
    with_pattern.push(("kanbao.toml", "[reports]\npermalink = \"/:sections/:slug/\"\n"));
    assert_eq!(
        ids(&with_pattern),
        [
            "posts/bundle",
            "posts/called",
            "elsewhere",
            "posts/quoted",
            "posts/json"
        ]
    );
}

#[test]
fn zola_has_dates_without_quotes_and_taxonomies() {
    let archive = read(&[
        ("config.toml", "base_url = 'https://example.org'"),
        ("content/_index.md", "+++\nsort_by = 'date'\n+++\n"),
        (
            "content/blog/2025-11-21-a.md",
            "+++\ntitle = 'x'\npath = 'old/a'\ndate = 2025-11-21\n[taxonomies]\ntags = ['finance']\n[extra]\ndate = 'x'\n+++\n甲",
        ),
        ("content/blog/2025-11-20_b/index.md", "+++\n+++\n乙"),
    ]);
    let shown: Vec<_> = archive
        .reports
        .summaries()
        .iter()
        .map(|summary| (summary.id.as_str(), summary.topic.as_str()))
        .collect();
    assert_eq!(shown, [("old/a", "finance"), ("2025/11/20/b", "")]);
}

#[test]
fn plain_folders_say_the_day_by_file_or_folder() {
    assert_eq!(
        ids(&[
            ("2025-11-21 《书》 $5 #1 it's.md", "甲"),
            ("20251120 Title.md", "乙"),
            ("2025-11-19/index.md", "丙"),
            ("18-Nov-2025/notes.md", "丁"),
            ("2025/11/17/x.md", "戊"),
            ("2025/11/16.md", "己"),
            ("2025-11/15.md", "庚"),
            ("deep/2025-11-14-name/index.md", "辛"),
            (".obsidian/workspace.md", "not a note"),
        ]),
        [
            "2025/11/21/《书》-$5-1-it's",
            "2025/11/20/Title",
            "2025/11/19/report",
            "2025/11/18/notes",
            "2025/11/17/x",
            "2025/11/16/report",
            "2025/11/15/report",
            "2025/11/14/name",
        ]
    );
}

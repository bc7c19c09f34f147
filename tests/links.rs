//! Posts → links between reports, and what is said of those that lead nowhere.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use kanbao_archive::html::print;
use kanbao_archive::markdown::Writer;
use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Renderer};
use kanbao_builder::posts::{self, Archive, Options};
use kanbao_tests::posts::folder;

fn read(dir: &tempfile::TempDir) -> Archive {
    let options = Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"));
    let (config, _) = Config::read(dir.path());
    posts::read(dir.path(), &config, &options).expect("posts")
}

/// The HTML of a report on a page at the site's root.
fn html(archive: &Archive, id: &str) -> String {
    let reports = archive.reports.iter().map(|report| report.expect("a report"));
    let report = reports
        .into_iter()
        .find(|report| report.summary.id == id)
        .expect("the report");
    print(&Writer::new(&report.body.images, "./").document(&report.body.document.read()))
}

/// What each way to write a link to `_posts/2025-11-20-b.md` becomes.
#[test]
fn links_between_posts_become_links_between_reports() {
    let ways = [
        "2025-11-20-b.md",
        "./2025-11-20-b.md",
        "../_posts/2025-11-20-b.md",
        "2025-11-20-B.markdown",
        "2025-11-20-b.html",
        "%32025-11-20-b.md",
        "/_posts/2025-11-20-b.md",
        "{% post_url 2025-11-20-b %}",
        "{{ site.baseurl }}{% post_url 2025-11-20-b %}",
        "{% link _posts/2025-11-20-b.md %}",
        "{{ site.url }}{{ site.baseurl }}/2025/11/20/b/",
        "https://example.org/blog/2025/11/20/b/",
        "//example.org/blog/2025/11/20/b.html",
        "/blog/2025/11/20/b",
        "/2025/11/20/b/index.html",
        "/2025/11/20/b/?utm=x",
        "../../20/b/",
        "/old/b.html",
        "{{< ref \"2025-11-20-b.md\" >}}",
        "{{< relref b >}}",
        "@/_posts/2025-11-20-b.md",
    ];
    for way in ways {
        let text = format!("# a\n\n见[乙]({way})。\n");
        let dir = folder(&[
            ("_config.yml", "url: https://example.org\nbaseurl: /blog\n"),
            ("_posts/2025-11-21-a.md", &text),
            (
                "_posts/2025-11-20-b.md",
                "---\nredirect_from: /old/b.html\n---\n# b\n\n## 要点\n\n文\n",
            ),
        ])
        .expect("a folder");
        let archive = read(&dir);
        let printed = html(&archive, "2025/11/21/a");
        assert!(
            printed.contains("见<a href=\"./2025/11/20/b/\">乙</a>。"),
            "{way}: {printed}"
        );
        assert_eq!(archive.diagnostics, [], "{way}");
    }
}

#[test]
fn places_in_reports_and_the_home_page_are_kept() {
    for (way, href) in [
        ("2025-11-20-b.md#要点", "./2025/11/20/b/#%E8%A6%81%E7%82%B9"),
        (
            "2025-11-20-b.md#%E8%A6%81%E7%82%B9",
            "./2025/11/20/b/#%E8%A6%81%E7%82%B9",
        ),
        ("2025-11-21-a.md#x", "#x"),
        ("/", "./"),
        ("https://example.org/blog/", "./"),
    ] {
        let text = format!("# a\n\n[乙]({way})\n");
        let dir = folder(&[
            ("_config.yml", "url: https://example.org\nbaseurl: /blog\n"),
            ("_posts/2025-11-21-a.md", &text),
            ("_posts/2025-11-20-b.md", "# b\n\n文\n"),
        ])
        .expect("a folder");
        let printed = html(&read(&dir), "2025/11/21/a");
        assert!(
            printed.contains(&format!("<a href=\"{href}\">乙</a>")),
            "{way}: {printed}"
        );
    }
}

#[test]
fn notes_are_found_by_their_names_and_links_stand_in_every_block() {
    let dir = folder(&[
        (
            "日报/2025-11-21 甲.md",
            "- [[2025-11-20 乙]] **[[丙/2025-11-19|丙]]**\n\n> [[2025-11-20 乙#Key Points]]\n\n| [x](../丙/2025-11-19.md) |\n|--|\n\n\
             [^1]\n\n[^1]: [[2025-11-20 乙|注]]\n",
        ),
        ("日报/2025-11-20 乙.md", "文"),
        ("丙/2025-11-19.md", "文"),
    ]).expect("a folder");
    let archive = read(&dir);
    let printed = html(&archive, "2025/11/21/甲");
    assert_eq!(
        printed.matches("href=\"./2025/11/20/%E4%B9%99/").count(),
        3,
        "{printed}"
    );
    assert_eq!(
        printed.matches("href=\"./2025/11/19/%E4%B8%99/\"").count(),
        2,
        "{printed}"
    );
    assert!(printed.contains("#key-points"), "{printed}");
    assert_eq!(archive.diagnostics, []);
}

#[test]
fn a_link_that_leads_nowhere_is_shown_as_text_with_a_warning() {
    let dir = folder(&[
        ("kanbao.toml", "[site]\nbase_url = \"https://example.org/\"\n"),
        (
            "2025-11-21-a.md",
            "# a\n\n见[乙](2025-11-20-weekli.md)，又见[草稿](2025-11-18-draft.md)、[文件](data.csv)、\n[标签](https://example.org/tags/x/)与[外](https://example.com/x)。{% post_url 1999-01-01-none %} [无]({% post_url 1999-01-01-none %})\n",
        ),
        ("2025-11-20-weekly.md", "文"),
        ("2025-11-18-draft.md", "---\ndraft: true\n---\n文"),
        ("data.csv", "1,2\n"),
    ]).expect("a folder");
    let archive = read(&dir);
    let printed = html(&archive, "2025/11/21/a");
    assert!(printed.contains("见乙，又见草稿、文件、"), "{printed}");
    assert!(
        printed.contains("href=\"https://example.org/tags/x/\""),
        "{printed}"
    );
    assert!(printed.contains("href=\"https://example.com/x\""), "{printed}");
    insta::assert_snapshot!(Renderer::plain().render_all(&archive.diagnostics).trim_end());
}

#[test]
fn a_link_to_a_post_that_was_renamed_by_another_is_followed() {
    // Both want the same address; the second by path gets another, and links follow it there.
    let dir = folder(&[
        ("2025-11-21-x.md", "[y](sub/2025-11-21-x.md)"),
        ("sub/2025-11-21-x.md", "[x](../2025-11-21-x.md)"),
    ])
    .expect("a folder");
    let archive = read(&dir);
    let other = archive
        .reports
        .summaries()
        .iter()
        .find(|summary| summary.id.contains('~'))
        .expect("the second")
        .id
        .clone();
    assert!(html(&archive, "2025/11/21/x").contains(&format!("href=\"./{other}/\"")));
    assert!(html(&archive, &other).contains("href=\"./2025/11/21/x/\""));
    assert!(archive.diagnostics.iter().all(|d| d.code == Code::DuplicateId));
}

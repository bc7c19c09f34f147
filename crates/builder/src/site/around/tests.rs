//! Whole sites: what is around their pages, and in their heads.

use std::fs;

use kanbao_archive::model::Image;

use super::super::tests::{content, three, try_written, written};
use super::super::{Host, Publishing};
use super::*;
use crate::posts::Asset;

#[test]
fn a_title_is_text_wherever_it_stands() {
    let mut reports = three();
    let title = "<b>\"A\" & 'B'</b> ⼈⼯智能 </title><script>1</script> \u{7}";
    reports[0].summary.points[0].lead = title.into();
    let content = Content {
        base_url: Some("https://example.org/k/".into()),
        ..content(reports)
    };
    let files = written(&content, true);
    let page = &files["2025/11/30/r0/index.html"];
    let escaped = "&lt;b&gt;\"A\" &amp; 'B'&lt;/b&gt; ⼈⼯智能 &lt;/title&gt;&lt;script&gt;1";
    assert!(
        page.contains(&format!("<title>11月30日 twitter・AI {escaped}")),
        "{page}"
    );
    assert!(
        page.contains("content=\"11月30日 twitter・AI &lt;b>&quot;A&quot; &amp; 'B'&lt;/b> ⼈⼯智能"),
        "{page}"
    );
    let data = page
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["headline"], title);
    assert_eq!(
        page.matches("<script").count(),
        4,
        "theme, modules, boot.js and data"
    );
}

#[test]
fn a_report_with_a_cloud_is_shown_with_it_and_others_with_the_sites_picture() {
    let mut reports = three();
    reports[0].summary.cloud = Some(Image {
        src: "云.jpg".into(),
        url: Some("assets/cloud.0123456789ab.jpg".into()),
        width: 960,
        height: 540,
        bytes: 0,
    });
    let content = Content {
        base_url: Some("https://example.org/k/".into()),
        ..content(reports)
    };
    let files = written(&content, true);
    let page = &files["2025/11/30/r0/index.html"];
    for (property, value) in [
        (
            "property=\"og:image\"",
            "https://example.org/k/assets/cloud.0123456789ab.jpg",
        ),
        ("property=\"og:image:type\"", "image/jpeg"),
        ("property=\"og:image:width\"", "960"),
        ("property=\"og:type\"", "article"),
        ("property=\"article:published_time\"", "2025-11-30"),
        ("name=\"twitter:card\"", "summary_large_image"),
    ] {
        let meta = format!("<meta {property} content=\"{value}\">");
        assert!(page.contains(&meta), "{meta} is not in {page}");
    }
    let other = &files["2025/11/29/r1/index.html"];
    assert!(
        other.contains("<meta name=\"twitter:card\" content=\"summary\">"),
        "{other}"
    );
}

#[test]
fn everything_counts_against_the_limit_and_what_cannot_fit_is_said_in_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("a.jpg");
    fs::write(&picture, "jpg").unwrap();
    let asset = |name: &str| Asset {
        url: format!("assets/{name}.jpg"),
        path: picture.clone(),
        bytes: 3,
    };
    let limited = |max_files, precompress| Content {
        max_files: Some(max_files),
        assets: vec![asset("a"), asset("b")],
        base_url: Some("https://example.org/".into()),
        publishing: Publishing {
            precompress,
            ..Publishing::default()
        },
        ..content(three())
    };
    for precompress in [false, true] {
        let least = (1..)
            .find(|max| try_written(&limited(*max, precompress)).is_ok())
            .unwrap();
        let SiteError::NoRoom(no_room) = try_written(&limited(least - 1, precompress)).unwrap_err() else {
            panic!("it failed for another reason");
        };
        assert_eq!((no_room.images, no_room.max), (2, least as usize - 1));
        assert_eq!(no_room.images + no_room.data + no_room.others, least as usize);
        for max in [least, least + 1, least + 2, least + 5] {
            let files = written(&limited(max, precompress), true);
            assert!(files.len() as u32 <= max, "{} files of {max}", files.len());
            assert!(files.contains_key("assets/b.jpg"));
        }
    }
}

#[test]
fn a_host_limits_files_unless_the_publisher_says_otherwise() {
    let on = |host, max_files| {
        let publishing = Publishing {
            host,
            ..Publishing::default()
        };
        Content {
            publishing,
            max_files,
            ..Content::default()
        }
        .max_files()
    };
    assert_eq!(on(Some(Host::CloudflarePages), None), Some(18_000));
    assert_eq!(on(Some(Host::CloudflarePages), Some(100_000)), Some(100_000));
    assert_eq!((on(Some(Host::GithubPages), None), on(None, None)), (None, None));
}

#[test]
fn a_file_that_the_host_refuses_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("a.jpg");
    fs::write(&picture, vec![0; (25 << 20) + 1]).unwrap();
    let asset = Asset {
        url: "assets/a.jpg".into(),
        path: picture,
        bytes: (25 << 20) + 1,
    };
    let too_large = |host| {
        let content = Content {
            assets: vec![asset.clone()],
            publishing: Publishing {
                host: Some(host),
                ..Publishing::default()
            },
            ..content(three())
        };
        try_written(&content).unwrap().0.extras.too_large
    };
    assert_eq!(
        too_large(Host::CloudflarePages),
        [("assets/a.jpg".to_owned(), (25 << 20) + 1)]
    );
    assert_eq!(too_large(Host::Netlify), []);
}

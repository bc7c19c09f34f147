//! Images that posts name: found when they come, wherever they may lie, and nothing outside the folder.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use std::fs;
use std::path::Path;

use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::Code;
use kanbao_builder::posts::{self, Archive, Options};

fn read(folder: &Path) -> Archive {
    let options = Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"));
    let (config, _) = Config::read(folder);
    posts::read(folder, &config, &options).expect("posts")
}

fn codes(archive: &Archive) -> Vec<Code> {
    archive.diagnostics.iter().map(|d| d.code).collect()
}

/// A PNG of 4 × 2 pixels.
fn png() -> Vec<u8> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundle/_posts/cloud.png");
    fs::read(file).expect("a PNG")
}

#[test]
fn an_image_that_appears_later_needs_only_the_next_reading() {
    let dir = tempfile::tempdir().expect("a folder");
    let post = "# 图\n\n![词云](wordcloud_x.jpg)\n";
    fs::write(dir.path().join("2025-11-21-x.md"), post).expect("a post");
    let before = read(dir.path());
    assert_eq!(
        (codes(&before), before.assets.len()),
        (vec![Code::ImageMissing], 0)
    );
    // What the name says is not what it is: a PNG.
    fs::write(dir.path().join("wordcloud_x.jpg"), png()).expect("an image");
    let after = read(dir.path());
    assert_eq!(codes(&after), []);
    let asset = &after.assets[0];
    assert!(asset.url.ends_with(".png"), "{}", asset.url);
    let image = &after.reports.report(0).expect("the report").body.images[0];
    assert_eq!(
        (image.url.as_ref(), image.width, image.height),
        (Some(&asset.url), 4, 2)
    );
}

/// Each way to name an image in the folder, with where it lies, beside `_posts/2025-11-21-x.md`.
#[test]
fn images_are_found_where_generators_look_for_them() {
    for (way, place) in [
        ("![a](a.png)", "_posts/a.png"),
        ("![a](../images/a%20b.png)", "images/a b.png"),
        ("![a](/assets/a.png)", "assets/a.png"),
        ("![a](/blog/assets/a.png)", "assets/a.png"),
        ("![a](https://example.org/blog/assets/a.png)", "assets/a.png"),
        ("![a]({{ site.baseurl }}/assets/a.png)", "assets/a.png"),
        ("![a]({{ '/assets/a.png' | relative_url }})", "assets/a.png"),
        ("{% include figure.html src=\"/assets/a.png\" %}", "assets/a.png"),
        ("{{< figure src=\"/img/a.png\" >}}", "static/img/a.png"),
        ("![[a.png|300]]", "deep/attachments/a.png"),
        ("[![a](a.png)](https://example.com/)", "_posts/a.png"),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let file = dir.path().join(name);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        };
        write("_config.yml", b"url: https://example.org\nbaseurl: /blog\n");
        write("_posts/2025-11-21-x.md", format!("# x\n\n{way}\n").as_bytes());
        write(place, &png());
        let archive = read(dir.path());
        assert_eq!((codes(&archive), archive.assets.len()), (Vec::new(), 1), "{way}");
        let body = archive.reports.report(0).expect("the report").body;
        assert!(body.images[0].url.is_some(), "{way}");
        fs::remove_file(dir.path().join(place)).expect("the image");
        assert_ne!(codes(&read(dir.path())), [], "{way} is found though it is gone");
    }
}

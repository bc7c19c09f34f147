//! Sites one after the other in the same folder.

use std::path::Path;

use kanbao_archive::model::{Day, Report, SCHEMA};

use super::super::app::tests::app;
use super::super::tests::{content, report, three};
use super::super::{Content, Written, fingerprint, write};
use super::*;

/// Publishes reports at `site`, going by the site in `previous`.
fn publish(site: &Path, previous: Option<&Path>, reports: Vec<Report>) -> Written {
    let mut content = content(reports);
    if let Some(folder) = previous {
        go_by(folder, &mut content);
    }
    let output = Output::begin(site, Path::new("."), false).unwrap();
    let written = write(&content, &app(), &output, true).unwrap();
    output.publish().unwrap();
    written
}

fn go_by(folder: &Path, content: &mut Content) {
    let previous = Previous::read(folder).unwrap();
    content.base_url = Some("https://example.org/".into());
    content.publishing.gone = previous.gone(content.reports.summaries(), true);
    content.publishing.previous = Some(previous);
}

/// A report with this text, which changes the generation.
fn with_text(text: &str) -> Vec<Report> {
    vec![report("2025-11-30".parse().unwrap(), "r", text)]
}

fn read(site: &Path, path: &str) -> String {
    fs::read_to_string(site.join(path)).unwrap_or_default()
}

#[test]
fn one_generation_before_is_kept_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    // An image of a site, which the next one does not have.
    let picture = |name: &str| {
        let file = format!("assets/{name}.{}.jpg", fingerprint(name.as_bytes()).short());
        fs::write(site.join(&file), name).unwrap();
        file
    };
    publish(&site, Some(&site), with_text("一"));
    let first = picture("first");
    let carried = publish(&site, Some(&site), with_text("二")).extras.carried;
    assert!(carried >= 1);
    assert_eq!(
        read(&site, &first),
        "first",
        "the second site has what the first one used"
    );

    let files = hashed_files(&site);
    publish(&site, Some(&site), with_text("二"));
    assert_eq!(
        hashed_files(&site),
        files,
        "nothing has changed, so readers of the first one may still be there"
    );

    let second = picture("second");
    publish(&site, Some(&site), with_text("三"));
    assert_eq!(read(&site, &first), "", "two generations back is gone");
    assert_eq!(read(&site, &second), "second");
    publish(&site, Some(&site), with_text("四"));
    assert!(!site.join(&second).exists());
}

#[test]
fn a_report_that_is_gone_leaves_a_page_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let (site, next) = (dir.path().join("site"), dir.path().join("next"));
    let path = "2025/11/29/r1/index.html";
    publish(&site, None, three());
    let mut reports = three();
    let gone = reports.remove(1);
    let written = publish(&next, Some(&site), reports.clone());
    assert_eq!((written.reports, written.pages), (2, 2));
    let page = read(&next, path);
    for part in [
        "<h1>已撤回</h1>",
        "<meta name=\"robots\" content=\"noindex\">",
        "href=\"../../../../\"",
        "<title>已撤回 — 看报</title>",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    for part in ["要点r1", "canonical", "og:", "#contents"] {
        assert!(!page.contains(part), "{part} is in {page}");
    }
    for listing in ["feed.xml", "feed.json", "sitemap.xml", "llms.txt", "index.html"] {
        let text = read(&next, listing);
        assert!(text.contains("r0") && !text.contains("/r1"), "{listing}: {text}");
    }
    assert!(read(&next, BUNDLE).contains("\"withdrawn\":[\"2025/11/29/r1\"]"));
    let version: Version = serde_json::from_str(&read(&next, "version.json")).unwrap();
    assert_eq!(version.schema, SCHEMA);

    // It stays withdrawn in the next site, until it comes back.
    publish(&site, Some(&next), reports.clone());
    assert_eq!(read(&site, path), page);
    reports.insert(1, gone);
    publish(&next, Some(&site), reports);
    assert!(read(&next, path).contains("要点r1") && !read(&next, BUNDLE).contains("withdrawn"));
}

#[test]
fn the_worker_knows_where_a_withdrawn_report_was() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let mut reports = three();
    reports.push(report("2019-01-01".parse().unwrap(), "old", ""));
    publish(&site, None, reports);
    publish(&site, Some(&site), three());
    assert!(read(&site, "sw.js").contains(r#"new Set(["2019","2025"])"#));
}

#[test]
fn without_pages_the_address_of_a_withdrawn_report_is_handed_to_the_reader() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    publish(&site, None, three());
    let mut content = content(three()[1..].to_vec());
    content.prerender = false;
    go_by(&site, &mut content);
    let output = Output::begin(&site, Path::new("."), false).unwrap();
    write(&content, &app(), &output, true).unwrap();
    output.publish().unwrap();
    assert!(!site.join("2025").exists());
    assert!(read(&site, "404.html").contains(" data-partial>"));
}

#[test]
fn reports_of_a_large_archive_are_missed_too() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let last: Day = "2025-12-31".parse().unwrap();
    let text = "很长的一段正文，谁也装不下。".repeat(300);
    let reports: Vec<Report> = (0..80).map(|n| report(last.plus(-n), "r", &text)).collect();
    publish(&site, None, reports.clone());
    let written = publish(&site, Some(&site), reports[..79].to_vec());
    assert!(read(&site, "2025/10/13/r/index.html").contains("已撤回"));
    let previous = Previous::read(&site).unwrap();
    assert_eq!(previous.ids.len(), 80);
    assert!(written.extras.carried > 0);
    assert_eq!(previous.carried.len(), written.extras.carried);
}

#[test]
fn an_address_in_other_letters_is_no_other_address() {
    let previous = Previous {
        ids: ["2025/A".to_owned(), "2025/b".to_owned()].into(),
        ..Previous::default()
    };
    let mut summary = with_text("").remove(0).summary;
    summary.id = "2025/a".into();
    assert_eq!(previous.gone(&[summary], true).withdrawn, ["2025/b"]);
}

#[test]
fn what_is_missing_while_posts_are_broken_is_not_called_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    publish(&site, None, three());
    let build = |reports: Vec<Report>, all_were_read| {
        let mut content = content(reports);
        let previous = Previous::read(&site).unwrap();
        content.publishing.gone = previous.gone(content.reports.summaries(), all_were_read);
        content.publishing.previous = Some(previous);
        let output = Output::begin(&site, Path::new("."), false).unwrap();
        write(&content, &app(), &output, true).unwrap();
        output.publish().unwrap();
        content.publishing.gone
    };
    let last = &three()[2].summary.id;
    let none: &[String] = &[];
    let broken = build(three()[..2].to_vec(), false);
    assert_eq!(
        (&broken.withdrawn[..], &broken.missing[..]),
        (none, std::slice::from_ref(last))
    );
    assert_eq!(read(&site, &format!("{last}/index.html")), "");
    // A later build knows of it still: it is there again, or it was taken away on purpose.
    let gone = build(three()[..2].to_vec(), true);
    assert_eq!(
        (&gone.withdrawn[..], &gone.missing[..]),
        (std::slice::from_ref(last), none)
    );
    assert!(read(&site, &format!("{last}/index.html")).contains("已撤回"));
    // What was withdrawn once stays so, whatever else is broken.
    assert_eq!(
        build(three()[..2].to_vec(), false).withdrawn,
        std::slice::from_ref(last)
    );
    assert_eq!(build(three(), true), Gone::default());
}

#[test]
fn a_folder_that_is_no_site_is_refused_and_one_that_is_not_there_yet_is_not() {
    let dir = tempfile::tempdir().unwrap();
    for folder in [dir.path().join("none"), dir.path().to_owned()] {
        let previous = Previous::read(&folder).unwrap();
        assert!(previous.ids.is_empty() && previous.files.is_empty());
    }
    fs::write(dir.path().join("x"), "").unwrap();
    assert!(matches!(
        Previous::read(dir.path()),
        Err(PreviousError::NotASite(_))
    ));
    let site = dir.path().join("site");
    publish(&site, None, three());
    fs::write(site.join(BUNDLE), "{\"schema\":99}").unwrap();
    let message = Previous::read(&site).unwrap_err().to_string();
    assert!(
        message.contains("bundle.json") && message.contains("99"),
        "{message}"
    );
}

#[test]
fn what_is_named_by_its_content_is_told_by_its_name() {
    for hashed in [
        "assets/kanbao-reader.lXsL8NuWtUoX.wasm",
        "assets/shell.-mWyr3NTSKLO.txt",
        "assets/a_b.31346ebc69f9.jpg",
        "data/bodies-2025-11-01.ab-_cdefghij.json",
        "data/index-2025-11-01.ab-_cdefghij/3f.bin",
    ] {
        assert!(is_hashed(hashed), "{hashed}");
    }
    for other in [
        "data/bundle.json",
        "assets/snippets/x/inline0.js",
        "assets/kanbao-reader.lXsL8NuWtUoX.wasm.br",
        "data/index-2025-11-01.ab-_cdefghij/3f.bin.gz",
        "assets/lXsL8NuWtUoX.js",
    ] {
        assert!(!is_hashed(other), "{other}");
    }
}

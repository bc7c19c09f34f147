use kanbao_archive::model::{Image, Point};
use serde_json::Value;

use super::super::app::tests::app;
use super::super::tests::{bundle, report};
use super::*;

/// The feeds of some reports, in a zone eight hours east.
fn feeds(reports: &[Report], full: bool, pages: usize) -> (String, Value) {
    let bundle = bundle(reports.to_vec());
    let feed = Feed {
        bundle: &bundle,
        app: &app(),
        base_url: "https://example.org/k/",
        zone: &TimeZone::fixed(jiff::tz::offset(8)),
        full,
        pages,
    };
    let [atom, json] = feed.files(reports).unwrap();
    let atom = String::from_utf8(atom.bytes.into_owned()).unwrap();
    (atom, serde_json::from_slice(&json.bytes).unwrap())
}

fn one(markdown: &str) -> Report {
    report("2025-11-30".parse().unwrap(), "r", markdown)
}

#[test]
fn entries_are_whole_escaped_and_dated_in_the_publishers_zone() {
    let (atom, json) = feeds(&[one("**粗体** <script>x</script>")], true, 1);
    assert!(
        atom.contains("<published>2025-11-30T08:30:00+08:00</published>"),
        "{atom}"
    );
    assert!(atom.contains("<id>https://example.org/k/2025/11/30/r/</id>"));
    assert!(
        atom.contains("&lt;strong&gt;粗体&lt;/strong&gt; &amp;lt;script&amp;gt;"),
        "{atom}"
    );
    assert!(atom.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/k/feed.xml\"/>"
    ));
    let item = &json["items"][0];
    assert_eq!(item["id"], "https://example.org/k/2025/11/30/r/");
    assert_eq!(item["date_published"], "2025-11-30T08:30:00+08:00");
    assert_eq!(
        item["content_html"],
        "<p><strong>粗体</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    );
    assert_eq!(json["feed_url"], "https://example.org/k/feed.json");
}

#[test]
fn every_address_in_an_entry_is_absolute() {
    let mut report = one("[a](../other.md) [b](#points) [c](/x) [d](https://d.example/)\n\n![图](云.jpg)");
    report.body.images = vec![Image {
        src: "云.jpg".into(),
        url: Some("assets/云.123.jpg".into()),
        width: 0,
        height: 0,
        bytes: 0,
    }];
    let (_, json) = feeds(&[report], true, 1);
    let html = json["items"][0]["content_html"].as_str().unwrap().to_owned();
    let addresses: Vec<&str> = ["href=\"", "src=\""]
        .iter()
        .flat_map(|name| html.split(name).skip(1))
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(
        addresses,
        [
            "https://example.org/k/2025/11/30/other.md",
            "https://example.org/k/2025/11/30/r/#points",
            "https://example.org/x",
            "https://d.example/",
            "https://example.org/k/assets/云.123.jpg",
        ]
    );
}

#[test]
fn a_correction_is_the_last_change_and_never_before_publication() {
    let mut reports = [one("")];
    reports[0].summary.updated = "2025-12-02".parse().ok();
    let (atom, json) = feeds(&reports, true, 1);
    let corrected = "<updated>2025-12-02T00:00:00+08:00</updated>";
    assert_eq!(atom.matches(corrected).count(), 2, "{atom}");
    assert_eq!(json["items"][0]["date_modified"], "2025-12-02T00:00:00+08:00");

    // Corrected on the day itself, which begins before the hour of publication.
    reports[0].summary.updated = "2025-11-30".parse().ok();
    let (atom, json) = feeds(&reports, true, 1);
    assert_eq!(
        atom.matches("<updated>2025-11-30T08:30:00+08:00</updated>")
            .count(),
        2
    );
    assert_eq!(json["items"][0].get("date_modified"), None);
}

#[test]
fn without_full_text_there_are_summaries() {
    let (atom, json) = feeds(&[one("正文里的话")], false, 1);
    assert!(
        !atom.contains("正文里的话") && !atom.contains("<content"),
        "{atom}"
    );
    assert!(atom.contains("<summary>要点r</summary>"));
    let item = &json["items"][0];
    assert_eq!(
        (&item["content_text"], item.get("content_html")),
        (&item["summary"], None)
    );
}

#[test]
fn a_report_without_a_page_is_linked_where_the_reader_opens_it() {
    let reports = [one(""), report("2025-11-29".parse().unwrap(), "s", "")];
    let (atom, _) = feeds(&reports, true, 1);
    for part in [
        "<id>https://example.org/k/2025/11/29/s/</id>",
        "href=\"https://example.org/k/2025/11/30/r/\"",
        "href=\"https://example.org/k/?at=2025%2F11%2F29%2Fs\"",
    ] {
        assert!(atom.contains(part), "{part} is not in {atom}");
    }
}

#[test]
fn characters_that_xml_has_no_place_for_are_left_out() {
    let mut report = one("有\u{1}控\u{fffe}制");
    report.summary.points = vec![Point {
        lead: "题\u{8}目 & <b>\"x\"</b>".into(),
        text: String::new(),
    }];
    let (atom, json) = feeds(&[report], true, 1);
    assert!(atom.chars().all(xml::is_legal));
    assert!(
        atom.contains("题目 &amp; &lt;b&gt;&quot;x&quot;&lt;/b&gt;"),
        "{atom}"
    );
    assert_eq!(json["items"][0]["content_html"], "<p>有控制</p>");
}

#[test]
fn an_archive_without_reports_is_a_feed_all_the_same() {
    let (atom, json) = feeds(&[], true, 0);
    assert!(atom.contains("<updated>1970-01-01T00:00:00+00:00</updated>"));
    assert_eq!(json["items"], Value::Array(Vec::new()));
}

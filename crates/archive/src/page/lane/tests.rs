//! Lanes as pages, printed.

use super::*;
use crate::html::print;
use crate::link::Filter;
use crate::markdown::{Stored, parse};
use crate::outline::Aliases;
use crate::page::page_title;
use crate::page::tests::{bundle, context, report_on};

const MARKETS: &str = "\
# 日报\n\n## 详细分析部分\n\n### 个股与数字货币\n\n涨[^1]，见[上文](#above)、[附件](table.csv)、[外链](https://example.org)。\n
#### 币\n\n##### 以太坊\n\n跌\n\n---\n\n**数据来源**：平台\n\n### 市场反应\n\n> #### 引\n> 平\n\n## 关键事件\n\n别的\n\n[^1]: 注\n";

/// The markets lane over reports of these days and topics, all with the same text.
fn printed(text: &str, days: &[(&str, &str)], ending: Ending) -> String {
    let bundle = bundle();
    let filter = Filter {
        topic: Some("ai".into()),
        ..Filter::default()
    };
    let context = context(&bundle, &filter);
    let document = parse(text);
    let outline = Outline::of(&document, &Aliases::default());
    let reports = days.iter().map(|(day, topic)| {
        let mut report = report_on(day, topic);
        report.body.document = Stored::of(&document);
        report
    });
    let reports: Vec<_> = reports.collect();
    let entries = reports.iter().map(|report| Entry {
        summary: &report.summary,
        opened: Some((&report.body, &document, &outline)),
    });
    let entries: Vec<Entry<'_>> = entries.collect();
    print(&lane(&context, &of(SectionKind::Markets, &entries, ending)))
}

fn of<'a>(kind: SectionKind, entries: &'a [Entry<'a>], ending: Ending) -> Lane<'a> {
    Lane {
        kind,
        entries,
        total: entries.len(),
        newest: None,
        ending,
        is_open: false,
        days: Days::default(),
    }
}

#[test]
fn a_lane_is_grouped_by_day_and_its_headings_are_in_order() {
    let days = [
        ("2025-11-30", "ai"),
        ("2025-11-30", "finance"),
        ("2025-11-27", "ai"),
    ];
    let html = printed(MARKETS, &days, Ending::Whole);
    assert_eq!(html.matches("<section class=\"lane-day\">").count(), 2);
    assert_eq!(html.matches("<article").count(), 3);
    let levels: Vec<char> = html
        .match_indices("<h")
        .filter_map(|(at, _)| html[at + 2..].chars().next().filter(char::is_ascii_digit))
        .collect();
    // Page; then a day with two reports and a day with one, each with two sections and what stands under them.
    let report = "34564";
    let expected = format!("12{report}5{report}52{report}52");
    assert_eq!(
        levels.into_iter().collect::<String>(),
        expected,
        "the last is the calendar"
    );
    assert!(!html.contains("数据来源") && !html.contains("<hr>"), "{html}");
    assert!(!html.contains("别的"));
}

#[test]
fn what_points_into_the_report_leads_there() {
    let html = printed(MARKETS, &[("2025-11-30", "ai")], Ending::Whole);
    let report = "href=\"./2025/11/30/twitter_ai/";
    for expected in [
        "?topic=ai#个股与数字货币\"",
        "?topic=ai#above\"",
        "?topic=ai#fn-1\"",
        "table.csv\"",
    ] {
        let expected = expected.replace(
            "个股与数字货币",
            "%E4%B8%AA%E8%82%A1%E4%B8%8E%E6%95%B0%E5%AD%97%E8%B4%A7%E5%B8%81",
        );
        assert!(
            html.contains(&format!("{report}{expected}")),
            "{expected}: {html}"
        );
    }
    assert!(html.contains("href=\"https://example.org\""));
    assert!(
        html.contains("id=\"2025/11/30/twitter_ai:币\""),
        "ids differ from report to report"
    );
}

#[test]
fn one_section_does_not_repeat_its_name() {
    let text = "# 日报\n\n### 个股表现\n\n涨\n\n#### 币\n\n跌\n";
    let html = printed(text, &[("2025-11-30", "ai")], Ending::Whole);
    assert!(!html.contains("个股表现"), "{html}");
    assert!(html.contains("<h4 id=\"2025/11/30/twitter_ai:币\">币</h4>"));
}

#[test]
fn key_points_are_numbered_links_into_the_report() {
    let bundle = bundle();
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    let entries = [Entry {
        summary: &bundle.reports[0].summary,
        opened: None,
    }];
    let page = Lane {
        newest: Some((
            14,
            Period::new(bundle.reports[2].summary.day, bundle.reports[0].summary.day),
        )),
        ..of(SectionKind::KeyPoints, &entries, Ending::More)
    };
    let html = print(&lane(&context, &page));
    assert!(html.contains("最新 14 期，11月27–30日"), "{html}");
    assert!(html.contains("href=\"./2025/11/30/twitter_ai/#points\""));
    assert!(html.contains("<li class=\"point\" value=\"2\"><a href=\"./2025/11/30/twitter_ai/#point-2\">"));
    assert!(html.contains("data-more"));
    let kinds: Vec<&str> = ["?lane=key-points", "?lane=opinions", "?lane=events"]
        .into_iter()
        .filter(|kind| html.contains(kind))
        .collect();
    assert_eq!(
        kinds,
        ["?lane=key-points", "?lane=opinions"],
        "only kinds that occur"
    );
}

#[test]
fn a_lane_without_reports_and_one_whose_texts_are_missing_say_so() {
    let nothing = printed(MARKETS, &[], Ending::Whole);
    assert!(nothing.contains("这些日子里没有报告。"), "{nothing}");
    let missing = printed(
        MARKETS,
        &[("2025-11-30", "ai")],
        Ending::Missing(3, Trouble::Offline),
    );
    assert!(
        missing.contains("还有 3 天的报告没有载入。现在连不上网络"),
        "{missing}"
    );
    assert!(missing.contains("data-retry"));
}

#[test]
fn the_title_names_kind_and_days() {
    let bundle = bundle();
    let day = |text: &str| text.parse().ok();
    let filter = Filter {
        from: day("2025-11-24"),
        to: day("2025-11-30"),
        ..Filter::default()
    };
    let context = context(&bundle, &filter);
    let route = Route::Lane(SectionKind::Markets);
    assert_eq!(page_title(&context, &route, ""), "市场 11月24–30日 — 看报");
    let filter = Filter::default();
    let context = Context {
        filter: &filter,
        ..context
    };
    assert_eq!(page_title(&context, &route, ""), "市场 — 看报");
}

//! Pages of a small archive, printed.

use super::*;
use crate::html::print;
use crate::markdown::{Stored, parse};
use crate::message::Language;
use crate::model::{Body, Day, DayCount, Label, Period, Report, SCHEMA, Site};
use crate::outline::{Aliases, Outline};
use crate::search::{self, Query};

const TEXT: &str = "\
Twitter Ai 报告 (2025-11-30 至 2025-11-30)\n\n# 热点总结\n\n## 简要部分\n\n### 主要话题与行业趋势概述\n\n总体积极。\n
### 核心信息（3个关键点）\n\n1. **开源模型**：Olmo 3 发布\n2. 没有引语\n3. **成本：**下降\n4. 第四\n5. 第五\n
## 详细分析部分\n\n### 重要观点与见解\n\n观点。\n\n---\n\n**数据来源**：平台\n\n## 词云分析\n\n![词云图](w.jpg)\n";

pub(crate) fn report_on(day: &str, topic: &str) -> Report {
    let document = parse(TEXT);
    let outline = Outline::of(&document, &Aliases::default());
    let day: Day = day.parse().unwrap();
    Report {
        summary: Summary {
            id: format!("{}/twitter_{topic}", day.to_string().replace('-', "/")),
            day,
            time: Some("10:01".into()),
            title: "slug".into(),
            headline: outline.headline.unwrap(),
            source: "twitter".into(),
            topic: topic.into(),
            period: Period::new(day, day),
            covers: None,
            points: outline.points,
            chars: 800,
            cloud: None,
            top_terms: vec!["开源模型".into()],
            fresh: Vec::new(),
            updated: None,
        },
        body: Body {
            document: Stored::of(&parse(TEXT)),
            images: Vec::new(),
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        },
    }
}

pub(crate) fn bundle() -> Bundle {
    let label = |key: &str, name: &str| Label {
        key: key.into(),
        name: name.into(),
    };
    let reports = vec![
        report_on("2025-11-30", "ai"),
        report_on("2025-11-30", "finance"),
        report_on("2025-11-27", "ai"),
    ];
    let count = |day: &str, topic| DayCount {
        day: day.parse().unwrap(),
        topic,
        count: 1,
    };
    Bundle {
        schema: SCHEMA,
        site: Site {
            title: "看报".into(),
            language: "zh-CN".into(),
            ..Site::default()
        },
        sources: vec![label("twitter", "Twitter")],
        topics: vec![label("ai", "AI"), label("finance", "财经")],
        sections: vec!["key-points".into(), "opinions".into()],
        counts: vec![
            count("2025-11-30", 0),
            count("2025-11-30", 1),
            count("2025-11-27", 0),
        ],
        total: 3,
        fold: Default::default(),
        reports,
        directories: Vec::new(),
        terms: Vec::new(),
        term_totals: None,
        index: None,
        words: Vec::new(),
        withdrawn: Vec::new(),
    }
}

/// What a page in Chinese at the site's root needs to know.
pub(super) fn context<'a>(bundle: &'a Bundle, filter: &'a Filter) -> Context<'a> {
    Context {
        bundle,
        root: "./",
        messages: Language::ZhCn.messages(),
        filter,
        library: Library::empty(),
    }
}

fn printed_home(bundle: &Bundle, filter: &Filter) -> String {
    let context = context(bundle, filter);
    let newest: Vec<&Summary> = bundle.reports[..2].iter().map(|r| &r.summary).collect();
    let listed: Vec<&Summary> = bundle
        .reports
        .iter()
        .map(|r| &r.summary)
        .filter(|s| filter.admits(s))
        .collect();
    let mut shown = Home::first(&newest, None, &listed);
    if !filter.is_empty() {
        (shown.listed, shown.total) = (&listed, listed.len());
    }
    print(&home(&context, &shown))
}

#[test]
fn the_front_page_has_the_edition_and_lists_only_earlier_days() {
    let html = printed_home(&bundle(), &Filter::default());
    // The first topic's points stand whole, of the second three and how many are left.
    assert_eq!(html.matches("<li class=\"point\"").count(), 4 + 2);
    assert!(html.contains("还有 2 条"), "{html}");
    assert_eq!(html.matches("class=\"row\"").count(), 1);
    assert!(html.contains("href=\"./2025/11/30/twitter_ai/#point-2\""));
}

#[test]
fn a_corrected_report_says_so_in_the_list_and_on_its_page() {
    let mut bundle = bundle();
    bundle.reports[2].summary.updated = "2025-12-02".parse().ok();
    let home = printed_home(&bundle, &Filter::default());
    assert!(
        home.contains("<span>12月2日已更正</span></p><p class=\"row-lead\">"),
        "{home}"
    );
    let filter = Filter::default();
    let report = &bundle.reports[2];
    let document = report.body.document.read();
    let opened = Opened {
        summary: &report.summary,
        body: &report.body,
        document: &document,
        outline: &Outline::of(&document, &Aliases::default()),
    };
    let page = print(&super::report(
        &context(&bundle, &filter),
        &opened,
        Neighbours::default(),
    ));
    assert!(page.contains("<span>12月2日已更正</span>"), "{page}");
}

#[test]
fn a_withdrawn_report_has_a_page_that_leads_on() {
    let mut bundle = bundle();
    bundle.withdrawn = vec!["2025/11/26/x".into()];
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    let route = |id: &str| Route::Report(id.to_owned());
    assert_eq!(page_title(&context, &route("2025/11/26/x"), ""), "已撤回 — 看报");
    assert_eq!(page_title(&context, &route("2025/11/26/y"), ""), "看报");
    let main = withdrawn(&context);
    let page = print(&[frame(
        &context,
        &route("2025/11/26/x"),
        Neighbours::default(),
        main,
    )]);
    assert!(page.contains("<h1>已撤回</h1>"), "{page}");
    for link in ["href=\"./\">", "href=\"./?q=\" data-needs-app=\"search\">"] {
        assert!(page.contains(&format!("<a class=\"action\" {link}")), "{page}");
    }
    // There is nothing whose contents could be shown, and nothing to share.
    assert!(
        !page.contains("#contents") && !page.contains("data-share"),
        "{page}"
    );
}

#[test]
fn a_filter_turns_the_front_page_into_a_list() {
    let filter = Filter {
        topic: Some("finance".into()),
        ..Filter::default()
    };
    let html = printed_home(&bundle(), &filter);
    assert!(!html.contains("class=\"story"));
    assert_eq!(html.matches("class=\"row\"").count(), 1, "{html}");
    // Links keep the filter, and the calendar counts this topic alone.
    assert!(html.contains("twitter_finance/?topic=finance"));
    assert!(html.contains("11月27日，没有报告"), "{html}");
}

#[test]
fn an_empty_selection_says_so() {
    let day: Day = "2020-01-01".parse().unwrap();
    let filter = Filter {
        from: Some(day),
        to: Some(day),
        ..Filter::default()
    };
    assert!(printed_home(&bundle(), &filter).contains("这些日子里没有报告"));
}

#[test]
fn a_report_shows_its_parts_once() {
    let bundle = bundle();
    let report = &bundle.reports[0];
    let document = report.body.document.read();
    let outline = Outline::of(&document, &Aliases::default());
    let filter = Filter::default();
    let context = Context {
        bundle: &bundle,
        root: "../../../../",
        messages: Language::ZhCn.messages(),
        filter: &filter,
        library: Library::empty(),
    };
    let opened = Opened {
        summary: &report.summary,
        body: &report.body,
        document: &document,
        outline: &outline,
    };
    let neighbours = Neighbours {
        older: Some(&bundle.reports[2].summary),
        ..Neighbours::default()
    };
    let html = print(&super::report(&context, &opened, neighbours));
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(
        !html.contains("Twitter Ai 报告"),
        "the line that repeats the title is left out"
    );
    assert!(!html.contains("<hr>"), "the rule before the colophon is left out");
    assert!(html.contains("<footer class=\"colophon\"><p><strong>数据来源</strong>：平台</p></footer>"));
    assert!(html.contains("<li class=\"point\" id=\"point-1\" value=\"1\"><b class=\"lead-in\">开源模型</b>\u{2003}Olmo 3 发布<button"));
    assert!(html.contains("<b class=\"lead-in\">成本</b>\u{2003}下降"));
    assert!(html.contains("href=\"../../../../2025/11/27/twitter_ai/\""));
    assert_eq!(
        html.matches("词云图").count(),
        0,
        "the cloud image stands beside the text only"
    );
}

#[test]
fn a_headline_shows_the_marks_of_a_search() {
    let bundle = bundle();
    let report = &bundle.reports[0];
    let mut document = report.body.document.read();
    let outline = Outline::of(&document, &Aliases::default());
    let marks = search::mark(&mut document, &Query::parse("总结"), &bundle.fold);
    let filter = Filter::default();
    let context = Context {
        bundle: &bundle,
        root: "../../../../",
        messages: Language::ZhCn.messages(),
        filter: &filter,
        library: Library::empty(),
    };
    let opened = Opened {
        summary: &report.summary,
        body: &report.body,
        document: &document,
        outline: &outline,
    };
    let html = print(&super::report(&context, &opened, Neighbours::default()));
    assert!(
        marks > 0 && html.contains("<h1>热点<mark class=\"hit\" data-mark=\"0\">总结</mark></h1>"),
        "{html}"
    );
}

#[test]
fn titles_tell_reports_apart() {
    let bundle = bundle();
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    assert_eq!(
        report_title(&context, &bundle.reports[0].summary),
        "11月30日 Twitter・AI 开源模型 — 看报"
    );
    assert_eq!(page_title(&context, &Route::Search, "Olmo"), "Olmo — 看报");
}

#[test]
fn settings_survive_storage_and_unknown_values() {
    let settings = Settings::default()
        .with("theme", "dark")
        .with("size", "xl")
        .with("size", "giant")
        .with("no", "x");
    assert_eq!((settings.theme, settings.size), (Theme::Dark, Size::Largest));
    assert_eq!(Settings::from_text(&settings.to_text()), Some(settings));
    let odd = Settings::from_text(r#"{"theme":"neon","other":1}"#).unwrap();
    assert_eq!(odd, Settings::default());
}

#[test]
fn points_are_copied_as_plain_text_with_the_way_back() {
    let bundle = bundle();
    let filter = Filter::default();
    let context = Context {
        bundle: &bundle,
        root: "https://example.org/kanbao/",
        messages: Language::ZhCn.messages(),
        filter: &filter,
        library: Library::empty(),
    };
    let summary = &bundle.reports[0].summary;
    let head = "2025年11月30日 星期日 Twitter AI\n";
    let address = "https://example.org/kanbao/2025/11/30/twitter_ai/";
    assert_eq!(
        plain_points(&context, summary),
        format!("{head}1. 开源模型：Olmo 3 发布\n2. 没有引语\n3. 成本：下降\n4. 第四\n5. 第五\n{address}")
    );
    assert_eq!(
        plain_point(&context, summary, 1),
        Some(format!("{head}开源模型：Olmo 3 发布\n{address}#point-1"))
    );
    assert_eq!(
        plain_point(&context, summary, 2),
        Some(format!("{head}没有引语\n{address}#point-2"))
    );
    for odd in [0, 6, usize::MAX] {
        assert_eq!(plain_point(&context, summary, odd), None);
    }
}

#[test]
fn where_a_report_was_left_is_named_by_its_section() {
    let bundle = bundle();
    let outline = Outline::of(&bundle.reports[0].body.document.read(), &Aliases::default());
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    let line = |after: &str| {
        let place = crate::library::Place {
            after: after.into(),
            block: 1,
            done: 419,
        };
        print(&[left_off(&context, &outline, &place).into()])
    };
    assert!(line("重要观点与见解").contains("上次读到「重要观点与见解」（41%）"));
    assert!(line("points").contains("上次读到「五点」（41%）"));
    assert!(line("不再有的一节").contains("上次读到 41%"));
}

#[test]
fn without_an_archive_a_page_says_why_and_leads_home() {
    let messages = Language::ZhCn.messages();
    let failed = print(&[bare_trouble(messages, "../", &Trouble::Offline)]);
    assert!(
        failed.contains("data-view=\"error\"") && failed.contains("data-trouble=\"offline\""),
        "{failed}"
    );
    let waits = print(&[bare_waiting(messages, "../")]);
    assert!(
        waits.contains("data-view=\"waiting\"") && waits.contains(messages.update.no_answer),
        "{waits}"
    );
    for page in [failed, waits] {
        assert!(page.contains("<a class=\"masthead-name\" href=\"../\""), "{page}");
    }
}

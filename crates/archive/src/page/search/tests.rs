//! Parts of the search page, printed.

use super::*;
use crate::html::{plain, print};
use crate::model::{Bundle, Day, Summary};
use crate::page::tests::{bundle, context, report_on};

const BY_RELEVANCE: Asked<'static> = Asked {
    q: "开源",
    sort: Sort::Relevance,
};

fn list<'a>(state: State, total: usize) -> ResultList<'a> {
    ResultList {
        asked: BY_RELEVANCE,
        state,
        total,
        about: None,
        here: 40,
        relaxed: false,
        suggestions: &[],
        shown: Vec::new(),
    }
}

fn topic(key: &str) -> Filter {
    Filter {
        topic: Some(key.into()),
        ..Filter::default()
    }
}

/// The links of a tree: their text and where they lead.
fn links(nodes: &[Html]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    each(nodes, &mut |element| {
        if let Some(href) = value(element, "href") {
            out.push((plain(&element.children), href.to_owned()));
        }
    });
    out
}

fn each(nodes: &[Html], see: &mut dyn FnMut(&Element)) {
    for node in nodes {
        if let Html::Element(element) = node {
            see(element);
            each(&element.children, see);
        }
    }
}

fn value<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let found = element.attrs.iter().find(|(other, _)| *other == name);
    found.map(|(_, value)| value.as_str())
}

/// Every link of the facets with a count, followed: the number of reports that its filter leaves.
fn following(bundle: &Bundle, reports: &[&Summary], filter: &Filter) -> Vec<(String, usize)> {
    let found: Vec<&Summary> = reports.iter().copied().filter(|r| filter.admits(r)).collect();
    let facets = Facets::of(bundle, &found);
    let nodes = super::facets(&context(bundle, filter), BY_RELEVANCE, &facets, true, true);
    links(&nodes)
        .into_iter()
        .map(|(text, href)| {
            let query = href.strip_prefix("./?").unwrap_or_default();
            let address = Address::parse("", query, "");
            assert_eq!((address.q.as_str(), address.route), ("开源", Route::Search));
            (text, reports.iter().filter(|r| address.filter.admits(r)).count())
        })
        .collect()
}

#[test]
fn a_facet_counts_what_its_link_leaves() {
    let bundle = bundle();
    let mut reports = [
        report_on("2025-11-30", "ai"),
        report_on("2025-11-12", "finance"),
        report_on("2025-10-31", "ai"),
        report_on("2025-10-02", "ai"),
        report_on("2024-11-05", "ai"),
        report_on("2024-11-04", "unheard"),
    ];
    reports[2].summary.source = "weibo".into();
    let reports: Vec<&Summary> = reports.iter().map(|report| &report.summary).collect();
    let day = |text: &str| text.parse::<Day>().ok();
    for filter in [
        Filter::default(),
        topic("ai"),
        Filter {
            from: day("2025-10-15"),
            to: day("2025-11-20"),
            ..Filter::default()
        },
        Filter {
            from: day("2024-12-01"),
            source: Some("twitter".into()),
            ..Filter::default()
        },
    ] {
        let followed = following(&bundle, &reports, &filter);
        assert!(!followed.is_empty());
        for (text, leads_to) in followed {
            let Some(at) = text.rfind(|c: char| !c.is_ascii_digit()) else {
                panic!("{text}");
            };
            let count = &text[at..].trim_start_matches(|c: char| !c.is_ascii_digit());
            // What is chosen already is taken back by its link, and has no count.
            if !text.ends_with('×') {
                assert_eq!(*count, leads_to.to_string(), "{text} under {filter:?}");
            }
        }
    }
}

#[test]
fn facets_with_one_value_are_left_out_and_months_come_newest_first() {
    let bundle = bundle();
    let reports = [
        report_on("2024-02-29", "ai"),
        report_on("2025-11-30", "ai"),
        report_on("2025-01-30", "ai"),
    ];
    // In any order: by relevance they come mixed.
    let found: Vec<&Summary> = reports.iter().map(|report| &report.summary).collect();
    let facets = Facets::of(&bundle, &found);
    let filter = Filter::default();
    let nodes = super::facets(&context(&bundle, &filter), BY_RELEVANCE, &facets, true, false);
    let shown: Vec<String> = links(&nodes).into_iter().map(|(text, _)| text).collect();
    assert_eq!(shown, ["2025年11月 1", "2025年1月 1", "2024年2月 1"]);
    assert!(links(&nodes)[2].1.ends_with("&from=2024-02-01&to=2024-02-29"));
    // Nothing found, nothing to choose.
    let none = Facets::of(&bundle, &[]);
    assert!(super::facets(&context(&bundle, &filter), BY_RELEVANCE, &none, true, false).is_empty());
}

#[test]
fn a_chosen_facet_is_taken_back_and_the_rest_stays() {
    let bundle = bundle();
    let filter = topic("finance");
    let finance = report_on("2025-11-30", "finance");
    let facets = Facets::of(&bundle, &[&finance.summary]);
    let by_date = Asked {
        sort: Sort::Date,
        ..BY_RELEVANCE
    };
    let nodes = super::facets(&context(&bundle, &filter), by_date, &facets, true, false);
    let href = "./?q=%E5%BC%80%E6%BA%90&sort=date".to_owned();
    assert_eq!(links(&nodes), [("财经×".to_owned(), href)]);
    assert!(print(&nodes).contains("aria-current=\"true\""));
}

#[test]
fn more_than_a_year_of_months_is_folded_and_counts_wait_until_they_are_sure() {
    let bundle = bundle();
    let start: Day = "2025-11-15".parse().unwrap();
    let reports: Vec<_> = (0..15)
        .map(|n| report_on(&start.plus_months(-n).to_string(), "ai"))
        .collect();
    let found: Vec<&Summary> = reports.iter().map(|report| &report.summary).collect();
    let facets = Facets::of(&bundle, &found);
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    let folded = super::facets(&context, BY_RELEVANCE, &facets, true, false);
    assert_eq!(links(&folded).len(), 12);
    assert!(print(&folded).contains("更早的 3 个月"));
    let all = super::facets(&context, BY_RELEVANCE, &facets, false, true);
    assert_eq!(links(&all).len(), 15);
    assert!(
        !print(&all).contains("facet-count"),
        "unsure counts are not shown"
    );
}

#[test]
fn the_line_above_says_how_much_and_keeps_the_order() {
    let bundle = bundle();
    let filter = topic("ai");
    let context = context(&bundle, &filter);
    let head = |list: &ResultList<'_>| result_head(&context, list, false);
    assert!(plain(&head(&list(State::Done, 1_240))).starts_with("1,240 篇"));
    let about = ResultList {
        about: Some(1_240),
        ..list(State::Done, 60)
    };
    assert!(plain(&head(&about)).starts_with("约 1,240 篇"));
    let searching = list(
        State::Searching {
            done: 3_120,
            total: 10_000,
        },
        2,
    );
    assert!(plain(&head(&searching)).starts_with("正在搜索 3,120 / 10,000"));
    let hrefs = links(&head(&list(State::Done, 2)));
    let (by_relevance, by_date, all_topics) = (&hrefs[0].1, &hrefs[1].1, &hrefs[2].1);
    assert_eq!(by_relevance, "./?q=%E5%BC%80%E6%BA%90&topic=ai");
    assert_eq!(by_date, "./?q=%E5%BC%80%E6%BA%90&sort=date&topic=ai");
    assert_eq!(all_topics, "./?q=%E5%BC%80%E6%BA%90");
    // One result has no order.
    assert!(!print(&head(&list(State::Done, 1))).contains("sort"));
}

#[test]
fn nothing_found_offers_other_spellings_and_wider_searches() {
    let bundle = bundle();
    let filter = topic("ai");
    let suggestions = ["人工智能".to_owned(), "智能体".to_owned()];
    let vain = ResultList {
        suggestions: &suggestions,
        ..list(State::Done, 0)
    };
    let nodes = results(&context(&bundle, &filter), &vain);
    let text = plain(&nodes);
    assert!(text.contains("没有找到「开源」") && text.contains("您是不是要找"));
    let hrefs = links(&nodes);
    assert_eq!(hrefs[0].0, "人工智能");
    assert!(hrefs[0].1.ends_with("&topic=ai"), "a suggestion keeps the filter");
    assert_eq!(
        hrefs[2],
        ("不限「AI」再搜".to_owned(), "./?q=%E5%BC%80%E6%BA%90".to_owned())
    );
    // While searching nothing is said of finding nothing.
    let searching = list(State::Searching { done: 1, total: 2 }, 0);
    assert!(results(&context(&bundle, &filter), &searching).is_empty());
}

#[test]
fn offline_and_failure_say_what_was_searched() {
    let bundle = bundle();
    let filter = Filter::default();
    let context = context(&bundle, &filter);
    let offline = results(&context, &list(State::Offline, 0));
    assert!(plain(&offline).starts_with("离线：已搜索本机上的 40 篇。"));
    let failed = print(&results(&context, &list(State::Failed, 3)));
    assert!(failed.contains("data-retry") && failed.contains("role=\"alert\""));
    let relaxed = ResultList {
        relaxed: true,
        ..list(State::Done, 3)
    };
    assert!(plain(&results(&context, &relaxed)).contains("分别含有"));
}

#[test]
fn a_result_shows_date_lead_and_marked_passages() {
    let mut bundle = bundle();
    let filter = Filter::default();
    bundle.counts[0].day = "2025-11-30".parse().unwrap();
    let report = report_on("2024-02-03", "ai");
    let passages = [Passage {
        section: "重要观点".into(),
        pieces: vec![
            Piece::Plain("…关于".into()),
            Piece::Marked("开源".into()),
            Piece::Plain("的".into()),
        ],
    }];
    let lead = [Piece::Marked("开源".into()), Piece::Plain("模型".into())];
    let shown = ResultList {
        shown: vec![Result {
            summary: &report.summary,
            places: 3,
            lead: &lead,
            passages: &passages,
        }],
        ..list(State::Done, 2)
    };
    let html = print(&results(&context(&bundle, &filter), &shown));
    // The year is said where it is not the newest report's.
    assert!(
        html.contains("2024年2月3日") && html.contains("Twitter・AI") && html.contains("3 处"),
        "{html}"
    );
    assert!(html.contains("<mark>开源</mark>模型</a></h2>"), "{html}");
    assert!(
        html.contains("<span class=\"excerpt-section\">重要观点</span>…关于<mark>开源</mark>的</p>"),
        "{html}"
    );
    assert!(html.contains("twitter_ai/?q=%E5%BC%80%E6%BA%90\""));
    let same = [Passage {
        section: "十点".into(),
        pieces: vec![Piece::Marked("开源".into()), Piece::Plain("模型".into())],
    }];
    let mut shown = shown;
    shown.shown[0].passages = &same;
    let repeated = print(&results(&context(&bundle, &filter), &shown));
    assert!(!repeated.contains("十点"), "the lead is shown once: {repeated}");
    assert!(html.contains("data-more=\"results\"") && html.contains("还有 1 篇"));
}

#[test]
fn examples_are_words_of_the_archive_and_run() {
    let bundle = bundle();
    let mut reports = [report_on("2025-11-30", "ai"), report_on("2025-11-29", "ai")];
    reports[0].summary.top_terms = vec!["租约".into(), "稳定币".into(), "GPU".into()];
    reports[1].summary.top_terms = vec!["智能体".into(), "Claude Opus".into()];
    let summaries = [&reports[0].summary, &reports[1].summary];
    let examples = Examples::of(&summaries);
    // Both from the report that has both, so that together they find it.
    assert_eq!(
        (examples.word.as_str(), examples.name.as_str()),
        ("智能体", "Claude Opus")
    );
    assert_eq!(
        (examples.other.as_str(), examples.title.as_str()),
        ("租约", "开源模型")
    );
    let filter = topic("ai");
    let context = context(&bundle, &filter);
    let recent = ["甲".to_owned(), "乙 \"丙\"".to_owned()];
    let nodes = idle(&context, &recent, &examples);
    let hrefs = links(&nodes);
    assert_eq!(hrefs.len(), 2 + 4);
    assert!(hrefs.iter().all(|(_, href)| href.contains("topic=ai")));
    assert!(print(&nodes).contains("data-forget=\"乙 &quot;丙&quot;\""));
    // Where no term is Chinese, names alone make examples.
    reports[0].summary.top_terms = vec!["Bonds".into(), "Gold".into(), "Retail".into()];
    let latin = Examples::of(&[&reports[0].summary]);
    assert_eq!(
        (&*latin.word, &*latin.name, &*latin.other),
        ("Bonds", "Gold", "Retail")
    );
    // An archive without terms has examples too; without recent searches there is nothing to clear.
    let bare = idle(&context, &[], &Examples::of(&[]));
    assert_eq!(links(&bare).len(), 4);
    assert!(!print(&bare).contains("data-forget"));
}

#[test]
fn the_help_explains_every_form_with_a_query_that_says_it() {
    let bundle = bundle();
    let filter = topic("ai");
    let mut report = report_on("2025-11-30", "ai");
    report.summary.top_terms = vec!["开源模型".into(), "Olmo 3".into()];
    let examples = Examples::of(&[&report.summary]);
    let keys = [Shortcut {
        keys: vec!["/", "Mod+k", "ArrowDown", "j", "g h"],
        does: "搜索",
    }];
    let nodes = [help(&context(&bundle, &filter), &keys, &examples).into()];
    let hrefs = links(&nodes);
    let queries: Vec<&str> = hrefs.iter().map(|(text, _)| text.as_str()).collect();
    for form in [
        "\"Olmo 3\"",
        "Olmo 3 -数据中心",
        "开源模型 OR 数据中心",
        "title:开源模型",
        "开源模型 topic:AI",
        "开源模型 source:Twitter",
        "开源模型 after:2025-11",
        "开源模型 before:2025-12-01",
        "olm",
    ] {
        assert!(queries.contains(&form), "{form} is not among {queries:?}");
    }
    for (q, href) in &hrefs {
        let address = Address::parse("", href.strip_prefix("./?").unwrap(), "");
        assert_eq!((&address.q, address.filter), (q, Filter::default()));
    }
    let html = print(&nodes);
    assert!(
        html.contains("<kbd>/</kbd><kbd>Ctrl K</kbd><kbd>⌘ K</kbd><kbd>↓</kbd><kbd>J</kbd><kbd>G H</kbd>"),
        "{html}"
    );
}

/// The rows that are offered for a query: what they are about, their name, and where they lead or what they set.
fn offered(q: &str) -> Vec<(String, String)> {
    let bundle = bundle();
    let filter = Filter::default();
    let headings = [("重要观点".to_owned(), "重要观点与见解".to_owned())];
    let around = OfferedAround {
        today: "2025-11-30".parse().ok(),
        settings: &crate::page::Settings::default(),
        kind_of: &|heading| crate::outline::Aliases::default().kind_of(heading),
        report: Some(("2025/11/30/x", &headings)),
    };
    let nodes = offers(&context(&bundle, &filter), q, &around);
    let mut out = Vec::new();
    each(&nodes, &mut |element| {
        if value(element, "class") == Some("offer-link") {
            let does = ["href", "data-set", "data-help"];
            let does = does
                .iter()
                .find_map(|name| value(element, name))
                .unwrap_or_default();
            let to = value(element, "value").unwrap_or_default();
            out.push((plain(&element.children), format!("{does}{to}")));
        }
    });
    out
}

#[test]
fn a_command_is_found_by_its_name_in_every_language() {
    for q in [">深色", "＞ dark", ">護眼"] {
        let offered = offered(q);
        assert_eq!(offered.len(), 1, "{q}: {offered:?}");
        assert_eq!(&offered[0].1[..5], "theme", "{q}");
    }
    let all = offered(">");
    assert!(all.len() > 20, "{all:?}");
    assert!(offered(">没有这种命令").is_empty());
}

#[test]
fn days_sections_and_headings_are_offered_beside_reports() {
    assert_eq!(
        offered("11-27"),
        [(
            "往期11月27日　1 篇".to_owned(),
            "./?from=2025-11-27&to=2025-11-27#archive".to_owned()
        )]
    );
    assert_eq!(offered("昨天")[0].1, "./?from=2025-11-29&to=2025-11-29#archive");
    let lane = offered("Opinions");
    assert_eq!(lane, [("只看观点".to_owned(), "./?lane=opinions".to_owned())]);
    let own = offered("见解");
    assert_eq!(
        own.last().map(|row| row.0.as_str()),
        Some("刚才那篇重要观点与见解")
    );
    assert!(
        own.last()
            .is_some_and(|row| row.1.starts_with("./2025/11/30/x/#"))
    );
    for q in ["", "Olmo 3"] {
        assert!(offered(q).is_empty(), "{q}: {:?}", offered(q));
    }
}

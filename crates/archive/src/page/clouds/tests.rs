//! The clouds view, printed.

use super::*;
use crate::html::print;
use crate::link::{Filter, Other};
use crate::model::{Bundle, Day, DayCount, Period};
use crate::page::Trouble;
use crate::page::tests::{bundle, context};
use crate::terms::Tally;
use crate::terms::compare::{Compared, Shared};
use crate::terms::score::Weighted;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Filter {
    Filter::default().with_period(Some(Period::new(day(from), day(to))))
}

fn word(text: &str, weight: u32) -> Weighted {
    Weighted {
        text: text.into(),
        count: 9,
        reports: 4,
        weight,
    }
}

fn printed(bundle: &Bundle, filter: &Filter, words: &[Weighted], standing: Standing, ask: &Cloud) -> String {
    let filtered = Filtered {
        ask,
        words,
        canvas: canvas_for(360),
        counted: Counted {
            here: 3,
            all: 5,
            standing,
        },
    };
    print(&filtered_cloud(&context(bundle, filter), &filtered))
}

#[test]
fn every_word_is_searched_under_the_same_filter_in_picture_and_list() {
    let bundle = bundle();
    let filter = Filter {
        topic: Some("ai".into()),
        ..days("2025-11-27", "2025-11-28")
    };
    let words = [word("开源模型", 10_000), word("GPT-5", 4_000)];
    let html = printed(&bundle, &filter, &words, Standing::Whole, &Cloud::default());
    let href = "href=\"./?q=GPT-5&amp;from=2025-11-27&amp;to=2025-11-28&amp;topic=ai\"";
    assert_eq!(html.matches(href).count(), 2, "{html}");
    assert!(html.contains("data-reports=\"3\"") && html.contains("取自 3 篇报告"));
    assert!(html.contains("词表 2 个") && html.contains("<span lang=\"zh-CN\">4 篇</span>"));
    assert!(!html.contains("data-state"), "nothing is missing");
}

#[test]
fn what_is_missing_is_said() {
    let bundle = bundle();
    let said = |standing| {
        printed(
            &bundle,
            &Filter::default(),
            &[word("算力", 1)],
            standing,
            &Cloud::default(),
        )
    };
    let coming = said(Standing::Coming);
    assert!(
        coming.contains("data-state=\"coming\"") && coming.contains("正在取词，已有 3 / 5 篇"),
        "{coming}"
    );
    let offered = said(Standing::Offered(5_200_000));
    assert!(
        offered.contains("还有 2 篇没算在内。") && offered.contains("data-count-all"),
        "{offered}"
    );
    let missing = said(Standing::Missing(Trouble::Offline));
    assert!(
        missing.contains("data-trouble=\"offline\"") && missing.contains("data-retry"),
        "{missing}"
    );
    let nothing = printed(
        &bundle,
        &Filter::default(),
        &[],
        Standing::Whole,
        &Cloud::default(),
    );
    assert!(nothing.contains("这里没有可以画的词。"));
}

#[test]
fn what_stands_out_is_measured_against_something() {
    let bundle = bundle();
    let ask = Cloud {
        score: Score::Distinctive,
        ..Cloud::default()
    };
    let said = |filter: &Filter| printed(&bundle, filter, &[], Standing::Coming, &ask);
    assert!(said(&Filter::default()).contains("选定日子或话题"));
    assert!(said(&days("2025-11-27", "2025-11-27")).contains("比其余报告里谈得多的词"));
}

#[test]
fn the_choices_keep_filter_and_each_other() {
    let bundle = bundle();
    let filter = days("2025-11-27", "2025-11-27");
    let ask = Cloud {
        kind: Some(SectionKind::Opinions),
        score: Score::Distinctive,
        other: None,
    };
    let view = Clouds {
        ask: &ask,
        total: 1,
        is_open: false,
        days: Days::default(),
    };
    let html = print(&clouds(&context(&bundle, &filter), &view));
    for expected in [
        "view=clouds&amp;from=2025-11-27&amp;to=2025-11-27&amp;score=distinctive\">全文",
        "view=clouds&amp;from=2025-11-27&amp;to=2025-11-27&amp;kind=opinions\">谈得多",
        "view=clouds&amp;from=2025-11-27&amp;to=2025-11-27&amp;topic=finance&amp;kind=opinions&amp;score=distinctive\">财经",
        "id=\"kb-cloud\"",
        "id=\"kb-cloud-sheet\"",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

/// One report a day between two days.
fn daily(from: &str, to: &str) -> Bundle {
    let mut bundle = bundle();
    let days = (0..).map(|n| day(to).plus(-n)).take_while(|at| *at >= day(from));
    let count = |day| DayCount {
        day,
        topic: 0,
        count: 1,
    };
    bundle.counts = days.map(count).collect();
    bundle
}

#[test]
fn a_comparison_begins_with_what_lies_beside() {
    let bundle = daily("2025-01-01", "2025-03-31");
    let begins = |filter: &Filter, days: &str| {
        let html = printed(&bundle, filter, &[], Standing::Coming, &Cloud::default());
        assert!(html.contains(days), "{days}\n{html}");
    };
    begins(
        &days("2025-03-01", "2025-03-10"),
        "from=2025-03-01&amp;to=2025-03-10&amp;topic2=&amp;from2=2025-02-19&amp;to2=2025-02-28",
    );
    // Where there is nothing before, what comes after; and of all days the newest thirty.
    begins(
        &days("2025-01-01", "2025-01-03"),
        "from2=2025-01-04&amp;to2=2025-01-06",
    );
    begins(
        &Filter::default(),
        "from=2025-03-02&amp;to=2025-03-31&amp;topic2=&amp;from2=2025-01-31&amp;to2=2025-03-01",
    );
    begins(&Filter::default(), "topic=ai&amp;topic2=finance");
    let single = daily("2025-01-01", "2025-01-01");
    let html = printed(
        &single,
        &Filter::default(),
        &[],
        Standing::Coming,
        &Cloud::default(),
    );
    assert!(
        !html.contains("from2="),
        "a single day has nothing beside it\n{html}"
    );
}

fn compared() -> Compared {
    Compared {
        here: vec![word("开源模型", 10_000), word("算力", 90)],
        shared: vec![Shared {
            text: "芯片".into(),
            here: Tally { count: 9, reports: 4 },
            there: Tally { count: 1, reports: 1 },
            weight: 5_100,
        }],
        there: vec![],
    }
}

#[test]
fn a_comparison_has_three_lists_and_each_word_leads_to_its_side() {
    let bundle = daily("2025-01-01", "2025-03-31");
    let filter = Filter {
        topic: Some("ai".into()),
        ..days("2025-03-01", "2025-03-31")
    };
    let other = Other {
        topic: Some("finance".into()),
        ..Other::of(&filter).with_period(Some(Period::new(day("2025-02-01"), day("2025-02-10"))))
    };
    let ask = Cloud {
        other: Some(other.clone()),
        ..Cloud::default()
    };
    let shown = Comparison {
        ask: &ask,
        other: &other,
        compared: &compared(),
        here: Side { reports: 10 },
        there: Side { reports: 8 },
        counted: Counted {
            here: 18,
            all: 18,
            standing: Standing::Whole,
        },
    };
    let html = print(&comparison(&context(&bundle, &filter), &shown));
    for expected in [
        "仅见于 2025年3月 AI",
        "仅见于 2月1–10日 财经",
        "两边都有",
        "class=\"size-4\" href=\"./?q=%E5%BC%80%E6%BA%90%E6%A8%A1%E5%9E%8B&amp;from=2025-03-01&amp;to=2025-03-31&amp;topic=ai\"",
        "class=\"size-4\" href=\"./?q=%E8%8A%AF%E7%89%87&amp;from=2025-02-01&amp;to=2025-03-31\"",
        "40% · 13%",
        "没有这样的词。",
        // The sides are exchanged.
        "from=2025-02-01&amp;to=2025-02-10&amp;topic=finance&amp;topic2=ai&amp;from2=2025-03-01&amp;to2=2025-03-31\">对调",
        "topic=ai\">不比了",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[test]
fn the_room_is_wide_square_or_tall() {
    let form = |width| {
        let canvas = canvas_for(width);
        (canvas.width == width, canvas.width * 10 / canvas.height)
    };
    assert_eq!([856, 600, 350].map(form), [(true, 17), (true, 12), (true, 8)]);
}

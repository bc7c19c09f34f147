//! The trends page of a small archive, printed.

use super::*;
use crate::html::print;
use crate::library::Library;
use crate::message::Language;
use crate::page::tests::bundle;
use crate::trend::Marked;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Filter {
    Filter {
        from: from.parse().ok(),
        to: to.parse().ok(),
        ..Filter::default()
    }
}

/// The page under a filter, of three reports: two on the 30th, of which one has the first term.
fn printed(terms: &[&str], filter: &Filter, reading: Reading, notes: &[Note]) -> String {
    let (bundle, library) = (bundle(), Library::default());
    let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
    let period = trend_period(&bundle, filter).unwrap();
    let reports = [("2025-11-27", 0), ("2025-11-30", 1), ("2025-11-30", 0)];
    let reports = reports.map(|(text, has)| Marked { day: day(text), has });
    let trend = Trend::of(&reports, period, terms.len());
    let names = names(&terms);
    let frame = Frame::of(&trend, &names, 350);
    let context = Context {
        bundle: &bundle,
        root: "./",
        messages: Language::ZhCn.messages(),
        filter,
        library: &library,
    };
    let page = trends(
        &context,
        &Trends {
            terms: &terms,
            period: Some(period),
            shown: (!terms.is_empty()).then_some((&trend, &frame)),
            reading,
            suggestions: &[],
            starters: &["模型".to_owned(), "开源".to_owned()],
            notes,
            about: &[],
            has_table: true,
            is_open: false,
            days: Days::default(),
        },
    );
    print(&page)
}

#[test]
fn the_newest_days_are_shown_where_none_are_named_and_no_days_outside_the_archive() {
    let mut bundle = bundle();
    let period = |bundle: &Bundle, from, to| trend_period(bundle, &days(from, to)).unwrap();
    let whole = Period::new(day("2025-11-27"), day("2025-11-30"));
    assert_eq!(period(&bundle, "", ""), whole, "no day before the first report");
    assert_eq!(period(&bundle, "2020-01-01", "2030-01-01"), whole);
    assert_eq!(
        period(&bundle, "2025-11-28", ""),
        Period::new(day("2025-11-28"), whole.to)
    );
    assert_eq!(
        period(&bundle, "", "2025-11-28"),
        Period::new(whole.from, day("2025-11-28"))
    );
    for (from, to) in [
        ("2001-01-01", "2001-02-01"),
        ("2031-01-01", ""),
        ("", "2001-01-01"),
    ] {
        let empty = period(&bundle, from, to);
        assert!(
            empty.to < whole.from || empty.from > whole.to,
            "{from}–{to}: {empty:?}"
        );
    }
    bundle.counts.last_mut().unwrap().day = day("2015-01-01");
    assert_eq!(period(&bundle, "", ""), Period::new(day("2025-09-02"), whole.to));
    bundle.counts.clear();
    assert_eq!(trend_period(&bundle, &Filter::default()), None);
}

#[test]
fn links_keep_terms_and_filter_and_offer_what_is_not_there() {
    let filter = Filter {
        topic: Some("ai".into()),
        ..Filter::default()
    };
    let page = printed(&["开源"], &filter, Reading::default(), &[]);
    let added = Address::new(Route::Trends)
        .with_filter(filter)
        .with_terms(["开源", "模型"]);
    let href = |address: &Address| format!("href=\"{}\"", address.href("./").replace('&', "&amp;"));
    assert!(page.contains(&href(&added)), "{page}");
    let other = Filter {
        topic: Some("finance".into()),
        ..Filter::default()
    };
    let other = Address::new(Route::Trends)
        .with_filter(other)
        .with_terms(["开源"]);
    assert!(page.contains(&href(&other)), "another topic forgets the term");
    assert_eq!(page.matches("添上“").count(), 1, "a term is offered twice");
    let full = printed(
        &["1", "2", "3", "4", "5", "6"],
        &Filter::default(),
        Reading::default(),
        &[],
    );
    assert!(
        full.contains("readonly") && !full.contains("添上“"),
        "a seventh is offered"
    );
}

#[test]
fn what_is_read_is_said_and_leads_to_its_reports() {
    let at = |at| Reading { at, term: 1 };
    let newest = printed(&["开源", "GPT 5"], &Filter::default(), at(None), &[]);
    assert!(
        newest.contains("2 篇里 1 篇 · 50%") && newest.contains("2 篇里 0 篇 · 0%"),
        "{newest}"
    );
    let search = address_of_point(
        &Filter::default(),
        &Trend::of(&[], Period::new(day("2025-11-30"), day("2025-11-30")), 0).spans[0],
        "开源",
    );
    assert_eq!(
        search.href("./"),
        "./?q=%E5%BC%80%E6%BA%90&from=2025-11-30&to=2025-11-30"
    );
    assert!(
        newest.contains(&search.href("./").replace('&', "&amp;")),
        "{newest}"
    );
    assert!(
        newest.contains("; GPT 5 2 篇里 0 篇 · 0%; 开源 "),
        "the term of the keys is not first"
    );
    let gap = printed(&["开源", "GPT 5"], &Filter::default(), at(Some(1)), &[]);
    assert!(
        gap.contains("aria-valuenow=\"1\"") && gap.contains("没有报告"),
        "{gap}"
    );
    let beyond = printed(&["开源"], &Filter::default(), at(Some(99)), &[]);
    assert!(beyond.contains("aria-valuenow=\"3\""), "{beyond}");
}

#[test]
fn a_term_is_searched_as_it_stands() {
    let said = ["开源", "GPT5", "Claude Opus 4.5", "-x", "OR", "a:b", "“引”"].map(reading::query_of);
    assert_eq!(
        said,
        [
            "开源",
            "GPT5",
            "\"Claude Opus 4.5\"",
            "\"-x\"",
            "\"OR\"",
            "\"a:b\"",
            "\" 引 \""
        ]
    );
}

#[test]
fn what_is_on_its_way_or_missing_is_said() {
    let state = |notes: &[Note]| printed(&["开源"], &Filter::default(), Reading::default(), notes);
    assert!(state(&[]).contains("data-state=\"done\""));
    let counting = state(&[Note::Counting(1, 1_200)]);
    assert!(counting.contains("data-state=\"counting\"") && counting.contains("1 / 1,200 篇"));
    let missing = state(&[Note::Uncounted(3, Trouble::Offline)]);
    assert!(
        missing.contains("data-state=\"error\"") && missing.contains("有 3 篇没能清点"),
        "{missing}"
    );
    assert!(missing.contains("data-trouble=\"offline\"") && missing.contains("data-retry"));
    let none = printed(&[], &Filter::default(), Reading::default(), &[]);
    assert!(
        none.contains("先添一个词") && !none.contains("role=\"slider\" "),
        "{none}"
    );
}

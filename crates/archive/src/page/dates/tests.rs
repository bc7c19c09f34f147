//! The choice of days, printed; and the bars of archives of any length.

use super::histogram::Unit;
use super::*;
use crate::html::print;
use crate::link::Route;
use crate::model::DayCount;
use crate::page::tests::{bundle, context};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn archive(counts: &[(&str, u32, u32)]) -> Bundle {
    let mut bundle = bundle();
    let count = |(at, topic, count): &(&str, u32, u32)| DayCount {
        day: day(at),
        topic: *topic,
        count: *count,
    };
    bundle.counts = counts.iter().map(count).collect();
    bundle
}

/// One report a day between two days.
fn daily(from: &str, to: &str) -> Bundle {
    let mut bundle = bundle();
    let days = (0..).map(|n| day(to).plus(-n)).take_while(|at| *at >= day(from));
    bundle.counts = days
        .map(|day| DayCount {
            day,
            topic: 0,
            count: 1,
        })
        .collect();
    bundle
}

fn printed(bundle: &Bundle, filter: &Filter, days: Days<'_>) -> String {
    let context = context(bundle, filter);
    print(&[dates(&context, &Address::new(Route::Home), days).into()])
}

#[test]
fn days_without_reports_days_ahead_and_days_that_are_not_here_differ() {
    let bundle = archive(&[("2025-11-20", 0, 2), ("2025-11-18", 1, 1)]);
    let days = Days {
        today: Some(day("2025-11-21")),
        absent: &[day("2025-11-18")],
        ..Days::default()
    };
    let html = printed(&bundle, &Filter::default(), days);
    for expected in [
        "class=\"heat-2\" data-day=\"2025-11-20\" data-key=\"2025-11-20\" tabindex=\"0\" aria-label=\"11月20日，2 篇\"",
        "class=\"day-absent\" data-day=\"2025-11-18\" data-key=\"2025-11-18\" tabindex=\"-1\" aria-label=\"11月18日，1 篇，离线时看不了\"",
        "class=\"day-none\" data-day=\"2025-11-19\" data-key=\"2025-11-19\" tabindex=\"-1\" aria-label=\"11月19日，没有报告\"",
        "class=\"day-future\" data-day=\"2025-11-22\" data-key=\"2025-11-22\" tabindex=\"-1\" aria-label=\"11月22日，还没到\"",
        "aria-label=\"11月21日，没有报告\" aria-current=\"date\"",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(!html.contains("柱图"), "no hint at a histogram that is not there");
    // Without knowing today, as the builder, nothing is ahead.
    let html = printed(&bundle, &Filter::default(), Days::default());
    assert!(!html.contains("day-future") && !html.contains("aria-current=\"date\""));
}

#[test]
fn the_range_is_selected_across_its_gaps_and_said_in_words() {
    let bundle = archive(&[("2025-11-20", 0, 2), ("2025-11-20", 1, 1), ("2025-11-18", 1, 1)]);
    let period = Period::new(day("2025-11-17"), day("2025-11-20"));
    let filter = Filter::default().with_period(Some(period));
    let html = printed(&bundle, &filter, Days::default());
    assert_eq!(html.matches("aria-selected=\"true\"").count(), 4);
    assert!(html.contains("11月17–20日，4 篇"), "{html}");
    let filter = Filter {
        topic: Some("finance".into()),
        ..filter
    };
    let html = printed(&bundle, &filter, Days::default());
    assert!(
        html.contains("11月17–20日，2 篇"),
        "the topic narrows the count: {html}"
    );
    assert!(
        html.contains("aria-label=\"11月20日，1 篇\""),
        "and the heat: {html}"
    );
}

#[test]
fn a_bar_is_a_week_a_month_or_a_year() {
    let bars = |from: &str, to: &str| Histogram::of(&daily(from, to), None).unwrap();
    let weeks = bars("2025-10-01", "2025-11-30");
    // From the Monday before the first of October to the last Sunday of November.
    assert_eq!((weeks.unit, weeks.len()), (Unit::Week, 9));
    assert_eq!(weeks.bars[0], (day("2025-09-29"), 5));
    assert!(weeks.bars[1..].iter().all(|(_, count)| *count == 7));
    let months = bars("2018-01-01", "2025-11-30");
    assert_eq!((months.unit, months.len()), (Unit::Month, 95));
    assert_eq!(months.bars[1], (day("2018-02-01"), 28));
    let years = bars("1990-06-01", "2025-11-30");
    assert_eq!((years.unit, years.len()), (Unit::Year, 36));
    assert_eq!(years.bars[1], (day("1991-01-01"), 365));
    assert!(
        bars("2025-11-20", "2025-11-30").is_empty(),
        "two weeks need no picture"
    );
    assert_eq!(Histogram::of(&archive(&[]), None), None);
}

#[test]
fn weeks_without_reports_are_gaps_and_a_topic_narrows_the_bars() {
    let bundle = archive(&[("2025-11-30", 0, 3), ("2025-11-30", 1, 1), ("2025-11-10", 0, 2)]);
    let counts = |topic| {
        let histogram = Histogram::of(&bundle, topic).unwrap();
        histogram.bars.iter().map(|(_, count)| *count).collect::<Vec<_>>()
    };
    assert_eq!(counts(None), [2, 0, 4]);
    assert_eq!(counts(Some("finance")), [0, 0, 1]);
    assert_eq!(counts(Some("unheard-of")), [0, 0, 0]);
}

#[test]
fn bars_become_days_and_days_bars() {
    let histogram = Histogram::of(&daily("2025-10-01", "2025-11-26"), None).unwrap();
    let last = histogram.len() - 1;
    assert_eq!(histogram.period(0, last), None, "all bars narrow nothing");
    assert_eq!(histogram.period(last, 0), None);
    let first_two = Period::new(day("2025-10-01"), day("2025-10-12"));
    assert_eq!(
        histogram.period(1, 0),
        Some(first_two),
        "no day before the first report"
    );
    let last_one = Period::new(day("2025-11-24"), day("2025-11-26"));
    assert_eq!(histogram.period(last, last), Some(last_one), "nor after the last");
    assert_eq!(
        histogram.bars_of(Some(day("2025-10-06")), Some(day("2025-10-12"))),
        (1, 1)
    );
    assert_eq!(histogram.bars_of(None, None), (0, last));
    assert_eq!(
        histogram.bars_of(Some(day("2030-01-01")), Some(day("1990-01-01"))),
        (last, last)
    );
    for at in 0..histogram.len() {
        let (left, right) = histogram.edges(at, at);
        let middle = (left + right) / 2 * 1000 / 2880;
        assert_eq!(
            histogram.bar_at(middle as i32),
            at,
            "the middle of bar {at} is its own"
        );
    }
    assert_eq!(histogram.bar_at(-50), 0);
    assert_eq!(histogram.bar_at(2000), last);
}

#[test]
fn the_brush_says_what_it_shows() {
    let bundle = daily("2025-10-01", "2025-11-30");
    let period = Period::new(day("2025-10-06"), day("2025-10-19"));
    let html = printed(
        &bundle,
        &Filter::default().with_period(Some(period)),
        Days::default(),
    );
    for expected in [
        "aria-label=\"每周篇数\" data-narrowed=\"true\"",
        "role=\"slider\" tabindex=\"0\" aria-label=\"从\" aria-valuemin=\"0\" aria-valuemax=\"2\" aria-valuenow=\"1\" aria-valuetext=\"10月6–12日，7 篇\"",
        "aria-label=\"到\" aria-valuemin=\"1\" aria-valuemax=\"8\" aria-valuenow=\"2\" aria-valuetext=\"10月13–19日，7 篇\"",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

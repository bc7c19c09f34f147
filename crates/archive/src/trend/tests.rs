//! Trends against a slow plain implementation, and at their edges.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to))
}

fn marked(text: &str, has: u8) -> Marked {
    Marked { day: day(text), has }
}

/// Reports, and reports with the term, from a day to another, counted one by one.
fn count(reports: &[Marked], days: Period, term: usize) -> (u32, u32) {
    let mut counts = (0, 0);
    for report in reports {
        if report.day >= days.from && report.day <= days.to {
            counts.0 += 1;
            if report.has >> term & 1 == 1 {
                counts.1 += 1;
            }
        }
    }
    counts
}

/// The nearest 1/10,000, as one would say it.
fn plain_share((reports, having): (u32, u32)) -> u32 {
    (f64::from(having) / f64::from(reports) * 10_000.0).round() as u32
}

fn check(trend: &Trend, reports: &[Marked], period: Period) {
    let spans = &trend.spans;
    assert_eq!(
        (spans[0].days.from, spans.last().unwrap().days.to),
        (period.from, period.to)
    );
    for pair in spans.windows(2) {
        assert_eq!(pair[0].days.to.plus(1), pair[1].days.from, "a hole between spans");
    }
    for (term, series) in trend.series.iter().enumerate() {
        assert_eq!(series.having, count(reports, period, term).1);
        assert_eq!(series.points.len(), spans.len());
        for (at, point) in series.points.iter().enumerate() {
            let here = count(reports, spans[at].days, term);
            assert_eq!(spans[at].reports, here.0);
            let Some(point) = point else {
                assert_eq!(here.0, 0, "a gap where there are reports");
                continue;
            };
            assert_eq!((point.having, point.share), (here.1, plain_share(here)));
            let back = (0..=at).rev().map(|first| {
                count(
                    reports,
                    Period::new(spans[first].days.from, spans[at].days.to),
                    term,
                )
            });
            let enough = back.into_iter().find(|counts| counts.0 >= MEAN_OF);
            assert_eq!(
                point.mean,
                enough.map(plain_share),
                "the mean up to {:?}",
                spans[at].days
            );
        }
    }
}

proptest! {
    #[test]
    fn trends_are_those_of_a_plain_count(
        days in 1..1_400i32,
        reports in proptest::collection::vec((-20..1_420i32, 0..64u8), 0..120),
    ) {
        let first = day("2023-01-29");
        let period = Period::new(first, first.plus(days - 1));
        let reports: Vec<Marked> = reports.iter().map(|(at, has)| Marked { day: first.plus(*at), has: *has }).collect();
        let trend = Trend::of(&reports, period, 6);
        check(&trend, &reports, period);
        let turned: Vec<Marked> = reports.iter().rev().copied().collect();
        prop_assert_eq!(trend, Trend::of(&turned, period, 6));
    }
}

#[test]
fn without_reports_there_are_gaps_only() {
    let trend = Trend::of(&[], period("2025-11-01", "2025-11-03"), 2);
    assert_eq!((trend.reports, trend.spans.len(), trend.step), (0, 3, Step::Day));
    assert!(
        trend
            .series
            .iter()
            .all(|series| series.points == [None; 3] && series.bursts.is_empty())
    );
    assert!(!trend.has_means());
}

#[test]
fn one_report_of_one_day_is_a_share_without_a_mean() {
    let only = marked("2025-11-01", 0b10);
    let trend = Trend::of(&[only], Period::new(only.day, only.day), 2);
    let shares: Vec<_> = trend
        .series
        .iter()
        .map(|series| series.points[0].unwrap())
        .collect();
    assert_eq!((shares[0].share, shares[1].share), (0, WHOLE));
    assert!(shares.iter().all(|point| point.mean.is_none()));
    assert_eq!(
        trend.shown(&shares[1]),
        Some(WHOLE),
        "few reports are shown as they are"
    );
}

#[test]
fn the_length_of_the_days_chooses_the_step() {
    let steps = [1, 45, 46, 1_098, 1_099, 40_000].map(Step::of_days);
    assert_eq!(
        steps,
        [
            Step::Day,
            Step::Day,
            Step::Week,
            Step::Week,
            Step::Month,
            Step::Month
        ]
    );
    // Thursday to Tuesday: the first week has four days, the last has two.
    let weeks = Trend::of(&[], period("2025-01-02", "2025-06-03"), 0).spans;
    assert_eq!(weeks[0].days, period("2025-01-02", "2025-01-05"));
    assert_eq!(weeks[1].days, period("2025-01-06", "2025-01-12"));
    assert_eq!(weeks.last().unwrap().days, period("2025-06-02", "2025-06-03"));
}

#[test]
fn a_year_with_a_hole_has_a_gap_and_goes_on_after_it() {
    let whole = period("2024-01-01", "2024-12-31");
    let reports: Vec<Marked> = (0..366)
        .map(|at| Marked {
            day: whole.from.plus(at),
            has: u8::from(at % 2 == 0),
        })
        .filter(|report| !(4..9).contains(&report.day.month()))
        .collect();
    let trend = Trend::of(&reports, whole, 1);
    check(&trend, &reports, whole);
    let points = &trend.series[0].points;
    let gap: Vec<usize> = (0..points.len()).filter(|at| points[*at].is_none()).collect();
    assert_eq!(
        (gap.len(), gap[gap.len() - 1] - gap[0] + 1),
        (21, 21),
        "the whole weeks of April to August"
    );
    assert!(trend.series[0].bursts.is_empty(), "{:?}", trend.series[0].bursts);
}

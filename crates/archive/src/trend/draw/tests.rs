use super::*;
use crate::html::Html;
use crate::message::Language;
use crate::model::Period;
use crate::trend::Marked;

/// Thirty days with a hole of five; the second term comes up in the last ten.
fn trend() -> Trend {
    let from: Day = "2025-11-01".parse().unwrap();
    let days = (0..30).filter(|at| !(10..15).contains(at));
    let reports: Vec<Marked> = days
        .flat_map(|at| (0..4).map(move |n| (at, n)))
        .map(|(at, n)| Marked {
            day: from.plus(at),
            has: u8::from(n == 0) | if at >= 20 && n < 3 { 2 } else { 0 },
        })
        .collect();
    Trend::of(&reports, Period::new(from, from.plus(29)), 2)
}

fn drawn(at: Option<usize>) -> (Trend, Element) {
    let (trend, names) = (trend(), ["开源", "GPT-5"]);
    let frame = Frame::of(&trend, &names, 350);
    let chart = Chart {
        trend: &trend,
        names: &names,
        frame: &frame,
        messages: Language::ZhCn.messages(),
        palette: &Palette::themed(),
    };
    let drawn = self::chart(&chart, at);
    (trend, drawn)
}

fn paths<'a>(of: &'a Element, name: &str, value: &str) -> Vec<&'a Element> {
    let elements = of.children.iter().filter_map(|child| match child {
        Html::Element(element) => Some(element),
        Html::Text(_) => None,
    });
    elements
        .filter(|element| element.attrs.iter().any(|(n, v)| *n == name && v == value))
        .collect()
}

fn d(path: &Element) -> &str {
    &path.attrs.iter().find(|(name, _)| *name == "d").unwrap().1
}

#[test]
fn days_without_reports_break_the_line_and_have_no_bar() {
    let (_, chart) = drawn(None);
    let lines = paths(&chart, "fill", "none");
    let line = lines
        .into_iter()
        .find(|path| d(path).contains('L') && d(path).len() > 100)
        .unwrap();
    assert_eq!(d(line).matches('M').count(), 2, "{}", d(line));
    let bars = paths(&chart, "fill", "var(--volume)");
    assert_eq!(d(bars[0]).matches('M').count(), 25);
}

#[test]
fn a_burst_stands_under_its_days() {
    let (trend, chart) = drawn(None);
    assert_eq!(trend.series[1].bursts.len(), 1);
    let marks = paths(&chart, "fill", "var(--line-2)");
    assert!(marks.iter().any(|mark| d(mark).contains("v4h-")), "{marks:?}");
}

#[test]
fn terms_are_told_apart_without_their_colours() {
    for (at, dash) in DASHES.iter().enumerate() {
        assert!(!DASHES[..at].contains(dash));
        assert!(!MARKERS[..at].contains(&MARKERS[at]));
    }
    let (_, chart) = drawn(Some(3));
    let printed = print(&[chart.into()]);
    assert!(printed.contains(r#"class="trend-cursor"><path"#), "{printed}");
    assert!(printed.contains(">开源</text>") && printed.contains(">GPT-5</text>"));
}

#[test]
fn the_file_needs_no_page_around_it() {
    let (trend, names) = (trend(), ["<开源&>", "GPT-5"]);
    let frame = Frame::of(&trend, &names, 900);
    let chart = Chart {
        trend: &trend,
        names: &names,
        frame: &frame,
        messages: Language::ZhCn.messages(),
        palette: &Palette::of(|name| format!("#{}", name.len())),
    };
    let file = standalone(&chart, "走势 & 别的");
    assert!(
        file.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg""#),
        "{file}"
    );
    assert!(file.contains("&lt;开源&amp;&gt;") && file.contains("走势 &amp; 别的"));
    assert!(!file.contains("var(") && !file.contains("class="), "{file}");
}

#[test]
fn shares_are_said_in_whole_percents_unless_small() {
    let said = [0, 4, 14, 100, 149, 949, 995, 1_449, 1_450, 10_000].map(percent);
    assert_eq!(
        said,
        [
            "0%", "0%", "0.1%", "1%", "1.5%", "9.5%", "10%", "14%", "15%", "100%"
        ]
    );
}

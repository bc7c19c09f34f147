//! A trend as a file of numbers, for whoever goes on with them in a spreadsheet.

use std::fmt::Write as _;

use super::{Trend, WHOLE};
use crate::message::Messages;

/// One row a span: its first and last day, its reports, and for each term the reports that have it, their share and
/// the mean, in percent with two places, and whether the term is in a burst. What there is none of is empty.
/// As RFC 4180 has it, with a byte order mark, without which spreadsheets take Chinese for another encoding.
pub fn csv(trend: &Trend, names: &[&str], messages: &Messages) -> String {
    let words = &messages.trends;
    let mut out = String::from("\u{FEFF}");
    let mut head: Vec<String> = [words.first_day, words.last_day, words.volume].map(cell).to_vec();
    for name in names {
        head.push(cell(name));
        for column in [words.share, words.mean, words.burst] {
            head.push(cell(&[name, " ", column].concat()));
        }
    }
    out.push_str(&head.join(","));
    out.push_str("\r\n");
    for (at, span) in trend.spans.iter().enumerate() {
        let _ = write!(out, "{},{},{}", span.days.from, span.days.to, span.reports);
        for series in &trend.series {
            let Some(Some(point)) = series.points.get(at) else {
                out.push_str(",,,,");
                continue;
            };
            let _ = write!(out, ",{},", point.having);
            percent(&mut out, point.share);
            out.push(',');
            if let Some(mean) = point.mean {
                percent(&mut out, mean);
            }
            let is_in =
                |burst: &super::Burst| burst.days.from <= span.days.to && span.days.from <= burst.days.to;
            out.push_str(if series.bursts.iter().any(is_in) {
                ",1"
            } else {
                ",0"
            });
        }
        out.push_str("\r\n");
    }
    out
}

fn percent(out: &mut String, share: u32) {
    let hundredth = WHOLE / 100;
    let _ = write!(out, "{}.{:02}", share / hundredth, share % hundredth);
}

/// A text in a cell. What a spreadsheet would take for a formula gets an apostrophe before it.
fn cell(text: &str) -> String {
    let apostrophe = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    if text.contains(['"', ',', '\n', '\r']) {
        return ["\"", apostrophe, &text.replace('"', "\"\""), "\""].concat();
    }
    [apostrophe, text].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use crate::model::{Day, Period};
    use crate::trend::Marked;

    #[test]
    fn spans_are_rows_and_gaps_are_empty() {
        let from: Day = "2025-11-01".parse().unwrap();
        let report = |at: i32, has| Marked {
            day: from.plus(at),
            has,
        };
        let reports: Vec<Marked> = (0..7)
            .map(|n| report(0, u8::from(n < 2)))
            .chain([report(2, 2)])
            .collect();
        let trend = Trend::of(&reports, Period::new(from, from.plus(2)), 2);
        let file = csv(&trend, &["开源", "a,\"b\""], Language::ZhCn.messages());
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert!(lines[0].starts_with('\u{FEFF}'), "{file}");
        assert!(
            lines[0].contains(",开源,") && lines[0].contains(",\"a,\"\"b\"\"\","),
            "{file}"
        );
        assert_eq!(lines[1], "2025-11-01,2025-11-01,7,2,28.57,28.57,0,0,0.00,0.00,0");
        assert_eq!(lines[2], "2025-11-02,2025-11-02,0,,,,,,,,");
        assert_eq!(
            lines[3],
            "2025-11-03,2025-11-03,1,0,0.00,25.00,0,1,100.00,12.50,0"
        );
        assert_eq!(lines[4..], [""]);
        let columns = |line: &str| line.replace("a,\"\"b", "ab").split(',').count();
        assert!(lines[..4].iter().all(|line| columns(line) == 11), "{file}");
    }

    #[test]
    fn no_name_is_a_formula() {
        for name in ["=HYPERLINK(\"x\",\"y\")", "+1", "-1", "@a"] {
            let cell = cell(name);
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
        }
        assert_eq!(cell("c++"), "c++");
    }
}

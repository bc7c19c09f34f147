//! The days that a report's body says it covers: `报告时间：2025年11月28日-30日`.

use crate::markdown::Block;
use crate::model::{Day, Period};

use super::block_text;

/// Words after which a report states its days.
const LABELS: [&str; 6] = [
    "报告时间",
    "时间范围",
    "报告周期",
    "覆盖时间",
    "统计时间",
    "報告時間",
];

/// The first stated period in these blocks.
pub(super) fn find<'a>(blocks: impl Iterator<Item = &'a Block>) -> Option<Period> {
    for block in blocks {
        let text = block_text(block);
        for label in LABELS {
            let Some((_, after)) = text.split_once(label) else {
                continue;
            };
            let line = after.lines().next().unwrap_or(after);
            if let Some(period) = read(line) {
                return Some(period);
            }
        }
    }
    None
}

/// Reads the first one or two days of a text; the second may leave out year and month.
fn read(text: &str) -> Option<Period> {
    let mut numbers = Numbers { rest: text };
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let from = Day::new(i32::try_from(year.value).ok()?, month.value, day.value)?;
    let second = [numbers.next(), numbers.next(), numbers.next()];
    let to = match second {
        [Some(y), Some(m), Some(d)] if y.value > 31 => {
            Day::new(i32::try_from(y.value).ok()?, m.value, d.value)
        }
        [Some(m), Some(d), _] if m.unit != '日' => Day::new(from.year(), m.value, d.value),
        [Some(d), _, _] => Day::new(from.year(), from.month(), d.value),
        _ => None,
    };
    Some(
        to.filter(|to| *to >= from)
            .map_or(Period::new(from, from), |to| Period::new(from, to)),
    )
}

/// A number and the character after it.
struct Number {
    value: u32,
    unit: char,
}

/// The decimal numbers of a text, in order.
struct Numbers<'a> {
    rest: &'a str,
}

impl Iterator for Numbers<'_> {
    type Item = Number;

    fn next(&mut self) -> Option<Number> {
        let start = self.rest.find(|c: char| c.is_ascii_digit())?;
        let digits = &self.rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (number, rest) = digits.split_at(end);
        self.rest = rest;
        Some(Number {
            value: number.parse().ok()?,
            unit: rest.chars().next().unwrap_or(' '),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_every_usual_form() {
        for (text, expected) in [
            ("：2025年11月28日-30日", Some(("2025-11-28", "2025-11-30"))),
            ("：2025年11月28日至12月2日", Some(("2025-11-28", "2025-12-02"))),
            ("：2025-11-28 至 2026-01-03", Some(("2025-11-28", "2026-01-03"))),
            ("：2025年11月21日", Some(("2025-11-21", "2025-11-21"))),
            ("：2025年13月1日", None),
            ("：昨天", None),
        ] {
            let period = read(text).map(|p| (p.from.to_string(), p.to.to_string()));
            assert_eq!(
                period,
                expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
                "{text}"
            );
        }
    }
}

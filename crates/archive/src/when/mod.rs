//! Days as people type them: `11-21`, `2025-11`, `昨天`, `last week`, `11-03 到 11-09`.
//!
//! What is typed names a span of days. Where it leaves out a year or a month, the latest one that is not after today
//! is meant: an archive lies in the past. A week begins on Monday.

mod words;

pub use words::MONTHS;

use crate::model::{Day, Period};

/// The days that a text names, seen from `today`; `None` where it names none, or a day that does not exist.
///
/// Understood are a year (`2025`), a month (`2025-11`, `11月`, `Nov 2025`), a day (`2025-11-21`, `11/21`, `11月21日`,
/// `21 Nov`, `21`), words (`今天`, `上周`, `last month`, `近 7 天`), and two of these with `..`, `–`, `到`, `至` or `to`
/// between them. Of a span the first day of the first and the last day of the second are its ends, in whichever order
/// they are given; a second part without a month or year takes those of the first (`11-03 到 09`).
pub fn parse(text: &str, today: Day) -> Option<Period> {
    let text = normalized(text);
    if text.is_empty() {
        return None;
    }
    let now = Now { today, after: None };
    single(&text, now).or_else(|| span(&text, today))
}

/// What incomplete dates are completed with.
#[derive(Clone, Copy)]
struct Now {
    today: Day,
    /// The beginning of a span: its end, where incomplete, is the first such day from there on.
    after: Option<Day>,
}

/// One form for what means the same: full width as half width, traditional as simplified, capitals as small letters, and
/// white space once or not at all.
fn normalized(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '週' | '礼' | '禮' => '周',
            // 上个周五 is 上周五.
            '個' | '个' => continue,
            '這' => '这',
            '號' | '号' => '日',
            '兩' => '两',
            '過' => '过',
            '從' => '从',
            '\u{2010}'..='\u{2012}' => '-',
            '—' | '―' | '〜' => '–',
            c if c.is_whitespace() => ' ',
            c => c.to_ascii_lowercase(),
        };
        let is_double = c == ' ' && (out.is_empty() || out.ends_with(' '));
        if !is_double {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out.replace("星期", "周")
        .replace("周拜", "周")
        .replace("周天", "周日")
}

/// Two parts with a word or sign between them that means "to".
fn span(text: &str, today: Day) -> Option<Period> {
    let text = ["从", "from "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    // What a date itself can hold comes last.
    [
        "...",
        "..",
        "–",
        "~",
        "到",
        "至",
        " to ",
        " until ",
        " through ",
        " - ",
        ",",
        "-",
    ]
    .into_iter()
    .find_map(|sign| {
        let (from, to) = text.split_once(sign)?;
        // 13-01 is a month that does not exist, and no span of two days; 2024-2025 is two years.
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if sign == "-" && is_number(from) && is_number(to) && (from.len() < 4 || to.len() < 4) {
            return None;
        }
        let from = single(from.trim(), Now { today, after: None })?;
        let second = Now {
            today,
            after: Some(from.from),
        };
        let to = single(to.trim(), second)?;
        Some(Period::new(from.from.min(to.from), from.to.max(to.to)))
    })
}

fn single(text: &str, now: Now) -> Option<Period> {
    words::period(text, now.today).or_else(|| date(text, now))
}

/// A date in numbers: a year, a month or a day of either, with signs or words between the numbers.
fn date(text: &str, now: Now) -> Option<Period> {
    let parts = Parts::of(text)?;
    match (parts.year, parts.month, parts.day) {
        (Some(year), None, None) => Period::of_year(year),
        (Some(year), Some(month), None) => Some(month_of(Day::new(year, month, 1)?)),
        (Some(year), Some(month), Some(day)) => one(Day::new(year, month, day)?),
        (None, Some(month), None) => {
            let year = |year| Day::new(year, month, 1);
            now.complete(year(now.year()), year).map(month_of)
        }
        (None, Some(month), Some(day)) => {
            let year = |year| Day::new(year, month, day);
            // The 29th of February is in few years.
            let nearest = (now.year() - 3..=now.year()).rev().find_map(year);
            now.complete(nearest, year).and_then(one)
        }
        (None, None, Some(day)) => now.day_of_month(day).and_then(one),
        _ => None,
    }
}

fn one(day: Day) -> Option<Period> {
    Some(Period::new(day, day))
}

fn month_of(day: Day) -> Period {
    Period::new(day.first_of_month(), day.last_of_month())
}

impl Now {
    /// The year to begin with where none is given.
    fn year(self) -> i32 {
        self.after.unwrap_or(self.today).year()
    }

    /// The day in that year; moved by a year where it would lie ahead, or before the beginning of its span.
    fn complete(self, day: Option<Day>, in_year: impl Fn(i32) -> Option<Day>) -> Option<Day> {
        let day = day?;
        match self.after {
            Some(after) if day < after.first_of_month() => in_year(day.year() + 1),
            None if day > self.today => (1..=8).find_map(|years| in_year(day.year() - years)),
            _ => Some(day),
        }
    }

    /// The latest day of this number that is not ahead; in a span the first that is not before its beginning.
    fn day_of_month(self, day: u32) -> Option<Day> {
        let start = self.after.unwrap_or(self.today).first_of_month();
        let in_month = |months: i32| {
            let month = start.plus_months(months);
            Day::new(month.year(), month.month(), day)
        };
        match self.after {
            Some(after) => (0..=2).filter_map(in_month).find(|day| *day >= after),
            None => (0..=2)
                .filter_map(|months| in_month(-months))
                .find(|day| *day <= self.today),
        }
    }
}

/// The numbers of a date.
#[derive(Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut numbers: Vec<u32> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                let (digits, after) = rest.split_at(end);
                let number: u32 = digits.parse().ok().filter(|_| end <= 8)?;
                let after = after.trim_start();
                rest = ["年", "月", "日", "st", "nd", "rd", "th"]
                    .into_iter()
                    .find_map(|unit| Some((unit, after.strip_prefix(unit)?)))
                    .map_or_else(
                        || {
                            numbers.push(number);
                            Some(after)
                        },
                        |(unit, after)| parts.take(unit, number, end).then_some(after),
                    )?;
                if end == 8 {
                    // 20251121
                    (parts.year, parts.month, parts.day) = (
                        Some((number / 10_000) as i32),
                        Some(number / 100 % 100),
                        Some(number % 100),
                    );
                    numbers.pop();
                }
            } else if let Some((month, after)) = words::month_name(rest) {
                if parts.month.replace(month).is_some() {
                    return None;
                }
                rest = after;
            } else if matches!(first, '-' | '/' | '.' | ' ' | ',') {
                // A sign stands between two things.
                if rest.len() == text.len() || rest.len() == 1 {
                    return None;
                }
                rest = &rest[1..];
            } else {
                return None;
            }
        }
        parts.fill(&numbers).then_some(parts)
    }

    /// Takes a number with its unit; says whether it can be.
    fn take(&mut self, unit: &str, number: u32, digits: usize) -> bool {
        match unit {
            "年" => {
                // 25年 is 2025年.
                let century = if digits <= 2 { 2000 } else { 0 };
                self.year.replace(number as i32 + century).is_none()
            }
            "月" => self.month.replace(number).is_none(),
            _ => self.day.replace(number).is_none(),
        }
    }

    /// Gives the numbers without a unit the places that are free, as a year first, or as a day before a month's name
    /// and a year behind it.
    fn fill(&mut self, numbers: &[u32]) -> bool {
        let is_year = |n: u32| n >= 1000;
        match (numbers, self.year, self.month, self.day) {
            ([], ..) => true,
            ([year], None, _, _) if is_year(*year) => {
                self.year = Some(*year as i32);
                true
            }
            ([day], _, Some(_), None) | ([day], None, None, None) => {
                self.day = Some(*day);
                true
            }
            ([month], Some(_), None, None) => {
                self.month = Some(*month);
                true
            }
            ([year, month], None, None, None) if is_year(*year) => {
                (self.year, self.month) = (Some(*year as i32), Some(*month));
                true
            }
            ([month, day], _, None, None) => {
                (self.month, self.day) = (Some(*month), Some(*day));
                true
            }
            ([a, b], None, Some(_), None) => {
                // 21 nov 2025, nov 21 2025, 2025 nov 21
                let (year, day) = if is_year(*a) { (*a, *b) } else { (*b, *a) };
                (self.year, self.day) = (Some(year as i32), Some(day));
                is_year(year)
            }
            ([year, month, day], None, None, None) => {
                let century = if is_year(*year) { 0 } else { 2000 };
                (self.year, self.month, self.day) = (Some(*year as i32 + century), Some(*month), Some(*day));
                is_year(*year)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;

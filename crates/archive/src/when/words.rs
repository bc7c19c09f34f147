//! Days that are named by words, in Chinese and English.

use crate::model::{Day, Period};

/// The days that a word or phrase names, seen from today.
pub(super) fn period(text: &str, today: Day) -> Option<Period> {
    named_day(text)
        .map(|offset| Period::new(today.plus(offset), today.plus(offset)))
        .or_else(|| named_span(text, today))
        .or_else(|| weekday(text, today))
        .or_else(|| last_days(text, today))
}

/// A day by its distance from today.
fn named_day(text: &str) -> Option<i32> {
    let offset = match text {
        "今天" | "今日" | "today" => 0,
        "昨天" | "昨日" | "yesterday" => -1,
        "前天" | "前日" | "the day before yesterday" | "day before yesterday" => -2,
        "大前天" => -3,
        "明天" | "明日" | "tomorrow" => 1,
        _ => return None,
    };
    Some(offset)
}

/// A week, month or year by its distance from the present one.
fn named_span(text: &str, today: Day) -> Option<Period> {
    let (offset, unit) = [
        ("本", 0),
        ("这", 0),
        ("当", 0),
        ("今", 0),
        ("this ", 0),
        ("上上", -2),
        ("上", -1),
        ("去", -1),
        ("前", -2),
        ("last ", -1),
        ("previous ", -1),
    ]
    .into_iter()
    .find_map(|(word, offset)| Some((offset, text.strip_prefix(word)?)))?;
    let whole_week = |monday: Day| Period::new(monday, monday.plus(6));
    match unit {
        "周" | "week" => Some(whole_week(monday_of(today).plus(7 * offset))),
        "月" | "month" => {
            let first = today.first_of_month().plus_months(offset);
            Some(Period::new(first, first.last_of_month()))
        }
        "年" | "year" => Period::of_year(today.year() + offset),
        "周末" | "weekend" => {
            let saturday = monday_of(today).plus(7 * offset + 5);
            Some(Period::new(saturday, saturday.plus(1)))
        }
        _ => None,
    }
}

/// 周五 is the latest Friday, 上周五 that of last week.
fn weekday(text: &str, today: Day) -> Option<Period> {
    const CHINESE: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    const ENGLISH: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let (week, name) = [
        ("上上周", Some(-2)),
        ("上周", Some(-1)),
        ("本周", Some(0)),
        ("这周", Some(0)),
        ("周", None),
    ]
    .into_iter()
    .find_map(|(word, week)| Some((week, text.strip_prefix(word)?)))
    .unwrap_or_else(|| match text.strip_prefix("last ") {
        Some(name) => (Some(-1), name),
        None => (None, text),
    });
    let of = |names: &[&str; 7]| names.iter().position(|known| *known == name);
    let short = || {
        ENGLISH
            .iter()
            .position(|known| name.len() == 3 && known.starts_with(name))
    };
    let is_chinese = text.contains('周');
    let at = if is_chinese {
        of(&CHINESE)
    } else {
        of(&ENGLISH).or_else(short)
    };
    let at = at? as i32;
    let this_week = monday_of(today).plus(at);
    let day = match week {
        Some(weeks) => this_week.plus(7 * weeks),
        None if this_week > today => this_week.plus(-7),
        None => this_week,
    };
    Some(Period::new(day, day))
}

/// 近 7 天, last 7 days, 最近两周, past month: so much time up to today.
fn last_days(text: &str, today: Day) -> Option<Period> {
    let rest = [
        "最近",
        "近",
        "过去",
        "前",
        "last ",
        "past ",
        "the last ",
        "the past ",
    ]
    .into_iter()
    .find_map(|word| text.strip_prefix(word))?
    .trim_start();
    let (count, unit) = count(rest)?;
    let first = match unit.trim_start() {
        "天" | "日" | "days" | "day" => today.plus(1 - count),
        "周" | "weeks" | "week" => today.plus(1 - 7 * count),
        "月" | "months" | "month" => today.plus_months(-count).plus(1),
        "年" | "years" | "year" => today.plus_months(-12 * count).plus(1),
        _ => return None,
    };
    Some(Period::new(first, today))
}

/// A number at the beginning, in digits or one Chinese numeral, with what follows. Without one it is 1.
fn count(text: &str) -> Option<(i32, &str)> {
    const NUMERALS: [char; 11] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits > 0 {
        let count: i32 = text[..digits].parse().ok()?;
        // More than a century is a slip of the finger.
        return (1..=36_600).contains(&count).then_some((count, &text[digits..]));
    }
    let first = text.chars().next()?;
    let numeral = match first {
        '两' => Some(2),
        '半' | '零' => return None,
        first => NUMERALS.iter().position(|known| *known == first),
    };
    Some(match numeral {
        Some(numeral) => (numeral as i32, &text[first.len_utf8()..]),
        None => (1, text),
    })
}

fn monday_of(day: Day) -> Day {
    day.plus(-(day.weekday() as i32))
}

/// The English names of the months, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its English name at the beginning of the text, whole or its first three letters, with what follows.
pub(super) fn month_name(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let at = MONTHS
        .iter()
        .position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))?;
    Some((at as u32 + 1, rest))
}

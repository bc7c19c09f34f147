//! Text → date: token by token, each telling by its form what it is.

use std::str::FromStr;

use kanbao_archive::model::Day;
use kanbao_archive::when::MONTHS;

use super::{DateError, Stamp, Time};

impl FromStr for Stamp {
    type Err = DateError;

    /// Reads the parts in any order that their form makes clear: ISO 8601 and RFC 3339, `2025/11/21`,
    /// `2025年11月21日`, RFC 2822, what `date` prints (`Fri Sep  3 11:21:31 CEST 2021`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.trim().replace(['年', '月'], "-").replace('日', " ");
        let mut parts = Parts::default();
        for token in plain
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|token| !token.is_empty())
        {
            parts.take(token)?;
        }
        parts.finish()
    }
}

/// What has been read of a date so far.
#[derive(Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<Time>,
    offset: Option<i32>,
    afternoon: Option<bool>,
    zone_name: bool,
}

impl Parts {
    fn take(&mut self, token: &str) -> Result<(), DateError> {
        if let Some((date, time)) = token
            .split_once(['T', 't'])
            .filter(|(date, _)| numeric_date(date).is_some())
        {
            self.take(date)?;
            return self.take_time(time);
        }
        if let Some([year, month, day]) = numeric_date(token).or_else(|| named_date(token)) {
            set(&mut self.year, year)?;
            set(&mut self.month, month)?;
            return set(&mut self.day, day);
        }
        if token.starts_with(['+', '-']) {
            return self.take_offset(token);
        }
        if token.contains(':') {
            return self.take_time(token);
        }
        self.take_word(token)
    }

    fn take_word(&mut self, token: &str) -> Result<(), DateError> {
        let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match (number(digits), digits.len(), token.len() - digits.len()) {
            (Some(year), 4, 0) => set(&mut self.year, year),
            (Some(day), 1 | 2, 0 | 2) if self.is_day_suffix(&token[digits.len()..]) => {
                set(&mut self.day, day)
            }
            _ if token.eq_ignore_ascii_case("am") || token.eq_ignore_ascii_case("pm") => {
                set(&mut self.afternoon, token.eq_ignore_ascii_case("pm"))
            }
            _ if ["Z", "UTC", "GMT"]
                .iter()
                .any(|utc| token.eq_ignore_ascii_case(utc)) =>
            {
                // Go prints `+0000 UTC`: the name only repeats an offset.
                self.offset = self.offset.or(Some(0));
                Ok(())
            }
            _ if month_number(token).is_some() => {
                set(&mut self.month, month_number(token).unwrap_or_default())
            }
            _ if is_weekday(token) => Ok(()),
            _ if !self.zone_name
                && (3..=5).contains(&token.len())
                && token.bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                self.zone_name = true;
                Ok(())
            }
            _ => Err(DateError::Unknown),
        }
    }

    fn is_day_suffix(&self, suffix: &str) -> bool {
        ["", "st", "nd", "rd", "th"]
            .iter()
            .any(|known| suffix.eq_ignore_ascii_case(known))
    }

    /// `10:01`, `10:01:26`, `10:01:26.123456789`, each perhaps with an offset or `am`/`pm` right after it.
    fn take_time(&mut self, token: &str) -> Result<(), DateError> {
        let end = token
            .find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')
            .unwrap_or(token.len());
        let (clock, zone) = token.split_at(end);
        let mut fields = clock.split(':');
        let mut field = || {
            fields
                .next()
                .map(|text| text.split_once('.').map_or(text, |(whole, _)| whole))
        };
        let (hour, minute, second) = (field(), field(), field().unwrap_or("0"));
        let fraction_ok = clock
            .split_once('.')
            .is_none_or(|(_, digits)| number_of_digits(digits) == Some(digits.len()));
        if fields.next().is_some() || !fraction_ok {
            return Err(DateError::Unknown);
        }
        let two_digits = |text: &str| number(text).filter(|_| text.len() <= 2);
        let all = (
            hour.and_then(two_digits),
            minute.and_then(two_digits),
            two_digits(second),
        );
        let (Some(hour), Some(minute), Some(second)) = all else {
            return Err(DateError::Unknown);
        };
        if hour > 23 || minute > 59 || second > 60 {
            return Err(DateError::NoSuchTime);
        }
        set(
            &mut self.time,
            Time {
                hour: hour as u8,
                minute: minute as u8,
                second: second as u8,
            },
        )?;
        match zone {
            "" => Ok(()),
            _ if zone.starts_with(['+', '-']) => self.take_offset(zone),
            _ => self.take_word(zone),
        }
    }

    /// `+0800`, `+08:00`, `+8`, `-05`.
    fn take_offset(&mut self, token: &str) -> Result<(), DateError> {
        let sign = if token.starts_with('-') { -1 } else { 1 };
        let digits = token[1..].replace(':', "");
        let (hours, minutes) = match number_of_digits(&digits).unwrap_or(0) {
            1 | 2 => (number(&digits), Some(0)),
            4 => (number(&digits[..2]), number(&digits[2..])),
            _ => return Err(DateError::Unknown),
        };
        let (Some(hours), Some(minutes)) = (hours, minutes) else {
            return Err(DateError::Unknown);
        };
        if hours > 23 || minutes > 59 {
            return Err(DateError::NoSuchOffset);
        }
        set(&mut self.offset, sign * (hours * 3600 + minutes * 60) as i32)
    }

    fn finish(self) -> Result<Stamp, DateError> {
        let (Some(year), Some(month), Some(day)) = (self.year, self.month, self.day) else {
            return Err(DateError::Unknown);
        };
        let year = i32::try_from(year).map_err(|_| DateError::NoSuchDay)?;
        let day = Day::new(year, month, day).ok_or(DateError::NoSuchDay)?;
        let time = match (self.time, self.afternoon) {
            (Some(time), Some(_)) if time.hour > 12 || time.hour == 0 => return Err(DateError::NoSuchTime),
            (Some(time), Some(afternoon)) => Some(Time {
                hour: time.hour % 12 + if afternoon { 12 } else { 0 },
                ..time
            }),
            (None, Some(_)) => return Err(DateError::Unknown),
            (time, None) => time,
        };
        Ok(Stamp {
            day,
            time,
            offset: self.offset,
        })
    }
}

/// Sets what is not set yet; a date that says something twice is none.
fn set<T>(slot: &mut Option<T>, value: T) -> Result<(), DateError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(DateError::Unknown),
    }
}

/// `2025-11-21`, `2025/11/21`, `2025.11.21`, `2025_11_21` (one or two digits for month and day) or `20251121`.
pub(in crate::posts) fn numeric_date(token: &str) -> Option<[u32; 3]> {
    if token.len() == 8 && number_of_digits(token) == Some(8) {
        return Some([number(&token[..4])?, number(&token[4..6])?, number(&token[6..])?]);
    }
    let separator = token
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| "-/._".contains(*c))?;
    let mut fields = token.split(separator);
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    let short = |text: &str| number(text).filter(|_| text.len() <= 2);
    if year.len() != 4 || fields.next().is_some() {
        return None;
    }
    Some([number(year)?, short(month)?, short(day)?])
}

/// `21-Jul-2025`.
pub(in crate::posts) fn named_date(token: &str) -> Option<[u32; 3]> {
    let mut fields = token.split('-');
    let (day, month, year) = (fields.next()?, fields.next()?, fields.next()?);
    if fields.next().is_some() || year.len() != 4 || day.len() > 2 {
        return None;
    }
    Some([number(year)?, month_number(month)?, number(day)?])
}

/// The number that a text of ASCII digits writes.
fn number(text: &str) -> Option<u32> {
    number_of_digits(text).and_then(|_| text.parse().ok())
}

/// The length of a text that consists of ASCII digits alone and has one.
fn number_of_digits(text: &str) -> Option<usize> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text.len())
}

/// `Sep`, `Sept`, `September`, in any case, perhaps with a full stop.
fn month_number(word: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|name| abbreviates(word, name))?;
    Some(index as u32 + 1)
}

fn is_weekday(word: &str) -> bool {
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .any(|name| abbreviates(word, name))
}

/// Whether a word is the beginning of a name, of three letters or more.
fn abbreviates(word: &str, name: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    word.len() >= 3 && name.starts_with(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, DateError> {
        let stamp: Stamp = text.parse()?;
        let time = stamp
            .time
            .map(|t| format!(" {:02}:{:02}:{:02}", t.hour, t.minute, t.second))
            .unwrap_or_default();
        let offset = stamp.offset.map(|s| format!(" {s:+}")).unwrap_or_default();
        Ok(format!("{}{time}{offset}", stamp.day))
    }

    #[test]
    fn every_form_that_real_archives_hold() {
        for (text, expected) in [
            ("2025-11-21 10:01:26 +0800", "2025-11-21 10:01:26 +28800"),
            ("2025-11-21", "2025-11-21"),
            ("2025-1-5", "2025-01-05"),
            ("20251121", "2025-11-21"),
            ("2025-11-21 10:01", "2025-11-21 10:01:00"),
            ("2025-11-21 10:01 +0800", "2025-11-21 10:01:00 +28800"),
            ("2025-11-21T10:01:26Z", "2025-11-21 10:01:26 +0"),
            ("2025-11-21t10:01:26z", "2025-11-21 10:01:26 +0"),
            ("2025-11-21T10:01:26+08:00", "2025-11-21 10:01:26 +28800"),
            (
                "2025-11-21T10:01:26.123456789-05:30",
                "2025-11-21 10:01:26 -19800",
            ),
            (
                "2025-11-21 10:01:26.123456789 +0000 UTC",
                "2025-11-21 10:01:26 +0",
            ),
            ("2025/11/21", "2025-11-21"),
            ("2025/11/21 8:05", "2025-11-21 08:05:00"),
            ("2025.11.21", "2025-11-21"),
            ("2025年11月21日 10:01", "2025-11-21 10:01:00"),
            ("Fri Sep  3 11:21:31 CEST 2021", "2021-09-03 11:21:31"),
            ("Fri, 21 Nov 2025 10:01:26 +0800", "2025-11-21 10:01:26 +28800"),
            ("Fri, 21 Nov 2025 10:01:26 GMT", "2025-11-21 10:01:26 +0"),
            ("21 November 2025", "2025-11-21"),
            ("Nov 21st, 2025 3:05 PM", "2025-11-21 15:05:00"),
            ("Nov. 21, 2025 12:05am", "2025-11-21 00:05:00"),
            ("21-Jul-2025", "2025-07-21"),
            ("  2025-11-21  ", "2025-11-21"),
            ("2016-12-31 23:59:60 Z", "2016-12-31 23:59:60 +0"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        use DateError::*;
        for (text, expected) in [
            ("2025-02-30", NoSuchDay),
            ("2025-02-30 10:00:00 +0800", NoSuchDay),
            ("2025-13-01", NoSuchDay),
            ("20251301", NoSuchDay),
            ("0000-01-01", NoSuchDay),
            ("2025-11-21 25:00", NoSuchTime),
            ("2025-11-21 10:60", NoSuchTime),
            ("2025-11-21 13:00 pm", NoSuchTime),
            ("2025-11-21 10:00 +2500", NoSuchOffset),
            ("2025-11-21 00:10::00", Unknown),
            ("2025-11-21 10:01:26.", Unknown),
            ("2025-11-21 10:01:26:30", Unknown),
            ("2025-11-21 2025-11-22", Unknown),
            ("昨天", Unknown),
            ("", Unknown),
            ("2025", Unknown),
            ("10:00", Unknown),
            ("２０２５-11-21", Unknown),
            ("2025-11-21 +", Unknown),
            ("Sep 2021 CEST XYZ 3", Unknown),
        ] {
            assert_eq!(shown(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_refused() {
        for text in [
            "+é",
            "+1é2",
            "-",
            "::",
            "T",
            "2025-11-21T",
            "1é",
            "éam",
            "+1:",
            "99999999999999999999",
            "2025-99999999999-1",
        ] {
            assert!(shown(text).is_err(), "{text}");
        }
    }
}

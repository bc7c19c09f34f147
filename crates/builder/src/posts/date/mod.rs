//! Dates as people and their scripts write them.
//!
//! A publication day is the day that the post writes, in whatever offset it writes it; it is never converted.

mod parse;

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;
use kanbao_archive::model::Day;

pub(super) use parse::{named_date, numeric_date};

/// A day, perhaps with a time and an offset, as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The day.
    pub day: Day,
    /// The time of that day.
    pub time: Option<Time>,
    /// Seconds east of UTC; `None` where none is written, or only an abbreviation such as `CEST`.
    pub offset: Option<i32>,
}

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Time {
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0–60, since a leap second can be written.
    pub second: u8,
}

impl Stamp {
    /// A day without time.
    pub fn of_day(day: Day) -> Self {
        Self {
            day,
            time: None,
            offset: None,
        }
    }

    /// The earliest moment this can mean, in seconds since 1970-01-01 UTC. Where no offset is written it is read in
    /// `zone`, and without one in the first place on earth to reach that day (UTC+14).
    pub fn earliest_moment(&self, zone: Option<&TimeZone>) -> i64 {
        const FIRST_ON_EARTH: i64 = 14 * 3600;
        let time = self.time.unwrap_or(Time {
            hour: 0,
            minute: 0,
            second: 0,
        });
        let seconds = i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second);
        let local = i64::from(self.day.epoch_days()) * 86_400 + seconds;
        let offset = self
            .offset
            .map(i64::from)
            .or_else(|| offset_in(zone?, self.day, time));
        local - offset.unwrap_or(FIRST_ON_EARTH)
    }
}

/// The zone's offset at that local time, in seconds east of UTC.
fn offset_in(zone: &TimeZone, day: Day, time: Time) -> Option<i64> {
    let second = time.second.min(59);
    let date = civil_date(day)?;
    let time = civil::Time::new(time.hour as i8, time.minute as i8, second as i8, 0).ok()?;
    let moment = zone
        .to_ambiguous_timestamp(date.to_datetime(time))
        .compatible()
        .ok()?;
    Some(i64::from(zone.to_offset(moment).seconds()))
}

/// A day as the calendar crate knows it; `None` beyond the years that it can compute.
pub(crate) fn civil_date(day: Day) -> Option<civil::Date> {
    let (year, month, day) = day.civil();
    let year = i16::try_from(year).ok()?;
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Why a text is not a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateError {
    /// It has no form that is known.
    Unknown,
    /// There is no such day.
    NoSuchDay,
    /// There is no such time of day.
    NoSuchTime,
    /// There is no such offset from UTC.
    NoSuchOffset,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateError::Unknown => "expected a date such as 2025-11-21 10:01:26 +0800 or 2025-11-21",
            DateError::NoSuchDay => "there is no such day",
            DateError::NoSuchTime => "there is no such time of day",
            DateError::NoSuchOffset => "there is no such offset from UTC",
        })
    }
}

impl std::error::Error for DateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_compared_in_their_own_offset() {
        let moment = |text: &str, zone| text.parse::<Stamp>().unwrap().earliest_moment(zone);
        assert_eq!(moment("1970-01-01 08:00 +0800", None), 0);
        assert_eq!(moment("1970-01-01", None), -14 * 3600);
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(
            moment("2025-07-01", Some(&berlin)),
            moment("2025-06-30T22:00:00Z", None)
        );
        assert_eq!(
            moment("2025-07-01 +0000", Some(&berlin)),
            moment("2025-07-01T00:00:00Z", None)
        );
    }
}

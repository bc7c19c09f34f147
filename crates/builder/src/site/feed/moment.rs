//! When a report was published and last changed, as feeds ask for it.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use kanbao_archive::model::{Day, Summary};

use crate::posts::civil_date;

/// Publication and last change of a report. A correction states a day alone and counts from its beginning, but nothing
/// changes before it is published.
pub(super) fn of(summary: &Summary, zone: &TimeZone) -> (Zoned, Zoned) {
    let time = summary.time.as_deref().and_then(|time| time.parse().ok());
    let published = instant(summary.day, time.unwrap_or(Time::midnight()), zone);
    let corrected = summary.updated.map(|day| instant(day, Time::midnight(), zone));
    let updated = corrected.filter(|moment| *moment > published);
    let updated = updated.unwrap_or_else(|| published.clone());
    (published, updated)
}

/// A moment for what never happened.
pub(super) fn never() -> Zoned {
    Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC)
}

/// A moment in RFC 3339, with its zone's offset.
pub(super) fn text(moment: &Zoned) -> String {
    moment.strftime("%FT%T%:z").to_string()
}

fn instant(day: Day, time: Time, zone: &TimeZone) -> Zoned {
    let local = civil_date(day).map(|date| DateTime::from_parts(date, time));
    let zoned = local.and_then(|local| local.to_zoned(zone.clone()).ok());
    // Dates that a report can have are within what the calendar can compute.
    zoned.unwrap_or_else(never)
}

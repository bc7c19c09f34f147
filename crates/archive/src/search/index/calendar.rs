//! Which reports stand in one level: a matter of the calendar alone, so that a build from nothing and one more
//! report give the same levels.

use std::ops::Range;

use crate::model::Day;

/// Lengths of a closed level in months, longest first. Each divides the one before it, so a closed level is always
/// made of whole shorter ones, and a month is written again only as often as there are lengths.
const LENGTHS: [i32; 7] = [96, 48, 24, 12, 6, 3, 1];

/// Cuts reports, given by their days newest first, into levels: the newest month, which may still grow, and
/// before it the longest stretches of the calendar that are over. A level's numbers begin anew at 0; levels
/// without reports are left out.
pub fn levels(days: &[Day]) -> Vec<Range<usize>> {
    let mut levels = Vec::new();
    let Some(newest) = days.first() else { return levels };
    // What begins at or after `end` is dealt with.
    let mut end = month(*newest) + 1;
    let mut start = 0;
    let mut length = 1;
    while start < days.len() {
        let first = end - length;
        let count = days[start..].partition_point(|day| month(*day) >= first);
        if count > 0 {
            levels.push(start..start + count);
        }
        (start, end) = (start + count, first);
        length = LENGTHS.into_iter().find(|length| end % length == 0).unwrap_or(1);
    }
    levels
}

/// Months since the year 0.
fn month(day: Day) -> i32 {
    day.year() * 12 + day.month() as i32 - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// First and last month of each level of an archive with a report a day.
    fn of(oldest: &str, newest: &str) -> Vec<String> {
        let (oldest, newest) = (day(oldest), day(newest));
        let days: Vec<Day> = (0..=newest.epoch_days() - oldest.epoch_days())
            .map(|back| newest.plus(-back))
            .collect();
        let levels = levels(&days);
        assert_eq!(levels.iter().map(Range::len).sum::<usize>(), days.len());
        let name = |range: &Range<usize>| {
            format!(
                "{}…{}",
                days[range.end - 1].month_key(),
                days[range.start].month_key()
            )
        };
        levels.iter().map(name).collect()
    }

    #[test]
    fn closed_stretches_grow_with_their_age() {
        assert_eq!(
            of("2018-11-08", "2025-11-30"),
            [
                "2025-11…2025-11",
                "2025-10…2025-10",
                "2025-07…2025-09",
                "2025-01…2025-06",
                "2024-01…2024-12",
                "2018-11…2023-12"
            ]
        );
        assert_eq!(of("2025-11-03", "2025-11-30"), ["2025-11…2025-11"]);
        assert_eq!(
            of("2023-12-30", "2024-01-02"),
            ["2024-01…2024-01", "2023-12…2023-12"]
        );
    }

    #[test]
    fn a_new_report_changes_the_newest_level_and_a_new_month_begins_one() {
        let closed = |newest| of("2018-11-08", newest).split_off(1);
        assert_eq!(closed("2025-11-29"), closed("2025-11-30"));
        assert_eq!(of("2018-11-08", "2025-12-01")[2..], closed("2025-11-30"));
    }

    #[test]
    fn a_century_has_few_levels() {
        assert!(of("1925-01-01", "2025-12-31").len() < 25);
        assert!(levels(&[]).is_empty());
        let far = [day("2025-11-01"), day("1969-12-31"), day("0001-01-01")];
        assert_eq!(levels(&far).len(), 3);
    }
}

//! Dates that do not go together: the front matter's, the file name's, the title's, and those that the text states.

use kanbao_archive::model::{Day, Period};

use crate::diagnostic::{Code, Diagnostic, Source};

use super::front_matter::Field;
use super::title::TitleParts;

/// All that a post says of its days.
pub(super) struct Dates<'a> {
    /// The publication day.
    pub(super) day: Day,
    /// Where `date` stands, if it is given there.
    pub(super) date: Option<&'a Field<String>>,
    /// `posttime`, with its day.
    pub(super) posttime: Option<(&'a Field<String>, Day)>,
    /// The day that file or folder names.
    pub(super) named: Option<Day>,
    /// What the title says.
    pub(super) title: &'a TitleParts,
    /// Where the title stands, if it is given.
    pub(super) title_field: Option<&'a Field<String>>,
    /// The days that the text says it covers, and where.
    pub(super) stated: Option<Period>,
    /// Where the text says so.
    pub(super) stated_at: Option<std::ops::Range<usize>>,
}

/// What does not go together, as warnings; one cause is said once.
pub(super) fn check(source: &Source, dates: &Dates<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(date_and_name(source, dates).or_else(|| date_and_posttime(source, dates)));
    // Where name and title agree against the date, the date has been named already.
    let explained = !found.is_empty()
        && dates
            .named
            .is_some_and(|named| discord(dates.title, named).is_none());
    if !explained {
        found.extend(title_and_day(source, dates));
    }
    found.extend(title_and_text(source, dates));
    found
}

fn date_and_name(source: &Source, dates: &Dates<'_>) -> Option<Diagnostic> {
    let (date, named) = (dates.date?, dates.named.filter(|named| *named != dates.day)?);
    let diagnostic = source
        .diagnostic(
            Code::DateDisagrees,
            date.range.clone(),
            "the date and the file's name give different days",
        )
        .label(format!("{} here, {named} in the name", dates.day))
        .help(format!("the report was kept under {}", dates.day));
    Some(diagnostic)
}

fn date_and_posttime(source: &Source, dates: &Dates<'_>) -> Option<Diagnostic> {
    let (field, day) = dates.posttime.as_ref()?;
    if dates.date.is_none() || *day == dates.day {
        return None;
    }
    let diagnostic = source
        .diagnostic(
            Code::DateDisagrees,
            field.range.clone(),
            "`posttime` and `date` give different days",
        )
        .label(format!("{day} here, {} in `date`", dates.day))
        .help(format!("the report was kept under {}", dates.day));
    Some(diagnostic)
}

fn title_and_day(source: &Source, dates: &Dates<'_>) -> Option<Diagnostic> {
    let label = discord(dates.title, dates.day)?;
    let range = dates.title_field.map_or(0..0, |field| field.range.clone());
    let diagnostic = source
        .diagnostic(
            Code::PeriodDisagrees,
            range,
            "the days in the title do not go together with the date",
        )
        .label(label)
        .help(format!("the report was kept under {}", dates.day));
    Some(diagnostic)
}

/// Why a title's days and a day of publication do not go together. A report comes out on the last day it covers or soon
/// after: within as many days as it covers and two more.
fn discord(title: &TitleParts, day: Day) -> Option<String> {
    let period = title.period()?;
    let days = period.to.epoch_days() - period.from.epoch_days() + 1;
    let late = day.epoch_days() - period.to.epoch_days();
    if title.is_reversed() {
        Some("the first day comes after the last".to_owned())
    } else if late < 0 {
        Some(format!("it covers days up to {}, but is dated {day}", period.to))
    } else if late > days + 2 {
        Some(format!(
            "it covers days up to {}, {late} days before its date {day}",
            period.to
        ))
    } else {
        None
    }
}

fn title_and_text(source: &Source, dates: &Dates<'_>) -> Option<Diagnostic> {
    let stated = dates.stated?;
    let expected = match dates.title.period() {
        Some(period) if period == stated => return None,
        Some(period) => format!("the title says {}", span(period)),
        None if stated.to <= dates.day => return None,
        None => format!("the report is dated {}", dates.day),
    };
    let range = dates.stated_at.clone().unwrap_or(0..0);
    let diagnostic = source
        .diagnostic(
            Code::CoverageDisagrees,
            range,
            format!("the text says that it covers {}", span(stated)),
        )
        .label(expected)
        .help("the report was kept; it shows the days of the text as what it covers");
    Some(diagnostic)
}

/// `2025-11-28 to 2025-11-30`, or the day where it is one.
fn span(period: Period) -> String {
    if period.from == period.to {
        period.from.to_string()
    } else {
        format!("{} to {}", period.from, period.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// What is found for a day of publication, the title's days and the stated ones.
    fn lint(published: &str, title: Option<(&str, &str)>, stated: Option<(&str, &str)>) -> Vec<String> {
        let source = Source::new("a.md", "---\ntitle: x\n---\n".into());
        let title = TitleParts {
            from: title.map(|(from, _)| day(from)),
            to: title.map(|(_, to)| day(to)),
            ..TitleParts::default()
        };
        let dates = Dates {
            day: day(published),
            date: None,
            posttime: None,
            named: None,
            title: &title,
            title_field: None,
            stated: stated.map(|(from, to)| Period::new(day(from), day(to))),
            stated_at: None,
        };
        check(&source, &dates)
            .into_iter()
            .map(|d| format!("{} {}", d.code, d.label))
            .collect()
    }

    #[test]
    fn a_report_comes_out_on_its_last_day_or_soon_after() {
        for (published, from, to, expected) in [
            ("2025-11-30", "2025-11-30", "2025-11-30", ""),
            ("2025-12-03", "2025-11-30", "2025-11-30", ""),
            ("2025-12-30", "2025-11-01", "2025-11-30", ""),
            (
                "2025-12-04",
                "2025-11-30",
                "2025-11-30",
                "K025 it covers days up to 2025-11-30, 4 days before its date 2025-12-04",
            ),
            (
                "2025-11-29",
                "2025-11-30",
                "2025-11-30",
                "K025 it covers days up to 2025-11-30, but is dated 2025-11-29",
            ),
            (
                "2025-11-30",
                "2025-11-30",
                "2025-11-28",
                "K025 the first day comes after the last",
            ),
        ] {
            assert_eq!(
                lint(published, Some((from, to)), None).join("; "),
                expected,
                "{published} {from} {to}"
            );
        }
    }

    #[test]
    fn what_the_text_states_is_compared_with_the_title() {
        let one = ("2025-11-30", "2025-11-30");
        let three = ("2025-11-28", "2025-11-30");
        assert_eq!(
            lint("2025-11-30", Some(one), Some(three)),
            ["K026 the title says 2025-11-30"]
        );
        assert_eq!(lint("2025-11-30", Some(one), Some(one)), [""; 0]);
        assert_eq!(lint("2025-11-30", None, Some(three)), [""; 0]);
        assert_eq!(
            lint("2025-11-29", None, Some(three)),
            ["K026 the report is dated 2025-11-29"]
        );
    }
}

//! Trends: in what share of the reports terms stand, from day to day, week to week or month to month.
//!
//! What a report has is one bit a term ([`Marked`]), wherever that is known from: the [counts](crate::terms) for known
//! terms, a search for any other phrase. From there everything follows in integers:
//!
//! * [`Trend::of`] cuts the days into [spans](Span), and gives each term its share of every span's reports. A span
//!   without reports is a gap, not a zero: nobody looked.
//! * The mean smooths: it is the share among the latest reports, at least [`MEAN_OF`] of them, up to the end of the
//!   span. Spans are taken whole, since the reports of one day have no order. Reports are counted, not days, so that an
//!   archive that rests on Sundays is not jagged by them.
//! * [`bursts`](burst::bursts) finds the stretches in which a term comes up more than it usually does.
//! * [`chart`] draws it, [`csv`] writes it as a file.

mod burst;
mod draw;
mod file;
mod place;

use crate::model::{Day, Period};
use crate::order::sort_by_key;

pub use burst::Burst;
pub(crate) use draw::percent;
pub use draw::{Chart, Palette, chart, standalone, swatch};
pub use file::csv;
pub use place::Frame;

/// Reports that a mean is made of, at least.
pub const MEAN_OF: u32 = 7;

/// The whole, in the unit of shares: they are in 1/10,000, rounded to the nearest.
pub const WHOLE: u32 = 10_000;

/// Days up to which a span is a day: beyond, there are more ups and downs of single days than a phone can show.
const DAYS: i32 = 45;
/// Days up to which a span is a week: three years.
const WEEKS: i32 = 3 * 366;

/// A report, and which of the terms asked for it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marked {
    /// Its publication day.
    pub day: Day,
    /// Bit `n` for the term `n`.
    pub has: u8,
}

/// What a span is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// Some days that are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Which days; the first and the last span end where the trend does.
    pub days: Period,
    /// Reports published in them.
    pub reports: u32,
}

/// How a term fares in a span that has reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// Reports that have the term.
    pub having: u32,
    /// Their share of the span's reports, in 1/10,000.
    pub share: u32,
    /// The share among the latest reports up to here; `None` as long as these are fewer than [`MEAN_OF`].
    pub mean: Option<u32>,
}

/// How a term fares.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Series {
    /// A point for each span; `None` for those without reports.
    pub points: Vec<Option<Point>>,
    /// Reports that have the term, in all.
    pub having: u32,
    /// When it came up more than usual, oldest first.
    pub bursts: Vec<Burst>,
}

/// How some terms fare over a period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trend {
    /// What the spans are.
    pub step: Step,
    /// The spans, oldest first; they cover the period without a hole.
    pub spans: Vec<Span>,
    /// One for each term.
    pub series: Vec<Series>,
    /// Reports in all.
    pub reports: u32,
}

impl Step {
    /// The step that shows so many days: fine enough to tell what happened when, coarse enough to be seen.
    pub fn of_days(days: i32) -> Self {
        match days {
            ..=DAYS => Step::Day,
            _ if days <= WEEKS => Step::Week,
            _ => Step::Month,
        }
    }

    /// The first day of the next span.
    fn next(self, day: Day) -> Day {
        match self {
            Step::Day => day.plus(1),
            Step::Week => day.plus(7 - day.weekday() as i32),
            Step::Month => day.last_of_month().plus(1),
        }
    }
}

impl Trend {
    /// Counts reports, in any order, of which those outside of the period are left out.
    pub fn of(reports: &[Marked], period: Period, terms: usize) -> Self {
        let step = Step::of_days(period.to.epoch_days() - period.from.epoch_days() + 1);
        let mut reports: Vec<Marked> = (reports.iter().copied())
            .filter(|report| period.contains(report.day))
            .collect();
        sort_by_key(&mut reports, |report| report.day);
        let spans = spans(step, period, &reports);
        let series = (0..terms).map(|term| Series::of(&spans, &reports, 1 << term));
        Self {
            step,
            series: series.collect(),
            reports: reports.len() as u32,
            spans,
        }
    }

    /// Whether there are enough reports for means. Where there are not, the shares themselves are what is drawn.
    pub fn has_means(&self) -> bool {
        self.reports >= MEAN_OF
    }

    /// Whether some span has too few reports for a mean of its own, so that means reach back beyond spans.
    pub fn reaches_back(&self) -> bool {
        self.spans.iter().any(|span| (1..MEAN_OF).contains(&span.reports))
    }

    /// What is drawn of a point: its mean, or its share where the trend has no means.
    pub fn shown(&self, point: &Point) -> Option<u32> {
        if self.has_means() {
            point.mean
        } else {
            Some(point.share)
        }
    }
}

fn spans(step: Step, period: Period, reports: &[Marked]) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut from, mut rest) = (period.from, reports);
    while from <= period.to {
        let next = step.next(from);
        let (of_span, others) = rest.split_at(rest.partition_point(|report| report.day < next));
        spans.push(Span {
            days: Period::new(from, next.plus(-1).min(period.to)),
            reports: of_span.len() as u32,
        });
        (from, rest) = (next, others);
    }
    spans
}

impl Series {
    /// `reports` by day; `bit` is that of the term.
    fn of(spans: &[Span], reports: &[Marked], bit: u8) -> Self {
        let has = |report: &&Marked| report.has & bit != 0;
        let mut rest = reports;
        let mut having = Vec::with_capacity(spans.len());
        for span in spans {
            let (of_span, others) = rest.split_at(span.reports as usize);
            having.push(of_span.iter().filter(has).count() as u32);
            rest = others;
        }
        let point = |at: usize| {
            let span = &spans[at];
            (span.reports > 0).then(|| Point {
                having: having[at],
                share: share(having[at], span.reports),
                mean: mean(&spans[..=at], &having[..=at]),
            })
        };
        Self {
            points: (0..spans.len()).map(point).collect(),
            having: having.iter().sum(),
            bursts: burst::bursts(&by_day(reports, bit)),
        }
    }
}

/// The share among the latest reports, counted back span by span until they are enough.
fn mean(spans: &[Span], having: &[u32]) -> Option<u32> {
    let (mut reports, mut had) = (0, 0);
    for (span, of_span) in spans.iter().zip(having).rev() {
        reports += span.reports;
        had += of_span;
        if reports >= MEAN_OF {
            return Some(share(had, reports));
        }
    }
    None
}

/// A part of a whole that is not 0, in 1/10,000.
fn share(part: u32, whole: u32) -> u32 {
    let (part, whole) = (u64::from(part), u64::from(whole.max(1)));
    ((part * u64::from(WHOLE) + whole / 2) / whole) as u32
}

/// The days that have reports, with how many they have and how many of these have the term.
fn by_day(reports: &[Marked], bit: u8) -> Vec<burst::Batch> {
    let days = reports.chunk_by(|a, b| a.day == b.day);
    days.map(|of_day| burst::Batch {
        day: of_day[0].day,
        reports: of_day.len() as u32,
        having: of_day.iter().filter(|report| report.has & bit != 0).count() as u32,
    })
    .collect()
}

#[cfg(test)]
mod tests;

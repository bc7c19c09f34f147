//! Reports per week over the whole archive, with a brush that chooses a stretch of it.
//!
//! A bar is a week; in archives of more than a year and a half it is a month, and after twelve years a year, so that a
//! bar stays wide enough to be seen and hit.

use super::{Context, Dates, archive_period};
use crate::html::{Element, el};
use crate::model::{Bundle, Day, Period};

/// Bars up to which a bar is a week.
const WEEKS: usize = 80;
/// Bars up to which a bar is a month.
const MONTHS: usize = 144;
/// Fewer bars than this say nothing that the calendar does not say.
const LEAST: usize = 4;

/// Width and height of the picture, in tenths of a pixel at the width of the column.
const WIDTH: u32 = 2880;
const HEIGHT: u32 = 440;
/// What is left free on both sides, for the handles.
const INSET: u32 = 60;
/// A bar is no wider than this, however few there are.
const BAR: u32 = 120;
/// Half the width of what a finger can hit of a handle.
const GRIP: u32 = 180;

/// What a bar stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Week,
    Month,
    Year,
}

impl Unit {
    /// The first day of the unit that a day lies in.
    fn start(self, day: Day) -> Day {
        match self {
            Unit::Week => day.plus(-(day.weekday() as i32)),
            Unit::Month => day.first_of_month(),
            Unit::Year => day.plus_months(1 - day.month() as i32).first_of_month(),
        }
    }

    /// The first day of the next unit.
    fn next(self, start: Day) -> Day {
        match self {
            Unit::Week => start.plus(7),
            Unit::Month => start.plus_months(1),
            Unit::Year => start.plus_months(12),
        }
    }
}

/// How many reports each week, month or year of an archive has, from the oldest to the newest, those without among
/// them.
#[derive(Clone, PartialEq, Debug)]
pub struct Histogram {
    pub(super) unit: Unit,
    /// First day and number of reports of each bar, oldest first.
    pub(super) bars: Vec<(Day, u32)>,
    archive: Period,
}

impl Histogram {
    /// Counts the reports of a topic, or of all; `None` where the archive has none at all.
    pub fn of(bundle: &Bundle, topic: Option<&str>) -> Option<Self> {
        let archive = archive_period(bundle)?;
        let unit = [(Unit::Week, WEEKS), (Unit::Month, MONTHS)]
            .into_iter()
            .find(|(unit, most)| starts(*unit, archive).take(most + 1).count() <= *most)
            .map_or(Unit::Year, |(unit, _)| unit);
        let mut bars: Vec<(Day, u32)> = starts(unit, archive).map(|start| (start, 0)).collect();
        let topic = topic.map(|key| bundle.topics.iter().position(|label| label.key == key));
        for count in &bundle.counts {
            if topic.is_some_and(|topic| topic != Some(count.topic as usize)) {
                continue;
            }
            let at = bars.partition_point(|(start, _)| *start <= count.day);
            if let Some((_, sum)) = at.checked_sub(1).and_then(|at| bars.get_mut(at)) {
                *sum += count.count;
            }
        }
        Some(Self { unit, bars, archive })
    }

    /// The number of bars.
    pub fn len(&self) -> usize {
        self.bars.len()
    }

    /// Whether there are too few bars to be worth a picture.
    pub fn is_empty(&self) -> bool {
        self.bars.len() < LEAST
    }

    /// The bar that a day lies in; the first or last where it lies outside.
    pub fn bar_of(&self, day: Day) -> usize {
        let after = self.bars.partition_point(|(start, _)| *start <= day);
        after.saturating_sub(1)
    }

    /// The bars of a range that may be open at either end.
    pub fn bars_of(&self, from: Option<Day>, to: Option<Day>) -> (usize, usize) {
        let last = self.bars.len().saturating_sub(1);
        let first = from.map_or(0, |day| self.bar_of(day));
        (first, to.map_or(last, |day| self.bar_of(day)).max(first))
    }

    /// The bar at a place of the picture, in thousandths of its width.
    pub fn bar_at(&self, place: i32) -> usize {
        let inset = (INSET * 1000 / WIDTH) as i32;
        let place = (place - inset).max(0) as usize;
        let bar = place * self.bars.len() / (1000 - 2 * inset as usize);
        bar.min(self.bars.len().saturating_sub(1))
    }

    /// The days of some bars, in either order; `None` where these are all, since then nothing is narrowed.
    pub fn period(&self, a: usize, b: usize) -> Option<Period> {
        let (first, last) = (a.min(b), a.max(b));
        if first == 0 && last + 1 >= self.bars.len() {
            return None;
        }
        let (from, _) = *self.bars.get(first)?;
        let (start, _) = *self.bars.get(last)?;
        let to = self.unit.next(start).plus(-1);
        Some(Period::new(from.max(self.archive.from), to.min(self.archive.to)))
    }

    /// All days from the oldest report to the newest.
    pub fn whole(&self) -> Period {
        self.archive
    }

    /// Where the brush over some bars begins and ends, for attributes of the picture.
    pub fn edges(&self, first: usize, last: usize) -> (u32, u32) {
        (self.edge(first), self.edge(last + 1))
    }

    fn edge(&self, bar: usize) -> u32 {
        INSET + (WIDTH - 2 * INSET) * bar as u32 / self.bars.len().max(1) as u32
    }

    /// All bars as one path: each a box on the ground line in the middle of its room.
    fn path(&self) -> String {
        let most = self
            .bars
            .iter()
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0)
            .max(1);
        let gap = if self.bars.len() > 100 { 6 } else { 10 };
        let mut out = String::new();
        for (at, (_, count)) in self.bars.iter().enumerate() {
            if *count == 0 {
                continue;
            }
            let (left, right) = (self.edge(at), self.edge(at + 1));
            // Even a single report among hundreds is to be seen.
            let height = (count * (HEIGHT - 40) / most).max(20);
            let width = right.saturating_sub(left + gap).clamp(4, BAR);
            let left = (left + right - width) / 2;
            let top = HEIGHT - height;
            out.push_str(&format!("M{left} {top}h{width}V{HEIGHT}h-{width}z"));
        }
        out
    }
}

/// The first days of the units that a period touches.
fn starts(unit: Unit, period: Period) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(unit.start(period.from)), move |start| {
        Some(unit.next(*start))
    })
    .take_while(move |start| *start <= period.to)
}

impl Dates<'_> {
    pub(super) fn histogram(&self) -> Option<Element> {
        let (context, filter) = (self.context, self.context.filter);
        let messages = context.messages;
        let histogram = Histogram::of(context.bundle, filter.topic.as_deref()).filter(|h| !h.is_empty())?;
        let (first, last) = histogram.bars_of(filter.from, filter.to);
        let (left, right) = histogram.edges(first, last);
        let is_narrowed = filter.from.is_some() || filter.to.is_some();
        let name = match histogram.unit {
            Unit::Week => messages.reports_by_week,
            Unit::Month => messages.reports_by_month,
            Unit::Year => messages.reports_by_year,
        };
        let brush = el("rect")
            .class("brush")
            .attr("id", "kb-brush")
            .attr("x", left.to_string())
            .attr("y", "0")
            .attr("width", (right - left).to_string())
            .attr("height", HEIGHT.to_string());
        let ground = format!("M{INSET} {HEIGHT}H{}", WIDTH - INSET);
        let picture = el("svg")
            .attr("id", "kb-histogram")
            .attr("viewBox", format!("0 0 {WIDTH} {}", HEIGHT + 20))
            .attr("role", "group")
            .attr("aria-label", name)
            .attr_opt("data-narrowed", is_narrowed.then_some("true"))
            .child(brush)
            .child(el("path").class("bars").attr("d", histogram.path()))
            .child(el("path").class("ground").attr("d", ground))
            .child(handle(context, &histogram, true, (first, last), left))
            .child(handle(context, &histogram, false, (first, last), right));
        let end = |day: Day| {
            el("time")
                .attr("datetime", day.to_string())
                .text((messages.dated)(day, self.days.today.unwrap_or(self.archive.to)))
        };
        let caption = el("figcaption")
            .child(end(self.archive.from))
            .child(el("span").attr("aria-hidden", "true").text(name))
            .child(end(self.archive.to));
        let figure = el("figure").class("histogram").child(picture).child(caption);
        Some(figure)
    }
}

/// One end of the brush.
fn handle(
    context: &Context<'_>,
    histogram: &Histogram,
    is_first: bool,
    (first, last): (usize, usize),
    x: u32,
) -> Element {
    let messages = context.messages;
    let (name, label, at) = if is_first {
        ("from", messages.from, first)
    } else {
        ("to", messages.to, last)
    };
    let (lowest, highest) = if is_first {
        (0, last)
    } else {
        (first, histogram.len() - 1)
    };
    let line = el("path")
        .class("handle-line")
        .attr("d", format!("M0 0V{HEIGHT}"));
    let grip = el("rect")
        .class("handle-grip")
        .attr("x", format!("-{GRIP}"))
        .attr("y", "0")
        .attr("width", (2 * GRIP).to_string())
        .attr("height", HEIGHT.to_string());
    el("g")
        .class("handle")
        .attr("id", if is_first { "kb-brush-from" } else { "kb-brush-to" })
        .attr("data-handle", name)
        .attr("data-needs-app", "filter")
        .attr("role", "slider")
        .attr("tabindex", "0")
        .attr("aria-label", label)
        .attr("aria-valuemin", lowest.to_string())
        .attr("aria-valuemax", highest.to_string())
        .attr("aria-valuenow", at.to_string())
        .attr("aria-valuetext", value_text(context, histogram, at))
        .attr("transform", format!("translate({x} 0)"))
        .child(grip)
        .child(line)
}

/// The days of a bar and its reports: what the picture shows, in words.
fn value_text(context: &Context<'_>, histogram: &Histogram, at: usize) -> String {
    let messages = context.messages;
    let Some((start, count)) = histogram.bars.get(at).copied() else {
        return String::new();
    };
    let days = match histogram.unit {
        Unit::Week => (messages.date_range)(Period::new(start, start.plus(6))),
        Unit::Month => (messages.month)(start),
        Unit::Year => start.year().to_string(),
    };
    (messages.days_chosen)(&days, count)
}

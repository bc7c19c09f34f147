//! A trend as SVG: lines with their names at their ends, the number of reports behind them, bursts below.
//!
//! Every term has its colour, its dash and its marker, so that lines are told apart without colour as well. Colours are
//! a [`Palette`]: CSS variables on the page, what these stand for in a file of its own.

use std::fmt::Write as _;

use super::place::{BEFORE_NAME, TOP};
use super::{Burst, Frame, Point, Series, Step, Trend};
use crate::html::{Element, el, print};
use crate::message::Messages;
use crate::model::Day;

/// How the lines of the terms are broken, as `stroke-dasharray`.
const DASHES: [&str; 6] = ["", "8 3", "2 4", "12 3 2 3", "5 3", "1 5"];

/// The markers of the terms, around 0.
const MARKERS: [&str; 6] = [
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.5-3.5h7v7h-7z",
    "M0-4.5l4.5 8h-9z",
    "M0-5l5 5l-5 5l-5-5z",
    "M0 4.5l4.5-8h-9z",
    "M-3.5-3.5l7 7M3.5-3.5l-7 7",
];

/// Spans without reports that a thin line leads over; a longer gap stays open.
const BRIDGED: usize = 7;

/// Spans up to which the share of each is drawn beside the mean, where there are few lines.
const DOTTED: usize = 110;

/// The colours of a chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Palette {
    lines: [String; 6],
    paper: String,
    ink: String,
    soft: String,
    rule: String,
    volume: String,
}

impl Palette {
    /// The colours by the names of their tokens.
    pub fn of(colour: impl Fn(&str) -> String) -> Self {
        Self {
            lines: ["line-1", "line-2", "line-3", "line-4", "line-5", "line-6"].map(&colour),
            paper: colour("paper"),
            ink: colour("ink"),
            soft: colour("soft"),
            rule: colour("hairline"),
            volume: colour("volume"),
        }
    }

    /// The colours of the page's theme, whichever it is.
    pub fn themed() -> Self {
        Self::of(|name| ["var(--", name, ")"].concat())
    }

    fn line(&self, term: usize) -> &str {
        &self.lines[term % self.lines.len()]
    }
}

/// What a chart shows.
pub struct Chart<'a> {
    /// The counts.
    pub trend: &'a Trend,
    /// The terms, as many as the trend has series.
    pub names: &'a [&'a str],
    /// Where everything stands.
    pub frame: &'a Frame,
    /// The words of dates.
    pub messages: &'a Messages,
    /// The colours.
    pub palette: &'a Palette,
}

/// The chart, for a page that says in words what it shows: it is hidden from screen readers. `at` is the span that is
/// read.
pub fn chart(chart: &Chart<'_>, at: Option<usize>) -> Element {
    let frame = chart.frame;
    el("svg")
        .class("trend-chart")
        .attr(
            "viewBox",
            ["0 0 ", &frame.width.to_string(), " ", &frame.height.to_string()].concat(),
        )
        .attr("aria-hidden", "true")
        .attr("font-size", "12")
        .child(chart.volume())
        .children(chart.axis())
        .children(chart.dates())
        .children(chart.lines())
        .children(chart.names())
        .children(chart.bursts())
        .child_opt(at.map(|at| chart.cursor(at)))
}

/// The chart as a file, under a line that says what it shows.
pub fn standalone(chart: &Chart<'_>, caption: &str) -> String {
    const MARGIN: u32 = 24;
    let (frame, palette) = (chart.frame, chart.palette);
    let (width, height) = (frame.width + 2 * MARGIN, frame.height + 3 * MARGIN);
    let ground = el("rect")
        .attr("width", width.to_string())
        .attr("height", height.to_string())
        .attr("fill", &palette.paper);
    let mut inner = self::chart(chart, None);
    inner.attrs.clear();
    let inner = inner
        .attr("x", MARGIN.to_string())
        .attr("y", (2 * MARGIN).to_string())
        .attr("width", frame.width.to_string())
        .attr("height", frame.height.to_string());
    let file = el("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("width", width.to_string())
        .attr("height", height.to_string())
        .attr("font-family", "sans-serif")
        .attr("font-size", "12")
        .child(el("title").text(caption))
        .child(ground)
        .child(label(MARGIN, MARGIN + 10, &palette.soft, caption))
        .child(inner);
    print(&[file.into()])
}

/// The marker of a term, as it stands beside its name.
pub fn swatch(term: usize) -> Element {
    el("svg")
        .class("trend-swatch")
        .attr("viewBox", "-7 -7 14 14")
        .attr("aria-hidden", "true")
        .child(marker(term, Palette::themed().line(term)))
}

impl Chart<'_> {
    /// The number of reports of each span, as bars of up to a third of the plot's height.
    fn volume(&self) -> Element {
        let (frame, spans) = (self.frame, &self.trend.spans);
        let most = spans.iter().map(|span| span.reports).max().unwrap_or(0).max(1);
        let mut d = String::new();
        for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.reports > 0) {
            let (left, right) = (frame.edge(at), frame.edge(at + 1));
            let width = right - left;
            // Between narrow bars there is no room for a gap.
            let width = width - if width > 40 { 10.max(width / 6).min(60) } else { 0 };
            let height = (span.reports * (frame.ground - TOP) * 10 / 3 / most).max(10);
            d.push('M');
            tenths(&mut d, left);
            tenths(&mut d, frame.ground * 10 - height);
            d.push('h');
            tenths(&mut d, width);
            let _ = write!(d, "V{}h-", frame.ground);
            tenths(&mut d, width);
            d.push('z');
        }
        el("path").attr("d", d).attr("fill", &self.palette.volume)
    }

    /// The ground, a line at half and at the whole of the axis, and their numbers.
    fn axis(&self) -> Vec<Element> {
        let (frame, palette) = (self.frame, self.palette);
        let mut d = String::new();
        let marks = [0, frame.top / 2, frame.top];
        for share in marks {
            let _ = write!(d, "M0 {}H{}", frame.y(share) / 10, frame.plot_width);
        }
        let lines = el("path").attr("d", d).attr("stroke", &palette.rule);
        let numbers = marks[1..].iter().map(|share| {
            let text = percent(*share);
            label(0, frame.y(*share) / 10 - 5, &palette.soft, &text)
        });
        std::iter::once(lines).chain(numbers).collect()
    }

    fn dates(&self) -> Vec<Element> {
        let (frame, trend) = (self.frame, self.trend);
        let dated = frame.dated();
        let last = dated.len() - 1;
        let date = |(place, span): (usize, usize)| {
            let day = trend.spans.get(span)?.days.from;
            let anchor = match place {
                _ if last == 0 => "middle",
                0 => "start",
                place if place == last => "end",
                _ => "middle",
            };
            let x = match anchor {
                "start" => 0,
                "end" => frame.plot_width,
                _ => frame.x(span) / 10,
            };
            Some(label(x, frame.height - 6, &self.palette.soft, &self.date(day)).attr("text-anchor", anchor))
        };
        dated.into_iter().enumerate().filter_map(date).collect()
    }

    /// A day under the axis, with its year where there are several years.
    fn date(&self, day: Day) -> String {
        let (first, last) = (self.trend.spans.first(), self.trend.spans.last());
        let year = |span: Option<&super::Span>| span.map(|span| span.days.from.year());
        let is_one_year = year(first) == year(last);
        if self.trend.step == Step::Month || !is_one_year && self.trend.step == Step::Week {
            (self.messages.month)(day)
        } else {
            (self.messages.short_date)(day)
        }
    }

    fn lines(&self) -> Vec<Element> {
        let trend = self.trend;
        let has_dots = trend.has_means() && trend.series.len() < 3 && trend.spans.len() <= DOTTED;
        let mut lines = Vec::new();
        for (term, series) in trend.series.iter().enumerate() {
            let colour = self.palette.line(term);
            if has_dots {
                let dots = el("path")
                    .attr("d", self.dots(series))
                    .attr("stroke", colour)
                    .attr("stroke-width", "4")
                    .attr("stroke-linecap", "round")
                    .attr("stroke-opacity", ".5");
                lines.push(dots);
            }
            let (line, alone, bridges) = self.line(series);
            let stroke = |d: String, width: &str| {
                el("path")
                    .attr("d", d)
                    .attr("fill", "none")
                    .attr("stroke", colour)
                    .attr("stroke-width", width)
                    .attr("stroke-linejoin", "round")
                    .attr("stroke-linecap", "round")
            };
            let dash = Some(DASHES[term % DASHES.len()]).filter(|dash| !dash.is_empty());
            lines.push(stroke(bridges, "1").attr("stroke-opacity", ".6"));
            lines.push(stroke(line, "2").attr_opt("stroke-dasharray", dash));
            lines.push(stroke(alone, "5"));
        }
        // An empty value is printed as a bare name, which no XML takes.
        lines.retain(|line| line.attrs.iter().all(|(_, value)| !value.is_empty()));
        lines
    }

    /// The line of a term in pieces, with a gap where there are no reports; the points that have no neighbour; and the
    /// thin lines that lead the eye over short gaps.
    fn line(&self, series: &Series) -> (String, String, String) {
        let (mut line, mut alone, mut bridges) = (String::new(), String::new(), String::new());
        let mut last: Option<(usize, u32)> = None;
        for (at, point) in series.points.iter().enumerate() {
            let Some(shown) = self.shown(point.as_ref()) else {
                continue;
            };
            match last {
                Some((before, _)) if before + 1 == at => self.step(&mut line, 'L', at, shown),
                _ => {
                    if self
                        .shown(series.points.get(at + 1).and_then(Option::as_ref))
                        .is_some()
                    {
                        self.step(&mut line, 'M', at, shown);
                    } else {
                        // A line of no length is a dot.
                        self.step(&mut alone, 'M', at, shown);
                        alone.push_str("h0");
                    }
                }
            }
            if let Some((before, from)) =
                last.filter(|(before, _)| (2..=BRIDGED + 1).contains(&(at - before)))
            {
                self.step(&mut bridges, 'M', before, from);
                self.step(&mut bridges, 'L', at, shown);
            }
            last = Some((at, shown));
        }
        (line, alone, bridges)
    }

    fn shown(&self, point: Option<&Point>) -> Option<u32> {
        point.and_then(|point| self.trend.shown(point))
    }

    fn step(&self, d: &mut String, command: char, at: usize, share: u32) {
        d.push(command);
        tenths(d, self.frame.x(at));
        tenths(d, self.frame.y(share));
    }

    /// The shares themselves, where the line is their mean. Those beyond the axis's end are left to the table.
    fn dots(&self, series: &Series) -> String {
        let mut d = String::new();
        for (at, point) in series.points.iter().enumerate() {
            if let Some(point) = point.filter(|point| point.share <= self.frame.top) {
                self.step(&mut d, 'M', at, point.share);
                d.push_str("h0");
            }
        }
        d
    }

    /// The last point of a term's line, in tenths of a pixel.
    fn end(&self, series: &Series) -> Option<(u32, u32)> {
        let mut points = series.points.iter().enumerate().rev();
        points.find_map(|(at, point)| {
            let shown = self.trend.shown(point.as_ref()?)?;
            Some((self.frame.x(at), self.frame.y(shown)))
        })
    }

    /// The names beside the ends of the lines, each with its marker, and a leader to where the line ends.
    fn names(&self) -> Vec<Element> {
        let frame = self.frame;
        let ends: Vec<Option<(u32, u32)>> = self.trend.series.iter().map(|series| self.end(series)).collect();
        let heights: Vec<u32> = ends
            .iter()
            .map(|end| end.map_or(frame.ground, |(_, y)| y / 10))
            .collect();
        let apart = frame.apart(&heights);
        let mut drawn = Vec::new();
        for (term, name) in self.names.iter().enumerate() {
            let (Some(end), Some(y)) = (ends.get(term), apart.get(term)) else {
                continue;
            };
            let colour = self.palette.line(term);
            let x = frame.plot_width + BEFORE_NAME - 11;
            if let Some((end_x, end_y)) = end {
                let mut d = String::from("M");
                tenths(&mut d, *end_x);
                tenths(&mut d, *end_y);
                let _ = write!(d, "L{} {y}", x - 6);
                let leader = el("path")
                    .attr("d", d)
                    .attr("fill", "none")
                    .attr("stroke", colour);
                drawn.push(leader.attr("stroke-opacity", ".45"));
                drawn.push(at_place(marker(term, colour), end_x / 10, end_y / 10));
            }
            drawn.push(at_place(marker(term, colour), x, *y));
            let name = label(x + 11, y + 4, &self.palette.ink, &frame.fit(name));
            drawn.push(name.attr("font-size", "13"));
        }
        drawn
    }

    /// A row for each term that has bursts, below the ground: its stretches as bars.
    fn bursts(&self) -> Vec<Element> {
        let mut row = 0;
        let mut drawn = Vec::new();
        for (term, series) in self.trend.series.iter().enumerate() {
            if series.bursts.is_empty() {
                continue;
            }
            let mut d = String::new();
            for burst in &series.bursts {
                let (left, right) = self.edges(burst);
                d.push('M');
                tenths(&mut d, left);
                let _ = write!(d, "{}h", self.frame.burst_row(row));
                // However short, it is to be seen.
                let width = (right - left).max(40);
                tenths(&mut d, width);
                d.push_str("v4h-");
                tenths(&mut d, width);
                d.push('z');
            }
            drawn.push(el("path").attr("d", d).attr("fill", self.palette.line(term)));
            row += 1;
        }
        drawn
    }

    /// Where a burst begins and ends, in tenths of a pixel.
    fn edges(&self, burst: &Burst) -> (u32, u32) {
        let span_of = |day: Day| self.trend.spans.partition_point(|span| span.days.to < day);
        (
            self.frame.edge(span_of(burst.days.from)),
            self.frame.edge(span_of(burst.days.to) + 1),
        )
    }

    /// A line through the span that is read, and the markers of what is read there.
    fn cursor(&self, at: usize) -> Element {
        let cursor = el("g").class("trend-cursor");
        let mut d = String::from("M");
        tenths(&mut d, self.frame.x(at));
        let _ = write!(d, "{}V{}", TOP, self.frame.ground);
        let line = el("path").attr("d", d).attr("stroke", &self.palette.soft);
        let points = self.trend.series.iter().enumerate().filter_map(|(term, series)| {
            let point = series.points.get(at)?.as_ref()?;
            let y = self.frame.y(self.trend.shown(point)?);
            Some(at_place(
                marker(term, self.palette.line(term)),
                self.frame.x(at) / 10,
                y / 10,
            ))
        });
        cursor.child(line).children(points)
    }
}

/// A share in words: whole percents, and tenths below ten where they say something.
pub(crate) fn percent(share: u32) -> String {
    let tenths = (share + 5) / 10;
    if share >= 1_000 || tenths.is_multiple_of(10) {
        return [&((share + 50) / 100).to_string(), "%"].concat();
    }
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), "%"].concat()
}

fn label(x: u32, y: u32, colour: &str, text: &str) -> Element {
    el("text")
        .attr("x", x.to_string())
        .attr("y", y.to_string())
        .attr("fill", colour)
        .text(text)
}

fn marker(term: usize, colour: &str) -> Element {
    el("path")
        .attr("d", MARKERS[term % MARKERS.len()])
        .attr("fill", colour)
        .attr("stroke", colour)
        .attr("stroke-width", "1.5")
        .attr("stroke-linejoin", "round")
}

fn at_place(element: Element, x: u32, y: u32) -> Element {
    element.attr(
        "transform",
        ["translate(", &x.to_string(), " ", &y.to_string(), ")"].concat(),
    )
}

/// Writes tenths of a pixel as pixels, and a space.
fn tenths(out: &mut String, tenths: u32) {
    let _ = write!(out, "{}", tenths / 10);
    if !tenths.is_multiple_of(10) {
        let _ = write!(out, ".{}", tenths % 10);
    }
    out.push(' ');
}

#[cfg(test)]
mod tests;

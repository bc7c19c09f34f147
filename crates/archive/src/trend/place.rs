//! Where everything in the chart of a trend stands.

use super::{Trend, WHOLE};

/// What a share's axis may end at, in 1/10,000: numbers that people count in, and their halves.
const TOPS: [u32; 8] = [400, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000, WHOLE];

/// Room above the plot, for the upper half of the axis's topmost number.
pub(super) const TOP: u32 = 20;
/// From one burst's row to the next.
const BURST_ROW: u32 = 8;
/// Room for the dates under the plot.
const DATES: u32 = 26;
/// Free space between the plot and the names at the ends of its lines: for a leader, a marker and the air between.
pub(super) const BEFORE_NAME: u32 = 26;
/// From one name to the next.
const NAME_ROW: i32 = 18;
/// Width of a Han character of a name, and of any other, in pixels.
const EM: u32 = 13;
const LATIN: u32 = 8;

/// The measures of a chart, in CSS pixels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Of the whole chart.
    pub width: u32,
    /// Of the whole chart.
    pub height: u32,
    /// Of the plot, which begins at the left.
    pub plot_width: u32,
    /// From the top of the chart to the ground of the plot.
    pub ground: u32,
    /// Where the share of the axis ends, in 1/10,000.
    pub top: u32,
    spans: usize,
}

impl Frame {
    /// The frame of a trend in a chart of this width.
    pub fn of(trend: &Trend, names: &[&str], width: u32) -> Self {
        let width = width.max(240);
        let widest = names.iter().map(|name| text_width(name)).max().unwrap_or(0);
        let room_for_names = if names.is_empty() {
            0
        } else {
            (widest + BEFORE_NAME).min(width * 3 / 10)
        };
        let plot_height = if width < 600 { 210 } else { 300 };
        let points = trend
            .series
            .iter()
            .flat_map(|series| series.points.iter().flatten());
        let highest = points.filter_map(|point| trend.shown(point)).max().unwrap_or(0);
        let ground = TOP + plot_height;
        let rows = trend
            .series
            .iter()
            .filter(|series| !series.bursts.is_empty())
            .count() as u32;
        Self {
            width,
            height: ground + rows * BURST_ROW + DATES,
            plot_width: width - room_for_names,
            ground,
            top: TOPS.into_iter().find(|top| highest <= *top).unwrap_or(WHOLE),
            spans: trend.spans.len().max(1),
        }
    }

    /// The middle of a span, in tenths of a pixel.
    pub fn x(&self, span: usize) -> u32 {
        ((2 * span as u64 + 1) * u64::from(self.plot_width) * 5 / self.spans as u64) as u32
    }

    /// The left edge of a span in tenths of a pixel; that of the next is its right edge.
    pub(super) fn edge(&self, span: usize) -> u32 {
        (span as u64 * u64::from(self.plot_width) * 10 / self.spans as u64) as u32
    }

    /// The height of a share, in tenths of a pixel from the top of the chart.
    pub fn y(&self, share: u32) -> u32 {
        let height = (self.ground - TOP) * 10;
        self.ground * 10 - height * share.min(self.top) / self.top
    }

    /// The span at a place, in pixels from the left.
    pub fn span_at(&self, x: u32) -> usize {
        let span = u64::from(x) * self.spans as u64 / u64::from(self.plot_width.max(1));
        (span as usize).min(self.spans - 1)
    }

    /// The term whose line is nearest to a height, in pixels from the top, in a span; `None` where the span is a gap.
    pub fn nearest(&self, trend: &Trend, span: usize, y: u32) -> Option<usize> {
        let distance = |term: usize| {
            let point = trend.series[term].points.get(span)?.as_ref()?;
            let shown = trend.shown(point).unwrap_or(point.share);
            Some((self.y(shown).abs_diff(y * 10), term))
        };
        let nearest = (0..trend.series.len()).filter_map(distance).min();
        nearest.map(|(_, term)| term)
    }

    /// The top of the row of a burst, in pixels; rows are counted from the ground.
    pub(super) fn burst_row(&self, row: u32) -> u32 {
        self.ground + 4 + row * BURST_ROW
    }

    /// Some spans whose dates are written under the plot: the first, the last, and as many between as have room.
    pub(super) fn dated(&self) -> Vec<usize> {
        let most = (self.plot_width / 96).clamp(2, 9) as usize;
        let last = self.spans - 1;
        let ticks = most.min(self.spans);
        let mut dated: Vec<usize> = (0..ticks).map(|tick| tick * last / (ticks - 1).max(1)).collect();
        dated.dedup();
        dated
    }

    /// A name as far as there is room for it.
    pub(super) fn fit(&self, name: &str) -> String {
        let room = (self.width - self.plot_width).saturating_sub(BEFORE_NAME);
        if text_width(name) <= room {
            return name.to_owned();
        }
        let mut fitting = String::new();
        let mut width = EM;
        for c in name.chars() {
            width += char_width(c);
            if width > room {
                break;
            }
            fitting.push(c);
        }
        fitting.push('…');
        fitting
    }

    /// Moves the heights of names, in pixels, apart until each has a row of its own, as little as possible from where
    /// they would be, all of them above the dates.
    pub(super) fn apart(&self, heights: &[u32]) -> Vec<u32> {
        let mut order: Vec<usize> = (0..heights.len()).collect();
        crate::order::sort_by_key(&mut order, |at| heights[*at]);
        let mut placed: Vec<i32> = order.iter().map(|at| heights[*at] as i32).collect();
        let mut least = 0;
        for y in &mut placed {
            *y = (*y).max(least);
            least = *y + NAME_ROW;
        }
        let mut most = self.ground as i32;
        for y in placed.iter_mut().rev() {
            *y = (*y).min(most);
            most = *y - NAME_ROW;
        }
        let mut apart = vec![0; heights.len()];
        for (at, y) in order.into_iter().zip(placed) {
            apart[at] = y.max(0) as u32;
        }
        apart
    }
}

fn text_width(text: &str) -> u32 {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> u32 {
    if c.is_ascii() { LATIN } else { EM }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Day, Period};

    fn frame(days: i32, names: &[&str], width: u32) -> Frame {
        let from = Day::from_epoch_days(20_000);
        let trend = Trend::of(&[], Period::new(from, from.plus(days - 1)), names.len());
        Frame::of(&trend, names, width)
    }

    proptest! {
        #[test]
        fn what_is_drawn_at_a_place_is_found_there(days in 1..4_000i32, width in 0..2_000u32) {
            let frame = frame(days, &["开源模型"], width);
            for span in 0..frame.spans {
                if 2 * frame.spans <= frame.plot_width as usize {
                    prop_assert_eq!(frame.span_at(frame.x(span) / 10), span);
                }
                let room = frame.edge(span)..frame.edge(span + 1).max(frame.edge(span) + 1);
                prop_assert!(room.contains(&frame.x(span)));
            }
            prop_assert_eq!(frame.span_at(u32::MAX), frame.spans - 1);
        }

        #[test]
        fn names_stand_apart_and_in_order(heights in proptest::collection::vec(0..400u32, 0..7)) {
            let frame = frame(30, &["a"], 390);
            let heights: Vec<u32> = heights.into_iter().map(|y| y.min(frame.ground)).collect();
            let apart = frame.apart(&heights);
            for (at, a) in apart.iter().enumerate() {
                prop_assert!(*a <= frame.ground);
                for (other, b) in apart.iter().enumerate().filter(|(other, _)| *other != at) {
                    prop_assert!(a.abs_diff(*b) >= NAME_ROW as u32, "{apart:?}");
                    prop_assert!(heights[at] >= heights[other] || a < b, "{heights:?} {apart:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_name_leaves_most_of_a_phone_to_the_plot() {
        let long = "一个长得没有哪部手机放得下的词";
        let frame = frame(30, &[long], 350);
        assert_eq!(frame.plot_width, 245);
        let fitted = frame.fit(long);
        assert!(fitted.ends_with('…') && fitted.chars().count() > 4, "{fitted}");
        assert_eq!(frame.fit("GPT-5"), "GPT-5");
    }

    #[test]
    fn dates_have_room() {
        assert_eq!(frame(1, &["a"], 350).dated(), [0]);
        assert_eq!(frame(2, &["a"], 1_000).dated(), [0, 1]);
        let dated = frame(45, &["a"], 350).dated();
        assert_eq!((dated[0], dated.last().copied(), dated.len()), (0, Some(44), 3));
    }
}

//! The layout: every word at the free place nearest the middle, the heaviest first, and the largest common
//! scale at which all of them fit.

use std::cmp::Reverse;

use super::grid::{Block, Grid, Place};
use super::metrics::{Extent, measure};
use super::{Canvas, Placed, Tone, Word, tone};
use crate::order::sort_by_key;

/// Cells along the longer side of the canvas. More would pack a little tighter and cost their square in time.
const CELLS: u32 = 284;

/// How words gather: in the shape that looks best, then in others, which often let few words grow a little.
const CORNERS: [u64; 3] = [3, 0, 12];

/// The most words that are tried in every shape. More fill the canvas equally well in any.
const FEW: usize = 60;

/// A length beyond every canvas, with which one can still compute.
const WIDEST: u32 = u32::MAX / 4;

/// A word on its way to its place.
struct Item<'a> {
    word: &'a Word,
    extent: Extent,
    /// √weight in units of 2⁻¹⁶.
    root: u64,
}

/// Where a word has room, and at which font size.
struct Room {
    at: Place,
    block: Block,
    size: u32,
}

/// Places all words, the heaviest first; words of equal weight keep their order. Empty where the canvas has no
/// room for all of them even at a tenth of a pixel, or where there are no words.
pub fn layout(words: &[Word], canvas: Canvas) -> Vec<Placed> {
    let mut items: Vec<Item<'_>> = words
        .iter()
        .filter(|word| !word.text.is_empty())
        .map(Item::new)
        .collect();
    sort_by_key(&mut items, |item| Reverse(item.root));
    let cell = (canvas.width.max(canvas.height) * 10).div_ceil(CELLS).max(1);
    // Half a cell stays free at every edge: ink may reach a trifle beyond its box.
    let cells = |pixels: u32| ((pixels * 10 / cell) as usize).saturating_sub(1);
    let mut grid = Grid::new(cells(canvas.width), cells(canvas.height));
    let Some(rooms) = largest(&items, canvas, cell, &mut grid) else {
        return Vec::new();
    };
    let mut placed: Vec<Placed> = items
        .iter()
        .zip(&rooms)
        .map(|(item, room)| item.place(room, cell))
        .collect();
    centre(&mut placed, canvas);
    tone::assign(&mut placed);
    placed
}

/// Bisects the size of the heaviest word, to within one in 128, and returns the rooms of the largest size at
/// which every word found a place.
fn largest(items: &[Item<'_>], canvas: Canvas, cell: u32, grid: &mut Grid) -> Option<Vec<Room>> {
    let heaviest = items.first()?.root;
    let shapes = if items.len() > FEW { 1 } else { CORNERS.len() };
    let mut fitting = None;
    let (mut fits, mut too_large) = (0, bound(items, heaviest, canvas));
    while too_large - fits > (fits / 128).max(1) {
        // Words fill a little more than half of a canvas, so the answer is about three quarters of the bound.
        let top = if fits == 0 {
            too_large - too_large.div_ceil(4)
        } else {
            u32::midpoint(fits, too_large)
        };
        let sized = Sized {
            items,
            heaviest,
            top,
            cell,
        };
        match CORNERS[..shapes]
            .iter()
            .find_map(|corners| attempt(&sized, *corners, grid))
        {
            Some(rooms) => (fitting, fits) = (Some(rooms), top),
            None => too_large = top,
        }
    }
    fitting
}

/// A size of the heaviest word at which the boxes have more area than the canvas.
fn bound(items: &[Item<'_>], heaviest: u64, canvas: Canvas) -> u32 {
    const SAMPLE: u32 = 4_096;
    let area = |item: &Item<'_>| {
        let size = item.size(SAMPLE, heaviest);
        u64::from(item.width(size)) * u64::from(item.ascent(size) + item.descent(size))
    };
    let boxes: u64 = items.iter().map(area).sum();
    let room = u64::from(canvas.width * 10) * u64::from(canvas.height * 10);
    // Boxes are rounded up, so those of the sample may be a trifle too large.
    let scale = room.saturating_mul(u64::from(SAMPLE) * u64::from(SAMPLE)) / boxes.max(1);
    u32::try_from(scale.isqrt() * 17 / 16).unwrap_or(u32::MAX / 2) + 2
}

/// Words at one scale, on cells of one size.
struct Sized<'a> {
    items: &'a [Item<'a>],
    heaviest: u64,
    /// The font size of the heaviest one.
    top: u32,
    cell: u32,
}

/// Places all words, or says that they do not fit.
fn attempt(sized: &Sized<'_>, corners: u64, grid: &mut Grid) -> Option<Vec<Room>> {
    grid.clear();
    let room = |item: &Item<'_>| {
        let size = item.size(sized.top, sized.heaviest);
        let block = item.block(size, sized.cell);
        let at = grid.fit(block, corners)?;
        grid.take(at, block.columns, block.rows);
        Some(Room { at, block, size })
    };
    sized.items.iter().map(room).collect()
}

impl<'a> Item<'a> {
    fn new(word: &'a Word) -> Self {
        let weight = u64::from(word.weight.max(1));
        Self {
            word,
            extent: measure(&word.text),
            root: (weight << 32).isqrt(),
        }
    }

    /// The font size, in proportion to √weight, rounded down to a tenth of a pixel (one tenth at least).
    fn size(&self, top: u32, heaviest: u64) -> u32 {
        let size = u64::from(top) * self.root / heaviest;
        u32::try_from(size).unwrap_or(top).max(1)
    }

    /// The cells of the word's box, and those that stay free around it: a quarter of an em beside and a twentieth above
    /// and below, from any word that is placed already. Those are as large or larger, so that is measured in em of
    /// the smaller of two neighbours, whichever they are.
    fn block(&self, size: u32, cell: u32) -> Block {
        let (columns, beside) = cells(self.width(size), size.div_ceil(4), cell);
        let (rows, above) = cells(self.ascent(size) + self.descent(size), size.div_ceil(20), cell);
        Block {
            columns,
            rows,
            beside,
            above,
        }
    }

    fn width(&self, size: u32) -> u32 {
        ems(self.extent.advance, size)
    }

    fn ascent(&self, size: u32) -> u32 {
        ems(self.extent.ascent, size)
    }

    fn descent(&self, size: u32) -> u32 {
        ems(self.extent.descent, size)
    }

    /// The word in the middle of its cells.
    fn place(&self, room: &Room, cell: u32) -> Placed {
        let (Room { at, block, .. }, size) = (room, room.size);
        let (width, height) = (self.width(size), self.ascent(size) + self.descent(size));
        let left = at.column as u32 * cell + (block.columns as u32 * cell - width) / 2;
        let top = at.row as u32 * cell + (block.rows as u32 * cell - height) / 2;
        Placed {
            text: self.word.text.clone(),
            weight: self.word.weight.max(1),
            size,
            left,
            top,
            width,
            height,
            baseline: top + self.ascent(size),
            tone: Tone::Ink,
        }
    }
}

/// How many cells a length takes, and how many must stay free on either side for the gap. The length is in the
/// middle of its cells, so what they have more than it counts as part of the gap.
fn cells(length: u32, gap: u32, cell: u32) -> (usize, usize) {
    let cells = length.div_ceil(cell);
    let spare = (cells * cell - length) / 2;
    (cells as usize, gap.saturating_sub(spare).div_ceil(cell) as usize)
}

/// Hundredths of an em as tenths of a pixel, rounded up. What is wider than any canvas stays so.
fn ems(hundredths: u32, size: u32) -> u32 {
    let tenths = (u64::from(hundredths) * u64::from(size)).div_ceil(100);
    u32::try_from(tenths).unwrap_or(u32::MAX).min(WIDEST)
}

/// Moves all words together so that the margins left and right, and those above and below, are equal.
fn centre(placed: &mut [Placed], canvas: Canvas) {
    let left = placed.iter().map(|word| word.left).min().unwrap_or(0);
    let right = placed
        .iter()
        .map(|word| word.left + word.width)
        .max()
        .unwrap_or(0);
    let top = placed.iter().map(|word| word.top).min().unwrap_or(0);
    let bottom = placed
        .iter()
        .map(|word| word.top + word.height)
        .max()
        .unwrap_or(0);
    let margin_left = (canvas.width * 10 - (right - left)) / 2;
    let margin_top = (canvas.height * 10 - (bottom - top)) / 2;
    for word in placed {
        word.left = word.left - left + margin_left;
        word.baseline = word.baseline - top + margin_top;
        word.top = word.top - top + margin_top;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words() -> impl Strategy<Value = Vec<Word>> {
        let text = prop_oneof![
            "[开源模型人工智能基础设施]{1,7}",
            "[A-Za-z][a-z]{1,9}( [0-9][.][0-9])?",
            "[A-Z]{2,4}[代理系统数据]{2,3}",
        ];
        let word = (text, 1_u32..=10_000).prop_map(|(text, weight)| Word { text, weight });
        prop::collection::vec(word, 10..=200)
    }

    fn canvas() -> impl Strategy<Value = Canvas> {
        let canvas = |width, height| Just(Canvas { width, height });
        prop_oneof![
            Just(Canvas::WIDE),
            Just(Canvas::SQUARE),
            Just(Canvas::TALL),
            canvas(212, 160),
            canvas(288, 200),
            (100_u32..1200, 100_u32..1200).prop_map(|(width, height)| Canvas { width, height }),
        ]
    }

    /// How far two boxes are apart across and down; 0 where they overlap in that direction.
    fn gaps(a: &Placed, b: &Placed) -> (u32, u32) {
        let gap = |a: u32, a_length: u32, b: u32, b_length: u32| {
            b.saturating_sub(a + a_length).max(a.saturating_sub(b + b_length))
        };
        (
            gap(a.left, a.width, b.left, b.width),
            gap(a.top, a.height, b.top, b.height),
        )
    }

    /// Every word once, nothing else.
    fn assert_complete(words: &[Word], placed: &[Placed]) {
        let mut sent: Vec<_> = words.iter().map(|word| (&word.text, word.weight)).collect();
        let mut got: Vec<_> = placed.iter().map(|word| (&word.text, word.weight)).collect();
        sent.sort();
        got.sort();
        assert_eq!(sent, got);
    }

    /// Nothing outside the canvas, nothing over another word, a quarter of an em beside, a twentieth above.
    fn assert_apart(placed: &[Placed], canvas: Canvas) {
        for (i, a) in placed.iter().enumerate() {
            assert!(
                a.left + a.width <= canvas.width * 10 && a.top + a.height <= canvas.height * 10,
                "{a:?}"
            );
            assert!(a.top < a.baseline && a.baseline <= a.top + a.height, "{a:?}");
            for b in &placed[i + 1..] {
                let (across, down) = gaps(a, b);
                let em = a.size.min(b.size);
                assert!(across * 4 >= em || down * 20 >= em, "{a:?} {b:?}");
            }
        }
    }

    /// Size ∝ √weight to within a tenth of a pixel (where it is not less than that).
    fn assert_proportional(placed: &[Placed]) {
        let root = |word: &Placed| f64::from(word.weight).sqrt();
        for word in placed.iter().filter(|word| word.size > 1) {
            let exact = f64::from(placed[0].size) * root(word) / root(&placed[0]);
            let short = exact - f64::from(word.size);
            assert!((-0.001..1.001).contains(&short), "{word:?} should be {exact}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn the_promises_hold_for_any_words(words in words(), canvas in canvas()) {
            let placed = layout(&words, canvas);
            assert_complete(&words, &placed);
            assert_apart(&placed, canvas);
            assert_proportional(&placed);
            prop_assert_eq!(&placed, &layout(&words, canvas));
        }
    }

    #[test]
    fn the_margins_are_equal() {
        let words: Vec<Word> = ["开源模型", "Agent", "推理"]
            .iter()
            .map(|text| Word {
                text: (*text).into(),
                weight: 9,
            })
            .collect();
        let placed = layout(&words, Canvas::WIDE);
        let left = placed.iter().map(|word| word.left).min().unwrap();
        let right = placed.iter().map(|word| word.left + word.width).max().unwrap();
        assert!(left.abs_diff(9_600 - right) <= 1);
        assert!(
            placed[0].size > 1_000,
            "three words fill the canvas: {}",
            placed[0].size
        );
    }

    #[test]
    fn no_words_or_no_room_is_an_empty_picture() {
        let word = Word {
            text: "开源模型".into(),
            weight: 1,
        };
        assert_eq!(layout(&[], Canvas::WIDE), []);
        assert_eq!(
            layout(
                &[Word {
                    text: String::new(),
                    weight: 3
                }],
                Canvas::WIDE
            ),
            []
        );
        assert_eq!(
            layout(std::slice::from_ref(&word), Canvas { width: 0, height: 50 }),
            []
        );
        assert_eq!(layout(&vec![word; 200], Canvas { width: 1, height: 1 }), []);
        let endless = Word {
            text: "长".repeat(500_000),
            weight: 1,
        };
        assert_eq!(layout(&[endless], Canvas::WIDE), []);
    }
}

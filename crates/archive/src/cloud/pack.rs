//! The layout: every word at the free place nearest the middle, the heaviest first, and the largest common
//! scale at which all of them fit.

use std::cmp::Reverse;

use super::grid::{Grid, Place};
use super::metrics::{Extent, measure};
use super::{Canvas, Placed, Tone, Word, tone};
use crate::order::sort_by_key;

/// Cells along the longer side of the canvas. More would pack a little tighter and cost their square in time.
const CELLS: u32 = 240;

/// A length beyond every canvas, with which one can still compute.
const WIDEST: u32 = u32::MAX / 4;

/// A word on its way to its place.
struct Item<'a> {
    word: &'a Word,
    extent: Extent,
    /// √weight in units of 2⁻¹⁶.
    root: u64,
}

/// A block of cells that a word takes, with the font size it has there.
struct Block {
    at: Place,
    columns: usize,
    rows: usize,
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
    let cells = |pixels: u32| (pixels * 10 / cell) as usize;
    let mut grid = Grid::new(cells(canvas.width), cells(canvas.height));
    let Some(blocks) = largest(&items, canvas, cell, &mut grid) else {
        return Vec::new();
    };
    let mut placed: Vec<Placed> = items
        .iter()
        .zip(&blocks)
        .map(|(item, block)| item.place(block, cell))
        .collect();
    centre(&mut placed, canvas);
    tone::assign(&mut placed);
    placed
}

/// Bisects the size of the heaviest word, to within one in 128, and returns the blocks of the largest size at
/// which every word found a place.
fn largest(items: &[Item<'_>], canvas: Canvas, cell: u32, grid: &mut Grid) -> Option<Vec<Block>> {
    let heaviest = items.first()?.root;
    let mut fitting = None;
    let (mut fits, mut too_large) = (0, bound(items, heaviest, canvas));
    while too_large - fits > (fits / 128).max(1) {
        // Words fill a little more than half of a canvas, so the answer is about three quarters of the bound.
        let top = if fits == 0 {
            too_large - too_large.div_ceil(4)
        } else {
            u32::midpoint(fits, too_large)
        };
        match attempt(items, heaviest, top, cell, grid) {
            Some(blocks) => (fitting, fits) = (Some(blocks), top),
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

/// Places all words where the heaviest one has the size `top`, or says that they do not fit.
fn attempt(items: &[Item<'_>], heaviest: u64, top: u32, cell: u32, grid: &mut Grid) -> Option<Vec<Block>> {
    grid.clear();
    let block = |item: &Item<'_>| {
        let size = item.size(top, heaviest);
        let (columns, rows) = item.cells(size, cell);
        let at = grid.fit(columns, rows)?;
        grid.take(at, columns, rows);
        Some(Block {
            at,
            columns,
            rows,
            size,
        })
    };
    items.iter().map(block).collect()
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

    /// The cells of the word's block: its box and the free space around it. An eighth of an em at either side
    /// makes, between two neighbours, a quarter of an em of the smaller one at least.
    fn cells(&self, size: u32, cell: u32) -> (usize, usize) {
        let columns = (self.width(size) + 2 * size.div_ceil(8)).div_ceil(cell);
        let rows = (self.ascent(size) + self.descent(size) + 2 * size.div_ceil(20)).div_ceil(cell);
        (columns as usize, rows as usize)
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

    /// The word in the middle of its block.
    fn place(&self, block: &Block, cell: u32) -> Placed {
        let size = block.size;
        let (width, height) = (self.width(size), self.ascent(size) + self.descent(size));
        let left = block.at.column as u32 * cell + (block.columns as u32 * cell - width) / 2;
        let top = block.at.row as u32 * cell + (block.rows as u32 * cell - height) / 2;
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

    /// Nothing outside the canvas, nothing over another word, a quarter of an em beside.
    fn assert_apart(placed: &[Placed], canvas: Canvas) {
        for (i, a) in placed.iter().enumerate() {
            assert!(
                a.left + a.width <= canvas.width * 10 && a.top + a.height <= canvas.height * 10,
                "{a:?}"
            );
            assert!(a.top < a.baseline && a.baseline <= a.top + a.height, "{a:?}");
            for b in &placed[i + 1..] {
                let (across, down) = gaps(a, b);
                assert!(across * 4 >= a.size.min(b.size) || down > 0, "{a:?} {b:?}");
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

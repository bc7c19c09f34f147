//! Word clouds: weighted words → placed words → SVG.
//!
//! The layout is pure and computes with integers only, so that the builder and the reader draw the same bytes.
//! Its promises, which the tests in `pack` hold over random words:
//!
//! * every word is placed: one scale is searched for all of them, none is dropped;
//! * size is proportional to √weight, rounded down to a tenth of a pixel;
//! * boxes do not overlap, nothing leaves the canvas, and beside a word there is at least a quarter of an em
//!   (of the smaller of the two neighbours) of free space;
//! * two words beside each other differ in tone wherever three tones suffice, so they are not read as one.
//!
//! **Unit**: lengths are whole tenths of a pixel ("tenths" below) except in [`Canvas`], which is in pixels.
//!
//! The usual way: [`compose`] chooses as many words as the canvas can carry legibly and lays them out;
//! [`svg`] draws them and [`list`] is the twin for keyboards and screen readers. [`layout`] is for those who
//! have chosen the words themselves.

mod draw;
mod grid;
mod metrics;
mod pack;
mod tone;

use std::cmp::Reverse;

use crate::order::sort_by_key;

pub use draw::{Style, list, picture, svg};
pub use pack::layout;

/// A word with its weight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word as it is shown.
    pub text: String,
    /// How much it matters, relative to the other words; 0 counts as 1.
    pub weight: u32,
}

/// The area to fill, in pixels, at the size at which it will be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Canvas {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Canvas {
    /// A picture for a wide column.
    pub const WIDE: Self = Self {
        width: 960,
        height: 540,
    };
    /// A square picture.
    pub const SQUARE: Self = Self {
        width: 640,
        height: 640,
    };
    /// A picture for a phone.
    pub const TALL: Self = Self {
        width: 360,
        height: 480,
    };
}

/// A word in its place. Lengths are in tenths of a pixel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The word.
    pub text: String,
    /// Its weight, at least 1.
    pub weight: u32,
    /// Font size (one em).
    pub size: u32,
    /// Left edge of the box, where the text starts.
    pub left: u32,
    /// Top edge of the box.
    pub top: u32,
    /// Width of the box: the length that the text is fixed to, in any font.
    pub width: u32,
    /// Height of the box, which holds the ink above and below the baseline.
    pub height: u32,
    /// The baseline.
    pub baseline: u32,
    /// How strongly it is set.
    pub tone: Tone,
}

/// How strongly a word is set; the colours are the stylesheet's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// The text colour.
    Ink,
    /// A quieter one.
    Soft,
    /// The quietest.
    Faint,
    /// The one red word.
    Accent,
}

impl Tone {
    /// The class of words of this tone.
    pub fn class(self) -> &'static str {
        match self {
            Self::Ink => "tone-ink",
            Self::Soft => "tone-soft",
            Self::Faint => "tone-faint",
            Self::Accent => "tone-accent",
        }
    }
}

/// The smallest font size that [`compose`] accepts, in tenths of a pixel.
pub const SMALLEST: u32 = 120;

/// The fewest words that [`compose`] keeps, legible or not: fewer are no cloud.
const FEWEST: usize = 5;

/// How many words a canvas carries well: about a hundred on [`Canvas::WIDE`], seven in a side column.
pub fn words_for(canvas: Canvas) -> usize {
    // A word of a small cloud needs more than 4,000 square pixels, larger clouds spend yet more on larger words.
    let area = u64::from(canvas.width) * u64::from(canvas.height);
    let words = area / (4_000 + area.isqrt() * 2);
    usize::try_from(words).unwrap_or(usize::MAX).clamp(FEWEST, 200)
}

/// Lays out the heaviest words: as many as [`words_for`] allows, then fewer until the smallest is legible
/// ([`SMALLEST`]). Words of equal weight keep their order.
pub fn compose(words: &[Word], canvas: Canvas) -> Vec<Placed> {
    let mut chosen = words.to_vec();
    sort_by_key(&mut chosen, |word| Reverse(word.weight));
    chosen.truncate(words_for(canvas));
    loop {
        let placed = layout(&chosen, canvas);
        let legible = placed.iter().filter(|word| word.size >= SMALLEST).count();
        if legible == chosen.len() || chosen.len() <= FEWEST {
            return placed;
        }
        // Fewer words let all of them grow, so not every illegible one has to go at once.
        let keep = usize::midpoint(legible, chosen.len() - 1);
        chosen.truncate(keep.clamp(FEWEST, chosen.len() - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: u32) -> Vec<Word> {
        (0..count)
            .map(|i| Word {
                text: format!("词语{i}"),
                weight: 10_000 / (i + 1),
            })
            .collect()
    }

    #[test]
    fn the_canvas_decides_how_many_words_there_are() {
        let counts = [
            Canvas::WIDE,
            Canvas::SQUARE,
            Canvas::TALL,
            Canvas {
                width: 212,
                height: 160,
            },
        ]
        .map(words_for);
        assert!(counts.is_sorted_by(|a, b| a > b), "{counts:?}");
        assert!(
            (90..=110).contains(&counts[0]) && (6..=9).contains(&counts[3]),
            "{counts:?}"
        );
        assert_eq!(words_for(Canvas { width: 0, height: 9 }), FEWEST);
    }

    #[test]
    fn composed_words_are_legible_or_few() {
        for canvas in [
            Canvas::WIDE,
            Canvas::TALL,
            Canvas {
                width: 212,
                height: 160,
            },
        ] {
            let placed = compose(&words(150), canvas);
            assert!(placed.len() >= FEWEST);
            assert!(placed.len() == FEWEST || placed.iter().all(|word| word.size >= SMALLEST));
        }
    }

    /// The same clouds are drawn in WebAssembly (`src/tests/cloud.rs`), byte for byte.
    #[test]
    fn drawn_clouds_stay_as_they_are() {
        let words: Vec<Word> = include_str!("../../../../benches/cloud/words.txt")
            .lines()
            .zip(4..)
            .map(|(text, divisor)| Word {
                text: text.into(),
                weight: 40_000 / divisor,
            })
            .collect();
        let drawn = [Canvas::WIDE, Canvas::SQUARE, Canvas::TALL].map(|canvas| {
            let drawn = || svg(&compose(&words, canvas), canvas, |word| format!("?q={word}"));
            assert_eq!(drawn(), drawn());
            crate::html::print(&[drawn().into()])
        });
        insta::assert_snapshot!("drawn", drawn.join("\n"));
    }

    #[test]
    fn the_heaviest_words_are_chosen_whatever_their_order() {
        let mut reversed = words(150);
        reversed.reverse();
        let canvas = Canvas {
            width: 212,
            height: 160,
        };
        assert_eq!(compose(&reversed, canvas), compose(&words(150), canvas));
        assert_eq!(compose(&[], canvas), []);
    }
}

//! `archive::cloud` as functions that a page can call: compiled with the reader's own profile, so that what `cargo xtask
//! bench cloud` measures is what readers get.

#![cfg(target_arch = "wasm32")]

use kanbao_archive::cloud::{self, Canvas, Placed, Word};
use kanbao_archive::html::print;
use kanbao_archive::link::{Address, Route};
use wasm_bindgen::prelude::wasm_bindgen;

/// Words on a canvas.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Cloud {
    words: Vec<Word>,
    canvas: Canvas,
    placed: Vec<Placed>,
}

#[wasm_bindgen]
impl Cloud {
    /// Takes words, a line each, with their weights, for a canvas of so many pixels.
    #[wasm_bindgen(constructor)]
    pub fn new(lines: &str, weights: &[u32], width: u32, height: u32) -> Self {
        let words = lines.lines().zip(weights).map(|(text, weight)| Word {
            text: text.to_owned(),
            weight: *weight,
        });
        Self {
            words: words.collect(),
            canvas: Canvas { width, height },
            placed: Vec::new(),
        }
    }

    /// Lays the words out, and says how many have a place.
    pub fn layout(&mut self) -> usize {
        self.placed = cloud::layout(&self.words, self.canvas);
        self.placed.len()
    }

    /// The text of a placed word, the heaviest first.
    pub fn text(&self, index: usize) -> String {
        self.placed
            .get(index)
            .map_or_else(String::new, |word| word.text.clone())
    }

    /// Left, baseline, width and font size of a placed word, in tenths of a pixel.
    pub fn measures(&self, index: usize) -> Vec<u32> {
        let measures = |word: &Placed| vec![word.left, word.baseline, word.width, word.size];
        self.placed.get(index).map_or_else(Vec::new, measures)
    }

    /// The picture, as the page of a report has it.
    pub fn svg(&self) -> String {
        let href = |word: &str| Address::new(Route::Search).with_q(word).href("../../../../");
        print(&[cloud::svg(&self.placed, self.canvas, href).into()])
    }
}

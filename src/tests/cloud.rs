//! Clouds as WebAssembly draws them.

use kanbao_archive::cloud::{Canvas, Word, compose, svg};
use kanbao_archive::html::print;
use wasm_bindgen_test::wasm_bindgen_test;

/// What native code draws; its own test (`crates/archive/src/cloud/mod.rs`) keeps it.
const DRAWN: &str =
    include_str!("../../crates/archive/src/cloud/snapshots/kanbao_archive__cloud__tests__drawn.snap");

#[wasm_bindgen_test]
fn clouds_are_the_same_bytes_as_native_ones() {
    let (_, native) = DRAWN.split_once("\n---\n").unwrap();
    let words: Vec<Word> = include_str!("../../benches/cloud/words.txt")
        .lines()
        .zip(4..)
        .map(|(text, divisor)| Word {
            text: text.into(),
            weight: 40_000 / divisor,
        })
        .collect();
    let drawn = [Canvas::WIDE, Canvas::SQUARE, Canvas::TALL].map(|canvas| {
        let placed = compose(&words, canvas);
        print(&[svg(&placed, canvas, |word| format!("?q={word}")).into()])
    });
    assert_eq!(drawn.join("\n"), native.trim_end());
    assert!(native.matches("<text").count() > 200);
}

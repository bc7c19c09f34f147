//! A bundle that means harm: nested deeper than any post can be.

use kanbao_archive::html::Html;
use kanbao_archive::markdown::{Stored, Writer};
use kanbao_archive::model::{Bundle, SCHEMA};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::browser::dom;

const DEEP: usize = 10_000;

#[wasm_bindgen_test]
fn trees_that_are_too_deep_are_refused_and_the_stack_holds() {
    for (open, close) in [
        ("q", "}"),
        ("u.", "}}"),
        ("d}", "}"),
        ("p{*", "}"),
        ("p{la}t}", "}"),
    ] {
        let text = open.repeat(DEEP) + &close.repeat(DEEP) + "}";
        assert!(Stored::try_from(text.clone()).is_err(), "{open}");
        // What was never checked is read as nothing.
        assert!(Stored::unchecked(text).read().blocks.is_empty(), "{open}");
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let json = open.repeat(DEEP) + "1" + &close.repeat(DEEP);
        assert!(Bundle::from_json(&json).is_err());
        let hidden = format!("{{\"schema\":{SCHEMA},\"what nobody knows\":{json}}}");
        assert!(Bundle::from_json(&hidden).is_err());
    }
}

#[wasm_bindgen_test]
fn the_deepest_tree_that_is_read_is_drawn() {
    let inlines = "{*".repeat(24) + "核" + &"}".repeat(24);
    let text = format!("{}p{inlines}}}{}", "q".repeat(48), "}".repeat(49));
    let document = Stored::try_from(text).unwrap().read();
    let nodes: Vec<Html> = Writer::new(&[], "./").document(&document);
    let stage = dom::append_to_body("div").unwrap();
    dom::draw(stage.clone(), &nodes);
    assert_eq!(stage.text_content().as_deref(), Some("核"));
    stage.remove();
}

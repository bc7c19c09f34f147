//! What only a browser can show: trees become the nodes that they print as, and focus survives drawing.

use kanbao_archive::html::{Element as Tree, Html, el, print, text};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{dom, patch, storage};

/// An empty element in the page.
fn stage() -> dom::Element {
    let body = dom::body().unwrap();
    let stage = body.owner_document().unwrap().create_element("div").unwrap();
    body.append_child(&stage).unwrap();
    stage
}

/// What the element's only child is as HTML.
fn drawn(tree: Tree) -> String {
    let stage = stage();
    dom::draw(stage.clone(), &[tree.into()]);
    stage.first_element_child().unwrap().outer_html()
}

#[wasm_bindgen_test]
fn a_drawn_tree_is_the_printed_one() {
    let tree = el("p")
        .class("a")
        .attr("title", "\"<&")
        .flag("hidden", true)
        .text("开源 & <模型>")
        .child(el("br"));
    // A browser writes an attribute without a value as `hidden=""`.
    assert_eq!(
        drawn(tree.clone()),
        print(&[tree.into()]).replace(" hidden>", " hidden=\"\">")
    );
}

#[wasm_bindgen_test]
fn a_script_in_a_text_stays_text() {
    let stage = stage();
    let script = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">";
    dom::draw(stage.clone(), &[text(script)]);
    assert_eq!(stage.child_element_count(), 0);
    assert_eq!(stage.text_content().as_deref(), Some(script));
}

#[wasm_bindgen_test]
fn pictures_are_drawn_in_their_own_namespace() {
    let stage = stage();
    dom::draw(stage.clone(), &[el("svg").child(el("text").text("词")).into()]);
    let word = stage.query_selector("text").unwrap().unwrap();
    assert_eq!(
        word.namespace_uri().as_deref(),
        Some("http://www.w3.org/2000/svg")
    );
}

#[wasm_bindgen_test]
fn drawing_again_keeps_the_focus() {
    let stage = stage();
    let buttons = || -> Vec<Html> {
        ["a", "b"]
            .iter()
            .map(|key| el("button").attr("data-key", *key).text(*key).into())
            .collect()
    };
    dom::draw(stage.clone(), &buttons());
    let second: HtmlElement = stage.last_element_child().unwrap().dyn_into().unwrap();
    second.focus().unwrap();
    dom::draw(stage.clone(), &buttons());
    let active = stage.owner_document().unwrap().active_element().unwrap();
    assert_eq!(active.get_attribute("data-key").as_deref(), Some("b"));
    assert!(
        !active.is_same_node(Some(&second)),
        "the button was not drawn again"
    );
}

/// What is inside the element, as markup.
fn markup(element: &dom::Element) -> String {
    let children = element.child_nodes();
    let each =
        (0..children.length()).filter_map(|index| children.get(index)?.dyn_into::<dom::Element>().ok());
    each.map(|child| child.outer_html()).collect()
}

/// A list of links with an attribute that may differ.
fn rows(rows: &[(&str, &str)]) -> Vec<Html> {
    rows.iter()
        .map(|(key, href)| {
            let link = el("a")
                .attr("data-key", *key)
                .attr("href", *href)
                .text(format!("{key} {href}"));
            el("li").attr("data-report", *key).child(link).into()
        })
        .collect()
}

#[wasm_bindgen_test]
fn changing_touches_only_what_differs() {
    let stage = stage();
    let before = rows(&[("a", "1"), ("b", "1"), ("c", "1")]);
    patch::update(&stage, &[], &before);
    let link: HtmlElement = stage
        .query_selector("[data-key=b]")
        .unwrap()
        .unwrap()
        .dyn_into()
        .unwrap();
    link.focus().unwrap();
    let first = stage.first_element_child().unwrap();
    let after = rows(&[("a", "1"), ("b", "2"), ("d", "1"), ("e", "1")]);
    patch::update(&stage, &before, &after);
    assert_eq!(markup(&stage), print(&after));
    assert!(first.is_same_node(stage.first_child().as_ref()));
    let active = stage.owner_document().unwrap().active_element().unwrap();
    assert!(
        active.is_same_node(Some(&link)),
        "the link kept its place and its focus"
    );
    patch::update(&stage, &after, &before[..1]);
    assert_eq!(markup(&stage), print(&before[..1]));
}

#[wasm_bindgen_test]
fn the_focus_follows_its_key_and_else_goes_to_what_is_around() {
    let stage = stage();
    stage.set_attribute("tabindex", "-1").unwrap();
    let before = rows(&[("a", "1"), ("b", "1")]);
    patch::update(&stage, &[], &before);
    dom::focus_key_of("b");
    let turned = rows(&[("b", "1"), ("a", "1")]);
    patch::update(&stage, &before, &turned);
    let active = || stage.owner_document().unwrap().active_element().unwrap();
    assert_eq!(active().get_attribute("data-key").as_deref(), Some("b"));
    patch::update(&stage, &turned, &turned[1..]);
    assert!(active().is_same_node(Some(&stage)), "the row is gone");
}

#[wasm_bindgen_test]
fn what_somebody_else_changed_is_drawn_anew() {
    let stage = stage();
    let before = rows(&[("a", "1")]);
    patch::update(&stage, &[], &before);
    stage.set_text_content(None);
    patch::update(&stage, &before, &before);
    assert_eq!(markup(&stage), print(&before));
}

#[wasm_bindgen_test]
fn what_is_stored_is_found_again() {
    let key = "kanbao-test";
    assert!(storage::set(key, "报"));
    assert_eq!(storage::get(key).as_deref(), Some("报"));
    assert_eq!(storage::get("kanbao-test-absent"), None);
}

//! Drawing [`Html`] trees as DOM nodes, and the few questions the reader asks of the page.

use kanbao_archive::html::{Element as Tree, Html};
use wasm_bindgen::JsCast;
pub use web_sys::Element;
pub use web_sys::Node;
use web_sys::{Document, HtmlElement, HtmlInputElement};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Replaces what is inside the element by the tree.
///
/// Focus stays where it was when the element with the same `data-key` or id is drawn again.
pub fn draw(element: Element, nodes: &[Html]) {
    let Some(document) = document() else { return };
    let focused = focus_key(&document, &element);
    let children: js_sys::Array = nodes
        .iter()
        .filter_map(|node| build(&document, node, false))
        .collect();
    element.replace_children_with_node(&children);
    focus_again(&element, focused);
}

/// Puts the focus where it was, by [`focus_key`].
fn focus_again(element: &Element, focused: Option<String>) {
    if let Some(selector) = focused
        && let Ok(Some(again)) = element.query_selector(&selector)
    {
        focus(&again);
    }
}

/// A new element.
pub fn element(tag: &str) -> Option<Element> {
    document()?.create_element(tag).ok()
}

/// Puts an element at the end of another one.
pub fn append(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

/// Marks a place at the end of an element. The mark is an empty text, which is no part of the page.
pub fn append_mark(parent: &Element) -> Option<Node> {
    parent.append_child(&document()?.create_text_node("")).ok()
}

/// Puts an element before a mark, in the place of the one that is there; focus stays as in [`draw`].
pub fn take_place(mark: &Node, before: Option<&Element>, now: Option<&Element>) {
    let focused = document()
        .zip(before)
        .and_then(|(document, before)| focus_key(&document, before));
    if let Some(before) = before {
        before.remove();
    }
    if let Some((parent, now)) = mark.parent_node().zip(now) {
        let _ = parent.insert_before(now, Some(mark));
        focus_again(now, focused);
    }
}

/// Gives the element the attributes and the inside of the tree's one: for elements that the app itself owns.
pub fn draw_as(element: Element, tree: &Tree) {
    for (name, value) in &tree.attrs {
        let _ = element.set_attribute(name, value);
    }
    draw(element, &tree.children);
}

pub(super) fn build(document: &Document, node: &Html, in_svg: bool) -> Option<Node> {
    match node {
        Html::Text(text) => Some(document.create_text_node(text).into()),
        Html::Element(tree) => build_element(document, tree, in_svg).map(Node::from),
    }
}

fn build_element(document: &Document, tree: &Tree, in_svg: bool) -> Option<Element> {
    let in_svg = in_svg || tree.tag == "svg";
    let element = if in_svg {
        document.create_element_ns(Some(SVG), tree.tag)
    } else {
        document.create_element(tree.tag)
    };
    let element = element.ok()?;
    for (name, value) in &tree.attrs {
        set(&element, name, value);
    }
    for child in &tree.children {
        if let Some(node) = build(document, child, in_svg) {
            let _ = element.append_child(&node);
        }
    }
    Some(element)
}

/// Gives the element an attribute of a tree.
pub fn set(element: &Element, name: &str, value: &str) {
    let carried = super::carried::picture(value);
    // Refused only for names that are no names, and those are fixed at compile time.
    let _ = element.set_attribute(name, carried.as_deref().unwrap_or(value));
}

/// A selector of the focused element, where it is inside `element` and can be known again.
pub(super) fn focus_key(document: &Document, element: &Element) -> Option<String> {
    let active = document.active_element()?;
    if !element.contains(Some(&active)) {
        return None;
    }
    let named = |name: &str| {
        active
            .get_attribute(name)
            .filter(|value| !value.contains(['"', '\\']))
    };
    named("data-key")
        .map(|key| format!("[data-key=\"{key}\"]"))
        .or_else(|| named("id").map(|id| format!("[id=\"{id}\"]")))
        .or_else(|| {
            named("data-month")
                .map(|_| format!("[aria-label=\"{}\"]", named("aria-label").unwrap_or_default()))
        })
}

/// Puts a tree at the end of the page, in place of the element of its id.
pub fn put(id: &str, tree: &Html) {
    if let Some(before) = by_id(id) {
        before.remove();
    }
    let node = document().and_then(|document| build(&document, tree, false));
    if let (Some(body), Some(node)) = (body(), node) {
        let _ = body.append_child(&node);
    }
}

/// The page's body.
pub fn body() -> Option<HtmlElement> {
    document()?.body()
}

/// The element of an id.
pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The element of an id inside another, which need not be in the page.
pub fn inside(element: &Element, id: &str) -> Option<Element> {
    element.query_selector(&format!("#{id}")).ok()?
}

/// Sets an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(html) = document().and_then(|document| document.document_element()) {
        let _ = html.set_attribute(name, value);
    }
}

/// An attribute of `<html>`.
pub fn root_attribute(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(name)
}

/// What a token of the styles stands for in the theme that is shown.
pub fn token(name: &str) -> String {
    let value = || {
        let root = document()?.document_element()?;
        let style = web_sys::window()?.get_computed_style(&root).ok()??;
        style.get_property_value(&["--", name].concat()).ok()
    };
    value().unwrap_or_default()
}

/// The width of the element of an id, in whole CSS pixels.
pub fn width_of(id: &str) -> Option<u32> {
    by_id(id).map(|element| element.client_width() as u32)
}

/// Whether the keyboard's focus is on the element of an id.
pub fn has_focus(id: &str) -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.id() == id)
}

/// Sets attributes of the element of an id.
pub fn set_attributes(id: &str, attributes: &[(&str, &str)]) {
    if let Some(element) = by_id(id) {
        for (name, value) in attributes {
            let _ = element.set_attribute(name, value);
        }
    }
}

/// Changes the text of the first element that fits the selector.
pub fn set_text(selector: &str, text: &str) {
    if let Some(element) = first(selector) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute of the first element that fits the selector.
pub fn set_attribute(selector: &str, name: &str, value: &str) {
    if let Some(element) = first(selector) {
        let _ = element.set_attribute(name, value);
    }
}

/// Sets a style of the first element that fits the selector, which a policy against inline styles allows to scripts.
pub fn set_style(selector: &str, name: &str, value: &str) {
    if let Some(element) = first(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.style().set_property(name, value);
    }
}

/// Puts a copy of an element into another one, each the first that fits its selector.
pub fn copy_into(from: &Element, into: &str) {
    if let (Ok(copy), Some(into)) = (from.clone_node_with_deep(true), first(into)) {
        let _ = into.append_child(&copy);
    }
}

/// Where on the screen the middle of the first element is that fits the selector, and its width and height.
pub fn middle_and_size(selector: &str) -> Option<(f64, f64, f64, f64)> {
    let rect = first(selector)?.get_bounding_client_rect();
    let (width, height) = (rect.width(), rect.height());
    Some((
        rect.left() + width / 2.0,
        rect.top() + height / 2.0,
        width,
        height,
    ))
}

/// The page's title.
pub fn title() -> String {
    document().map(|document| document.title()).unwrap_or_default()
}

/// Whether the page is being looked at: not in a tab behind, not left.
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Sets the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Puts the keyboard's focus on the element, without scrolling.
pub fn focus(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // What is drawn as SVG can be focused as well, though it is no HtmlElement.
    let _ = element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options);
}

/// Puts the focus on the page's own part where it was on something that is gone, so that the keyboard and
/// screen readers go on from the new page's beginning.
pub fn focus_main() {
    let is_lost = document().is_some_and(|d| {
        d.active_element()
            .is_none_or(|active| active.tag_name() == "BODY")
    });
    if let Some(main) = by_id("kb-main").filter(|_| is_lost) {
        focus(&main);
    }
}

/// Puts the focus in the input of this id, the caret behind its text.
pub fn focus_input(id: &str) {
    let input = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        let _ = input.focus();
        let end = input.value().encode_utf16().count() as u32;
        let _ = input.set_selection_range(end, end);
    }
}

/// What the input of this id holds.
pub fn value_of(id: &str) -> Option<String> {
    let input = by_id(id)?.dyn_into::<HtmlInputElement>().ok()?;
    Some(input.value())
}

/// Shows another text in the input of this id.
pub fn show_in_input(id: &str, text: &str) {
    let input = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input.filter(|input| input.value() != text) {
        input.set_value(text);
    }
}

/// Takes the focus from where it is; the keyboard goes on from the page's own part.
pub fn leave_focus() {
    let active = document().and_then(|document| document.active_element());
    if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        let _ = active.blur();
    }
    focus_main();
}

/// Puts the focus on the element with this `data-key`, without scrolling.
pub fn focus_key_of(key: &str) {
    let key = key.replace('\\', "\\\\").replace('"', "\\\"");
    let found = document().and_then(|d| d.query_selector(&format!("[data-key=\"{key}\"]")).ok()?);
    if let Some(element) = found {
        focus(&element);
    }
}

/// Whether the reader points with a finger, so that a focused box covers half the screen with a keyboard.
pub fn has_coarse_pointer() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(pointer: coarse)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// Whether the element of this id is in the window, or less than half a window below it.
pub fn is_near(id: &str) -> bool {
    by_id(id).is_some_and(|e| e.get_bounding_client_rect().top() < 1.5 * window_height())
}

/// The height of the window in CSS pixels.
pub fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(900.0)
}

/// The numbers of the matches on the page, in reading order. Some of a report's text is not there as it stands:
/// headings that only structure needs, and the line that its header repeats.
pub fn mark_numbers() -> Vec<usize> {
    let mut numbers = Vec::new();
    for mark in marks() {
        let number = mark.get_attribute("data-mark").and_then(|n| n.parse().ok());
        // A match across several elements is several marks of one number.
        numbers.extend(number.filter(|number| numbers.last() != Some(number)));
    }
    numbers
}

/// Marks the match of this number as the current one and brings it into view.
pub fn show_mark(number: usize) {
    let wanted = number.to_string();
    let mut is_shown = false;
    for mark in marks() {
        let is_current = mark.get_attribute("data-mark").as_deref() == Some(&wanted);
        let _ = mark.class_list().toggle_with_force("hit-current", is_current);
        if is_current && !is_shown {
            is_shown = true;
            scroll_to_middle(&mark);
        }
    }
}

/// Brings the first mark into view, without making it stand out from others.
pub fn show_first_mark() {
    if let Some(mark) = marks().first() {
        scroll_to_middle(mark);
    }
}

fn marks() -> Vec<Element> {
    all("mark[data-mark]")
}

fn scroll_to_middle(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Brings the element of this id to the top of the window, and focus to it; says whether there is one.
pub fn scroll_to_anchor(id: &str) -> bool {
    let Some(element) = by_id(id) else { return false };
    element.scroll_into_view();
    true
}

/// How far the page is scrolled, in CSS pixels.
pub fn scroll_y() -> f64 {
    web_sys::window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or(0.0)
}

/// Scrolls the page.
pub fn scroll_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Clicks the first element that fits a selector; says whether there was one.
pub fn click_first(selector: &str) -> bool {
    let first = all(selector)
        .into_iter()
        .next()
        .and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(first) = &first {
        first.click();
    }
    first.is_some()
}

/// The first element that fits a selector.
pub(super) fn first(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// The elements that fit a selector, in reading order.
pub(super) fn all(selector: &str) -> Vec<Element> {
    let Some(found) = document().and_then(|d| d.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A new element at the end of the page.
#[cfg(test)]
pub fn append_to_body(tag: &str) -> Option<Element> {
    let element = document()?.create_element(tag).ok()?;
    body()?.append_child(&element).ok()?;
    Some(element)
}

/// Sends an event to the window.
#[cfg(test)]
pub fn dispatch(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

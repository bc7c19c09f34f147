//! What the reader has selected in a report, and the button beside it.

use kanbao_archive::html::{Element as Tree, Html};
use kanbao_archive::link::Quote;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, Range};

use super::dom::{build, document, first};

/// What a report's page shows that is no text of the report, or cannot be marked.
const NOT_TEXT: &str = "button, pre, .report-line, .report-facts, .read-line, .image-missing, .footnote-back, [role=doc-noteref]";

/// What may hold the button without a change of its look.
const HOLDERS: &str = "p, li, h1, h2, h3, h4, h5, h6, td, th, summary, article";

/// The button, once it is on the page.
const BUTTON: &str = ".passage-button";

/// Characters of context taken from each side of a selection.
const CONTEXT: usize = 200;

/// The selected passage of the report: its text, and what stands before and after it.
pub fn passage() -> Option<Quote> {
    let (range, article) = selected()?;
    let (before, after) = (range.clone_range(), range.clone_range());
    before.set_start(&article, 0).ok()?;
    before
        .set_end(&range.start_container().ok()?, range.start_offset().ok()?)
        .ok()?;
    after
        .set_start(&range.end_container().ok()?, range.end_offset().ok()?)
        .ok()?;
    after.set_end(&article, article.child_nodes().length()).ok()?;
    let before = text_of(&before)?;
    let skipped = before.chars().count().saturating_sub(CONTEXT);
    Some(Quote {
        text: text_of(&range).filter(|text| !text.trim().is_empty())?,
        before: before.chars().skip(skipped).collect(),
        after: text_of(&after)?.chars().take(CONTEXT).collect(),
    })
}

/// Puts the button under the end of the selection. It goes into the block where the selection ends, so that Tab leads
/// to it before it leads to anything below, and takes no room there.
pub fn show_button(tree: Tree) {
    hide_button();
    let Some((range, _)) = selected() else { return };
    let holder = range.end_container().ok().and_then(|node| closest(&node));
    let button = document().and_then(|document| build(&document, &Html::from(tree), false));
    let button = button.and_then(|node| node.dyn_into::<HtmlElement>().ok());
    if let (Some(holder), Some(button)) = (holder, button) {
        let _ = holder.append_child(&button);
        place(&button, &range);
    }
}

/// Takes the button away.
pub fn hide_button() {
    if let Some(button) = first(BUTTON) {
        button.remove();
    }
}

/// Says where the end of the selection is; styles decide whether the button goes there or to the thumb.
fn place(button: &HtmlElement, range: &Range) {
    let rects = range.get_client_rects();
    let last = rects.and_then(|rects| rects.get(rects.length().checked_sub(1)?));
    let (Some(last), Some(window)) = (last, web_sys::window()) else {
        return;
    };
    let length = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let own = button.get_bounding_client_rect();
    let left = last
        .right()
        .min(length(window.inner_width()) - own.width() - 8.0)
        .max(8.0);
    let top = (last.bottom() + 6.0).min(length(window.inner_height()) - own.height() - 8.0);
    let origin = button
        .offset_parent()
        .map(|parent| parent.get_bounding_client_rect());
    let (x, y) = origin.map_or((0.0, 0.0), |origin| (origin.left(), origin.top()));
    for (name, value) in [("--left", left - x), ("--top", top - y)] {
        let _ = button.style().set_property(name, &format!("{}px", value as i32));
    }
}

/// What is selected, where that is one stretch inside the report.
fn selected() -> Option<(Range, Element)> {
    let selection = web_sys::window()?.get_selection().ok()??;
    if selection.is_collapsed() {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    let article = first("article.report")?;
    let inside = range.common_ancestor_container().ok()?;
    article.contains(Some(&inside)).then_some((range, article))
}

/// The text of a range that is the report's own.
fn text_of(range: &Range) -> Option<String> {
    let content = range.clone_contents().ok()?;
    if let Ok(others) = content.query_selector_all(NOT_TEXT) {
        for index in 0..others.length() {
            if let Some(other) = others.get(index).and_then(|node| node.dyn_into::<Element>().ok()) {
                other.remove();
            }
        }
    }
    content.text_content()
}

fn closest(node: &Node) -> Option<Element> {
    let element = node
        .dyn_ref::<Element>()
        .cloned()
        .or_else(|| node.parent_element())?;
    element.closest(HOLDERS).ok().flatten()
}

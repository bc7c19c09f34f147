//! How far the opened report is read, as the page can tell.

use web_sys::Element;

use super::dom::{all, first, scroll_y, window_height};

/// The blocks of a report's text, in reading order.
const BLOCKS: &str = ".prose > *, .overview > *, .report-points > li";

/// What stands right under the text.
const END: &str = ".read-line";

/// Of each block of the report's text, its id where a part begins with it.
pub fn blocks() -> Vec<Option<String>> {
    all(BLOCKS).iter().map(part).collect()
}

/// Of the blocks read so far the same, and how much of the report they are, in thousandths.
pub fn above() -> (Vec<Option<String>>, u16) {
    // What is being read stands in the upper part of the window.
    let line = window_height() / 4.0;
    let all = all(BLOCKS);
    let above = all
        .iter()
        .take_while(|block| block.get_bounding_client_rect().top() <= line);
    let done = first(".prose").map_or(0.0, |prose| {
        let prose = prose.get_bounding_client_rect();
        (line - prose.top()) / prose.height().max(1.0)
    });
    (above.map(part).collect(), (done.clamp(0.0, 1.0) * 1000.0) as u16)
}

/// Brings a block to the top of the window.
pub fn show_block(index: usize) {
    if let Some(block) = all(BLOCKS).get(index) {
        block.scroll_into_view();
    }
}

/// Whether the end of the text is on the screen.
pub fn is_at_end() -> bool {
    let is_hidden = super::dom::document().is_none_or(|document| document.hidden());
    !is_hidden && first(END).is_some_and(|end| end.get_bounding_client_rect().top() <= window_height())
}

/// Whether nothing was scrolled: a short report's end is on the screen from the first moment.
pub fn is_at_top() -> bool {
    scroll_y() < 1.0
}

fn part(block: &Element) -> Option<String> {
    let id = block.id();
    let begins = !id.is_empty() && (block.tag_name().starts_with('H') || id == "points");
    begins.then_some(id)
}

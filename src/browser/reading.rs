//! How far the opened report is read, and which of its sections, as the page can tell.

use web_sys::Element;

use super::dom::{all, by_id, document, first, scroll_y, window_height};

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
    let is_hidden = document().is_none_or(|document| document.hidden());
    !is_hidden && first(END).is_some_and(|end| end.get_bounding_client_rect().top() <= window_height())
}

/// Whether nothing was scrolled: a short report's end is on the screen from the first moment.
pub fn is_at_top() -> bool {
    scroll_y() < 1.0
}

/// Marks the contents entries, beside the text and in the sheet, whose section is being read.
pub fn spy_on_sections() {
    let links = all(".contents a, .contents-list a");
    let current = current_section(&links);
    for link in &links {
        if link.get_attribute("href") == current {
            let _ = link.set_attribute("aria-current", "true");
        } else {
            let _ = link.remove_attribute("aria-current");
        }
    }
}

/// The address of the section that is being read.
fn current_section(links: &[Element]) -> Option<String> {
    let height = window_height();
    let top_of = |link: &Element| {
        let href = link.get_attribute("href")?;
        // What stands beside the text (the cloud) has no place in its order.
        let id = href.strip_prefix('#').filter(|id| *id != "word-cloud")?;
        Some((by_id(id)?.get_bounding_client_rect().top(), href))
    };
    let tops: Vec<(f64, String)> = links.iter().filter_map(top_of).collect();
    let page = document()?.document_element()?;
    let is_at_bottom = scroll_y() + height + 2.0 >= f64::from(page.scroll_height());
    // No heading on the last screen can come any higher; otherwise a section is being read once its heading has passed
    // the upper third of the window.
    let line = if is_at_bottom && scroll_y() > 0.0 {
        height
    } else {
        height / 3.0
    };
    // A section that was asked for counts as long as it is there, however short it is.
    let hash = web_sys::window()?.location().hash().ok()?;
    let asked = tops.iter().find(|(top, href)| {
        *top > -1.0 && *top <= line && js_sys::decode_uri_component(&hash).is_ok_and(|hash| hash == *href)
    });
    let found = asked.or_else(|| tops.iter().rev().find(|(top, _)| *top <= line));
    found.or(tops.first()).map(|(_, href)| href.clone())
}

fn part(block: &Element) -> Option<String> {
    let id = block.id();
    let begins = !id.is_empty() && (block.tag_name().starts_with('H') || id == "points");
    begins.then_some(id)
}

//! Rows of a list of reports and the focus among them.

use web_sys::Element;

use super::dom::{all, document, focus};

/// What the keys that move from row to row go to.
pub const ROWS: &str = ".row-link, .offer-link, .hit-link";

/// Moves the focus to the next (1) or previous (-1) row of a list of reports, from outside the list to the first in
/// the window or below it; says whether there was one to go to.
pub fn focus_row(step: isize) -> bool {
    let rows = rows();
    let active = document().and_then(|document| document.active_element());
    let in_row = |row: &Element| {
        let whole = row.closest("[data-report]").ok().flatten();
        whole.as_ref().unwrap_or(row).contains(active.as_deref())
    };
    let next = match rows.iter().position(in_row) {
        Some(at) => at.checked_add_signed(step),
        None => rows
            .iter()
            .position(|row| row.get_bounding_client_rect().top() >= 0.0),
    };
    let row = next.and_then(|next| rows.get(next));
    if let Some(row) = row {
        focus_into_view(row);
    }
    row.is_some()
}

/// Puts the focus on the n-th row of a list of reports, counted from 0.
pub fn focus_nth_row(n: usize) {
    if let Some(row) = rows().get(n) {
        focus_into_view(row);
    }
}

/// The id of the report whose row has the focus.
pub fn focused_row() -> Option<String> {
    let active = document()?.active_element()?;
    active
        .closest("[data-report]")
        .ok()??
        .get_attribute("data-report")
}

/// The id of the report whose row's link has the focus.
pub fn focused_row_link() -> Option<String> {
    let active = document()?.active_element()?;
    let id = focused_row()?;
    active.class_list().contains("row-link").then_some(id)
}

/// Focus on the row, and all of what it says in the window.
fn focus_into_view(row: &Element) {
    focus(row);
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    let whole = row.closest("li").ok().flatten();
    whole
        .as_ref()
        .unwrap_or(row)
        .scroll_into_view_with_scroll_into_view_options(&options);
}

fn rows() -> Vec<Element> {
    all(ROWS)
}

//! What the choice of days asks of the page: the calendar's cells and the histogram.

use super::dom::{all, by_id, document, focus};

/// Moves the focus among the calendar's days; says whether the day is there.
pub fn focus_day(day: &str) -> bool {
    let Some(document) = document() else { return false };
    match document.query_selector(&format!("[data-day=\"{day}\"]")) {
        Ok(Some(cell)) => {
            focus(&cell);
            true
        }
        _ => false,
    }
}

/// Marks the calendar's days of a range as selected, whatever the address says: `from` and `to` as `YYYY-MM-DD`, which
/// order as the days do.
pub fn select_days(from: &str, to: &str) {
    for day in all("[data-day]") {
        let is_inside = day
            .get_attribute("data-day")
            .is_some_and(|day| from <= day.as_str() && day.as_str() <= to);
        let Some(cell) = day.parent_element() else {
            continue;
        };
        let _ = if is_inside {
            cell.set_attribute("aria-selected", "true")
        } else {
            cell.remove_attribute("aria-selected")
        };
    }
}

/// Where a place of the window lies in the element of this id, from its left edge, in thousandths of its width.
pub fn place_in(id: &str, x: f64) -> Option<i32> {
    let room = by_id(id)?.get_bounding_client_rect();
    let width = room.width();
    (width > 0.0).then(|| ((x - room.left()) * 1000.0 / width) as i32)
}

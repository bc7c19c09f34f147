//! The modal dialog: the browser keeps the focus in it, closes it on Esc and by its own form, and gives the
//! focus back.

use kanbao_archive::html::{Element, Html};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, MouseEvent};

use super::dom::{body, build, by_id, document};

/// Opens a dialog; `tree` is a `dialog` element with this id. One that was open before goes.
pub fn open(id: &str, tree: Element) {
    if let Some(old) = by_id(id) {
        old.remove();
    }
    let node = document().and_then(|document| build(&document, &Html::from(tree), false));
    if let (Some(node), Some(body)) = (node, body())
        && let Ok(dialog) = node.dyn_into::<HtmlDialogElement>()
        && body.append_child(&dialog).is_ok()
    {
        let _ = dialog.show_modal();
    }
}

/// Whether the dialog is open.
pub fn is_open(id: &str) -> bool {
    dialog(id).is_some_and(|dialog| dialog.open())
}

/// Whether any dialog is open.
pub fn is_any_open() -> bool {
    super::dom::first("dialog[open]").is_some()
}

/// Closes the dialog that a press went beside. (`closedby` does so too, but Firefox 153 then sends the same touch on to
/// whatever lies below.)
pub fn close_if_beside(event: &web_sys::Event) {
    let pressed = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    let (Some(dialog), Some(press)) = (pressed, event.dyn_ref::<MouseEvent>()) else {
        return;
    };
    // Its own edge is the dialog, too, and so is all around it.
    let (area, x, y) = (
        dialog.get_bounding_client_rect(),
        f64::from(press.client_x()),
        f64::from(press.client_y()),
    );
    if x < area.left() || x > area.right() || y < area.top() || y > area.bottom() {
        dialog.close();
    }
}

/// Selects all text in the field of an open dialog.
pub fn select_field(id: &str) {
    let field = by_id(id).and_then(|dialog| dialog.query_selector("textarea").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
        field.select();
    }
}

/// Closes it, where it is open.
pub fn close(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    by_id(id)?.dyn_into().ok()
}

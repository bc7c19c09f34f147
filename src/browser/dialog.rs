//! The modal dialog: the browser keeps the focus in it, closes it on Esc and by its own form, and gives the
//! focus back.

use kanbao_archive::html::{Element, Html};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

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

/// Closes the dialog that a press went beside, where browsers do not do so themselves.
pub fn close_if_beside(event: &web_sys::Event) {
    // All that is in a dialog lies in other elements.
    let pressed = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = pressed.filter(|dialog| dialog.class_list().contains("dialog")) {
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

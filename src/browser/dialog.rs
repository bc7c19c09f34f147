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

/// Whether a dialog is open.
pub fn any_is_open() -> bool {
    let open = document().map(|document| document.query_selector("dialog[open]"));
    matches!(open, Some(Ok(Some(_))))
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

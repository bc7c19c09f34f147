//! Modal dialogs: the browser keeps the focus in them, closes them on Esc and gives the focus back.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Opens the dialog of this id.
pub fn show(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        // Refused only for what is in no page or open already.
        let _ = dialog.show_modal();
    }
}

/// Closes it; `close` is heard afterwards.
pub fn close(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    super::dom::by_id(id)?.dyn_into().ok()
}

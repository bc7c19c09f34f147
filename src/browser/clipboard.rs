//! The clipboard, where the browser gives it.

use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard; says whether the browser let us.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Absent on plain http and in many web views.
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

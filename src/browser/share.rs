//! Handing an address to the system.

use wasm_bindgen_futures::JsFuture;

use super::named;

/// Opens the system's sharing; says whether there is one.
pub async fn share(title: &str, url: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    let can_share = named::method(&navigator, "share").is_some();
    if can_share {
        let data = web_sys::ShareData::new();
        data.set_title(title);
        data.set_url(url);
        // Refused when the reader closes the sheet: nothing to say then.
        let _ = JsFuture::from(navigator.share_with_data(&data)).await;
    }
    can_share
}

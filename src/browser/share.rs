//! Handing an address to the system.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Opens the system's sharing; says whether there is one.
pub async fn share(title: &str, url: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    let can_share =
        Reflect::get(&navigator, &JsValue::from_str("share")).is_ok_and(|share| share.is_function());
    if can_share {
        let data = web_sys::ShareData::new();
        data.set_title(title);
        data.set_url(url);
        // Refused when the reader closes the sheet: nothing to say then.
        let _ = JsFuture::from(navigator.share_with_data(&data)).await;
    }
    can_share
}

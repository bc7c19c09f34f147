//! Installing the site as an app (W3C Web Application Manifest; Chromium's `beforeinstallprompt`).

use js_sys::Reflect;
use kanbao_archive::page::Install;
use wasm_bindgen::JsValue;
use web_sys::{Window, window};

use super::named::{call, get, promised, text};

/// Where `boot.js` leaves the browser's offer, which may come before the reader listens.
const OFFER: &str = "kanbaoInstall";

/// How the site can be installed here and now.
pub fn how() -> Install {
    let Some(window) = window() else {
        return Install::Never;
    };
    let navigator = window.navigator();
    // `boot.js` has seen it being installed, or this is the installed one.
    let is_installed = get(&window, OFFER).and_then(|seen| seen.as_bool()) == Some(true)
        || window
            .match_media("(display-mode: standalone)")
            .is_ok_and(|media| media.is_some_and(|media| media.matches()))
        // Safari's own word for it.
        || get(&navigator, "standalone").is_some_and(|it| it.is_truthy());
    if is_installed {
        Install::Installed
    } else if !window.is_secure_context()
        || window.location().protocol().is_ok_and(|scheme| scheme == "file:")
    {
        Install::Never
    } else if offer(&window).is_some() {
        Install::Offered
    } else {
        let fingers = get(&navigator, "maxTouchPoints").and_then(|fingers| fingers.as_f64());
        let browser = navigator.user_agent().unwrap_or_default();
        Install::of_browser(&browser, fingers.unwrap_or_default() as u32)
    }
}

/// Lets the browser ask whether it should; it does so once for each of its offers. Says whether it was agreed to.
pub async fn install() -> bool {
    agreed().await.unwrap_or_default()
}

async fn agreed() -> Option<bool> {
    let window = window()?;
    let offer = offer(&window)?;
    let _ = Reflect::set(&window, &OFFER.into(), &JsValue::UNDEFINED);
    call(&offer, "prompt")?.await.ok()?;
    let choice = promised(get(&offer, "userChoice")?)?.await.ok()?;
    Some(text(&choice, "outcome")? == "accepted")
}

fn offer(window: &Window) -> Option<JsValue> {
    get(window, OFFER).filter(JsValue::is_object)
}

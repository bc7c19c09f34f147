//! The service worker, as the page hears of it. (`boot.js` registers it; `sw.js` is the other side.)

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, ServiceWorkerContainer};

use super::{dom, location};

/// Something newer than what is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Update {
    /// A new app: it waits until it is asked to take over.
    App,
    /// New reports for the same app: they are stored already.
    Reports,
}

/// Keeps listening for as long as it is kept.
pub struct UpdateListener {
    _inner: EventListener,
}

/// Calls back when the worker has stored something newer.
pub fn on_update(found: impl Fn(Update) + 'static) -> Option<UpdateListener> {
    let container = container()?;
    let inner = EventListener::new(&container, "message", move |event| {
        let Some(data) = event.dyn_ref::<MessageEvent>().map(MessageEvent::data) else {
            return;
        };
        let text = |name: &str| Reflect::get(&data, &JsValue::from_str(name)).ok()?.as_string();
        if text("type").as_deref() != Some("generation") {
            return;
        }
        let shown = dom::root_attribute("data-generation");
        match text("state").as_deref() {
            Some("waiting") => found(Update::App),
            // The first generation of all is the one that is shown.
            Some("active") if shown.is_some() && shown != text("generation") => found(Update::Reports),
            _ => {}
        }
    });
    Some(UpdateListener { _inner: inner })
}

/// Shows the newer generation: a waiting worker takes over first.
pub fn apply(update: Update) {
    if update == Update::Reports {
        location::reload();
        return;
    }
    let Some(container) = container() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let registration = wasm_bindgen_futures::JsFuture::from(container.get_registration()).await;
        let waiting = registration
            .ok()
            .and_then(|r| Reflect::get(&r, &JsValue::from_str("waiting")).ok());
        let Some(waiting) = waiting.and_then(|w| w.dyn_into::<web_sys::ServiceWorker>().ok()) else {
            location::reload();
            return;
        };
        // The worker answers by taking control; only then is the new app what a reload gets.
        EventListener::once(&container, "controllerchange", |_| location::reload()).forget();
        let message = js_sys::Object::new();
        let _ = Reflect::set(&message, &"type".into(), &"skipWaiting".into());
        let _ = waiting.post_message(&message);
    });
}

/// Absent on plain http, in private windows of some browsers, and in web views.
fn container() -> Option<ServiceWorkerContainer> {
    let container = web_sys::window()?.navigator().service_worker();
    (!container.is_undefined()).then_some(container)
}

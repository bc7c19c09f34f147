//! The service worker, as the page hears of it. (`boot.js` registers it; `sw.js` is the other side.)

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, ServiceWorker, ServiceWorkerContainer};

use super::{clock, dom, location, named};

/// How often it is looked whether another worker has come, in milliseconds, and how many times.
const LOOK: (u32, usize) = (100, 100);

/// What the worker says of a generation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// `active`: it has taken over; `waiting`: it waits to be asked; `full`: there was no room for it.
    pub state: String,
    /// The generation.
    pub generation: String,
    /// Its app.
    pub app: String,
}

/// Keeps listening for as long as it is kept.
pub struct WorkerListener {
    _inner: EventListener,
}

/// Calls back with what workers say from now on, and has the one in control say which generation is active. (A newer one
/// that waits is asked by `boot.js`.)
pub fn listen(heard: impl Fn(Said) + 'static) -> Option<WorkerListener> {
    let listener = on_said(heard)?;
    // Of a page that does not come from the worker, that one may be older.
    if let Some(worker) = controller().filter(|_| dom::root_attribute("data-generation").is_some()) {
        tell(&worker, "version");
    }
    Some(listener)
}

/// Calls back whenever a worker says that its generation is the active one.
pub fn on_active(found: impl Fn() + 'static) -> Option<WorkerListener> {
    on_said(move |said| {
        if said.state == "active" {
            found();
        }
    })
}

fn on_said(hear: impl Fn(Said) + 'static) -> Option<WorkerListener> {
    let inner = EventListener::new(container()?.as_ref(), "message", move |event| {
        let said = event
            .dyn_ref::<MessageEvent>()
            .and_then(|event| said(&event.data()));
        if let Some(said) = said {
            hear(said);
        }
    });
    Some(WorkerListener { _inner: inner })
}

/// Whether a worker answers in this page's place.
pub fn is_in_control() -> bool {
    controller().is_some()
}

fn said(data: &JsValue) -> Option<Said> {
    let text = |name: &str| named::text(data, name);
    let is_ours = text("type")? == "generation";
    is_ours.then_some(Said {
        state: text("state")?,
        generation: text("generation")?,
        app: text("app")?,
    })
}

/// Loads the page anew, with the waiting worker where there is one: it takes over first.
pub async fn reload_with_newest() {
    let before = controller();
    if let Some(waiting) = worker("waiting").await {
        tell(&waiting, "skipWaiting");
        // Only when it has taken control is the new app what a reload gets.
        another_comes(before, false).await;
    }
    location::reload();
}

/// Has the browser look for a newer worker, and waits until it is stored; says whether one has come. Without a worker the
/// network itself has what is newest.
pub async fn fetch_newer() -> bool {
    let before = controller();
    let registration = registration().await.filter(JsValue::is_object);
    let Some(registration) = registration.filter(|_| before.is_some()) else {
        return true;
    };
    if let Some(update) = named::call(&registration, "update") {
        // What comes of it is seen by who is there.
        let _ = update.await;
    }
    another_comes(before, true).await
}

/// Waits until another worker is in control than before, or waits for its turn where that is enough; says whether one is.
async fn another_comes(before: Option<ServiceWorker>, may_wait: bool) -> bool {
    for _ in 0..LOOK.1 {
        if controller() != before || may_wait && worker("waiting").await.is_some() {
            return true;
        }
        clock::sleep(LOOK.0).await;
    }
    false
}

fn controller() -> Option<ServiceWorker> {
    container()?.controller()
}

/// The worker of the registration that stands at this place, `waiting` or `active`.
async fn worker(place: &str) -> Option<ServiceWorker> {
    let registration = registration().await?;
    named::get(&registration, place)?.dyn_into().ok()
}

/// The registration of the worker, `undefined` where none is registered yet.
pub(super) async fn registration() -> Option<JsValue> {
    let container = container()?;
    named::call(&container, "getRegistration")?.await.ok()
}

fn tell(worker: &ServiceWorker, what: &str) {
    let _ = worker.post_message(&message(what));
}

/// An order as `sw.js` obeys it.
pub(super) fn message(what: &str) -> Object {
    let message = Object::new();
    let _ = Reflect::set(&message, &"type".into(), &what.into());
    message
}

/// Absent on plain http, in private windows of some browsers, and in web views.
fn container() -> Option<ServiceWorkerContainer> {
    let container = named::get(&web_sys::window()?.navigator(), "serviceWorker")?;
    Some(container.unchecked_into())
}

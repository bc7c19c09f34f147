//! What the browser is asked for keeping files: the service worker, the room on the device, whose turn it is.
//!
//! Browsers lack one part of it or another; what is lacking is `None`.

use futures::channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, ServiceWorker, window};

use super::named::{call, get, method};
use super::{clock, worker};

/// An answer that has not come after so many milliseconds never comes: the browser has ended the worker.
const PATIENCE: i32 = 150_000;
/// How long the worker of a first visit may take to come, in quarters of a second: until it is registered, and until it
/// has all that it needs.
const REGISTERED: u32 = 20;
const STARTED: u32 = 240;

/// Whether the page came in a way that browsers allow workers for.
pub fn is_secure() -> bool {
    window().is_some_and(|window| window.is_secure_context())
}

/// The worker that keeps the site's files, whichever is the newest at the moment.
#[derive(Clone)]
pub struct Worker {
    registration: JsValue,
}

impl Worker {
    /// Waits for the worker, which takes a while to come on a first visit. None where there is none.
    pub async fn find() -> Option<Self> {
        for waited in 0..STARTED {
            let registration = worker::registration().await?;
            if get(&registration, "active").is_some() {
                return Some(Self { registration });
            }
            if registration.is_undefined() && waited > REGISTERED {
                break;
            }
            clock::sleep(250).await;
        }
        None
    }

    /// Asks the worker something about files and waits for the answer: a list, item by item a text or nothing. None where
    /// no answer comes.
    pub async fn ask(&self, what: &str, paths: &[String]) -> Option<Vec<Option<String>>> {
        let worker: ServiceWorker = get(&self.registration, "active")?.dyn_into().ok()?;
        ask(&worker, what, paths).await
    }
}

async fn ask(worker: &ServiceWorker, what: &str, paths: &[String]) -> Option<Vec<Option<String>>> {
    let channel = MessageChannel::new().ok()?;
    let answered = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE);
        }
    });
    let named: Array = paths.iter().map(|path| JsValue::from_str(path)).collect();
    let message = worker::message(what);
    Reflect::set(&message, &"paths".into(), &named).ok()?;
    worker
        .post_message_with_transferable(&message, &Array::of1(&channel.port2()))
        .ok()?;
    let event = JsFuture::from(answered).await.ok()?;
    channel.port1().close();
    let answer: Array = get(&event, "data")?.dyn_into().ok()?;
    Some(answer.iter().map(|item| item.as_string()).collect())
}

/// Waits until the browser has nothing better to do.
pub async fn idle() {
    let idle = Promise::new(&mut |resolve, _| {
        let asked = window().and_then(|window| {
            let ask = method(&window, "requestIdleCallback")?;
            ask.call1(&window, &resolve).ok()
        });
        if asked.is_none() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(idle).await;
}

/// Whether whoever reads has asked for little traffic.
pub fn saves_data() -> bool {
    let connection = window().and_then(|window| get(&window.navigator(), "connection"));
    connection.is_some_and(|connection| get(&connection, "saveData").is_some_and(|saves| saves.is_truthy()))
}

/// Roughly how much memory the device has, in gigabytes, where the browser says so; 8 stands for more too.
pub fn memory() -> Option<f64> {
    get(&window()?.navigator(), "deviceMemory")?.as_f64()
}

/// Bytes that the site uses, and how many it may.
pub async fn estimate() -> Option<(u64, u64)> {
    let estimate = storage("estimate").await?;
    let bytes = |name| Some(get(&estimate, name)?.as_f64()? as u64);
    Some((bytes("usage")?, bytes("quota")?))
}

/// Whether the browser has promised not to clear what is stored.
pub async fn is_persisted() -> Option<bool> {
    storage("persisted").await?.as_bool()
}

/// Asks for that promise.
pub async fn persist() -> Option<bool> {
    storage("persist").await?.as_bool()
}

async fn storage(asked: &str) -> Option<JsValue> {
    let storage = get(&window()?.navigator(), "storage")?;
    call(&storage, asked)?.await.ok()
}

/// A turn that one window of the site has at a time; dropping it gives it to the next.
pub struct Turn {
    /// None where the browser knows no locks: then every window has its turn.
    release: Option<Function>,
}

impl Turn {
    /// Waits for the turn of this name.
    pub async fn wait(name: &str) -> Self {
        let release = Self::lock(name).await;
        Self { release }
    }

    async fn lock(name: &str) -> Option<Function> {
        let locks = get(&window()?.navigator(), "locks")?;
        let request = method(&locks, "request")?;
        let (tell, told) = oneshot::channel();
        // The lock is held as long as the promise is not kept.
        let held = Closure::once_into_js(move || {
            let mut tell = Some(tell);
            Promise::new(&mut |resolve, _| {
                if let Some(tell) = tell.take() {
                    let _ = tell.send(resolve);
                }
            })
        });
        request.call2(&locks, &name.into(), &held).ok()?;
        told.await.ok()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

//! The reader's own day, and short waits.

use std::pin::Pin;

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use kanbao_archive::model::Day;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Today on the reader's calendar.
pub fn today() -> Option<Day> {
    let now = js_sys::Date::new_0();
    Day::new(now.get_full_year() as i32, now.get_month() + 1, now.get_date())
}

/// Milliseconds since the page was opened.
pub fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Milliseconds since 1970, by the device's clock.
pub fn date() -> u64 {
    js_sys::Date::now() as u64
}

/// Notes a moment under a name, for whoever measures (`performance.getEntriesByName`).
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        let _ = performance.mark(name);
    }
}

/// Has something done.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    // Boxed, so that what runs tasks is compiled once.
    spawn_boxed(Box::pin(task));
}

fn spawn_boxed(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

/// Does something before the next frame is shown.
pub fn next_frame(act: impl FnOnce() + 'static) {
    before_frame(Box::new(act));
}

fn before_frame(act: Box<dyn FnOnce()>) {
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(Closure::once_into_js(act).unchecked_ref());
    }
}

/// Has something done. Where that takes longer than so many milliseconds, gives what it can be waited for with; it goes on.
pub async fn within<T: 'static>(
    milliseconds: u32,
    task: impl Future<Output = T> + 'static,
) -> Result<T, oneshot::Receiver<T>> {
    let (done, come) = oneshot::channel();
    spawn(async move {
        // Nobody may want to know any more.
        let _ = done.send(task.await);
    });
    match select(come, TimeoutFuture::new(milliseconds)).await {
        Either::Left((Ok(come), _)) => Ok(come),
        // A task ends only when it is done.
        Either::Left((Err(_), _)) => std::future::pending().await,
        Either::Right(((), come)) => Err(come),
    }
}

/// Waits; with 0 the browser handles what else has happened, then goes on.
pub async fn sleep(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

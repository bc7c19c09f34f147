//! The reader's own day, and short waits.

use gloo_timers::future::TimeoutFuture;
use kanbao_archive::model::Day;

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

/// Waits; with 0 the browser handles what else has happened, then goes on.
pub async fn sleep(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

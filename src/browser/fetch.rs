//! Fetching the archive's files, verified.

use std::future::poll_fn;
use std::task::Poll;

use futures::future::maybe_done;
use js_sys::{Promise, Uint8Array};
use kanbao_archive::model::Fingerprint;
use kanbao_archive::page::Trouble;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

/// Fetches a text. With a fingerprint the browser itself refuses other bytes (Subresource Integrity), on plain
/// http too.
///
/// # Errors
/// Says what a reader can be told: no connection, a status, a web page in place of data, other bytes.
pub async fn text(url: &str, fingerprint: Option<&Fingerprint>) -> Result<String, Trouble> {
    let request = RequestInit::new();
    match fingerprint {
        Some(fingerprint) => request.set_integrity(&fingerprint.integrity()),
        // The bundle's address never changes, so the browser has to ask whether its copy is still good.
        None => request.set_cache(RequestCache::NoCache),
    }
    let mut response = send(url, &request).await;
    if response.is_none() && fingerprint.is_some() {
        // The browser's cache may hold the bytes that were refused before: past it, they may be good by now.
        request.set_cache(RequestCache::Reload);
        response = send(url, &request).await;
    }
    let response = match response {
        Some(response) => response,
        None if fingerprint.is_some() => return Err(why_refused(url).await),
        None => return Err(Trouble::Offline),
    };
    check(&response)?;
    let text = read(response.text()).await.and_then(|text| text.as_string());
    text.ok_or(Trouble::Unreadable)
}

/// Fetches files that carry a check of their own and never change.
///
/// # Errors
/// As [`text`], for each of them.
pub async fn files(urls: impl IntoIterator<Item = String>) -> Vec<Result<Vec<u8>, Trouble>> {
    all(urls.into_iter().map(file)).await
}

/// Waits for all of some futures, which are few: whenever one can go on, each is asked.
pub async fn all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures
        .into_iter()
        .map(|future| Box::pin(maybe_done(future)))
        .collect();
    poll_fn(|context| {
        let mut all = Poll::Ready(());
        for future in &mut waiting {
            if future.as_mut().poll(context).is_pending() {
                all = Poll::Pending;
            }
        }
        all
    })
    .await;
    let outputs = waiting.iter_mut().filter_map(|done| done.as_mut().take_output());
    outputs.collect()
}

async fn file(url: String) -> Result<Vec<u8>, Trouble> {
    let response = send(&url, &RequestInit::new()).await.ok_or(Trouble::Offline)?;
    check(&response)?;
    let bytes = read(response.array_buffer()).await.ok_or(Trouble::Unreadable)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// Asks for a file; `None` where nothing came.
async fn send(url: &str, request: &RequestInit) -> Option<Response> {
    let asked = match super::carried::response(url) {
        Some(carried) => carried,
        None => web_sys::window()?.fetch_with_str_and_init(url, request),
    };
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

/// What a response holds.
async fn read(content: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(content.ok()?).await.ok()
}

/// A refused request says nothing about its reason: asking again without the fingerprint tells a missing
/// connection from other bytes. What comes is not used.
async fn why_refused(url: &str) -> Trouble {
    let request = RequestInit::new();
    request.set_cache(RequestCache::NoStore);
    match send(url, &request).await {
        Some(response) => {
            // A body that nobody reads would keep the service worker at work, and a newer one waiting.
            let _ = read(response.text()).await;
            check(&response).err().unwrap_or(Trouble::Mismatch)
        }
        None => Trouble::Offline,
    }
}

fn check(response: &Response) -> Result<(), Trouble> {
    if !response.ok() {
        return Err(Trouble::Status(response.status()));
    }
    let kind = response.headers().get("content-type").ok().flatten();
    if kind.unwrap_or_default().starts_with("text/html") {
        Err(Trouble::NotData)
    } else {
        Ok(())
    }
}

//! Fetching the archive's files, verified.

use std::future::poll_fn;
use std::task::Poll;

use futures::future::maybe_done;
use js_sys::{Promise, Uint8Array};
use kanbao_archive::model::Fingerprint;
use kanbao_archive::page::Trouble;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, RequestRedirect, Response, ResponseType};

use super::{clock, location, named, recovery};

/// How long a network may take to say that it leads elsewhere, in milliseconds.
const ANSWER: u32 = 400;

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
        // What was refused may stand in the worker's store or in the browser's cache: past both, it may be good by now.
        if let Some((_, name)) = url.rsplit_once("data/") {
            recovery::verify(["data/", name].concat()).await;
        }
        request.set_cache(RequestCache::Reload);
        response = send(url, &request).await;
    }
    let response = match response {
        Some(response) => response,
        None if fingerprint.is_some() => return Err(why_refused(url).await),
        None => return Err(nothing_came().await),
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

/// The generation that is published, past every cache; `None` where the host does not say.
pub async fn published(root: &str) -> Option<String> {
    let request = RequestInit::new();
    request.set_cache(RequestCache::NoStore);
    let response = send(&format!("{root}version.json"), &request).await?;
    let version = read(response.json()).await?;
    named::text(&version, "generation")
}

async fn file(url: String) -> Result<Vec<u8>, Trouble> {
    let Some(response) = send(&url, &RequestInit::new()).await else {
        return Err(nothing_came().await);
    };
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
        Some(response) => check(&response).err().unwrap_or_else(|| {
            give_up(&response);
            Trouble::Mismatch
        }),
        None => nothing_came().await,
    }
}

/// No connection, and it is not stored, perhaps not any more; or one that leads everything to a page of its own, which
/// browsers do not let data come from.
async fn nothing_came() -> Trouble {
    if recovery::is_evicted().await {
        return Trouble::Evicted;
    }
    let asked = clock::within(ANSWER, async {
        let request = RequestInit::new();
        request.set_cache(RequestCache::NoStore);
        request.set_redirect(RequestRedirect::Manual);
        // The worker leaves this one to the network, and no host sends it elsewhere.
        send(&format!("{}version.json", location::root()), &request).await
    });
    match asked.await {
        Ok(Some(response)) if response.type_() == ResponseType::Opaqueredirect => Trouble::NotData,
        _ => Trouble::Offline,
    }
}

fn check(response: &Response) -> Result<(), Trouble> {
    let kind = response.headers().get("content-type").ok().flatten();
    let trouble = if !response.ok() {
        Trouble::Status(response.status())
    } else if kind.unwrap_or_default().starts_with("text/html") {
        Trouble::NotData
    } else {
        return Ok(());
    };
    give_up(response);
    Err(trouble)
}

/// Ends an answer that nobody reads: it would keep the service worker at work, and a newer one waiting.
fn give_up(response: &Response) {
    if let Some(body) = response.body() {
        let _ = body.cancel();
    }
}

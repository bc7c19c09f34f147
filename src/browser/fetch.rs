//! Fetching the archive's files, verified.

use futures::future::join_all;
use gloo_net::http::{Request, Response};
use kanbao_archive::model::Fingerprint;
use kanbao_archive::page::Trouble;
use web_sys::RequestCache;

/// Fetches a text. With a fingerprint the browser itself refuses other bytes (Subresource Integrity), on plain
/// http too.
///
/// # Errors
/// Says what a reader can be told: no connection, a status, a web page in place of data, other bytes.
pub async fn text(url: &str, fingerprint: Option<&Fingerprint>) -> Result<String, Trouble> {
    let request = Request::get(url);
    let request = match fingerprint {
        Some(fingerprint) => request.integrity(&fingerprint.integrity()),
        // The bundle's address never changes, so the browser has to ask whether its copy is still good.
        None => request.cache(RequestCache::NoCache),
    };
    let response = match request.send().await {
        Ok(response) => response,
        Err(_) if fingerprint.is_some() => return Err(why_refused(url).await),
        Err(_) => return Err(Trouble::Offline),
    };
    check(&response)?;
    response.text().await.map_err(|_| Trouble::Unreadable)
}

/// Fetches files that carry a check of their own and never change.
///
/// # Errors
/// As [`text`], for each of them.
pub async fn files(urls: impl IntoIterator<Item = String>) -> Vec<Result<Vec<u8>, Trouble>> {
    join_all(urls.into_iter().map(file)).await
}

async fn file(url: String) -> Result<Vec<u8>, Trouble> {
    let response = Request::get(&url).send().await.map_err(|_| Trouble::Offline)?;
    check(&response)?;
    response.binary().await.map_err(|_| Trouble::Unreadable)
}

/// A refused request says nothing about its reason: asking again without the fingerprint tells a missing
/// connection from other bytes. What comes is not used.
async fn why_refused(url: &str) -> Trouble {
    match Request::get(url).cache(RequestCache::NoStore).send().await {
        Ok(response) => {
            // A body that nobody reads would keep the service worker at work, and a newer one waiting.
            let _ = response.text().await;
            check(&response).err().unwrap_or(Trouble::Mismatch)
        }
        Err(_) => Trouble::Offline,
    }
}

fn check(response: &Response) -> Result<(), Trouble> {
    if !response.ok() {
        return Err(Trouble::Status(response.status()));
    }
    let kind = response.headers().get("content-type").unwrap_or_default();
    if kind.starts_with("text/html") {
        Err(Trouble::NotData)
    } else {
        Ok(())
    }
}

//! What a static host sends for a path, and what becomes of it when it breaks.

use std::fs;
use std::path::{Component, Path};

use kanbao_archive::fnv::fnv_64;

use super::Fault;

/// The page of somebody who is not the site.
const FOREIGN: &str = "<!doctype html><title>somebody else</title><h1>Please log in</h1>";

/// Where networks lead to that want a log-in first: another origin, though the same machine.
pub(super) const PORTAL: &str = "/captive-portal/";

/// What a folder has at a path.
pub(super) enum Found {
    /// A file: its media type and its bytes.
    File(&'static str, Vec<u8>),
    /// A folder that was asked for without the slash at the end; its name.
    Folder(String),
    /// Nothing, and the folder's own page that says so.
    Missing(Vec<u8>),
    /// Nothing at all.
    Nothing,
    /// The page of a network that wants a log-in.
    Portal,
}

/// What goes over the wire.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Head and body, as far as they are sent.
    pub(super) bytes: Vec<u8>,
}

/// Looks below a folder; `path` has no leading slash.
pub(super) fn find(folder: &Path, path: &str) -> Found {
    let is_inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let mut file = folder.join(path);
    if is_inside && file.is_dir() {
        if !path.is_empty() && !path.ends_with('/') {
            let name = path.rsplit('/').next().unwrap_or_default();
            return Found::Folder(name.to_owned());
        }
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(bytes) if is_inside => Found::File(media_type(&file), bytes),
        _ => fs::read(folder.join("404.html")).map_or(Found::Nothing, Found::Missing),
    }
}

impl Answer {
    /// The answer with what was found. `known` is the tag of what the browser has.
    pub(super) fn new(
        found: Found,
        known: Option<&str>,
        caching: &str,
        fault: Option<Fault>,
        port: u16,
    ) -> Self {
        match fault {
            Some(Fault::Status(status)) => return Self::page(status, FOREIGN.as_bytes()),
            Some(Fault::Page) => return Self::page(200, FOREIGN.as_bytes()),
            Some(Fault::Captive) => {
                return Self::redirect(&format!("http://localhost:{port}{PORTAL}"));
            }
            _ => {}
        }
        let (kind, body) = match found {
            Found::File(kind, body) => (kind, body),
            Found::Folder(name) => return Self::redirect(&format!("{name}/")),
            Found::Missing(body) => return Self::page(404, &body),
            Found::Nothing => return Self::page(404, b"not found"),
            Found::Portal => return Self::page(200, FOREIGN.as_bytes()),
        };
        let body = match fault {
            Some(Fault::Corrupt) => corrupted(body),
            Some(Fault::Shorten) => shortened(body),
            _ => body,
        };
        // Of what is sent, so that a browser that asks again after the host was mended gets the good bytes.
        let tag = tag(body.iter().copied());
        let shared = format!("Content-Type: {kind}\r\nCache-Control: {caching}\r\nETag: {tag}\r\n");
        if known == Some(tag.as_str()) && fault.is_none() {
            return Self::sent(304, &shared, None, &[]);
        }
        let half = &body[..body.len() / 2];
        match fault {
            Some(Fault::DropInBody) => {
                let head = format!("{shared}Transfer-Encoding: chunked\r\n");
                let mut start = format!("{:x}\r\n", body.len()).into_bytes();
                start.extend(half);
                Self::sent(200, &head, None, &start)
            }
            Some(Fault::Truncate) => Self::sent(200, &shared, Some(body.len()), half),
            _ => Self::sent(200, &shared, Some(body.len()), &body),
        }
    }

    fn page(status: u16, body: &[u8]) -> Self {
        let kind = "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n";
        Self::sent(status, kind, Some(body.len()), body)
    }

    fn redirect(to: &str) -> Self {
        let head = format!("Location: {to}\r\nCache-Control: no-store\r\n");
        Self::sent(302, &head, Some(0), &[])
    }

    fn sent(status: u16, head: &str, length: Option<usize>, body: &[u8]) -> Self {
        let length = length.map_or_else(String::new, |length| format!("Content-Length: {length}\r\n"));
        let start = format!("HTTP/1.1 {status} {status}\r\n{head}{length}Connection: close\r\n\r\n");
        let mut bytes = start.into_bytes();
        bytes.extend(body);
        Self { status, bytes }
    }
}

fn shortened(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// Other bits here and there, so that a text stays as long as it is, and often even a text.
fn corrupted(mut bytes: Vec<u8>) -> Vec<u8> {
    let step = (bytes.len() / 7).max(1);
    for byte in bytes.iter_mut().skip(step / 2).step_by(step) {
        *byte ^= 1;
    }
    bytes
}

/// A hash of the bytes: hosts take times and sizes, but here sites of one second are published one after the other.
fn tag(bytes: impl Iterator<Item = u8>) -> String {
    format!("\"{:x}\"", fnv_64(bytes))
}

/// A path with its percent signs resolved.
pub(super) fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

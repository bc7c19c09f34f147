//! A host as the common ones are: it compresses text, keeps connections open, lets browsers keep files for ten minutes, and
//! tells them by an `ETag` that what they have is what there is.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use brotli::enc::BrotliEncoderParams;

/// Brotli's effort: what hosts spend on files that they keep compressed.
const QUALITY: i32 = 9;

/// A page has asked for everything once nothing was sent for so long.
const QUIET: Duration = Duration::from_secs(2);

/// The longest that a page is waited for until it is quiet.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder that is being served.
pub struct Served {
    /// Address of its root.
    pub root: String,
    host: Arc<Host>,
}

impl Served {
    /// Bytes sent so far, without headers.
    pub fn sent(&self) -> u64 {
        self.host.sent.load(Ordering::Relaxed)
    }

    /// Waits until nothing more is asked for.
    pub async fn quiet(&self) {
        let began = Instant::now();
        let (mut sent, mut since) = (self.sent(), Instant::now());
        while since.elapsed() < QUIET && began.elapsed() < PATIENCE {
            tokio::time::sleep(QUIET / 10).await;
            if self.sent() != sent {
                (sent, since) = (self.sent(), Instant::now());
            }
        }
    }

    /// What was asked for since the last call, in order.
    pub fn take_requests(&self) -> Vec<Request> {
        let mut requests = self.host.requests.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *requests)
    }
}

/// A file that a browser has asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its path, without what follows a `?`.
    pub path: String,
    /// Bytes sent, without headers; 0 where there is no such file, or the browser has it.
    pub bytes: u64,
}

struct Host {
    root: PathBuf,
    sent: AtomicU64,
    requests: Mutex<Vec<Request>>,
    /// What has been asked for, by its path.
    answers: Mutex<HashMap<String, Arc<Answer>>>,
}

struct Answer {
    media_type: &'static str,
    is_compressed: bool,
    bytes: Vec<u8>,
    tag: String,
}

/// Serves a folder until the program ends.
///
/// # Errors
/// Where no port is free.
pub fn serve(folder: &Path) -> io::Result<Served> {
    let host = Arc::new(Host {
        root: folder.to_owned(),
        sent: AtomicU64::new(0),
        requests: Mutex::new(Vec::new()),
        answers: Mutex::new(HashMap::new()),
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let root = format!("http://{}/", listener.local_addr()?);
    let served = Served {
        root,
        host: Arc::clone(&host),
    };
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let host = Arc::clone(&host);
            // A browser that leaves ends its connection, and that is all.
            thread::spawn(move || host.talk(&stream));
        }
    });
    Ok(served)
}

impl Host {
    /// Answers the requests of one connection, one after the other.
    fn talk(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut lines = BufReader::new(stream).lines();
        while let Some(request) = lines.next().transpose()? {
            let mut known = String::new();
            while let Some(header) = lines.next().transpose()?.filter(|header| !header.is_empty()) {
                if let Some((name, value)) = header.split_once(':')
                    && name.eq_ignore_ascii_case("if-none-match")
                {
                    value.trim().clone_into(&mut known);
                }
            }
            let path = request
                .split(' ')
                .nth(1)
                .and_then(|url| url.split('?').next())
                .unwrap_or("/");
            let mut out = stream;
            let Ok(answer) = self.answer(path) else {
                self.note(path, 0);
                write!(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?;
                continue;
            };
            let tag = &answer.tag;
            if known == *tag {
                self.note(path, 0);
                write!(
                    out,
                    "HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nCache-Control: max-age=600\r\n\r\n"
                )?;
                continue;
            }
            let encoding = if answer.is_compressed {
                "Content-Encoding: br\r\n"
            } else {
                ""
            };
            write!(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n{encoding}ETag: {tag}\r\nCache-Control: max-age=600\r\nContent-Length: {}\r\n\r\n",
                answer.media_type,
                answer.bytes.len()
            )?;
            self.note(path, answer.bytes.len() as u64);
            out.write_all(&answer.bytes)?;
        }
        Ok(())
    }

    fn note(&self, path: &str, bytes: u64) {
        self.sent.fetch_add(bytes, Ordering::Relaxed);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(Request {
            path: path.to_owned(),
            bytes,
        });
    }

    fn answer(&self, path: &str) -> io::Result<Arc<Answer>> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answers.get(path) {
            return Ok(Arc::clone(known));
        }
        let mut file = self.root.join(path.trim_start_matches('/'));
        if path.ends_with('/') {
            file.push("index.html");
        }
        let answer = Arc::new(Answer::new(&file)?);
        answers.insert(path.to_owned(), Arc::clone(&answer));
        Ok(answer)
    }
}

impl Answer {
    fn new(file: &Path) -> io::Result<Self> {
        let bytes = fs::read(file)?;
        let extension = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let (media_type, is_compressed) = match extension {
            "html" => ("text/html; charset=utf-8", true),
            "css" => ("text/css", true),
            "js" | "mjs" => ("text/javascript", true),
            "json" | "webmanifest" => ("application/json", true),
            "wasm" => ("application/wasm", true),
            "svg" => ("image/svg+xml", true),
            "woff2" => ("font/woff2", false),
            "png" => ("image/png", false),
            "jpg" => ("image/jpeg", false),
            "txt" => ("text/plain; charset=utf-8", true),
            _ => ("application/octet-stream", false),
        };
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let bytes = if is_compressed { compress(&bytes)? } else { bytes };
        Ok(Self {
            media_type,
            is_compressed,
            bytes,
            tag: format!("\"{:x}\"", hasher.finish()),
        })
    }
}

/// As a host compresses.
///
/// # Errors
/// Never, as long as there is memory.
pub fn compress(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut out, &params)?;
    Ok(out)
}

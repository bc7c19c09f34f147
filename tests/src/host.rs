//! A host as the common ones are: it compresses text and keeps connections open.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, thread};

use brotli::enc::BrotliEncoderParams;

/// Brotli's effort: what hosts spend on files that they keep compressed.
const QUALITY: i32 = 9;

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
}

struct Host {
    root: PathBuf,
    sent: AtomicU64,
    /// What has been asked for, by its path.
    answers: Mutex<HashMap<String, Arc<Answer>>>,
}

struct Answer {
    media_type: &'static str,
    is_compressed: bool,
    bytes: Vec<u8>,
}

/// Serves a folder until the program ends.
///
/// # Errors
/// Where no port is free.
pub fn serve(folder: &Path) -> io::Result<Served> {
    let host = Arc::new(Host {
        root: folder.to_owned(),
        sent: AtomicU64::new(0),
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
            while lines.next().transpose()?.is_some_and(|header| !header.is_empty()) {}
            let path = request
                .split(' ')
                .nth(1)
                .and_then(|url| url.split('?').next())
                .unwrap_or("/");
            let mut out = stream;
            let Ok(answer) = self.answer(path) else {
                write!(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?;
                continue;
            };
            let encoding = if answer.is_compressed {
                "Content-Encoding: br\r\n"
            } else {
                ""
            };
            write!(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n{encoding}Content-Length: {}\r\n\r\n",
                answer.media_type,
                answer.bytes.len()
            )?;
            out.write_all(&answer.bytes)?;
            self.sent.fetch_add(answer.bytes.len() as u64, Ordering::Relaxed);
        }
        Ok(())
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
            "png" => ("image/png", false),
            "jpg" => ("image/jpeg", false),
            "txt" => ("text/plain; charset=utf-8", true),
            _ => ("application/octet-stream", false),
        };
        let bytes = if is_compressed { compress(&bytes)? } else { bytes };
        Ok(Self {
            media_type,
            is_compressed,
            bytes,
        })
    }
}

fn compress(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut out, &params)?;
    Ok(out)
}

//! A host as the common ones are: it compresses text once and keeps connections open.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::{fs, thread};

/// Address path → file.
type Files = HashMap<String, File>;

struct File {
    media_type: &'static str,
    is_compressed: bool,
    bytes: Vec<u8>,
}

/// Serves a folder until the program ends; gives the address of its root.
pub(crate) fn serve(folder: &Path) -> io::Result<String> {
    let mut files = Files::new();
    collect(folder, "/", &mut files)?;
    let files = Arc::new(files);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let root = format!("http://{}/", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let files = Arc::clone(&files);
            // A browser that leaves ends its connection, and that is all.
            thread::spawn(move || answer(&stream, &files));
        }
    });
    Ok(root)
}

fn collect(folder: &Path, path: &str, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}{name}/"), files)?;
        } else {
            let address = if name == "index.html" {
                path.to_owned()
            } else {
                format!("{path}{name}")
            };
            files.insert(address, File::new(&name, fs::read(entry.path())?)?);
        }
    }
    Ok(())
}

impl File {
    fn new(name: &str, bytes: Vec<u8>) -> io::Result<Self> {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let (media_type, is_compressed) = match extension {
            "html" => ("text/html; charset=utf-8", true),
            "css" => ("text/css", true),
            "js" => ("text/javascript", true),
            "json" | "webmanifest" => ("application/json", true),
            "wasm" => ("application/wasm", true),
            "svg" => ("image/svg+xml", true),
            "png" => ("image/png", false),
            "jpg" => ("image/jpeg", false),
            _ => ("text/plain; charset=utf-8", true),
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
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut out, &params)?;
    Ok(out)
}

/// Answers the requests of one connection, one after the other.
fn answer(stream: &TcpStream, files: &Files) -> io::Result<()> {
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
        match files.get(path) {
            Some(file) => {
                let encoding = if file.is_compressed {
                    "Content-Encoding: br\r\n"
                } else {
                    ""
                };
                write!(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n{encoding}Content-Length: {}\r\n\r\n",
                    file.media_type,
                    file.bytes.len()
                )?;
                out.write_all(&file.bytes)?;
            }
            None => write!(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?,
        }
    }
    Ok(())
}

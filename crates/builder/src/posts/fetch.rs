//! Pictures on other servers, copied when the site is built (`--fetch-images`), so that no reader asks those servers.
//!
//! The system's `curl` speaks TLS; everything that can be decided is decided here: which addresses may be asked (never this
//! machine or its own network), for how long, for how much, and whether what came is a picture. Each is fetched once and
//! kept beside the posts; a file that is there is not asked for again.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use super::image_kind::kind_of;

/// The folder beside the posts in which fetched pictures are kept.
const FOLDER: &str = ".kanbao-images";

/// The largest picture, in bytes.
const MAX_BYTES: u64 = 20 << 20;

/// The longest that one request may take, in seconds.
const MAX_SECONDS: u32 = 30;

/// How often an answer may name another address.
const MAX_REDIRECTS: usize = 3;

/// The file that an address has become, or why there is none; whoever asks while it is fetched waits for it.
type Fetched = Arc<OnceLock<Result<PathBuf, String>>>;

/// Fetches pictures.
#[derive(Debug)]
pub(super) struct Fetcher {
    folder: PathBuf,
    rules: Rules,
    /// What became of each address in this build.
    asked: Mutex<HashMap<String, Fetched>>,
}

/// What may be asked.
#[derive(Clone, Copy, Debug)]
struct Rules {
    /// How addresses begin.
    scheme: &'static str,
    may_ask: fn(IpAddr) -> bool,
    max_bytes: u64,
    max_seconds: u32,
}

const RULES: Rules = Rules {
    scheme: "https",
    may_ask: is_public,
    max_bytes: MAX_BYTES,
    max_seconds: MAX_SECONDS,
};

impl Fetcher {
    /// Keeps pictures beside the posts of a folder.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            folder: root.join(FOLDER),
            rules: RULES,
            asked: Mutex::default(),
        }
    }

    /// The file of a picture, fetched where it is not here yet.
    pub(super) fn get(&self, src: &str) -> Result<PathBuf, String> {
        let url = address(src, self.rules.scheme)?;
        let asked = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asked.entry(url.clone()).or_default())
        };
        asked.get_or_init(|| self.fetch(&url)).clone()
    }

    fn fetch(&self, url: &str) -> Result<PathBuf, String> {
        let hash: String = Sha256::digest(url)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let stem = name_in(url);
        for extension in ["jpg", "png", "gif", "webp", "avif", "bmp", "ico"] {
            let file = self.folder.join(format!("{stem}.{hash}.{extension}"));
            if file.is_file() {
                return Ok(file);
            }
        }
        let bytes = self.rules.download(url)?;
        let extension = match kind_of(&bytes)? {
            ("svg", _) => return Err("an SVG of another server may hold anything".to_owned()),
            (extension, _) => extension,
        };
        let file = self.folder.join(format!("{stem}.{hash}.{extension}"));
        let part = self.folder.join(format!(".{hash}.part"));
        let kept = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&part, &bytes))
            .and_then(|()| fs::rename(&part, &file));
        kept.map_err(|error| format!("it cannot be kept: {error}"))?;
        Ok(file)
    }
}

impl Rules {
    /// The bytes at an address, or at the one that its server names instead.
    fn download(&self, url: &str) -> Result<Vec<u8>, String> {
        let mut url = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            match self.ask(&url)? {
                Answer::Bytes(bytes) => return Ok(bytes),
                Answer::Elsewhere(next) => url = address(&next, self.scheme)?,
            }
        }
        Err(format!("it is moved more than {MAX_REDIRECTS} times"))
    }

    /// Asks a server once. The host's address is looked up here and given to curl, so that the one that was looked at is the
    /// one that is asked.
    fn ask(&self, url: &str) -> Result<Answer, String> {
        let (host, port) = host_of(url, self.scheme)?;
        let at = self.place_of(host, port)?;
        let mut child = Command::new("curl")
            .args([
                "--disable",
                "--silent",
                "--show-error",
                "--fail",
                "--globoff",
                "--noproxy",
                "*",
            ])
            .args(["--proto", &format!("={}", self.scheme)])
            .args([
                "--max-time",
                &self.max_seconds.to_string(),
                "--connect-timeout",
                "10",
            ])
            .args(["--max-filesize", &self.max_bytes.to_string()])
            .args(["--resolve", &format!("{host}:{port}:{at}")])
            .args(["--user-agent", concat!("kanbao/", env!("CARGO_PKG_VERSION"))])
            .args(["--header", "Accept: image/*"])
            .args(["--write-out", "%{stderr}\n%{http_code} %{redirect_url}"])
            .args(["--url", url])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("curl, which fetches pictures, does not run: {error}"))?;
        let mut bytes = Vec::new();
        if let Some(out) = child.stdout.take() {
            // Some servers do not say how much there is. Dropped, the pipe is closed, and curl ends.
            let read = out.take(self.max_bytes + 1).read_to_end(&mut bytes);
            read.map_err(|error| format!("the answer cannot be read: {error}"))?;
        }
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        if bytes.len() as u64 > self.max_bytes {
            return Err(format!("it is larger than {} MB", self.max_bytes >> 20));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let (code, next) = said
            .lines()
            .last()
            .and_then(|line| line.split_once(' '))
            .unwrap_or_default();
        match code {
            "200" if output.status.success() => Ok(Answer::Bytes(bytes)),
            "301" | "302" | "303" | "307" | "308" if !next.is_empty() => {
                Ok(Answer::Elsewhere(next.to_owned()))
            }
            _ => {
                let reason = said.lines().find(|line| line.starts_with("curl: "));
                let reason = reason.map_or_else(
                    || format!("the server answers {code}"),
                    |line| line[6..].to_owned(),
                );
                Err(reason.chars().filter(|c| !c.is_control()).take(160).collect())
            }
        }
    }

    /// Where a host is: no address of it may be one that must not be asked.
    fn place_of(&self, host: &str, port: u16) -> Result<String, String> {
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let places = (name, port)
            .to_socket_addrs()
            .map_err(|_| format!("there is no host `{name}`"))?;
        let places: Vec<IpAddr> = places.map(|place: SocketAddr| place.ip()).collect();
        if let Some(place) = places.iter().find(|place| !(self.may_ask)(**place)) {
            return Err(format!(
                "`{name}` is {place}, which is no address on the internet"
            ));
        }
        match places.first() {
            Some(IpAddr::V4(place)) => Ok(place.to_string()),
            Some(IpAddr::V6(place)) => Ok(format!("[{place}]")),
            None => Err(format!("there is no host `{name}`")),
        }
    }
}

enum Answer {
    Bytes(Vec<u8>),
    Elsewhere(String),
}

/// The address that a post or a server writes, as it is asked for.
fn address(src: &str, scheme: &str) -> Result<String, String> {
    let src = src.trim();
    let url = match src.strip_prefix("//") {
        Some(rest) => format!("{scheme}://{rest}"),
        None => src.to_owned(),
    };
    let url = url.split('#').next().unwrap_or_default().to_owned();
    host_of(&url, scheme)?;
    let is_plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    let mut out = String::new();
    for c in url.chars() {
        if is_plain(c) {
            out.push(c);
        } else if c == ' ' || !c.is_ascii() {
            c.encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            return Err("its address has characters that no address has".to_owned());
        }
    }
    Ok(out)
}

/// The host and port of an address of this scheme.
fn host_of<'a>(url: &'a str, scheme: &str) -> Result<(&'a str, u16), String> {
    let rest = url
        .get(..scheme.len())
        .filter(|start| start.eq_ignore_ascii_case(scheme))
        .and_then(|_| url[scheme.len()..].strip_prefix("://"))
        .ok_or_else(|| format!("only {scheme} is fetched"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
        _ => (authority, Some(if scheme == "https" { 443 } else { 80 })),
    };
    let is_name = |host: &str| {
        host.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
    };
    let is_v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = !host.is_empty() && (is_name(host) || is_v6.is_some_and(|v6| v6.parse::<IpAddr>().is_ok()));
    match port.filter(|port| *port > 0 && is_host) {
        Some(port) => Ok((host, port)),
        None => Err("its address names no host that can be asked".to_owned()),
    }
}

/// Whether an address is one of the internet: not this machine, its network, or one kept for another use (RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => {
            let parts = ip.segments();
            // What carries an IPv4 address (mapped, NAT64, 6to4) is that address.
            if let Some(v4) = ip.to_ipv4_mapped() {
                return is_public_v4(v4);
            }
            let is_global = parts[0] & 0xe000 == 0x2000;
            let is_other = parts[0] == 0x2001 && (parts[1] < 0x200 || parts[1] == 0xdb8);
            is_global && !is_other && parts[0] != 0x2002 && parts[0] != 0x3fff
        }
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_other = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a == 100 && b & 0xc0 == 64
        || a == 192 && b == 0 && c == 0
        || a == 192 && b == 88 && c == 99
        || a == 198 && b & 0xfe == 18
        || a >= 224;
    !is_other
}

/// The last name in an address, for people to know the file by.
fn name_in(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(40)
        .collect();
    if plain.is_empty() {
        "image".to_owned()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests;

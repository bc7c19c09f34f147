//! Addresses of reports: a permalink, or what follows from day and file name.

use std::collections::HashMap;
use std::fmt;

use kanbao_archive::model::Day;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Why a permalink cannot be an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum IdError {
    /// Nothing is left without the outer slashes.
    Empty,
    /// A part is `.` or `..`, which leads elsewhere.
    Dots,
    /// A part begins with a dot, which hosts hide, or ends with a dot or space, which Windows drops.
    Edge(String),
    /// A character that Windows, hosts or addresses do not take.
    Character(char),
    /// A name that Windows keeps for devices.
    Device(String),
    /// An address that the site itself uses.
    Taken(String),
    /// A part is longer than file systems take.
    TooLong,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdError::Empty => f.write_str("it names no page"),
            IdError::Dots => f.write_str("`.` and `..` lead to other places"),
            IdError::Edge(part) => write!(f, "`{part}` begins with a dot or ends with a dot or space"),
            IdError::Character(c) if c.is_control() => f.write_str("it holds a control character"),
            IdError::Character(c) => write!(f, "`{c}` cannot be part of a file's name everywhere"),
            IdError::Device(part) => write!(f, "`{part}` is a device on Windows"),
            IdError::Taken(part) => write!(f, "`{part}` is used by the site itself"),
            IdError::TooLong => write!(f, "a part is longer than {LONGEST} bytes"),
        }
    }
}

/// File systems take 255 bytes; `~` and six digits may be added.
const LONGEST: usize = 240;

/// What stands at the top of every site.
const SITE_FILES: [&str; 17] = [
    "404.html",
    "_headers",
    "assets",
    "boot.js",
    "data",
    "feed.json",
    "feed.xml",
    "icons",
    "index.html",
    "llms.txt",
    "manifest.webmanifest",
    "robots.txt",
    "sitemap.xml",
    "sitemaps",
    "sw.js",
    "version.json",
    "favicon.ico",
];

/// The id that a permalink gives.
///
/// # Errors
/// Where a page cannot be published there on every host and file system.
pub(super) fn from_permalink(permalink: &str) -> Result<String, IdError> {
    let path: String = permalink.trim().nfc().collect();
    let path = path.strip_suffix("/index.html").unwrap_or(&path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some(first) = parts.first() else {
        return Err(IdError::Empty);
    };
    for part in &parts {
        check_part(part)?;
    }
    if SITE_FILES.contains(&first.to_lowercase().as_str()) || parts.last() == Some(&"index.html") {
        return Err(IdError::Taken((*first).to_owned()));
    }
    Ok(parts.join("/"))
}

fn check_part(part: &str) -> Result<(), IdError> {
    if matches!(part, "." | "..") {
        return Err(IdError::Dots);
    }
    if let Some(c) = part.chars().find(|&c| is_refused(c)) {
        return Err(IdError::Character(c));
    }
    if part.starts_with('.') || part.ends_with(['.', ' ']) {
        return Err(IdError::Edge(part.to_owned()));
    }
    if is_device(part) {
        return Err(IdError::Device(part.to_owned()));
    }
    if part.len() > LONGEST {
        Err(IdError::TooLong)
    } else {
        Ok(())
    }
}

/// The id of an address that was made of a post's own names, where it can be one.
pub(super) fn from_pattern(address: &str) -> Option<String> {
    let first = address.split('/').next().unwrap_or_default().to_lowercase();
    let is_free = !first.is_empty() && !SITE_FILES.contains(&first.as_str());
    is_free.then(|| address.to_owned())
}

/// The id of a post without a permalink: `YYYY/MM/DD/slug`, the slug made fit for every host.
pub(super) fn from_day(day: Day, slug: &str) -> String {
    let (year, month, day) = day.civil();
    format!("{year:04}/{month:02}/{day:02}/{}", fit(slug))
}

/// A slug that any file system and host takes: refused characters and white space become `-`, invisible ones go.
pub(super) fn fit(slug: &str) -> String {
    let mut out = String::new();
    for c in slug.nfc() {
        if is_invisible(c) {
            continue;
        }
        let c = if is_refused(c) || c.is_whitespace() {
            '-'
        } else {
            c
        };
        if !(c == '-' && out.ends_with('-')) {
            out.push(c);
        }
    }
    let mut out = out.trim_matches(['-', '.', ' ']);
    while out.len() > LONGEST {
        out = out
            .char_indices()
            .next_back()
            .map_or("", |(last, _)| &out[..last]);
    }
    match out {
        "" => "report".to_owned(),
        _ if is_device(out) => format!("{out}-"),
        _ => out.to_owned(),
    }
}

/// Refused by Windows (`<>:"/|?*\`), or with a meaning in addresses that some hosts mistake even when it is escaped.
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '/' | '\\' | '#' | '%' | '\u{fffd}'
        )
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `CON`, `nul.txt`, `COM1`: Windows opens the device instead of a file.
fn is_device(part: &str) -> bool {
    let name = part
        .split('.')
        .next()
        .unwrap_or(part)
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |prefix| {
        name.strip_prefix(prefix)
            .is_some_and(|number: &str| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// Two posts that want the same address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Clash {
    /// Index of the post that got another address.
    pub(super) index: usize,
    /// Index of the post that keeps it.
    pub(super) first: usize,
    /// The new address.
    pub(super) id: String,
}

/// Finds equal ids, case aside, in posts sorted by path: all but the first get `~` and six hex digits of their path's
/// SHA-256.
pub(super) fn clashes<'a>(posts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Clash> {
    let mut first_of: HashMap<String, usize> = HashMap::new();
    let mut clashes = Vec::new();
    for (index, (path, id)) in posts.enumerate() {
        match first_of.get(&id.to_lowercase()) {
            None => {
                first_of.insert(id.to_lowercase(), index);
            }
            Some(&first) => {
                // Six digits of two paths are equal once in millions of clashes; then more of them tell the two apart.
                let digits = hex(path);
                let fresh = (6..=digits.len()).map(|length| format!("{id}~{}", &digits[..length]));
                let id = fresh
                    .into_iter()
                    .find(|id| !first_of.contains_key(&id.to_lowercase()))
                    .unwrap_or(digits);
                first_of.insert(id.to_lowercase(), index);
                clashes.push(Clash { index, first, id });
            }
        }
    }
    clashes
}

/// The SHA-256 of a text in hex.
fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permalinks() {
        let owned = str::to_owned;
        for (permalink, expected) in [
            ("/2025/11/21/x/", Ok("2025/11/21/x")),
            ("x", Ok("x")),
            ("//a///b//", Ok("a/b")),
            ("/a/index.html", Ok("a")),
            ("/a/b.html", Ok("a/b.html")),
            ("/日报/2025 年/", Ok("日报/2025 年")),
            ("/cafe\u{301}/", Ok("caf\u{e9}")),
            ("/", Err(IdError::Empty)),
            ("", Err(IdError::Empty)),
            ("/../etc", Err(IdError::Dots)),
            ("/a/./b", Err(IdError::Dots)),
            ("C:/x", Err(IdError::Character(':'))),
            ("https://example.org/x/", Err(IdError::Character(':'))),
            ("/a\\..\\b", Err(IdError::Character('\\'))),
            ("/a?b", Err(IdError::Character('?'))),
            ("/a#b", Err(IdError::Character('#'))),
            ("/a\u{7}b", Err(IdError::Character('\u{7}'))),
            ("/:year/:title/", Err(IdError::Character(':'))),
            ("/con/", Err(IdError::Device(owned("con")))),
            ("/a/NUL.txt", Err(IdError::Device(owned("NUL.txt")))),
            ("/com1/", Err(IdError::Device(owned("com1")))),
            ("/com10/", Ok("com10")),
            ("/console/", Ok("console")),
            ("/.git/x", Err(IdError::Edge(owned(".git")))),
            ("/a./x", Err(IdError::Edge(owned("a.")))),
            ("/assets/x", Err(IdError::Taken(owned("assets")))),
            ("/Data/", Err(IdError::Taken(owned("Data")))),
            ("/index.html", Err(IdError::Empty)),
            ("index.html", Err(IdError::Taken(owned("index.html")))),
            ("/x/data/", Ok("x/data")),
        ] {
            assert_eq!(from_permalink(permalink), expected.map(owned), "{permalink}");
        }
        assert_eq!(from_permalink(&"长".repeat(81)), Err(IdError::TooLong));
    }

    #[test]
    fn ids_from_day_and_slug() {
        let day = Day::new(2025, 11, 2).unwrap();
        for (slug, expected) in [
            ("twitter_ai_20251121_20251121", "twitter_ai_20251121_20251121"),
            ("中文 名字（一）", "中文-名字（一）"),
            ("a#b?c&d%20e", "a-b-c&d-20e"),
            ("cafe\u{301}", "caf\u{e9}"),
            ("人\u{200b}工", "人工"),
            ("..", "report"),
            ("", "report"),
            ("con", "con-"),
            ("a. ", "a"),
            ("../../b/c", "b-c"),
        ] {
            assert_eq!(from_day(day, slug), format!("2025/11/02/{expected}"), "{slug}");
        }
        let long = from_day(day, &"长".repeat(200));
        assert_eq!(long.rsplit('/').next().unwrap().len(), LONGEST);
        assert!(from_permalink(&long).is_ok());
    }

    #[test]
    fn the_first_by_path_keeps_an_address() {
        let posts = [("a.md", "x"), ("b.md", "X"), ("c.md", "y"), ("d.md", "x")];
        let clashes = clashes(posts.into_iter());
        let found: Vec<_> = clashes.iter().map(|c| (c.index, c.first)).collect();
        assert_eq!(found, [(1, 0), (3, 0)]);
        assert_eq!(clashes[0].id, format!("X~{}", &hex("b.md")[..6]));
        assert_ne!(clashes[0].id, clashes[1].id);
    }
}

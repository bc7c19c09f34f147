//! What must hold of everything that reaches a page.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use kanbao_archive::html;
use kanbao_archive::markdown::{Document, Stored, Writer};
use kanbao_archive::text::searchable;

/// Tags that a text may become.
const TAGS: [&str; 46] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "hr",
    "br",
    "em",
    "strong",
    "del",
    "sub",
    "sup",
    "kbd",
    "mark",
    "abbr",
    "u",
    "ins",
    "small",
    "a",
    "img",
    "span",
    "input",
    "label",
    "section",
    "svg",
    "text",
    "g",
    "path",
    "title",
    "time",
];

/// Attributes that they may have.
const ATTRIBUTES: [&str; 24] = [
    "id",
    "class",
    "href",
    "rel",
    "target",
    "title",
    "src",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
    "role",
    "aria-label",
    "tabindex",
    "start",
    "type",
    "disabled",
    "checked",
    "data-mark",
    "colspan",
    "lang",
    "datetime",
    "open",
];

/// Checks a document on all ways out of it, and sums it up as a number.
pub fn document(document: &Document) -> u64 {
    let stored = Stored::of(document);
    assert_eq!(&stored.read(), document, "what is stored is read back");
    let read = Stored::try_from(stored.as_str().to_owned()).expect("what was written can be read");
    assert_eq!(read, stored);
    let printed = html::print(&Writer::new(&[], "./").document(document));
    let shape = markup(&printed);
    for passage in searchable(document, &[]).passages {
        assert!(!passage.text.contains('\0') || stored.as_str().contains('\0'));
    }
    shape
}

/// Checks that HTML is well nested and holds nothing that runs, and sums up its tags as a number.
pub fn markup(html: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    let mut count = 0;
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>') || !text.contains("<"), "{text}");
        let (tag, next) = tag_end(after);
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "tags cross in {html}");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        assert!(TAGS.contains(&name), "<{name}> in {html}");
        attributes(&tag[name.len()..], html);
        count += 1;
        if count < 12 {
            (name, open.len()).hash(&mut hasher);
        }
        if !matches!(name, "br" | "hr" | "img" | "input") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} never end in {html}");
    hasher.finish()
}

/// A tag and what follows it; a `>` inside quotes belongs to it.
fn tag_end(after: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, byte) in after.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return (&after[..at], &after[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag never ends: {after}");
}

fn attributes(text: &str, html: &str) {
    let mut seen = HashSet::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        assert!(ATTRIBUTES.contains(&name), "{name}= in {html}");
        assert!(seen.insert(name), "{name}= twice in {html}");
        let Some(value) = after.strip_prefix("=\"") else {
            rest = after.trim_start();
            continue;
        };
        let (value, after) = value.split_once('"').expect("a quoted value");
        assert!(!value.contains('<'), "{value}");
        if matches!(name, "href" | "src") {
            address(&unescaped(value));
        }
        rest = after.trim_start();
    }
}

fn unescaped(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Checks an address as a browser would read it: control characters and white space at its ends go, tabs and line ends
/// anywhere.
pub fn address(value: &str) {
    let value: String = value
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let Some((scheme, _)) = value.split_once(':') else {
        return;
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme {
        let scheme = scheme.to_ascii_lowercase();
        assert!(matches!(&*scheme, "http" | "https" | "mailto"), "{value}");
    }
}

/// A number for anything.
pub fn number(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

//! What other generators would have replaced in a text before reading it as Markdown: Liquid tags, shortcodes of Hugo
//! and Zola, attribute lists of kramdown, wiki links of Obsidian.
//!
//! What has a meaning here becomes Markdown; the rest stays as it is written, with one warning a kind. Code is never
//! touched, nor what stands between `{% raw %}` and `{% endraw %}`. A text without any of it is looked through once
//! and not copied.

mod arguments;
mod code;
mod kramdown;
mod liquid;
mod scanner;
mod shortcode;
mod wiki;

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Source};

use super::base::Base;
use scanner::Scanner;

/// What the variables of a template say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    /// Where the site stands, if that is known.
    pub(super) base: &'a Base,
    /// `site.title`
    pub(super) site_title: &'a str,
    /// `site.description`
    pub(super) site_description: &'a str,
    /// `page.title`
    pub(super) page_title: &'a str,
}

/// A text as Markdown alone.
#[derive(Default, Debug)]
pub(super) struct Rewritten<'a> {
    pub(super) text: Cow<'a, str>,
    /// Destinations of links and images that stand in the text otherwise than in the source, by place.
    pub(super) destinations: Vec<Destination>,
    /// One warning a kind of tag that was kept as text.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A destination that a tag was replaced by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Destination {
    /// As it stands in the text, so as the document has it.
    pub(super) written: String,
    /// Where the tag stands, in bytes of the source's text.
    pub(super) range: Range<usize>,
    /// Whether it is a name that may stand anywhere in the folder, as wiki links have it.
    pub(super) is_name: bool,
}

/// Something that was kept as text.
#[derive(Debug)]
struct Unknown {
    /// How messages name its kind: `{% gist %}`.
    kind: String,
    /// The first of its kind, in bytes of the scanned text.
    range: Range<usize>,
    count: usize,
}

/// Rewrites a range of a source.
pub(super) fn rewrite<'a>(source: &'a Source, body: Range<usize>, values: &Values<'_>) -> Rewritten<'a> {
    let text = &source.text()[body.clone()];
    if !has_templates(text) {
        return Rewritten {
            text: Cow::Borrowed(text),
            destinations: Vec::new(),
            diagnostics: Vec::new(),
        };
    }
    let scanned = Scanner::new(text, values).scan();
    let moved = |range: Range<usize>| body.start + range.start..body.start + range.end;
    let diagnostics = scanned.unknown.into_iter().map(|unknown| {
        let Unknown { kind, range, count } = unknown;
        let more = match count {
            1 => String::new(),
            2 => ", and one more in this post".to_owned(),
            count => format!(", and {} more in this post", count - 1),
        };
        source
            .diagnostic(
                Code::UnknownTag,
                moved(range),
                format!("`{kind}` is not understood{more}"),
            )
            .label("shown as text")
            .help("the post was kept; write what it should show as Markdown")
    });
    Rewritten {
        diagnostics: diagnostics.collect(),
        destinations: scanned
            .destinations
            .into_iter()
            .map(|to| Destination {
                range: moved(to.range),
                ..to
            })
            .collect(),
        text: Cow::Owned(scanned.text),
    }
}

/// Whether there may be anything to rewrite.
fn has_templates(text: &str) -> bool {
    let pairs = text.as_bytes().windows(2);
    pairs
        .into_iter()
        .any(|pair| matches!(pair, b"{%" | b"{{" | b"{:" | b"[["))
}

/// A destination for a link or an image: what would end it is encoded.
fn encoded(destination: &str) -> String {
    let mut out = String::with_capacity(destination.len());
    for c in destination.trim().chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push('/'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A text inside the brackets of a link or an image.
fn bracketed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' | '`' | '<' | '*' | '_' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;

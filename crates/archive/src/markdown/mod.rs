//! Markdown → a typed tree of blocks → HTML.
//!
//! `parse` turns `pulldown-cmark` events into a [`Document`]; nothing in a post can choose a tag, an attribute or a
//! scheme, since the tree has no place for one. The builder alone parses (feature `parse`) and sends the tree as it is
//! [`Stored`]. [`Writer`] turns the tree into the [`Html`](crate::html::Html) that the builder prints and the reader
//! draws.

mod link_target;
#[cfg(feature = "parse")]
mod parse;
mod stored;
#[cfg(all(test, feature = "parse"))]
mod tests;
mod to_html;
mod tree;

#[cfg(feature = "parse")]
pub use parse::{heading_slug, parse};
pub use stored::{Malformed, Stored};
pub use to_html::Writer;
pub(crate) use to_html::picture;
pub use tree::{Align, Block, Document, Footnote, Inline, Item, LinkTarget, Note, Style};

/// The text of inline nodes without markup; images give their description.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Mark { text, .. } => out.push_str(text),
            Inline::Styled(_, content) | Inline::Link { content, .. } => push_plain(content, out),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::FootnoteRef(_) => {}
        }
    }
}

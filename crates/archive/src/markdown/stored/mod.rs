//! A document as bundles and shards carry it: parsed once by the builder, read in no time everywhere else.
//!
//! # The notation
//!
//! Braces are the only characters with a meaning, and none of them is escaped in JSON. `}` ends what was begun;
//! in text a brace of its own is written `{{` or `{}`. A *field* is text up to its `}`.
//!
//! * A document: blocks, `}`, and a footnote after the other: its number as a field, blocks, `}`.
//! * A block: a letter, then `p` inlines; `1`–`6` (a heading) id (none where it is what the heading says), inlines; `u` and `o` (bullets, numbers; capital
//!   letters where items are set apart) items, `}`, numbers with the first of them as a field before; `q` blocks, `}`;
//!   `!` (an alert) its letter, blocks, `}`; `c` language, text; `t` a letter per column, `}`, rows, `}`; `d` summary,
//!   blocks, `}`; `-` (a rule) nothing.
//! * An item: `.`, or for a task `x` (done) and `o`, then blocks, `}`. A row: `|`, and a cell as `|` and inlines after
//!   the other, `}`.
//! * Inlines: text and `{` with a letter, up to `}`: a letter of [`STYLES`] with inlines; `c` code; `l`, `r`, `a` and `p`
//!   (links out, relative, to an anchor, to a report) target, title, inlines; `i` source, description; `f` a footnote's number; a
//!   space and `n` (soft and hard breaks) nothing.

mod read;
#[cfg(all(test, feature = "parse"))]
mod tests;
mod write;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::json::{Error, Json, Reader};

use super::tree::{Align, Document, Note, Style};

/// The letters of styles.
const STYLES: [(u8, Style); 11] = [
    (b'*', Style::Strong),
    (b'_', Style::Emphasis),
    (b'~', Style::Strikethrough),
    (b',', Style::Subscript),
    (b'^', Style::Superscript),
    (b'k', Style::Keyboard),
    (b'=', Style::Highlight),
    (b'?', Style::Abbreviation),
    (b'u', Style::Underline),
    (b'+', Style::Inserted),
    (b's', Style::Small),
];

/// The letters of alerts.
const NOTES: [(u8, Note); 5] = [
    (b'n', Note::Note),
    (b't', Note::Tip),
    (b'i', Note::Important),
    (b'w', Note::Warning),
    (b'c', Note::Caution),
];

/// The letters of alignments.
const ALIGNS: [(u8, Align); 3] = [(b'<', Align::Start), (b'=', Align::Center), (b'>', Align::End)];

/// A document as one string: about as long as its Markdown, and much quicker to read.
///
/// Whatever is here can be read: text that is no document is refused where it comes in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Stored(String);

/// Text that is no stored document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed;

impl Stored {
    /// Stores a document as the parser makes them. Search marks are stored as their text, and so is what is set apart
    /// deeper than in a parsed document; blocks that are deeper are left out.
    pub fn of(document: &Document) -> Self {
        Self(write::write(document))
    }

    /// Text that [`Stored::as_str`] gave before, so that it need not be checked again. Other text is read as far as it
    /// can be, which may be not at all.
    pub fn unchecked(text: String) -> Self {
        Self(text)
    }

    /// The document.
    pub fn read(&self) -> Document {
        // It was read before it came in here, or written by `of`, so there is nothing to go wrong.
        read::read(&self.0).unwrap_or_default()
    }

    /// The notation. Every character of the document's text is in it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Stored {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        read::read(&text).map(|_| Self(text))
    }
}

impl Json for Stored {
    fn blank() -> Self {
        Self(String::new())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.string(&mut self.0)?;
        // Thousands are held, and what a string has grown by is a third of it.
        self.0.shrink_to_fit();
        match read::read(&self.0) {
            Ok(_) => Ok(()),
            Err(Malformed) => Err(from.wrong("this is no stored document")),
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no stored document")
    }
}

impl std::error::Error for Malformed {}

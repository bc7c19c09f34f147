//! What a reader keeps of their own: which reports were read and starred, where each was left, when the reader was
//! last here. Kept on the reader's device alone; [`Export`] is the file that takes it to another.

mod export;
mod place;
mod visit;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::link::Only;

pub use export::{Export, ImportError};
pub use visit::Visit;

/// A reader's own data about one archive.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Library {
    notes: BTreeMap<String, Note>,
    /// The visit under way; `None` where nothing is known of the reader.
    pub visit: Option<Visit>,
}

/// What a reader has done with one report.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Read to the end, or marked as read.
    #[serde(skip_serializing_if = "is_false")]
    pub read: bool,
    /// Starred.
    #[serde(skip_serializing_if = "is_false")]
    pub starred: bool,
    /// Where reading stopped; `None` at the beginning, or where the end was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// When it was last changed, in milliseconds since 1970: of two notes about a report the later one counts.
    pub changed: u64,
}

/// A place in a report that holds whatever the size of the text: so many blocks after a heading.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Element id of the last heading or list of points above; empty before the first.
    pub after: String,
    /// The number of the block after it, from 0.
    pub block: u32,
    /// How much of the report lies above, in thousandths.
    pub done: u16,
}

static EMPTY: Library = Library {
    notes: BTreeMap::new(),
    visit: None,
};

static NOTHING: Note = Note {
    read: false,
    starred: false,
    place: None,
    changed: 0,
};

impl Library {
    /// That of somebody who comes for the first time.
    pub fn empty() -> &'static Self {
        &EMPTY
    }

    /// What is known of a report; an empty note where nothing is.
    pub fn note(&self, id: &str) -> &Note {
        self.notes.get(id).unwrap_or(&NOTHING)
    }

    /// Replaces what is known of a report.
    pub fn set(&mut self, id: &str, note: Note) {
        self.notes.insert(id.to_owned(), note);
    }

    /// Takes over what is known elsewhere: of two notes about a report the later one counts. Says whether this was it.
    pub fn merge(&mut self, id: &str, note: Note) -> bool {
        let is_news = note.changed > self.note(id).changed;
        if is_news {
            self.set(id, note);
        }
        is_news
    }

    /// Every note by the id of its report.
    pub fn notes(&self) -> &BTreeMap<String, Note> {
        &self.notes
    }

    /// Whether a report is among those that a list shows.
    pub fn admits(&self, only: Option<Only>, id: &str) -> bool {
        match only {
            None => true,
            Some(Only::Unread) => !self.note(id).read,
            Some(Only::Read) => self.note(id).read,
            Some(Only::Starred) => self.note(id).starred,
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(read: bool, starred: bool, changed: u64) -> Note {
        Note {
            read,
            starred,
            place: None,
            changed,
        }
    }

    #[test]
    fn a_shelf_shows_what_was_put_on_it() {
        let mut library = Library::default();
        library.set("read", note(true, false, 1));
        library.set("starred", note(false, true, 1));
        let shown = |only| ["read", "starred", "new"].map(|id| library.admits(only, id));
        assert_eq!(shown(None), [true, true, true]);
        assert_eq!(shown(Some(Only::Unread)), [false, true, true]);
        assert_eq!(shown(Some(Only::Read)), [true, false, false]);
        assert_eq!(shown(Some(Only::Starred)), [false, true, false]);
    }

    #[test]
    fn of_two_notes_the_later_counts() {
        let mut library = Library::default();
        assert!(library.merge("x", note(true, false, 5)));
        assert!(!library.merge("x", note(false, true, 4)), "an older one");
        assert!(!library.merge("x", note(false, true, 5)), "the same one");
        assert!(library.note("x").read);
        assert!(library.merge("x", note(false, true, 6)));
        assert!(library.note("x").starred && !library.note("x").read);
    }
}

//! What a reader keeps of their own: which reports were read and starred, where each was left, when the reader was
//! last here. Kept on the reader's device alone; [`Export`] is the file that takes it to another.

mod export;
mod kept;
#[cfg(test)]
mod memory;
mod note;
mod place;
mod store;
mod visit;

use std::collections::BTreeMap;

use crate::json::{Object, object};
use crate::link::Only;

pub use export::{Export, ImportError};
pub use kept::{EVERYTHING, Held, Keeping, Kept};
use note::NOTHING;
pub use note::{Note, Times};
pub use store::{Store, StoreError};
pub use visit::Visit;

/// A reader's own data about one archive.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Library {
    notes: BTreeMap<String, Note>,
    /// The visit under way; `None` where nothing is known of the reader.
    pub visit: Option<Visit>,
}

/// A place in a report that holds whatever the size of the text: so many blocks after a heading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// Element id of the last heading or list of points above; empty before the first.
    pub after: String,
    /// The number of the block after it, from 0.
    pub block: u32,
    /// How much of the report lies above, in thousandths.
    pub done: u16,
}

object!(Place { ; after, block, done });

impl Place {
    fn to_json(&self) -> String {
        let mut json = Object::new();
        json.text("after", &self.after);
        json.number("block", self.block.into());
        json.number("done", self.done.into());
        json.end()
    }
}

static EMPTY: Library = Library {
    notes: BTreeMap::new(),
    visit: None,
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

    /// Changes what is known of a report; what changes nothing leaves nothing behind.
    pub fn change(&mut self, id: &str, change: impl FnOnce(&mut Note)) {
        let mut note = self.note(id).clone();
        change(&mut note);
        if note != *self.note(id) {
            self.set(id, note);
        }
    }

    /// Takes over what is known elsewhere: of each fact the later word counts. Says whether there was anything new.
    pub fn merge(&mut self, id: &str, note: Note) -> bool {
        match self.notes.get_mut(id) {
            Some(known) => known.merge(note),
            None => {
                self.set(id, note);
                true
            }
        }
    }

    /// Forgets every note; which visit is under way stays known.
    pub fn forget_notes(&mut self) {
        self.notes.clear();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn note(read: bool, starred: bool) -> Note {
        let mut note = Note::default();
        note.set_read(read, 1);
        note.set_starred(starred, 1);
        note
    }

    #[test]
    fn a_shelf_shows_what_was_put_on_it() {
        let mut library = Library::default();
        library.set("read", note(true, false));
        library.set("starred", note(false, true));
        let shown = |only| ["read", "starred", "new"].map(|id| library.admits(only, id));
        assert_eq!(shown(None), [true, true, true]);
        assert_eq!(shown(Some(Only::Unread)), [false, true, true]);
        assert_eq!(shown(Some(Only::Read)), [true, false, false]);
        assert_eq!(shown(Some(Only::Starred)), [false, true, false]);
    }
}

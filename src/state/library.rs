//! The reader's own data as the running app holds it.

use kanbao_archive::library::{Library, Note, Visit};
use kanbao_archive::link::Only;
use leptos::prelude::*;

use crate::browser::clock;

/// What was read and starred, and where each report was left.
#[derive(Clone, Copy)]
pub struct OwnLibrary {
    library: RwSignal<Library, LocalStorage>,
}

impl OwnLibrary {
    /// That of a reader about whom nothing is known.
    pub fn new(library: Library) -> Self {
        Self {
            library: RwSignal::new_local(library),
        }
    }

    /// Calls a function with all of it; follows what is read and starred, but not the places where reports were left.
    pub fn with<T>(self, look: impl FnOnce(&Library) -> T) -> T {
        self.library.with(look)
    }

    /// What is known of a report; follows nothing.
    pub fn note(self, id: &str) -> Note {
        self.library.with_untracked(|library| library.note(id).clone())
    }

    /// Whether a report is among those that a list shows.
    pub fn admits(self, only: Option<Only>, id: &str) -> bool {
        only.is_none() || self.library.with(|library| library.admits(only, id))
    }

    /// Marks a report as read, or as not read after all.
    pub fn toggle_read(self, id: &str) {
        self.change(id, |note| note.read = !note.read);
    }

    /// Stars a report, or takes the star away.
    pub fn toggle_starred(self, id: &str) {
        self.change(id, |note| note.starred = !note.starred);
    }

    /// Notes which visit is under way.
    pub fn set_visit(self, visit: Visit) {
        self.library.update(|library| library.visit = Some(visit));
    }

    fn change(self, id: &str, change: impl FnOnce(&mut Note)) {
        let mut note = self.note(id);
        change(&mut note);
        note.changed = clock::date();
        self.library.update(|library| library.set(id, note));
    }
}

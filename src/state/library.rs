//! The reader's own data: held by the running app, kept in the browser's database, and followed by its other windows.

use std::rc::Rc;

use kanbao_archive::library::{Library, Note, Place, Visit};
use kanbao_archive::link::Only;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::channel::Channel;
use crate::browser::clock;
use crate::browser::database::Database;

/// The word between windows that everything has changed; any other is the id of a report.
const EVERYTHING: &str = "";

/// What was read and starred, and where each report was left.
#[derive(Clone, Copy)]
pub struct OwnLibrary {
    library: RwSignal<Library, LocalStorage>,
    keeping: RwSignal<Keeping>,
    /// The database, and the other windows; none until it has been opened, or where the browser has none.
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
}

/// Whether the browser keeps what the reader does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeping {
    /// It is not known yet.
    Opening,
    /// It does.
    Kept,
    /// It does not: what is done is forgotten when the page is closed.
    Refused,
}

struct Store {
    database: Database,
    windows: Option<Channel>,
}

impl OwnLibrary {
    /// That of a reader about whom nothing is known, kept nowhere.
    pub fn new() -> Self {
        Self {
            library: RwSignal::new_local(Library::default()),
            keeping: RwSignal::new(Keeping::Opening),
            store: StoredValue::new_local(None),
        }
    }

    /// That of the site at a base path. It fills when the database answers, and no page waits for that.
    pub fn of_site(base: &str) -> Self {
        let own = Self::new();
        let name = format!("kanbao:{base}");
        spawn_local(async move { own.open(&name).await });
        own
    }

    /// Calls a function with all of it; follows what is read and starred, but not the places where reports were left.
    pub fn with<T>(self, look: impl FnOnce(&Library) -> T) -> T {
        self.library.with(look)
    }

    /// Whether the browser keeps it.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
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

    /// Takes over notes from elsewhere: of two notes about a report the later one counts. Says how many were news.
    pub fn merge(self, notes: impl IntoIterator<Item = (String, Note)>) -> usize {
        let mut news = Vec::new();
        self.library.update(|library| {
            for (id, note) in notes {
                if library.merge(&id, note.clone()) {
                    news.push((id, note));
                }
            }
        });
        let count = news.len();
        self.keep(news, EVERYTHING.to_owned());
        count
    }

    /// Forgets everything, here and in the database.
    pub fn clear(self) {
        self.library.set(Library::default());
        let Some(store) = self.store.get_value() else {
            return;
        };
        spawn_local(async move {
            if store.database.clear().await.is_some() {
                store.tell(EVERYTHING);
            }
        });
    }

    /// A report was read to its end: there is no place to go back to.
    pub fn finish(self, id: &str) {
        self.change(id, |note| (note.read, note.place) = (true, None));
    }

    /// Notes where in a report reading has come to. Nobody is told: no view shows it before the report is opened again.
    pub fn keep_place(self, id: &str, place: Option<Place>) {
        let mut note = self.note(id);
        if note.place != place {
            note.place = place;
            note.changed = clock::date();
            self.library
                .update_untracked(|library| library.set(id, note.clone()));
            self.keep(vec![(id.to_owned(), note)], id.to_owned());
        }
    }

    /// Notes which visit is under way.
    pub fn set_visit(self, visit: Visit) {
        self.library.update(|library| library.visit = Some(visit));
    }

    fn change(self, id: &str, change: impl FnOnce(&mut Note)) {
        let mut note = self.note(id);
        change(&mut note);
        note.changed = clock::date();
        self.library.update(|library| library.set(id, note.clone()));
        self.keep(vec![(id.to_owned(), note)], id.to_owned());
    }

    /// Stores notes and tells the other windows.
    fn keep(self, notes: Vec<(String, Note)>, word: String) {
        let Some(store) = self.store.get_value() else {
            return;
        };
        let texts = notes
            .into_iter()
            .filter_map(|(id, note)| Some((id, serde_json::to_string(&note).ok()?)));
        let texts: Vec<_> = texts.collect();
        spawn_local(async move {
            match store.database.put(texts).await {
                Some(()) => store.tell(&word),
                None => self.keeping.set(Keeping::Refused),
            }
        });
    }

    async fn open(self, name: &str) {
        let Some(database) = Database::open(name).await else {
            self.keeping.set(Keeping::Refused);
            return;
        };
        let heard = move |word: String| spawn_local(async move { self.read_again(&word).await });
        let windows = Channel::join(name, heard);
        let store = Rc::new(Store { database, windows });
        self.store.set_value(Some(store.clone()));
        let done_meanwhile = self.library.with_untracked(|library| library.notes().clone());
        match store.database.all().await {
            // Who comes for the first time has nothing to be drawn anew for.
            Some(texts) if texts.is_empty() => {}
            Some(texts) => {
                self.library.update(|library| {
                    for (id, text) in texts {
                        merge_text(library, &id, &text);
                    }
                });
                // The page before may have been left between storing something and telling of it.
                store.tell(EVERYTHING);
            }
            None => return self.keeping.set(Keeping::Refused),
        }
        self.keeping.set(Keeping::Kept);
        if !done_meanwhile.is_empty() {
            self.keep(done_meanwhile.into_iter().collect(), EVERYTHING.to_owned());
        }
    }

    /// Another window has stored something.
    async fn read_again(self, word: &str) {
        let Some(store) = self.store.get_value() else {
            return;
        };
        if word != EVERYTHING {
            if let Some(text) = store.database.get(word).await {
                self.library.update(|library| merge_text(library, word, &text));
            }
        } else if let Some(texts) = store.database.all().await {
            let mut anew = Library::default();
            for (id, text) in texts {
                merge_text(&mut anew, &id, &text);
            }
            anew.visit = self.library.with_untracked(|library| library.visit);
            // Most pages that open have nothing new to tell, and drawing anew is seen.
            if self.library.with_untracked(|library| *library != anew) {
                self.library.set(anew);
            }
        }
    }
}

impl Store {
    fn tell(&self, word: &str) {
        if let Some(windows) = &self.windows {
            windows.say(word);
        }
    }
}

/// A text that cannot be read is none: it will be written over when the report is next read.
fn merge_text(library: &mut Library, id: &str, text: &str) {
    if let Ok(note) = serde_json::from_str(text) {
        library.merge(id, note);
    }
}

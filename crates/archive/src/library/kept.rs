//! How a reader's own data is kept in a store: read when the app opens, stored change by change, followed in all windows.
//!
//! The app never waits for the store. What it could not take (no room, no store) stays in memory, and goes along with the
//! next change that it takes.

use super::Library;
use super::note::Note;
use super::store::{Store, StoreError};

/// The word between windows that everything has changed; any other is the id of a report.
pub const EVERYTHING: &str = "";

/// Whether what the reader does is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keeping {
    /// It is not known yet.
    #[default]
    Opening,
    /// It is.
    Kept,
    /// It is not: what is done is forgotten when the page is closed.
    Failed(StoreError),
}

/// The app's side: what it shows, and its other windows.
pub trait Held {
    /// Calls with all that is known. Where that says so, views have to follow.
    fn change_library(&self, change: &mut dyn FnMut(&mut Library) -> bool);

    /// Says whether it is kept.
    fn set_keeping(&self, keeping: Keeping);

    /// Tells the other windows what has been stored.
    fn tell(&self, word: &str);
}

/// A library that is held by an app and kept in a store. What the store has not taken yet is marked in its notes.
pub struct Kept<S, H> {
    store: S,
    held: H,
}

impl<S: Store, H: Held> Kept<S, H> {
    /// Nothing is read before [`Kept::open`].
    pub fn new(store: S, held: H) -> Self {
        Self { store, held }
    }

    /// Reads everything that is stored and joins it with what was done meanwhile. Texts of earlier versions are
    /// written anew; one that cannot be read stays as it is until its report is read again.
    pub async fn open(&self) {
        let texts = match self.store.all().await {
            Ok(texts) => texts,
            Err(error) => return self.held.set_keeping(Keeping::Failed(error)),
        };
        self.held.change_library(&mut |library| {
            for note in library.notes.values_mut() {
                note.is_waiting = true;
            }
            let mut is_news = false;
            for (id, text) in &texts {
                is_news |= take_in(library, id, text);
            }
            is_news
        });
        self.held.set_keeping(Keeping::Kept);
        self.store_waiting().await;
        // The page before may have been left between storing something and telling of it.
        if !texts.is_empty() {
            self.held.tell(EVERYTHING);
        }
    }

    /// Stores what is known of some reports, and whatever waits for room, and tells the other windows.
    pub async fn keep(&self, ids: &[String]) {
        self.held.change_library(&mut |library| {
            for id in ids {
                if let Some(note) = library.notes.get_mut(id) {
                    note.is_waiting = true;
                }
            }
            false
        });
        self.store_waiting().await;
    }

    /// Another window has stored something.
    pub async fn hear(&self, word: &str) {
        let heard = if word == EVERYTHING {
            self.store.all().await.map(|texts| self.replace(&texts))
        } else {
            self.hear_of(word).await
        };
        if let Err(error) = heard {
            self.held.set_keeping(Keeping::Failed(error));
        }
    }

    /// Forgets everything, here and in the store.
    pub async fn clear(&self) {
        self.held.change_library(&mut |library| {
            library.forget_notes();
            true
        });
        match self.store.clear().await {
            Ok(()) => self.held.tell(EVERYTHING),
            Err(error) => self.held.set_keeping(Keeping::Failed(error)),
        }
    }

    async fn store_waiting(&self) {
        let mut texts = Vec::new();
        self.held.change_library(&mut |library| {
            let waiting = library.notes.iter().filter(|(_, note)| note.is_waiting);
            let text = |(id, note): (&String, &Note)| (id.clone(), note.to_text());
            texts = waiting.map(text).collect();
            false
        });
        let word = match texts.as_slice() {
            [] => return,
            [(id, _)] => id.clone(),
            _ => EVERYTHING.to_owned(),
        };
        match self.store.put(texts.clone()).await {
            Ok(()) => {
                self.no_longer_wait(&texts);
                self.held.set_keeping(Keeping::Kept);
                self.held.tell(&word);
            }
            Err(error) => self.held.set_keeping(Keeping::Failed(error)),
        }
    }

    /// These texts are stored: what has not changed since waits no longer.
    fn no_longer_wait(&self, texts: &[(String, String)]) {
        self.held.change_library(&mut |library| {
            for (id, text) in texts {
                if let Some(note) = library.notes.get_mut(id) {
                    note.is_waiting = note.to_text() != *text;
                }
            }
            false
        });
    }

    async fn hear_of(&self, id: &str) -> Result<(), StoreError> {
        let Some(text) = self.store.get(id).await? else {
            return Ok(());
        };
        self.held
            .change_library(&mut |library| take_in(library, id, &text));
        // Both windows may have changed the same note in the same moment, and the other one did not know of it.
        self.store_waiting().await;
        Ok(())
    }

    /// What is stored takes the place of what is known, since another window may have cleared everything; but what waits to
    /// be stored stays.
    fn replace(&self, texts: &[(String, String)]) {
        self.held.change_library(&mut |library| {
            let mut anew = Library {
                visit: library.visit,
                ..Library::default()
            };
            for (id, text) in texts {
                take_in(&mut anew, id, text);
            }
            for (id, note) in library.notes.iter().filter(|(_, note)| note.is_waiting) {
                anew.merge(id, note.clone());
                if let Some(note) = anew.notes.get_mut(id) {
                    note.is_waiting = true;
                }
            }
            // Most pages that open have nothing new to tell, and drawing anew is seen.
            let is_news = *library != anew;
            *library = anew;
            is_news
        });
    }
}

/// Takes in what is stored of a report; it waits to be stored if the store knows less than is known here, or says it as
/// an earlier version did.
fn take_in(library: &mut Library, id: &str, text: &str) -> bool {
    let Some((stored, is_earlier)) = Note::from_text(text) else {
        return false;
    };
    let is_news = library.merge(id, stored.clone());
    if let Some(note) = library.notes.get_mut(id) {
        note.is_waiting = is_earlier || *note != stored;
    }
    is_news
}

#[cfg(test)]
mod tests;

//! The reader's own data as signals: drawn by views, kept by [`Kept`] in the browser's database, followed by other windows.

use std::rc::Rc;

use kanbao_archive::library::{Held, Keeping, Kept, Library, Note, Place, StoreError, Visit};
use kanbao_archive::link::Only;

use crate::browser::channel::Channel;
use crate::browser::clock;
use crate::browser::database::Database;
use crate::browser::storage;
use crate::reactive::*;

/// What was read and starred, and where each report was left.
#[derive(Clone, Copy)]
pub struct OwnLibrary {
    /// The name of the database.
    name: StoredValue<String>,
    library: RwSignal<Library>,
    keeping: RwSignal<Keeping>,
    /// Why something that the reader did is not kept, until the reader has been told.
    lost: RwSignal<Option<StoreError>>,
    /// What keeps it; nothing until the database has been opened, or where the browser has none.
    kept: StoredValue<Option<Rc<Kept<Database, OwnLibrary>>>>,
    windows: StoredValue<Option<Channel>>,
    /// Whether the reader of a browser that keeps nothing has been told so: once for each page is enough.
    is_told: StoredValue<bool>,
}

impl OwnLibrary {
    /// That of a reader about whom nothing is known, kept nowhere.
    pub fn new() -> Self {
        Self {
            name: StoredValue::new(String::new()),
            library: RwSignal::new(Library::default()),
            keeping: RwSignal::new(Keeping::Opening),
            lost: RwSignal::new(None),
            kept: StoredValue::new(None),
            windows: StoredValue::new(None),
            is_told: StoredValue::new(false),
        }
    }

    /// That of the site at a base path. It fills when the database answers, and no page waits for that.
    pub fn of_site(base: &str) -> Self {
        let own = Self::new();
        let name = format!("kanbao:{base}");
        own.name.set_value(name.clone());
        clock::spawn(async move { own.open(&name).await });
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

    /// Why something that the reader did is not kept, where that has not been sent away.
    pub fn lost(self) -> Option<StoreError> {
        self.lost.get()
    }

    /// The reader knows: nothing more is said of it until something else is the reason.
    pub fn send_away(self) {
        self.lost.set(None);
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
        self.act(id, |note, now| note.set_read(!note.read, now));
    }

    /// Stars a report, or takes the star away.
    pub fn toggle_starred(self, id: &str) {
        self.act(id, |note, now| note.set_starred(!note.starred, now));
    }

    /// Takes over notes from elsewhere: of each fact about a report the later word counts. Says how many reports there
    /// was something new about.
    pub fn merge(self, notes: impl IntoIterator<Item = (String, Note)>) -> usize {
        let mut news = Vec::new();
        self.library.update(|library| {
            for (id, note) in notes {
                if library.merge(&id, note) {
                    news.push(id);
                }
            }
        });
        let count = news.len();
        self.keep(news);
        count
    }

    /// Forgets everything, here and in the database.
    pub fn clear(self) {
        storage::remove_all(&self.aside(""));
        match self.kept.get_value() {
            Some(kept) => clock::spawn(async move { kept.clear().await }),
            None => self.library.update(Library::forget_notes),
        }
    }

    /// A report was read to its end: there is no place to go back to.
    pub fn finish(self, id: &str) {
        self.act(id, |note, now| {
            note.set_read(true, now);
            note.set_place(None, now);
        });
    }

    /// Notes where in a report reading has come to. No view shows it before the report is opened again.
    pub fn keep_place(self, id: &str, place: Option<Place>) {
        let mut is_elsewhere = false;
        self.library.update_untracked(|library| {
            library.change(id, |note| is_elsewhere = note.set_place(place, clock::date()));
        });
        if is_elsewhere {
            self.keep(vec![id.to_owned()]);
        }
    }

    /// Notes which visit is under way.
    pub fn set_visit(self, visit: Visit) {
        self.library.update(|library| library.visit = Some(visit));
    }

    fn act(self, id: &str, change: impl FnOnce(&mut Note, u64)) {
        self.library
            .update(|library| library.change(id, |note| change(note, clock::date())));
        self.write_aside(id);
        self.keep(vec![id.to_owned()]);
        if self.kept.with_value(Option::is_none)
            && !self.is_told.get_value()
            && let Keeping::Failed(error) = self.keeping.get_untracked()
        {
            self.is_told.set_value(true);
            self.lost.set(Some(error));
        }
    }

    fn keep(self, ids: Vec<String>) {
        // What is done before the database is open is kept when it is.
        match self.kept.get_value() {
            Some(kept) => clock::spawn(async move {
                kept.keep(&ids).await;
                self.forget_aside(&ids);
            }),
            // A database for which there was no room may find some by now.
            None if self.keeping.get_untracked() == Keeping::Failed(StoreError::Full) => {
                let name = self.name.get_value();
                clock::spawn(async move { self.open(&name).await });
            }
            None => {}
        }
    }

    /// A page may be left before its database is open, or has stored something: what the reader does is written aside at
    /// once, where that takes no time, until the database has it.
    fn write_aside(self, id: &str) {
        if self.may_be_kept() {
            storage::set(&self.aside(id), &self.note(id).to_text());
        }
    }

    fn forget_aside(self, ids: &[String]) {
        if self.keeping.get_untracked() == Keeping::Kept {
            ids.iter().for_each(|id| storage::remove(&self.aside(id)));
        }
    }

    /// Takes in what pages before this one have written aside; gives the reports that it is about.
    fn take_aside(self) -> Vec<String> {
        let prefix = self.aside("");
        let ids = storage::keys(&prefix).into_iter().filter_map(|key| {
            let (note, _) = Note::from_text(&storage::get(&key)?)?;
            let id = key[prefix.len()..].to_owned();
            self.library.update(|library| _ = library.merge(&id, note));
            Some(id)
        });
        ids.collect()
    }

    fn may_be_kept(self) -> bool {
        !matches!(self.keeping.get_untracked(), Keeping::Failed(_))
    }

    fn aside(self, id: &str) -> String {
        self.name.with_value(|name| [name, ":aside:", id].concat())
    }

    async fn open(self, name: &str) {
        let database = match Database::open(name).await {
            Ok(database) => database,
            Err(error) => return self.set_keeping(Keeping::Failed(error)),
        };
        let kept = Rc::new(Kept::new(database, self));
        self.kept.set_value(Some(kept.clone()));
        let hears = kept.clone();
        let heard = move |word: String| {
            let kept = hears.clone();
            clock::spawn(async move { kept.hear(&word).await });
        };
        self.windows.set_value(Channel::join(name, heard));
        let aside = self.take_aside();
        kept.open().await;
        self.forget_aside(&aside);
    }
}

impl Held for OwnLibrary {
    fn change_library(&self, change: &mut dyn FnMut(&mut Library) -> bool) {
        self.library.maybe_update(|library| change(library));
    }

    fn set_keeping(&self, keeping: Keeping) {
        if self.keeping.get_untracked() == keeping {
            return;
        }
        self.keeping.set(keeping);
        self.lost.set(match keeping {
            // A browser that keeps nothing from the beginning has lost nothing: that is said when something is done.
            Keeping::Failed(error) if error != StoreError::Refused => Some(error),
            _ => None,
        });
    }

    fn tell(&self, word: &str) {
        self.windows.with_value(|windows| {
            if let Some(windows) = windows {
                windows.say(word);
            }
        });
    }
}

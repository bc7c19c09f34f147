//! Recent searches: kept in local storage, on this device only.

use leptos::prelude::*;

use crate::browser::storage;

/// How many are kept.
const MOST: usize = 8;

/// The searches that the reader meant: those whose result was opened, or that were ended with Enter.
#[derive(Clone, Copy)]
pub struct Recent {
    /// Newest first, each once.
    queries: RwSignal<Vec<String>>,
    key: StoredValue<String>,
    /// Whether the browser refused to keep them: then they last until the page is closed.
    is_refused: StoredValue<bool>,
}

impl Recent {
    /// Reads those of the site at a base path; origins are shared between sites, so the key holds the path.
    pub fn load(base: &str) -> Self {
        let key = format!("kanbao:{base}:searches");
        Self {
            queries: RwSignal::new(read(&key)),
            key: StoredValue::new(key),
            is_refused: StoredValue::new(false),
        }
    }

    /// The latest queries, newest first.
    pub fn queries(self) -> ReadSignal<Vec<String>> {
        self.queries.read_only()
    }

    /// Keeps a query as the newest. An empty one is none.
    pub fn add(self, q: &str) {
        let q = q.trim();
        if !q.is_empty() {
            self.change(|queries| {
                queries.retain(|other| other != q);
                queries.insert(0, q.to_owned());
            });
        }
    }

    /// Forgets a query.
    pub fn forget(self, q: &str) {
        self.change(|queries| queries.retain(|other| other != q));
    }

    /// Forgets all.
    pub fn clear(self) {
        self.change(Vec::clear);
    }

    /// Changes what is stored now: another window may have changed it since it was read.
    fn change(self, change: impl FnOnce(&mut Vec<String>)) {
        let key = self.key.get_value();
        let mut queries = if self.is_refused.get_value() {
            self.queries.get_untracked()
        } else {
            read(&key)
        };
        change(&mut queries);
        queries.truncate(MOST);
        if queries.is_empty() {
            storage::remove(&key);
        } else if let Ok(json) = serde_json::to_string(&queries) {
            self.is_refused.set_value(!storage::set(&key, &json));
        }
        self.queries.set(queries);
    }
}

/// What is stored; nothing where it is no list of texts.
fn read(key: &str) -> Vec<String> {
    let stored = storage::get(key).and_then(|json| serde_json::from_str::<Vec<String>>(&json).ok());
    let mut queries = stored.unwrap_or_default();
    queries.truncate(MOST);
    queries
}

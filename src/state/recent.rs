//! Recent searches: kept in local storage, on this device only. Where the browser keeps nothing, there are none.

use crate::browser::storage;
use crate::reactive::*;

/// How many are kept.
const MOST: usize = 8;

/// The searches that the reader meant: those whose result was opened, or that were ended with Enter. Always read
/// anew, since another window may have changed them.
#[derive(Clone, Copy)]
pub struct Recent {
    key: StoredValue<String>,
}

impl Recent {
    /// Those of the site at a base path; origins are shared between sites, so the key holds the path.
    pub fn of_site(base: &str) -> Self {
        Self {
            key: StoredValue::new(format!("kanbao:{base}:searches")),
        }
    }

    /// The latest queries, newest first, each once.
    pub fn queries(self) -> Vec<String> {
        let stored = storage::get(&self.key.get_value()).unwrap_or_default();
        let queries = stored.lines().filter(|line| !line.is_empty()).take(MOST);
        queries.map(str::to_owned).collect()
    }

    /// Keeps a query as the newest. An empty one is none.
    pub fn add(self, q: &str) {
        let q = q.trim();
        if !q.is_empty() {
            self.put_first(q, q);
        }
    }

    /// Forgets a query.
    pub fn forget(self, q: &str) {
        self.put_first("", q);
    }

    /// Forgets all.
    pub fn clear(self) {
        storage::remove(&self.key.get_value());
    }

    /// Stores a query and behind it all others but `except`, one a line: a query is a line of text.
    fn put_first(self, first: &str, except: &str) {
        let mut text = first.to_owned();
        for q in self.queries() {
            if q != except {
                text.push('\n');
                text.push_str(&q);
            }
        }
        storage::set(&self.key.get_value(), &text);
    }
}

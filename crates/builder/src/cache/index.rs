//! What is where in a cache.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Key, Place, Stamp};

/// Everything in a cache.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// The name of the pack.
    pub(super) pack: String,
    /// How many bytes of the pack belong to it; what comes after was left by a build that was killed.
    pub(super) end: u64,
    /// What the posts were read with; others were read otherwise.
    settings: Key,
    /// The posts, by path.
    posts: HashMap<String, Post>,
    /// What was made from them, by what it was made from.
    pub(super) made: HashMap<Key, Place>,
    /// What is known of other files, by path.
    pub(super) files: HashMap<String, (Stamp, Value)>,
}

/// Where what became of a post is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Post {
    /// Of its file; `None` where the file may have changed after it was read.
    pub(super) stamp: Option<Stamp>,
    /// Of its bytes.
    pub(super) content: Key,
    pub(super) value: Place,
    pub(super) body: Option<Place>,
}

/// The version of the layout, and the program: what another one made may mean something else.
const VERSION: &str = concat!("kanbao cache 1 ", env!("KANBAO_SOURCES"));

impl Index {
    /// Reads an index. One that is missing, damaged, or of another version of the program is as good as empty.
    pub(super) fn read(file: &Path) -> Self {
        let read = || {
            let text = fs::read(file).ok()?;
            let mut lines = text.splitn(3, |byte| *byte == b'\n');
            let (version, key, json) = (lines.next()?, lines.next()?, lines.next()?);
            let is_whole = Key::of(&[json]).to_string().as_bytes() == key;
            (version == VERSION.as_bytes() && is_whole).then(|| serde_json::from_slice(json).ok())?
        };
        read().unwrap_or_default()
    }

    /// Writes the index, whole or not at all.
    pub(super) fn write(&self, file: &Path) -> io::Result<()> {
        let json = serde_json::to_vec(self)?;
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        write!(new, "{VERSION}\n{}\n", Key::of(&[&json]))?;
        new.write_all(&json)?;
        new.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// An empty index of a pack.
    pub(super) fn of_pack(name: &str) -> Self {
        Self {
            pack: name.to_owned(),
            ..Self::default()
        }
    }

    /// A post that was read with these settings.
    pub(super) fn post(&self, path: &str, settings: Key) -> Option<&Post> {
        (settings == self.settings).then(|| self.posts.get(path))?
    }

    pub(super) fn put_post(&mut self, path: &str, settings: Key, post: Post) {
        self.settings = settings;
        self.posts.insert(path.to_owned(), post);
    }

    /// Adds what is not here of another index of the same pack.
    pub(super) fn extend(&mut self, other: &Self) {
        if self.posts.is_empty() {
            self.settings = other.settings;
        }
        if self.settings == other.settings {
            for (path, post) in &other.posts {
                self.posts.entry(path.clone()).or_insert_with(|| post.clone());
            }
        }
        for (key, place) in &other.made {
            self.made.entry(*key).or_insert(*place);
        }
        for (path, file) in &other.files {
            self.files.entry(path.clone()).or_insert_with(|| file.clone());
        }
    }

    /// The places of everything.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        let posts = self
            .posts
            .values()
            .flat_map(|post| [Some(&post.value), post.body.as_ref()]);
        posts.flatten().chain(self.made.values())
    }

    /// The same, to be changed.
    pub(super) fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        let posts = self
            .posts
            .values_mut()
            .flat_map(|post| [Some(&mut post.value), post.body.as_mut()]);
        posts.flatten().chain(self.made.values_mut())
    }
}

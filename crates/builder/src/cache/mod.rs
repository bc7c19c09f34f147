//! What one build leaves for the next: posts as they were read, and what was made of them.
//!
//! A cache is a folder with a [`Pack`] and an index, which says what is where. Everything in it is known by what it was
//! made from, so nothing in it can be out of date: it is found, or it is not. What is damaged counts as not found. The
//! index is written last and put in its place in one step; what a build that was killed put into the pack is cut off by
//! the next.
//!
//! * `pack`: the file that holds everything.
//! * `key`: what things are known by; `stamp`: whether a file is still the one that was read.
//! * `index`: what is where.
//! * `folder`: the folder, and who may write into it.

mod folder;
mod index;
mod key;
mod pack;
mod stamp;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::Serialize;
use serde::de::DeserializeOwned;

use folder::Folder;
use index::Index;
pub use key::Key;
pub use pack::{Pack, Place, StoreError};
pub use stamp::Stamp;

/// The name of a cache's folder in the folder of posts.
pub const FOLDER: &str = ".kanbao-cache";

/// The cache of a build. What is asked for or put in stays for the next build; the rest is forgotten.
#[derive(Debug)]
pub struct Cache {
    pack: Arc<Pack>,
    /// `None` where nothing is kept.
    folder: Option<Folder>,
    /// Why nothing is kept, though it should be.
    remark: Option<String>,
    /// What earlier builds left.
    earlier: Index,
    /// What is kept for the next.
    next: Mutex<Index>,
    /// Whether all was asked for that the next build may need.
    is_complete: AtomicBool,
    /// When the build began: files that changed later are not known by their stamps.
    moment: SystemTime,
}

/// A post as it was read.
#[derive(Clone, Debug)]
pub struct CachedPost {
    /// What became of it, as JSON.
    pub value: Vec<u8>,
    /// Where that is; its key stands for it.
    pub place: Place,
    /// Its body, where it became a report.
    pub body: Option<Place>,
}

impl Cache {
    /// A cache that is gone after the build: a place for what does not fit into memory.
    ///
    /// # Errors
    /// Where no temporary file can be made.
    pub fn temporary() -> Result<Self, StoreError> {
        Ok(Self {
            pack: Arc::new(Pack::temporary(None)?),
            folder: None,
            remark: None,
            earlier: Index::default(),
            next: Mutex::default(),
            is_complete: AtomicBool::new(false),
            moment: SystemTime::now(),
        })
    }

    /// Opens the cache in a folder, which is made where there is none. Where it cannot be written, or another build
    /// is at work in it, this one goes without; [`Cache::remark`] says so.
    ///
    /// # Errors
    /// Where not even a temporary file can be made.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        match Folder::open(folder) {
            Ok(folder) => {
                let index = Index::read(&folder.index());
                let (pack, earlier) = folder.pack(index)?;
                Ok(Self {
                    pack: Arc::new(pack),
                    folder: Some(folder),
                    remark: None,
                    earlier,
                    next: Mutex::default(),
                    is_complete: AtomicBool::new(false),
                    moment: SystemTime::now(),
                })
            }
            Err(reason) => Ok(Self {
                remark: Some(format!("nothing is cached in {}: {reason}", folder.display())),
                ..Self::temporary()?
            }),
        }
    }

    /// Why nothing is kept for the next build, though it should be.
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    /// Whether anything is kept for the next build.
    pub fn is_kept(&self) -> bool {
        self.folder.is_some()
    }

    /// Where the texts of this build are.
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// The folder, where things are kept.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(Folder::path)
    }

    /// A post as it was read with these settings, if its file is as it was: by its stamp, else by its content, which
    /// `content` reads and which is only asked for where it has to be.
    pub fn post(
        &self,
        path: &str,
        settings: Key,
        stamp: Stamp,
        content: impl FnOnce() -> Option<Key>,
    ) -> Option<CachedPost> {
        let mut post = self.earlier.post(path, settings)?.clone();
        if post.stamp != Some(stamp) {
            if content()? != post.content {
                return None;
            }
            post.stamp = stamp.is_settled_at(self.moment).then_some(stamp);
        }
        let value = self.pack.get(&post.value).ok()?;
        let found = CachedPost {
            value,
            place: post.value,
            body: post.body,
        };
        self.next().put_post(path, settings, post);
        Some(found)
    }

    /// Keeps a post: what became of it, and where its body is.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_post(
        &self,
        path: &str,
        settings: Key,
        (stamp, content): (Stamp, Key),
        value: &[u8],
        body: Option<Place>,
    ) -> Result<Place, StoreError> {
        let value = self.pack.put(value)?;
        let post = index::Post {
            stamp: stamp.is_settled_at(self.moment).then_some(stamp),
            content,
            value,
            body,
        };
        self.next().put_post(path, settings, post);
        Ok(value)
    }

    /// What was made from the things that a key stands for.
    pub fn get(&self, key: Key) -> Option<Vec<u8>> {
        let place = self.place(key)?;
        self.pack.get(&place).ok()
    }

    /// Where that is, without reading it.
    pub fn place(&self, key: Key) -> Option<Place> {
        let place = *self.earlier.made.get(&key)?;
        self.next().made.insert(key, place);
        Some(place)
    }

    /// Keeps what was made. Nothing is written where nothing is kept.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, key: Key, bytes: &[u8]) -> Result<(), StoreError> {
        if self.is_kept() {
            self.put_always(key, bytes)?;
        }
        Ok(())
    }

    /// Keeps what was made, for this build at least; gives its place.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_always(&self, key: Key, bytes: &[u8]) -> Result<Place, StoreError> {
        let place = self.pack.put(bytes)?;
        self.next().made.insert(key, place);
        Ok(place)
    }

    /// What `make` makes, unless it was kept. The key has to stand for all that it is made from.
    ///
    /// # Errors
    /// Those of `make`, and where it cannot be kept.
    pub fn made<T: Serialize + DeserializeOwned, E: From<StoreError>>(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(made) = self.get(key).and_then(|json| serde_json::from_slice(&json).ok()) {
            return Ok(made);
        }
        let made = make()?;
        if let Ok(json) = serde_json::to_vec(&made) {
            self.put(key, &json)?;
        }
        Ok(made)
    }

    /// What is known of a file by its path, where it is as it was.
    pub fn file<T: DeserializeOwned>(&self, path: &Path, stamp: Stamp) -> Option<T> {
        let path = path.to_str()?;
        let (known, value) = self.earlier.files.get(path)?;
        if *known != stamp {
            return None;
        }
        let found = serde_json::from_value(value.clone()).ok()?;
        self.next().files.insert(path.to_owned(), (stamp, value.clone()));
        Some(found)
    }

    /// Keeps what is known of a file.
    pub fn keep_file(&self, path: &Path, stamp: Stamp, value: &impl Serialize) {
        if let (Some(path), Ok(value), true) = (
            path.to_str(),
            serde_json::to_value(value),
            stamp.is_settled_at(self.moment),
        ) {
            self.next().files.insert(path.to_owned(), (stamp, value));
        }
    }

    /// Says that all was asked for that the next build may need: what was not is forgotten.
    pub fn complete(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// Writes down what is kept for the next build: unless the build was [complete](Self::complete), also what was not
    /// asked for.
    ///
    /// # Errors
    /// Where it cannot be written; the cache is then as it was before.
    pub fn save(&self) -> Result<(), StoreError> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        if !self.is_complete.load(Ordering::Relaxed) {
            self.next().extend(&self.earlier);
        }
        folder.save(&self.pack, &mut self.next())
    }

    /// Forgets everything, so that the next build begins from nothing: a damaged cache is of no use.
    pub fn clear(&self) {
        if let Some(folder) = &self.folder {
            folder.clear();
        }
    }

    fn next(&self) -> MutexGuard<'_, Index> {
        // What another thread left behind is whole: entries are only ever inserted.
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;

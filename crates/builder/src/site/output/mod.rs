//! Writing a site: beside its place first, then swapped in, so that nobody ever sees half of one and a build
//! that fails leaves the published site as it was.
//!
//! * `tree`: what is in a site's folder, from one build to the next.
//! * `swap`: folders that change places.
//! * `spare`: the site before the last, which becomes the next one.

mod spare;
mod swap;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kanbao_archive::model::Version;

use crate::cache::{Cache, Key, Stamp};
use crate::litter::Litter;
use spare::Spare;
use swap::{exchange, move_kept, recover, sibling};
use tree::{Entry, Tree};

/// The file that tells a site of Kanbao's from any other folder.
const MARKER: &str = "version.json";

/// What publishers keep in a site's folder beside the site; it is carried over.
const KEPT: [&str; 5] = [".git", ".svn", ".hg", "CNAME", ".well-known"];

/// A site that is being written. Dropped without [`Output::publish`], it leaves the site in its place as it was.
///
/// Where there is a cache, the site before the last is kept as a spare, and brought up to date instead of written anew:
/// what did not change since is there already, and what the last build has written is linked from the site in place.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    staging: PathBuf,
    spare: Option<Spare>,
    /// Where there is no spare: whatever happens before the site is in its place, nothing of it is left beside it.
    litter: Option<Litter>,
    /// What is in the staging folder from an earlier build.
    there: Tree,
    /// What is in the target.
    live: Tree,
    /// What is to be in the staging folder.
    next: Mutex<HashMap<String, Entry>>,
    /// Folders that are there.
    folders: Mutex<HashSet<PathBuf>>,
}

/// Why a site could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds something that is not a site of Kanbao's.
    NotASite(PathBuf),
    /// The file is something else than a room in one file.
    NotARoom(PathBuf),
    /// The folder holds the posts, and publishing replaces all of it.
    HoldsThePosts(PathBuf),
    /// A path that would lie outside the site.
    Outside(String),
    /// Reading or writing failed.
    Io(PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::NotASite(path) => write!(
                f,
                "{} is not empty and was not written by kanbao (it has no {MARKER} of ours)\n  \
                 help: name another folder, or replace its contents with --force",
                path.display()
            ),
            OutputError::NotARoom(path) => write!(
                f,
                "{} was not written by kanbao --single-file\n  help: name another file, or replace it with --force",
                path.display()
            ),
            OutputError::HoldsThePosts(path) => write!(
                f,
                "{} holds the posts, and a build replaces the whole folder\n  help: name another folder with -o",
                path.display()
            ),
            OutputError::Outside(path) => write!(f, "`{path}` would lie outside the site"),
            OutputError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for OutputError {}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, OutputError> {
    result.map_err(|error| OutputError::Io(path.to_owned(), error))
}

impl Output {
    /// Begins a site that will stand at `target`, which may not hold `posts`. It is written from nothing.
    ///
    /// # Errors
    /// Where `target` holds something else than a site of Kanbao's (unless `force`), or cannot be written.
    pub fn begin(target: &Path, posts: &Path, force: bool) -> Result<Self, OutputError> {
        let target = prepared(target, posts, force)?;
        let staging = sibling(&target, "new");
        let litter = Litter::at(&staging);
        at(&staging, fs::create_dir(&staging))?;
        let mut output = Self::of(target, staging);
        output.litter = Some(litter);
        Ok(output)
    }

    /// The same, going on from what a cache knows of the site.
    ///
    /// # Errors
    /// As [`Output::begin`].
    pub fn begin_cached(
        target: &Path,
        posts: &Path,
        force: bool,
        cache: &Cache,
    ) -> Result<Self, OutputError> {
        let prepared = prepared(target, posts, force)?;
        let Some(spare) = Spare::open(&prepared, cache) else {
            return Self::begin(target, posts, force);
        };
        let staging = spare.folder.clone();
        let (there, live) = rayon::join(|| spare.ready(&prepared), || spare.tree_of(&prepared));
        let there = at(&staging, there)?;
        let mut output = Self::of(prepared, staging);
        output.there = there;
        output.live = live.unwrap_or_default();
        output.spare = Some(spare);
        Ok(output)
    }

    fn of(target: PathBuf, staging: PathBuf) -> Self {
        Self {
            target,
            staging,
            spare: None,
            litter: None,
            there: Tree::default(),
            live: Tree::default(),
            next: Mutex::default(),
            folders: Mutex::default(),
        }
    }

    /// Writes a file; `path` is relative to the site's root, with `/` between folders.
    ///
    /// # Errors
    /// Where the path leaves the site or the file cannot be written.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_as(path, Key::of(&[bytes]), bytes)
    }

    /// Writes a file whose name says by a hash what is in it.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn write_hashed(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_as(path, Key::of(&[path.as_bytes()]), bytes)
    }

    /// Writes a file; the key stands for all that it is made from.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn write_as(&self, path: &str, key: Key, bytes: &[u8]) -> Result<(), OutputError> {
        if self.keep(path, key)? {
            return Ok(());
        }
        let file = self.place(path)?;
        let write = || {
            let mut new = File::create_new(&file)?;
            new.write_all(bytes)?;
            new.metadata()
        };
        let metadata = at(&file, write())?;
        self.add(path, key, Stamp::of(&metadata));
        Ok(())
    }

    /// Whether an earlier build has written this file from what the key stands for; it then stays in the site.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn keep(&self, path: &str, key: Key) -> Result<bool, OutputError> {
        if let Some(entry) = self.there.files.get(path).filter(|entry| entry.key == key) {
            self.add(path, key, entry.stamp);
            return Ok(true);
        }
        let Some(entry) = self.live.files.get(path).filter(|entry| entry.key == key) else {
            return Ok(false);
        };
        let live = self.target.join(path);
        let is_as_it_was = |metadata: fs::Metadata| metadata.is_file() && Stamp::of(&metadata) == entry.stamp;
        if !live.symlink_metadata().is_ok_and(is_as_it_was) {
            return Ok(false);
        }
        let file = self.place(path)?;
        // Where files cannot be linked, or have been meanwhile replaced, they are written.
        if fs::hard_link(&live, &file).is_err() {
            return Ok(false);
        }
        self.add(path, key, entry.stamp);
        Ok(true)
    }

    /// The same for a file whose name says by a hash what is in it.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn keep_hashed(&self, path: &str) -> Result<bool, OutputError> {
        self.keep(path, Key::of(&[path.as_bytes()]))
    }

    /// Copies a file into the site, whose name there says by a hash what is in it.
    ///
    /// # Errors
    /// As [`Output::write`], and where `from` cannot be read.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        if self.keep_hashed(path)? {
            return Ok(());
        }
        let file = self.place(path)?;
        at(from, fs::copy(from, &file))?;
        let metadata = at(&file, file.symlink_metadata())?;
        self.add(path, Key::of(&[path.as_bytes()]), Stamp::of(&metadata));
        Ok(())
    }

    /// Files and bytes of the site so far.
    pub fn written(&self) -> (usize, u64) {
        let next = self.next();
        (next.len(), next.values().map(|entry| entry.stamp.size()).sum())
    }

    /// Where the files are until the site is published, and perhaps others that will be gone then.
    pub fn folder(&self) -> &Path {
        &self.staging
    }

    /// Where the site will stand, and the earlier one stands until then.
    pub fn replaced(&self) -> &Path {
        &self.target
    }

    /// The paths of the files that have been written so far, relative to the site's root, in no stated order.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        let paths: Vec<String> = self.next().keys().cloned().collect();
        paths.into_iter()
    }

    /// Whether a file has been written.
    pub fn has(&self, path: &str) -> bool {
        self.next().contains_key(path)
    }

    /// Puts the site in its place. The earlier one is the spare of the next build, or is taken away.
    ///
    /// # Errors
    /// Where a folder cannot be renamed; the earlier site then stands as it was.
    pub fn publish(mut self) -> Result<(), OutputError> {
        // From here on the folder holds the earlier site, with all that its publisher keeps there.
        if let Some(litter) = self.litter.take() {
            litter.keep();
        }
        let files = std::mem::take(&mut *self.next());
        if let Some(spare) = &self.spare {
            at(&self.staging, self.there.remove_unlike(&files, &self.staging))?;
            let tree = Tree::of(files, &self.staging);
            spare.know(&tree, &self.staging);
            at(&self.target, exchange(&self.staging, &self.target))?;
            at(&self.target, move_kept(&self.staging, &self.target))?;
            spare.keep(&tree, &self.target);
            return Ok(());
        }
        at(&self.target, exchange(&self.staging, &self.target))?;
        at(&self.target, move_kept(&self.staging, &self.target))?;
        at(&self.staging, tree::remove(&self.staging))
    }

    /// The file's place among the files being written: its folder is made, and what was there is taken away, which may
    /// be the same file as one of the site in place.
    fn place(&self, path: &str) -> Result<PathBuf, OutputError> {
        let relative = Path::new(path);
        let inside = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if path.is_empty() || !inside {
            return Err(OutputError::Outside(path.to_owned()));
        }
        let file = self.staging.join(relative);
        if let Some(folder) = file.parent()
            && !lock(&self.folders).contains(folder)
        {
            // Where an earlier site had a file, there may be a folder now.
            if fs::create_dir_all(folder).is_err() {
                at(folder, self.clear_way(relative))?;
                at(folder, fs::create_dir_all(folder))?;
            }
            lock(&self.folders).insert(folder.to_owned());
        }
        if self.spare.is_some() {
            at(&file, tree::remove(&file))?;
        }
        Ok(file)
    }

    /// Removes files that stand where folders are needed.
    fn clear_way(&self, relative: &Path) -> io::Result<()> {
        for folder in relative.ancestors().skip(1) {
            let folder = self.staging.join(folder);
            if folder.is_file() {
                fs::remove_file(folder)?;
            }
        }
        Ok(())
    }

    fn add(&self, path: &str, key: Key, stamp: Stamp) {
        self.next().insert(path.to_owned(), Entry { key, stamp });
    }

    fn next(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        lock(&self.next)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What another thread left behind is whole: entries are only ever inserted.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes sure that a site may stand at `target`, and that nothing is in its way; gives the folder as it really is.
fn prepared(target: &Path, posts: &Path, force: bool) -> Result<PathBuf, OutputError> {
    let target = at(target, std::path::absolute(target))?;
    // A link stays one: what it leads to is replaced.
    let target = target.canonicalize().unwrap_or(target);
    if let Ok(posts) = posts.canonicalize()
        && posts.starts_with(&target)
    {
        return Err(OutputError::HoldsThePosts(target));
    }
    at(&target, recover(&target))?;
    if !force && !may_replace(&target)? {
        return Err(OutputError::NotASite(target));
    }
    let parent = target
        .parent()
        .ok_or_else(|| OutputError::NotASite(target.clone()))?;
    at(parent, fs::create_dir_all(parent))?;
    Ok(target)
}

/// Whether the folder is not there, empty, or a site of Kanbao's.
fn may_replace(target: &Path) -> Result<bool, OutputError> {
    match fs::read_dir(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(OutputError::Io(target.to_owned(), error)),
        Ok(entries) => {
            let foreign = |entry: &fs::DirEntry| !KEPT.iter().any(|kept| entry.file_name() == *kept);
            if !entries.filter_map(Result::ok).any(|entry| foreign(&entry)) {
                return Ok(true);
            }
            let marker = fs::read(target.join(MARKER)).unwrap_or_default();
            Ok(serde_json::from_slice::<Version>(&marker).is_ok())
        }
    }
}

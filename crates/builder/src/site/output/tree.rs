//! What is in a site's folder, from one build to the next: every file with what it is made from.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::KEPT;
use crate::cache::{Key, Stamp};

/// The files and folders of a site as a build left them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tree {
    /// By path, with `/` between folders.
    pub(super) files: HashMap<String, Entry>,
    /// The time of the last change of every folder but the root, in nanoseconds since 1970.
    folders: HashMap<String, u64>,
}

/// A file of a site.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Stands for what is in it.
    pub(super) key: Key,
    pub(super) stamp: Stamp,
}

/// The version of the layout, and the program: keys of another one may mean something else.
const VERSION: &str = concat!("kanbao tree 1 ", env!("KANBAO_SOURCES"));

impl Tree {
    /// The tree that was written down for a folder, if there is one. Trees are known by the number of their folder, which
    /// stays when it is moved.
    pub(super) fn read(trees: &Path, folder: &Path) -> Option<Self> {
        let text = fs::read(file_of(trees, folder)?).ok()?;
        let mut lines = text.splitn(3, |byte| *byte == b'\n');
        let (version, key, json) = (lines.next()?, lines.next()?, lines.next()?);
        let is_whole = Key::of(&[json]).to_string().as_bytes() == key;
        (version == VERSION.as_bytes() && is_whole).then(|| serde_json::from_slice(json).ok())?
    }

    /// Whether a tree was written down for a folder.
    pub(super) fn is_known(trees: &Path, folder: &Path) -> bool {
        file_of(trees, folder).is_some_and(|file| file.exists())
    }

    /// Writes down what is in a folder.
    pub(super) fn write(&self, trees: &Path, folder: &Path) -> io::Result<()> {
        let Some(file) = file_of(trees, folder) else {
            return Ok(());
        };
        fs::create_dir_all(trees)?;
        let json = serde_json::to_vec(self)?;
        let mut new = tempfile::NamedTempFile::new_in(trees)?;
        write!(new, "{VERSION}\n{}\n", Key::of(&[&json]))?;
        new.write_all(&json)?;
        new.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// Forgets what was written down for a folder.
    pub(super) fn forget(trees: &Path, folder: &Path) {
        if let Some(file) = file_of(trees, folder) {
            let _ = fs::remove_file(file);
        }
    }

    /// Makes the folder what this tree says, as far as it is there: leaves out files that somebody has changed or removed,
    /// and removes what somebody has added.
    pub(super) fn verify(&mut self, root: &Path) -> io::Result<()> {
        let files: Vec<(String, Entry)> = self.files.drain().collect();
        let is_as_it_was = |(path, entry): &(String, Entry)| {
            let metadata = fs::symlink_metadata(root.join(path));
            metadata.is_ok_and(|metadata| metadata.is_file() && Stamp::of(&metadata) == entry.stamp)
        };
        let expected: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        let (same, changed): (Vec<_>, Vec<_>) = files.par_iter().partition(|file| is_as_it_was(file));
        let touched = self
            .folders
            .par_iter()
            .filter(|(path, time)| changed_at(&root.join(path)) != Some(**time));
        let touched: Vec<&str> = touched.map(|(path, _)| path.as_str()).chain([""]).collect();
        for (path, _) in &changed {
            remove(&root.join(path))?;
        }
        for folder in touched {
            self.remove_strangers(root, folder, &expected)?;
        }
        self.files = same.into_iter().cloned().collect();
        self.folders.retain(|path, _| root.join(path).is_dir());
        Ok(())
    }

    /// Removes what is in a folder and should not be.
    fn remove_strangers(&self, root: &Path, folder: &str, expected: &BTreeSet<&str>) -> io::Result<()> {
        let entries = match fs::read_dir(root.join(folder)) {
            Ok(entries) => entries,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let path = if folder.is_empty() {
                name.into_owned()
            } else {
                format!("{folder}/{name}")
            };
            let is_folder = entry.file_type()?.is_dir();
            let is_ours = if is_folder {
                self.folders.contains_key(&path)
            } else {
                expected.contains(path.as_str())
            };
            let is_kept = folder.is_empty() && KEPT.contains(&path.as_str());
            if !is_ours && !is_kept {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes the files that another tree does not have, and the folders that are empty without them.
    pub(super) fn remove_unlike(&self, next: &HashMap<String, Entry>, root: &Path) -> io::Result<()> {
        for path in self.files.keys().filter(|path| !next.contains_key(*path)) {
            remove(&root.join(path))?;
        }
        let needed = folders_of(next.keys().map(String::as_str));
        let mut unneeded: Vec<&String> = self
            .folders
            .keys()
            .filter(|path| !needed.contains(path.as_str()))
            .collect();
        unneeded.sort_unstable();
        for path in unneeded {
            remove(&root.join(path))?;
        }
        Ok(())
    }

    /// The tree of a folder with these files.
    pub(super) fn of(files: HashMap<String, Entry>, root: &Path) -> Self {
        let folders: Vec<&str> = folders_of(files.keys().map(String::as_str)).into_iter().collect();
        let times = folders
            .par_iter()
            .filter_map(|path| Some(((*path).to_owned(), changed_at(&root.join(path))?)));
        let folders = times.collect();
        Self { files, folders }
    }

    /// Makes a copy of a folder whose files are the same files, and its tree.
    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<Self> {
        fs::create_dir(to)?;
        let mut folders: Vec<&String> = self.folders.keys().collect();
        // A folder comes before what is in it.
        folders.sort_unstable();
        for path in folders {
            fs::create_dir(to.join(path))?;
        }
        let files: Vec<&String> = self.files.keys().collect();
        files
            .par_iter()
            .try_for_each(|path| fs::hard_link(from.join(path), to.join(path)))?;
        Ok(Self::of(self.files.clone(), to))
    }
}

/// The folders of some files, without the root.
fn folders_of<'a>(files: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for file in files {
        let mut path = file;
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

/// Removes a file, or a folder with all that is in it; that it is not there is what was wanted.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

fn changed_at(folder: &Path) -> Option<u64> {
    let metadata = fs::symlink_metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

/// Where the tree of a folder is written down; nowhere on systems whose folders have no numbers.
fn file_of(trees: &Path, folder: &Path) -> Option<PathBuf> {
    let metadata = fs::symlink_metadata(folder).ok()?;
    #[cfg(unix)]
    let number = Some(std::os::unix::fs::MetadataExt::ino(&metadata));
    #[cfg(not(unix))]
    let number: Option<u64> = Some(0).filter(|_| metadata.is_symlink());
    Some(trees.join(format!("tree-{}", number?)))
}

//! The folder of a cache, and who may write into it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::index::Index;
use super::{Pack, StoreError};

/// A folder that only this process writes into, as long as this lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Locked.
    _lock: File,
}

/// Tells other programs what the folder is (https://bford.info/cachedir/), and git to leave it out.
const SIGNS: [(&str, &str); 2] = [
    (
        "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n# Kanbao's cache; it can be removed at any time.\n",
    ),
    (".gitignore", "*\n"),
];

/// A pack is written anew when more than half of it, and more than this, belongs to nobody.
const GARBAGE: u64 = 1 << 20;

impl Folder {
    /// Makes the folder, if need be, and takes it for this process.
    ///
    /// # Errors
    /// Why it cannot be used, as the end of a sentence.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let prepared = || -> io::Result<File> {
            fs::create_dir_all(path)?;
            for (name, text) in SIGNS {
                let file = path.join(name);
                if !file.exists() {
                    fs::write(file, text)?;
                }
            }
            let mut options = File::options();
            options
                .write(true)
                .create(true)
                .truncate(false)
                .open(path.join("lock"))
        };
        let lock = prepared().map_err(|error| error.to_string())?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(fs::TryLockError::WouldBlock) => Err("another build is at work there".to_owned()),
            Err(fs::TryLockError::Error(error)) => Err(error.to_string()),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// Opens the pack of an index, and gives both; a new one where that pack is not whole.
    pub(super) fn pack(&self, index: Index) -> Result<(Pack, Index), StoreError> {
        let file = self.path.join(&index.pack);
        let is_whole = is_pack(&index.pack) && file.metadata().is_ok_and(|file| file.len() >= index.end);
        if is_whole {
            let pack = Pack::open(&file)?;
            pack.cut(index.end)?;
            self.remove_packs(&index.pack);
            return Ok((pack, index));
        }
        self.clear();
        let index = Index::of_pack("pack-1");
        Ok((Pack::open(&self.path.join(&index.pack))?, index))
    }

    /// Writes down what is where, with the pack put together anew where much of it is garbage.
    pub(super) fn save(&self, pack: &Pack, index: &mut Index) -> Result<(), StoreError> {
        let mut name = pack.name();
        let mut end = pack.size();
        let used: u64 = index.places().map(|place| u64::from(place.bytes())).sum();
        if end.saturating_sub(used) > used + GARBAGE {
            let number: u64 = name.trim_start_matches("pack-").parse().unwrap_or(0);
            name = format!("pack-{}", number + 1);
            let new = Pack::open(&self.path.join(&name))?;
            new.cut(0)?;
            for place in index.places_mut() {
                *place = new.put(&pack.get(place)?)?;
            }
            end = new.size();
        }
        (index.pack, index.end) = (name, end);
        let file = self.index();
        index.write(&file).map_err(|error| StoreError::Io(file, error))
    }

    /// Removes all packs, and the index that says what is in them.
    pub(super) fn clear(&self) {
        let _ = fs::remove_file(self.index());
        self.remove_packs("");
    }

    /// Removes all packs but one. One that cannot be removed is in nobody's way.
    fn remove_packs(&self, but: &str) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| is_pack(name) && name != but) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn is_pack(name: &str) -> bool {
    let number = name.strip_prefix("pack-");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

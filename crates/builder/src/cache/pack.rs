//! One file that things are put into and read from again: at its end, and by place.
//!
//! What was put in is never changed. Every place carries a check of its bytes, so that damage is noticed where it is
//! read, whatever caused it.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fmt, io};

use serde::{Deserialize, Serialize};

use super::Key;

/// A file of entries.
#[derive(Debug)]
pub struct Pack {
    file: File,
    /// For messages.
    path: PathBuf,
    /// Where the next entry goes.
    end: AtomicU64,
    /// What comes from here on was put in by this process, and need not be checked.
    own: AtomicU64,
}

/// Where an entry is, and what it has to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The first byte.
    at: u64,
    /// The number of bytes.
    bytes: u32,
    /// Of the bytes.
    key: Key,
}

impl Place {
    /// The key of the entry's bytes: the same bytes have the same.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The number of bytes.
    pub fn bytes(&self) -> u32 {
        self.bytes
    }

    /// The place of some of the bytes, which have a key of their own; `None` where they are not in the entry.
    pub fn part(&self, from: u32, bytes: u32, key: Key) -> Option<Self> {
        let end = from.checked_add(bytes)?;
        (end <= self.bytes).then_some(Self {
            at: self.at + u64::from(from),
            bytes,
            key,
        })
    }

    /// The byte after the last.
    pub(super) fn end(&self) -> u64 {
        self.at.saturating_add(u64::from(self.bytes))
    }
}

/// Why something could not be put into the store or read from it.
#[derive(Debug)]
pub enum StoreError {
    /// The file cannot be made, written or read.
    Io(PathBuf, io::Error),
    /// What is there is not what was put there.
    Damaged(PathBuf),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            StoreError::Damaged(path) => {
                write!(
                    f,
                    "{} is damaged\n  help: remove it; it is made anew",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for StoreError {}

impl Pack {
    /// A pack that is gone when it is dropped, or the process is. It lies in `folder`, else where temporary files do.
    ///
    /// # Errors
    /// Where no file can be made.
    pub fn temporary(folder: Option<&Path>) -> Result<Self, StoreError> {
        let place = folder.map_or_else(std::env::temp_dir, Path::to_owned);
        let file = tempfile::tempfile_in(&place).map_err(|error| StoreError::Io(place.clone(), error))?;
        Ok(Self {
            file,
            path: place,
            end: AtomicU64::new(0),
            own: AtomicU64::new(0),
        })
    }

    /// Opens a pack, or makes an empty one.
    ///
    /// # Errors
    /// Where it can be neither read nor written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let error = |error| StoreError::Io(path.to_owned(), error);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let file = options.open(path).map_err(error)?;
        let end = file.metadata().map_err(error)?.len();
        Ok(Self {
            file,
            path: path.to_owned(),
            end: AtomicU64::new(end),
            own: AtomicU64::new(end),
        })
    }

    /// Leaves out what comes after `end`.
    ///
    /// # Errors
    /// Where the file cannot be cut.
    pub(super) fn cut(&self, end: u64) -> Result<(), StoreError> {
        let cut = self.file.set_len(end);
        cut.map_err(|error| StoreError::Io(self.path.clone(), error))?;
        self.end.store(end, Ordering::Relaxed);
        self.own.store(end, Ordering::Relaxed);
        Ok(())
    }

    /// The name of its file.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The size of the file in bytes.
    pub fn size(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Puts an entry in; threads may do so at the same time.
    ///
    /// # Errors
    /// Where it cannot be written, or is larger than 4 GB.
    pub fn put(&self, entry: &[u8]) -> Result<Place, StoreError> {
        let error = |error| StoreError::Io(self.path.clone(), error);
        let bytes = u32::try_from(entry.len()).map_err(|e| error(io::Error::other(e)))?;
        let at = self.end.fetch_add(u64::from(bytes), Ordering::Relaxed);
        write_at(&self.file, entry, at).map_err(error)?;
        Ok(Place {
            at,
            bytes,
            key: Key::of(&[entry]),
        })
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was put there.
    pub fn get(&self, place: &Place) -> Result<Vec<u8>, StoreError> {
        let damaged = || StoreError::Damaged(self.path.clone());
        if place.end() > self.size() {
            return Err(damaged());
        }
        let mut entry = vec![0; place.bytes as usize];
        read_at(&self.file, &mut entry, place.at).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged(),
            _ => StoreError::Io(self.path.clone(), error),
        })?;
        let is_own = place.at >= self.own.load(Ordering::Relaxed);
        if !is_own && Key::of(&[&entry]) != place.key {
            return Err(damaged());
        }
        Ok(entry)
    }

    /// That an entry, though its bytes are the ones that were put in, does not say what it should.
    pub(crate) fn damaged(&self) -> StoreError {
        StoreError::Damaged(self.path.clone())
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        match file.seek_write(bytes, at)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => (bytes, at) = (&bytes[written..], at + written as u64),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        match file.seek_read(bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, at) = (&mut bytes[read..], at + read as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out_again() {
        let pack = Pack::temporary(None).unwrap();
        let places: Vec<Place> = ["a", "", "看报"]
            .iter()
            .map(|text| pack.put(text.as_bytes()).unwrap())
            .collect();
        let texts: Vec<Vec<u8>> = places.iter().map(|place| pack.get(place).unwrap()).collect();
        assert_eq!(texts, [b"a".to_vec(), Vec::new(), "看报".as_bytes().to_vec()]);
        assert_eq!(pack.size(), 7);
    }

    #[test]
    fn damage_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pack");
        let pack = Pack::open(&path).unwrap();
        let (first, second) = (pack.put(b"first").unwrap(), pack.put(b"second").unwrap());
        drop(pack);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[1] ^= 1;
        bytes.truncate(8);
        std::fs::write(&path, bytes).unwrap();
        let pack = Pack::open(&path).unwrap();
        for place in [first, second] {
            assert!(
                matches!(pack.get(&place), Err(StoreError::Damaged(_))),
                "{place:?}"
            );
        }
    }
}

//! What is to go when the process is told to stop: files and folders that are being made beside their place.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static LITTER: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file or folder that is nothing until it has been put in its place. Dropped, it is removed.
#[derive(Debug)]
pub struct Litter {
    path: PathBuf,
    is_kept: bool,
}

impl Litter {
    /// What is about to be made here.
    pub fn at(path: &Path) -> Self {
        all().push(path.to_owned());
        Self {
            path: path.to_owned(),
            is_kept: false,
        }
    }

    /// It has been put in its place, so nothing is here any more.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Litter {
    fn drop(&mut self) {
        all().retain(|path| *path != self.path);
        if !self.is_kept {
            remove(&self.path);
        }
    }
}

/// Removes whatever is being made, for a process that is about to end; until it has, nobody can begin anything else.
pub fn sweep(then: impl FnOnce()) {
    let litter = all();
    for path in &*litter {
        // Others may be writing there still: what they add while it is being removed is removed the next time.
        for _ in 0..20 {
            remove(path);
            if !path.exists() {
                break;
            }
        }
    }
    then();
}

fn remove(path: &Path) {
    if path.is_dir() {
        let _ = fs::remove_dir_all(path);
    } else {
        let _ = fs::remove_file(path);
    }
}

fn all() -> MutexGuard<'static, Vec<PathBuf>> {
    LITTER.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_put_in_its_place_goes() {
        let dir = tempfile::tempdir().unwrap();
        let [lost, kept, folder] = ["lost", "kept", "folder"].map(|name| dir.path().join(name));
        let litter = Litter::at(&lost);
        fs::write(&lost, "x").unwrap();
        drop(litter);
        assert!(!lost.exists());

        let litter = Litter::at(&kept);
        fs::write(&kept, "x").unwrap();
        litter.keep();
        assert!(kept.exists());

        let litter = Litter::at(&folder);
        fs::create_dir_all(folder.join("deep")).unwrap();
        drop(litter);
        assert!(!folder.exists() && kept.exists());
    }
}

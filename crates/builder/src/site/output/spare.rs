//! The site before the last, kept so that the next one need not be written from nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::KEPT;
use super::swap::move_kept;
use super::tree::{Tree, remove};
use crate::cache::{Cache, Key};

/// What a cache keeps for a site.
#[derive(Debug)]
pub(super) struct Spare {
    /// The folder of the next site, on the same file system as the one in place.
    pub(super) folder: PathBuf,
    /// Where it is written down what is in the folders.
    trees: PathBuf,
}

/// In a site's part of the cache: where the site is.
const TARGET: &str = "target";

impl Spare {
    /// The spare of a site; none where nothing is cached, or folders of this system cannot be told apart.
    pub(super) fn open(target: &Path, cache: &Cache) -> Option<Self> {
        let sites = cache
            .folder()
            .filter(|_| cfg!(unix))?
            .canonicalize()
            .ok()?
            .join("sites");
        let name = target.to_str()?;
        let trees = sites.join(Key::of(&[name.as_bytes()]).to_string());
        forget_gone(&sites, &trees);
        fs::create_dir_all(&trees).ok()?;
        fs::write(trees.join(TARGET), name).ok()?;
        let inside = trees.join("spare");
        let parent = target.parent()?;
        let folder = if device(&trees)? == device(parent)? {
            inside
        } else {
            let name = target.file_name()?.to_string_lossy();
            parent.join(format!(".{name}.kanbao-spare"))
        };
        Some(Self { folder, trees })
    }

    /// Makes the spare ready to be written into; what is in it.
    pub(super) fn ready(&self, target: &Path) -> io::Result<Tree> {
        if self.folder.is_dir() {
            self.give_back(target)?;
            if let Some(mut tree) = self.tree_of(&self.folder) {
                tree.verify(&self.folder)?;
                return Ok(tree);
            }
        }
        remove(&self.folder)?;
        fs::create_dir(&self.folder)?;
        Ok(Tree::default())
    }

    /// A build that was killed between two steps has left in the spare what a publisher keeps beside the site.
    fn give_back(&self, target: &Path) -> io::Result<()> {
        if target.is_dir() {
            move_kept(&self.folder, target)?;
        }
        for name in KEPT {
            let left = self.folder.join(name);
            if left.symlink_metadata().is_ok() {
                // There is another one in the site. Nothing that a publisher made is thrown away.
                let aside = (1..).map(|n| self.trees.join(format!("kept{name}-{n}")));
                if let Some(aside) = aside.into_iter().find(|aside| !aside.exists()) {
                    fs::rename(left, aside)?;
                }
            }
        }
        Ok(())
    }

    /// What is in a folder, where it is known.
    pub(super) fn tree_of(&self, folder: &Path) -> Option<Tree> {
        Tree::read(&self.trees, folder)
    }

    /// Writes down what is in a folder. Where that fails, the next build writes everything anew.
    pub(super) fn know(&self, tree: &Tree, folder: &Path) {
        if tree.write(&self.trees, folder).is_err() {
            Tree::forget(&self.trees, folder);
        }
    }

    /// After the site was published: keeps the earlier one, or where there was none, makes a spare whose files are the same
    /// files. That it cannot be made costs the next build some time.
    pub(super) fn keep(&self, tree: &Tree, target: &Path) {
        if Tree::is_known(&self.trees, &self.folder) {
            return;
        }
        let made = remove(&self.folder).and_then(|()| tree.link(target, &self.folder));
        match made {
            Ok(tree) => self.know(&tree, &self.folder),
            Err(_) => drop(remove(&self.folder)),
        }
    }
}

/// Removes what is kept for other sites that are no longer there.
fn forget_gone(sites: &Path, own: &Path) {
    for entry in fs::read_dir(sites).into_iter().flatten().flatten() {
        let target = fs::read_to_string(entry.path().join(TARGET));
        let is_gone = target.is_ok_and(|target| Path::new(&target).symlink_metadata().is_err());
        if is_gone && entry.path() != own {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn device(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Some(folder.metadata().ok()?.dev())
}

#[cfg(not(unix))]
fn device(_: &Path) -> Option<u64> {
    None
}

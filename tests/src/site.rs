//! Sites built from posts, served as any static host would.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::model::{Bundle, Summary};
use kanbao_builder::serve::{ServerHandle, static_site};

use crate::Outcome;

/// A built site.
pub struct Site {
    /// Where it is.
    pub folder: PathBuf,
    /// Its bundle.
    pub bundle: Bundle,
}

impl Site {
    /// placeholder
    pub fn build(_posts: &Path, _folder: &Path) -> Outcome<Self> {
        Err("no".into())
    }
    /// Takes a folder that `kanbao build` made.
    ///
    /// # Errors
    /// Where it has no readable bundle.
    pub fn open(folder: &Path) -> Outcome<Self> {
        let bundle = Bundle::from_json(&fs::read_to_string(folder.join("data/bundle.json"))?)?;
        Ok(Self {
            folder: folder.to_owned(),
            bundle,
        })
    }

    /// Serves it at a base path (`/`, `/kanbao/`) until the handle is dropped.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn serve(&self, base_path: &str) -> Outcome<ServerHandle> {
        Ok(static_site(&self.folder, base_path, 0)?)
    }

    /// What its lists show, newest first.
    pub fn summaries(&self) -> impl Iterator<Item = &Summary> {
        self.bundle.reports.iter().map(|report| &report.summary)
    }

    /// Copies it, so that a test may break the copy.
    ///
    /// # Errors
    /// Where a file cannot be copied.
    pub fn copy_to(&self, folder: &Path) -> Outcome<Self> {
        copy(&self.folder, folder)?;
        Self::open(folder)
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

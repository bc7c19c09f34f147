//! The images of a folder by name: for wiki links, which give no path, and to say which file may be meant by one that is
//! missing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::folder::{Folder, IMAGE_ENDINGS};

/// Looks through the folder when it is asked for the first time.
#[derive(Debug)]
pub(super) struct ImageNames<'a> {
    folder: &'a Folder,
    /// Paths relative to the root, by name in small letters.
    all: OnceLock<BTreeMap<String, Vec<String>>>,
}

impl<'a> ImageNames<'a> {
    pub(super) fn new(folder: &'a Folder) -> Self {
        Self {
            folder,
            all: OnceLock::new(),
        }
    }

    /// The first file by path that has this very name.
    pub(super) fn anywhere(&self, name: &str) -> Option<PathBuf> {
        let path = self
            .named(name)
            .iter()
            .find(|path| path.rsplit('/').next() == Some(name))?;
        Some(self.folder.root.join(path))
    }

    /// The path of a file that may be meant: its name differs in large and small letters alone, or in its ending, or it
    /// lies in another folder.
    pub(super) fn near(&self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or_default();
        let folder = &path[..path.len() - name.len()];
        let same_name = self.named(name);
        let in_folder = |found: &&String| {
            found
                .rsplit_once('/')
                .map_or(folder.is_empty(), |(of, _)| of == folder.trim_end_matches('/'))
        };
        let found = same_name.iter().find(in_folder).or(same_name.first());
        let found = found.or_else(|| {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let other_ending = IMAGE_ENDINGS
                .iter()
                .flat_map(|ending| self.named(&format!("{stem}.{ending}")));
            other_ending.into_iter().find(in_folder)
        });
        found.cloned()
    }

    /// The images in the folder with this name, large and small letters being the same.
    fn named(&self, name: &str) -> &[String] {
        let all = self.all.get_or_init(|| self.folder.images());
        all.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

//! Images that posts name: found, looked at, and given the address at which they are published.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use kanbao_archive::model::Image;
use sha2::{Digest, Sha256};

use super::destination::{Destination, normalise, spellings};
use super::folder::{Folder, files_by_name};
use super::image_kind::kind_of;

/// A file to publish unchanged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Asset {
    /// Its address relative to the site's root: `assets/NAME.HASH.EXT`, the hash being twelve hex digits of the SHA-256
    /// of its bytes, the extension what its content is, whatever its name says.
    pub url: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size when it was read.
    pub bytes: u64,
}

/// What became of an image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// It is published.
    Published { asset: Asset, width: u32, height: u32 },
    /// There is no such file.
    Missing,
    /// It leads out of the folder of posts.
    Outside,
    /// It is no image; the text says why.
    Broken(String),
    /// It is on another server.
    Remote,
    /// It is no path at all: `data:`, `file:`.
    NoPath,
}

impl Found {
    /// The entry of the report for an image with this destination.
    pub(super) fn to_image(&self, src: &str) -> Image {
        let src = src.to_owned();
        match self {
            Found::Published { asset, width, height } => Image {
                src,
                url: Some(asset.url.clone()),
                width: *width,
                height: *height,
            },
            _ => Image {
                src,
                url: None,
                width: 0,
                height: 0,
            },
        }
    }
}

/// Finds images of one folder of posts; every file is read once, however many posts name it.
#[derive(Debug)]
pub(super) struct Images<'a> {
    folder: &'a Folder,
    /// Files of `[build] image_dirs` by name.
    by_name: BTreeMap<String, PathBuf>,
    seen: Mutex<HashMap<PathBuf, Found>>,
}

impl<'a> Images<'a> {
    /// `image_dirs` are relative to the folder's root.
    pub(super) fn new(folder: &'a Folder, image_dirs: &[String]) -> Self {
        Self {
            folder,
            by_name: files_by_name(&folder.root, image_dirs),
            seen: Mutex::default(),
        }
    }

    /// Finds the image that a post names. `post` is the post's path relative to the root.
    pub(super) fn find(&self, post: &str, src: &str) -> Found {
        let path = match Destination::read(src) {
            Destination::Remote => return Found::Remote,
            Destination::NoPath => return Found::NoPath,
            Destination::Path(path) => path,
        };
        let beside = post.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relative = match path.strip_prefix('/') {
            Some(from_root) => normalise("", from_root),
            None => normalise(beside, &path),
        };
        let Some(relative) = relative else {
            return Found::Outside;
        };
        let as_written = self.folder.root.join(&relative);
        let found = spellings(&as_written).into_iter().find(|file| file.is_file());
        let name = path.rsplit('/').next().unwrap_or_default();
        match found.or_else(|| self.by_name.get(name).cloned()) {
            Some(file) => self.look_at(&file),
            None => Found::Missing,
        }
    }

    /// Looks at a file once.
    fn look_at(&self, file: &Path) -> Found {
        let Ok(canonical) = fs::canonicalize(file) else {
            return Found::Missing;
        };
        if !self.folder.is_allowed(&canonical) {
            return Found::Outside;
        }
        if let Some(found) = self.lock().get(&canonical) {
            return found.clone();
        }
        let found =
            examine(file).unwrap_or_else(|error| Found::Broken(format!("it cannot be read: {error}")));
        self.lock().insert(canonical, found.clone());
        found
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Found>> {
        // What another thread left behind is whole: entries are only ever inserted.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a file and says what it is by its content.
fn examine(file: &Path) -> io::Result<Found> {
    let bytes = fs::read(file)?;
    if bytes.is_empty() {
        return Ok(Found::Broken("the file is empty".to_owned()));
    }
    let (extension, size) = match kind_of(&bytes) {
        Ok(found) => found,
        Err(reason) => return Ok(Found::Broken(reason)),
    };
    let digest = Sha256::digest(&bytes);
    let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let url = format!("assets/{}.{hash}.{extension}", plain_name(&stem));
    let asset = Asset {
        url,
        path: file.to_owned(),
        bytes: bytes.len() as u64,
    };
    let pixels = |n: usize| u32::try_from(n).unwrap_or(0);
    Ok(Found::Published {
        asset,
        width: pixels(size.0),
        height: pixels(size.1),
    })
}

/// A file's stem for an address: ASCII letters, digits, `_` and `-`, at most 60, so that no host or script stumbles.
fn plain_name(stem: &str) -> String {
    let mut name = String::new();
    for c in stem.chars() {
        let c = if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        };
        if !(c == '-' && (name.is_empty() || name.ends_with('-'))) {
            name.push(c);
        }
    }
    name.truncate(60);
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "image".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posts::image_kind::tests::png;

    #[test]
    fn names_of_assets_are_plain() {
        for (stem, expected) in [
            (
                "wordcloud_twitter_ai_20251121_20251121",
                "wordcloud_twitter_ai_20251121_20251121",
            ),
            ("词云", "image"),
            ("a b--c", "a-b-c"),
            ("..", "image"),
        ] {
            assert_eq!(plain_name(stem), expected);
        }
    }

    #[test]
    fn images_are_found_beside_the_post_or_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("_posts")).unwrap();
        fs::create_dir_all(root.join("pictures/deep")).unwrap();
        fs::write(root.join("_posts/2025-11-21-x.md"), "x").unwrap();
        fs::write(root.join("_posts/a.jpg"), png()).unwrap();
        fs::write(root.join("_posts/empty.jpg"), "").unwrap();
        fs::write(root.join("pictures/deep/b.png"), png()).unwrap();
        fs::write(root.parent().unwrap().join("kanbao-outside.png"), png()).unwrap();
        let folder = Folder::read(root, false).unwrap();
        let images = Images::new(&folder, &["pictures".to_owned(), "../..".to_owned()]);
        let find = |src: &str| images.find("_posts/2025-11-21-x.md", src);
        let Found::Published { asset, width, height } = find("a.jpg") else {
            panic!("{:?}", find("a.jpg"))
        };
        assert_eq!((width, height, asset.bytes), (3, 2, png().len() as u64));
        assert!(
            asset.url.starts_with("assets/a.") && asset.url.ends_with(".png"),
            "{}",
            asset.url
        );
        assert!(matches!(find("elsewhere/b.png"), Found::Published { .. }));
        assert!(matches!(find("/_posts/a.jpg"), Found::Published { .. }));
        assert!(matches!(find("empty.jpg"), Found::Broken(_)));
        assert_eq!(find("c.png"), Found::Missing);
        assert_eq!(find("../../kanbao-outside.png"), Found::Outside);
        fs::remove_file(root.parent().unwrap().join("kanbao-outside.png")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_outside_are_not_published() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.png"), png()).unwrap();
        fs::write(dir.path().join("2025-11-21-x.md"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.png"), dir.path().join("a.png")).unwrap();
        let folder = Folder::read(dir.path(), false).unwrap();
        assert_eq!(
            Images::new(&folder, &[]).find("2025-11-21-x.md", "a.png"),
            Found::Outside
        );
    }
}

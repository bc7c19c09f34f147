//! Images that posts name: found, looked at, and given the address at which they are published.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kanbao_archive::model::Image;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::base::Base;
use super::destination::{Destination, normalise, spellings};
use super::fetch::Fetcher;
use super::folder::{Folder, files_by_name};
use super::image_kind::kind_of;
use super::image_names::ImageNames;
use crate::cache::{Cache, Stamp};

/// A file to publish unchanged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Found {
    /// It is published.
    Published { asset: Asset, width: u32, height: u32 },
    /// There is no such file; perhaps one whose name differs little.
    Missing { near: Option<String> },
    /// It leads out of the folder of posts.
    Outside,
    /// It is no image; the text says why.
    Broken(String),
    /// It is on another server; where it was to be copied, the text says why it was not.
    Remote(Option<String>),
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
                bytes: u32::try_from(asset.bytes).unwrap_or(u32::MAX),
            },
            _ => Image {
                src,
                url: None,
                width: 0,
                height: 0,
                bytes: 0,
            },
        }
    }
}

/// Finds images of one folder of posts; every file is read once, however many posts name it.
#[derive(Debug)]
pub(super) struct Images<'a> {
    folder: &'a Folder,
    base: &'a Base,
    /// Files of `[build] image_dirs` by name.
    by_name: BTreeMap<String, PathBuf>,
    /// Those of [`PUBLISHED`] that there are.
    published: Vec<&'static str>,
    names: ImageNames<'a>,
    seen: Mutex<HashMap<PathBuf, Found>>,
    /// What each post being read has asked for.
    asked: Mutex<HashMap<String, Vec<Asked>>>,
    /// Knows files that were looked at by an earlier build.
    cache: &'a Cache,
    /// Copies pictures of other servers, where that is wanted.
    fetcher: Option<Fetcher>,
}

/// What a post asked for, and what it was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    src: String,
    is_name: bool,
    found: Found,
}

/// Folders whose content other generators publish at the site's root, in the order in which they are looked through.
const PUBLISHED: [&str; 4] = ["", "static/", "content/", "public/"];

impl<'a> Images<'a> {
    /// `image_dirs` are relative to the folder's root.
    pub(super) fn new(folder: &'a Folder, base: &'a Base, image_dirs: &[String], cache: &'a Cache) -> Self {
        Self {
            folder,
            base,
            by_name: files_by_name(&folder.root, image_dirs),
            published: PUBLISHED
                .into_iter()
                .filter(|name| folder.root.join(name).is_dir())
                .collect(),
            names: ImageNames::new(folder),
            seen: Mutex::default(),
            asked: Mutex::default(),
            cache,
            fetcher: None,
        }
    }

    /// Whether pictures on other servers are copied.
    pub(super) fn fetching(self, is_wanted: bool) -> Self {
        let fetcher = is_wanted.then(|| Fetcher::new(&self.folder.root));
        Self { fetcher, ..self }
    }

    /// Finds the image that a post names. `post` is the post's path relative to the root; `is_name` says that the image
    /// may lie anywhere in the folder.
    pub(super) fn find(&self, post: &str, src: &str, is_name: bool) -> Found {
        let found = self.look_for(post, src, is_name);
        let asked = Asked {
            src: src.to_owned(),
            is_name,
            found: found.clone(),
        };
        lock(&self.asked).entry(post.to_owned()).or_default().push(asked);
        found
    }

    /// What a post has asked for since this was called last.
    pub(super) fn asked(&self, post: &str) -> Vec<Asked> {
        lock(&self.asked).remove(post).unwrap_or_default()
    }

    /// Whether a post would be told the same again.
    pub(super) fn is_still(&self, post: &str, asked: &Asked) -> bool {
        self.look_for(post, &asked.src, asked.is_name) == asked.found
    }

    fn look_for(&self, post: &str, src: &str, is_name: bool) -> Found {
        let below = self.base.below(src);
        let path = match Destination::read(below.unwrap_or(src)) {
            Destination::Remote => return self.fetched(src),
            Destination::NoPath => return Found::NoPath,
            Destination::Path(path) => path,
        };
        let path = path.as_str();
        let beside = post.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(first) = normalise(if below.is_some() { "" } else { beside }, path) else {
            return Found::Outside;
        };
        let elsewhere = self.published.iter().filter_map(|folder| normalise(folder, path));
        let elsewhere = elsewhere.filter(|path| *path != first);
        let paths = std::iter::once(first.clone()).chain(elsewhere);
        let file = paths
            .flat_map(|path| spellings(&self.folder.root.join(path)))
            .find(|file| file.is_file());
        let name = path.rsplit('/').next().unwrap_or_default();
        let file = file.or_else(|| self.by_name.get(name).cloned());
        match file.or_else(|| self.names.anywhere(name).filter(|_| is_name)) {
            Some(file) => self.look_at(&file),
            None => Found::Missing {
                near: self.names.near(&first),
            },
        }
    }

    /// The copy of a picture on another server, where such are copied.
    fn fetched(&self, src: &str) -> Found {
        match self.fetcher.as_ref().map(|fetcher| fetcher.get(src)) {
            None => Found::Remote(None),
            Some(Ok(file)) => self.look_at(&file),
            Some(Err(reason)) => Found::Remote(Some(reason)),
        }
    }

    /// Whether a path relative to the root is a file in the folder.
    pub(super) fn is_file(&self, path: &str) -> bool {
        let file = self.folder.root.join(path);
        file.is_file() && fs::canonicalize(file).is_ok_and(|file| self.folder.is_allowed(&file))
    }

    /// Looks at a file once.
    fn look_at(&self, file: &Path) -> Found {
        let Ok(canonical) = fs::canonicalize(file) else {
            return Found::Missing { near: None };
        };
        if !self.folder.is_allowed(&canonical) {
            return Found::Outside;
        }
        if let Some(found) = lock(&self.seen).get(&canonical) {
            return found.clone();
        }
        let found = self
            .examine(file)
            .unwrap_or_else(|error| Found::Broken(format!("it cannot be read: {error}")));
        lock(&self.seen).insert(canonical, found.clone());
        found
    }

    /// Reads a file, unless an earlier build did and it is as it was.
    fn examine(&self, file: &Path) -> io::Result<Found> {
        let stamp = Stamp::of(&fs::metadata(file)?);
        if let Some(found) = self.cache.file(file, stamp) {
            return Ok(found);
        }
        let found = examine(file)?;
        self.cache.keep_file(file, stamp, &found);
        Ok(found)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What another thread left behind is whole: entries are only ever inserted or taken out.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// No host takes a larger file.
const MAX_BYTES: u64 = 100 << 20;

/// Reads a file and says what it is by its content.
fn examine(file: &Path) -> io::Result<Found> {
    if fs::metadata(file)?.len() > MAX_BYTES {
        return Ok(Found::Broken("it is larger than 100 MB".to_owned()));
    }
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
    // An image that comes from a built site has the hash in its name already.
    let stem = stem.strip_suffix(&format!(".{hash}")).unwrap_or(&stem);
    let url = format!("assets/{}.{hash}.{extension}", plain_name(stem));
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
        let base = Base::of(Some("https://example.org/blog/"));
        let cache = Cache::temporary().unwrap();
        let images = Images::new(
            &folder,
            &base,
            &["pictures".to_owned(), "../..".to_owned()],
            &cache,
        );
        let find = |src: &str| images.find("_posts/2025-11-21-x.md", src, false);
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
        for own in ["/blog/_posts/a.jpg", "https://example.org/blog/_posts/a.jpg"] {
            assert!(matches!(find(own), Found::Published { .. }), "{own}");
        }
        assert_eq!(find("https://example.com/_posts/a.jpg"), Found::Remote(None));
        assert_eq!(find("c.png"), Found::Missing { near: None });
        assert_eq!(find("../../kanbao-outside.png"), Found::Outside);
        fs::remove_file(root.parent().unwrap().join("kanbao-outside.png")).unwrap();
    }

    #[test]
    fn other_generators_publish_some_folders_at_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for folder in ["static/img", "content/posts/foo", "attachments"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("content/posts/foo/index.md"), "x").unwrap();
        for name in [
            "static/img/a.png",
            "content/posts/foo/b.png",
            "attachments/c d.png",
        ] {
            fs::write(root.join(name), png()).unwrap();
        }
        let folder = Folder::read(root, false).unwrap();
        let base = Base::default();
        let cache = Cache::temporary().unwrap();
        let images = Images::new(&folder, &base, &[], &cache);
        let find = |src: &str, is_name| images.find("content/posts/foo/index.md", src, is_name);
        for src in ["/img/a.png", "b.png", "./b.png", "/posts/foo/b.png"] {
            assert!(
                matches!(find(src, false), Found::Published { .. }),
                "{src}: {:?}",
                find(src, false)
            );
        }
        assert!(matches!(find("c%20d.png", true), Found::Published { .. }));
        let near = |src| match find(src, false) {
            Found::Missing { near } => near.unwrap_or_default(),
            found => panic!("{src}: {found:?}"),
        };
        assert_eq!(near("c%20d.png"), "attachments/c d.png");
        assert_eq!(near("b.jpg"), "content/posts/foo/b.png");
        assert_eq!(near("/img/A.PNG"), "static/img/a.png");
        assert_eq!(near("e.png"), "");
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
            Images::new(&folder, &Base::default(), &[], &Cache::temporary().unwrap()).find(
                "2025-11-21-x.md",
                "a.png",
                false
            ),
            Found::Outside
        );
    }
}

//! Images that posts name: found, looked at, and given the address at which they are published.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use imagesize::ImageType;
use kanbao_archive::model::Image;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::folder::{Folder, files_by_name};

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

/// What the destination of an image is.
#[derive(PartialEq, Eq, Debug)]
enum Destination {
    Remote,
    NoPath,
    /// A path with `/` between names, relative to the post, or to the root where it begins with `/`.
    Path(String),
}

impl Destination {
    fn read(src: &str) -> Self {
        let src = src.trim();
        if src.starts_with("//") || src.starts_with("\\\\") {
            return Destination::Remote;
        }
        match src.split_once(':') {
            Some(("http" | "https" | "HTTP" | "HTTPS", _)) => return Destination::Remote,
            Some((scheme, _)) if !scheme.contains(['/', '.', '?', '#']) => return Destination::NoPath,
            _ => {}
        }
        let without_query = src.split(['?', '#']).next().unwrap_or(src);
        let path = decode_percent(without_query).replace('\\', "/");
        if path.is_empty() || path.contains('\0') {
            Destination::NoPath
        } else {
            Destination::Path(path)
        }
    }
}

/// Joins a path to a folder and takes `.` and `..` out of it; `None` where it leads out of the root.
fn normalise(folder: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// A path as written, composed and decomposed: macOS and scripts write `é` in different ways.
fn spellings(path: &Path) -> Vec<PathBuf> {
    let mut all = vec![path.to_owned()];
    if let Some(text) = path.to_str().filter(|text| !text.is_ascii()) {
        all.push(PathBuf::from(text.nfc().collect::<String>()));
        all.push(PathBuf::from(text.nfd().collect::<String>()));
    }
    all
}

/// Replaces `%XX`; what is not valid, or not UTF-8 afterwards, stays as it is written.
fn decode_percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let value = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match value {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
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

/// The extension and size (width, height; 0 where unknown) of an image that browsers show.
fn kind_of(bytes: &[u8]) -> Result<(&'static str, (usize, usize)), String> {
    if let Some(size) = svg_size(bytes) {
        return Ok(("svg", size));
    }
    let unknown = || "it is no JPEG, PNG, GIF, WebP, AVIF or SVG".to_owned();
    let (extension, end): (_, Option<&[u8]>) = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => ("jpg", Some(b"\xff\xd9")),
        Ok(ImageType::Png) => ("png", Some(b"IEND")),
        Ok(ImageType::Gif) => ("gif", Some(b";")),
        Ok(ImageType::Webp) => ("webp", None),
        Ok(ImageType::Heif(imagesize::Compression::Av1)) => ("avif", None),
        Ok(ImageType::Bmp) => ("bmp", None),
        Ok(ImageType::Ico) => ("ico", None),
        _ => return Err(unknown()),
    };
    let size =
        imagesize::blob_size(bytes).map_err(|_| "it is damaged: its size cannot be read".to_owned())?;
    if size.width == 0 || size.height == 0 {
        return Err("it is damaged: its size is 0".to_owned());
    }
    // Some cameras and chat programs append data, so the end may stand anywhere after the header.
    let has_end = end.is_none_or(|end| bytes.windows(end.len()).rev().any(|window| window == end));
    if !has_end {
        return Err("it is damaged: its end is missing".to_owned());
    }
    Ok((extension, (size.width, size.height)))
}

/// The size of an SVG by `viewBox`, or 0 where it has none; `None` where it is no SVG.
fn svg_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let is_markup = ["<?xml", "<!--", "<!DOCTYPE svg", "<svg"]
        .iter()
        .any(|start| head.starts_with(start));
    let tag = head.split_once("<svg").filter(|_| is_markup)?.1;
    let view_box = tag
        .split('>')
        .next()?
        .split_once("viewBox=")
        .and_then(|(_, value)| {
            let quote = value.chars().next()?;
            value[1..].split(quote).next()
        });
    let numbers = view_box
        .unwrap_or_default()
        .split([' ', ',', '\n'])
        .filter_map(|n| n.parse::<f64>().ok());
    match numbers.collect::<Vec<_>>()[..] {
        // Casting a float to an integer saturates.
        [_, _, width, height] => Some((width.round() as usize, height.round() as usize)),
        _ => Some((0, 0)),
    }
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

    /// The smallest PNG that has a size: a header chunk of 3 × 2 pixels and an end.
    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0".to_vec();
        bytes.extend(b"\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
        bytes
    }

    #[test]
    fn destinations_are_told_apart() {
        use Destination::*;
        for (src, expected) in [
            ("a.jpg", Path("a.jpg".into())),
            ("./a%20b.png", Path("./a b.png".into())),
            ("%E8%AF%8D.png", Path("词.png".into())),
            ("100%.png", Path("100%.png".into())),
            ("a\\b.png", Path("a/b.png".into())),
            ("a.png?raw=true#x", Path("a.png".into())),
            ("/assets/a.png", Path("/assets/a.png".into())),
            ("https://example.org/a.png", Remote),
            ("//example.org/a.png", Remote),
            ("data:image/png;base64,AA", NoPath),
            ("file:///etc/passwd", NoPath),
            ("C:\\x.png", NoPath),
            ("a%00.png", NoPath),
            ("", NoPath),
            ("?x", NoPath),
            ("dir/10:30.png", Path("dir/10:30.png".into())),
        ] {
            assert_eq!(Destination::read(src), expected, "{src}");
        }
    }

    #[test]
    fn paths_never_leave_the_root() {
        for (folder, path, expected) in [
            ("_posts", "a.jpg", Some("_posts/a.jpg")),
            ("_posts", "../images/x.png", Some("images/x.png")),
            ("_posts", "../../x.png", None),
            ("", "../x.png", None),
            ("", "a/../../x.png", None),
            ("_posts/2025", ".././a.png", Some("_posts/a.png")),
        ] {
            assert_eq!(normalise(folder, path).as_deref(), expected, "{folder} {path}");
        }
    }

    #[test]
    fn the_type_comes_from_the_content() {
        assert_eq!(kind_of(&png()), Ok(("png", (3, 2))));
        let svg = b"<?xml version='1.0'?>\n<svg xmlns='x' viewBox=\"0 0 960 540.4\"><path/></svg>";
        assert_eq!(kind_of(svg), Ok(("svg", (960, 540))));
        assert_eq!(kind_of(b"<svg><script>1</script></svg>"), Ok(("svg", (0, 0))));
        assert!(kind_of(b"<html><svg></svg>").is_err());
        assert!(kind_of(b"plain text").is_err());
        let cut = &png()[..35];
        assert_eq!(kind_of(cut), Err("it is damaged: its end is missing".to_owned()));
        assert!(kind_of(b"\xff\xd8\xff").is_err());
    }

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

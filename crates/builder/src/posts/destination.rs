//! What a post writes as the place of an image → a path inside the folder of posts.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// What the destination of an image is.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Destination {
    /// On another server.
    Remote,
    /// `data:`, `file:`, a drive letter, or nothing.
    NoPath,
    /// A path with `/` between names, relative to the post, or to the root where it begins with `/`.
    Path(String),
}

impl Destination {
    /// Reads a destination as a post writes it.
    pub(super) fn read(src: &str) -> Self {
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
pub(super) fn normalise(folder: &str, path: &str) -> Option<String> {
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
pub(super) fn spellings(path: &Path) -> Vec<PathBuf> {
    let mut all = vec![path.to_owned()];
    if let Some(text) = path.to_str().filter(|text| !text.is_ascii()) {
        all.push(PathBuf::from(text.nfc().collect::<String>()));
        all.push(PathBuf::from(text.nfd().collect::<String>()));
    }
    all
}

/// Replaces `%XX`; what is not valid, or not UTF-8 afterwards, stays as it is written.
pub(super) fn decode_percent(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}

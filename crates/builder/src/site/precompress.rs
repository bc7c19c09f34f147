//! Compressed copies beside a site's files, for servers that send them as they are (nginx's `gzip_static` and
//! `brotli_static`, Caddy's `precompressed`).
//!
//! The same bytes give the same copies: no time and no name stands in them. A copy that the site being replaced has of
//! the very same bytes is taken over, so a build that changes little compresses little.

use std::io::{self, Write as _};
use std::path::Path;
use std::{fmt, fs};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;

use super::output::{Output, OutputError};

/// A smaller file fits into the packet that says it is coming.
const SMALLEST: usize = 1_024;

/// What a copy must save of a file, in hundredths, to be worth keeping.
const WORTHWHILE: usize = 5;

/// Files that are compressed already.
const COMPRESSED: [&str; 9] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "woff2", "br", "gz"];

/// How a copy is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    const ALL: [Encoding; 2] = [Encoding::Brotli, Encoding::Gzip];

    /// What a copy's name ends with.
    fn extension(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gz",
        }
    }

    fn encode(self, bytes: &[u8], is_app: bool) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len() / 2);
        match self {
            Encoding::Brotli => {
                let params = BrotliEncoderParams {
                    // The app is sent to every reader; the last tenth of a page would take thirty times as long.
                    quality: if is_app { 11 } else { 9 },
                    lgwin: 22,
                    size_hint: bytes.len(),
                    ..BrotliEncoderParams::default()
                };
                let mut rest = bytes;
                brotli::BrotliCompress(&mut rest, &mut out, &params)?;
            }
            Encoding::Gzip => {
                let mut encoder = GzEncoder::new(out, Compression::best());
                encoder.write_all(bytes)?;
                out = encoder.finish()?;
            }
        }
        Ok(out)
    }
}

/// What the copies of some files come to.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Compressed {
    /// Number of files that have a copy.
    pub files: usize,
    /// Size of these files in bytes.
    pub bytes: u64,
    /// Size of what is sent in their place where Brotli is understood.
    pub brotli: u64,
    /// The same where only gzip is.
    pub gzip: u64,
}

impl Compressed {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            bytes: self.bytes + other.bytes,
            brotli: self.brotli + other.brotli,
            gzip: self.gzip + other.gzip,
        }
    }
}

impl fmt::Display for Compressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
        write!(
            f,
            "{} files of {} are {} with Brotli and {} with gzip",
            self.files,
            megabytes(self.bytes),
            megabytes(self.brotli),
            megabytes(self.gzip)
        )
    }
}

/// How many files a page becomes: itself and its copies. (Every page carries the style sheet, which compresses well.)
pub(crate) const FILES_OF_PAGE: usize = 1 + Encoding::ALL.len();

/// Puts copies beside everything that has been written so far.
///
/// # Errors
/// Where a file cannot be read or written.
pub(crate) fn all(output: &Output) -> Result<Compressed, OutputError> {
    let paths: Vec<String> = output.paths().collect();
    beside(output, &paths)
}

/// Puts copies beside these files, named from the site's root.
///
/// # Errors
/// Where a file cannot be read or written.
pub(crate) fn beside(output: &Output, paths: &[String]) -> Result<Compressed, OutputError> {
    paths
        .par_iter()
        .map(|path| one(output, path))
        .try_reduce(Compressed::default, |a, b| Ok(a.and(b)))
}

fn one(output: &Output, path: &str) -> Result<Compressed, OutputError> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if COMPRESSED.contains(&extension) || path.starts_with('_') {
        return Ok(Compressed::default());
    }
    let file = output.folder().join(path);
    let failed = |error| OutputError::Io(file.clone(), error);
    let bytes = fs::read(&file).map_err(failed)?;
    if bytes.len() < SMALLEST {
        return Ok(Compressed::default());
    }
    let is_known = is_unchanged(output.replaced(), path, &bytes);
    let mut sizes = [bytes.len() as u64; 2];
    for (encoding, size) in Encoding::ALL.into_iter().zip(&mut sizes) {
        let copy = format!("{path}.{}", encoding.extension());
        let encoded = if is_known {
            fs::read(output.replaced().join(&copy)).ok()
        } else {
            None
        };
        let encoded = match encoded {
            Some(encoded) => encoded,
            None => encoding
                .encode(&bytes, path.starts_with("assets/"))
                .map_err(failed)?,
        };
        if encoded.len() * 100 <= bytes.len() * (100 - WORTHWHILE) {
            *size = encoded.len() as u64;
            output.write(&copy, &encoded)?;
        }
    }
    let has_copy = sizes.iter().any(|size| *size < bytes.len() as u64);
    Ok(if has_copy {
        Compressed {
            files: 1,
            bytes: bytes.len() as u64,
            brotli: sizes[0],
            gzip: sizes[1],
        }
    } else {
        Compressed::default()
    })
}

/// Whether the site that stands at `earlier` has these bytes at the same address.
fn is_unchanged(earlier: &Path, path: &str, bytes: &[u8]) -> bool {
    let file = earlier.join(path);
    let same_size = fs::metadata(&file).is_ok_and(|of_file| of_file.len() == bytes.len() as u64);
    same_size && fs::read(&file).is_ok_and(|earlier| earlier == bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read as _;

    use super::super::tests::in_a_folder;
    use super::*;

    /// Bytes that nothing makes smaller.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 1_u64;
        let next = |_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..count).map(next).collect()
    }

    fn site(output: &Output) -> Compressed {
        let text = "同样的一句话。".repeat(400);
        for (path, bytes) in [
            ("2025/a/index.html", text.as_bytes()),
            ("assets/app.0123456789ab.wasm", text.as_bytes()),
            ("assets/cloud.0123456789ab.jpg", text.as_bytes()),
            ("data/noise.bin", &noise(5_000)),
            ("robots.txt", &text.as_bytes()[..SMALLEST - 1]),
            ("_headers", text.as_bytes()),
        ] {
            output.write(path, bytes).unwrap();
        }
        all(output).unwrap()
    }

    fn copies(files: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
        let names = files.keys().map(String::as_str);
        names
            .filter(|name| name.ends_with(".br") || name.ends_with(".gz"))
            .collect()
    }

    #[test]
    fn what_gets_smaller_has_copies_that_say_the_same() {
        let (compressed, files) = in_a_folder(site);
        assert_eq!(
            copies(&files),
            [
                "2025/a/index.html.br",
                "2025/a/index.html.gz",
                "assets/app.0123456789ab.wasm.br",
                "assets/app.0123456789ab.wasm.gz",
            ]
        );
        let plain = &files["2025/a/index.html"];
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut &*files["2025/a/index.html.br"], &mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&*files["2025/a/index.html.gz"])
            .read_to_end(&mut from_gzip)
            .unwrap();
        assert_eq!((&from_brotli, &from_gzip), (plain, plain));
        assert_eq!((compressed.files, compressed.bytes), (2, 2 * plain.len() as u64));
        assert!(compressed.brotli < compressed.gzip && compressed.gzip < compressed.bytes / 2);
        assert_eq!(
            files["2025/a/index.html.gz"][4..8],
            [0; 4],
            "no time stands in it"
        );
    }

    #[test]
    fn the_same_site_has_the_same_copies() {
        assert_eq!(in_a_folder(site), in_a_folder(site));
    }

    #[test]
    fn copies_of_the_same_bytes_are_taken_over_and_of_others_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("site");
        let text = "一".repeat(1_000);
        let build = |page: &str| {
            let output = Output::begin(&target, Path::new("."), true).unwrap();
            output.write("a.html", page.as_bytes()).unwrap();
            output.write("version.json", b"{}").unwrap();
            all(&output).unwrap();
            output.publish().unwrap();
        };
        build(&text);
        // A mark shows where a copy comes from.
        fs::write(target.join("a.html.br"), "taken").unwrap();
        build(&text);
        assert_eq!(fs::read(target.join("a.html.br")).unwrap(), b"taken");
        build(&"二".repeat(1_000));
        assert_ne!(fs::read(target.join("a.html.br")).unwrap(), b"taken");
    }
}

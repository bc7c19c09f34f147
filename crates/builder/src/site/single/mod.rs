//! The whole room as one HTML file that opens by double click.
//!
//! Such a file may fetch nothing, so app, data and pictures stand in it as text (`document`), and a script of its own
//! hands them to the reader (`public/single-file.js`). Its data is one bundle with every report: there is nothing to
//! fetch later, and search scans all of it.

mod document;
mod size;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use kanbao_archive::link::Filter;
use kanbao_archive::model::FileLink;
use kanbao_archive::outline::Aliases;
use rayon::prelude::*;

use super::app::{App, AppError};
use super::bundle::{self, BUNDLE};
use super::hash::{combined, fingerprint};
use super::head::Heads;
use super::output::OutputError;
use super::pages::Pages;
use super::{Content, SiteError, words};
use crate::litter::Litter;
use crate::progress::Step;

pub(super) use document::ROOT;
use document::{Document, MARK};
pub use size::{LARGE, Sizes};

/// A room in one file, written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SingleFile {
    /// Where it is.
    pub path: PathBuf,
    /// The hash over all that is in it.
    pub generation: String,
    /// Number of reports.
    pub reports: usize,
    /// What of it takes how much room.
    pub sizes: Sizes,
}

/// A file that the page carries, as text.
struct Carried {
    /// Its address relative to the root, which no host ever sees.
    name: String,
    media_type: &'static str,
    /// Base64 of the file, deflated unless it is a picture.
    text: String,
}

impl Carried {
    fn deflated(name: &str, media_type: &'static str, bytes: &[u8]) -> io::Result<Self> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        Ok(Self::picture(name, media_type, &encoder.finish()?))
    }

    fn picture(name: &str, media_type: &'static str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            media_type,
            text: STANDARD.encode(bytes),
        }
    }
}

/// Writes the room into a file, beside its place first and then by rename. A file that is no such room is only replaced
/// by `force`.
///
/// # Errors
/// Where the reader cannot be put into a page, a report or picture cannot be read, or the file cannot be written.
pub fn write(content: &Content, app: &App, target: &Path, force: bool) -> Result<SingleFile, SiteError> {
    if !force && !may_replace(target)? {
        return Err(SiteError::Output(OutputError::NotARoom(target.to_owned())));
    }
    let _running = content.progress.begin(Step::SingleFile, 0);
    let at = |error| OutputError::Io(target.to_owned(), error);
    let words = words::files(&content.reports, &content.fold)?;
    let links: Vec<FileLink> = words.iter().map(|(link, _)| link.clone()).collect();
    let terms = bundle::term_files(&content.reports)?;
    let bundle = bundle::whole(content, links, terms.links)?;
    let json = serde_json::to_vec(&bundle)?;
    let glue = document::glue(app).ok_or(SiteError::App(AppError::Incomplete("module that stands alone")))?;
    let generation = combined([
        (BUNDLE, &fingerprint(&json)),
        ("glue", &fingerprint(glue.code.as_bytes())),
        ("wasm", &fingerprint(&glue.wasm.bytes)),
        ("style", &app.styles.frame.hash()),
        ("sheet", &glue.sheet.hash()),
    ]);

    let text = Carried::deflated(BUNDLE, "application/json", &json).map_err(at)?;
    let mut texts = vec![text];
    let words = words.into_iter().map(|(link, bytes)| (link.url(), bytes));
    for (url, bytes) in words.chain(terms.files) {
        texts.push(Carried::deflated(&url, "application/json", &bytes).map_err(at)?);
    }
    let wasm = Carried::deflated(&glue.wasm.path, "application/wasm", &glue.wasm.bytes).map_err(at)?;
    let pictures = content.assets.par_iter().map(|asset| {
        let bytes = fs::read(&asset.path).map_err(|error| OutputError::Io(asset.path.clone(), error))?;
        Ok(Carried::picture(&asset.url, media_type(&asset.url), &bytes))
    });
    let pictures: Vec<Carried> = pictures.collect::<Result<_, OutputError>>()?;

    let sizes = Sizes::of(&bundle, &texts, &pictures)?;
    let heads = Heads {
        app,
        bundle: &bundle,
        base_url: None,
        theme_color: &content.names.theme_color,
    };
    let aliases = Aliases::of_site(&content.site);
    let filter = Filter::default();
    let document = Document {
        heads,
        page: Pages::new(heads, &content.reports, &filter, &aliases).home_in_a_file()?,
        glue: &glue,
        generation: &generation,
        carried: texts.iter().chain([&wasm]).collect(),
        pictures: &pictures,
    };
    let bytes = put_in_place(target, |out| document.write(out)).map_err(at)?;
    Ok(SingleFile {
        path: target.to_owned(),
        generation,
        reports: content.reports.len(),
        sizes: sizes.with_total(bytes),
    })
}

/// Writes a file beside its place and renames it into it, so that nobody sees half of one; gives its size in bytes.
fn put_in_place(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<u64> {
    let target = std::path::absolute(target)?;
    let name = target
        .file_name()
        .ok_or(io::ErrorKind::InvalidInput)?
        .to_string_lossy();
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = target.with_file_name(format!(".{name}.kanbao-new-{}", std::process::id()));
    let litter = Litter::at(&beside);
    let mut out = BufWriter::new(File::create(&beside)?);
    write(&mut out)?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    let bytes = fs::metadata(&beside)?.len();
    fs::rename(&beside, &target)?;
    litter.keep();
    Ok(bytes)
}

/// Whether the file is not there, empty, or a room that was written before.
fn may_replace(target: &Path) -> Result<bool, OutputError> {
    let at = |error| OutputError::Io(target.to_owned(), error);
    let file = match File::open(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        file => file.map_err(at)?,
    };
    let mut head = Vec::new();
    file.take(1024).read_to_end(&mut head).map_err(at)?;
    Ok(head.is_empty() || String::from_utf8_lossy(&head).contains(MARK))
}

/// The type of a picture by its published name, which says what it is whatever the post calls it.
fn media_type(url: &str) -> &'static str {
    match url.rsplit('.').next() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

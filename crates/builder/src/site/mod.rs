//! The static site: an archive and the reader as a folder that any host can serve.
//!
//! * [`app`]: the built reader.
//! * [`bundle`]: the archive's data as files; `words`: its vocabulary.
//! * `pages`, `head`, `not_found`, `policy`: what is prerendered, and what it may run.
//! * `start`: the files that start the reader, and the generation that the service worker keeps.
//! * `manifest`, `listings`, `sitemap`, `feed`, `social`: what crawlers and other programs read.
//! * `publishing`: what the publisher asks for around the reports; `around` writes it, `host` knows what each host wants,
//!   `precompress` makes compressed copies, `previous` reads the site that was published before.
//! * [`single`]: all of it in one file instead.
//! * [`output`]: beside its place first, then swapped in.

pub mod app;
mod around;
pub mod bundle;
mod content;
mod feed;
mod hash;
mod head;
mod host;
mod index;
mod listings;
mod manifest;
mod not_found;
pub mod output;
mod pages;
mod policy;
mod precompress;
mod previous;
mod publishing;
pub mod single;
mod sitemap;
mod social;
mod start;
mod styles;
#[cfg(test)]
pub(crate) mod tests;
mod words;
mod xml;

use std::fmt;

use kanbao_archive::link::Filter;
use kanbao_archive::outline::Aliases;
use rayon::prelude::*;

pub use around::{Extras, NoRoom};
pub use content::Content;
pub use hash::fingerprint;
pub use host::Host;
pub use manifest::Names;
pub use precompress::Compressed;
pub use previous::{Gone, Previous, PreviousError};
pub use publishing::Publishing;

use crate::cache::StoreError;
use crate::progress::Step;
use app::{App, AppError, AppFile};
use around::Around;
use bundle::lay_out;
use head::Heads;
use output::{Output, OutputError};
use pages::Pages;

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The generation, as in `version.json`.
    pub generation: String,
    /// Number of reports.
    pub reports: usize,
    /// Number of reports with a page of their own.
    pub pages: usize,
    /// Number of files.
    pub files: usize,
    /// Size of all files in bytes.
    pub bytes: u64,
    /// What was done beside the pages.
    pub extras: Extras,
}

/// Why a site could not be made.
#[derive(Debug)]
pub enum SiteError {
    /// A part could not be written as JSON.
    Json(serde_json::Error),
    /// A file could not be written.
    Output(OutputError),
    /// The reader cannot be put into a page.
    App(AppError),
    /// A report's text could not be read from its store.
    Store(StoreError),
    /// It would have more files than it may have.
    NoRoom(NoRoom),
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::Json(error) => write!(f, "the archive cannot be written as JSON: {error}"),
            SiteError::Output(error) => error.fmt(f),
            SiteError::App(error) => error.fmt(f),
            SiteError::Store(error) => error.fmt(f),
            SiteError::NoRoom(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SiteError {}

impl From<serde_json::Error> for SiteError {
    fn from(error: serde_json::Error) -> Self {
        SiteError::Json(error)
    }
}

impl From<StoreError> for SiteError {
    fn from(error: StoreError) -> Self {
        SiteError::Store(error)
    }
}

impl From<OutputError> for SiteError {
    fn from(error: OutputError) -> Self {
        SiteError::Output(error)
    }
}

/// Writes a whole site into `output`; publishing it is left to the caller. Without a `worker`, pages are not
/// kept for offline reading and take back any worker that an earlier build registered.
///
/// # Errors
/// Where a file cannot be written, or a report cannot be read from its store.
pub fn write(content: &Content, app: &App, output: &Output, worker: bool) -> Result<Written, SiteError> {
    let Content { site, reports, .. } = content;
    let running = content.progress.begin(Step::Data, 0);
    let data = lay_out(content, output)?;
    drop(running);
    let around = Around {
        content,
        app,
        bundle: &data.bundle,
        data: output.written().0,
    };
    let heads = Heads {
        app,
        bundle: &data.bundle,
        base_url: content.base_url.as_deref(),
        theme_color: &content.names.theme_color,
    };
    let filter = Filter::default();
    let aliases = Aliases::of_site(site);
    let pages = Pages::new(heads, reports, &filter, &aliases);

    let manifest = manifest::manifest(&content.names, app, content.base_url.as_deref())?;
    let start = start::start(app, &data, pages.shell(), &manifest, reports.summaries(), worker)?;
    let write = |file: &AppFile| output.write(&file.path, &file.bytes);
    app.files.iter().try_for_each(write)?;
    app.icons.iter().map(|icon| &icon.file).try_for_each(write)?;
    app.screenshots.iter().map(|it| &it.file).try_for_each(write)?;
    start.files.iter().chain([&manifest]).try_for_each(write)?;
    content
        .assets
        .par_iter()
        .try_for_each(|asset| output.copy(&asset.url, &asset.path))?;
    output.write("index.html", pages.home()?.as_bytes())?;
    output.write("version.json", &serde_json::to_vec(&start.version)?)?;

    let carried = around.carry(&start.version.generation, &pages, output)?;
    let running = content.progress.begin(Step::Compressing, 0);
    let compressed = around.compress(output)?;
    drop(running);
    let with_page = around.page_count(output)?;
    let mut paths = around.write(with_page, output)?;
    let running = content.progress.begin(Step::Pages, with_page);
    let page = |index: usize| -> Result<(), SiteError> {
        running.done();
        let path = format!("{}/index.html", reports.summaries()[index].id);
        let key = pages.key(index);
        if !output.keep(&path, key)? {
            output.write_as(&path, key, pages.report(index)?.as_bytes())?;
        }
        Ok(())
    };
    (0..with_page).into_par_iter().try_for_each(page)?;
    drop(running);
    paths.extend(
        reports.summaries()[..with_page]
            .iter()
            .map(|summary| format!("{}/index.html", summary.id)),
    );
    let extras = Extras {
        carried,
        ..around.finish(compressed, &paths, output)?
    };

    if let Some(cache) = reports.cache() {
        cache.complete();
    }
    let (files, bytes) = output.written();
    let generation = start.version.generation;
    Ok(Written {
        generation,
        reports: reports.len(),
        pages: with_page,
        files,
        bytes,
        extras,
    })
}

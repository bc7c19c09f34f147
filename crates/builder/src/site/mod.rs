//! The static site: an archive and the reader as a folder that any host can serve.
//!
//! * [`app`]: the built reader.
//! * [`bundle`]: the archive's data as files; `words`: its vocabulary.
//! * `pages`, `head`, `not_found`, `policy`: what is prerendered, and what it may run.
//! * `start`: the files that start the reader, and the generation that the service worker keeps.
//! * `manifest`, `listings`, `feed`: what hosts, crawlers and other programs read.
//! * [`output`]: beside its place first, then swapped in.

pub mod app;
pub mod bundle;
mod content;
mod feed;
mod hash;
mod head;
mod index;
mod listings;
mod manifest;
mod not_found;
pub mod output;
mod pages;
mod policy;
mod start;
#[cfg(test)]
pub(crate) mod tests;
mod words;
mod xml;

use std::fmt;

use jiff::tz::TimeZone;
use kanbao_archive::link::Filter;
use kanbao_archive::model::Bundle;
use kanbao_archive::outline::Aliases;
use rayon::prelude::*;

pub use content::Content;
pub use hash::fingerprint;
pub use manifest::Names;

use crate::cache::StoreError;
use app::{App, AppFile};
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
}

/// Why a site could not be made.
#[derive(Debug)]
pub enum SiteError {
    /// A part could not be written as JSON.
    Json(serde_json::Error),
    /// A file could not be written.
    Output(OutputError),
    /// A report's text could not be read from its store.
    Store(StoreError),
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::Json(error) => write!(f, "the archive cannot be written as JSON: {error}"),
            SiteError::Output(error) => error.fmt(f),
            SiteError::Store(error) => error.fmt(f),
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
    let Content {
        site,
        sources,
        topics,
        sections,
        fold,
        reports,
        ..
    } = content;
    let data = lay_out(
        site.clone(),
        sources.clone(),
        topics.clone(),
        sections,
        fold.clone(),
        reports,
        output,
    )?;
    let base_url = content.base_url.as_deref();
    let heads = Heads {
        app,
        bundle: &data.bundle,
        base_url,
        theme_color: &content.names.theme_color,
    };
    let filter = Filter::default();
    let aliases = Aliases::of_site(site);
    let pages = Pages::new(heads, reports, &filter, &aliases);

    let manifest = manifest::manifest(&content.names, app)?;
    let start = start::start(app, &data, pages.shell(), &manifest, reports.summaries(), worker)?;
    let write = |file: &AppFile| output.write(&file.path, &file.bytes);
    app.files.iter().try_for_each(write)?;
    app.icons.iter().map(|icon| &icon.file).try_for_each(write)?;
    start.files.iter().chain([&manifest]).try_for_each(write)?;
    content
        .assets
        .par_iter()
        .try_for_each(|asset| output.copy(&asset.url, &asset.path))?;
    output.write("index.html", pages.home()?.as_bytes())?;
    output.write("version.json", &serde_json::to_vec(&start.version)?)?;
    write_listings(content, app, &data.bundle, output)?;

    // 404.html is still to come.
    let with_page = page_count(content, output.written().0 + 1);
    let page = |index: usize| -> Result<(), SiteError> {
        let path = format!("{}/index.html", reports.summaries()[index].id);
        let key = pages.key(index);
        if !output.keep(&path, key)? {
            output.write_as(&path, key, pages.report(index)?.as_bytes())?;
        }
        Ok(())
    };
    (0..with_page).into_par_iter().try_for_each(page)?;
    let partial = with_page < reports.len();
    let not_found = not_found::page(site, listings::base_path(base_url), partial);
    output.write("404.html", not_found.as_bytes())?;

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
    })
}

/// How many reports, newest first, get pages of their own beside so many other files.
fn page_count(content: &Content, others: usize) -> usize {
    let room = content
        .max_files
        .map_or(usize::MAX, |max| (max as usize).saturating_sub(others));
    if content.prerender {
        content.reports.len().min(room)
    } else {
        0
    }
}

/// The files around the pages.
fn write_listings(content: &Content, app: &App, bundle: &Bundle, output: &Output) -> Result<(), SiteError> {
    let base_url = content.base_url.as_deref();
    output.write(".nojekyll", b"")?;
    output.write("_headers", listings::headers(base_url, &app.style).as_bytes())?;
    output.write("robots.txt", listings::robots(base_url).as_bytes())?;
    output.write("llms.txt", listings::llms(bundle, base_url).as_bytes())?;
    if let Some(base) = base_url {
        let zone = content.time_zone.clone().unwrap_or(TimeZone::UTC);
        output.write(
            "sitemap.xml",
            listings::sitemap(base, content.reports.summaries()).as_bytes(),
        )?;
        let newest = content.reports.newest(feed::NEWEST)?;
        output.write("feed.xml", feed::atom(bundle, base, &zone, &newest).as_bytes())?;
    }
    Ok(())
}

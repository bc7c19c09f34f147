//! The files around the pages, and how many pages there is room for beside them.

use std::{fmt, fs};

use jiff::tz::TimeZone;
use kanbao_archive::model::Bundle;

use super::app::{App, AppFile};
use super::feed::Feed;
use super::output::{Output, OutputError};
use super::pages::Pages;
use super::precompress::{self, Compressed, FILES_OF_PAGE};
use super::previous::MISSING;
use super::{Content, SiteError, host, listings, not_found, sitemap};

/// What was done beside the pages.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Extras {
    /// The compressed copies, where they were asked for.
    pub compressed: Option<Compressed>,
    /// Files of the generation before that were carried along.
    pub carried: usize,
    /// Files that the host will refuse, with their sizes in bytes; largest first.
    pub too_large: Vec<(String, u64)>,
}

/// More files than the site may have, without a single page of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoRoom {
    /// The most files it may have.
    pub max: usize,
    /// Images of reports.
    pub images: usize,
    /// Files of the archive.
    pub data: usize,
    /// The app, the home page and what goes with it; compressed copies of everything among them.
    pub others: usize,
}

impl fmt::Display for NoRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            max,
            images,
            data,
            others,
        } = self;
        let least = images + data + others;
        write!(
            f,
            "the site has {least} files without the pages of reports ({images} images, {data} of data, {others} others), and \
             {max} are allowed\n  help: raise build.max_files, name a --host that takes more, leave out --precompress, or \
             publish fewer reports or images"
        )
    }
}

/// The parts of a site from which the files around its pages are made.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) content: &'a Content,
    pub(super) app: &'a App,
    pub(super) bundle: &'a Bundle,
    /// Number of files under `data/`.
    pub(super) data: usize,
}

impl Around<'_> {
    /// What the site that was published before leaves behind: the files that tabs which are still open may ask for, and a
    /// page at the address of each withdrawn report. Gives the number of files carried along to `generation`.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub(super) fn carry(
        &self,
        generation: &str,
        pages: &Pages<'_>,
        output: &Output,
    ) -> Result<usize, OutputError> {
        let publishing = &self.content.publishing;
        if !publishing.gone.missing.is_empty() {
            let list = serde_json::to_vec(&publishing.gone.missing).unwrap_or_default();
            output.write(MISSING, &list)?;
        }
        let withdrawn = publishing
            .gone
            .withdrawn
            .iter()
            .filter(|_| self.content.prerender);
        for id in withdrawn {
            output.write(&format!("{id}/index.html"), pages.withdrawn(id).as_bytes())?;
        }
        let previous = publishing.previous.as_ref();
        previous.map_or(Ok(0), |previous| previous.carry(generation, output))
    }

    /// How many reports, newest first, get pages of their own. Everything but pages and the files of [`Around::write`] has
    /// been written.
    ///
    /// # Errors
    /// Where there is no room for what every site needs.
    pub(super) fn page_count(&self, output: &Output) -> Result<usize, SiteError> {
        let content = self.content;
        let all = content.reports.len();
        let wanted = if content.prerender { all } else { 0 };
        let Some(max) = content.max_files().map(|max| max as usize) else {
            return Ok(wanted);
        };
        let others = output.written().0 + self.files_to_come()?;
        if others > max {
            let images = content.assets.len();
            let no_room = NoRoom {
                max,
                images,
                data: self.data,
                others: others - images - self.data,
            };
            return Err(SiteError::NoRoom(no_room));
        }
        let of_page = if content.publishing.precompress {
            FILES_OF_PAGE
        } else {
            1
        };
        Ok(wanted.min((max - others) / of_page))
    }

    /// How many files [`Around::write`] makes at most.
    fn files_to_come(&self) -> Result<usize, SiteError> {
        let content = self.content;
        let base_url = content.base_url.as_deref();
        let for_host = host::files(content.publishing.host, listings::base_path(base_url), self.app)?.len();
        let sitemaps = base_url.map_or(0, |_| sitemap::most_files(content.reports.len()));
        let feeds = if base_url.is_some() { 2 } else { 0 };
        // robots.txt, llms.txt and 404.html.
        let files = 3 + for_host + sitemaps + feeds;
        Ok(if content.publishing.precompress {
            FILES_OF_PAGE * files
        } else {
            files
        })
    }

    /// Writes them, where so many of the newest reports have pages; gives their paths.
    ///
    /// # Errors
    /// Where a file cannot be written, or a report cannot be read from its store.
    pub(super) fn write(&self, pages: usize, output: &Output) -> Result<Vec<String>, SiteError> {
        let files = self.files(pages)?;
        for file in &files {
            output.write(&file.path, &file.bytes)?;
        }
        Ok(files.into_iter().map(|file| file.path).collect())
    }

    fn files(&self, pages: usize) -> Result<Vec<AppFile>, SiteError> {
        let Content {
            reports, publishing, ..
        } = self.content;
        let base_url = self.content.base_url.as_deref();
        let base_path = listings::base_path(base_url);
        let text = |path: &str, text: String| AppFile {
            path: path.to_owned(),
            bytes: text.into_bytes().into(),
        };
        let mut files = host::files(publishing.host, base_path, self.app)?;
        files.push(text("robots.txt", listings::robots(base_url)));
        let llms = listings::llms(self.bundle, base_url, reports.summaries().iter(), pages);
        files.push(text("llms.txt", llms));
        let is_partial =
            pages < reports.len() || (!self.content.prerender && !publishing.gone.withdrawn.is_empty());
        files.push(text(
            "404.html",
            not_found::page(&self.content.site, base_path, is_partial),
        ));
        let Some(base_url) = base_url else {
            return Ok(files);
        };
        let zone = self.content.time_zone.clone().unwrap_or(TimeZone::UTC);
        let feed = Feed {
            bundle: self.bundle,
            app: self.app,
            base_url,
            zone: &zone,
            full: publishing.feed.full,
            pages,
        };
        files.extend(feed.files(&reports.newest(publishing.feed.count as usize)?)?);
        files.extend(sitemap::files(base_url, reports.summaries()[..pages].iter()));
        Ok(files)
    }

    /// Compressed copies of what has been written so far, where they are asked for.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub(super) fn compress(&self, output: &Output) -> Result<Option<Compressed>, OutputError> {
        if self.content.publishing.precompress {
            precompress::all(output).map(Some)
        } else {
            Ok(None)
        }
    }

    /// What is left to do when everything is there: copies of the files at `paths`, which were written after the others
    /// had been compressed.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub(super) fn finish(
        &self,
        compressed: Option<Compressed>,
        paths: &[String],
        output: &Output,
    ) -> Result<Extras, OutputError> {
        let compressed = match compressed {
            Some(others) => Some(others.and(precompress::beside(output, paths)?)),
            None => None,
        };
        Ok(Extras {
            compressed,
            carried: 0,
            too_large: self.too_large(output),
        })
    }

    /// Files that are larger than the host takes.
    fn too_large(&self, output: &Output) -> Vec<(String, u64)> {
        let Some(max) = self.content.publishing.host.and_then(host::Host::max_file_size) else {
            return Vec::new();
        };
        let mut files: Vec<(String, u64)> = output
            .paths()
            .filter_map(|path| {
                let size = fs::metadata(output.folder().join(&path)).ok()?.len();
                (size > max).then_some((path, size))
            })
            .collect();
        files.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        files
    }
}

#[cfg(test)]
mod tests;

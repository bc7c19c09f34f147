//! What a cloud is drawn from: the terms of an archive, and which of its reports count.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use kanbao_archive::model::Day;
use kanbao_archive::terms::{Counted, Terms};

use super::super::print::Printer;
use super::super::{Failure, Reading};
use crate::cache::Cache;
use crate::config::Config;
use crate::posts::{self, Limits, Options};
use crate::search::BuiltSite;
use crate::site::bundle::{BUNDLE, counted};

/// An archive's terms.
pub(super) struct Source {
    pub(super) terms: Terms,
    /// The only report that counts, by its id; all where there is none.
    only: Option<String>,
    /// The language of the reports, as a BCP 47 tag.
    pub(super) language: String,
}

impl Source {
    /// Reads a post, a folder of posts, a built site or the bundle of one.
    pub(super) fn read(path: &Path, printer: &Printer) -> Result<Self, Failure> {
        if path.is_dir() {
            return if path.join(BUNDLE).is_file() {
                Self::site(path)
            } else {
                Self::posts(path, None, printer)
            };
        }
        if !path.is_file() {
            return Err(Failure::Usage(format!(
                "there is no {}\n  help: name a post, a folder of posts, or a folder that `kanbao build` has written",
                path.display()
            )));
        }
        if let Some(site) = path.ancestors().nth(2).filter(|_| path.ends_with(BUNDLE)) {
            return Self::site(if site.as_os_str().is_empty() {
                Path::new(".")
            } else {
                site
            });
        }
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        if extension == "md" || extension == "markdown" {
            return Self::post(path, printer);
        }
        Err(Failure::Usage(format!(
            "{} is no post: its name ends in neither .md nor .markdown\n  \
             help: name a post, a folder of posts, or a folder that `kanbao build` has written",
            path.display()
        )))
    }

    fn site(root: &Path) -> Result<Self, Failure> {
        let mut site = BuiltSite::open(root)?;
        Ok(Self {
            terms: site.terms()?,
            only: None,
            language: site.bundle().site.language.clone(),
        })
    }

    /// One post among all of its archive, since it is the archive that tells which words belong together.
    fn post(file: &Path, printer: &Printer) -> Result<Self, Failure> {
        let root = root_of_post(file);
        let path = file.strip_prefix(&root).unwrap_or(file);
        let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        Self::posts(&root, Some((file, &names.join("/"))), printer)
    }

    fn posts(folder: &Path, only: Option<(&Path, &str)>, printer: &Printer) -> Result<Self, Failure> {
        let (config, problems) = Config::read(folder);
        let options = Options {
            progress: printer.progress(),
            // Whoever names a post means that one, published or not.
            future: only.is_some(),
            drafts: only.is_some(),
            ..Options::at(Timestamp::now())
        };
        let archive = posts::read_cached(folder, &config, &options, &Arc::new(Cache::temporary()?))?;
        let reading = Reading::of(config, problems, archive);
        let only = match only {
            None => None,
            Some((file, path)) => {
                let id = reading.archive.ids.get(path).cloned();
                Some(id.ok_or_else(|| {
                    Failure::Usage(format!(
                        "{} is no report of the archive in {}\n  help: `kanbao check {}` says why",
                        file.display(),
                        folder.display(),
                        folder.display()
                    ))
                })?)
            }
        };
        let terms = counted(&reading.archive.reports)?;
        Ok(Self {
            terms,
            only,
            language: reading.config.site.language,
        })
    }

    /// The reports that count; there is one at least.
    pub(super) fn chosen(&self, filter: &Filter) -> Result<Vec<&Counted>, Failure> {
        let counts = |report: &&Counted| {
            self.only.as_ref().is_none_or(|id| report.id == *id)
                && filter.admits(report, self.terms.topic(report))
        };
        let chosen: Vec<&Counted> = self.terms.reports().iter().filter(counts).collect();
        if chosen.is_empty() {
            return Err(Failure::Usage(format!(
                "no report counts: none is {}\n  help: {}",
                filter.0,
                self.what_there_is()
            )));
        }
        Ok(chosen)
    }

    fn what_there_is(&self) -> String {
        let reports = self.terms.reports();
        let days = || reports.iter().map(|report| report.day);
        let mut topics: Vec<&str> = reports.iter().map(|report| self.terms.topic(report)).collect();
        topics.sort_unstable();
        topics.dedup();
        topics.retain(|topic| !topic.is_empty());
        match (days().min(), days().max()) {
            (Some(first), Some(last)) if topics.is_empty() => {
                format!(
                    "there are {} from {first} to {last}, none with a topic",
                    reports.len()
                )
            }
            (Some(first), Some(last)) => format!(
                "there are {} from {first} to {last}, on {}",
                reports.len(),
                topics.join(", ")
            ),
            _ => "no report of this archive has any terms".to_owned(),
        }
    }
}

/// The folder of a post's archive: that of the settings above it, else what holds `_posts`, else its own.
fn root_of_post(file: &Path) -> PathBuf {
    let folders = || file.ancestors().skip(1);
    let has_settings = |folder: &&Path| {
        ["kanbao.toml", "_config.yml"]
            .iter()
            .any(|name| folder.join(name).is_file())
    };
    let holds_posts = |folder: &&Path| folder.join("_posts").is_dir();
    let root = folders()
        .find(has_settings)
        .or_else(|| folders().find(holds_posts))
        .or_else(|| file.parent())
        .unwrap_or(file);
    if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root.to_owned()
    }
}

/// Which reports of an archive count.
pub(super) struct Filter(Limits);

impl Filter {
    pub(super) fn new(from: Option<Day>, to: Option<Day>, topics: &[String]) -> Result<Self, Failure> {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(Failure::Usage(format!(
                "--from {from} is after --to {to}, so nothing is between them"
            )));
        }
        Ok(Self(Limits {
            from,
            to,
            topics: topics.to_vec(),
        }))
    }

    fn admits(&self, report: &Counted, topic: &str) -> bool {
        let Self(limits) = self;
        limits.from.is_none_or(|from| report.day >= from)
            && limits.to.is_none_or(|to| report.day <= to)
            && (limits.topics.is_empty() || limits.topics.iter().any(|key| key == topic))
    }
}

//! A built site, read back from its folder as the reader fetches it: the bundle first, then what is asked for, every
//! file verified.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use kanbao_archive::link::Filter;
use kanbao_archive::model::{
    Body, Bundle, BundleError, Day, Directory, Fingerprint, IndexLevel, Kind, MonthTerms, Report, SCHEMA,
    Shard, Summary,
};
use kanbao_archive::search::Vocabulary;
use kanbao_archive::search::index::{self, Candidates, IndexError, Lookup, Part, parts};
use kanbao_archive::terms::Terms;
use serde::de::DeserializeOwned;

use crate::site::bundle::BUNDLE;
use crate::site::fingerprint;

/// A built site and as much of its archive as has been asked for.
#[derive(Debug)]
pub struct BuiltSite {
    root: PathBuf,
    bundle: Bundle,
    days: Vec<(Day, Range<u32>)>,
    /// How many of the newest reports came with the bundle.
    inline: u32,
    reports: Vec<Report>,
    /// Ids of `reports`.
    here: HashSet<String>,
    /// Summaries and bodies whose other half has not been read.
    summaries: HashMap<String, Summary>,
    bodies: HashMap<String, Body>,
    /// Directories by their address.
    directories: HashMap<String, Directory>,
    /// Shards of the index by their address.
    index: HashMap<String, index::Shard>,
    /// Addresses of the shards of reports that have been read.
    read: HashSet<String>,
    files: usize,
    bytes: u64,
}

/// Why a site could not be read.
#[derive(Debug)]
pub enum BuiltSiteError {
    /// There is no such folder.
    Missing(PathBuf),
    /// The folder is no site of Kanbao's.
    NotASite(PathBuf),
    /// The site has no search index.
    NoIndex,
    /// The bundle is of another version, or no bundle.
    Bundle(PathBuf, BundleError),
    /// A file could not be read.
    Io(PathBuf, io::Error),
    /// A file is not the one that the archive lists.
    OtherBytes(PathBuf),
    /// A file is what the archive lists, and still cannot be read.
    Unreadable(PathBuf, String),
    /// No file has the reports of a day that the archive counts.
    Unlisted(Day),
}

impl fmt::Display for BuiltSiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const AGAIN: &str = "help: the site is incomplete or was changed; build or copy it again";
        match self {
            Self::Missing(folder) => write!(f, "{} does not exist", folder.display()),
            Self::NotASite(folder) => write!(
                f,
                "{} is no site of kanbao's (it has no {BUNDLE})\n  \
                 help: name a folder that `kanbao build POSTS -o SITE` has written",
                folder.display()
            ),
            Self::NoIndex => write!(
                f,
                "the site has no search index: all its reports stand in {BUNDLE}\n  \
                 help: leave --engine out, or take --engine scan"
            ),
            Self::Bundle(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Io(path, error) => write!(f, "{}: {error}\n  {AGAIN}", path.display()),
            Self::OtherBytes(path) => {
                write!(
                    f,
                    "{} has other bytes than the archive lists\n  {AGAIN}",
                    path.display()
                )
            }
            Self::Unreadable(path, reason) => write!(f, "{}: {reason}", path.display()),
            Self::Unlisted(day) => write!(f, "no file has the reports of {day}\n  {AGAIN}"),
        }
    }
}

impl std::error::Error for BuiltSiteError {}

impl BuiltSite {
    /// Reads the bundle of a site.
    ///
    /// # Errors
    /// Where the folder is no site, or its bundle cannot be used.
    pub fn open(root: &Path) -> Result<Self, BuiltSiteError> {
        let path = root.join(BUNDLE);
        if !root.is_dir() {
            return Err(BuiltSiteError::Missing(root.to_owned()));
        }
        if !path.is_file() {
            return Err(BuiltSiteError::NotASite(root.to_owned()));
        }
        let json = fs::read_to_string(&path).map_err(|error| BuiltSiteError::Io(path.clone(), error))?;
        let mut bundle = Bundle::from_json(&json).map_err(|error| BuiltSiteError::Bundle(path, error))?;
        let reports = std::mem::take(&mut bundle.reports);
        Ok(Self {
            root: root.to_owned(),
            days: bundle.days(),
            inline: reports.len() as u32,
            here: reports.iter().map(|report| report.summary.id.clone()).collect(),
            reports,
            bundle,
            summaries: HashMap::new(),
            bodies: HashMap::new(),
            directories: HashMap::new(),
            index: HashMap::new(),
            read: HashSet::new(),
            files: 1,
            bytes: json.len() as u64,
        })
    }

    /// The bundle without its reports.
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The reports that have been read, in the order in which that was done; the newest ones come with the bundle.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// The newest report's day.
    pub fn newest_day(&self) -> Option<Day> {
        self.days.first().map(|(day, _)| *day)
    }

    /// Files and bytes read so far.
    pub fn read_so_far(&self) -> (usize, u64) {
        (self.files, self.bytes)
    }

    /// Reads every report.
    ///
    /// # Errors
    /// Where a file is missing or is not what the archive lists.
    pub fn read_all(&mut self) -> Result<(), BuiltSiteError> {
        let days: Vec<Day> = self.days.iter().map(|(day, _)| *day).collect();
        self.read_days(days)
    }

    /// Reads reports by their numbers and days, and those that stand in the same files; the newest came with the bundle.
    ///
    /// # Errors
    /// Where a file is missing or is not what the archive lists.
    pub fn read(&mut self, reports: &[(u32, Day)]) -> Result<(), BuiltSiteError> {
        let inline = self.inline;
        let others = reports.iter().filter(|(number, _)| *number >= inline);
        self.read_days(others.map(|(_, day)| *day))
    }

    /// Reads the reports of some days, and those that stand in the same files.
    ///
    /// # Errors
    /// Where a file is missing or is not what the archive lists.
    fn read_days(&mut self, days: impl IntoIterator<Item = Day>) -> Result<(), BuiltSiteError> {
        // The bundle of a small archive has everything, and there is nothing else to read.
        if self.bundle.directories.is_empty() {
            return Ok(());
        }
        let mut last = None;
        for day in days {
            if last.replace(day) != Some(day) {
                for kind in [Kind::Summaries, Kind::Bodies] {
                    let shard = self.shard_of(kind, day)?;
                    self.read_shard(kind, &shard)?;
                }
            }
        }
        Ok(())
    }

    /// The reports that a search may find, by what the index says.
    ///
    /// # Errors
    /// [`BuiltSiteError::NoIndex`], and where a file of the index is missing or broken.
    pub fn candidates(&mut self, lookup: &Lookup, filter: &Filter) -> Result<Candidates, BuiltSiteError> {
        let index = self.bundle.index.clone().ok_or(BuiltSiteError::NoIndex)?;
        let parts = parts(&index, &self.days, filter);
        let numbers = |part: &Part<'_>| lookup.shards(part.level.bits).into_iter();
        let shards: Vec<_> = parts
            .iter()
            .flat_map(|part| numbers(part).map(|number| (part.level.clone(), number)))
            .collect();
        for (level, number) in shards {
            self.read_index(&level, number)?;
        }
        let mut broken = String::new();
        let candidates = Candidates::find(lookup, &parts, &self.days, |part, gram| {
            let url = part.level.url(gram.shard(part.level.bits));
            let shard = self.index.get(&url).ok_or(IndexError::Malformed);
            shard
                .and_then(|shard| shard.list(gram))
                .inspect_err(|_| broken = url)
        });
        candidates.map_err(|_| BuiltSiteError::OtherBytes(self.root.join(broken)))
    }

    /// The words that suggestions are made from; empty where the site has none.
    ///
    /// # Errors
    /// Where a file is missing or is not what the archive lists.
    pub fn vocabulary(&mut self) -> Result<Vocabulary, BuiltSiteError> {
        let mut vocabulary = Vocabulary::default();
        for link in self.bundle.words.clone() {
            vocabulary.extend(self.json(&link.url(), &link.hash)?);
        }
        Ok(vocabulary)
    }

    /// The counts of terms of all reports.
    ///
    /// # Errors
    /// Where a file is missing or is not what the archive lists.
    pub fn terms(&mut self) -> Result<Terms, BuiltSiteError> {
        let mut terms = Terms::default();
        for link in self.bundle.terms.clone() {
            let directory: Directory = self.json(&link.url(), &link.hash)?;
            for shard in &directory.shards {
                let url = shard.url(Kind::Terms);
                let month: MonthTerms = self.json(&url, &shard.hash)?;
                if month.schema != SCHEMA {
                    let error = BundleError::NewerSchema { found: month.schema };
                    return Err(BuiltSiteError::Bundle(self.root.join(&url), error));
                }
                terms.add(&month);
            }
        }
        Ok(terms)
    }

    fn shard_of(&mut self, kind: Kind, day: Day) -> Result<Shard, BuiltSiteError> {
        let mut links = self.bundle.directories.iter();
        let link = links
            .find(|link| link.kind == kind && link.year == day.year())
            .cloned();
        let link = link.ok_or(BuiltSiteError::Unlisted(day))?;
        let url = link.url();
        if !self.directories.contains_key(&url) {
            let directory: Directory = self.json(&url, &link.hash)?;
            if directory.schema != SCHEMA {
                let error = BundleError::NewerSchema {
                    found: directory.schema,
                };
                return Err(BuiltSiteError::Bundle(self.root.join(&url), error));
            }
            self.directories.insert(url.clone(), directory);
        }
        let shards = self
            .directories
            .get(&url)
            .map(|directory| directory.shards.iter());
        let shard = shards
            .into_iter()
            .flatten()
            .find(|shard| shard.period.contains(day));
        shard.cloned().ok_or(BuiltSiteError::Unlisted(day))
    }

    fn read_shard(&mut self, kind: Kind, shard: &Shard) -> Result<(), BuiltSiteError> {
        let url = shard.url(kind);
        if !self.read.insert(url.clone()) {
            return Ok(());
        }
        match kind {
            Kind::Summaries => {
                for summary in self.json::<Vec<Summary>>(&url, &shard.hash)? {
                    match self.bodies.remove(&summary.id) {
                        Some(body) => self.add(Report { summary, body }),
                        None => drop(self.summaries.insert(summary.id.clone(), summary)),
                    }
                }
            }
            Kind::Bodies => {
                for (id, body) in self.json::<Vec<(String, Body)>>(&url, &shard.hash)? {
                    match self.summaries.remove(&id) {
                        Some(summary) => self.add(Report { summary, body }),
                        None => drop(self.bodies.insert(id, body)),
                    }
                }
            }
            // A search needs none.
            Kind::Terms => {}
        }
        Ok(())
    }

    fn add(&mut self, report: Report) {
        if self.here.insert(report.summary.id.clone()) {
            self.reports.push(report);
        }
    }

    fn read_index(&mut self, level: &IndexLevel, number: u32) -> Result<(), BuiltSiteError> {
        let url = level.url(number);
        if self.index.contains_key(&url) {
            return Ok(());
        }
        let bytes = self.bytes(&url)?;
        let shard = index::Shard::read(&bytes, level.bits, level.reports)
            .map_err(|_| BuiltSiteError::OtherBytes(self.root.join(&url)))?;
        self.index.insert(url, shard);
        Ok(())
    }

    fn json<T: DeserializeOwned>(&mut self, url: &str, hash: &Fingerprint) -> Result<T, BuiltSiteError> {
        let bytes = self.bytes(url)?;
        let path = || self.root.join(url);
        if fingerprint(&bytes) != *hash {
            return Err(BuiltSiteError::OtherBytes(path()));
        }
        serde_json::from_slice(&bytes).map_err(|error| BuiltSiteError::Unreadable(path(), error.to_string()))
    }

    fn bytes(&mut self, url: &str) -> Result<Vec<u8>, BuiltSiteError> {
        let path = self.root.join(url);
        let bytes = fs::read(&path).map_err(|error| BuiltSiteError::Io(path, error))?;
        self.files += 1;
        self.bytes += bytes.len() as u64;
        Ok(bytes)
    }
}

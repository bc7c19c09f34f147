//! The files that an order takes, and how many of them are here.

use std::collections::HashSet;

use crate::model::Period;

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// Lists, the calendar, and words for suggestions.
    Lists,
    /// Texts of reports.
    Reports,
    /// One image.
    Images,
    /// Search beyond the texts that are read.
    Search,
}

/// A file to keep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its address relative to the site's root.
    pub path: String,
    /// Its size; 0 where unknown.
    pub bytes: u32,
    /// What it is for.
    pub what: What,
    /// The days whose reports it belongs to.
    pub period: Option<Period>,
    /// How many reports can be read once it is here that could not before.
    pub reports: u32,
}

impl File {
    pub(super) fn new(path: String, bytes: u32, what: What, period: Option<Period>) -> Self {
        Self {
            path,
            bytes,
            what,
            period,
            reports: 0,
        }
    }
}

/// The files that an order takes.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order in which they are best fetched; each once.
    pub files: Vec<File>,
    /// How many reports are kept in all.
    pub reports: u32,
    /// How many of them come with the bundle.
    pub inline: u32,
    /// Whether search goes through all texts.
    pub scans: bool,
    /// Images whose addresses are not known yet, and their bytes.
    pub(super) expected: (u32, u64),
    pub(super) images: HashSet<String>,
}

impl Plan {
    pub(super) fn add_image(&mut self, path: &str, bytes: u32, period: Option<Period>) {
        if self.images.insert(path.to_owned()) {
            self.files
                .push(File::new(path.to_owned(), bytes, What::Images, period));
        }
    }

    pub(super) fn expect(&mut self, images: u32, bytes: u64) {
        self.expected.0 += images;
        self.expected.1 += bytes;
    }

    /// The files that are not here yet; `stored` holds the addresses of those that are.
    pub fn missing(&self, stored: &HashSet<String>) -> Vec<File> {
        let files = self.files.iter();
        files
            .filter(|file| !stored.contains(&file.path))
            .cloned()
            .collect()
    }

    /// How far the plan has come.
    pub fn progress(&self, stored: &HashSet<String>) -> Progress {
        let mut progress = Progress::default();
        for file in &self.files {
            progress.add(file, stored.contains(&file.path));
        }
        progress.reports.here += self.inline;
        progress.reports.all = self.reports;
        progress.images.all += self.expected.0;
        progress.images.all_bytes += self.expected.1;
        progress.scans = self.scans;
        progress
    }
}

/// How many there are of something, and how many of them are here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Number of those that are here.
    pub here: u32,
    /// Number of all.
    pub all: u32,
    /// Size of those that are here.
    pub here_bytes: u64,
    /// Size of all.
    pub all_bytes: u64,
}

/// How far a plan has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Reports; their bytes are those of lists and texts.
    pub reports: Tally,
    /// Images.
    pub images: Tally,
    /// Files of the search index.
    pub search: Tally,
    /// Whether search goes through all texts, without an index.
    pub scans: bool,
    /// Files of the plan that are here.
    pub files: u32,
}

impl Progress {
    fn add(&mut self, file: &File, is_here: bool) {
        let reports = file.reports;
        let (tally, count) = match file.what {
            What::Lists => (&mut self.reports, 0),
            What::Reports => (&mut self.reports, reports),
            What::Images => (&mut self.images, 1),
            What::Search => (&mut self.search, 1),
        };
        let bytes = u64::from(file.bytes);
        tally.all += count;
        tally.all_bytes += bytes;
        if is_here {
            tally.here += count;
            tally.here_bytes += bytes;
            self.files += 1;
        }
    }

    /// One more file of the plan is here.
    pub fn arrived(&mut self, file: &File) {
        let (reports, images, search) = (self.reports, self.images, self.search);
        self.add(file, true);
        // It was counted among all of them before.
        for (tally, before) in [
            (&mut self.reports, reports),
            (&mut self.images, images),
            (&mut self.search, search),
        ] {
            (tally.all, tally.all_bytes) = (before.all, before.all_bytes);
        }
    }

    /// Bytes that are here, and of how many.
    pub fn bytes(&self) -> (u64, u64) {
        let tallies = [self.reports, self.images, self.search];
        tallies.iter().fold((0, 0), |(here, all), tally| {
            (here + tally.here_bytes, all + tally.all_bytes)
        })
    }

    /// Whether everything that is planned is here.
    pub fn is_whole(&self) -> bool {
        [self.reports, self.images, self.search]
            .iter()
            .all(|tally| tally.here >= tally.all && tally.here_bytes >= tally.all_bytes)
    }
}

/// A file that could not be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Which one.
    pub file: File,
    /// Why, as the worker says it: a status, `html`, `mismatch`, `offline`, `refused`.
    pub reason: String,
}

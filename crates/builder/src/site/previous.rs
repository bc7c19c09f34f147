//! The site that was published before: what tabs that are still open may ask for, and which reports are gone since.
//!
//! A site keeps the files of one generation before its own, so that they do not pile up: which of its files were only
//! carried along stands in [`CARRIED`], and these are not carried again, unless nothing has changed since.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use kanbao_archive::model::{Bundle, Directory, Kind, Summary, Version};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::bundle::BUNDLE;
use super::output::{Output, OutputError};

/// Where a site says which of its files belong to the generation before. It stands outside `data/`, where everything but
/// the bundle is named by its content.
pub(crate) const CARRIED: &str = "carried.json";

/// Where a site says which reports its posts lacked while some of them could not be read.
pub(crate) const MISSING: &str = "missing.json";

/// The site that was published before.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    root: PathBuf,
    generation: String,
    /// Ids of its reports, of those that it misses, and of those that were withdrawn before it.
    ids: BTreeSet<String>,
    /// Ids of those that were withdrawn before it.
    withdrawn: BTreeSet<String>,
    /// The files named by their content that its own generation uses, relative to the root.
    files: BTreeSet<String>,
    /// Those that it carried along.
    carried: BTreeSet<String>,
}

/// Reports that were published once and are in no post now; ids, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gone {
    /// Their addresses say that they were withdrawn.
    pub withdrawn: Vec<String>,
    /// Nobody knows: they may stand in a post that could not be read.
    pub missing: Vec<String>,
}

/// Why there is no previous site to go by.
#[derive(Debug)]
pub enum PreviousError {
    /// The folder has no site of Kanbao's.
    NotASite(PathBuf),
    /// A file of it is not what it should be.
    Unreadable(PathBuf, String),
}

impl fmt::Display for PreviousError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PreviousError::NotASite(folder) => write!(
                f,
                "{} holds no site of kanbao's\n  help: --previous names the folder of the site that was published last; \
                 leave it out for the first one",
                folder.display()
            ),
            PreviousError::Unreadable(file, reason) => write!(
                f,
                "{}: {reason}\n  help: without --previous the site is built all the same, and says nothing of reports that \
                 were withdrawn",
                file.display()
            ),
        }
    }
}

impl std::error::Error for PreviousError {}

impl Previous {
    /// Reads what matters of the site in a folder; nothing where the folder is not there yet or empty.
    ///
    /// # Errors
    /// Where the folder holds something else, or the site in it cannot be read.
    pub fn read(root: &Path) -> Result<Self, PreviousError> {
        if is_nothing(root) {
            return Ok(Self::default());
        }
        let Ok(version) = fs::read(root.join("version.json")) else {
            return Err(PreviousError::NotASite(root.to_owned()));
        };
        let Ok(version) = serde_json::from_slice::<Version>(&version) else {
            return Err(PreviousError::NotASite(root.to_owned()));
        };
        let carried: BTreeSet<String> = if root.join(CARRIED).exists() {
            json(root, CARRIED)?
        } else {
            BTreeSet::new()
        };
        let mut files = hashed_files(root);
        files.retain(|file| !carried.contains(file));
        let (reports, withdrawn) = ids(root)?;
        let mut ids = &reports | &withdrawn;
        if root.join(MISSING).exists() {
            ids.extend(json::<BTreeSet<String>>(root, MISSING)?);
        }
        Ok(Self {
            root: root.to_owned(),
            generation: version.generation,
            ids,
            withdrawn,
            files,
            carried,
        })
    }

    /// The reports that are there no more. Where some posts could not be read, what is missing is not called withdrawn:
    /// a slip of the pen is no decision. Addresses that differ in case alone are one to many file systems.
    pub fn gone(&self, summaries: &[Summary], all_were_read: bool) -> Gone {
        let here: BTreeSet<String> = summaries
            .iter()
            .map(|summary| summary.id.to_lowercase())
            .collect();
        let gone = self.ids.iter().filter(|id| !here.contains(&id.to_lowercase()));
        let (withdrawn, missing) = gone
            .cloned()
            .partition(|id| all_were_read || self.withdrawn.contains(id));
        Gone { withdrawn, missing }
    }

    /// Carries along what the site that is being written, whose generation is given, lacks; the number of files.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub(super) fn carry(&self, generation: &str, output: &Output) -> Result<usize, OutputError> {
        let is_same = self.generation == generation;
        let of_before = self.carried.iter().filter(|_| is_same);
        let mut carried = BTreeSet::new();
        for file in self.files.iter().chain(of_before) {
            let from = self.root.join(file);
            if !output.has(file) && from.is_file() {
                output.copy(file, &from)?;
                carried.insert(file);
            }
        }
        if !carried.is_empty() {
            let list = serde_json::to_vec(&carried).unwrap_or_default();
            output.write(CARRIED, &list)?;
        }
        Ok(carried.len())
    }
}

fn is_nothing(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// The ids of a site's reports, and of those withdrawn before.
fn ids(root: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>), PreviousError> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let path = root.join(BUNDLE);
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
    let bundle = Bundle::from_json(&text).map_err(|error| unreadable(&path, &error))?;
    let reports = bundle.reports.into_iter();
    let mut ids: BTreeSet<String> = reports.map(|report| report.summary.id).collect();
    for link in bundle
        .directories
        .iter()
        .filter(|link| link.kind == Kind::Summaries)
    {
        let directory: Directory = json(root, &link.url())?;
        for shard in &directory.shards {
            let summaries: Vec<Id> = json(root, &shard.url(Kind::Summaries))?;
            ids.extend(summaries.into_iter().map(|summary| summary.id));
        }
    }
    Ok((ids, bundle.withdrawn.into_iter().collect()))
}

fn json<T: DeserializeOwned>(root: &Path, path: &str) -> Result<T, PreviousError> {
    let path = root.join(path);
    let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&path, &error))
}

fn unreadable(path: &Path, error: &dyn fmt::Display) -> PreviousError {
    PreviousError::Unreadable(path.to_owned(), error.to_string())
}

/// The files of a site that are named by their content.
fn hashed_files(root: &Path) -> BTreeSet<String> {
    let folders = ["assets", "data"].map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let entries = folders.into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let paths = files.filter_map(|entry| {
        let path = entry.path().strip_prefix(root).ok()?;
        Some(path.to_string_lossy().replace('\\', "/"))
    });
    paths.filter(|path| is_hashed(path)).collect()
}

/// Whether a path has the hash of its content in its name (`words.0123456789ab.json`) or in that of its folder
/// (`index-2025-11-01.0123456789ab/3f.bin`).
fn is_hashed(path: &str) -> bool {
    let is_hash = |part: &str| {
        part.len() == 12
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut parts = name.rsplit('.');
    let (_, before_extension) = (parts.next(), parts.next());
    let of_name = parts.next().is_some() && before_extension.is_some_and(is_hash);
    // A compressed copy has one extension more, and is made anew.
    of_name || folder.rsplit_once('.').is_some_and(|(_, hash)| is_hash(hash)) && name.ends_with(".bin")
}

#[cfg(test)]
mod tests;

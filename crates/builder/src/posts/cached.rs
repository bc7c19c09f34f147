//! Posts that need not be read again: the file is as it was, and so are the images that it names.

use std::fs;
use std::sync::Arc;

use kanbao_archive::model::Day;
use serde::{Deserialize, Serialize};

use super::folder::PostFile;
use super::image::Asked;
use super::post::{Outcome, Reader};
use super::{Config, Options};
use crate::cache::{Cache, Key, Place, Stamp, StoreError};
use crate::diagnostic::{Diagnostic, StoredDiagnostic};
use crate::reports::store_body;

/// What became of a file.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) outcome: Outcome,
    /// Where the body of a report is, and what stands for all else that was read.
    pub(super) body: Option<(Place, Key)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is kept of a post.
#[derive(Serialize, Deserialize)]
struct Kept {
    outcome: Outcome,
    diagnostics: Vec<StoredDiagnostic>,
    /// The files that were looked for, with what was found.
    asked: Vec<Asked>,
}

/// Reads files, as far as they have to be read.
pub(super) struct CachedReader<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) cache: &'a Arc<Cache>,
    /// All that the reading of a post depends on beside its file.
    pub(super) settings: Key,
}

/// What stands for the settings, the options and where the folder is.
pub(super) fn settings(config: &Config, options: &Options, root: &std::path::Path) -> Key {
    // Every setting counts, whether or not it has to do with reading: few change, and none is forgotten.
    let Options {
        now: _,
        future,
        drafts,
        // Each post is told again what became of its pictures.
        fetch_images: _,
        // They choose among reports that have been read.
        limits: _,
        progress: _,
    } = options;
    let all = format!("{config:?} {future} {drafts} {root:?}");
    Key::of(&[all.as_bytes()])
}

/// Two days, in seconds: how far the beginnings of a day lie apart on earth, and a little more.
const TWO_DAYS: i64 = 2 * 86_400;

impl CachedReader<'_> {
    /// Reads a file.
    ///
    /// # Errors
    /// Where the body cannot be put into the store; problems of the post are diagnostics.
    pub(super) fn read(&self, file: &PostFile) -> Result<Reading, StoreError> {
        if let Some(given) = &file.given {
            let (outcome, diagnostics) = self.reader.read(file, Ok(given.text().as_bytes().to_vec()));
            return self.keep(file, None, outcome, diagnostics);
        }
        let stamp = fs::metadata(&file.file).ok().map(|metadata| Stamp::of(&metadata));
        let mut bytes = None;
        let found = stamp.and_then(|stamp| {
            let content = || {
                let read = fs::read(&file.file).ok()?;
                let key = Key::of(&[&read]);
                bytes = Some(read);
                Some(key)
            };
            let found = self.cache.post(&file.path, self.settings, stamp, content)?;
            let key = found.place.key();
            let kept: Kept = serde_json::from_slice(&found.value).ok()?;
            let diagnostics = kept.diagnostics.into_iter().map(StoredDiagnostic::read);
            let diagnostics = diagnostics.collect::<Option<Vec<_>>>()?;
            let is_as_it_was = kept
                .asked
                .iter()
                .all(|asked| self.reader.images.is_still(&file.path, asked));
            (is_as_it_was && !self.depends_on_now(file, &kept.outcome)).then_some(Reading {
                outcome: kept.outcome,
                body: found.body.map(|place| (place, key)),
                diagnostics,
            })
        });
        match found {
            Some(reading) => Ok(reading),
            None => {
                let bytes = bytes.map_or_else(|| fs::read(&file.file), Ok);
                let content = bytes.as_ref().ok().map(|bytes| Key::of(&[bytes]));
                let (outcome, diagnostics) = self.reader.read(file, bytes);
                self.keep(file, stamp.zip(content), outcome, diagnostics)
            }
        }
    }

    /// Whether the moment of the build decides what becomes of a post: drafts are of today, and what is dated in the
    /// future is left out.
    fn depends_on_now(&self, file: &PostFile, outcome: &Outcome) -> bool {
        let begins = |day: Day| i64::from(day.epoch_days()) * 86_400;
        let now = self.reader.options.now.as_second();
        match outcome {
            _ if file.draft => true,
            Outcome::Future => true,
            Outcome::Report(post) => begins(post.report.summary.day) + TWO_DAYS > now,
            Outcome::Unpublished | Outcome::NotAPost | Outcome::Failed => false,
        }
    }

    fn keep(
        &self,
        file: &PostFile,
        known: Option<(Stamp, Key)>,
        mut outcome: Outcome,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Reading, StoreError> {
        let body = match &mut outcome {
            Outcome::Report(post) => Some(store_body(self.cache.pack(), &post.take_body())?),
            _ => None,
        };
        let kept = Kept {
            outcome,
            diagnostics: diagnostics.iter().map(StoredDiagnostic::from).collect(),
            asked: self.reader.images.asked(&file.path),
        };
        // A path that is no text can be in no index; such a post is read every time.
        let value = serde_json::to_vec(&kept).unwrap_or_default();
        let key = Key::of(&[&value]);
        if let Some(known) = known
            && !value.is_empty()
        {
            self.cache
                .keep_post(&file.path, self.settings, known, &value, body)?;
        }
        Ok(Reading {
            outcome: kept.outcome,
            body: body.map(|place| (place, key)),
            diagnostics,
        })
    }
}

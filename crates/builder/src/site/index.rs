//! The search index as files, level by level.

use std::ops::Range;

use kanbao_archive::model::{Day, Fingerprint, Index, IndexLevel};
use kanbao_archive::outline::{Aliases, boilerplate};
use kanbao_archive::search::index::{Gram, Grams, Level, Writer, levels};
use kanbao_archive::text::{FoldTable, searchable};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::SiteError;
use super::hash::finished;
use super::output::Output;
use crate::cache::{Key, StoreError};
use crate::fold;
use crate::reports::Reports;

/// Reports whose grams are made at the same time; their lists are the most that waits in memory.
const AT_ONCE: usize = 1_024;

/// Writes the index of reports, newest first; a key stands for the aliases: one level after the other, so the largest is all that stands in memory.
///
/// # Errors
/// Where a file cannot be written, or a report cannot be read.
pub(super) fn write(
    reports: &Reports,
    (aliases, settings): (&Aliases, Key),
    fold: &FoldTable,
    output: &Output,
) -> Result<Index, SiteError> {
    let days: Vec<Day> = reports.summaries().iter().map(|summary| summary.day).collect();
    let mut bytes = 0;
    let mut index = Index {
        mean_length: 0,
        levels: Vec::new(),
    };
    let folding = fold::key(fold);
    for range in levels(&days) {
        let from = days[range.end - 1];
        let make = || -> Result<Made, SiteError> {
            let (made, length) = level(reports, range.clone(), aliases, fold)?;
            let link = IndexLevel {
                from,
                reports: made.reports,
                bits: made.bits,
                bytes: made.shards.iter().map(|shard| shard.len() as u32).sum(),
                hash: fingerprint(&made),
            };
            made.shards
                .par_iter()
                .enumerate()
                .try_for_each(|(number, shard)| output.write_hashed(&link.url(number as u32), shard))?;
            Ok(Made { link, length })
        };
        let is_there = |made: &Made| made.is_there(output);
        let made = reports.made(("index", range.clone(), &[folding, settings]), is_there, make)?;
        bytes += made.length;
        index.levels.push(made.link);
    }
    index.mean_length = u32::try_from(bytes / reports.len().max(1)).unwrap_or(u32::MAX);
    Ok(index)
}

/// A level that was written.
#[derive(Serialize, Deserialize)]
struct Made {
    link: IndexLevel,
    /// Of its reports' folded texts, in bytes.
    length: usize,
}

impl Made {
    /// Whether an earlier build has written all of its files.
    fn is_there(&self, output: &Output) -> Result<bool, SiteError> {
        for number in 0..1_u32 << self.link.bits {
            if !output.keep_hashed(&self.link.url(number))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The level of some reports, and the length of their folded texts.
fn level(
    reports: &Reports,
    range: Range<usize>,
    aliases: &Aliases,
    fold: &FoldTable,
) -> Result<(Level, usize), StoreError> {
    let mut writer = Writer::default();
    let mut bytes = 0;
    for from in range.clone().step_by(AT_ONCE) {
        let grams: Vec<(Vec<Gram>, usize)> = (from..range.end.min(from + AT_ONCE))
            .into_par_iter()
            .map_init(Grams::default, |grams, index| {
                let document = reports.body(index)?.document.read();
                let text = searchable(&document, &boilerplate(&document, aliases));
                let summary = &reports.summaries()[index];
                Ok((grams.of(summary, &text, fold).to_vec(), grams.bytes()))
            })
            .collect::<Result<_, StoreError>>()?;
        for (grams, length) in &grams {
            writer.add(grams);
            bytes += length;
        }
    }
    Ok((writer.finish(), bytes))
}

fn fingerprint(level: &Level) -> Fingerprint {
    let mut hasher = Sha256::new();
    for shard in &level.shards {
        hasher.update((shard.len() as u64).to_le_bytes());
        hasher.update(shard);
    }
    finished(hasher)
}

//! The search index over the network: which reports that are not here can match.

use std::collections::HashMap;

use kanbao_archive::link::Filter;
use kanbao_archive::page::Trouble;
use kanbao_archive::search::index::{Candidates, IndexError, Lookup, Part, Shard, parts};

use super::Archive;
use crate::browser::fetch;
use crate::reactive::*;

/// The search index as far as it is here.
#[derive(Clone, Copy)]
pub struct Index {
    archive: Archive,
    /// Shards by the place of their level and their number.
    shards: StoredValue<HashMap<(usize, u32), Shard>>,
}

impl Index {
    /// Nothing fetched yet.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            shards: StoredValue::new(HashMap::new()),
        }
    }

    /// The archive is another.
    pub fn forget(self) {
        self.shards.update_value(HashMap::clear);
    }

    /// The reports that a lookup leaves of those that a filter admits; all of them where there is no index.
    ///
    /// # Errors
    /// What a reader can be told about why a part of the index could not be fetched.
    pub async fn candidates(self, lookup: &Lookup, filter: &Filter) -> Result<Candidates, Trouble> {
        let days = self.archive.days();
        let bundle = self.archive.bundle();
        let Some(index) = &bundle.index else {
            return Ok(Candidates::all(&days, filter));
        };
        let parts = parts(index, &days, filter);
        self.fetch(lookup, &parts).await?;
        self.shards
            .with_value(|shards| {
                Candidates::find(lookup, &parts, &days, |part, gram| {
                    let number = gram.shard(part.level.bits);
                    let shard = shards.get(&(part.at, number)).ok_or(IndexError::Malformed)?;
                    shard.list(gram)
                })
            })
            .map_err(|_| Trouble::Mismatch)
    }

    /// Fetches all that is missing at once.
    async fn fetch(self, lookup: &Lookup, parts: &[Part<'_>]) -> Result<(), Trouble> {
        let root = self.archive.root();
        let mut missing = Vec::new();
        self.shards.with_value(|shards| {
            for part in parts {
                let numbers = lookup.shards(part.level.bits).into_iter();
                let absent = numbers.filter(|number| !shards.contains_key(&(part.at, *number)));
                missing.extend(absent.map(|number| (part, number)));
            }
        });
        let urls = missing
            .iter()
            .map(|(part, number)| format!("{root}{}", part.level.url(*number)));
        let asked_of = untrack(|| self.archive.times_replaced());
        let waiting = self.archive.waiting();
        let files = fetch::files(urls).await;
        drop(waiting);
        if asked_of != untrack(|| self.archive.times_replaced()) {
            return Err(Trouble::Mismatch);
        }
        for ((part, number), file) in missing.into_iter().zip(files) {
            let shard =
                Shard::read(&file?, part.level.bits, part.level.reports).map_err(|_| Trouble::Mismatch)?;
            self.shards.update_value(|shards| {
                shards.insert((part.at, number), shard);
            });
        }
        Ok(())
    }
}

//! The counts of terms over the network: the months that some days need.

use std::collections::HashSet;

use kanbao_archive::model::{
    Directory, DirectoryLink, Fingerprint, Kind, MonthTerms, Period, SCHEMA, Shard, TermTotals,
};
use kanbao_archive::page::Trouble;
use kanbao_archive::terms::Terms;

use super::Archive;
use super::archive::read;
use crate::browser::fetch;
use crate::reactive::*;

/// Months that are fetched at a time.
const AT_ONCE: usize = 6;

/// The counts of terms as far as they are here.
#[derive(Clone, Copy)]
pub struct CountedTerms {
    archive: Archive,
    inner: StoredValue<Inner>,
    /// Counts the times when more came.
    grown: RwSignal<u32>,
}

#[derive(Default)]
struct Inner {
    terms: Terms,
    /// Of which bundle: the archive counts how often it was replaced.
    of: u32,
    /// Fingerprints of the directories and months that are here.
    read: HashSet<String>,
    months: Vec<Shard>,
}

impl CountedTerms {
    /// Nothing fetched yet.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            inner: StoredValue::new(Inner::default()),
            grown: RwSignal::new(0),
        }
    }

    /// What is here. Tracked.
    pub fn with<T>(self, read: impl FnOnce(&Terms) -> T) -> T {
        self.grown.track();
        self.inner.with_value(|inner| read(&inner.terms))
    }

    /// Fetches the counts of some days, or of all, newest months first; whoever reads them sees more from time to time.
    ///
    /// # Errors
    /// What a reader can be told about why a part could not be fetched.
    pub async fn fetch(self, days: Option<Period>) -> Result<(), Trouble> {
        while self.fetch_some(days, u64::MAX).await? {}
        Ok(())
    }

    /// Fetches a few of the newest months that some days need, of those that are within so many bytes from the newest on;
    /// says whether there were any. To be asked again until there are none.
    ///
    /// # Errors
    /// As [`CountedTerms::fetch`].
    pub async fn fetch_some(self, days: Option<Period>, at_most: u64) -> Result<bool, Trouble> {
        let of = untrack(|| self.archive.times_replaced());
        self.inner.update_value(|inner| {
            if inner.of != of {
                *inner = Inner {
                    of,
                    ..Inner::default()
                };
            }
        });
        let bundle = untrack(|| self.archive.bundle());
        let in_days = |year: i32| days.is_none_or(|days| days.from.year() <= year && year <= days.to.year());
        let links = bundle.terms.iter().filter(|link| in_days(link.year));
        for link in links {
            self.read_directory(of, link).await?;
        }
        let next = self
            .inner
            .with_value(|inner| inner.missing(days, at_most, AT_ONCE));
        if next.is_empty() {
            return Ok(false);
        }
        let fetches = next.iter().map(|month| self.fetch_month(of, month));
        let fetched: Result<(), Trouble> = fetch::all(fetches).await.into_iter().collect();
        // Also where one has failed: the others are here.
        if of == untrack(|| self.archive.times_replaced()) {
            self.grown.update(|times| *times += 1);
        }
        fetched.map(|()| true)
    }

    /// Fetches what the months that are over hold together, which other reports are compared with.
    ///
    /// # Errors
    /// As [`CountedTerms::fetch`].
    pub async fn fetch_totals(self) -> Result<(), Trouble> {
        let of = untrack(|| self.archive.times_replaced());
        let bundle = untrack(|| self.archive.bundle());
        let Some(link) = &bundle.term_totals else {
            return Ok(());
        };
        let Some(json) = self.unless_here(&link.url(), &link.hash).await? else {
            return Ok(());
        };
        let totals: TermTotals = read(&json)?;
        if totals.schema != SCHEMA {
            return Err(Trouble::NewerSchema);
        }
        self.inner.update_value(|inner| {
            if inner.of == of && inner.read.insert(link.hash.0.clone()) {
                inner.terms.add_totals(totals);
            }
        });
        self.grown.update(|times| *times += 1);
        Ok(())
    }

    /// How many bytes of the months that some days need are not here, as far as their directories are. Tracked.
    pub fn bytes_missing(self, days: Option<Period>) -> u64 {
        self.grown.track();
        let missing = |inner: &Inner| inner.missing(days, u64::MAX, usize::MAX);
        let months = self.inner.with_value(missing);
        months.iter().map(|month| u64::from(month.bytes)).sum()
    }

    async fn read_directory(self, of: u32, link: &DirectoryLink) -> Result<(), Trouble> {
        let Some(json) = self.unless_here(&link.url(), &link.hash).await? else {
            return Ok(());
        };
        let directory: Directory = read(&json)?;
        if directory.schema != SCHEMA {
            return Err(Trouble::NewerSchema);
        }
        self.inner.update_value(|inner| {
            if inner.of == of && inner.read.insert(link.hash.0.clone()) {
                inner.months.extend(directory.shards);
                kanbao_archive::order::sort_by_key(&mut inner.months, |month| {
                    std::cmp::Reverse(month.period.from)
                });
            }
        });
        Ok(())
    }

    async fn fetch_month(self, of: u32, month: &Shard) -> Result<(), Trouble> {
        let url = month.url(Kind::Terms);
        let Some(json) = self.unless_here(&url, &month.hash).await? else {
            return Ok(());
        };
        let terms: MonthTerms = read(&json)?;
        self.inner.update_value(|inner| {
            if inner.of == of && inner.read.insert(month.hash.0.clone()) {
                inner.terms.add(&terms);
            }
        });
        Ok(())
    }

    /// The text of a file that has not been read; a large cloud and the tiles below it may want the same at once.
    async fn unless_here(self, url: &str, hash: &Fingerprint) -> Result<Option<String>, Trouble> {
        let is_here = || self.inner.with_value(|inner| inner.read.contains(&hash.0));
        self.archive.once(url, hash, &is_here).await
    }
}

impl Inner {
    /// The newest months that some days need and that are not here: of those within so many bytes, this many.
    fn missing(&self, days: Option<Period>, at_most: u64, count: usize) -> Vec<Shard> {
        let is_wanted = |month: &&Shard| {
            days.is_none_or(|days| month.period.from <= days.to && days.from <= month.period.to)
        };
        let mut room = at_most;
        let fits = |month: &&Shard| {
            let fits = room > 0;
            room = room.saturating_sub(u64::from(month.bytes));
            fits
        };
        let within = self.months.iter().filter(is_wanted).take_while(fits);
        let missing = within.filter(|month| !self.read.contains(&month.hash.0));
        missing.take(count).cloned().collect()
    }
}

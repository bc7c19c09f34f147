//! Fetching the rest of the archive: directories, and the files that they name.

use std::rc::Rc;

use kanbao_archive::listing;
use kanbao_archive::model::{Body, Day, Directory, DirectoryLink, Fingerprint, Kind, SCHEMA, Shard, Summary};
use kanbao_archive::page::Trouble;

use super::held::Held;
use super::waiting::Waiting;
use super::{Archive, read};
use crate::browser::{clock, fetch};

/// How often it is looked whether a file has come that somebody else has asked for, in milliseconds.
const PULSE: u32 = 50;

impl Archive {
    /// A report, fetched where it is not here; `None` where the archive has no such report.
    ///
    /// # Errors
    /// What a reader can be told about why it could not be fetched.
    pub async fn open(self, id: &str) -> Result<Option<(Rc<Summary>, Rc<Body>)>, Trouble> {
        loop {
            let asked_of = self.replaced.get_untracked();
            let Some(summary) = self.find(id).await? else {
                return Ok(None);
            };
            self.fetch_days(&[summary.day], 2).await?;
            match self.body(id) {
                Some(body) => return Ok(Some((summary, body))),
                // Where the shard of its day lacks it, the data contradict themselves.
                None if asked_of == self.replaced.get_untracked() => return Err(Trouble::Mismatch),
                None => {}
            }
        }
    }

    /// A report's summary, fetched where it is not here: first it is looked for on the day that its id names, then, since
    /// posts may choose their addresses, everywhere. `None` where the archive has no such report.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub async fn find(self, id: &str) -> Result<Option<Rc<Summary>>, Trouble> {
        let mut day = listing::day_of(id).filter(|day| !self.lists(*day));
        loop {
            let known = self.summary(id);
            if known.is_some() || self.is_withdrawn(id) {
                return Ok(known);
            }
            if let Some(day) = day.take() {
                self.fetch_listing(&[day], 1).await?;
            } else if !self.fetch_next(Kind::Summaries).await? {
                return Ok(None);
            }
        }
    }

    /// Fetches the reports of the first of these days, and of others if they stand in the same file or in the next
    /// few: up to `at_once` files, where they are not here. Says how many files that were.
    ///
    /// # Errors
    /// What a reader can be told about why they could not be fetched.
    pub async fn fetch_days(self, days: &[Day], at_once: usize) -> Result<usize, Trouble> {
        self.fetch_of(&[Kind::Summaries, Kind::Bodies], days, at_once)
            .await
    }

    /// The same with the summaries alone.
    ///
    /// # Errors
    /// As [`Archive::fetch_days`].
    pub async fn fetch_listing(self, days: &[Day], at_once: usize) -> Result<usize, Trouble> {
        self.fetch_of(&[Kind::Summaries], days, at_once).await
    }

    /// Reads the directory that names the file which lists a day, where it has not been read.
    ///
    /// # Errors
    /// As [`Archive::fetch_days`].
    pub async fn read_listing(self, day: Day) -> Result<(), Trouble> {
        self.read_directories(&[Kind::Summaries], day).await
    }

    async fn read_directories(self, kinds: &[Kind], day: Day) -> Result<(), Trouble> {
        let links = self
            .inner
            .with_value(|inner| inner.directories_of(kinds, day.year()));
        for link in links {
            self.read_directory(link).await?;
        }
        Ok(())
    }

    async fn fetch_of(self, kinds: &[Kind], days: &[Day], at_once: usize) -> Result<usize, Trouble> {
        let Some(first) = days.first() else { return Ok(0) };
        self.read_directories(kinds, *first).await?;
        let wanted = self
            .inner
            .with_value(|inner| inner.missing_shards(kinds, days, at_once));
        if kinds.contains(&Kind::Bodies) {
            // Of many days those that come first are wanted now.
            let now = &days[..days.len().min(at_once)];
            self.inner.update_value(|inner| inner.want_texts(now));
        }
        let fetches = wanted
            .iter()
            .map(|(kind, shard)| self.fetch_shard(*kind, shard, true));
        fetch::all(fetches).await.into_iter().collect::<Result<(), _>>()?;
        Ok(wanted.len())
    }

    /// Fetches the next newest shard of a kind that has not arrived; says whether there was one.
    ///
    /// # Errors
    /// What a reader can be told about why it could not be fetched.
    pub async fn fetch_next(self, kind: Kind) -> Result<bool, Trouble> {
        loop {
            let directory = self
                .inner
                .with_value(|inner| inner.directories.iter().find(|link| link.kind == kind).cloned());
            let shard = self.inner.with_value(|inner| {
                let mut shards = inner.shards.get(kind.slug()).into_iter().flatten();
                shards
                    .find(|shard| !inner.fetched.contains(&shard.hash.0) && !inner.texts.are_dropped(shard))
                    .cloned()
            });
            match (shard, directory) {
                (Some(shard), link) if link.as_ref().is_none_or(|l| l.year <= shard.period.to.year()) => {
                    return self.fetch_shard(kind, &shard, false).await.map(|()| true);
                }
                (_, Some(link)) => self.read_directory(link).await?,
                (_, None) => return Ok(false),
            }
        }
    }

    async fn read_directory(self, link: DirectoryLink) -> Result<(), Trouble> {
        let is_wanted = move |inner: &Held, link: &DirectoryLink| inner.directories.contains(link);
        let is_here = || self.inner.with_value(|inner| !is_wanted(inner, &link));
        let Some(json) = self.once(&link.url(), &link.hash, &is_here).await? else {
            return Ok(());
        };
        let directory: Directory = read(&json)?;
        if directory.schema != SCHEMA {
            return Err(Trouble::NewerSchema);
        }
        self.inner.update_value(|inner| {
            // Somebody else may have read it meanwhile, or another bundle may be here.
            if is_wanted(inner, &link) {
                inner.add_directory(&link, directory.shards);
            }
        });
        self.grown.update(|n| *n += 1);
        Ok(())
    }

    async fn fetch_shard(self, kind: Kind, shard: &Shard, is_asked_for: bool) -> Result<(), Trouble> {
        let asked_of = self.replaced.get_untracked();
        let is_here = || {
            self.inner
                .with_value(|inner| inner.fetched.contains(&shard.hash.0))
        };
        let Some(json) = self.once(&shard.url(kind), &shard.hash, &is_here).await? else {
            return Ok(());
        };
        if asked_of != self.replaced.get_untracked() {
            // Another bundle is here: whoever wants it of that one asks again.
            return Ok(());
        }
        match kind {
            Kind::Summaries => {
                let summaries: Vec<Summary> = read(&json)?;
                self.inner
                    .update_value(|inner| inner.add_summaries(summaries.into_iter().map(Rc::new)));
            }
            Kind::Bodies => {
                let bodies: Vec<(String, Body)> = read(&json)?;
                let bodies = bodies.into_iter().map(|(id, body)| (id, Rc::new(body))).collect();
                self.inner
                    .update_value(|inner| inner.add_texts(shard, bodies, is_asked_for));
            }
            // They are for `state::terms` to fetch.
            Kind::Terms => {}
        }
        self.inner.update_value(|inner| {
            inner.fetched.insert(shard.hash.0.clone());
        });
        self.grown.update(|n| *n += 1);
        Ok(())
    }

    /// The text of a file, unless it is here; where somebody else has asked for it already, waits for that first.
    pub(in crate::state) async fn once(
        self,
        url: &str,
        hash: &Fingerprint,
        is_here: &dyn Fn() -> bool,
    ) -> Result<Option<String>, Trouble> {
        loop {
            if is_here() {
                return Ok(None);
            }
            if !self.inner.with_value(|inner| inner.under_way.contains(hash)) {
                break;
            }
            clock::sleep(PULSE).await;
        }
        self.inner
            .update_value(|inner| inner.under_way.push(hash.clone()));
        let text = self.text(url, hash).await;
        self.inner
            .update_value(|inner| inner.under_way.retain(|other| other != hash));
        text.map(Some)
    }

    /// The text of a file that is named by its content.
    pub(in crate::state) async fn text(self, path: &str, hash: &Fingerprint) -> Result<String, Trouble> {
        let _waiting = self.waiting();
        let text = fetch::text(&format!("{}{path}", self.root()), Some(hash)).await;
        if let Err(Trouble::Status(404 | 410) | Trouble::NotData) = &text {
            self.missed.update(|n| *n += 1);
        }
        text
    }

    /// Counts among what is waited for until what is returned is dropped.
    pub(in crate::state) fn waiting(self) -> Waiting {
        self.waits.begin()
    }
}

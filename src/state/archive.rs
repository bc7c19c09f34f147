//! The archive as far as it is here: the bundle, and what has been fetched of the rest.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use kanbao_archive::link::Filter;
use kanbao_archive::model::{
    Body, Bundle, BundleError, Day, Directory, DirectoryLink, Kind, SCHEMA, Shard, Summary,
};
use kanbao_archive::outline::Aliases;
use kanbao_archive::page::Trouble;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::browser::fetch;

/// The reports that are here, and the way to the others.
#[derive(Clone, Copy)]
pub struct Archive {
    inner: StoredValue<Inner, LocalStorage>,
    /// Counts what has arrived, so that views follow.
    grown: RwSignal<u32>,
}

struct Inner {
    root: String,
    /// The bundle without its reports: those are in `summaries` and `bodies`.
    bundle: Rc<Bundle>,
    aliases: Rc<Aliases>,
    /// Newest first.
    summaries: Vec<Rc<Summary>>,
    bodies: HashMap<String, Rc<Body>>,
    /// Shards of the directories read so far, newest first.
    shards: HashMap<&'static str, Vec<Shard>>,
    /// Directories that have not been read, newest first.
    directories: Vec<DirectoryLink>,
    fetched: HashSet<String>,
}

impl Archive {
    /// Fetches the bundle.
    ///
    /// # Errors
    /// What a reader can be told about why there is none.
    pub async fn load(root: &str) -> Result<Self, Trouble> {
        let json = fetch::text(&format!("{root}data/bundle.json"), None).await?;
        let bundle = Bundle::from_json(&json).map_err(|error| match error {
            BundleError::NewerSchema { .. } => Trouble::NewerSchema,
            BundleError::Unreadable(_) => Trouble::Unreadable,
        })?;
        Ok(Self::new(root, bundle))
    }

    /// The archive of a bundle, whose other files lie below `root`.
    pub fn new(root: &str, bundle: Bundle) -> Self {
        Self {
            inner: StoredValue::new_local(Inner::new(root, bundle)),
            grown: RwSignal::new(0),
        }
    }

    /// Site, labels and counts. (The reports are not in it: ask [`Archive::list`] and [`Archive::body`].)
    pub fn bundle(self) -> Rc<Bundle> {
        self.inner.with_value(|inner| inner.bundle.clone())
    }

    /// The tables that tell sections and boilerplate.
    pub fn aliases(self) -> Rc<Aliases> {
        self.inner.with_value(|inner| inner.aliases.clone())
    }

    /// The reports that pass a filter and are known so far, newest first. Follows what arrives.
    pub fn list(self, filter: &Filter) -> Vec<Rc<Summary>> {
        self.grown.track();
        self.inner.with_value(|inner| {
            inner
                .summaries
                .iter()
                .filter(|s| filter.admits(s))
                .cloned()
                .collect()
        })
    }

    /// Whether every report's summary is here.
    pub fn is_complete(self) -> bool {
        self.grown.track();
        self.inner
            .with_value(|inner| inner.summaries.len() >= inner.bundle.total as usize)
    }

    /// The newest report's day.
    pub fn newest_day(self) -> Option<Day> {
        self.inner
            .with_value(|inner| inner.summaries.first().map(|summary| summary.day))
    }

    /// A report's summary, where it is here.
    pub fn summary(self, id: &str) -> Option<Rc<Summary>> {
        self.inner
            .with_value(|inner| inner.summaries.iter().find(|summary| summary.id == id).cloned())
    }

    /// A report's text, where it is here.
    pub fn body(self, id: &str) -> Option<Rc<Body>> {
        self.inner.with_value(|inner| inner.bodies.get(id).cloned())
    }

    /// A report, fetched where it is not here; `None` where the archive has no such report.
    ///
    /// # Errors
    /// What a reader can be told about why it could not be fetched.
    pub async fn open(self, id: &str) -> Result<Option<(Rc<Summary>, Rc<Body>)>, Trouble> {
        let summary = loop {
            if let Some(summary) = self.summary(id) {
                break summary;
            }
            if !self.fetch_next(Kind::Summaries).await? {
                return Ok(None);
            }
        };
        loop {
            if let Some(body) = self.body(id) {
                return Ok(Some((summary, body)));
            }
            match self.shard_of(Kind::Bodies, summary.day) {
                Some(shard) => self.fetch_shard(Kind::Bodies, &shard).await?,
                None if self.read_directory(Kind::Bodies).await? => {}
                // The directories are read to the end and none has the day: they contradict the summaries.
                None => return Err(Trouble::Mismatch),
            }
            let is_fetched = |shard: Shard| {
                self.inner
                    .with_value(|i| i.fetched.contains(&shard.url(Kind::Bodies)))
            };
            if self.body(id).is_none() && self.shard_of(Kind::Bodies, summary.day).is_some_and(is_fetched) {
                return Err(Trouble::Mismatch);
            }
        }
    }

    /// Fetches the next newest shard of a kind; says whether there was one.
    ///
    /// # Errors
    /// What a reader can be told about why it could not be fetched.
    pub async fn fetch_next(self, kind: Kind) -> Result<bool, Trouble> {
        loop {
            let next = self.inner.with_value(|inner| {
                let shards = inner
                    .shards
                    .get(kind.slug())
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                shards
                    .iter()
                    .find(|shard| !inner.fetched.contains(&shard.url(kind)))
                    .cloned()
            });
            match next {
                Some(shard) => return self.fetch_shard(kind, &shard).await.map(|()| true),
                None if self.read_directory(kind).await? => {}
                None => return Ok(false),
            }
        }
    }

    fn shard_of(self, kind: Kind, day: Day) -> Option<Shard> {
        self.inner.with_value(|inner| {
            inner
                .shards
                .get(kind.slug())?
                .iter()
                .find(|shard| shard.period.contains(day))
                .cloned()
        })
    }

    /// Reads the next newest directory of a kind; says whether there was one.
    async fn read_directory(self, kind: Kind) -> Result<bool, Trouble> {
        let next = self
            .inner
            .with_value(|inner| inner.directories.iter().find(|link| link.kind == kind).cloned());
        let Some(link) = next else { return Ok(false) };
        let root = self.inner.with_value(|inner| inner.root.clone());
        let json = fetch::text(&format!("{root}{}", link.url()), Some(&link.hash)).await?;
        let directory: Directory = read(&json)?;
        if directory.schema != SCHEMA {
            return Err(Trouble::NewerSchema);
        }
        self.inner.update_value(|inner| {
            inner.directories.retain(|other| *other != link);
            inner
                .shards
                .entry(kind.slug())
                .or_default()
                .extend(directory.shards);
        });
        Ok(true)
    }

    async fn fetch_shard(self, kind: Kind, shard: &Shard) -> Result<(), Trouble> {
        let root = self.inner.with_value(|inner| inner.root.clone());
        let url = shard.url(kind);
        let json = fetch::text(&format!("{root}{url}"), Some(&shard.hash)).await?;
        match kind {
            Kind::Summaries => {
                let summaries: Vec<Summary> = read(&json)?;
                self.inner.update_value(|inner| inner.add_summaries(summaries));
            }
            Kind::Bodies => {
                let bodies: Vec<(String, Body)> = read(&json)?;
                let bodies = bodies.into_iter().map(|(id, body)| (id, Rc::new(body)));
                self.inner.update_value(|inner| inner.bodies.extend(bodies));
            }
        }
        self.inner.update_value(|inner| {
            inner.fetched.insert(url);
        });
        self.grown.update(|n| *n += 1);
        Ok(())
    }
}

impl Inner {
    fn new(root: &str, mut bundle: Bundle) -> Self {
        let mut summaries = Vec::with_capacity(bundle.reports.len());
        let mut bodies = HashMap::with_capacity(bundle.reports.len());
        for report in std::mem::take(&mut bundle.reports) {
            bodies.insert(report.summary.id.clone(), Rc::new(report.body));
            summaries.push(Rc::new(report.summary));
        }
        Self {
            root: root.to_owned(),
            aliases: Rc::new(Aliases::of_site(&bundle.site)),
            directories: std::mem::take(&mut bundle.directories),
            bundle: Rc::new(bundle),
            summaries,
            bodies,
            shards: HashMap::new(),
            fetched: HashSet::new(),
        }
    }

    /// Adds the summaries that are not here yet; the newest ones of a large archive came with the bundle.
    fn add_summaries(&mut self, summaries: Vec<Summary>) {
        let known: HashSet<String> = self.summaries.iter().map(|summary| summary.id.clone()).collect();
        let new = summaries
            .into_iter()
            .filter(|summary| !known.contains(&summary.id))
            .map(Rc::new);
        self.summaries.extend(new);
        // Shards come newest first, so this finds them in order almost always.
        self.summaries.sort_by(|a, b| {
            b.day
                .cmp(&a.day)
                .then_with(|| b.time.cmp(&a.time))
                .then_with(|| a.id.cmp(&b.id))
        });
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Trouble> {
    serde_json::from_str(json).map_err(|_| Trouble::Unreadable)
}

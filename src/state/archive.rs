//! The archive as far as it is here: the bundle, and what has been fetched of the rest.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use kanbao_archive::link::Filter;
use kanbao_archive::model::{
    Body, Bundle, BundleError, Day, Directory, DirectoryLink, Kind, Report, SCHEMA, Shard, Summary,
};
use kanbao_archive::order::{sort_by, sort_by_key};
use kanbao_archive::outline::Aliases;
use kanbao_archive::page::Trouble;
use kanbao_archive::search::Vocabulary;
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
    /// Every publication day, newest first, with the numbers of its reports.
    days: Rc<Vec<(Day, Range<u32>)>>,
    /// How many of the newest reports came with the bundle.
    inline: u32,
    /// Newest first.
    summaries: Vec<Rc<Summary>>,
    by_id: HashMap<String, Rc<Summary>>,
    bodies: HashMap<String, Rc<Body>>,
    /// Reports whose summary and body are here, in the order in which they came.
    arrived: Vec<Rc<Summary>>,
    /// Shards of the directories read so far, newest first.
    shards: HashMap<&'static str, Vec<Shard>>,
    /// Directories that have not been read, newest first.
    directories: Vec<DirectoryLink>,
    /// Fingerprints of the shards that have been fetched.
    fetched: HashSet<String>,
    vocabulary: Option<Rc<Vocabulary>>,
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

    /// Whether the texts of some reports are not here.
    pub fn is_partial(self) -> bool {
        self.inner
            .with_value(|inner| inner.arrived.len() < inner.bundle.total as usize)
    }

    /// Address of the site's root, with a slash at the end.
    pub fn root(self) -> String {
        self.inner.with_value(|inner| inner.root.clone())
    }

    /// Whether a report was published once and is no more.
    pub fn is_withdrawn(self, id: &str) -> bool {
        self.inner.with_value(|inner| inner.bundle.is_withdrawn(id))
    }

    /// The newest report's day.
    pub fn newest_day(self) -> Option<Day> {
        self.inner
            .with_value(|inner| inner.summaries.first().map(|summary| summary.day))
    }

    /// A report's summary, where it is here.
    pub fn summary(self, id: &str) -> Option<Rc<Summary>> {
        self.inner.with_value(|inner| inner.by_id.get(id).cloned())
    }

    /// Every publication day, newest first, with the numbers of its reports (the newest is 0).
    pub fn days(self) -> Rc<Vec<(Day, Range<u32>)>> {
        self.inner.with_value(|inner| inner.days.clone())
    }

    /// The report that came so many reports after the first, with its text.
    pub fn arrived(self, at: usize) -> Option<(Rc<Summary>, Rc<Body>)> {
        self.inner.with_value(|inner| {
            let summary = inner.arrived.get(at)?;
            Some((summary.clone(), inner.bodies.get(&summary.id)?.clone()))
        })
    }

    /// Whether the text of a report, by its number, which a day published, is here.
    pub fn has(self, number: u32, day: Day) -> bool {
        self.inner.with_value(|inner| {
            number < inner.inline
                || [Kind::Summaries, Kind::Bodies].into_iter().all(|kind| {
                    let shard = inner.shard_of(kind, day);
                    shard.is_some_and(|shard| inner.fetched.contains(&shard.hash.0))
                })
        })
    }

    /// Whether the summaries of a day's reports are here, all of them.
    pub fn lists(self, day: Day) -> bool {
        self.inner.with_value(|inner| {
            let of_day = inner.days.iter().find(|(other, _)| *other == day);
            let shard = inner.shard_of(Kind::Summaries, day);
            of_day.is_none_or(|(_, numbers)| numbers.end <= inner.inline)
                || shard.is_some_and(|shard| inner.fetched.contains(&shard.hash.0))
        })
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
            if self.is_withdrawn(id) || !self.fetch_next(Kind::Summaries).await? {
                return Ok(None);
            }
        };
        self.fetch_days(&[summary.day], 2).await?;
        // Where the shard of its day lacks it, the data contradict themselves.
        let body = self.body(id).ok_or(Trouble::Mismatch)?;
        Ok(Some((summary, body)))
    }

    /// Fetches the reports of the first of these days, and of others if they stand in the same file or in the next
    /// few: up to `at_once` files, where they are not here. Says how many files that were.
    ///
    /// # Errors
    /// What a reader can be told about why they could not be fetched.
    pub async fn fetch_days(self, days: &[Day], at_once: usize) -> Result<usize, Trouble> {
        let Some(first) = days.first() else { return Ok(0) };
        for link in self.inner.with_value(|inner| inner.directories_of(first.year())) {
            self.read_directory(link).await?;
        }
        let wanted = self.inner.with_value(|inner| inner.missing_shards(days, at_once));
        let fetches = wanted.iter().map(|(kind, shard)| self.fetch_shard(*kind, shard));
        fetch::all(fetches).await.into_iter().collect::<Result<(), _>>()?;
        Ok(wanted.len())
    }

    /// The words of the archive, for other spellings.
    ///
    /// # Errors
    /// What a reader can be told about why they could not be fetched.
    pub async fn vocabulary(self) -> Result<Rc<Vocabulary>, Trouble> {
        if let Some(known) = self.inner.with_value(|inner| inner.vocabulary.clone()) {
            return Ok(known);
        }
        let (root, bundle) = (self.root(), self.bundle());
        let mut vocabulary = Vocabulary::default();
        for link in &bundle.words {
            let json = fetch::text(&format!("{root}{}", link.url()), Some(&link.hash)).await?;
            vocabulary.extend(read(&json)?);
        }
        let vocabulary = Rc::new(vocabulary);
        self.inner
            .update_value(|inner| inner.vocabulary = Some(vocabulary.clone()));
        Ok(vocabulary)
    }

    /// Fetches the next newest shard of a kind; says whether there was one.
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
                    .find(|shard| !inner.fetched.contains(&shard.hash.0))
                    .cloned()
            });
            match (shard, directory) {
                (Some(shard), link) if link.as_ref().is_none_or(|l| l.year <= shard.period.to.year()) => {
                    return self.fetch_shard(kind, &shard).await.map(|()| true);
                }
                (_, Some(link)) => self.read_directory(link).await?,
                (_, None) => return Ok(false),
            }
        }
    }

    async fn read_directory(self, link: DirectoryLink) -> Result<(), Trouble> {
        let root = self.root();
        let json = fetch::text(&format!("{root}{}", link.url()), Some(&link.hash)).await?;
        let directory: Directory = read(&json)?;
        if directory.schema != SCHEMA {
            return Err(Trouble::NewerSchema);
        }
        self.inner.update_value(|inner| {
            // Somebody else may have read it meanwhile.
            if !inner.directories.contains(&link) {
                return;
            }
            inner.directories.retain(|other| *other != link);
            let shards = inner.shards.entry(link.kind.slug()).or_default();
            shards.extend(directory.shards);
            sort_by_key(shards, |shard| Reverse(shard.period.from));
        });
        Ok(())
    }

    async fn fetch_shard(self, kind: Kind, shard: &Shard) -> Result<(), Trouble> {
        let root = self.root();
        let url = format!("{root}{}", shard.url(kind));
        let json = fetch::text(&url, Some(&shard.hash)).await?;
        match kind {
            Kind::Summaries => {
                let summaries: Vec<Summary> = read(&json)?;
                self.inner.update_value(|inner| inner.add_summaries(summaries));
            }
            Kind::Bodies => {
                let bodies: Vec<(String, Body)> = read(&json)?;
                self.inner.update_value(|inner| inner.add_bodies(bodies));
            }
        }
        self.inner.update_value(|inner| {
            inner.fetched.insert(shard.hash.0.clone());
        });
        self.grown.update(|n| *n += 1);
        Ok(())
    }
}

impl Inner {
    fn new(root: &str, mut bundle: Bundle) -> Self {
        let reports = std::mem::take(&mut bundle.reports);
        let mut inner = Self {
            root: root.to_owned(),
            aliases: Rc::new(Aliases::of_site(&bundle.site)),
            days: Rc::new(bundle.days()),
            inline: reports.len() as u32,
            directories: std::mem::take(&mut bundle.directories),
            bundle: Rc::new(bundle),
            summaries: Vec::new(),
            by_id: HashMap::new(),
            bodies: HashMap::new(),
            arrived: Vec::new(),
            shards: HashMap::new(),
            fetched: HashSet::new(),
            vocabulary: None,
        };
        let (summaries, bodies): (Vec<_>, Vec<_>) = reports
            .into_iter()
            .map(|Report { summary, body }| {
                let id = summary.id.clone();
                (summary, (id, body))
            })
            .unzip();
        inner.add_summaries(summaries);
        inner.add_bodies(bodies);
        inner
    }

    /// The directories of a year that have not been read.
    fn directories_of(&self, year: i32) -> Vec<DirectoryLink> {
        let links = self.directories.iter();
        links.filter(|link| link.year == year).cloned().collect()
    }

    /// The first files that have not been fetched of those that these days need. Days whose directory has not been
    /// read come another time.
    fn missing_shards(&self, days: &[Day], at_most: usize) -> Vec<(Kind, Shard)> {
        let mut missing: Vec<(Kind, Shard)> = Vec::new();
        for day in days {
            for kind in [Kind::Summaries, Kind::Bodies] {
                let Some(shard) = self.shard_of(kind, *day) else {
                    continue;
                };
                let is_known = missing.iter().any(|(_, known)| known == shard);
                if !is_known && !self.fetched.contains(&shard.hash.0) {
                    missing.push((kind, shard.clone()));
                }
            }
            if missing.len() >= at_most {
                break;
            }
        }
        missing
    }

    fn shard_of(&self, kind: Kind, day: Day) -> Option<&Shard> {
        // Newest first, and their periods do not overlap.
        let shards = self.shards.get(kind.slug())?;
        let at = shards.partition_point(|shard| shard.period.from > day);
        shards.get(at).filter(|shard| shard.period.contains(day))
    }

    /// Adds the summaries that are not here yet; the newest ones of a large archive came with the bundle.
    fn add_summaries(&mut self, summaries: Vec<Summary>) {
        for summary in summaries {
            if self.by_id.contains_key(&summary.id) {
                continue;
            }
            let summary = Rc::new(summary);
            if self.bodies.contains_key(&summary.id) {
                self.arrived.push(summary.clone());
            }
            self.by_id.insert(summary.id.clone(), summary.clone());
            self.summaries.push(summary);
        }
        // Shards come newest first as a rule, so this finds them in order almost always.
        sort_by(&mut self.summaries, |a, b| a.list_order(b));
    }

    fn add_bodies(&mut self, bodies: Vec<(String, Body)>) {
        for (id, body) in bodies {
            if self.bodies.contains_key(&id) {
                continue;
            }
            self.arrived.extend(self.by_id.get(&id).cloned());
            self.bodies.insert(id, Rc::new(body));
        }
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Trouble> {
    serde_json::from_str(json).map_err(|_| Trouble::Unreadable)
}

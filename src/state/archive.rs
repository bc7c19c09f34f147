//! The archive as far as it is here: the bundle, and what has been fetched of the rest.

mod held;
mod shards;
mod texts;
mod waiting;

use std::ops::Range;
use std::rc::Rc;

use kanbao_archive::fnv::fnv_32;
use kanbao_archive::json::{self, Json};
use kanbao_archive::link::Filter;
use kanbao_archive::listing::{self, Slot};
use kanbao_archive::model::{Body, Bundle, BundleError, Day, Kind, Period, Summary};
use kanbao_archive::outline::Aliases;
use kanbao_archive::page::Trouble;
use kanbao_archive::search::Vocabulary;

use self::held::Held;
use self::waiting::Waits;
use crate::browser::location::encoded;
use crate::browser::{dom, fetch};
use crate::reactive::*;

/// The reports that are here, and the way to the others.
#[derive(Clone, Copy)]
pub struct Archive {
    inner: StoredValue<Held>,
    /// Counts what has arrived, so that views follow.
    grown: RwSignal<u32>,
    /// Counts the bundles that have taken the place of another.
    replaced: RwSignal<u32>,
    /// How many files are waited for too long.
    waits: Waits,
    /// Counts the files that the host does not have, though this generation names them.
    missed: RwSignal<u32>,
}

/// The bundle of a newer generation, read and ready to take the place of the one that is shown.
pub struct Newer {
    generation: String,
    bundle: Bundle,
    print: u32,
}

impl Archive {
    /// Fetches the bundle of the generation that the page runs.
    ///
    /// # Errors
    /// What a reader can be told about why there is none.
    pub async fn load(root: &str) -> Result<Self, Trouble> {
        let (bundle, print) = bundle(root, dom::root_attribute("data-generation")).await?;
        Ok(Self::of(Held::new(root, bundle, print)))
    }

    /// The archive of a bundle, whose other files lie below `root`.
    #[cfg(test)]
    pub fn new(root: &str, bundle: Bundle) -> Self {
        Self::of(Held::new(root, bundle, 0))
    }

    fn of(held: Held) -> Self {
        Self {
            inner: StoredValue::new(held),
            grown: RwSignal::new(0),
            replaced: RwSignal::new(0),
            waits: Waits::new(),
            missed: RwSignal::new(0),
        }
    }

    /// Fetches the bundle of a newer generation that the service worker has. Nothing is shown of it yet.
    ///
    /// # Errors
    /// As [`Archive::load`].
    pub async fn fetch_newer(self, generation: String) -> Result<Newer, Trouble> {
        let (bundle, print) = bundle(&self.root(), Some(generation.clone())).await?;
        Ok(Newer {
            generation,
            bundle,
            print,
        })
    }

    /// How many reports a newer bundle has beyond this one; `None` where it is the same.
    pub fn added_by(self, newer: &Newer) -> Option<u32> {
        self.inner
            .with_value(|inner| (inner.print != newer.print).then(|| newer.bundle.added_since(&inner.bundle)))
    }

    /// Puts a newer bundle in the place of this one. What is known to be the same in both stays.
    pub fn replace(self, newer: Newer) {
        self.inner
            .update_value(|inner| inner.replace(newer.bundle, newer.print));
        dom::set_root_attribute("data-generation", &newer.generation);
        self.replaced.update(|n| *n += 1);
        self.grown.update(|n| *n += 1);
    }

    /// How many bundles have taken the place of another so far: what was asked of an earlier one is of no use. Tracked.
    pub fn times_replaced(self) -> u32 {
        self.replaced.get()
    }

    /// Whether the network has been asked for something and has not answered for a moment. Tracked.
    pub fn is_slow(self) -> bool {
        self.waits.are_slow()
    }

    /// Whether it has not answered for so long that the connection counts as none. Tracked.
    pub fn is_hanging(self) -> bool {
        self.waits.hang()
    }

    /// How many files the host did not have so far. Tracked.
    pub fn times_missed(self) -> u32 {
        self.missed.get()
    }

    /// Site, labels and counts. (The reports are not in it: ask [`Archive::list`] and [`Archive::body`].)
    pub fn bundle(self) -> Rc<Bundle> {
        self.replaced.track();
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

    /// The places of the list of a filter, newest first, also those whose reports have not come: some may be of these
    /// days alone, where they are named. Follows what arrives.
    pub fn slots(self, filter: &Filter, only: Option<&[Day]>) -> Vec<Slot> {
        let known = self.list(filter);
        let mut days = listing::days_of(&self.bundle(), filter);
        days.retain(|(day, _)| only.is_none_or(|only| only.contains(day)));
        listing::slots(&days, known, listing::is_counted(filter), &|day| self.lists(day))
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

    /// The newest report.
    pub fn newest(self) -> Option<Rc<Summary>> {
        self.inner.with_value(|inner| inner.summaries.first().cloned())
    }

    /// The newest report's day.
    pub fn newest_day(self) -> Option<Day> {
        self.newest().map(|summary| summary.day)
    }

    /// A report's summary, where it is here.
    pub fn summary(self, id: &str) -> Option<Rc<Summary>> {
        self.inner.with_value(|inner| inner.by_id.get(id).cloned())
    }

    /// The id of a report by its number and the day that published it, where that day's reports are listed.
    pub fn id_of(self, number: u32, day: Day) -> Option<String> {
        self.inner.with_value(|inner| {
            let at = inner.days.binary_search_by(|(other, _)| day.cmp(other)).ok()?;
            let place = number.checked_sub(inner.days[at].1.start)?;
            let first = inner.summaries.partition_point(|summary| summary.day > day);
            let summary = inner.summaries.get(first + place as usize)?;
            (summary.day == day).then(|| summary.id.clone())
        })
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

    /// Some reports whose texts are here, the nearest in time to one whose day its id names, else the newest.
    pub fn near(self, id: &str, count: usize) -> Vec<Rc<Summary>> {
        self.inner.with_value(|inner| {
            let mut here: Vec<_> = inner
                .summaries
                .iter()
                .filter(|it| inner.bodies.contains_key(&it.id))
                .collect();
            let day = inner.by_id.get(id).map(|summary| summary.day);
            if let Some(day) = day.or_else(|| listing::day_of(id)) {
                // They are in order already: the nearest stand around where the day would.
                let at = here.partition_point(|summary| summary.day > day);
                let first = at.saturating_sub(count / 2).min(here.len().saturating_sub(count));
                here.drain(..first);
            }
            here.into_iter().take(count).cloned().collect()
        })
    }

    /// Whether the text of a report, by its number, which a day published, has arrived, though it may be dropped by now.
    pub fn has(self, number: u32, day: Day) -> bool {
        self.inner.with_value(|inner| {
            number < inner.inline
                || [Kind::Summaries, Kind::Bodies].into_iter().all(|kind| {
                    let shard = inner.shard_of(kind, day);
                    shard.is_some_and(|shard| {
                        inner.fetched.contains(&shard.hash.0) || inner.texts.are_dropped(shard)
                    })
                })
        })
    }

    /// Whether the summaries of a day's reports are here, all of them; so it is of a day that has none.
    pub fn lists(self, day: Day) -> bool {
        self.inner.with_value(|inner| {
            let at = inner.days.binary_search_by(|(other, _)| day.cmp(other));
            let numbers = at.ok().and_then(|at| inner.days.get(at));
            let shard = inner.shard_of(Kind::Summaries, day);
            numbers.is_none_or(|(_, numbers)| numbers.end <= inner.inline)
                || shard.is_some_and(|shard| inner.fetched.contains(&shard.hash.0))
        })
    }

    /// The days whose reports one file lists together with this day's, where the directory that says so has been read.
    pub fn listed_with(self, day: Day) -> Option<Period> {
        self.inner.with_value(|inner| inner.listed_with(day))
    }

    /// Bytes of the files whose texts are held, beside what came with the bundle.
    pub fn texts_held(self) -> usize {
        self.inner.with_value(|inner| inner.texts.bytes())
    }

    /// Drops texts that have arrived until no more than so many bytes of files are held: all are in the search, and
    /// [`Archive::fetch_days`] brings them back.
    pub fn drop_texts(self, room: usize) {
        self.inner.update_value(|inner| inner.drop_texts(room));
    }

    /// Forgets all texts but those that came with the bundle: none of the others has arrived.
    pub fn forget_texts(self) {
        self.inner.update_value(Held::forget_texts);
    }

    /// Whether a day's texts were held and have been dropped.
    pub fn has_dropped(self, day: Day) -> bool {
        self.inner.with_value(|inner| {
            let shard = inner.shard_of(Kind::Bodies, day);
            shard.is_some_and(|shard| inner.texts.are_dropped(shard))
        })
    }

    /// How many reports have arrived with their texts.
    pub fn texts_arrived(self) -> usize {
        self.inner.with_value(|inner| inner.arrived.len())
    }

    /// A report's text, where it is here.
    pub fn body(self, id: &str) -> Option<Rc<Body>> {
        self.inner.with_value(|inner| inner.bodies.get(id).cloned())
    }

    /// The words of the archive, for other spellings.
    ///
    /// # Errors
    /// What a reader can be told about why they could not be fetched.
    pub async fn vocabulary(self) -> Result<Rc<Vocabulary>, Trouble> {
        if let Some(known) = self.inner.with_value(|inner| inner.vocabulary.clone()) {
            return Ok(known);
        }
        let asked_of = self.replaced.get_untracked();
        let mut vocabulary = Vocabulary::default();
        for link in &untrack(|| self.bundle()).words {
            vocabulary.extend(read(&self.text(&link.url(), &link.hash).await?)?);
        }
        let vocabulary = Rc::new(vocabulary);
        if asked_of == self.replaced.get_untracked() {
            self.inner
                .update_value(|inner| inner.vocabulary = Some(vocabulary.clone()));
        }
        Ok(vocabulary)
    }
}

/// The bundle of a generation, or the one that is published where none is named, with a hash of its text.
async fn bundle(root: &str, generation: Option<String>) -> Result<(Bundle, u32), Trouble> {
    let asked = generation.map_or_else(String::new, |generation| format!("?g={}", encoded(&generation)));
    let json = fetch::text(&format!("{root}data/bundle.json{asked}"), None).await?;
    let bundle = Bundle::from_json(&json).map_err(|error| match error {
        BundleError::NewerSchema { .. } => Trouble::NewerSchema,
        BundleError::Unreadable(_) => Trouble::Unreadable,
    })?;
    Ok((bundle, fnv_32(json.as_bytes())))
}

pub(super) fn read<T: Json>(json: &str) -> Result<T, Trouble> {
    json::from_str(json).map_err(|_| Trouble::Unreadable)
}

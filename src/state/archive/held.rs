//! What is held of the archive, and what of it another bundle can take over.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use kanbao_archive::model::{
    Body, Bundle, Day, DirectoryLink, Fingerprint, Kind, Period, Report, Shard, Summary,
};
use kanbao_archive::order::{sort_by, sort_by_key};
use kanbao_archive::outline::Aliases;
use kanbao_archive::search::Vocabulary;

use super::texts::Texts;

/// What is held of the archive.
pub(super) struct Held {
    pub(super) root: String,
    /// The bundle without its reports: those are in `summaries` and `bodies`.
    pub(super) bundle: Rc<Bundle>,
    pub(super) aliases: Rc<Aliases>,
    /// Every publication day, newest first, with the numbers of its reports.
    pub(super) days: Rc<Vec<(Day, Range<u32>)>>,
    /// How many of the newest reports came with the bundle.
    pub(super) inline: u32,
    /// Newest first.
    pub(super) summaries: Vec<Rc<Summary>>,
    pub(super) by_id: HashMap<String, Rc<Summary>>,
    pub(super) bodies: HashMap<String, Rc<Body>>,
    /// Reports whose summary and body are here, in the order in which they came.
    pub(super) arrived: Vec<Rc<Summary>>,
    /// Which of the texts are held.
    pub(super) texts: Texts,
    /// Shards of the directories read so far, newest first.
    pub(super) shards: HashMap<&'static str, Vec<Shard>>,
    /// Directories that have not been read, newest first.
    pub(super) directories: Vec<DirectoryLink>,
    /// Fingerprints of the shards that have been fetched.
    pub(super) fetched: HashSet<String>,
    pub(super) vocabulary: Option<Rc<Vocabulary>>,
    /// A fingerprint of the bundle's text.
    pub(super) print: u32,
    /// Fingerprints of files that are on their way.
    pub(super) under_way: Vec<Fingerprint>,
    /// Directories that have been read.
    read: Vec<DirectoryLink>,
    /// What was held of the bundle before: what this one has in common with it is told by its directories.
    former: Option<Box<Held>>,
}

impl Held {
    pub(super) fn new(root: &str, mut bundle: Bundle, print: u32) -> Self {
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
            texts: Texts::default(),
            shards: HashMap::new(),
            fetched: HashSet::new(),
            vocabulary: None,
            print,
            under_way: Vec::new(),
            read: Vec::new(),
            former: None,
        };
        let (summaries, bodies): (Vec<_>, Vec<_>) = reports
            .into_iter()
            .map(|Report { summary, body }| {
                let id = summary.id.clone();
                (Rc::new(summary), (id, Rc::new(body)))
            })
            .unzip();
        inner.add_summaries(summaries);
        inner.add_bodies(bodies, true);
        inner
    }

    /// Takes another bundle in place of this one, with what of this one's files it names too.
    pub(super) fn replace(&mut self, bundle: Bundle, print: u32) {
        let fresh = Self::new(&self.root, bundle, print);
        let mut former = std::mem::replace(self, fresh);
        former.former = None;
        let same: Vec<DirectoryLink> = former
            .read
            .iter()
            .filter(|link| self.directories.contains(link))
            .cloned()
            .collect();
        let shards = std::mem::take(&mut former.shards);
        self.former = Some(Box::new(former));
        for link in same {
            let all = shards.get(link.kind.slug()).into_iter().flatten();
            let of_year = all.filter(|shard| shard.period.to.year() == link.year);
            self.add_directory(&link, of_year.cloned().collect());
        }
    }

    /// A directory has been read: what it lists can be fetched, or was held before.
    pub(super) fn add_directory(&mut self, link: &DirectoryLink, shards: Vec<Shard>) {
        self.directories.retain(|other| other != link);
        self.read.push(link.clone());
        if let Some(former) = self.former.take() {
            for shard in &shards {
                self.take_over(link.kind, shard, &former);
            }
            // When all directories are read, there is nothing more to take over.
            self.former = Some(former).filter(|_| !self.directories.is_empty());
        }
        let known = self.shards.entry(link.kind.slug()).or_default();
        known.extend(shards);
        sort_by_key(known, |shard| Reverse(shard.period.from));
    }

    /// Takes over the reports of a shard that was fetched before: its name says what it holds.
    fn take_over(&mut self, kind: Kind, shard: &Shard, former: &Self) {
        if !former.fetched.contains(&shard.hash.0) {
            return;
        }
        // Newest first.
        let begin = former.summaries.partition_point(|s| s.day > shard.period.to);
        let end = former.summaries.partition_point(|s| s.day >= shard.period.from);
        let summaries = former.summaries.get(begin..end).unwrap_or_default();
        if summaries.len() != shard.reports as usize {
            return;
        }
        match kind {
            Kind::Summaries => self.add_summaries(summaries.iter().cloned()),
            Kind::Bodies => {
                let held = |s: &Rc<Summary>| Some((s.id.clone(), former.bodies.get(&s.id)?.clone()));
                let bodies: Vec<_> = summaries.iter().filter_map(held).collect();
                if bodies.len() != summaries.len() {
                    return;
                }
                self.add_texts(shard, bodies, false);
            }
            Kind::Terms => return,
        }
        self.fetched.insert(shard.hash.0.clone());
    }

    /// The directories of a year that have not been read.
    pub(super) fn directories_of(&self, kinds: &[Kind], year: i32) -> Vec<DirectoryLink> {
        let links = self.directories.iter();
        let wanted = links.filter(|link| link.year == year && kinds.contains(&link.kind));
        wanted.cloned().collect()
    }

    /// The first files that have not been fetched of those that these days need. Days whose directory has not been
    /// read come another time.
    pub(super) fn missing_shards(&self, kinds: &[Kind], days: &[Day], at_most: usize) -> Vec<(Kind, Shard)> {
        let mut missing: Vec<(Kind, Shard)> = Vec::new();
        for day in days {
            for kind in kinds {
                let Some(shard) = self.shard_of(*kind, *day) else {
                    continue;
                };
                let is_known = missing.iter().any(|(_, known)| known == shard);
                if !is_known && !self.fetched.contains(&shard.hash.0) {
                    missing.push((*kind, shard.clone()));
                }
            }
            if missing.len() >= at_most {
                break;
            }
        }
        missing
    }

    /// The days that one file lists together with this day, where the directory that names it has been read.
    pub(super) fn listed_with(&self, day: Day) -> Option<Period> {
        self.shard_of(Kind::Summaries, day).map(|shard| shard.period)
    }

    pub(super) fn shard_of(&self, kind: Kind, day: Day) -> Option<&Shard> {
        // Newest first, and their periods do not overlap.
        let shards = self.shards.get(kind.slug())?;
        let at = shards.partition_point(|shard| shard.period.from > day);
        shards.get(at).filter(|shard| shard.period.contains(day))
    }

    /// Adds the summaries that are not here yet; the newest ones of a large archive came with the bundle.
    pub(super) fn add_summaries(&mut self, summaries: impl IntoIterator<Item = Rc<Summary>>) {
        for summary in summaries {
            if self.by_id.contains_key(&summary.id) {
                continue;
            }
            if self.bodies.contains_key(&summary.id) {
                self.arrived.push(summary.clone());
            }
            self.by_id.insert(summary.id.clone(), summary.clone());
            self.summaries.push(summary);
        }
        // Shards come newest first as a rule, so this finds them in order almost always.
        sort_by(&mut self.summaries, |a, b| a.list_order(b));
    }

    /// Adds the texts that are not here, and counts them among those that have arrived where they are new.
    pub(super) fn add_bodies(&mut self, bodies: Vec<(String, Rc<Body>)>, are_new: bool) {
        for (id, body) in bodies {
            if self.bodies.contains_key(&id) {
                continue;
            }
            if are_new {
                self.arrived.extend(self.by_id.get(&id).cloned());
            }
            self.bodies.insert(id, body);
        }
    }
}

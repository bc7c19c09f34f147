//! The files of an archive that can be kept, as its bundle and directories list them.

use std::collections::HashSet;

use super::order::Order;
use super::plan::{File, Plan, What};
use super::{Pictures, Texts};
use crate::json;
use crate::model::{Body, Bundle, Day, Directory, Holding, Image, Kind, Period};
use crate::order::sort_by_key;

/// Day and topic of a report by its id, where they are known.
pub type Facts<'a> = &'a dyn Fn(&str) -> Option<(Day, String)>;

/// The files of an archive that can be kept.
#[derive(Debug)]
pub struct Catalogue {
    /// The newest report's day; none in an empty archive.
    newest: Option<Day>,
    /// Reports by day and topic.
    counts: Vec<(Day, String, u32)>,
    /// Day and topic of the reports that come with the bundle: they are always here.
    inline: Vec<(Day, String)>,
    /// Directories, lists and words: they go with every order.
    lists: Vec<File>,
    /// The shards of texts, newest first.
    texts: Vec<TextShard>,
    index: Vec<File>,
    /// Of each shard of texts, or of the bundle where that holds all: its images, as far as it has been read.
    pictures: Vec<Option<Vec<Shown>>>,
}

#[derive(Debug)]
struct TextShard {
    path: String,
    bytes: u32,
    period: Period,
    holds: Vec<Holding>,
}

/// An image that a report shows.
#[derive(Debug)]
struct Shown {
    report: String,
    path: String,
    bytes: u32,
}

impl Catalogue {
    /// The catalogue of an archive. All the directories that the bundle names belong to it, of terms too.
    pub fn new(bundle: &Bundle, directories: &[Directory]) -> Self {
        let topic = |at: u32| bundle.topics.get(at as usize).map_or("", |label| &label.key);
        let list = |path: String, bytes: u32| File::new(path, bytes, What::Lists, None);
        let mut lists: Vec<File> = Vec::new();
        let links = bundle.directories.iter().chain(&bundle.terms);
        lists.extend(links.map(|link| list(link.url(), link.bytes)));
        let files = bundle.words.iter().chain(&bundle.term_totals);
        lists.extend(files.map(|link| list(link.url(), link.bytes)));
        let mut texts = Vec::new();
        for directory in directories {
            for shard in &directory.shards {
                let path = shard.url(directory.kind);
                match directory.kind {
                    Kind::Summaries | Kind::Terms => lists.push(list(path, shard.bytes)),
                    Kind::Bodies => texts.push(TextShard {
                        path,
                        bytes: shard.bytes,
                        period: shard.period,
                        holds: shard.holds.clone(),
                    }),
                }
            }
        }
        sort_by_key(&mut texts, |shard| std::cmp::Reverse(shard.period.from));
        let mut pictures: Vec<_> = texts.iter().map(|_| None).collect();
        if texts.is_empty() {
            let reports = bundle.reports.iter();
            pictures.push(Some(
                reports
                    .flat_map(|report| shown(&report.summary.id, &report.body.images))
                    .collect(),
            ));
        }
        let counts = bundle.counts.iter();
        let inline = bundle.reports.iter().map(|report| &report.summary);
        Self {
            newest: bundle.counts.first().map(|count| count.day),
            counts: counts
                .map(|count| (count.day, topic(count.topic).to_owned(), count.count))
                .collect(),
            inline: inline
                .map(|summary| (summary.day, summary.topic.clone()))
                .collect(),
            lists,
            texts,
            index: index_files(bundle),
            pictures,
        }
    }

    /// The shards of texts, by their places, that have to be read before it is known which images an order wants.
    pub fn unread(&self, order: &Order) -> Vec<usize> {
        let Some(newest) = self.newest else {
            return Vec::new();
        };
        let shards = self.texts.iter().enumerate();
        let wanted = shards.filter(|(at, shard)| {
            self.pictures[*at].is_none() && order.touches(shard.period, newest).1 && shard.wanted(order).1 > 0
        });
        wanted.map(|(at, _)| at).collect()
    }

    /// Address of a shard of texts relative to the site's root.
    pub fn path(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", |shard| &shard.path)
    }

    /// The images of a shard of texts are known: id of the report and image, as [`images_in`] reads them.
    pub fn has_read(&mut self, at: usize, images: Vec<(String, Vec<Image>)>) {
        if let Some(pictures) = self.pictures.get_mut(at) {
            *pictures = Some(images.iter().flat_map(|(id, images)| shown(id, images)).collect());
        }
    }

    /// What an order comes to, in bytes: texts and lists, then images. Images that several reports show may count more
    /// than once.
    pub fn cost(&self, order: &Order, facts: Facts<'_>) -> [u64; 2] {
        let Some(newest) = self.newest else { return [0, 0] };
        let mut cost = [sum(&self.lists), 0];
        for shard in &self.texts {
            let (texts, pictures) = order.touches(shard.period, newest);
            let (reports, _, bytes) = shard.wanted(order);
            if texts && reports > 0 {
                cost[0] += u64::from(shard.bytes);
                cost[1] += if pictures { bytes } else { 0 };
            }
        }
        if self.texts.is_empty() {
            let plan = self.plan(order, 0, facts);
            cost[1] = plan.progress(&HashSet::new()).images.all_bytes;
        }
        cost
    }

    /// Size of all texts in bytes.
    pub fn texts_size(&self) -> u64 {
        self.texts.iter().map(|shard| u64::from(shard.bytes)).sum()
    }

    /// The files that an order takes, in the order in which they are best fetched. Where all texts are kept and are no
    /// more than `scanned` bytes, search goes through them and needs no index.
    pub fn plan(&self, order: &Order, scanned: u64, facts: Facts<'_>) -> Plan {
        let mut plan = Plan {
            files: self.lists.clone(),
            ..Plan::default()
        };
        let Some(newest) = self.newest else { return plan };
        let counts = self.counts.iter();
        let kept = counts.filter(|(day, topic, _)| order.keeps(*day, topic, newest));
        plan.reports = kept.map(|(_, _, count)| count).sum();
        if self.texts.is_empty() {
            plan.inline = plan.reports;
        }
        for shard in &self.texts {
            let (is_wanted, _) = order.touches(shard.period, newest);
            let (reports, inline) = self.reports_in(shard.period, order, newest);
            if is_wanted && reports > 0 {
                plan.inline += inline;
                plan.files.push(File {
                    reports: reports - inline,
                    ..File::new(shard.path.clone(), shard.bytes, What::Reports, Some(shard.period))
                });
            }
        }
        self.add_pictures(&mut plan, order, newest, facts);
        plan.scans = order.texts == Texts::All && self.texts_size() <= scanned;
        if order.search && order.texts == Texts::All && !plan.scans {
            plan.files.extend(self.index.iter().cloned());
        }
        plan
    }

    /// Adds the images that are known, and how many more are expected.
    fn add_pictures(&self, plan: &mut Plan, order: &Order, newest: Day, facts: Facts<'_>) {
        for (at, pictures) in self.pictures.iter().enumerate() {
            let shard = self.texts.get(at);
            let period = shard.map(|shard| shard.period);
            if period.is_some_and(|period| !order.touches(period, newest).1) {
                continue;
            }
            let Some(pictures) = pictures else {
                let (_, images, bytes) = shard.map_or((0, 0, 0), |shard| shard.wanted(order));
                plan.expect(images, bytes);
                continue;
            };
            for shown in pictures {
                // Of a report that nobody knows, more is kept rather than less.
                let is_wanted = facts(&shown.report).is_none_or(|(day, topic)| {
                    order.keeps(day, &topic, newest) && order.keeps_pictures(day, newest)
                });
                if is_wanted && order.pictures != Pictures::None {
                    plan.add_image(&shown.path, shown.bytes, period);
                }
            }
        }
    }

    /// How many reports of these days an order keeps, and how many of them come with the bundle.
    fn reports_in(&self, period: Period, order: &Order, newest: Day) -> (u32, u32) {
        let is_kept = |day: Day, topic: &str| period.contains(day) && order.keeps(day, topic, newest);
        let counts = self.counts.iter();
        let all = counts.filter(|(day, topic, _)| is_kept(*day, topic));
        let inline = self.inline.iter().filter(|(day, topic)| is_kept(*day, topic));
        (all.map(|(_, _, count)| count).sum(), inline.count() as u32)
    }
}

impl TextShard {
    /// How many reports of the topics that an order keeps are in it, how many images these show, and their bytes.
    fn wanted(&self, order: &Order) -> (u32, u32, u64) {
        let of_topic = |held: &&Holding| !matches!(&order.texts, Texts::Topic(key) if *key != held.topic);
        self.holds.iter().filter(of_topic).fold((0, 0, 0), |sum, held| {
            (
                sum.0 + held.reports,
                sum.1 + held.images,
                sum.2 + u64::from(held.image_bytes),
            )
        })
    }
}

/// The images that the reports of a shard of bodies show, from its JSON; `None` where it is no such shard.
pub fn images_in(json: &str) -> Option<Vec<(String, Vec<Image>)>> {
    // A form without the texts would be read faster, and be one more reader of JSON to send.
    let rows: Vec<(String, Body)> = json::from_str(json).ok()?;
    Some(rows.into_iter().map(|(id, body)| (id, body.images)).collect())
}

fn shown<'a>(report: &'a str, images: &'a [Image]) -> impl Iterator<Item = Shown> + 'a {
    images.iter().filter_map(move |image| {
        Some(Shown {
            report: report.to_owned(),
            path: image.url.clone()?,
            bytes: image.bytes,
        })
    })
}

fn index_files(bundle: &Bundle) -> Vec<File> {
    let levels = bundle.index.iter().flat_map(|index| &index.levels);
    let files = levels.flat_map(|level| {
        let shards = 1_u32.checked_shl(level.bits.into()).unwrap_or(0);
        // What a single one takes is not known; what all take is.
        (0..shards).map(move |shard| {
            let rest = u32::from(shard < level.bytes % shards);
            File::new(level.url(shard), level.bytes / shards + rest, What::Search, None)
        })
    });
    files.collect()
}

fn sum(files: &[File]) -> u64 {
    files.iter().map(|file| u64::from(file.bytes)).sum()
}

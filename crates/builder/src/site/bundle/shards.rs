//! The shards of a large archive, and the directories that list them.

use std::collections::BTreeMap;
use std::ops::Range;

use kanbao_archive::model::{Body, Day, Directory, DirectoryLink, Holding, Kind, Period, SCHEMA, Shard};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::SiteError;
use super::super::hash::fingerprint;
use super::super::output::Output;
use crate::reports::Reports;

/// Above this many bytes, a shard of bodies ends with the day. A reader that finds one report by search fetches
/// the shard around it.
pub(super) const SHARD: usize = 128 * 1024;

/// Writes all shards and the directories that list them; the directories' links, newest year first.
pub(super) fn write(reports: &Reports, output: &Output) -> Result<Vec<DirectoryLink>, SiteError> {
    let months = reports
        .months()
        .into_par_iter()
        .map(|month| {
            let made_from = ("month", month.clone(), &[][..]);
            let is_there = |month: &Month| month.is_there(output);
            reports.made(made_from, is_there, || Month::write(reports, month, output))
        })
        .collect::<Result<Vec<_>, SiteError>>()?;
    let mut links = Vec::new();
    for year in months.chunk_by(|a, b| a.year == b.year) {
        let summaries = year.iter().map(|month| month.summaries.clone()).collect();
        let bodies = year.iter().flat_map(|month| month.bodies.clone()).collect();
        for (kind, shards) in [(Kind::Summaries, summaries), (Kind::Bodies, bodies)] {
            links.push(write_directory(kind, year[0].year, shards, output)?);
        }
    }
    Ok(links)
}

/// Writes the directory of a kind and year.
pub(super) fn write_directory(
    kind: Kind,
    year: i32,
    shards: Vec<Shard>,
    output: &Output,
) -> Result<DirectoryLink, SiteError> {
    let (link, bytes) = directory(kind, year, shards)?;
    output.write_hashed(&link.url(), &bytes)?;
    Ok(link)
}

/// The directory of a kind and year.
pub(super) fn directory(
    kind: Kind,
    year: i32,
    shards: Vec<Shard>,
) -> Result<(DirectoryLink, Vec<u8>), serde_json::Error> {
    let bytes = serde_json::to_vec(&Directory {
        schema: SCHEMA,
        kind,
        shards,
    })?;
    let link = DirectoryLink {
        kind,
        year,
        bytes: size(&bytes),
        hash: fingerprint(&bytes),
    };
    Ok((link, bytes))
}

/// The shards of a calendar month.
#[derive(Serialize, Deserialize)]
struct Month {
    year: i32,
    summaries: Shard,
    /// Newest first.
    bodies: Vec<Shard>,
}

impl Month {
    /// Whether an earlier build has written all of its files.
    fn is_there(&self, output: &Output) -> Result<bool, SiteError> {
        let bodies = self.bodies.iter().map(|shard| shard.url(Kind::Bodies));
        for path in bodies.chain([self.summaries.url(Kind::Summaries)]) {
            if !output.keep_hashed(&path)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes the shards of a month's reports, of which there is one at least.
    fn write(reports: &Reports, month: Range<usize>, output: &Output) -> Result<Self, SiteError> {
        let of_month = &reports.summaries()[month.clone()];
        let day = of_month[0].day;
        let mut summaries = Rows::default();
        for summary in of_month {
            summaries.push(summary)?;
        }
        let period = Period::new(day.first_of_month(), day.last_of_month());
        Ok(Self {
            year: day.year(),
            summaries: summaries.write(Kind::Summaries, period, Vec::new(), output)?,
            bodies: write_bodies(reports, month, output)?,
        })
    }
}

/// Writes the shards of a month's bodies; newest first. They are filled from the month's first day on, so that
/// a new report changes the last of them only.
fn write_bodies(reports: &Reports, month: Range<usize>, output: &Output) -> Result<Vec<Shard>, SiteError> {
    let (mut shards, mut waiting) = (Vec::new(), Waiting::default());
    let summaries = reports.summaries();
    let mut end = month.end;
    for of_day in summaries[month].chunk_by(|a, b| a.day == b.day).rev() {
        let (mut rows, mut held) = (Rows::default(), Held::default());
        let day = end - of_day.len()..end;
        end = day.start;
        for index in day.clone() {
            let body = reports.body(index)?;
            held.add(&summaries[index].topic, &body);
            rows.push(&(&summaries[index].id, body))?;
        }
        if waiting.bytes + rows.bytes() > SHARD {
            shards.extend(waiting.write(output)?);
            waiting = Waiting::default();
        }
        waiting.bytes += rows.bytes();
        waiting.held.extend(held);
        waiting.days.push((summaries[day.start].day, rows));
    }
    shards.extend(waiting.write(output)?);
    shards.reverse();
    Ok(shards)
}

/// Bodies that go into the same shard.
#[derive(Default)]
struct Waiting {
    /// Oldest first, the rows of each newest first.
    days: Vec<(Day, Rows)>,
    bytes: usize,
    held: Held,
}

impl Waiting {
    /// Writes the shard, where anything waits for it.
    fn write(self, output: &Output) -> Result<Option<Shard>, SiteError> {
        let (Some((from, _)), Some((to, _))) = (self.days.first(), self.days.last()) else {
            return Ok(None);
        };
        let period = Period::new(*from, *to);
        let mut rows = Rows::default();
        for (_, of_day) in self.days.into_iter().rev() {
            rows.append(of_day);
        }
        let holds = self.held.into_holdings();
        rows.write(Kind::Bodies, period, holds, output).map(Some)
    }
}

/// What some reports are, by topic: how many, and the published images that they show, with their sizes.
#[derive(Default)]
struct Held(BTreeMap<String, (u32, BTreeMap<String, u32>)>);

impl Held {
    fn add(&mut self, topic: &str, body: &Body) {
        let (reports, images) = self.0.entry(topic.to_owned()).or_default();
        *reports += 1;
        let published = body.images.iter();
        images.extend(published.filter_map(|image| Some((image.url.clone()?, image.bytes))));
    }

    fn extend(&mut self, other: Held) {
        for (topic, (count, shown)) in other.0 {
            let (reports, images) = self.0.entry(topic).or_default();
            *reports += count;
            images.extend(shown);
        }
    }

    fn into_holdings(self) -> Vec<Holding> {
        let holding = |(topic, (reports, images)): (String, (u32, BTreeMap<String, u32>))| Holding {
            topic,
            reports,
            images: u32::try_from(images.len()).unwrap_or(u32::MAX),
            image_bytes: images.values().fold(0, |sum, bytes| sum.saturating_add(*bytes)),
        };
        self.0.into_iter().map(holding).collect()
    }
}

/// A JSON array in the making, so that a row is put as JSON once, for its size and for its place.
#[derive(Default)]
struct Rows {
    /// Each row with a comma before it.
    json: Vec<u8>,
    count: u32,
}

impl Rows {
    fn push(&mut self, row: &impl Serialize) -> Result<(), serde_json::Error> {
        self.json.push(b',');
        self.count += 1;
        serde_json::to_writer(&mut self.json, row)
    }

    fn append(&mut self, other: Rows) {
        self.json.extend(other.json);
        self.count += other.count;
    }

    /// The bytes of the rows themselves.
    fn bytes(&self) -> usize {
        self.json.len() - self.count as usize
    }

    /// Writes the array as a shard.
    fn write(
        mut self,
        kind: Kind,
        period: Period,
        holds: Vec<Holding>,
        output: &Output,
    ) -> Result<Shard, SiteError> {
        match self.json.first_mut() {
            Some(first) => *first = b'[',
            None => self.json.push(b'['),
        }
        self.json.push(b']');
        let shard = Shard {
            period,
            reports: self.count,
            bytes: size(&self.json),
            hash: fingerprint(&self.json),
            holds,
        };
        output.write_hashed(&shard.url(kind), &self.json)?;
        Ok(shard)
    }
}

pub(super) fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

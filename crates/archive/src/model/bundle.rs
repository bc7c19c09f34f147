//! The bundle: the JSON that the reader loads first, and the files it leads to.
//!
//! A small archive lives in the bundle whole. A large one keeps its newest reports there and lists the rest:
//! the bundle links one [`Directory`] per [`Kind`] and year, a directory lists its [`Shard`]s, and every file
//! carries the SHA-256 of its bytes, so nothing unverified is used.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Day, Label, Period, Report};
use crate::json::{self, Error, object, through};
use crate::outline::SectionKind;
use crate::text::FoldTable;

/// The version of the format that this code writes and reads.
pub const SCHEMA: u32 = 3;

/// `data/bundle.json`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bundle {
    /// Version of the format; see [`SCHEMA`].
    pub schema: u32,
    /// What the publisher says of the site.
    pub site: Site,
    /// Sources that occur, in display order.
    pub sources: Vec<Label>,
    /// Topics that occur, in display order.
    pub topics: Vec<Label>,
    /// The kinds of section that some report has, by their names, in the order in which lanes offer them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// Reports per day and topic, newest day first.
    pub counts: Vec<DayCount>,
    /// Number of reports in the archive.
    pub total: u32,
    /// How characters fold for search; covers every character of the archive.
    pub fold: FoldTable,
    /// The newest reports, newest first; all of them where `directories` is empty.
    pub reports: Vec<Report>,
    /// Where the rest is, newest year first; empty where the bundle is whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directories: Vec<DirectoryLink>,
    /// The search index; none where the bundle is whole, since then every text is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<Index>,
    /// Where the archive's [`Vocabulary`](crate::search::Vocabulary) is, in parts to be put together: the larger one
    /// of the months that are over, which stays as it is, and the words that are new since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<FileLink>,
    /// Where the terms of all reports are, by calendar year, newest year first; empty where no report has any. Clouds of
    /// many reports and trends alone need them, so they are in no bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<DirectoryLink>,
    /// Where the [`TermTotals`](super::TermTotals) of the months that are over are; none where no month is over yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_totals: Option<FileLink>,
    /// Ids of reports that were published once and are no more, sorted: at their addresses readers are told so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<String>,
}

impl Bundle {
    /// Reads a bundle, looking at the schema version before anything else.
    ///
    /// # Errors
    /// [`BundleError::NewerSchema`] where a newer Kanbao wrote it, [`BundleError::Unreadable`] where it is not
    /// a bundle at all (truncated, or a web page that a host sent in its place).
    pub fn from_json(json: &str) -> Result<Self, BundleError> {
        struct Head {
            schema: u32,
        }
        object!(Head { schema; });
        let unreadable = |e: Error| BundleError::Unreadable(e.to_string());
        let head: Head = json::from_str(json).map_err(unreadable)?;
        if head.schema != SCHEMA {
            return Err(BundleError::NewerSchema { found: head.schema });
        }
        json::from_str(json).map_err(unreadable)
    }

    /// The publication days, newest first, with the numbers of their reports: reports are numbered from the newest
    /// on, within a day as they are listed.
    pub fn days(&self) -> Vec<(Day, Range<u32>)> {
        let mut days: Vec<(Day, Range<u32>)> = Vec::new();
        let mut next = 0u32;
        for DayCount { day, count, .. } in &self.counts {
            let end = next.saturating_add(*count);
            match days.last_mut() {
                Some((last, numbers)) if last == day => numbers.end = end,
                _ => days.push((*day, next..end)),
            }
            next = end;
        }
        days
    }

    /// Whether a report was published once and is no more.
    pub fn is_withdrawn(&self, id: &str) -> bool {
        self.withdrawn.iter().any(|other| other == id)
    }

    /// The kinds of section that there are lanes of.
    pub fn lanes(&self) -> impl Iterator<Item = SectionKind> {
        self.sections
            .iter()
            .filter_map(|name| SectionKind::from_name(name))
    }

    /// The display name of a topic key; the key itself where it is unknown.
    pub fn topic_name<'a>(&'a self, key: &'a str) -> &'a str {
        name_of(&self.topics, key)
    }

    /// The display name of a source key; the key itself where it is unknown.
    pub fn source_name<'a>(&'a self, key: &'a str) -> &'a str {
        name_of(&self.sources, key)
    }
}

fn name_of<'a>(labels: &'a [Label], key: &'a str) -> &'a str {
    labels.iter().find(|l| l.key == key).map_or(key, |l| &l.name)
}

/// What the publisher says of the site.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Site {
    /// Name of the reading room.
    pub title: String,
    /// One sentence about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Language of the reports and of the prerendered pages, as a BCP 47 tag (`zh-CN`).
    pub language: String,
    /// Section aliases that the publisher adds to the built-in table: heading → kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub section_aliases: Vec<(String, String)>,
    /// Patterns of boilerplate that the publisher adds to the built-in ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boilerplate: Vec<String>,
}

/// How many reports a day has for one topic. Written as `[day, topic, count]`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(from = "(Day, u32, u32)", into = "(Day, u32, u32)")]
pub struct DayCount {
    /// The publication day.
    pub day: Day,
    /// Index into [`Bundle::topics`]; their number where the reports have no topic.
    pub topic: u32,
    /// Number of reports.
    pub count: u32,
}

impl From<(Day, u32, u32)> for DayCount {
    fn from((day, topic, count): (Day, u32, u32)) -> Self {
        Self { day, topic, count }
    }
}

impl From<DayCount> for (Day, u32, u32) {
    fn from(c: DayCount) -> Self {
        (c.day, c.topic, c.count)
    }
}

/// What a shard holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `Vec<Summary>` of one calendar month, newest first.
    Summaries,
    /// `Vec<(id, Body)>` of consecutive days, newest first.
    Bodies,
    /// [`MonthTerms`](super::MonthTerms) of one calendar month.
    Terms,
}

impl Kind {
    /// The word that stands for it in file names.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Summaries => "summaries",
            Kind::Bodies => "bodies",
            Kind::Terms => "terms",
        }
    }
}

/// SHA-256 of a file's bytes, as standard Base64: what Subresource Integrity and file names are made of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// The value of an `integrity` attribute or fetch option.
    pub fn integrity(&self) -> String {
        format!("sha256-{}", self.0)
    }

    /// Twelve characters for a file name, safe in addresses and file names.
    pub fn short(&self) -> String {
        self.0
            .chars()
            .take(12)
            .map(|c| {
                if c == '+' {
                    '-'
                } else if c == '/' {
                    '_'
                } else {
                    c
                }
            })
            .collect()
    }
}

/// Where a content-hashed file is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FileLink {
    /// What its name begins with.
    pub name: String,
    /// Size in bytes.
    pub bytes: u32,
    /// Fingerprint of the file.
    pub hash: Fingerprint,
}

impl FileLink {
    /// Address relative to the site's root.
    pub fn url(&self) -> String {
        format!("data/{}.{}.json", self.name, self.hash.short())
    }
}

/// Where the directory of one kind and year is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DirectoryLink {
    /// What its shards hold.
    pub kind: Kind,
    /// The calendar year it covers.
    pub year: i32,
    /// Size in bytes.
    pub bytes: u32,
    /// Fingerprint of the file.
    pub hash: Fingerprint,
}

impl DirectoryLink {
    /// Address relative to the site's root.
    pub fn url(&self) -> String {
        format!(
            "data/{}-{}.{}.json",
            self.kind.slug(),
            self.year,
            self.hash.short()
        )
    }
}

/// The shards of one kind in one year, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Directory {
    /// Version of the format; see [`SCHEMA`].
    pub schema: u32,
    /// What the shards hold.
    pub kind: Kind,
    /// The shards, newest first; their periods do not overlap.
    pub shards: Vec<Shard>,
}

/// A content-hashed file with part of the archive.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shard {
    /// The publication days it covers.
    pub period: Period,
    /// Number of reports in it.
    pub reports: u32,
    /// Size in bytes.
    pub bytes: u32,
    /// Fingerprint of the file.
    pub hash: Fingerprint,
    /// What a shard of bodies holds of each topic, sorted by topic: so it is known what keeping them costs before they
    /// are fetched. Empty for summaries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Holding>,
}

/// What a shard of bodies holds of one topic. Written as `[topic, reports, images, image_bytes]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "(String, u32, u32, u32)", into = "(String, u32, u32, u32)")]
pub struct Holding {
    /// Key of the topic; empty for reports without one.
    pub topic: String,
    /// Number of reports.
    pub reports: u32,
    /// Number of published images that these reports show, each counted once.
    pub images: u32,
    /// Size of these images in bytes.
    pub image_bytes: u32,
}

impl From<(String, u32, u32, u32)> for Holding {
    fn from((topic, reports, images, image_bytes): (String, u32, u32, u32)) -> Self {
        Self {
            topic,
            reports,
            images,
            image_bytes,
        }
    }
}

impl From<Holding> for (String, u32, u32, u32) {
    fn from(h: Holding) -> Self {
        (h.topic, h.reports, h.images, h.image_bytes)
    }
}

impl Shard {
    /// Address relative to the site's root.
    pub fn url(&self, kind: Kind) -> String {
        format!(
            "data/{}-{}.{}.json",
            kind.slug(),
            self.period.from,
            self.hash.short()
        )
    }
}

/// The search index of an archive whose texts are not all in the bundle; see
/// [`search::index`](crate::search::index).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Index {
    /// Mean length of a report's folded text, in bytes: what ranking takes for the usual length.
    pub mean_length: u32,
    /// The levels, newest first; together they hold every report.
    pub levels: Vec<IndexLevel>,
}

/// The files of one level of the search index.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IndexLevel {
    /// Publication day of its oldest report.
    pub from: Day,
    /// Number of reports.
    pub reports: u32,
    /// Number of shards, as a power of two.
    pub bits: u8,
    /// Size of all shards in bytes.
    pub bytes: u32,
    /// Fingerprint of all shards, one after the other, each before its length. A shard carries a check of its own.
    pub hash: Fingerprint,
}

impl IndexLevel {
    /// Address of a shard relative to the site's root. The folder is named by the content of all of them, so the
    /// list of their names need not be fetched.
    pub fn url(&self, shard: u32) -> String {
        format!("data/index-{}.{}/{shard:x}.bin", self.from, self.hash.short())
    }
}

/// `version.json`: which generation is published.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Version {
    /// Hash over app and data.
    pub generation: String,
    /// Hash over the app alone: where it differs, a new app has been published.
    pub app: String,
    /// Version of the format; see [`SCHEMA`].
    pub schema: u32,
    /// Files of this generation's shell, relative to the root, with their fingerprints.
    pub shell: Vec<(String, Fingerprint)>,
}

/// Why a bundle could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BundleError {
    /// Another version of Kanbao wrote it.
    NewerSchema {
        /// The version it says.
        found: u32,
    },
    /// It is not a bundle; the reason is for the console.
    Unreadable(String),
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BundleError::NewerSchema { found } => {
                write!(
                    f,
                    "the archive has format {found}, this reader understands format {SCHEMA}"
                )
            }
            BundleError::Unreadable(reason) => write!(f, "the archive could not be read: {reason}"),
        }
    }
}

impl std::error::Error for BundleError {}

object!(Bundle {
    schema, site, sources, topics, counts, total, fold, reports;
    sections, directories, index, words, terms, term_totals, withdrawn
});
object!(Site { title, language; description, section_aliases, boilerplate });
object!(FileLink { name, bytes, hash; });
object!(DirectoryLink { kind, year, bytes, hash; });
object!(Directory { schema, kind, shards; });
object!(Shard { period, reports, bytes, hash; holds });
object!(Index { mean_length, levels; });
object!(IndexLevel { from, reports, bits, bytes, hash; });
through!(DayCount from (Day, u32, u32));
through!(Holding from (String, u32, u32, u32));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_schema_is_told_apart_from_a_broken_file() {
        assert_eq!(
            Bundle::from_json(r#"{"schema":99,"other":1}"#),
            Err(BundleError::NewerSchema { found: 99 })
        );
        assert!(matches!(
            Bundle::from_json("<!doctype html>"),
            Err(BundleError::Unreadable(_))
        ));
        assert!(matches!(
            Bundle::from_json(r#"{"schema":1,"site""#),
            Err(BundleError::Unreadable(_))
        ));
    }

    #[test]
    fn days_number_the_reports_from_the_newest_on() {
        let day = |day| Day::new(2025, 11, day).unwrap();
        let count = |at, topic, count| DayCount {
            day: day(at),
            topic,
            count,
        };
        let bundle = Bundle {
            schema: SCHEMA,
            site: Site::default(),
            sources: Vec::new(),
            topics: Vec::new(),
            sections: Vec::new(),
            counts: vec![count(21, 0, 2), count(21, 1, 1), count(19, 0, 3)],
            total: 6,
            fold: FoldTable::default(),
            reports: Vec::new(),
            directories: Vec::new(),
            terms: Vec::new(),
            term_totals: None,
            index: None,
            words: Vec::new(),
            withdrawn: Vec::new(),
        };
        assert_eq!(bundle.days(), [(day(21), 0..3), (day(19), 3..6)]);
    }

    #[test]
    fn file_names_come_from_the_hash() {
        let link = DirectoryLink {
            kind: Kind::Bodies,
            year: 2025,
            bytes: 1,
            hash: Fingerprint("ab+/cdefghijklmn=".into()),
        };
        assert_eq!(link.url(), "data/bodies-2025.ab-_cdefghij.json");
        assert_eq!(link.hash.integrity(), "sha256-ab+/cdefghijklmn=");
    }
}

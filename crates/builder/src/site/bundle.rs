//! The archive's data as files: the bundle, and for a large archive its directories and shards.
//!
//! Shards follow from the posts alone: they hold every report, those inline in the bundle among them, and
//! are cut by the calendar, so one more report rewrites files of its own month only. Every file is written as
//! soon as it is made; of a large archive no more than a few shards are in memory at a time.

mod shards;
mod terms;

use std::collections::BTreeMap;

use kanbao_archive::model::{
    Bundle, Day, DayCount, DirectoryLink, FileLink, Fingerprint, Label, SCHEMA, Summary,
};
use kanbao_archive::outline::Aliases;
use kanbao_archive::terms::Terms;
use serde::Serialize;

use super::hash::fingerprint;
use super::index;
use super::output::Output;
use super::words;
use super::{Content, SiteError};
use crate::cache::{Key, StoreError};
use crate::reports::Reports;

/// Where the bundle is published.
pub const BUNDLE: &str = "data/bundle.json";

/// An archive whose bundle is no longer than this, in bytes, is published whole: one request.
const WHOLE: usize = 300_000;
/// How many bytes of the newest reports the bundle of a larger archive carries.
const INLINE: usize = 120_000;
/// What was written under `data/`.
#[derive(Debug)]
pub struct Data {
    /// The bundle, for the pages that are prerendered from it.
    pub bundle: Bundle,
    /// Fingerprint of [`BUNDLE`]; through its directories it stands for every other file.
    pub hash: Fingerprint,
}

/// Writes an archive's data.
///
/// # Errors
/// Where a part cannot be put as JSON, a file cannot be written, or a report cannot be read.
pub fn lay_out(content: &Content, output: &Output) -> Result<Data, SiteError> {
    let reports = &content.reports;
    let mut bundle = Bundle {
        words: words::write(reports, &content.fold, output)?,
        terms: terms::write(reports, output)?,
        term_totals: terms::write_totals(reports, output)?,
        ..empty(content)
    };
    if is_small(&bundle, reports)? {
        bundle.reports = reports.newest(reports.len())?;
    } else {
        bundle.reports = reports.newest(inline_count(reports)?)?;
        bundle.directories = shards::write(reports, output)?;
        let aliases = Aliases::of_site(&bundle.site);
        let settings = Key::of(&[&serde_json::to_vec(&bundle.site)?]);
        bundle.index = Some(index::write(reports, (&aliases, settings), &bundle.fold, output)?);
    }
    let bytes = serde_json::to_vec(&bundle)?;
    output.write(BUNDLE, &bytes)?;
    let hash = fingerprint(&bytes);
    Ok(Data { bundle, hash })
}

/// The bundle of an archive that is published whole, whatever its size.
///
/// # Errors
/// Where a report cannot be read.
pub(super) fn whole(
    content: &Content,
    words: Vec<FileLink>,
    terms: Vec<DirectoryLink>,
) -> Result<Bundle, StoreError> {
    Ok(Bundle {
        words,
        terms,
        reports: content.reports.newest(content.reports.len())?,
        ..empty(content)
    })
}

/// The counts of terms of all reports, as the reader adds them up.
///
/// # Errors
/// Where a report cannot be read.
pub(crate) fn counted(reports: &Reports) -> Result<Terms, StoreError> {
    terms::counted(reports)
}

/// The counts of terms as files, and the links of a bundle to them.
///
/// # Errors
/// Where a part cannot be put as JSON, or a report cannot be read.
pub(super) fn term_files(reports: &Reports) -> Result<terms::Files, SiteError> {
    terms::files(reports)
}

/// A bundle in which no report stands yet, and no link to a file.
fn empty(content: &Content) -> Bundle {
    let sections = content.sections.iter().map(|kind| kind.name().to_owned());
    Bundle {
        schema: SCHEMA,
        site: content.site.clone(),
        counts: counts(content.reports.summaries(), &content.topics),
        sources: content.sources.clone(),
        topics: content.topics.clone(),
        sections: sections.collect(),
        total: u32::try_from(content.reports.len()).unwrap_or(u32::MAX),
        fold: content.fold.clone(),
        reports: Vec::new(),
        directories: Vec::new(),
        terms: Vec::new(),
        term_totals: None,
        index: None,
        words: Vec::new(),
        withdrawn: content.publishing.gone.withdrawn.clone(),
    }
}

/// Whether a bundle that is empty so far may hold all reports.
fn is_small(empty: &Bundle, reports: &Reports) -> Result<bool, SiteError> {
    let mut bytes = json_size(empty)?;
    for report in reports.iter() {
        bytes += json_size(&report?)? + 1;
        if bytes > WHOLE {
            return Ok(false);
        }
    }
    Ok(bytes <= WHOLE)
}

/// How many of the newest reports stand in the bundle: whole days up to the budget, and the newest day in
/// any case (the home page is its edition), unless it alone is beyond what a bundle may be.
fn inline_count(reports: &Reports) -> Result<usize, SiteError> {
    let (mut count, mut bytes) = (0, 0);
    for day in reports.summaries().chunk_by(|a, b| a.day == b.day) {
        let size_of = |index| Ok(json_size(&reports.report(index)?)?);
        let of_day = (count..count + day.len()).map(size_of);
        let of_day = of_day.collect::<Result<Vec<usize>, SiteError>>()?;
        let total: usize = of_day.iter().sum();
        if bytes + total <= INLINE || (count == 0 && total <= WHOLE) {
            (count, bytes) = (count + day.len(), bytes + total);
            continue;
        }
        if count == 0 {
            count = of_day
                .iter()
                .scan(0, |sum, size| {
                    *sum += size;
                    Some(*sum)
                })
                .take_while(|sum| *sum <= INLINE)
                .count()
                .max(1);
        }
        break;
    }
    Ok(count)
}

/// Reports per day and topic, newest day first; the index of a report without topic is the number of topics.
fn counts(summaries: &[Summary], topics: &[Label]) -> Vec<DayCount> {
    let mut counts = BTreeMap::new();
    for summary in summaries {
        let topic = topics
            .iter()
            .position(|label| label.key == summary.topic)
            .unwrap_or(topics.len());
        *counts.entry((std::cmp::Reverse(summary.day), topic)).or_insert(0) += 1;
    }
    let count = |((day, topic), count): ((std::cmp::Reverse<Day>, usize), u32)| DayCount {
        day: day.0,
        topic: topic as u32,
        count,
    };
    counts.into_iter().map(count).collect()
}

fn json_size(value: &impl Serialize) -> Result<usize, serde_json::Error> {
    serde_json::to_vec(value).map(|bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use kanbao_archive::model::{Body, Directory, Holding, Image, Kind, Report};

    use super::super::tests::{in_a_folder, report};
    use super::shards::SHARD;
    use super::*;

    /// What was laid out, with the files by address.
    struct Laid {
        bundle: Bundle,
        files: BTreeMap<String, Vec<u8>>,
    }

    fn lay(reports: &[Report]) -> Laid {
        let topics = vec![Label {
            key: "ai".into(),
            name: "AI".into(),
        }];
        let content = Content {
            topics,
            reports: Reports::from(reports.to_vec()),
            ..Content::default()
        };
        let (data, files) = in_a_folder(|output| lay_out(&content, output).unwrap());
        assert_eq!(fingerprint(&files[BUNDLE]), data.hash);
        Laid {
            bundle: data.bundle,
            files,
        }
    }

    /// One report a day, newest first, ending on the last day given, each with that much text.
    fn archive(last: &str, days: i32, text: usize) -> Vec<Report> {
        let last: Day = last.parse().unwrap();
        (0..days)
            .map(|back| report(last.plus(-back), "x", &"字".repeat(text / 3)))
            .collect()
    }

    #[test]
    fn a_small_archive_is_one_file_but_for_its_terms() {
        let data = lay(&archive("2025-11-30", 40, 3_000));
        let others: Vec<_> = data.files.keys().filter(|path| *path != BUNDLE).collect();
        assert!(
            others.iter().all(|path| path.starts_with("data/term")),
            "{others:?}"
        );
        let read = Bundle::from_json(std::str::from_utf8(&data.files[BUNDLE]).unwrap()).unwrap();
        assert_eq!(read, data.bundle);
        assert_eq!(
            (read.reports.len(), read.total, read.directories.len()),
            (40, 40, 0)
        );
    }

    #[test]
    fn a_large_archive_keeps_its_newest_reports_inline_and_all_in_shards() {
        let reports = archive("2025-11-30", 400, 10_000);
        let data = lay(&reports);
        assert!(data.files[BUNDLE].len() < INLINE + 20_000);
        assert!(
            data.bundle.reports.len() >= 8 && data.bundle.reports[..] == reports[..data.bundle.reports.len()]
        );
        assert_eq!(
            data.bundle.directories.iter().map(|d| d.year).collect::<Vec<_>>(),
            [2025, 2025, 2024, 2024]
        );

        let mut bodies = 0;
        for link in &data.bundle.directories {
            let directory: Directory = serde_json::from_slice(&data.files[&link.url()]).unwrap();
            assert!(
                directory
                    .shards
                    .windows(2)
                    .all(|w| w[0].period.from > w[1].period.to),
                "newest first, apart"
            );
            for shard in &directory.shards {
                let bytes = &data.files[&shard.url(link.kind)];
                assert_eq!(
                    (bytes.len() as u32, fingerprint(bytes)),
                    (shard.bytes, shard.hash.clone())
                );
                assert!(bytes.len() <= SHARD + 20_000);
                if link.kind == Kind::Bodies {
                    let rows: Vec<(String, Body)> = serde_json::from_slice(bytes).unwrap();
                    assert_eq!(rows.len() as u32, shard.reports);
                    bodies += rows.len();
                }
            }
        }
        assert_eq!(bodies, reports.len());
    }

    #[test]
    fn directories_say_what_shards_hold_of_each_topic() {
        let mut reports = archive("2025-11-30", 60, 10_000);
        for (n, report) in reports.iter_mut().enumerate() {
            report.summary.topic = ["ai", ""][n % 2].into();
            let image = |name: &str, bytes| Image {
                src: name.to_owned(),
                url: Some(format!("assets/{name}.jpg")),
                width: 1,
                height: 1,
                bytes,
            };
            // One of each report, one that all share, and one that is missing.
            report.body.images = vec![image(&n.to_string(), 100), image("shared", 7)];
            report.body.images.push(Image {
                url: None,
                ..image("gone", 0)
            });
        }
        let data = lay(&reports);
        let mut counted = (0, 0);
        for link in &data.bundle.directories {
            let directory: Directory = serde_json::from_slice(&data.files[&link.url()]).unwrap();
            for shard in directory.shards {
                assert_eq!(shard.holds.is_empty(), link.kind == Kind::Summaries);
                for Holding {
                    topic,
                    reports,
                    images,
                    image_bytes,
                } in shard.holds
                {
                    assert!(topic.is_empty() || topic == "ai");
                    assert_eq!((images, image_bytes), (reports + 1, 100 * reports + 7));
                    counted.0 += reports;
                    counted.1 += u32::from(topic == "ai") * reports;
                }
            }
        }
        assert_eq!(counted, (60, 30));
    }

    #[test]
    fn one_more_report_rewrites_its_own_month_only() {
        let (before, after) = (
            archive("2025-11-20", 365, 30_000),
            archive("2025-11-21", 366, 30_000),
        );
        let (before, after) = (lay(&before), lay(&after));
        let is_new = |path: &&String| !before.files.contains_key(*path);
        let new: Vec<_> = after.files.keys().filter(is_new).collect();
        // The month's summaries, its last bodies, its terms, its index, and the three directories of the year.
        assert_eq!(new.len(), 7, "{new:?}");
        assert!(
            new.iter()
                .all(|path| path.contains("-2025-11") || path.contains("-2025.")),
            "{new:?}"
        );
    }

    #[test]
    fn the_newest_day_is_whole_in_the_bundle() {
        let day: Day = "2025-11-30".parse().unwrap();
        let mut reports: Vec<_> = (0..5)
            .map(|n| report(day, &format!("t{n}"), &"字".repeat(14_000)))
            .collect();
        reports.extend(archive("2025-11-29", 20, 20_000));
        assert_eq!(lay(&reports).bundle.reports.len(), 5);
    }

    #[test]
    fn counts_tell_days_and_topics_apart() {
        let day: Day = "2025-11-30".parse().unwrap();
        let mut reports = vec![
            report(day, "a", ""),
            report(day, "b", ""),
            report(day.plus(-1), "c", ""),
        ];
        reports[1].summary.topic = String::new();
        let counts: Vec<(Day, u32, u32)> = lay(&reports).bundle.counts.into_iter().map(Into::into).collect();
        assert_eq!(counts, [(day, 0, 1), (day, 1, 1), (day.plus(-1), 0, 1)]);
    }
}

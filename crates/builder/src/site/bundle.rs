//! The archive's data as files: the bundle, and for a large archive its directories and shards.
//!
//! Shards follow from the posts alone: they hold every report, those inline in the bundle among them, and
//! are cut by the calendar, so one more report rewrites files of its own month only.

use std::collections::BTreeMap;

use kanbao_archive::model::{
    Body, Bundle, Day, DayCount, Directory, DirectoryLink, FileLink, Kind, Label, Period, Report, SCHEMA,
    Shard, Site, Summary,
};
use kanbao_archive::text::FoldTable;
use serde::Serialize;

use super::hash::fingerprint;

/// An archive whose bundle is no longer than this, in bytes, is published whole: one request.
const WHOLE: usize = 300_000;
/// How many bytes of the newest reports the bundle of a larger archive carries.
const INLINE: usize = 120_000;
/// Above this many bytes, a shard of bodies ends with the day.
const SHARD: usize = 256 * 1024;

/// The files under `data/`.
#[derive(Debug)]
pub struct Data {
    /// The bundle, for the pages that are prerendered from it.
    pub bundle: Bundle,
    /// `data/bundle.json` first, then directories, shards and words.
    pub files: Vec<DataFile>,
}

/// A file with its address relative to the site's root.
#[derive(Debug)]
pub struct DataFile {
    /// Where it is published.
    pub path: String,
    /// Compact JSON.
    pub bytes: Vec<u8>,
}

/// Lays an archive out as files. `reports` are newest first; `sources` and `topics` in display order; `words` are the
/// files of its vocabulary.
///
/// # Errors
/// Where a part cannot be written as JSON.
pub fn lay_out(
    site: Site,
    sources: Vec<Label>,
    topics: Vec<Label>,
    fold: FoldTable,
    reports: &[Report],
    words: Vec<(FileLink, DataFile)>,
) -> Result<Data, serde_json::Error> {
    let (links, word_files): (Vec<FileLink>, Vec<DataFile>) = words.into_iter().unzip();
    let mut bundle = Bundle {
        schema: SCHEMA,
        site,
        counts: counts(reports, &topics),
        sources,
        topics,
        total: u32::try_from(reports.len()).unwrap_or(u32::MAX),
        fold,
        reports: Vec::new(),
        directories: Vec::new(),
        words: links,
    };
    let sizes = reports.iter().map(json_size).collect::<Result<Vec<_>, _>>()?;
    let mut files = Vec::new();
    if json_size(&bundle)? + sizes.iter().map(|size| size + 1).sum::<usize>() <= WHOLE {
        bundle.reports = reports.to_vec();
    } else {
        bundle.reports = reports[..inline_count(reports, &sizes)].to_vec();
        (bundle.directories, files) = directories(reports)?;
    }
    files.insert(
        0,
        DataFile {
            path: "data/bundle.json".into(),
            bytes: serde_json::to_vec(&bundle)?,
        },
    );
    files.extend(word_files);
    Ok(Data { bundle, files })
}

/// How many of the newest reports stand in the bundle: whole days up to the budget, and the newest day in
/// any case (the home page is its edition), unless it alone is beyond what a bundle may be.
fn inline_count(reports: &[Report], sizes: &[usize]) -> usize {
    let (mut count, mut bytes) = (0, 0);
    for day in reports.chunk_by(|a, b| a.summary.day == b.summary.day) {
        let of_day = &sizes[count..count + day.len()];
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
    count
}

/// Reports per day and topic, newest day first; the index of a report without topic is the number of topics.
fn counts(reports: &[Report], topics: &[Label]) -> Vec<DayCount> {
    let mut counts = BTreeMap::new();
    for Report { summary, .. } in reports {
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

/// All directories, newest year first, and all files they lead to.
fn directories(reports: &[Report]) -> Result<(Vec<DirectoryLink>, Vec<DataFile>), serde_json::Error> {
    let (mut links, mut files) = (Vec::new(), Vec::new());
    for year in reports.chunk_by(|a, b| a.summary.day.year() == b.summary.day.year()) {
        let Some(first) = year.first() else { continue };
        for kind in [Kind::Summaries, Kind::Bodies] {
            let mut directory = Directory {
                schema: SCHEMA,
                kind,
                shards: Vec::new(),
            };
            for month in year.chunk_by(|a, b| a.summary.day.month() == b.summary.day.month()) {
                let shards = match kind {
                    Kind::Summaries => vec![summaries(month)?],
                    Kind::Bodies => bodies(month)?,
                };
                for (shard, bytes) in shards {
                    files.push(DataFile {
                        path: shard.url(kind),
                        bytes,
                    });
                    directory.shards.push(shard);
                }
            }
            let bytes = serde_json::to_vec(&directory)?;
            let link = DirectoryLink {
                kind,
                year: first.summary.day.year(),
                bytes: size(&bytes),
                hash: fingerprint(&bytes),
            };
            files.push(DataFile {
                path: link.url(),
                bytes,
            });
            links.push(link);
        }
    }
    Ok((links, files))
}

/// The shard of a month's summaries; its period is the whole month.
fn summaries(month: &[Report]) -> Result<(Shard, Vec<u8>), serde_json::Error> {
    let rows: Vec<&Summary> = month.iter().map(|r| &r.summary).collect();
    let day = month[0].summary.day;
    shard(&rows, Period::new(day.first_of_month(), day.last_of_month()))
}

/// The shards of a month's bodies, newest first. They are filled from the month's first day on, so that a
/// new report changes the last of them only.
fn bodies(month: &[Report]) -> Result<Vec<(Shard, Vec<u8>)>, serde_json::Error> {
    let days: Vec<&[Report]> = month.chunk_by(|a, b| a.summary.day == b.summary.day).collect();
    let (mut shards, mut waiting, mut bytes) = (Vec::new(), Vec::new(), 0);
    for day in days.into_iter().rev() {
        let of_day = day
            .iter()
            .map(|r| json_size(&(&r.summary.id, &r.body)))
            .sum::<Result<usize, _>>()?;
        if !waiting.is_empty() && bytes + of_day > SHARD {
            shards.push(body_shard(&waiting)?);
            (waiting, bytes) = (Vec::new(), 0);
        }
        waiting.push(day);
        bytes += of_day;
    }
    shards.push(body_shard(&waiting)?);
    shards.reverse();
    Ok(shards)
}

/// `days`: oldest first, none empty, each newest first within.
fn body_shard(days: &[&[Report]]) -> Result<(Shard, Vec<u8>), serde_json::Error> {
    let rows: Vec<(&str, &Body)> = days
        .iter()
        .rev()
        .flat_map(|day| day.iter())
        .map(|r| (r.summary.id.as_str(), &r.body))
        .collect();
    shard(
        &rows,
        Period::new(days[0][0].summary.day, days[days.len() - 1][0].summary.day),
    )
}

fn shard<T: Serialize>(rows: &[T], period: Period) -> Result<(Shard, Vec<u8>), serde_json::Error> {
    let bytes = serde_json::to_vec(rows)?;
    let reports = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Ok((
        Shard {
            period,
            reports,
            bytes: size(&bytes),
            hash: fingerprint(&bytes),
        },
        bytes,
    ))
}

fn json_size(value: &impl Serialize) -> Result<usize, serde_json::Error> {
    serde_json::to_vec(value).map(|bytes| bytes.len())
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::report;
    use super::*;

    fn lay(reports: &[Report]) -> Data {
        let topics = vec![Label {
            key: "ai".into(),
            name: "AI".into(),
        }];
        lay_out(
            Site::default(),
            Vec::new(),
            topics,
            FoldTable::default(),
            reports,
            Vec::new(),
        )
        .unwrap()
    }

    /// One report a day, newest first, ending on the last day given, each with that much text.
    fn archive(last: &str, days: i32, text: usize) -> Vec<Report> {
        let last: Day = last.parse().unwrap();
        (0..days)
            .map(|back| report(last.plus(-back), "x", &"字".repeat(text / 3)))
            .collect()
    }

    fn paths(data: &Data) -> BTreeSet<&str> {
        data.files.iter().map(|f| f.path.as_str()).collect()
    }

    #[test]
    fn a_small_archive_is_one_file() {
        let data = lay(&archive("2025-11-30", 40, 3_000));
        assert_eq!(data.files.len(), 1);
        let read = Bundle::from_json(std::str::from_utf8(&data.files[0].bytes).unwrap()).unwrap();
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
        assert!(data.files[0].bytes.len() < INLINE + 20_000);
        assert!(
            data.bundle.reports.len() >= 8 && data.bundle.reports[..] == reports[..data.bundle.reports.len()]
        );
        assert_eq!(
            data.bundle.directories.iter().map(|d| d.year).collect::<Vec<_>>(),
            [2025, 2025, 2024, 2024]
        );

        let mut bodies = 0;
        for link in &data.bundle.directories {
            let bytes = &data.files.iter().find(|f| f.path == link.url()).unwrap().bytes;
            let directory: Directory = serde_json::from_slice(bytes).unwrap();
            assert!(
                directory
                    .shards
                    .windows(2)
                    .all(|w| w[0].period.from > w[1].period.to),
                "newest first, apart"
            );
            for shard in &directory.shards {
                let file = data
                    .files
                    .iter()
                    .find(|f| f.path == shard.url(link.kind))
                    .unwrap();
                assert_eq!(
                    (file.bytes.len() as u32, fingerprint(&file.bytes)),
                    (shard.bytes, shard.hash.clone())
                );
                assert!(file.bytes.len() <= SHARD + 20_000);
                if link.kind == Kind::Bodies {
                    let rows: Vec<(String, Body)> = serde_json::from_slice(&file.bytes).unwrap();
                    assert_eq!(rows.len() as u32, shard.reports);
                    bodies += rows.len();
                }
            }
        }
        assert_eq!(bodies, reports.len());
    }

    #[test]
    fn one_more_report_rewrites_its_own_month_only() {
        let (before, after) = (
            archive("2025-11-20", 365, 30_000),
            archive("2025-11-21", 366, 30_000),
        );
        let (before, after) = (lay(&before), lay(&after));
        let new: Vec<_> = paths(&after).difference(&paths(&before)).copied().collect();
        // The month's summaries, its last bodies, and the two directories of the year.
        assert_eq!(new.len(), 4, "{new:?}");
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

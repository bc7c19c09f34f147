//! The counts of terms: one file a calendar month, and what the months that are over come to.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use kanbao_archive::model::{
    DirectoryLink, FileLink, Kind, MonthTerms, Period, ReportTerms, SCHEMA, SectionTerms, Shard, TermTotals,
};
use kanbao_archive::outline::SectionKind;
use kanbao_archive::terms::Terms;
use rayon::prelude::*;

use super::super::SiteError;
use super::super::hash::fingerprint;
use super::super::output::Output;
use super::shards::{directory, size, write_directory};
use crate::cache::StoreError;
use crate::reports::Reports;

/// The bytes that the totals may take. The terms of fewest reports are left out where they take more: nobody asks how
/// much more frequent a term has become that hardly anybody used before.
const TOTALS: usize = 100_000;

/// Writes the terms of all reports, and the directories that list them; their links, newest year first.
pub(super) fn write(reports: &Reports, output: &Output) -> Result<Vec<DirectoryLink>, SiteError> {
    let months = reports
        .months()
        .into_par_iter()
        .map(|month| {
            let made_from = ("terms", month.clone(), &[][..]);
            let is_there = |shard: &Shard| Ok(output.keep_hashed(&shard.url(Kind::Terms))?);
            reports.made(made_from, is_there, || {
                let (shard, bytes) = month_file(reports, month.clone())?;
                output.write_hashed(&shard.url(Kind::Terms), &bytes)?;
                Ok(shard)
            })
        })
        .collect::<Result<Vec<_>, SiteError>>()?;
    let years = by_year(&months);
    years
        .map(|shards| write_directory(Kind::Terms, shards[0].period.from.year(), shards.to_vec(), output))
        .collect()
}

/// The terms of all reports.
pub(super) fn counted(reports: &Reports) -> Result<Terms, StoreError> {
    let mut terms = Terms::default();
    for month in reports.months() {
        terms.add(&terms_of(reports, month)?);
    }
    Ok(terms)
}

/// The same as files by their addresses, for a room that is one file.
pub(super) fn files(reports: &Reports) -> Result<Files, SiteError> {
    let months = reports
        .months()
        .into_par_iter()
        .map(|month| month_file(reports, month));
    let months: Vec<(Shard, Vec<u8>)> = months.collect::<Result<_, SiteError>>()?;
    let mut files = Files::default();
    let mut shards = Vec::with_capacity(months.len());
    for (shard, bytes) in months {
        files.files.push((shard.url(Kind::Terms), bytes));
        shards.push(shard);
    }
    for shards in by_year(&shards) {
        let year = shards[0].period.from.year();
        let (link, bytes) = directory(Kind::Terms, year, shards.to_vec())?;
        files.files.push((link.url(), bytes));
        files.links.push(link);
    }
    Ok(files)
}

/// Directories of terms, and all files that they lead to with them.
#[derive(Debug, Default)]
pub(in crate::site) struct Files {
    /// The directories, newest year first.
    pub(in crate::site) links: Vec<DirectoryLink>,
    /// What is at which address.
    pub(in crate::site) files: Vec<(String, Vec<u8>)>,
}

fn by_year(months: &[Shard]) -> impl Iterator<Item = &[Shard]> {
    months.chunk_by(|a, b| a.period.from.year() == b.period.from.year())
}

/// Writes the totals of the months that are over; nothing where none is.
pub(super) fn write_totals(reports: &Reports, output: &Output) -> Result<Option<FileLink>, SiteError> {
    let Some(over) = months_over(reports) else {
        return Ok(None);
    };
    let made_from = ("term totals", over.clone(), &[][..]);
    let is_there = |link: &FileLink| Ok(output.keep_hashed(&link.url())?);
    let link = reports.made(made_from, is_there, || {
        let (link, bytes) = totals_file(reports, over.clone())?;
        output.write_hashed(&link.url(), &bytes)?;
        Ok::<_, SiteError>(link)
    })?;
    Ok(Some(link))
}

/// The reports of the months that are over: all but those of the newest.
fn months_over(reports: &Reports) -> Option<Range<usize>> {
    let newest = reports.months().first()?.len();
    (newest < reports.len()).then_some(newest..reports.len())
}

/// The file of a month's reports, of which there is one at least, and where it stands in a directory.
fn month_file(reports: &Reports, month: Range<usize>) -> Result<(Shard, Vec<u8>), SiteError> {
    let day = reports.summaries()[month.start].day;
    let count = u32::try_from(month.len()).unwrap_or(u32::MAX);
    let bytes = serde_json::to_vec(&terms_of(reports, month)?)?;
    let shard = Shard {
        period: Period::new(day.first_of_month(), day.last_of_month()),
        reports: count,
        bytes: size(&bytes),
        hash: fingerprint(&bytes),
        holds: Vec::new(),
    };
    Ok((shard, bytes))
}

/// The terms of a month's reports.
fn terms_of(reports: &Reports, month: Range<usize>) -> Result<MonthTerms, StoreError> {
    let all = month
        .clone()
        .map(|index| reports.counts(index))
        .collect::<Result<Vec<_>, _>>()?;
    let (terms, numbers) = numbered(
        all.iter()
            .flat_map(|counts| &counts.terms)
            .map(|term| (&term.text, term.rarity)),
    );
    let (mut topics, mut kinds) = (Vec::new(), Vec::new());
    let mut of_month = Vec::with_capacity(all.len());
    for (index, counts) in month.clone().zip(&all) {
        let summary = &reports.summaries()[index];
        let mut sections: Vec<SectionTerms> = Vec::new();
        for term in &counts.terms {
            for (kind, count) in &term.sections {
                let kind = place_in(&mut kinds, kind);
                let count = (numbers[&term.text], *count);
                match sections.iter_mut().find(|section| section.kind == kind) {
                    Some(section) => section.counts.push(count),
                    None => sections.push(SectionTerms {
                        kind,
                        counts: vec![count],
                    }),
                }
            }
        }
        sections.sort_by_key(|section| section.kind);
        sections
            .iter_mut()
            .for_each(|section| section.counts.sort_unstable());
        of_month.push(ReportTerms {
            id: summary.id.clone(),
            day: summary.day.day() as u8,
            // Reports without a topic name none, whatever others come.
            topic: if summary.topic.is_empty() {
                u32::MAX
            } else {
                place_in(&mut topics, &summary.topic)
            },
            words: counts.words,
            sections,
        });
    }
    for report in of_month.iter_mut().filter(|report| report.topic == u32::MAX) {
        report.topic = topics.len() as u32;
    }
    Ok(MonthTerms {
        schema: SCHEMA,
        month: reports.summaries()[month.start].day.first_of_month(),
        topics,
        kinds: kinds
            .iter()
            .map(|kind: &SectionKind| kind.name().to_owned())
            .collect(),
        terms,
        reports: of_month,
    })
}

/// Terms with their rarities, and the places of terms among them.
type Numbered = (Vec<(Arc<str>, u32)>, HashMap<Arc<str>, u32>);

/// Terms with their rarities, those that are as rare together and the most frequent of them first; and their places.
fn numbered<'a>(terms: impl Iterator<Item = (&'a Arc<str>, u32)>) -> Numbered {
    // A name that has become part of a phrase may be as rare as that: the rarity of its newest report counts.
    let mut found: BTreeMap<&Arc<str>, (u32, usize)> = BTreeMap::new();
    for (text, rarity) in terms {
        found.entry(text).or_insert((rarity, 0)).1 += 1;
    }
    let mut terms: Vec<_> = found.into_iter().collect();
    terms.sort_by_key(|(_, (rarity, times))| (*rarity, std::cmp::Reverse(*times)));
    let numbers = terms
        .iter()
        .zip(0..)
        .map(|((text, _), number)| (Arc::clone(text), number));
    let numbers = numbers.collect();
    let terms = terms
        .into_iter()
        .map(|(text, (rarity, _))| (Arc::clone(text), rarity));
    (terms.collect(), numbers)
}

/// The place of an item in a list, at whose end it is put where it is new.
fn place_in<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) -> u32 {
    let at = list.iter().position(|other| other == item);
    at.unwrap_or_else(|| {
        list.push(item.clone());
        list.len() - 1
    }) as u32
}

fn totals_file(reports: &Reports, over: Range<usize>) -> Result<(FileLink, Vec<u8>), SiteError> {
    let bytes = serde_json::to_vec(&totals(reports, over)?)?;
    let link = FileLink {
        name: "term-totals".to_owned(),
        bytes: size(&bytes),
        hash: fingerprint(&bytes),
    };
    Ok((link, bytes))
}

/// What some reports hold together.
fn totals(reports: &Reports, over: Range<usize>) -> Result<TermTotals, StoreError> {
    let until = reports.summaries()[over.start].day.last_of_month();
    let (mut count, mut words) = (0, 0);
    let mut found: HashMap<Arc<str>, (u32, u32)> = HashMap::new();
    for index in over {
        let counts = reports.counts(index)?;
        count += 1;
        words += u64::from(counts.words);
        for term in counts.terms {
            let count_of = term.count();
            let (times, with) = found.entry(term.text).or_default();
            *times += count_of;
            *with += 1;
        }
    }
    let mut terms: Vec<(Arc<str>, u32, u32)> = found
        .into_iter()
        .map(|(text, (times, with))| (text, times, with))
        .collect();
    terms.sort_unstable_by(|a, b| (b.2, b.1, &a.0).cmp(&(a.2, a.1, &b.0)));
    let mut bytes = 200;
    let fits = |(text, times, with): &(Arc<str>, u32, u32)| {
        let digits = |number: u32| number.max(1).ilog10() as usize + 1;
        bytes += text.len() + digits(*times) + digits(*with) + 7;
        bytes <= TOTALS
    };
    let kept = terms.iter().map(fits).take_while(|fits| *fits).count();
    terms.truncate(kept);
    Ok(TermTotals {
        schema: SCHEMA,
        until,
        reports: count,
        words,
        terms,
    })
}

#[cfg(test)]
mod tests {
    use kanbao_archive::model::{Report, Term};

    use super::super::super::tests::{in_a_folder, report};
    use super::*;

    /// A report with the terms of its cloud.
    fn about(day: &str, slug: &str, topic: &str, terms: &[(&str, u32)]) -> Report {
        let mut made = report(day.parse().unwrap(), slug, "");
        made.summary.topic = topic.into();
        let term = |(text, count): &(&str, u32)| Term {
            text: (*text).into(),
            count: *count,
            weight: 1,
        };
        made.body.terms = terms.iter().map(term).collect();
        made
    }

    #[test]
    fn a_month_holds_the_counts_of_its_reports() {
        let reports = Reports::from(vec![
            about("2025-11-30", "c", "", &[("算力", 2)]),
            about("2025-11-29", "b", "ai", &[("模型", 3), ("算力", 1)]),
            about("2025-10-31", "a", "ai", &[("港口", 1)]),
        ]);
        let month = terms_of(&reports, 0..2).unwrap();
        assert_eq!(
            (month.month.to_string().as_str(), month.topics.as_slice()),
            ("2025-11-01", &["ai".to_owned()][..])
        );
        let texts: Vec<&str> = month.terms.iter().map(|(text, _)| &**text).collect();
        assert_eq!(texts, ["算力", "模型"], "the one of more reports first");
        let rows: Vec<_> = month
            .reports
            .iter()
            .map(|report| (report.day, report.topic, report.words))
            .collect();
        assert_eq!(
            rows,
            [(30, 1, 2), (29, 0, 4)],
            "a report without a topic names none"
        );
        assert_eq!(month.reports[1].sections[0].counts, [(0, 1), (1, 3)]);
    }

    #[test]
    fn totals_add_up_the_months_that_are_over_and_leave_out_the_rarest() {
        let one_month = vec![about("2025-11-30", "c", "", &[("算力", 2)])];
        let (none, files) =
            in_a_folder(|output| write_totals(&Reports::from(one_month.clone()), output).unwrap());
        assert!(none.is_none() && files.is_empty());

        let names: Vec<String> = (0..9_000).map(|n| format!("Name {n}")).collect();
        let many: Vec<(&str, u32)> = names.iter().map(|name| (name.as_str(), 2)).collect();
        let mut reports = one_month;
        reports.push(about("2025-10-31", "b", "", &[("算力", 3), ("港口", 1)]));
        reports.push(about(
            "2025-09-01",
            "a",
            "",
            &[&many[..], &[("算力", 1), ("港口", 9)]].concat(),
        ));
        let reports = Reports::from(reports);
        let (link, files) = in_a_folder(|output| write_totals(&reports, output).unwrap());
        let bytes = &files[&link.unwrap().url()];
        assert!((80_000..=TOTALS).contains(&bytes.len()), "{}", bytes.len());
        let totals: TermTotals = serde_json::from_slice(bytes).unwrap();
        assert_eq!(
            (totals.until.to_string().as_str(), totals.reports),
            ("2025-10-31", 2)
        );
        assert_eq!(totals.words, 4 + 18_010);
        assert_eq!(totals.terms[..2], [("港口".into(), 10, 2), ("算力".into(), 4, 2)]);
    }
}

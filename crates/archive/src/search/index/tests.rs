//! The index engine against the scan engine: the same answers, whatever is asked.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{Bounds, Gram, Grams, IndexError, Level, Lookup, Numbers, Shard, Writer, levels};
use crate::link::Filter;
use crate::model::{Day, Label, Summary};
use crate::search::tests::{document, heading, paragraph, summary};
use crate::search::{Corpus, Outcome, Query, Scan, Stage};
use crate::text::{FoldTable, Searchable, searchable, tests};

/// An archive that both engines search.
struct Archive {
    fold: FoldTable,
    /// Newest first.
    reports: Vec<(Summary, Searchable)>,
    levels: Vec<(Range<usize>, Level)>,
    /// Mean length of a folded text, in bytes.
    mean: u32,
    full: Corpus,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = |text: &Searchable| text.passages.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
        let reports = self
            .reports
            .iter()
            .map(|(s, text)| (&s.id, s.day, &s.topic, texts(text)));
        f.debug_list().entries(reports).finish()
    }
}

impl Archive {
    /// Newest first.
    fn of(reports: Vec<(Summary, Searchable)>) -> Self {
        let fold = tests::table();
        let days: Vec<Day> = reports.iter().map(|(summary, _)| summary.day).collect();
        let mut bytes = 0;
        let levels = levels(&days).into_iter().map(|range| {
            let mut writer = Writer::default();
            let mut grams = Grams::default();
            for (summary, text) in &reports[range.clone()] {
                writer.add(grams.of(summary, text, &fold));
                bytes += grams.bytes();
            }
            (range, writer.finish())
        });
        let levels = levels.collect();
        let mean = (bytes / reports.len().max(1)) as u32;
        let mut full = corpus(&fold);
        reports
            .iter()
            .for_each(|(summary, text)| full.add(summary, text, &fold));
        Self {
            fold,
            reports,
            levels,
            mean,
            full,
        }
    }

    /// The bounds of a lookup, level by level.
    fn bounds(&self, lookup: &Lookup, filter: &Filter) -> Vec<Bounds> {
        let one = |(range, level): &(Range<usize>, Level)| {
            let admitted = |at: &usize| {
                let day = self.reports[*at].0.day;
                filter.from.is_none_or(|from| day >= from) && filter.to.is_none_or(|to| day <= to)
            };
            let mut days = range.clone().filter(admitted).map(|at| (at - range.start) as u32);
            let first = days.next();
            let published = first.map_or(0..0, |first| first..days.next_back().unwrap_or(first) + 1);
            let needed = lookup.shards(level.bits);
            let list = |gram: Gram| {
                let number = gram.shard(level.bits);
                assert!(needed.contains(&number), "a list that was not announced");
                Shard::read(&level.shards[number as usize], level.bits, level.reports)?.list(gram)
            };
            lookup.bounds(published, level.reports, list).unwrap()
        };
        self.levels.iter().map(one).collect()
    }

    /// Searches by the index: fetches candidates stage by stage, until something is found.
    fn search(&self, query: &Query, filter: &Filter) -> Vec<(String, u32, u32)> {
        let newest = self.reports.first().map(|(summary, _)| summary.day);
        let mut corpus = corpus(&self.fold).of_archive(newest, self.mean);
        let mut here = Numbers::none(self.reports.len() as u32);
        let mut scan = Scan::new(query, filter, &self.fold);
        let mut stage = Some(Stage::Asked);
        while let Some(asked) = stage {
            let lookup = scan.lookup(asked, &corpus);
            let bounds = self.bounds(&lookup, scan.filter());
            for ((range, _), bounds) in self.levels.iter().zip(bounds) {
                for number in bounds.may.iter().map(|number| number + range.start as u32) {
                    if !here.contains(number) {
                        here.insert(number);
                        let (summary, text) = &self.reports[number as usize];
                        corpus.add(summary, text, &self.fold);
                    }
                }
            }
            while !scan.step(&corpus, usize::MAX).done {}
            let outcome = scan.outcome(&corpus);
            // What is found with phrases taken apart counts only when it is known which of them are nowhere.
            if !outcome.hits.is_empty() && !outcome.relaxed {
                break;
            }
            stage = asked.next();
        }
        rows(&scan.outcome(&corpus), &corpus)
    }
}

fn corpus(fold: &FoldTable) -> Corpus {
    let label = |key: &str, name: &str| Label {
        key: key.into(),
        name: name.into(),
    };
    Corpus::new(&[], &[label("a", "人工"), label("b", "开")], fold)
}

fn rows(outcome: &Outcome, corpus: &Corpus) -> Vec<(String, u32, u32)> {
    let row = |hit: &crate::search::Hit| (corpus.id(hit.report).to_owned(), hit.count, hit.score);
    let mut rows: Vec<_> = outcome.hits.iter().map(row).collect();
    rows.push((format!("relaxed: {}", outcome.relaxed), 0, 0));
    rows
}

/// One to eight reports of a few years, each with a headline, one to three paragraphs and perhaps a topic.
fn archives() -> impl Strategy<Value = Archive> {
    let report = (
        0i32..1_200,
        tests::text(0..6),
        proptest::collection::vec(tests::text(0..12), 1..4),
        select(&["", "a", "b"][..]),
    );
    proptest::collection::vec(report, 1..9).prop_map(|mut reports| {
        reports.sort_by_key(|(age, ..)| *age);
        let newest = Day::new(2025, 11, 21).unwrap();
        let made = reports
            .into_iter()
            .enumerate()
            .map(|(at, (age, headline, texts, topic))| {
                let mut summary = summary(1);
                summary.id = format!("{at}");
                summary.day = newest.plus(-age);
                summary.headline = headline.clone();
                summary.topic = topic.to_owned();
                let mut blocks = vec![heading(1, &headline)];
                blocks.extend(texts.iter().map(|text| paragraph(text)));
                (summary, searchable(&document(blocks), &[]))
            });
        Archive::of(made.collect())
    })
}

/// A substring of one of the texts, cut anywhere between characters.
fn substring(archive: &Archive, at: [Index; 4]) -> String {
    let (_, text) = &archive.reports[at[0].index(archive.reports.len())];
    let chars: Vec<char> = text.passages[at[1].index(text.passages.len())]
        .text
        .chars()
        .collect();
    if chars.is_empty() {
        return String::new();
    }
    let from = at[2].index(chars.len());
    let to = from + 1 + at[3].index(chars.len() - from);
    chars[from..to].iter().collect()
}

/// Ids of the reports whose texts hold the folded text.
fn holding(archive: &Archive, raw: &str) -> Vec<String> {
    let needle = archive.fold.fold_str(raw);
    let holds = |text: &Searchable| {
        text.passages
            .iter()
            .any(|p| archive.fold.fold_str(&p.text).contains(&needle))
    };
    let found = archive
        .reports
        .iter()
        .filter(|(_, text)| !needle.is_empty() && holds(text));
    found.map(|(summary, _)| summary.id.clone()).collect()
}

fn ids(rows: &[(String, u32, u32)]) -> Vec<String> {
    let mut ids: Vec<String> = rows[..rows.len() - 1].iter().map(|(id, ..)| id.clone()).collect();
    ids.sort_unstable();
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn both_engines_find_exactly_the_reports_that_hold_a_text(archive in archives(), at: [Index; 4]) {
        let raw = substring(&archive, at);
        let query = Query::phrase(&raw);
        let found = archive.search(&query, &Filter::default());
        prop_assert_eq!(ids(&found), holding(&archive, &raw));
        let scanned = archive.full.search(&query, &Filter::default(), &archive.fold);
        prop_assert_eq!(found, rows(&scanned, &archive.full));
    }

    #[test]
    fn both_engines_agree_on_any_query_and_bounds_hold(
        archive in archives(),
        parts in proptest::collection::vec((select(&["", "-", "title:", "topic:", "-topic:", "OR ", "\""][..]), any::<[Index; 4]>()), 1..4),
        limits in select(&["", " after:2024-06", " before:2025-11-20"][..]),
        topic in select(&[None, Some("a")][..]),
    ) {
        let words = parts.iter().map(|(sign, at)| format!("{sign}{}", substring(&archive, *at)));
        let query = Query::parse(&(words.collect::<Vec<_>>().join(" ") + limits));
        let filter = Filter { topic: topic.map(Into::into), ..Filter::default() };
        let outcome = archive.full.search(&query, &filter, &archive.fold);
        prop_assert_eq!(archive.search(&query, &filter), rows(&outcome, &archive.full));

        let scan = Scan::new(&query, &filter, &archive.fold);
        let bounds = archive.bounds(&scan.lookup(Stage::Asked, &archive.full), scan.filter());
        for ((range, _), bounds) in archive.levels.iter().zip(bounds) {
            for at in range.clone() {
                let number = (at - range.start) as u32;
                let found = !outcome.relaxed && outcome.hits.iter().any(|hit| hit.report == at);
                prop_assert!(!found || bounds.may.contains(number));
                prop_assert!(outcome.relaxed || found || !bounds.sure.contains(number));
            }
        }
    }

    #[test]
    fn a_damaged_shard_is_refused(archive in archives(), at: [Index; 2], with: u8, cut: bool) {
        let (_, level) = &archive.levels[0];
        let mut bytes = level.shards[at[0].index(level.shards.len())].clone();
        let place = at[1].index(bytes.len());
        if cut {
            bytes.truncate(place);
        } else {
            prop_assume!(bytes[place] != with);
            bytes[place] = with;
        }
        prop_assert_eq!(Shard::read(&bytes, level.bits, level.reports), Err(IndexError::Malformed));
    }
}

#[test]
fn single_grams_are_answered_without_the_texts() {
    let reports = ["开源 Olmo", "闭源", "gpt-5 olmo"]
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let mut summary = summary(20 - at as u32);
            summary.topic = if at == 1 { "b".into() } else { String::new() };
            (summary, searchable(&document(vec![paragraph(text)]), &[]))
        });
    let archive = Archive::of(reports.collect());
    let answer = |query: &str| {
        let scan = Scan::new(&Query::parse(query), &Filter::default(), &archive.fold);
        let bounds = &archive.bounds(&scan.lookup(Stage::Asked, &archive.full), scan.filter())[0];
        (bounds.may.iter().collect::<Vec<_>>(), bounds.is_exact())
    };
    assert_eq!(answer("源"), (vec![0, 1], true));
    assert_eq!(answer("开源 OR 闭源"), (vec![0, 1], true));
    assert_eq!(answer("-开源"), (vec![1, 2], true));
    assert_eq!(answer("topic:开"), (vec![1], true));
    assert_eq!(answer("olmo"), (vec![0, 2], false));
    assert_eq!(answer("-olmo"), (vec![0, 1, 2], false));
    assert_eq!(answer("lmo before:2025-11-20"), (vec![2], true));
    assert_eq!(answer("，"), (vec![0, 1, 2], false));
    assert_eq!(answer(""), (vec![], true));
    assert_eq!(answer("topic:nowhere"), (vec![], true));
}

#[test]
fn a_level_without_grams_has_one_empty_shard() {
    let level = Writer::default().finish();
    let shard = Shard::read(&level.shards[0], level.bits, 0).unwrap();
    assert_eq!((level.shards.len(), level.bits), (1, 0));
    assert!(shard.list(Gram::of_topic("x")).unwrap().is_empty());
}

//! What stands beside the counts: known terms to begin with or to complete what is typed, and what there is to say of
//! each term shown.

use std::cmp::Reverse;
use std::sync::Arc;

use kanbao_archive::order::sort_by_key;
use kanbao_archive::page::{self, About};
use kanbao_archive::terms::score::{Score, weighted};
use kanbao_archive::terms::{Counted, Sum, TermId, Terms, Together};

use super::counts::Counts;
use crate::reactive::*;
use crate::state::Reader;

/// Terms to begin with.
const STARTERS: usize = 10;

/// Terms that what is typed may become.
const SUGGESTIONS: usize = 12;

/// Newest reports whose terms are weighed: those of ten years would be weighed for too long, and say no more.
const WEIGHED: usize = 500;

/// Terms that are named as standing beside another.
const TOGETHER: usize = 8;

/// Reports that are named as those that say a term most.
const MOST: usize = 3;

/// What stands beside the counts.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    reader: Reader,
    counts: Counts,
    /// The strongest known terms of the days shown.
    pub starters: Memo<Vec<String>>,
    /// Known terms that hold what is typed, the most frequent first.
    pub suggestions: Memo<Vec<String>>,
}

impl Beside {
    pub(super) fn start(reader: Reader, counts: Counts, typed: RwSignal<String>) -> Self {
        let frequent = Memo::new(move || {
            if !counts.is_settled() {
                return Vec::new();
            }
            counts.with_reports(frequent)
        });
        let starters = Memo::new(move || {
            if !counts.is_settled() {
                return Vec::new();
            }
            counts.with_reports(|terms, reports| {
                let words = weighted(terms, &newest(terms, reports), None, Score::Salient, STARTERS);
                words.iter().map(|word| word.text.to_string()).collect()
            })
        });
        let suggestions = Memo::new(move || {
            let typed = folded(reader, &typed.get());
            if typed.is_empty() {
                return Vec::new();
            }
            let frequent = frequent.get();
            let texts = frequent
                .iter()
                .filter(|text| folded(reader, text).contains(&typed));
            texts.take(SUGGESTIONS).map(|text| text.to_string()).collect()
        });
        Self {
            reader,
            counts,
            starters,
            suggestions,
        }
    }

    /// What there is to say of each term. Tracked.
    pub(super) fn about(self) -> Vec<About> {
        let (reader, counts) = (self.reader, self.counts);
        let is_settled = counts.is_settled();
        let terms = counts.terms.get();
        if !is_settled || terms.is_empty() {
            return Vec::new();
        }
        counts.with_reports(|known, reports| {
            let together = Together::of(known, reports);
            let about = terms.iter().map(|term| match known.find(term) {
                Some(id) => About {
                    together: texts(&together.with(id, TOGETHER)),
                    most: most(reader, reports, id),
                },
                None => About::default(),
            });
            about.collect()
        })
    }

    /// Whether a text is one of the suggestions.
    pub(super) fn suggests(self, text: &str) -> bool {
        self.suggestions
            .with_untracked(|all| all.iter().any(|it| it == text))
    }

    /// A term as the known one is spelled that differs in nothing but case, width or script; else as it was typed.
    pub(super) fn spelled(self, typed: &str) -> String {
        let reader = self.reader;
        untrack(|| {
            reader.terms.with(|known| {
                if known.find(typed).is_some() {
                    return typed.to_owned();
                }
                let wanted = folded(reader, typed);
                let same = known.texts().find(|text| folded(reader, text) == wanted);
                same.map_or_else(|| typed.to_owned(), |text| text.to_string())
            })
        })
    }
}

fn folded(reader: Reader, text: &str) -> String {
    reader.archive.bundle().fold.fold_str(text)
}

/// What the newest reports say.
fn newest(terms: &Terms, reports: &[&Counted]) -> Sum {
    terms.sum(reports.iter().take(WEIGHED).copied(), None)
}

/// The terms of the newest reports, those of most reports first.
fn frequent(terms: &Terms, reports: &[&Counted]) -> Vec<Arc<str>> {
    let sum = newest(terms, reports);
    let mut ids: Vec<(TermId, u32)> = (sum.terms.iter())
        .map(|(id, tally)| (*id, tally.reports))
        .collect();
    sort_by_key(&mut ids, |(id, reports)| (Reverse(*reports), *id));
    ids.into_iter().map(|(id, _)| terms.text(id).clone()).collect()
}

/// The reports that say a term most; of those that say it as often the newest come first, as they come here.
fn most(reader: Reader, reports: &[&Counted], id: TermId) -> Vec<page::Beside> {
    let mut most: Vec<(&Counted, u32)> = (reports.iter())
        .map(|report| (*report, report.count(id)))
        .filter(|(_, count)| *count > 0)
        .collect();
    sort_by_key(&mut most, |(_, count)| Reverse(*count));
    let most = most.into_iter().take(MOST).filter_map(|(report, count)| {
        let summary = reader.archive.summary(&report.id)?;
        Some(page::Beside { summary, count })
    });
    most.collect()
}

fn texts(terms: &[Arc<str>]) -> Vec<String> {
    terms.iter().map(|term| term.to_string()).collect()
}

//! The archive's vocabulary as files: what the reader fetches where a search found nothing.
//!
//! It comes in two parts, so that one more report rewrites the small one only: the words of the months that are
//! over, and those that the newest month adds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use kanbao_archive::model::{FileLink, Term};
use kanbao_archive::search::{Vocabulary, latin_words};
use kanbao_archive::text::{FoldTable, Searchable, is_han, searchable};
use pinyin::ToPinyinMulti;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::SiteError;
use super::hash::fingerprint;
use super::output::Output;
use crate::cache::StoreError;
use crate::fold;
use crate::reports::Reports;
use crate::terms::{is_common, words_in};

/// The most Latin words and terms of the months that are over, and of the newest month. The rarest are left out.
const CLOSED: Limits = Limits {
    words: 14_000,
    terms: 8_000,
};
const NEWEST: Limits = Limits {
    words: 2_500,
    terms: 1_500,
};

/// The longest word and term in characters: longer ones are addresses, and sentences.
const LONGEST_WORD: usize = 32;
const LONGEST_TERM: usize = 12;

/// Reports that one thread counts at a time.
const BATCH: usize = 128;

struct Limits {
    words: usize,
    terms: usize,
}

/// Writes the vocabulary of an archive of these reports, newest first; parts without words are left out. The part of the
/// months that are over is kept from one build to the next.
///
/// # Errors
/// Where a part cannot be put as JSON, a file cannot be written, or a report cannot be read.
pub(super) fn write(
    reports: &Reports,
    fold: &FoldTable,
    output: &Output,
) -> Result<Vec<FileLink>, SiteError> {
    let newest = newest_month(reports);
    let write = |(link, bytes): (FileLink, Vec<u8>)| -> Result<FileLink, SiteError> {
        output.write_hashed(&link.url(), &bytes)?;
        Ok(link)
    };
    let make = || -> Result<Closed, SiteError> {
        let (part, known) = closed(reports, newest, fold)?;
        let link = part.map(write).transpose()?;
        Ok(Closed { link, known })
    };
    let is_there = |closed: &Closed| {
        let link = closed.link.as_ref();
        Ok(link.map_or(Ok(true), |link| output.keep_hashed(&link.url()))?)
    };
    let made_from = ("words", newest..reports.len(), &[fold::key(fold)][..]);
    let mut closed = reports.made(made_from, is_there, make)?;
    let newest = since(reports, newest, fold, &mut closed.known)?
        .map(write)
        .transpose()?;
    Ok(closed.link.into_iter().chain(newest).collect())
}

/// The files of the vocabulary with what is in them.
///
/// # Errors
/// Where a part cannot be put as JSON, or a report cannot be read.
pub(super) fn files(reports: &Reports, fold: &FoldTable) -> Result<Vec<(FileLink, Vec<u8>)>, SiteError> {
    let newest = newest_month(reports);
    let (closed, mut known) = closed(reports, newest, fold)?;
    let newest = since(reports, newest, fold, &mut known)?;
    Ok(closed.into_iter().chain(newest).collect())
}

/// The number of reports of the newest month.
fn newest_month(reports: &Reports) -> usize {
    let summaries = reports.summaries();
    let month = summaries.first().map(|summary| summary.day.first_of_month());
    summaries.partition_point(|summary| Some(summary.day) >= month)
}

/// A file, where it would hold anything.
type Part = Option<(FileLink, Vec<u8>)>;

/// The part of the months that are over, and what it says.
fn closed(reports: &Reports, newest: usize, fold: &FoldTable) -> Result<(Part, Known), SiteError> {
    let mut known = Known::default();
    let part = known.part(Counts::of(reports, newest..reports.len(), fold)?, &CLOSED, fold);
    let part = part.map(|part| file("words", &part)).transpose()?;
    Ok((part, known))
}

/// The part of what is new since.
fn since(reports: &Reports, newest: usize, fold: &FoldTable, known: &mut Known) -> Result<Part, SiteError> {
    let part = known.part(Counts::of(reports, 0..newest, fold)?, &NEWEST, fold);
    part.map(|part| file("words-new", &part)).transpose()
}

/// The part of the months that are over, as it was written.
#[derive(Serialize, Deserialize)]
struct Closed {
    link: Option<FileLink>,
    known: Known,
}

fn file(name: &str, part: &Vocabulary) -> Result<(FileLink, Vec<u8>), SiteError> {
    let bytes = serde_json::to_vec(part)?;
    let link = FileLink {
        name: name.to_owned(),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        hash: fingerprint(&bytes),
    };
    Ok((link, bytes))
}

/// In how many reports each word stands.
#[derive(Default)]
struct Counts {
    words: Tally,
    terms: Tally,
}

/// Per text: the number of reports, and which was counted last.
#[derive(Default)]
struct Tally(HashMap<Box<str>, (u32, usize)>);

impl Tally {
    fn count(&mut self, text: &str, report: usize) {
        match self.0.get_mut(text) {
            Some((_, last)) if *last == report => {}
            Some(entry) => *entry = (entry.0 + 1, report),
            None => drop(self.0.insert(text.into(), (1, report))),
        }
    }

    /// Adds the counts of other reports.
    fn merge(&mut self, other: Self) {
        for (text, counted) in other.0 {
            self.0.entry(text).or_insert((0, counted.1)).0 += counted.0;
        }
    }

    /// The texts with their numbers of reports, in no order.
    fn into_counts(self) -> impl Iterator<Item = (String, u32)> {
        self.0
            .into_iter()
            .map(|(text, (reports, _))| (text.into_string(), reports))
    }
}

impl Counts {
    fn of(reports: &Reports, range: Range<usize>, fold: &FoldTable) -> Result<Self, StoreError> {
        let batches: Vec<usize> = range.clone().step_by(BATCH).collect();
        let counted = batches.into_par_iter().map(|from| {
            let mut counts = Self::default();
            let mut folded = String::new();
            for index in from..range.end.min(from + BATCH) {
                let body = reports.body(index)?;
                let text = searchable(&body.document.read(), &[]);
                counts.add(index, &text, &body.terms, fold, &mut folded);
            }
            Ok(counts)
        });
        counted.try_reduce(Self::default, |mut a, b| {
            a.words.merge(b.words);
            a.terms.merge(b.terms);
            Ok(a)
        })
    }

    /// Counts a report by its index; `folded` is room for its text.
    fn add(
        &mut self,
        index: usize,
        text: &Searchable,
        terms: &[Term],
        fold: &FoldTable,
        folded: &mut String,
    ) {
        for passage in &text.passages {
            folded.clear();
            fold.fold_into(&passage.text, folded);
            for word in latin_words(folded)
                .map(|at| &folded[at])
                .filter(|word| is_name(word))
            {
                self.words.count(word, index);
            }
        }
        for term in terms.iter().filter(|term| is_chinese(&term.text)) {
            self.terms.count(&term.text, index);
        }
    }
}

/// Whether a Latin word may be misspelt or be in the way of pinyin: no number, and no letter by itself.
fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.nth(1).is_some() && chars.nth(LONGEST_WORD - 2).is_none() && word.contains(char::is_alphabetic)
}

/// Whether a term can be typed in pinyin: at least two Han characters, and no sign between them.
fn is_chinese(term: &str) -> bool {
    let han = term.chars().filter(|c| is_han(*c)).count();
    han >= 2
        && term.chars().count() <= LONGEST_TERM
        && term.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
}

/// What stands in the parts so far.
#[derive(Default, Serialize, Deserialize)]
struct Known {
    words: HashSet<String>,
    /// Folded.
    terms: HashSet<String>,
    chars: BTreeSet<char>,
}

impl Known {
    /// The vocabulary of some reports without what is known; `None` where nothing is new.
    fn part(&mut self, counts: Counts, limits: &Limits, fold: &FoldTable) -> Option<Vocabulary> {
        let words = counts.words.into_counts();
        let words = most_frequent(words.filter(|(word, _)| !self.words.contains(word)), limits.words);
        self.words.extend(words.iter().map(|(word, _)| word.clone()));

        let terms = one_spelling(with_parts(counts.terms), fold).into_iter();
        let new = terms.filter(|(folded, _)| !self.terms.contains(folded));
        let terms = most_frequent(new.map(|(_, term)| term), limits.terms);
        self.terms
            .extend(terms.iter().map(|(term, _)| fold.fold_str(term)));

        if words.is_empty() && terms.is_empty() {
            return None;
        }
        let readings = self.readings(&terms);
        let readings = readings.iter().map(|(c, syllable)| (*c, syllable.as_str()));
        Some(Vocabulary::new(words, terms, readings))
    }

    /// The readings of the characters that the terms add, and in the first part of those that are often typed in
    /// place of others: whatever sounds like a term.
    fn readings(&mut self, terms: &[(String, u32)]) -> Vec<(char, String)> {
        let mut new: BTreeSet<char> = terms
            .iter()
            .flat_map(|(term, _)| term.chars())
            .filter(|c| is_han(*c))
            .collect();
        if self.chars.is_empty() {
            new.extend(('\u{4E00}'..='\u{9FFF}').filter(|c| is_common(*c)));
        }
        new.retain(|c| self.chars.insert(*c));
        new.into_iter()
            .flat_map(|c| readings(c).into_iter().map(move |syllable| (c, syllable)))
            .collect()
    }
}

/// The most frequent texts, in order; of equally frequent ones the first in the order of their text.
fn most_frequent(counted: impl Iterator<Item = (String, u32)>, most: usize) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> = counted.collect();
    counted.sort_unstable_by(|(a, x), (b, y)| (Reverse(x), a).cmp(&(Reverse(y), b)));
    counted.truncate(most);
    counted
}

/// The terms and the words that they are made of, which are often too common to be terms (数据 in 训练数据); a word
/// counts as often as the most frequent term that it is part of.
fn with_parts(terms: Tally) -> HashMap<String, u32> {
    let mut all: HashMap<String, u32> = HashMap::new();
    for (term, reports) in terms.into_counts() {
        for word in words_in(&term)
            .filter(|word| is_chinese(word))
            .chain([term.as_str()])
        {
            match all.get_mut(word) {
                Some(known) => *known = reports.max(*known),
                None => drop(all.insert(word.to_owned(), reports)),
            }
        }
    }
    all
}

/// The terms by what they fold to, each in its most frequent spelling with the reports of all.
fn one_spelling(terms: HashMap<String, u32>, fold: &FoldTable) -> BTreeMap<String, (String, u32)> {
    let mut spellings: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
    for (term, reports) in terms {
        spellings
            .entry(fold.fold_str(&term))
            .or_default()
            .push((term, reports));
    }
    let together = |(folded, spellings): (String, Vec<(String, u32)>)| {
        let reports = spellings.iter().map(|(_, reports)| reports).sum();
        let best = most_frequent(spellings.into_iter(), 1).pop()?;
        Some((folded, (best.0, reports)))
    };
    spellings.into_iter().filter_map(together).collect()
}

/// How a character is read, in pinyin without tones and with `v` for ü; each reading once.
fn readings(c: char) -> BTreeSet<String> {
    let all = c.to_pinyin_multi().into_iter().flatten();
    let plain = all.map(|reading| reading.plain().replace('ü', "v"));
    plain
        .filter(|syllable| syllable.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests;

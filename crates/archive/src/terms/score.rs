//! Which terms some reports stand out with, and by how much: two scores.
//!
//! Both are `n · ln(q / p)`: how often a term occurs, times how much denser it is here than elsewhere. *Salient* compares
//! with general Chinese, *distinctive* with the archive's other reports. Whole numbers only, so that the builder and the
//! reader draw the same cloud.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Sum, Tally, Terms};
use crate::logarithm::{self, ONE, halved};
use crate::order::sort_by;

/// What terms are compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Score {
    /// General Chinese: what the reports are about.
    #[default]
    Salient,
    /// The other reports: what these have that those have not.
    Distinctive,
}

/// A term with its weight among others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weighted {
    /// The term.
    pub text: Arc<str>,
    /// How often it occurs.
    pub count: u32,
    /// In how many reports.
    pub reports: u32,
    /// How much it stands out, from 1 to 10,000, which the first has.
    pub weight: u32,
}

/// The count in one report at which further occurrences weigh half: a word said fifty times is not ten times the news.
const SATURATION: u64 = 20;

/// The most that a logarithm counts: otherwise every chance compound would outrank every word.
const RAREST: u64 = 8 * ONE;

/// Words of other reports that are taken for granted, in which a term occurs half a time: few reports prove no absence.
const DOUBT: u64 = 1_000;

/// The weight of the strongest.
const TOP: u64 = 10_000;

/// The binary logarithm of how much heavier the strongest should be than the last: drawn at the root of their weight, the
/// last is a fifth as large …
const SPREAD: u64 = 4_644;

/// … unless the scores lie closer together than this power can part.
const CONTRAST: u64 = 1_638;

/// The terms that stand out in a sum, strongest first, at most so many. A term that only repeats a part of a stronger one,
/// or hardly adds to a shorter one, is left out, and so is one that is a topic's key.
///
/// `rest` is what [`Score::Distinctive`] compares with; without any, it is [`Score::Salient`].
pub fn weighted(terms: &Terms, sum: &Sum, rest: Option<&Sum>, score: Score, at_most: usize) -> Vec<Weighted> {
    let rest = rest.filter(|rest| score == Score::Distinctive && rest.words > 0);
    let scored = sum.terms.iter().filter_map(|(term, tally)| {
        let text = terms.text(*term);
        // That reports on AI are about AI, their topic says.
        if terms.is_topic(text) {
            return None;
        }
        let gain = match rest {
            Some(rest) => gain_on(rest, rest.terms.get(term).map_or(0, |tally| tally.count)),
            None => u64::from(terms.rarity(*term)) * ONE / 10,
        };
        let gain = (ln(u64::from(tally.count)) + gain).saturating_sub(ln(sum.words));
        Some(Candidate {
            text,
            tally: *tally,
            score: score_of(text, *tally, gain),
        })
    });
    strongest(scored.collect(), at_most)
}

/// The strongest of some terms with their weights, strongest first, without those that others say already.
pub(super) fn strongest(scored: Vec<Candidate<'_>>, at_most: usize) -> Vec<Weighted> {
    // In buckets by magnitude, of which only the upper ones need be sorted.
    let mut buckets: Vec<Vec<Candidate<'_>>> = vec![Vec::new(); 64];
    for candidate in scored.into_iter().filter(|candidate| candidate.score > 0) {
        buckets[candidate.score.ilog2() as usize].push(candidate);
    }
    let mut kept: Vec<Candidate<'_>> = Vec::new();
    for bucket in buckets.iter_mut().rev() {
        sort_by(bucket, Candidate::cmp);
        for candidate in bucket.iter() {
            if kept.len() == at_most {
                return weights(&kept);
            }
            if !kept.iter().any(|term| term.says(candidate)) {
                kept.push(*candidate);
            }
        }
    }
    weights(&kept)
}

/// How rare a term is in other reports, as −ln of its share, in 1/1024.
fn gain_on(rest: &Sum, count: u32) -> u64 {
    (ln(2 * (rest.words + DOUBT))).saturating_sub(ln(2 * u64::from(count) + 1))
}

/// The binary logarithm in 1/[`ONE`], of 1 for 0.
fn log2(number: u64) -> u64 {
    logarithm::log2(number, 10)
}

/// The natural logarithm in 1/[`ONE`], of 1 for 0.
fn ln(number: u64) -> u64 {
    log2(number) * 710 / ONE
}

/// A score in 1/1024, from how often a term occurs and how much denser than elsewhere.
fn score_of(text: &str, tally: Tally, gain: u64) -> u64 {
    let count = u64::from(tally.count);
    let bound = SATURATION * u64::from(tally.reports.max(1));
    let score = count * bound * gain.min(RAREST) / (bound + count);
    // A name says more than a word.
    if is_name(text) { score * 7 / 5 } else { score }
}

/// Whether a term is a name by its Latin letters: capitals that are more than an acronym, or a version.
fn is_name(text: &str) -> bool {
    let is_acronym = text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let marks = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.is_ascii()
        && !is_acronym
        && text.bytes().any(marks)
}

/// A term on its way to being shown.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) text: &'a Arc<str>,
    pub(super) tally: Tally,
    pub(super) score: u64,
}

impl Candidate<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .cmp(&self.score)
            .then_with(|| self.text.cmp(other.text))
    }

    /// Whether a weaker term need not be shown beside this one.
    fn says(&self, weaker: &Self) -> bool {
        if weaker.text.len() < self.text.len() {
            weaker.tally.count <= self.tally.count && contains(self.text, weaker.text)
        } else {
            let adds_little = weaker.tally.count == 1 || weaker.tally.count <= self.tally.count / 10;
            adds_little && contains(weaker.text, self.text)
        }
    }
}

/// Whether one term stands in another as a whole: Latin words only between other characters. Terms are so short that
/// comparing at every place is quicker than preparing a search.
pub fn contains(long: &str, short: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_whole = |at: usize| {
        let before = long[..at].chars().next_back();
        let after = long[at + short.len()..].chars().next();
        !(latin(before) && latin(short.chars().next()) || latin(after) && latin(short.chars().next_back()))
    };
    let short_bytes = short.as_bytes();
    let windows = long.as_bytes().windows(short.len().max(1)).enumerate();
    windows
        .filter(|(_, window)| window.first() == short_bytes.first() && *window == short_bytes)
        .any(|(at, _)| is_whole(at))
}

/// Weights that fall as the scores do, to a power that makes a picture of large and small words of them.
fn weights(kept: &[Candidate<'_>]) -> Vec<Weighted> {
    let top = kept.first().map_or(0, |first| log2(first.score));
    let span = kept.last().map_or(0, |last| top - log2(last.score));
    let power = (SPREAD * ONE / span.max(1)).min(CONTRAST);
    let weigh = |candidate: &Candidate<'_>| Weighted {
        text: candidate.text.clone(),
        count: candidate.tally.count,
        reports: candidate.tally.reports,
        weight: halved(TOP, (top - log2(candidate.score)) * power / ONE).max(1) as u32,
    };
    kept.iter().map(weigh).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Day, MonthTerms, ReportTerms, SCHEMA, SectionTerms};

    const TEXTS: [&str; 16] = [
        "模型",
        "开源模型",
        "开源",
        "AI",
        "AI代理",
        "OpenAI",
        "Gemini",
        "Gemini 3",
        "Gemini 3 Pro",
        "机器人",
        "人形机器人",
        "海上风电",
        "风电",
        "GPT-5",
        "算力",
        "token",
    ];

    /// Reports by the counts of their terms and their words, and how rare each term is.
    fn terms(reports: &[(Vec<(u32, u32)>, u32)], rarities: &[u32]) -> Terms {
        let mut terms = Terms::default();
        terms.add(&MonthTerms {
            schema: SCHEMA,
            month: Day::new(2025, 11, 1).unwrap(),
            topics: vec!["token".into()],
            kinds: vec!["other".into()],
            terms: TEXTS
                .iter()
                .zip(rarities)
                .map(|(text, rarity)| ((*text).into(), *rarity))
                .collect(),
            reports: reports
                .iter()
                .enumerate()
                .map(|(n, (counts, words))| ReportTerms {
                    id: n.to_string(),
                    day: 1,
                    topic: 0,
                    words: *words,
                    sections: vec![SectionTerms {
                        kind: 0,
                        counts: counts.clone(),
                    }],
                })
                .collect(),
        });
        terms
    }

    fn found(terms: &Terms, here: usize, score: Score, at_most: usize) -> Vec<Weighted> {
        let (first, others) = terms.reports().split_at(here);
        let rest = terms.sum(others.iter(), None);
        weighted(terms, &terms.sum(first.iter(), None), Some(&rest), score, at_most)
    }

    fn texts(weighted: &[Weighted]) -> Vec<&str> {
        weighted.iter().map(|term| &*term.text).collect()
    }

    /// The same in the plainest way: what a term of the first reports scores.
    fn plain(terms: &Terms, here: usize, score: Score, text: &str) -> f64 {
        let term = terms.find(text).unwrap();
        let (first, others) = terms.reports().split_at(here);
        let total = |reports: &[super::super::Counted]| -> (f64, f64, f64) {
            let count: u32 = reports.iter().map(|report| report.count(term)).sum();
            let words: u32 = reports.iter().map(|report| report.words).sum();
            let with = reports.iter().filter(|report| report.count(term) > 0).count();
            (f64::from(count), f64::from(words), with as f64)
        };
        let ((n, words, with), (m, other_words, _)) = (total(first), total(others));
        let p = match score {
            Score::Distinctive if other_words > 0.0 => (m + 0.5) / (other_words + 1_000.0),
            _ => (-f64::from(terms.rarity(term)) / 10.0).exp(),
        };
        let bonus = if ["OpenAI", "Gemini", "Gemini 3", "Gemini 3 Pro", "GPT-5"].contains(&text) {
            1.4
        } else {
            1.0
        };
        n / (1.0 + n / (20.0 * with)) * (n / words / p).ln().clamp(0.0, 8.0) * bonus
    }

    /// Whether the first term makes the second superfluous.
    fn says(stronger: &Weighted, weaker: (&str, u32)) -> bool {
        let inside = |short: &str, long: &str| {
            let spaced = |text: &str| {
                text.split_ascii_whitespace()
                    .map(|word| format!(" {word} "))
                    .collect::<String>()
            };
            if short.is_ascii() && short != "AI" {
                spaced(long).contains(&spaced(short))
            } else {
                long != "OpenAI" && long.contains(short)
            }
        };
        if weaker.0.len() < stronger.text.len() {
            weaker.1 <= stronger.count && inside(weaker.0, &stronger.text)
        } else {
            (weaker.1 == 1 || weaker.1 * 10 <= stronger.count) && inside(&stronger.text, weaker.0)
        }
    }

    proptest! {
        #[test]
        fn what_stands_out_is_what_plain_arithmetic_finds(
            reports in prop::collection::vec((prop::collection::btree_map(0..16_u32, 1..40_u32, 0..14), 100..3_000_u32), 1..7),
            rarities in prop::collection::vec(60..200_u32, 16),
            here in 0..6_usize,
            at_most in 1..20_usize,
            is_salient in any::<bool>(),
        ) {
            let reports: Vec<_> = reports.into_iter().map(|(counts, words)| (counts.into_iter().collect(), words)).collect();
            let terms = terms(&reports, &rarities);
            let here = here.min(reports.len());
            let score = if is_salient { Score::Salient } else { Score::Distinctive };
            let found = found(&terms, here, score, at_most);
            prop_assert!(found.len() <= at_most);
            // What logarithms in whole numbers may be wrong by.
            let slack = |count: u32| 0.03 * f64::from(count) + 0.02;
            let of = |text: &str| plain(&terms, here, score, text);
            for (n, term) in found.iter().enumerate() {
                prop_assert!(found[..n].iter().all(|stronger| !says(stronger, (&term.text, term.count))));
                prop_assert!(found[..n].iter().all(|stronger| of(&stronger.text) >= of(&term.text) - slack(term.count) - slack(stronger.count)));
                prop_assert!(found[..n].iter().all(|stronger| stronger.weight >= term.weight));
            }
            let first = terms.reports()[..here].iter();
            let least = found.last().map_or(0.0, |last| of(&last.text) + slack(last.count));
            for (term, tally) in terms.sum(first, None).terms {
                let text = terms.text(term);
                if &**text == "token" {
                    prop_assert!(found.iter().all(|found| found.text != *text));
                    continue;
                }
                let is_shown = found.iter().any(|found| found.text == *text);
                let is_said = found.iter().any(|stronger| says(stronger, (text, tally.count)));
                let is_weak = of(text) <= slack(tally.count) || found.len() == at_most && of(text) <= least + slack(tally.count);
                prop_assert!(is_shown || is_said || is_weak, "{} is missing among {:?}", text, texts(&found));
            }
        }
    }

    #[test]
    fn the_salient_are_rare_and_the_distinctive_are_new() {
        // 模型 and 算力 are in all reports, 海上风电 in the first alone; 模型 is rarer than all.
        let reports = [
            (vec![(0, 9), (14, 9), (11, 4)], 1_000),
            (vec![(0, 9), (14, 9)], 1_000),
            (vec![(0, 9), (14, 9)], 1_000),
        ];
        let mut rarities = [90; 16];
        rarities[0] = 120;
        let terms = terms(&reports, &rarities);
        assert_eq!(
            texts(&found(&terms, 1, Score::Salient, 9)),
            ["模型", "算力", "海上风电"]
        );
        assert_eq!(texts(&found(&terms, 1, Score::Distinctive, 9))[0], "海上风电");
        assert_eq!(
            found(&terms, 3, Score::Distinctive, 9),
            found(&terms, 3, Score::Salient, 9),
            "of no others"
        );
    }

    #[test]
    fn nested_terms_are_said_once() {
        let reports = [(vec![(0, 3), (1, 4), (6, 30), (8, 2), (3, 2), (5, 2)], 1_000)];
        let terms = terms(&reports, &[130; 16]);
        assert_eq!(
            texts(&found(&terms, 1, Score::Salient, 9)),
            ["Gemini", "开源模型", "OpenAI", "AI"]
        );
        assert!(contains("Gemini 3 Pro", "Gemini 3") && contains("AI代理", "AI"));
        assert!(!contains("OpenAI", "AI") && !contains("模型", "模型库") && !contains("", "模型"));
    }

    #[test]
    fn weights_fall_from_ten_thousand_to_a_twenty_fifth_at_most() {
        let counts = (0..15)
            .map(|term| (term, 1 + (14 - term) * (14 - term)))
            .collect();
        let terms = terms(&[(counts, 2_000)], &[150; 16]);
        let found = found(&terms, 1, Score::Salient, 9);
        assert_eq!(found[0].weight, 10_000);
        assert!(found.windows(2).all(|pair| pair[0].weight > pair[1].weight));
        assert!(
            (380..=10_000).contains(&found.last().unwrap().weight),
            "{found:?}"
        );
        assert_eq!(weighted(&terms, &Sum::default(), None, Score::Salient, 9), []);
    }
}

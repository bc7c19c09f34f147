//! How the score of a result came about, in the numbers that ranking itself computes.

use super::corpus::Corpus;
use super::program::Program;
use super::rank::{Tally, freshness, rarities, shares, weights};
use super::scan::Hit;

/// How a score came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// What was counted: the words, then each pair of neighbours that was looked for side by side.
    pub shares: Vec<ExplainedShare>,
    /// What the sum of the points is multiplied with, as a fraction: newer reports weigh a little more.
    pub freshness: (u64, u64),
    /// The score, [`Hit::score`]: the product of the two in 1/256.
    pub score: u32,
}

/// What a word, or two side by side, add to a score.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExplainedShare {
    /// What was looked for, folded.
    pub text: String,
    /// Whether it is a pair, whose points count twice.
    pub is_pair: bool,
    /// How weightily it occurs in headline, lead and title, in quarters: an occurrence counts 4 where a word starts
    /// and 1 inside of one.
    pub title: u32,
    /// The same in the headings, the headline among them.
    pub headings: u32,
    /// The same in the rest of the text, without boilerplate.
    pub body: u32,
    /// All of it in quarters, title and headings weighing more.
    pub weight: u32,
    /// How scarce it is in the results, in 1/256.
    pub rarity: u64,
    /// What the weight comes to in 1/256: it grows ever more slowly, and is larger in a short report.
    pub saturation: u64,
    /// Rarity × saturation in 1/65,536; twice that for a pair.
    pub points: u64,
}

/// How the scores of some of the results came about. The tallies are in the order of their reports.
pub(super) fn explain(
    hits: &[Hit],
    tallies: &[Tally],
    program: &Program,
    corpus: &Corpus,
) -> Vec<Option<Explanation>> {
    let rarities = rarities(tallies, corpus);
    let explain = |hit: &Hit| {
        let at = tallies
            .binary_search_by_key(&hit.report, |tally| tally.report)
            .ok()?;
        let entry = corpus.entry(hit.report)?;
        let shares = shares(&tallies[at], program.wanted.len(), &rarities, entry, corpus);
        let explained = weights(program, corpus, entry)
            .zip(shares)
            .map(|((needle, weight), share)| ExplainedShare {
                text: String::from_utf8_lossy(needle.finder.needle()).into_owned(),
                is_pair: share.is_pair,
                title: weight.title,
                headings: weight.headings,
                body: weight.body,
                weight: weight.total(),
                rarity: share.rarity,
                saturation: share.saturation,
                points: share.points(),
            });
        Some(Explanation {
            shares: explained.collect(),
            freshness: freshness(entry, corpus),
            score: hit.score,
        })
    };
    hits.iter().map(explain).collect()
}

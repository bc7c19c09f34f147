//! What a search asks the index, and what the index answers.

use std::ops::Range;

use super::gram::{Gram, Place, Wanted, wanted};
use super::numbers::Numbers;
use super::shard::IndexError;
use crate::link::Filter;
use crate::order::sort_by;
use crate::search::corpus::Corpus;
use crate::search::program::FoldedWord;
use crate::search::query::Field;

/// How many grams of text a search looks up, if it has no more words than that. Each costs a shard of every level;
/// four narrow a phrase down to few reports more than hold it.
const GRAMS: usize = 4;

/// Conditions on the lists of the index, for one search.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Conditions; one test of each must hold.
    clauses: Vec<Vec<Test>>,
    /// Whether anything is asked at all.
    asks: bool,
}

/// One condition.
#[derive(Clone, Debug)]
struct Test {
    negated: bool,
    grams: Vec<Gram>,
    holds: Holds,
}

/// What the lists of a test's grams say together.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Holds {
    /// Reports outside one of the lists fail; those in all of them may pass.
    Maybe,
    /// Reports in all lists pass, others fail.
    All,
    /// Reports in any list pass, others fail.
    Any,
}

/// Between which sets the results of a search lie.
#[derive(Clone, PartialEq, Debug)]
pub struct Bounds {
    /// Reports that can be results: all others are none.
    pub may: Numbers,
    /// Reports that are results for certain.
    pub sure: Numbers,
}

impl Bounds {
    /// Whether the results are known without the texts.
    pub fn is_exact(&self) -> bool {
        self.may == self.sure
    }

    fn all(of: Numbers) -> Self {
        Self {
            sure: of.clone(),
            may: of,
        }
    }

    fn intersect(&mut self, other: &Self) {
        self.may.intersect(&other.may);
        self.sure.intersect(&other.sure);
    }

    fn unite(&mut self, other: &Self) {
        self.may.unite(&other.may);
        self.sure.unite(&other.sure);
    }

    fn complement(self) -> Self {
        Self {
            may: self.sure.complement(),
            sure: self.may.complement(),
        }
    }
}

impl Lookup {
    /// The conditions of folded words under a filter; its days are left to [`Lookup::bounds`]. The corpus knows
    /// what topics and sources are called.
    pub(in crate::search) fn new(
        words: &[Vec<FoldedWord>],
        filter: &Filter,
        corpus: &Corpus,
        asks: bool,
    ) -> Self {
        let texts = words
            .iter()
            .flatten()
            .filter(|word| !matches!(word.field, Field::Topic | Field::Source));
        let most = GRAMS / texts.count().max(1);
        let facts = [
            filter.topic.as_deref().map(Gram::of_topic),
            filter.source.as_deref().map(Gram::of_source),
        ];
        let facts = facts.into_iter().flatten().map(|gram| {
            vec![Test {
                negated: false,
                grams: vec![gram],
                holds: Holds::All,
            }]
        });
        let words = words
            .iter()
            .map(|clause| clause.iter().map(|word| Test::new(word, corpus, most)).collect());
        Self {
            clauses: facts.chain(words).collect(),
            asks,
        }
    }

    /// Which of a level's 2^`bits` shards are needed, in order.
    pub fn shards(&self, bits: u8) -> Vec<u32> {
        let tests = self.clauses.iter().flatten();
        let mut shards: Vec<u32> = tests
            .flat_map(|test| &test.grams)
            .map(|gram| gram.shard(bits))
            .collect();
        sort_by(&mut shards, Ord::cmp);
        shards.dedup();
        shards
    }

    /// Between which sets of a level's reports the results lie. `published` are those of the days that the search
    /// admits, `reports` is how many the level has, and `list` says which of them hold a gram.
    ///
    /// # Errors
    /// Those of `list`.
    pub fn bounds(
        &self,
        published: Range<u32>,
        reports: u32,
        mut list: impl FnMut(Gram) -> Result<Numbers, IndexError>,
    ) -> Result<Bounds, IndexError> {
        let published = if self.asks { published } else { 0..0 };
        let mut bounds = Bounds::all(Numbers::range(published, reports));
        for tests in &self.clauses {
            if bounds.may.is_empty() {
                break;
            }
            let mut any = Bounds::all(Numbers::none(reports));
            for test in tests {
                any.unite(&test.bounds(reports, &mut list)?);
            }
            bounds.intersect(&any);
        }
        Ok(bounds)
    }
}

impl Test {
    fn new(word: &FoldedWord, corpus: &Corpus, most: usize) -> Self {
        let (grams, holds) = match word.field {
            Field::Any => text(wanted(&word.text, Place::Text, most)),
            Field::Title => text(wanted(&word.text, Place::Title, most)),
            Field::Topic => (
                corpus.topics_called(&word.text).map(Gram::of_topic).collect(),
                Holds::Any,
            ),
            Field::Source => (
                corpus.sources_called(&word.text).map(Gram::of_source).collect(),
                Holds::Any,
            ),
        };
        Self {
            negated: word.negated,
            grams,
            holds,
        }
    }

    fn bounds(
        &self,
        reports: u32,
        mut list: impl FnMut(Gram) -> Result<Numbers, IndexError>,
    ) -> Result<Bounds, IndexError> {
        let mut bounds = Bounds::all(Numbers::none(reports));
        if self.holds != Holds::Any {
            bounds = bounds.complement();
        }
        for gram in &self.grams {
            let listed = Bounds::all(list(*gram)?);
            if self.holds == Holds::Any {
                bounds.unite(&listed);
            } else {
                bounds.intersect(&listed);
            }
        }
        if self.holds == Holds::Maybe {
            bounds.sure = Numbers::none(reports);
        }
        Ok(if self.negated { bounds.complement() } else { bounds })
    }
}

fn text(wanted: Wanted) -> (Vec<Gram>, Holds) {
    let holds = if wanted.exact { Holds::All } else { Holds::Maybe };
    (wanted.grams, holds)
}

//! The scan engine: goes through the folded text of every report, in slices.

use super::corpus::{Corpus, Entry};
use super::explain::{Explanation, explain};
use super::index::Lookup;
use super::program::{FoldedWord, Needle, Program, Test, What, fold_words};
use super::query::Query;
use super::rank::{Tally, rank};
use crate::link::Filter;
use crate::text::FoldTable;

/// A report that a query finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Its number in the [`Corpus`].
    pub report: usize,
    /// How often the words occur, each counted up to 16 times.
    pub count: u32,
    /// Its rank's score; comparable within one outcome only.
    pub score: u32,
}

/// What a query finds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// The reports, best first.
    pub hits: Vec<Hit>,
    /// Whether a phrase was nowhere to be found, so that its parts were looked for instead.
    pub relaxed: bool,
}

/// How far a scan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Reports gone through.
    pub scanned: usize,
    /// Reports there are.
    pub total: usize,
    /// Whether the outcome is complete, for the reports there are.
    pub done: bool,
}

/// A search under way. It borrows nothing, so it can wait while the corpus grows: [`Scan::step`] goes on with
/// what was added.
pub struct Scan {
    filter: Filter,
    words: Vec<Vec<FoldedWord>>,
    asks: bool,
    strict: Pass,
    /// Where the strict pass finds nothing: which of its phrases are anywhere at all.
    probe: Probe,
    relaxed: Option<Pass>,
}

/// A program on its way through the corpus.
struct Pass {
    program: Program,
    next: usize,
    tallies: Vec<Tally>,
}

/// A look for phrases, each for itself.
struct Probe {
    next: usize,
    /// Phrases not seen so far, with the index of their clause.
    missing: Vec<(usize, Needle)>,
}

/// What a scan looks for, one after the other, as long as nothing is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// What was asked.
    Asked,
    /// Each phrase by itself: those that are nowhere are taken apart.
    Phrases,
    /// What was asked, with the missing phrases taken apart.
    Relaxed,
}

impl Stage {
    /// What comes after it, when nothing was found.
    pub fn next(self) -> Option<Self> {
        match self {
            Stage::Asked => Some(Stage::Phrases),
            Stage::Phrases => Some(Stage::Relaxed),
            Stage::Relaxed => None,
        }
    }
}

impl Corpus {
    /// Searches everything at once.
    pub fn search(&self, query: &Query, filter: &Filter, fold: &FoldTable) -> Outcome {
        let mut scan = Scan::new(query, filter, fold);
        while !scan.step(self, usize::MAX).done {}
        scan.outcome(self)
    }
}

impl Scan {
    /// A search that has not started.
    pub fn new(query: &Query, filter: &Filter, fold: &FoldTable) -> Self {
        let words = fold_words(query, fold);
        let missing = words
            .iter()
            .enumerate()
            .filter_map(|(at, clause)| match clause.as_slice() {
                [word] if !word.pieces.is_empty() => Some((at, Needle::new(&word.text))),
                _ => None,
            });
        Self {
            filter: query.narrow(filter),
            // A query whose words all fold to nothing asks nothing.
            asks: !words.is_empty() || query.from.is_some() || query.to.is_some(),
            strict: Pass::new(&words),
            probe: Probe {
                next: 0,
                missing: missing.collect(),
            },
            relaxed: None,
            words,
        }
    }

    /// Goes on for about `bytes` bytes of text, and for at least one report where there is one.
    pub fn step(&mut self, corpus: &Corpus, bytes: usize) -> Progress {
        let mut left = bytes.max(1);
        let mut done = false;
        while left > 0 && !done {
            match self.advance(corpus) {
                Some(cost) => left = left.saturating_sub(cost),
                None => done = true,
            }
        }
        Progress {
            scanned: self.strict.next,
            total: corpus.len(),
            done: done || self.is_done(corpus),
        }
    }

    /// What was found so far, ranked.
    pub fn outcome(&self, corpus: &Corpus) -> Outcome {
        let (pass, relaxed) = self.counting_pass();
        Outcome {
            hits: pass.hits(corpus),
            relaxed,
        }
    }

    /// How the scores of some hits of [`Scan::outcome`] came about; `None` for what is no such hit.
    pub fn explain(&self, hits: &[Hit], corpus: &Corpus) -> Vec<Option<Explanation>> {
        let (pass, _) = self.counting_pass();
        explain(hits, &pass.tallies, &pass.program, corpus)
    }

    /// The pass whose results count, and whether it is the one with phrases taken apart.
    fn counting_pass(&self) -> (&Pass, bool) {
        let relaxed = self.relaxed.as_ref().filter(|pass| !pass.tallies.is_empty());
        match relaxed {
            Some(pass) if self.strict.tallies.is_empty() => (pass, true),
            _ => (&self.strict, false),
        }
    }

    /// What to ask an index so that nothing which this stage could find is missing from the corpus. The scan
    /// has gone through all that the stages before asked for.
    pub fn lookup(&self, stage: Stage, corpus: &Corpus) -> Lookup {
        let lookup = |words: &[Vec<FoldedWord>], asks| Lookup::new(words, &self.filter, corpus, asks);
        match stage {
            Stage::Asked => lookup(&self.words, self.asks),
            Stage::Phrases => {
                let missing = self
                    .probe
                    .missing
                    .iter()
                    .filter_map(|(at, _)| self.words[*at].first());
                let phrases: Vec<FoldedWord> = missing.cloned().collect();
                let asks = !phrases.is_empty();
                lookup(&[phrases], asks)
            }
            Stage::Relaxed => lookup(
                &relax(&self.words, &self.probe.missing),
                !self.probe.missing.is_empty(),
            ),
        }
    }

    /// The days that the scan admits, and everything else that narrows it.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    fn is_done(&self, corpus: &Corpus) -> bool {
        let all = corpus.len();
        !self.asks
            || self.strict.next >= all
                && (!self.strict.tallies.is_empty()
                    || self.probe.missing.is_empty()
                    || self.probe.next >= all && self.relaxed.as_ref().is_some_and(|pass| pass.next >= all))
    }

    /// Looks at one report; its cost in bytes, or `None` where nothing is left to do.
    fn advance(&mut self, corpus: &Corpus) -> Option<usize> {
        if self.is_done(corpus) {
            return None;
        }
        if self.strict.next < corpus.len() {
            return Some(self.strict.advance(corpus, &self.filter));
        }
        if self.probe.next < corpus.len() {
            let before = self.probe.missing.len();
            let cost = self.probe.advance(corpus, &self.filter);
            if self.probe.missing.len() < before {
                self.relaxed = None;
            }
            return Some(cost);
        }
        let relaxed = self
            .relaxed
            .get_or_insert_with(|| Pass::new(&relax(&self.words, &self.probe.missing)));
        // An empty corpus brings the scan here before there is a report to look at.
        (relaxed.next < corpus.len()).then(|| relaxed.advance(corpus, &self.filter))
    }
}

/// The words with the missing phrases taken apart.
fn relax(words: &[Vec<FoldedWord>], missing: &[(usize, Needle)]) -> Vec<Vec<FoldedWord>> {
    let mut relaxed = Vec::new();
    for (at, clause) in words.iter().enumerate() {
        match clause.first() {
            Some(word) if missing.iter().any(|(index, _)| *index == at) => {
                relaxed.extend(word.pieces.iter().map(|piece| {
                    vec![FoldedWord {
                        text: piece.clone(),
                        pieces: Vec::new(),
                        ..word.clone()
                    }]
                }));
            }
            _ => relaxed.push(clause.clone()),
        }
    }
    relaxed
}

/// What looking at a report costs apart from its text, in bytes.
const REPORT_COST: usize = 64;

impl Pass {
    fn new(words: &[Vec<FoldedWord>]) -> Self {
        Self {
            program: Program::new(words),
            next: 0,
            tallies: Vec::new(),
        }
    }

    fn advance(&mut self, corpus: &Corpus, filter: &Filter) -> usize {
        let report = self.next;
        self.next += 1;
        let Some(entry) = corpus.entry(report).filter(|entry| corpus.admits(filter, entry)) else {
            return REPORT_COST;
        };
        if self.program.finds(corpus, entry) {
            self.tallies
                .push(Tally::new(&self.program, corpus, report, entry));
        }
        REPORT_COST + corpus.text(entry).bytes.len()
    }

    fn hits(&self, corpus: &Corpus) -> Vec<Hit> {
        rank(&self.tallies, self.program.wanted.len(), corpus)
    }
}

impl Probe {
    fn advance(&mut self, corpus: &Corpus, filter: &Filter) -> usize {
        let entry = corpus
            .entry(self.next)
            .filter(|entry| corpus.admits(filter, entry));
        self.next += 1;
        let text = entry.map_or(&[][..], |entry| corpus.text(entry).bytes);
        self.missing.retain(|(_, phrase)| !phrase.is_in(text));
        REPORT_COST + text.len()
    }
}

impl Program {
    /// Whether a report meets every condition.
    fn finds(&self, corpus: &Corpus, entry: &Entry) -> bool {
        self.clauses
            .iter()
            .all(|tests| tests.iter().any(|test| self.holds(test, corpus, entry)))
    }

    fn holds(&self, test: &Test, corpus: &Corpus, entry: &Entry) -> bool {
        let found = match &test.what {
            What::Text(at) => self.needles[*at].is_in(corpus.text(entry).bytes),
            What::Title(at) => self.needles[*at].is_in(corpus.title(entry)),
            What::Topic(name) => corpus.is_topic(entry, name),
            What::Source(name) => corpus.is_source(entry, name),
        };
        found != test.negated
    }
}

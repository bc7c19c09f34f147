//! Search over a built site, with the code and the files that the reader has.
//!
//! * [`BuiltSite`]: the site's folder, read as the reader fetches it.
//! * [`Searcher`]: queries in, ranked reports with excerpts out.

mod built_site;

use kanbao_archive::link::Filter;
use kanbao_archive::markdown::parse;
use kanbao_archive::model::{Report, Summary};
use kanbao_archive::outline::{Aliases, Outline};
use kanbao_archive::search::{Corpus, Excerpts, Explanation, Hit, Query, Scan, Stage, Suggestion, excerpts};
use kanbao_archive::text::{Searchable, searchable};
use rayon::prelude::*;

pub use built_site::{BuiltSite, BuiltSiteError};

/// Reports that are taken apart at the same time.
const AT_ONCE: usize = 1_024;

/// Reports that are read at a time to see whether a suggestion finds anything.
const A_FEW: usize = 8;

/// How the reports to scan are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Every report is read.
    Scan,
    /// Those are read that the search index names.
    Index,
}

/// What a query finds.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// How many reports it finds.
    pub total: usize,
    /// Whether a phrase was nowhere found and its parts were searched instead.
    pub relaxed: bool,
    /// The best of them, best first.
    pub reports: Vec<FoundReport>,
    /// Files of the site read so far.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
}

/// A report that a query finds.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundReport {
    /// The report.
    pub summary: Summary,
    /// Its count and score.
    pub hit: Hit,
    /// The passages that show why.
    pub excerpts: Excerpts,
    /// How the score came about.
    pub explanation: Option<Explanation>,
}

/// Searches a built site; what one search has read, the next need not read again.
pub struct Searcher {
    site: BuiltSite,
    engine: Engine,
    aliases: Aliases,
    corpus: Corpus,
}

impl Searcher {
    /// A searcher of a site by an engine; without one by the index, where the site has it.
    ///
    /// # Errors
    /// [`BuiltSiteError::NoIndex`] where the index is asked for and there is none.
    pub fn new(site: BuiltSite, engine: Option<Engine>) -> Result<Self, BuiltSiteError> {
        let bundle = site.bundle();
        let engine = match (engine, &bundle.index) {
            (Some(Engine::Index), None) => return Err(BuiltSiteError::NoIndex),
            (Some(engine), _) => engine,
            (None, Some(_)) => Engine::Index,
            (None, None) => Engine::Scan,
        };
        let corpus = Corpus::new(&bundle.sources, &bundle.topics, &bundle.fold);
        Ok(Self {
            corpus: match &bundle.index {
                Some(index) => corpus.of_archive(site.newest_day(), index.mean_length),
                None => corpus,
            },
            aliases: Aliases::of_site(&bundle.site),
            engine,
            site,
        })
    }

    /// The engine that searches.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The site that is searched.
    pub fn site(&self) -> &BuiltSite {
        &self.site
    }

    /// Searches; of what is found, `limit` reports are given.
    ///
    /// # Errors
    /// Where a file of the site is missing or is not what the archive lists.
    pub fn search(&mut self, query: &Query, limit: usize) -> Result<Found, BuiltSiteError> {
        let scan = self.run(query, usize::MAX)?;
        let outcome = scan.outcome(&self.corpus);
        let (files, bytes) = self.site.read_so_far();
        let shown = &outcome.hits[..limit.min(outcome.hits.len())];
        let explanations = scan.explain(shown, &self.corpus);
        // Reports stand in the corpus in the order in which the site has read them.
        let reports = shown.iter().zip(explanations).filter_map(|(hit, explanation)| {
            let report = self.site.reports().get(hit.report)?;
            Some(FoundReport {
                summary: report.summary.clone(),
                hit: *hit,
                excerpts: excerpts(&self.text_of(report), query, &self.site.bundle().fold),
                explanation,
            })
        });
        Ok(Found {
            total: outcome.hits.len(),
            relaxed: outcome.relaxed,
            reports: reports.collect(),
            files,
            bytes,
        })
    }

    /// The ids of all reports that a query finds, best first.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn ids(&mut self, query: &Query) -> Result<Vec<String>, BuiltSiteError> {
        let scan = self.run(query, usize::MAX)?;
        let hits = scan.outcome(&self.corpus).hits;
        Ok(hits
            .iter()
            .map(|hit| self.corpus.id(hit.report).to_owned())
            .collect())
    }

    /// How many reports the index names for a query as it stands, right or wrong.
    ///
    /// # Errors
    /// [`BuiltSiteError::NoIndex`], and where a file of the index is missing or broken.
    pub fn named(&mut self, query: &Query) -> Result<usize, BuiltSiteError> {
        let scan = Scan::new(query, &Filter::default(), &self.site.bundle().fold);
        let lookup = scan.lookup(Stage::Asked, &self.corpus);
        Ok(self.site.candidates(&lookup, scan.filter())?.reports.len())
    }

    /// What may have been meant by a query that finds nothing: other searches, each of which finds something.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn instead_of(&mut self, query: &Query) -> Result<Vec<Suggestion>, BuiltSiteError> {
        let vocabulary = self.site.vocabulary()?;
        let mut found = Vec::new();
        for suggestion in vocabulary.suggest(query, &self.site.bundle().fold) {
            let scan = self.run(&Query::parse(&suggestion.query), A_FEW)?;
            if !scan.outcome(&self.corpus).hits.is_empty() {
                found.push(suggestion);
            }
        }
        Ok(found)
    }

    /// A scan that has gone through all that the query can find, or, where the index names more than `enough` reports,
    /// through so many at a time that it has found some.
    fn run(&mut self, query: &Query, enough: usize) -> Result<Scan, BuiltSiteError> {
        let mut scan = Scan::new(query, &Filter::default(), &self.site.bundle().fold);
        if self.engine == Engine::Scan {
            self.site.read_all()?;
            self.go_on(&mut scan);
            return Ok(scan);
        }
        self.go_on(&mut scan);
        let mut stage = Some(Stage::Asked);
        while let Some(asked) = stage {
            let lookup = scan.lookup(asked, &self.corpus);
            let candidates = self.site.candidates(&lookup, scan.filter())?;
            for some in candidates.reports.chunks(enough) {
                self.site.read(some)?;
                self.go_on(&mut scan);
                if finds_what_was_asked(&scan, &self.corpus) {
                    break;
                }
            }
            if finds_what_was_asked(&scan, &self.corpus) {
                break;
            }
            stage = asked.next();
        }
        Ok(scan)
    }

    /// Scans what has been read.
    fn go_on(&mut self, scan: &mut Scan) {
        let new = &self.site.reports()[self.corpus.len()..];
        for some in new.chunks(AT_ONCE) {
            let texts: Vec<Searchable> = some.par_iter().map(|report| self.text_of(report)).collect();
            for (report, text) in some.iter().zip(texts) {
                self.corpus.add(&report.summary, &text, &self.site.bundle().fold);
            }
        }
        while !scan.step(&self.corpus, usize::MAX).done {}
    }

    fn text_of(&self, report: &Report) -> Searchable {
        let document = parse(&report.body.markdown);
        let outline = Outline::of(&document, &self.aliases);
        searchable(&document, &outline.boilerplate)
    }
}

/// Whether a scan has found anything, phrases as they are: parts of one count only when it is known to be nowhere.
fn finds_what_was_asked(scan: &Scan, corpus: &Corpus) -> bool {
    let outcome = scan.outcome(corpus);
    !outcome.hits.is_empty() && !outcome.relaxed
}

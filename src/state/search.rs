//! A search under way: fills the corpus, scans it in slices, and fetches what is not here yet.

use std::collections::HashSet;

use kanbao_archive::link::Filter;
use kanbao_archive::markdown::{Document, parse};
use kanbao_archive::model::{Body, Kind};
use kanbao_archive::outline::Outline;
use kanbao_archive::page::{Context, Passage, Piece, SearchState, section_name};
use kanbao_archive::search::{Corpus, Excerpt, Query, Scan, excerpts, mark};
use kanbao_archive::text::searchable;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Archive;
use crate::browser::clock;

/// How long one task may keep the page from answering, in milliseconds.
const SLICE: f64 = 6.0;

/// Bytes scanned between two looks at the clock.
const STEP: usize = 256 * 1024;

/// What a search has found so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The query as typed.
    pub q: String,
    /// Where the search stands.
    pub state: SearchState,
    /// The reports found, best first.
    pub hits: Vec<FoundHit>,
    /// Whether a phrase was nowhere found and its parts were searched instead.
    pub relaxed: bool,
    /// How many reports there are where not all have been looked at: at least the hits.
    pub about: Option<usize>,
    /// Other spellings to offer, where nothing was found: whole queries.
    pub suggestions: Vec<String>,
}

/// A report that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundHit {
    /// Its id.
    pub id: String,
    /// How well it fits; comparable within one search.
    pub score: u32,
}

impl Found {
    fn idle(q: &str) -> Self {
        Self {
            q: q.to_owned(),
            state: SearchState::Idle,
            hits: Vec::new(),
            relaxed: false,
            about: None,
            suggestions: Vec::new(),
        }
    }
}

/// The search of the whole app: the corpus is kept from one search to the next.
#[derive(Clone, Copy)]
pub struct Search {
    archive: Archive,
    corpus: StoredValue<Option<Filled>, LocalStorage>,
    found: RwSignal<Found>,
    /// Number of the search under way; an older one stops when it sees a newer.
    run: StoredValue<u32>,
}

/// The corpus and which reports are in it.
struct Filled {
    corpus: Corpus,
    /// Their ids.
    added: HashSet<String>,
}

impl Search {
    /// Nothing searched yet.
    pub fn new(archive: Archive) -> Self {
        let found = Found::idle("");
        Self {
            archive,
            corpus: StoredValue::new_local(None),
            found: RwSignal::new(found),
            run: StoredValue::new(0),
        }
    }

    /// What has been found.
    pub fn found(self) -> ReadSignal<Found> {
        self.found.read_only()
    }

    /// Starts a search, ending the one before.
    pub fn start(self, q: &str, filter: &Filter) {
        self.run.update_value(|run| *run += 1);
        let run = self.run.get_value();
        if q.trim().is_empty() {
            self.found.set(Found::idle(q));
            return;
        }
        let query = Query::parse(q);
        let scan = Scan::new(&query, filter, &self.archive.bundle().fold);
        spawn_local(self.drive(run, q.to_owned(), scan));
    }

    /// The best passages of a report, and in how many places it matches.
    pub fn passages(self, context: &Context<'_>, q: &str, body: &Body) -> (Vec<Passage>, usize) {
        let (document, outline) = self.take_apart(body);
        let text = searchable(&document, &outline.boilerplate);
        let found = excerpts(&text, &Query::parse(q), &self.archive.bundle().fold);
        let passages = found
            .excerpts
            .iter()
            .map(|excerpt| passage(context, &outline, excerpt));
        (passages.collect(), found.total)
    }

    /// How many marks a search puts into a report, and which of them to show first.
    pub fn marks(self, q: &str, body: &Body) -> (usize, usize) {
        let query = Query::parse(q);
        if query.is_empty() {
            return (0, 0);
        }
        let fold = &self.archive.bundle().fold;
        let (mut document, outline) = self.take_apart(body);
        let text = searchable(&document, &outline.boilerplate);
        let found = excerpts(&text, &query, fold);
        let best = found.excerpts.first().and_then(|excerpt| excerpt.first_mark);
        let total = mark(&mut document, &query, fold);
        (total, best.unwrap_or(0))
    }

    fn take_apart(self, body: &Body) -> (Document, Outline) {
        let document = parse(&body.markdown);
        let outline = Outline::of(&document, &self.archive.aliases());
        (document, outline)
    }

    async fn drive(self, run: u32, q: String, mut scan: Scan) {
        let mut failed = false;
        loop {
            // What is here first: it is all there is in most archives, and it answers at once.
            let is_filled = self.fill_slice();
            if !self.is_current(run) {
                return;
            }
            let all_here = is_filled && self.scan_slice(&mut scan);
            let fetch = all_here && !failed && !self.has_everything();
            self.report(&q, &scan, !all_here || fetch, failed);
            if all_here && !fetch {
                return;
            }
            if fetch {
                failed = !self.fetch_more().await;
            } else {
                clock::sleep(0).await;
            }
            if !self.is_current(run) {
                return;
            }
        }
    }

    fn is_current(self, run: u32) -> bool {
        self.run.try_get_value() == Some(run)
    }

    /// Adds reports to the corpus for one slice of time; says whether all that are here are in it.
    fn fill_slice(self) -> bool {
        let end = clock::now() + SLICE;
        let bundle = self.archive.bundle();
        let summaries = untrack(|| self.archive.list(&Filter::default()));
        self.corpus.update_value(|filled| {
            let filled = filled.get_or_insert_with(|| Filled {
                corpus: Corpus::new(&bundle.sources, &bundle.topics, &bundle.fold),
                added: HashSet::new(),
            });
            if filled.added.len() == summaries.len() {
                return;
            }
            for summary in &summaries {
                let Some(body) = self
                    .archive
                    .body(&summary.id)
                    .filter(|_| !filled.added.contains(&summary.id))
                else {
                    continue;
                };
                let (document, outline) = self.take_apart(&body);
                filled.corpus.add(
                    summary,
                    &searchable(&document, &outline.boilerplate),
                    &bundle.fold,
                );
                filled.added.insert(summary.id.clone());
                if clock::now() > end {
                    return;
                }
            }
        });
        clock::now() <= end
    }

    /// Scans for one slice of time; says whether the whole corpus has been scanned.
    fn scan_slice(self, scan: &mut Scan) -> bool {
        let end = clock::now() + SLICE;
        self.corpus.with_value(|filled| {
            let Some(filled) = filled else { return true };
            loop {
                if scan.step(&filled.corpus, STEP).done {
                    return true;
                }
                if clock::now() > end {
                    return false;
                }
            }
        })
    }

    fn has_everything(self) -> bool {
        let total = self.archive.bundle().total as usize;
        self.corpus
            .with_value(|filled| filled.as_ref().is_some_and(|filled| filled.added.len() >= total))
    }

    /// Fetches the next shard; says whether that went well.
    async fn fetch_more(self) -> bool {
        let summaries = if untrack(|| self.archive.is_complete()) {
            Ok(false)
        } else {
            self.archive.fetch_next(Kind::Summaries).await
        };
        match summaries {
            Ok(true) => true,
            Ok(false) => matches!(self.archive.fetch_next(Kind::Bodies).await, Ok(true)),
            Err(_) => false,
        }
    }

    fn report(self, q: &str, scan: &Scan, goes_on: bool, failed: bool) {
        let total = self.archive.bundle().total as usize;
        let (hits, relaxed, done) = self.corpus.with_value(|filled| {
            let Some(filled) = filled else {
                return (Vec::new(), false, 0);
            };
            let outcome = scan.outcome(&filled.corpus);
            let hits = outcome
                .hits
                .iter()
                .map(|hit| FoundHit {
                    id: filled.corpus.id(hit.report).to_owned(),
                    score: hit.score,
                })
                .collect::<Vec<_>>();
            (hits, outcome.relaxed, filled.corpus.len())
        });
        let state = match (goes_on, failed) {
            (true, _) => SearchState::Searching { done, total },
            (false, true) => SearchState::Failed,
            (false, false) => SearchState::Done,
        };
        // A search that is over within a slice or two shows its results at once, without an interlude.
        let is_interlude =
            matches!(state, SearchState::Searching { .. }) && hits.is_empty() && done < total && done == 0;
        if !is_interlude {
            self.found.set(Found {
                q: q.to_owned(),
                state,
                hits,
                relaxed,
                about: None,
                suggestions: Vec::new(),
            });
        }
    }
}

fn passage(context: &Context<'_>, outline: &Outline, excerpt: &Excerpt) -> Passage {
    let pieces = Piece::cut(&excerpt.text, &excerpt.marks);
    let named = excerpt.section.as_ref().map(|named| {
        let known = outline.sections.iter().find(|section| section.id == named.id);
        known.map_or_else(
            || named.title.clone(),
            |section| section_name(context, section, outline.points.len()),
        )
    });
    let section = named.unwrap_or_default();
    Passage { section, pieces }
}

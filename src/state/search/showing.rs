//! What a search has found, as pages show it.

use kanbao_archive::page::{SearchState, Trouble};
use kanbao_archive::search::{Hit, Outcome, Stage};

use super::{Run, Search};
use crate::browser::clock;

/// How long results may wait to be shown while more are found, in milliseconds: drawing costs more than scanning.
pub(super) const SHOW: f64 = 300.0;

/// What a search has found so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The query as typed.
    pub q: String,
    /// Where the search stands.
    pub state: SearchState,
    /// The reports found, best first.
    pub hits: Vec<FoundHit>,
    /// How many reports there are to find: at least the hits, more where not all have been fetched.
    pub total: usize,
    /// The same, where it may still turn out lower: the index names a few reports too many.
    pub about: Option<usize>,
    /// Whether a phrase was nowhere found and its parts were searched instead.
    pub relaxed: bool,
    /// Other spellings to offer where nothing was found: whole queries.
    pub suggestions: Vec<String>,
}

/// A report that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundHit {
    /// Its id.
    pub id: String,
    /// Its rank's score, comparable within one search.
    pub score: u32,
}

impl Found {
    pub(super) fn idle(q: &str) -> Self {
        Self {
            q: q.to_owned(),
            state: SearchState::Idle,
            hits: Vec::new(),
            total: 0,
            about: None,
            relaxed: false,
            suggestions: Vec::new(),
        }
    }
}

impl Search {
    /// Shows what has been found so far, unless that was done a moment ago.
    pub(super) fn show_at_times(self, run: &mut Run) {
        if clock::now() - run.shown_at > SHOW {
            self.show(run, false);
        }
    }

    /// Shows what has been found so far, or at the end.
    pub(super) fn show(self, run: &mut Run, is_over: bool) {
        run.shown_at = clock::now();
        if !run.is_shown {
            return;
        }
        clock::mark("kanbao:slice");
        let mut outcome = self.outcome(run);
        // Parts of a phrase count only when it is known that the phrase is nowhere.
        if outcome.relaxed && !is_over && run.stage != Stage::Relaxed {
            outcome = Outcome::default();
        }
        let hits = self.corpus.with_value(|filled| {
            let id = |report| filled.as_ref().map_or("", |filled| filled.corpus.id(report));
            let hit = |hit: &Hit| FoundHit {
                id: id(hit.report).to_owned(),
                score: hit.score,
            };
            outcome.hits.iter().map(hit).collect::<Vec<_>>()
        });
        let all = self.archive.bundle().total as usize;
        let state = match &run.trouble {
            Some(Trouble::Offline) => SearchState::Offline,
            Some(_) => SearchState::Failed,
            None if is_over => SearchState::Done,
            None => SearchState::Searching {
                done: all - run.missing.len().min(all),
                total: all,
            },
        };
        let total = run
            .exact
            .unwrap_or(hits.len() + run.missing.len())
            .max(hits.len());
        clock::mark("kanbao:sliced");
        self.found.set(Found {
            q: run.q.clone(),
            state,
            total,
            about: (run.exact.is_none() && !run.missing.is_empty()).then_some(total),
            hits,
            relaxed: outcome.relaxed,
            suggestions: Vec::new(),
        });
    }
}

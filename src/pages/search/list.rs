//! What has been found, with the summaries that rows and facets need.

use std::collections::HashMap;
use std::rc::Rc;

use kanbao_archive::link::{Filter, Sort};
use kanbao_archive::model::Summary;
use kanbao_archive::page::{Facets, SearchState};

use crate::reactive::*;
use crate::state::{Found, FoundHit, Reader};

/// The outcome of a search, joined with the list of reports.
#[derive(Default)]
pub(super) struct FoundList {
    /// Where the search stood, and how many it had found.
    joined: Option<(SearchState, usize)>,
    by_rank: Vec<Rc<Summary>>,
    by_date: Vec<Rc<Summary>>,
    /// Counted from all of them.
    pub(super) facets: Facets,
}

impl FoundList {
    /// Finds the reports of the hits: one walk through the archive, which is newest first.
    pub(super) fn of(reader: Reader, found: &Found) -> Self {
        let joined = Some((found.state, found.hits.len()));
        if found.state == SearchState::Idle {
            return Self {
                joined,
                ..Self::default()
            };
        }
        let (by_rank, by_date) = join(&found.hits, untrack(|| reader.archive.list(&Filter::default())));
        let listed: Vec<&Summary> = by_date.iter().map(Rc::as_ref).collect();
        let facets = Facets::of(&reader.archive.bundle(), &listed);
        Self {
            joined,
            by_rank,
            by_date,
            facets,
        }
    }

    /// Whether this is all of what has been found: a search goes on between the tasks of a drawing.
    pub(super) fn is_of(&self, found: &Found) -> bool {
        self.joined == Some((found.state, found.hits.len()))
    }

    /// The reports in an order.
    pub(super) fn sorted(&self, sort: Sort) -> &[Rc<Summary>] {
        match sort {
            Sort::Relevance => &self.by_rank,
            Sort::Date => &self.by_date,
        }
    }
}

fn join(hits: &[FoundHit], archive: Vec<Rc<Summary>>) -> (Vec<Rc<Summary>>, Vec<Rc<Summary>>) {
    let ranks: HashMap<&str, usize> = hits
        .iter()
        .enumerate()
        .map(|(rank, hit)| (hit.id.as_str(), rank))
        .collect();
    let mut by_rank = vec![None; hits.len()];
    let mut by_date = Vec::with_capacity(hits.len());
    for summary in archive {
        if let Some(place) = ranks
            .get(summary.id.as_str())
            .and_then(|rank| by_rank.get_mut(*rank))
        {
            *place = Some(summary.clone());
            by_date.push(summary);
        }
    }
    (by_rank.into_iter().flatten().collect(), by_date)
}

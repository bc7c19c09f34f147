//! What may stand in place of a piece of a query.

use std::cmp::Reverse;

use super::{MOST, SuggestionKind};

/// How doubtful a candidate is that says the same in another way; edits of a spelling count from here.
pub(super) const SAME: usize = 0;
/// How doubtful initials are: more than any spelling that is offered.
pub(super) const INITIALS: usize = 8;
/// How doubtful the beginning of a term is.
pub(super) const PREFIX: usize = 9;

/// A word or term.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'v> {
    /// How doubtful it is that it was meant.
    pub(super) doubt: usize,
    /// Number of reports that hold it.
    pub(super) reports: u32,
    pub(super) text: &'v str,
    pub(super) kind: SuggestionKind,
}

/// The best candidates, best first.
#[derive(Default)]
pub(super) struct Candidates<'v>(Vec<Candidate<'v>>);

impl<'v> Candidates<'v> {
    /// Takes a candidate in if it is one of the best.
    pub(super) fn offer(&mut self, candidate: Candidate<'v>) {
        let key = |c: &Candidate<'v>| (c.doubt, Reverse(c.reports), c.text);
        let at = self.0.partition_point(|other| key(other) < key(&candidate));
        self.0.insert(at, candidate);
        self.0.truncate(MOST);
    }

    pub(super) fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|candidate| self.offer(candidate));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The candidate of a rank, the best being 0; the worst where there are not so many.
    pub(super) fn get(&self, rank: usize) -> Option<&Candidate<'v>> {
        self.0.get(rank).or(self.0.last())
    }
}

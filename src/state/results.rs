//! What is kept of the results while one of them is read: which search they are of, and their excerpts. Coming
//! back finds the list as it was, at once.

use std::rc::Rc;

use kanbao_archive::link::Filter;
use kanbao_archive::model::Summary;
use kanbao_archive::page::{Context, Passage, Piece};
use kanbao_archive::search::{Query, mark_text};

use super::{Archive, Search};
use crate::reactive::*;

/// Why a report is a result.
pub struct Shown {
    /// Its lead with marks.
    pub lead: Vec<Piece>,
    /// Its best passages, best first.
    pub passages: Vec<Passage>,
    /// How many places match.
    pub places: usize,
}

/// The results of the latest search.
#[derive(Clone, Copy)]
pub struct Results {
    archive: Archive,
    search: Search,
    inner: StoredValue<Inner>,
}

#[derive(Default)]
struct Inner {
    /// The search that was started last.
    asked: Option<(String, Filter)>,
    /// The query that the excerpts are of, and the language that their sections are named in.
    shown_for: (String, &'static str),
    /// By the report's id; few enough to look through.
    shown: Vec<(String, Rc<Shown>)>,
    /// The result that was opened last.
    opened: Option<String>,
}

impl Results {
    /// Of no search yet.
    pub fn new(archive: Archive, search: Search) -> Self {
        Self {
            archive,
            search,
            inner: StoredValue::new(Inner::default()),
        }
    }

    /// Searches, unless what has been found is of this very search.
    pub fn ask(self, q: &str, filter: &Filter) {
        let asked = Some((q.to_owned(), filter.clone()));
        let is_known = self.inner.with_value(|inner| inner.asked == asked);
        let is_complete = self
            .search
            .found()
            .with_untracked(|found| found.q == q && found.state == kanbao_archive::page::SearchState::Done);
        if !(is_known && is_complete) {
            self.inner.update_value(|inner| inner.asked = asked);
            self.search.start(q, filter);
        }
    }

    /// The archive is another: nothing that was found counts.
    pub fn forget(self) {
        self.inner.update_value(|inner| {
            let opened = inner.opened.take();
            *inner = Inner {
                opened,
                ..Inner::default()
            };
        });
    }

    /// Searches once more, after something could not be loaded.
    pub fn retry(self) {
        if let Some((q, filter)) = self.inner.with_value(|inner| inner.asked.clone()) {
            self.search.start(&q, &filter);
        }
    }

    /// Why a report is a result of this query, where that has been looked up.
    pub fn shown(self, context: &Context<'_>, q: &str, id: &str) -> Option<Rc<Shown>> {
        self.inner.with_value(|inner| {
            let is_current = inner.shown_for == (q.to_owned(), context.messages.tag);
            let mut known = inner.shown.iter().filter(|_| is_current);
            known
                .find(|(other, _)| other == id)
                .map(|(_, shown)| shown.clone())
        })
    }

    /// Looks up why a report is a result: its text is taken apart for it, so that it takes a while. A report
    /// whose text is not here shows its lead.
    pub fn look_up(self, context: &Context<'_>, q: &str, summary: &Summary) {
        let (passages, places) = match self.archive.body(&summary.id) {
            Some(body) => self.search.passages(context, q, &body),
            None => (Vec::new(), 0),
        };
        let lead = summary.lead();
        let marks = mark_text(lead, &Query::parse(q), &context.bundle.fold);
        let shown = Rc::new(Shown {
            lead: Piece::cut(lead, &marks),
            passages,
            places,
        });
        self.inner.update_value(|inner| {
            let shown_for = (q.to_owned(), context.messages.tag);
            if inner.shown_for != shown_for {
                inner.shown.clear();
                inner.shown_for = shown_for;
            }
            inner.shown.push((summary.id.clone(), shown));
        });
    }

    /// A result is opened.
    pub fn opened(self, id: String) {
        self.inner.update_value(|inner| inner.opened = Some(id));
    }

    /// The result that was opened last; asked once.
    pub fn take_opened(self) -> Option<String> {
        self.inner.try_update_value(|inner| inner.opened.take()).flatten()
    }
}

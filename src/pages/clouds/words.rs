//! What the cloud and the comparison are made of: the counts of the reports that pass a filter.

use kanbao_archive::html::Html;
use kanbao_archive::link::{Cloud, Filter, Other};
use kanbao_archive::listing;
use kanbao_archive::page::{self, Comparison, Context, Counted, Filtered, Side, Standing, Trouble};
use kanbao_archive::terms::compare::compare;
use kanbao_archive::terms::score::{Score, weighted};
use kanbao_archive::terms::{self, Sum, Terms};

use super::CloudsView;
use crate::browser::clock;

/// Words of each list of a comparison.
const COMPARED: usize = 24;

impl CloudsView {
    /// The cloud of the filter, or the comparison; nothing before its room is known.
    pub(super) fn cloud(self) -> Vec<Html> {
        let width = self.width.get();
        if width == 0 {
            return Vec::new();
        }
        let (filter, ask) = (self.filter.get(), self.ask.get());
        // For whoever measures what a frame of dragging costs.
        clock::mark("kanbao-cloud-begin");
        let tree = self.reader.terms.with(|terms| match &ask.other {
            None => self.filtered(terms, &filter, &ask, width),
            Some(other) => self.comparison(terms, &filter, &ask, other),
        });
        clock::mark("kanbao-cloud-end");
        tree
    }

    fn filtered(self, terms: &Terms, filter: &Filter, ask: &Cloud, width: u32) -> Vec<Html> {
        let sum = self.sum(terms, ask, filter, true);
        let rest = (ask.score == Score::Distinctive).then(|| match ask.kind {
            None => terms.rest(&sum),
            // Of one kind of section only what is here can be told.
            Some(_) => self.sum(terms, ask, filter, false),
        });
        let canvas = page::canvas_for(width);
        let at_most = kanbao_archive::cloud::words_for(canvas);
        let words = weighted(terms, &sum, rest.as_ref(), ask.score, at_most);
        let filtered = Filtered {
            ask,
            words: &words,
            canvas,
            counted: self.counted(&[(filter, &sum)]),
        };
        self.draw(filter, |context| page::filtered_cloud(context, &filtered))
    }

    fn comparison(self, terms: &Terms, filter: &Filter, ask: &Cloud, other: &Other) -> Vec<Html> {
        let other_filter = other.filter(filter);
        let here = self.sum(terms, ask, filter, true);
        let there = self.sum(terms, ask, &other_filter, true);
        let compared = compare(terms, &here, &there, COMPARED);
        let comparison = Comparison {
            ask,
            other,
            compared: &compared,
            here: Side {
                reports: here.reports,
            },
            there: Side {
                reports: there.reports,
            },
            counted: self.counted(&[(filter, &here), (&other_filter, &there)]),
        };
        self.draw(filter, |context| page::comparison(context, &comparison))
    }

    fn draw<T>(self, filter: &Filter, page: impl FnOnce(&Context<'_>) -> T) -> T {
        self.reader.draw(|context| page(&Context { filter, ..*context }))
    }

    /// The reports that a filter admits, or those that it does not.
    fn sum(self, terms: &Terms, ask: &Cloud, filter: &Filter, admitted: bool) -> Sum {
        let reports = terms.reports().iter();
        let reports = reports.filter(|report| self.admits(terms, filter, report) == admitted);
        terms.sum(reports, ask.kind)
    }

    /// Whether a report passes. Its source stands in its summary, which may not be here yet.
    fn admits(self, terms: &Terms, filter: &Filter, report: &terms::Counted) -> bool {
        let is_of_source = |source: &String| {
            let summary = self.reader.archive.summary(&report.id);
            summary.is_some_and(|summary| summary.source == *source)
        };
        filter.from.is_none_or(|from| report.day >= from)
            && filter.to.is_none_or(|to| report.day <= to)
            && filter
                .topic
                .as_deref()
                .is_none_or(|topic| topic == terms.topic(report))
            && filter.source.as_ref().is_none_or(is_of_source)
            && self.reader.library.admits(filter.only, &report.id)
    }

    /// How many of the reports were counted.
    fn counted(self, sides: &[(&Filter, &Sum)]) -> Counted {
        let here = sides.iter().map(|(_, sum)| sum.reports).sum();
        let all = sides.iter().map(|(filter, _)| self.reports_of(filter)).sum();
        let missing = || sides.iter().map(|(filter, _)| self.bytes_missing(filter)).sum();
        let standing = if here >= all {
            Standing::Whole
        } else if let Some(trouble) = self.trouble.get() {
            Standing::Missing(trouble)
        } else if self.is_fetching.get() {
            if self.reader.archive.is_hanging() {
                Standing::Missing(Trouble::Offline)
            } else {
                Standing::Coming
            }
        } else {
            match missing() {
                0 => Standing::Whole,
                bytes => Standing::Offered(bytes),
            }
        };
        Counted { here, all, standing }
    }

    fn bytes_missing(self, filter: &Filter) -> u64 {
        self.reader.terms.bytes_missing(self.days_of(filter))
    }

    /// How many reports pass a filter. The bundle knows it of days and topics, whatever has come.
    pub(super) fn reports_of(self, filter: &Filter) -> u32 {
        if listing::is_counted(filter) {
            let days = listing::days_of(&self.reader.archive.bundle(), filter);
            return days.iter().map(|(_, reports)| *reports).sum();
        }
        let slots = self.reader.slots(filter, &|_| false);
        listing::count(&slots, filter) as u32
    }
}

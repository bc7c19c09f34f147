//! Other spellings to offer where nothing was found.

use kanbao_archive::search::{Query, Scan, Stage};

use super::{Run, Search, Superseded};
use crate::browser::clock;

impl Search {
    /// Offers other spellings, those that find something.
    pub(super) async fn suggest(self, run: &Run) -> Result<(), Superseded> {
        // Without the vocabulary there is nothing to offer, and nothing amiss.
        let vocabulary = self.archive.vocabulary().await.unwrap_or_default();
        let fold = &self.archive.bundle().fold;
        let mut useful = Vec::new();
        for suggestion in vocabulary.suggest(&Query::parse(&run.q), fold) {
            // Each is a scan of its own: between two of them the page may answer.
            clock::sleep(0).await;
            self.check(run)?;
            if self.would_find(run, &suggestion.query).await {
                useful.push(suggestion.query);
            }
            self.check(run)?;
        }
        self.found.update(|found| found.suggestions = useful);
        Ok(())
    }

    /// Whether another query finds something under the filter of this search, as far as the index can tell.
    async fn would_find(self, run: &Run, q: &str) -> bool {
        let query = Query::parse(q);
        let fold = &self.archive.bundle().fold;
        let here = self.corpus.with_value(|filled| {
            let filled = filled.as_ref()?;
            let scan = Scan::new(&query, &run.filter, fold);
            let outcome = filled.corpus.search(&query, &run.filter, fold);
            let lookup = scan.lookup(Stage::Asked, &filled.corpus);
            Some((!outcome.hits.is_empty() && !outcome.relaxed, lookup, scan))
        });
        let Some((found, lookup, scan)) = here else {
            return false;
        };
        found
            || self.archive.is_partial()
                && (self.index.candidates(&lookup, scan.filter()).await)
                    .is_ok_and(|candidates| !candidates.reports.is_empty())
    }
}

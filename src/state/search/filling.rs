//! The corpus of the searches: the texts that have arrived, folded. The texts themselves need not be held any longer than
//! they are wanted, nor the corpus beyond the room there is for it.

use std::rc::Rc;

use kanbao_archive::outline::boilerplate;
use kanbao_archive::search::Corpus;
use kanbao_archive::text::searchable;

use super::{Run, Search, Superseded};
use crate::browser::clock;
use crate::state::memory;

/// The corpus and how many of the reports that have arrived are in it.
pub(super) struct Filled {
    pub(super) corpus: Corpus,
    added: usize,
}

impl Search {
    /// Begins a new corpus where searches have brought more texts than there is room for.
    pub(in crate::state) async fn make_room(self, run: &Run) -> Result<(), Superseded> {
        let is_full = || {
            let bytes = |filled: &Option<Filled>| filled.as_ref().map_or(0, |filled| filled.corpus.bytes());
            self.corpus.with_value(bytes) > memory::scanned()
        };
        if is_full() {
            // A search that this one has taken the place of ends in the meantime.
            clock::sleep(0).await;
            self.check(run)?;
            let others = self.under_way.with_value(Rc::strong_count) > 2;
            if is_full() && !others {
                self.corpus.set_value(None);
                self.archive.forget_texts();
            }
        }
        Ok(())
    }

    /// Adds reports to the corpus until `end`; says whether all that are here are in it.
    pub(super) fn fill(self, end: f64) -> bool {
        let (bundle, aliases) = (self.archive.bundle(), self.archive.aliases());
        let is_filled = self.corpus.try_update_value(|filled| {
            let filled = filled.get_or_insert_with(|| {
                let corpus = Corpus::new(&bundle.sources, &bundle.topics, &bundle.fold);
                let corpus = match &bundle.index {
                    Some(index) => corpus.of_archive(self.archive.newest_day(), index.mean_length),
                    None => corpus,
                };
                Filled { corpus, added: 0 }
            });
            while let Some((summary, body)) = self.archive.arrived(filled.added) {
                if clock::now() > end {
                    return false;
                }
                let document = body.document.read();
                let text = searchable(&document, &boilerplate(&document, &aliases));
                filled.corpus.add(&summary, &text, &bundle.fold);
                filled.added += 1;
            }
            true
        });
        if is_filled == Some(true) && self.archive.texts_held() > memory::SHOWN {
            clock::spawn(self.drop_texts());
        }
        clock::now() <= end
    }

    /// Drops texts that are not wanted, in a task of its own: it takes as long as a slice of a scan.
    async fn drop_texts(self) {
        clock::sleep(0).await;
        let filled = |filled: &mut Option<Filled>| filled.as_ref().map(|filled| filled.added);
        let Some(Some(added)) = self.corpus.try_update_value(filled) else {
            return;
        };
        // What has come meanwhile is taken in first.
        if added == self.archive.texts_arrived() {
            self.archive.drop_texts(memory::SHOWN);
        }
    }
}

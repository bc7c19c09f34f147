//! All reports that hold a text, for whoever counts them: the same two engines that answer the search page, asked in
//! their own time and without showing anything.

use std::collections::HashSet;

use kanbao_archive::link::Filter;
use kanbao_archive::page::Trouble;
use kanbao_archive::search::Query;

use super::Search;
use crate::reactive::*;

/// The reports that hold a text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Matching {
    /// Their ids.
    pub ids: HashSet<String>,
    /// Reports that may hold it as well, which could not be looked at, and why.
    pub missing: Option<(u32, Trouble)>,
}

impl Search {
    /// Finds every report that holds a text as it stands, among those that a filter admits; `None` where the number that
    /// `of` counts has moved on meanwhile, or is gone. Where the index alone knows the answer no text is fetched; ids are
    /// then known of reports whose days have been listed.
    pub async fn matching(self, of: StoredValue<u32>, text: &str, filter: &Filter) -> Option<Matching> {
        let mut run = self.run_of(of, &Query::phrase(text), filter);
        self.make_room(&run).await.ok()?;
        self.scan_what_is_here(&mut run).await.ok()?;
        let mut sure = Vec::new();
        if self.archive.is_partial() {
            self.ask_index(&mut run).await.ok()?;
            if run.exact.is_some() {
                let missing = std::mem::take(&mut run.missing).into_iter();
                sure.extend(missing.filter_map(|(number, day)| self.archive.id_of(number, day)));
            } else {
                self.fetch_and_scan(&mut run).await.ok()?;
            }
        }
        let ids = self.ids_of(&run).into_iter().chain(sure).collect();
        let missing = run.missing.len() as u32;
        Some(Matching {
            ids,
            missing: run.trouble.map(|trouble| (missing, trouble)),
        })
    }
}

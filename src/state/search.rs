//! A search under way: what is here is scanned at once, in slices; the index names what else can match, and that is
//! fetched and scanned too.

mod filling;
mod showing;
mod suggesting;

use std::pin::pin;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use kanbao_archive::link::Filter;
use kanbao_archive::model::{Day, Kind};
use kanbao_archive::page::{SearchState, Trouble};
use kanbao_archive::search::index::Candidates;
use kanbao_archive::search::{Outcome, Query, Scan, Stage};

use filling::Filled;
use showing::SHOW;
pub use showing::{Found, FoundHit};

use super::Archive;
use super::index::Index;
use crate::browser::clock;
use crate::reactive::*;

/// How long one task may keep the page from answering, in milliseconds.
const SLICE: f64 = 5.0;

/// Bytes scanned between two looks at the clock.
const STEP: usize = 64 * 1024;

/// How many files are fetched at the same time.
const AT_ONCE: usize = 4;

/// How many files a search fetches before it waits for the reader to want more results.
const UNASKED: usize = 48;

/// The search of the whole app: the corpus is kept from one search to the next.
#[derive(Clone, Copy)]
pub struct Search {
    pub(super) archive: Archive,
    index: Index,
    corpus: StoredValue<Option<Filled>>,
    found: RwSignal<Found>,
    /// Number of the search under way; an older one stops when it sees a newer.
    run: StoredValue<u32>,
    /// Whether all texts are on this device and can be held: then they are searched, and no index is asked.
    scans_all: StoredValue<bool>,
    /// Wakes a search that waits for the reader to want more.
    waiting: StoredValue<Option<oneshot::Sender<()>>>,
    /// Held by each search on its way: they know reports by their places in the corpus.
    under_way: StoredValue<Rc<()>>,
}

/// One search on its way.
pub(super) struct Run {
    /// The counter of whoever asked: a later number there ends this search, and so does their leaving.
    of: StoredValue<u32>,
    number: u32,
    /// Whether what it finds is shown as the app's search while it goes on.
    is_shown: bool,
    q: String,
    filter: Filter,
    scan: Scan,
    stage: Stage,
    /// Reports that can match and are not here, newest first.
    pub(super) missing: Vec<(u32, Day)>,
    /// How many results there are, where the index knows it.
    pub(super) exact: Option<usize>,
    pub(super) trouble: Option<Trouble>,
    shown_at: f64,
    _under_way: Rc<()>,
}

/// A newer search has begun.
pub(super) struct Superseded;

impl Search {
    /// Nothing searched yet.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            index: Index::new(archive),
            corpus: StoredValue::new(None),
            found: RwSignal::new(Found::idle("")),
            run: StoredValue::new(0),
            scans_all: StoredValue::new(false),
            waiting: StoredValue::new(None),
            under_way: StoredValue::new(Rc::new(())),
        }
    }

    /// What has been found.
    pub fn found(self) -> RwSignal<Found> {
        self.found
    }

    /// Whether the last search could not look at everything.
    pub fn is_cut_off(self) -> bool {
        self.found
            .with_untracked(|found| matches!(found.state, SearchState::Offline | SearchState::Failed))
    }

    /// Starts a search, ending the one before.
    pub fn start(self, q: &str, filter: &Filter) {
        self.run.update_value(|run| *run += 1);
        self.waiting.set_value(None);
        if q.trim().is_empty() {
            self.found.set(Found::idle(q));
            return;
        }
        let run = self.run_of(self.run, &Query::parse(q), filter);
        clock::spawn(async move {
            // A search that a newer one has taken the place of leaves everything to that.
            let _ = self.drive(run).await;
        });
    }

    /// Says whether all texts are on this device and can be held.
    pub fn scans_all(self, all: bool) {
        self.scans_all.set_value(all);
    }

    /// Brings all texts into the corpus before anything is asked, where they are on this device and can be held.
    pub fn warm(self) {
        clock::spawn(async move {
            while self.scans_all.try_get_value() == Some(true) {
                // A text without its summary is not searched.
                let listed = self.archive.fetch_next(Kind::Summaries).await;
                let read = self.archive.fetch_next(Kind::Bodies).await;
                if !matches!((listed, read), (Ok(listed), Ok(read)) if listed || read) {
                    break;
                }
                while !self.fill(clock::now() + SLICE) {
                    clock::sleep(0).await;
                }
            }
        });
    }

    /// The archive is another: its texts are read anew when something is searched, and what was found is forgotten.
    pub fn forget(self) {
        self.start("", &Filter::default());
        self.corpus.set_value(None);
        self.index.forget();
    }

    /// Goes on with a search that waits before it fetches more: the reader wants to see more results.
    pub fn go_on(self) {
        if let Some(waiting) = self.waiting.try_update_value(Option::take).flatten() {
            let _ = waiting.send(());
        }
    }

    /// A search that has not begun, for whoever counts theirs in `of`.
    pub(super) fn run_of(self, of: StoredValue<u32>, query: &Query, filter: &Filter) -> Run {
        Run {
            of,
            number: of.get_value(),
            is_shown: of == self.run,
            q: query.typed.clone(),
            filter: filter.clone(),
            scan: Scan::new(query, filter, &self.archive.bundle().fold),
            stage: Stage::Asked,
            missing: Vec::new(),
            exact: None,
            trouble: None,
            shown_at: clock::now(),
            _under_way: self.under_way.get_value(),
        }
    }

    async fn drive(self, mut run: Run) -> Result<(), Superseded> {
        self.make_room(&run).await?;
        // What is here first: it is all there is in most archives, and it answers at once.
        self.scan_what_is_here(&mut run).await?;
        if self.archive.is_partial() {
            self.search_the_rest(&mut run).await?;
        }
        self.show(&mut run, true);
        if run.trouble.is_none() && self.found.with_untracked(|found| found.hits.is_empty()) {
            self.suggest(&run).await?;
        }
        Ok(())
    }

    /// Fetches and scans what can match, stage by stage, until something is found.
    async fn search_the_rest(self, run: &mut Run) -> Result<(), Superseded> {
        let mut stage = Some(Stage::Asked);
        while let Some(asked) = stage {
            run.stage = asked;
            self.ask_index(run).await?;
            self.fetch_and_scan(run).await?;
            let outcome = self.outcome(run);
            if !outcome.hits.is_empty() && !outcome.relaxed || run.trouble.is_some() {
                break;
            }
            stage = asked.next();
        }
        Ok(())
    }

    /// Finds out which reports can match and are not here. Where the index cannot be asked, that is all of them.
    pub(super) async fn ask_index(self, run: &mut Run) -> Result<(), Superseded> {
        let Some(lookup) = self
            .corpus
            .with_value(|filled| Some(run.scan.lookup(run.stage, &filled.as_ref()?.corpus)))
        else {
            return Ok(());
        };
        let filter = run.scan.filter().clone();
        let candidates = if self.scans_all.get_value() {
            Candidates::all(&self.archive.days(), &filter)
        } else {
            let asked = pin!(self.index.candidates(&lookup, &filter));
            let asked = match select(asked, pin!(clock::sleep(SHOW as u32))).await {
                Either::Left((asked, _)) => asked,
                // The network lets itself be waited for: what is here is shown meanwhile.
                Either::Right(((), asked)) => {
                    self.check(run)?;
                    self.show(run, false);
                    asked.await
                }
            };
            self.check(run)?;
            asked.unwrap_or_else(|_| Candidates::all(&self.archive.days(), &filter))
        };
        run.exact = candidates.exact.filter(|_| run.stage == Stage::Asked);
        run.missing = candidates.reports;
        self.drop_arrived(run);
        Ok(())
    }

    pub(super) async fn fetch_and_scan(self, run: &mut Run) -> Result<(), Superseded> {
        let mut fetched = 0;
        while !run.missing.is_empty() {
            if fetched >= UNASKED && run.is_shown && !self.scans_all.get_value() {
                self.show(run, true);
                self.wait().await?;
                fetched = 0;
            }
            self.show_at_times(run);
            let days: Vec<Day> = run.missing.iter().map(|(_, day)| *day).collect();
            let some = self.archive.fetch_days(&days, AT_ONCE).await;
            self.check(run)?;
            // Days that no file holds contradict the directory.
            let some = some.and_then(|files| {
                if files > 0 {
                    Ok(files)
                } else {
                    Err(Trouble::Mismatch)
                }
            });
            match some {
                Ok(files) => fetched += files,
                Err(trouble) => {
                    run.trouble = Some(trouble);
                    break;
                }
            }
            self.drop_arrived(run);
            self.scan_what_is_here(run).await?;
        }
        self.scan_what_is_here(run).await
    }

    /// Waits until the reader wants more.
    async fn wait(self) -> Result<(), Superseded> {
        let (wake, woken) = oneshot::channel();
        self.waiting.set_value(Some(wake));
        woken.await.map_err(|_| Superseded)
    }

    fn drop_arrived(self, run: &mut Run) {
        run.missing
            .retain(|(number, day)| !self.archive.has(*number, *day));
    }

    /// Takes all that has arrived into the corpus and scans it, in slices.
    pub(super) async fn scan_what_is_here(self, run: &mut Run) -> Result<(), Superseded> {
        loop {
            let end = clock::now() + SLICE;
            clock::mark("kanbao:slice");
            let done = self.fill(end) && self.scan(run, end);
            clock::mark("kanbao:sliced");
            if done {
                return Ok(());
            }
            self.show_at_times(run);
            clock::sleep(0).await;
            self.check(run)?;
        }
    }

    fn check(self, run: &Run) -> Result<(), Superseded> {
        let is_current = run.of.try_get_value() == Some(run.number);
        is_current.then_some(()).ok_or(Superseded)
    }

    /// Scans until `end`; says whether the whole corpus has been scanned.
    fn scan(self, run: &mut Run, end: f64) -> bool {
        self.corpus.with_value(|filled| {
            let Some(filled) = filled else { return true };
            loop {
                if run.scan.step(&filled.corpus, STEP).done {
                    return true;
                }
                if clock::now() > end {
                    return false;
                }
            }
        })
    }

    fn outcome(self, run: &Run) -> Outcome {
        self.corpus.with_value(|filled| {
            let outcome = filled.as_ref().map(|filled| run.scan.outcome(&filled.corpus));
            outcome.unwrap_or_default()
        })
    }

    /// The ids of the reports that have been found, in no order that counts.
    pub(super) fn ids_of(self, run: &Run) -> Vec<String> {
        let outcome = self.outcome(run);
        self.corpus.with_value(|filled| {
            let Some(filled) = filled else { return Vec::new() };
            let ids = outcome
                .hits
                .iter()
                .map(|hit| filled.corpus.id(hit.report).to_owned());
            ids.collect()
        })
    }
}

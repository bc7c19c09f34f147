//! A search under way: what is here is scanned at once, in slices; the index names what else can match, and that is
//! fetched and scanned too.

use std::pin::pin;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use kanbao_archive::link::Filter;
use kanbao_archive::model::{Day, Kind};
use kanbao_archive::outline::boilerplate;
use kanbao_archive::page::{SearchState, Trouble};
use kanbao_archive::search::index::Candidates;
use kanbao_archive::search::{Corpus, Outcome, Query, Scan, Stage};
use kanbao_archive::text::searchable;

use super::Archive;
use super::index::Index;
use super::memory;
use crate::browser::clock;
use crate::reactive::*;

/// How long one task may keep the page from answering, in milliseconds.
const SLICE: f64 = 5.0;

/// Bytes scanned between two looks at the clock.
const STEP: usize = 64 * 1024;

/// How long results may wait to be shown while more are found, in milliseconds: drawing costs more than scanning.
const SHOW: f64 = 300.0;

/// How many files are fetched at the same time.
const AT_ONCE: usize = 4;

/// How many files a search fetches before it waits for the reader to want more results.
const UNASKED: usize = 48;

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
    fn idle(q: &str) -> Self {
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

/// The corpus and how many of the reports that have arrived are in it.
struct Filled {
    corpus: Corpus,
    added: usize,
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

    /// Offers other spellings, those that find something.
    async fn suggest(self, run: &Run) -> Result<(), Superseded> {
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

    /// Begins a new corpus where searches have brought more texts than there is room for.
    pub(super) async fn make_room(self, run: &Run) -> Result<(), Superseded> {
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

    /// Adds reports to the corpus until `end`; says whether all that are here are in it.
    fn fill(self, end: f64) -> bool {
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

    /// Shows what has been found so far, unless that was done a moment ago.
    fn show_at_times(self, run: &mut Run) {
        if clock::now() - run.shown_at > SHOW {
            self.show(run, false);
        }
    }

    /// Shows what has been found so far, or at the end.
    fn show(self, run: &mut Run, is_over: bool) {
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
            let hit = |hit: &kanbao_archive::search::Hit| FoundHit {
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

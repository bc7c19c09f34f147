//! Drawing what is found, a little at a time.
//!
//! An excerpt takes a report apart, which is too much work to do for twenty of them in one task. So they are
//! looked up in slices, and rows are drawn as soon as a few more of them are ready; what was found before stays
//! until then. Everything is drawn by what differs, so a row that stays is never touched.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use kanbao_archive::html::Html;
use kanbao_archive::model::{Day, Summary};
use kanbao_archive::page::{self, Asked, Context, Result, ResultList, SearchState};

use super::super::dates::Dates;
use super::RESULTS;
use super::list::FoundList;
use super::side::Side;
use super::slice::Slice;
use crate::browser::{clock, dom, event, rows};
use crate::components::Region;
use crate::reactive::*;
use crate::state::{Found, Reader};

/// Results drawn at first, and added on demand.
const RESULTS_AT_ONCE: usize = 20;

/// Rows that are drawn together.
const ROWS_AT_ONCE: usize = 5;

/// How long what was found before may stay while a search is under way, in milliseconds: most searches end
/// sooner, and a progress that only flashes is noise.
const GRACE: u32 = 250;

/// How long a row waits for its text to be read again, in milliseconds.
const AGAIN: u32 = 1_000;

/// How long a reader has to pause before what was found is said aloud, in milliseconds.
const PAUSE: u32 = 700;

/// What draws the page, as long as the page is there.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    inner: StoredValue<Rc<Inner>>,
}

struct Inner {
    reader: Reader,
    head: Region,
    results: Region,
    side: Side,
    list: RefCell<FoundList>,
    /// Whether a drawing is due at the next frame.
    is_due: Cell<bool>,
    /// Number of the drawing under way; an older one stops when it sees a newer.
    run: Cell<u32>,
    /// Rows drawn by this run.
    drawn: Cell<usize>,
    /// When the search was asked, in milliseconds of the page's clock.
    since: Cell<f64>,
    /// What was said aloud last, and of which query.
    said: RefCell<(String, String)>,
    /// The row that takes the focus once it is drawn.
    focus_next: Cell<Option<usize>>,
}

impl Drawing {
    /// Draws whenever what is shown has changed, and more rows as their end comes near.
    pub(super) fn start(reader: Reader, dates: Dates) -> Self {
        let inner = StoredValue::new(Rc::new(Inner {
            reader,
            head: Region::new("kb-result-head"),
            results: Region::new(RESULTS),
            side: Side::new(dates),
            list: RefCell::default(),
            is_due: Cell::default(),
            run: Cell::default(),
            drawn: Cell::default(),
            since: Cell::default(),
            said: RefCell::default(),
            focus_next: Cell::default(),
        }));
        let drawing = Self { inner };
        effect(move || {
            reader.messages();
            reader.search.found().track();
            reader.archive.is_hanging();
            reader.filter.track();
            reader.sort.track();
            reader.navigation.rows().track();
            drawing.draw_soon();
        });
        effect(move || {
            // The focus waits for the days of a month that is turned to.
            if dates.month().get().is_some() {
                untrack(|| drawing.inner().side.turn_month(reader));
            }
        });
        let scrolled = event::on_window("scroll", true, move |_| drawing.inner().more_where_near());
        StoredValue::new(scrolled);
        drawing
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// A new search has been asked.
    pub(super) fn begin(self) {
        let inner = self.inner();
        inner.since.set(clock::now());
        inner.side.fold_months();
    }

    /// The button under the rows: the first new one takes the focus.
    pub(super) fn more_by_hand(self) {
        let inner = self.inner();
        inner.focus_next.set(Some(inner.drawn.get()));
        inner.more();
    }

    /// Opens, closes or unfolds something beside the results.
    pub(super) fn change_side(self, change: fn(&Side)) {
        change(&self.inner().side);
        self.draw_soon();
    }

    /// Draws once before the next frame, however much changes until then.
    pub(super) fn draw_soon(self) {
        self.inner().draw_soon();
    }
}

impl Inner {
    fn more(&self) {
        let rows = self.reader.navigation.rows();
        rows.update(|rows| *rows += RESULTS_AT_ONCE);
        let found = (self.reader.search.found()).with_untracked(|found| found.hits.len());
        // A search that has found many waits until more are wanted.
        if self.wanted() + RESULTS_AT_ONCE > found {
            self.reader.search.go_on();
        }
    }

    fn more_where_near(&self) {
        let is_busy = self.drawn.get() < self.wanted();
        if !is_busy && dom::is_near("kb-more-results") {
            self.more();
        }
    }

    /// How many rows the list is to have.
    fn wanted(&self) -> usize {
        let rows = RESULTS_AT_ONCE + self.reader.navigation.rows().get_untracked();
        let sort = self.reader.sort.get_untracked();
        self.list.borrow().sorted(sort).len().min(rows)
    }

    fn draw_soon(self: &Rc<Self>) {
        if !self.is_due.replace(true) {
            let page = Rc::downgrade(self);
            clock::next_frame(move || {
                if let Some(page) = page.upgrade() {
                    page.frame();
                }
            });
        }
    }

    fn frame(self: &Rc<Self>) {
        self.is_due.set(false);
        self.run.set(self.run.get() + 1);
        self.drawn.set(0);
        self.side.show();
        if self.is_interlude() {
            self.later(GRACE, |page| page.draw_soon());
        }
        let drawing = draw_all(Rc::downgrade(self), self.run.get());
        clock::spawn(async move {
            drawing.await;
        });
    }

    /// Calls a function after so many milliseconds, unless another drawing has begun.
    fn later(self: &Rc<Self>, milliseconds: u32, call: impl FnOnce(&Rc<Self>) + 'static) {
        let (page, run) = (Rc::downgrade(self), self.run.get());
        clock::spawn(async move {
            clock::sleep(milliseconds).await;
            if let Some(page) = page.upgrade().filter(|page| page.run.get() == run) {
                call(&page);
            }
        });
    }

    /// Finds the reports of what has been found.
    fn join(&self) {
        let found = self.reader.search.found();
        let list = found.with_untracked(|found| FoundList::of(self.reader, found));
        self.list.replace(list);
    }

    /// Whether the search is under way and has not been for long.
    fn is_interlude(&self) -> bool {
        let is_under_way = self
            .reader
            .search
            .found()
            .with_untracked(|found| matches!(found.state, SearchState::Searching { .. }));
        is_under_way && clock::now() - self.since.get() < f64::from(GRACE)
    }

    /// Looks up excerpts of the first rows that have none, at least one and for no longer than the slice; says how
    /// many rows from the top have one now. Where the text of the next one has been dropped since it was searched, and may be
    /// fetched again, the days of the next few are added to `dropped`.
    fn look_up(&self, wanted: usize, slice: &Slice, mut dropped: Option<&mut Vec<Day>>) -> usize {
        let mut is_first = true;
        let (reader, sort) = (self.reader, self.reader.sort.get_untracked());
        let q = reader.search.found().with_untracked(|found| found.q.clone());
        untrack(|| {
            reader.draw(|context| {
                let mut ready = 0;
                let list = self.list.borrow();
                let rows = list.sorted(sort);
                for summary in rows.iter().take(wanted) {
                    if reader.results.shown(context, &q, &summary.id).is_none() {
                        if !is_first && slice.is_over() {
                            break;
                        }
                        if let Some(dropped) = dropped.take_if(|_| self.is_dropped(summary)) {
                            dropped.extend(rows[ready..].iter().take(ROWS_AT_ONCE).map(|row| row.day));
                            break;
                        }
                        is_first = false;
                        reader.results.look_up(context, &q, summary);
                    }
                    ready += 1;
                }
                ready
            })
        })
    }

    fn is_dropped(&self, summary: &Summary) -> bool {
        let archive = self.reader.archive;
        archive.has_dropped(summary.day) && archive.body(&summary.id).is_none()
    }

    /// Calls a drawing function with what has been found and its first rows.
    fn with_found(&self, rows: usize, draw: &dyn Fn(&Context<'_>, &Found, &ResultList<'_>)) {
        let reader = self.reader;
        let with = |context: &Context<'_>, found: &Found| {
            let list = self.list.borrow();
            let asked = Asked {
                q: &found.q,
                sort: reader.sort.get(),
            };
            let summaries = list.sorted(asked.sort).iter().take(rows);
            let shown: Vec<_> = summaries
                .filter_map(|summary| Some((summary, reader.results.shown(context, &found.q, &summary.id)?)))
                .collect();
            let shown = shown.iter().map(|(summary, shown)| Result {
                summary: Rc::as_ref(summary),
                places: shown.places,
                lead: &shown.lead,
                passages: &shown.passages,
            });
            // A connection that hangs counts as none; what comes after all is added.
            let is_offline =
                matches!(found.state, SearchState::Searching { .. }) && reader.archive.is_hanging();
            let state = if is_offline {
                SearchState::Offline
            } else {
                found.state
            };
            let list = ResultList {
                asked,
                state,
                total: found.total,
                about: found.about,
                here: self.reports_here(state),
                relaxed: found.relaxed,
                suggestions: &found.suggestions,
                shown: shown.collect(),
            };
            draw(context, found, &list);
        };
        untrack(|| {
            reader.draw(|context| {
                reader.search.found().with(|found| with(context, found));
            });
        });
    }

    /// The line above the results, and the results down to a row.
    fn draw_rows(self: &Rc<Self>, rows: usize) {
        let is_interlude = self.is_interlude();
        let is_drawn = rows == self.wanted() && !is_interlude;
        self.with_found(rows, &|context, found, list| {
            let is_whole = is_drawn && self.list.borrow().is_of(found);
            if !is_interlude {
                let is_open = self.side.is_open();
                self.head.draw(page::result_head(context, list, is_open));
            }
            if !(is_interlude && rows == 0) {
                self.results.draw(self.results_tree(context, list));
            }
            say_state(found, is_whole);
            if is_whole {
                self.say_later(found, list.count(context));
            }
        });
        self.drawn.set(rows);
    }

    /// Facets and dates.
    fn draw_side(&self) {
        self.with_found(0, &|context, found, shown| {
            let list = self.list.borrow();
            self.side.draw(context, shown.asked, found, &list.facets);
        });
    }

    /// Number of reports whose text is here; only an offline search tells it.
    fn reports_here(&self, state: SearchState) -> usize {
        if state != SearchState::Offline {
            return 0;
        }
        self.reader.archive.texts_arrived()
    }

    fn results_tree(&self, context: &Context<'_>, list: &ResultList<'_>) -> Vec<Html> {
        if page::is_command(&self.reader.q.get_untracked()) {
            Vec::new()
        } else if list.state == SearchState::Idle {
            let recent = self.reader.recent.queries();
            page::idle(context, &recent, &self.reader.examples())
        } else {
            page::results(context, list)
        }
    }

    /// Everything is drawn: the page goes to its place, and who comes back from a result finds it again.
    fn complete(&self) {
        let navigation = self.reader.navigation;
        let comes_back = navigation.has_place();
        navigation.settle();
        let opened = self.reader.results.take_opened();
        if let Some(id) = opened.filter(|_| comes_back) {
            dom::focus_key_of(&format!("hit-{id}"));
        }
        if let Some(row) = self.focus_next.take() {
            rows::focus_nth_row(row);
        }
        self.more_where_near();
    }

    /// Says to screen readers how much was found, once nothing new has come for a moment.
    fn say_later(self: &Rc<Self>, found: &Found, count: String) {
        let text = if found.state.is_settled() {
            count
        } else {
            String::new()
        };
        let said = (found.q.clone(), text);
        if *self.said.borrow() != said {
            self.later(PAUSE, |page| {
                dom::set_text("#kb-search-said", &said.1);
                page.said.replace(said);
            });
        }
    }
}

/// Draws everything that is shown, from the top, in as many tasks as it takes. Ends when a newer drawing has begun or
/// the page has been left.
async fn draw_all(page: Weak<Inner>, run: u32) -> Option<()> {
    let mut slice = Slice::begin();
    let current = || page.upgrade().filter(|page| page.run.get() == run);
    current()?.join();
    let (archive, mut can_fetch) = (current()?.reader.archive, true);
    slice.breathe().await;
    loop {
        let wanted = current()?.wanted();
        let mut dropped = Vec::new();
        let ready = current()?.look_up(wanted, &slice, can_fetch.then_some(&mut dropped));
        if ready == wanted || ready >= current()?.drawn.get() + ROWS_AT_ONCE {
            slice.breathe().await;
            current()?.draw_rows(ready);
        }
        if ready == wanted {
            break;
        }
        if !dropped.is_empty() {
            // A row whose text does not come again shows its lead.
            let fetching = async move { archive.fetch_days(&dropped, ROWS_AT_ONCE).await };
            can_fetch = matches!(clock::within(AGAIN, fetching).await, Ok(Ok(_)));
        }
        slice.breathe().await;
    }
    if !current()?.is_interlude() {
        current()?.complete();
        slice.breathe().await;
        current()?.draw_side();
    }
    Some(())
}

/// State for styles and tests: a search is done when its results are drawn.
fn say_state(found: &Found, is_whole: bool) {
    let state = match found.state {
        SearchState::Idle => "idle",
        SearchState::Done if is_whole => "done",
        SearchState::Offline if is_whole => "offline",
        SearchState::Failed if is_whole => "error",
        _ => "searching",
    };
    let total = found.total.to_string();
    dom::set_attributes(
        RESULTS,
        &[
            ("data-query", &found.q),
            ("data-total", &total),
            ("data-state", state),
        ],
    );
}

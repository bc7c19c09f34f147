//! Drawing what is found, a little at a time.
//!
//! An excerpt takes a report apart, which is too much work to do for twenty of them in one task. So they are
//! looked up in slices, and rows are drawn as soon as a few more of them are ready; what was found before stays
//! until then. Everything is drawn by what differs, so a row that stays is never touched.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::link::Filter;
use kanbao_archive::page::{self, Asked, Context, Result, ResultList, SearchState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::RESULTS;
use super::list::FoundList;
use super::side::Side;
use super::slice::Slice;
use crate::browser::{clock, dom, event};
use crate::components::Region;
use crate::state::{Found, Reader};

/// Results drawn at first, and added on demand.
const RESULTS_AT_ONCE: usize = 20;

/// Rows that are drawn together.
const ROWS_AT_ONCE: usize = 5;

/// How long what was found before may stay while a search is under way, in milliseconds: most searches end
/// sooner, and a progress that only flashes is noise.
const GRACE: u32 = 250;

/// How long a reader has to pause before what was found is said aloud, in milliseconds.
const PAUSE: u32 = 700;

#[derive(Clone, Copy)]
pub(super) struct Drawing {
    reader: Reader,
    head: Region,
    results: Region,
    side: Side,
    list: StoredValue<FoundList, LocalStorage>,
    is_stale: StoredValue<bool>,
    /// Whether a drawing is due at the next frame.
    is_due: StoredValue<bool>,
    /// Number of the drawing under way; an older one stops when it sees a newer.
    run: StoredValue<u32>,
    /// Rows drawn by this run.
    drawn: StoredValue<usize>,
    /// When the search was asked, in milliseconds of the page's clock.
    since: StoredValue<f64>,
    /// What was said aloud last, and of which query.
    said: StoredValue<(String, String)>,
    /// The row that takes the focus once it is drawn.
    focus_next: StoredValue<Option<usize>>,
}

impl Drawing {
    pub(super) fn new(reader: Reader, side: Side) -> Self {
        Self {
            reader,
            head: Region::new("kb-result-head"),
            results: Region::new(RESULTS),
            side,
            list: StoredValue::new_local(FoundList::default()),
            is_stale: StoredValue::new(true),
            is_due: StoredValue::new(false),
            run: StoredValue::new(0),
            drawn: StoredValue::new(0),
            since: StoredValue::new(0.0),
            said: StoredValue::new(Default::default()),
            focus_next: StoredValue::new(None),
        }
    }

    /// Draws whenever what is shown has changed, and more rows as their end comes near.
    pub(super) fn start(self) {
        let reader = self.reader;
        Effect::new(move |_| {
            reader.search.found().track();
            self.is_stale.set_value(true);
            self.draw_soon();
        });
        Effect::new(move |_| {
            reader.messages();
            reader.filter.track();
            reader.sort.track();
            reader.recent.queries().track();
            reader.navigation.rows().track();
            self.side.track();
            self.draw_soon();
        });
        let scrolled = event::on_window("scroll", true, move |_| self.more_where_near());
        StoredValue::new_local(scrolled);
    }

    /// A new search has been asked.
    pub(super) fn begin(self) {
        self.since.set_value(clock::now());
        self.side.fold_months();
    }

    /// The button under the rows: the first new one takes the focus.
    pub(super) fn more_by_hand(self) {
        self.focus_next.set_value(Some(self.drawn.get_value()));
        self.more();
    }

    fn more(self) {
        self.reader
            .navigation
            .rows()
            .update(|rows| *rows += RESULTS_AT_ONCE);
        let found = self
            .list
            .with_value(|list| list.sorted(self.reader.sort.get_untracked()).len());
        if self.wanted() + RESULTS_AT_ONCE > found {
            self.reader.search.go_on();
        }
    }

    fn more_where_near(self) {
        let is_busy = self.drawn.get_value() < self.wanted();
        if !is_busy && dom::is_near("kb-more-results") {
            self.more();
        }
    }

    /// How many rows the list is to have.
    fn wanted(self) -> usize {
        let rows = RESULTS_AT_ONCE + self.reader.navigation.rows().get_untracked();
        let sort = self.reader.sort.get_untracked();
        self.list.with_value(|list| list.sorted(sort).len()).min(rows)
    }

    /// Draws once before the next frame, however much changes until then.
    fn draw_soon(self) {
        if !self.is_due.get_value() {
            self.is_due.set_value(true);
            request_animation_frame(move || self.frame());
        }
    }

    fn frame(self) {
        // The page may have been left.
        if self.is_due.try_set_value(false).is_some() {
            return;
        }
        self.run.update_value(|run| *run += 1);
        let run = self.run.get_value();
        self.drawn.set_value(0);
        self.side.set();
        if self.is_interlude() {
            self.again_after_grace(run);
        }
        spawn_local(async move {
            self.draw_all(Slice::begin(), run).await;
        });
    }

    /// Everything that is shown, from the top, in as many tasks as it takes; ends when a newer drawing begins.
    async fn draw_all(self, mut slice: Slice, run: u32) -> Option<()> {
        if self.is_stale.get_value() {
            self.is_stale.set_value(false);
            let found = self.reader.search.found();
            let list = found.with_untracked(|found| FoundList::of(self.reader, found));
            self.list.set_value(list);
            slice.breathe().await;
            self.go_on(run)?;
        }
        loop {
            let wanted = self.wanted();
            let ready = self.look_up(wanted, &slice);
            if ready == wanted || ready >= self.drawn.get_value() + ROWS_AT_ONCE {
                slice.breathe().await;
                self.go_on(run)?;
                self.draw_rows(ready);
                self.drawn.set_value(ready);
            }
            if ready == wanted {
                break;
            }
            slice.breathe().await;
            self.go_on(run)?;
        }
        if !self.is_interlude() {
            self.complete();
            slice.breathe().await;
            self.go_on(run)?;
            self.with_found(0, |context, found, shown| {
                self.list
                    .with_value(|list| self.side.draw(context, shown.asked, found, &list.facets));
            });
        }
        Some(())
    }

    /// Whether this drawing is still the newest, and its page there.
    fn go_on(self, run: u32) -> Option<()> {
        (self.run.try_get_value() == Some(run)).then_some(())
    }

    /// Whether the search is under way and has not been for long.
    fn is_interlude(self) -> bool {
        let is_under_way = self
            .reader
            .search
            .found()
            .with_untracked(|found| matches!(found.state, SearchState::Searching { .. }));
        is_under_way && clock::now() - self.since.get_value() < f64::from(GRACE)
    }

    fn again_after_grace(self, run: u32) {
        spawn_local(async move {
            clock::sleep(GRACE).await;
            if self.run.try_get_value() == Some(run) {
                self.draw_soon();
            }
        });
    }

    /// Looks up excerpts of the first rows that have none, at least one and for no longer than the slice; says how
    /// many rows from the top have one now.
    fn look_up(self, wanted: usize, slice: &Slice) -> usize {
        let mut is_first = true;
        let (reader, sort) = (self.reader, self.reader.sort.get_untracked());
        let q = reader.search.found().with_untracked(|found| found.q.clone());
        untrack(|| {
            reader.draw(|context| {
                self.list.with_value(|list| {
                    let rows = list.sorted(sort).iter().take(wanted);
                    let mut ready = 0;
                    for summary in rows {
                        if reader.results.shown(context, &q, &summary.id).is_none() {
                            if !is_first && slice.is_over() {
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
        })
    }

    /// Calls a drawing function with what has been found and its first rows.
    fn with_found(self, rows: usize, draw: impl FnOnce(&Context<'_>, &Found, &ResultList<'_>)) {
        let reader = self.reader;
        let with = |context: &Context<'_>, found: &Found, list: &FoundList| {
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
            let list = ResultList {
                asked,
                state: found.state,
                total: found.total,
                about: found.about,
                here: self.reports_here(found),
                relaxed: found.relaxed,
                suggestions: &found.suggestions,
                shown: shown.collect(),
            };
            draw(context, found, &list);
        };
        untrack(|| {
            reader.draw(|context| {
                reader
                    .search
                    .found()
                    .with(|found| self.list.with_value(|list| with(context, found, list)));
            });
        });
    }

    /// The line above the results, and the results down to a row.
    fn draw_rows(self, rows: usize) {
        let is_interlude = self.is_interlude();
        let is_whole = rows == self.wanted() && !is_interlude;
        self.with_found(rows, |context, found, list| {
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
    }

    /// Number of reports whose text is here; only an offline search tells it.
    fn reports_here(self, found: &Found) -> usize {
        if found.state != SearchState::Offline {
            return 0;
        }
        let archive = self.reader.archive;
        let all = archive.list(&Filter::default());
        all.iter()
            .filter(|summary| archive.body(&summary.id).is_some())
            .count()
    }

    fn results_tree(self, context: &Context<'_>, list: &ResultList<'_>) -> Vec<Html> {
        if list.state == SearchState::Idle {
            let recent = self.reader.recent.queries().get();
            page::idle(context, &recent, &self.reader.examples())
        } else {
            page::results(context, list)
        }
    }

    /// Everything is drawn: the page goes to its place, and who comes back from a result finds it again.
    fn complete(self) {
        let navigation = self.reader.navigation;
        let comes_back = navigation.has_place();
        navigation.settle();
        let opened = self.reader.results.take_opened();
        if let Some(id) = opened.filter(|_| comes_back) {
            dom::focus_key_of(&format!("hit-{id}"));
        }
        if let Some(row) = self.focus_next.get_value() {
            self.focus_next.set_value(None);
            dom::focus_nth_row(row);
        }
        self.more_where_near();
    }

    /// Says to screen readers how much was found, once nothing new has come for a moment.
    fn say_later(self, found: &Found, count: String) {
        let run = self.run.get_value();
        let text = if found.state.is_settled() {
            count
        } else {
            String::new()
        };
        let said = (found.q.clone(), text);
        if self.said.with_value(|before| *before == said) {
            return;
        }
        spawn_local(async move {
            clock::sleep(PAUSE).await;
            if self.run.try_get_value() == Some(run) {
                dom::set_text("#kb-search-said", &said.1);
                self.said.set_value(said);
            }
        });
    }
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

//! What is kept on the device for reading without a network: the standing order, and how far it has come.
//!
//! The order stands in local storage. One window at a time works on it: fetches what is missing, a few files at once,
//! through the service worker, which stores nothing that is not what its name says.

mod fetching;
mod work;

use std::collections::HashSet;

use kanbao_archive::model::Day;
use kanbao_archive::offline::{Catalogue, Done, Failure, Note, Order, Plan, Progress};
use kanbao_archive::page::{Phase, Room};

use super::memory;
use super::{Archive, Search};
use crate::browser::event::{self, Listener};
use crate::browser::keeping::{self, Turn};
use crate::browser::worker::{self, WorkerListener};
use crate::browser::{clock, storage};
use crate::reactive::*;

/// How long after a page has come up the keeping begins, in milliseconds: whoever opens a page reads it first.
const LATER: u32 = 4_000;

/// What is kept on the device.
#[derive(Clone, Copy)]
pub struct Keeper {
    archive: Archive,
    search: Search,
    /// One value with one signal: each kind of signal is a copy of its code.
    state: StoredValue<State>,
    /// Counts what has changed in it, so that the page follows.
    changed: RwSignal<u32>,
    /// Number of the attempt under way; an older one stops when it sees a newer.
    run: StoredValue<u32>,
}

/// What is wanted, what is known, and how it stands.
pub struct State {
    /// Where the keeping stands.
    pub phase: Phase,
    /// What the page's form asks for; nothing is fetched until its button is pressed.
    pub asked: Order,
    /// How far the standing order has come.
    pub progress: Progress,
    /// What did not come.
    pub failures: Vec<Failure>,
    /// What the browser says of the room on the device.
    pub room: Room,
    note: Note,
    /// The path of the site's root: origins are shared, so every name carries it.
    base: String,
    /// Whether an attempt will begin by itself in a moment.
    is_due: bool,
    /// The bundle that the catalogue was made from, and what tells its texts from those of others.
    json: String,
    mark: String,
    catalogue: Option<Catalogue>,
    stored: HashSet<String>,
    turn: Option<Turn>,
}

impl State {
    /// The standing order, where the reader gave one.
    pub fn order(&self) -> Option<&Order> {
        self.note.chosen.then_some(&self.note.order)
    }

    /// Where the note stands in local storage.
    fn key(&self) -> String {
        self.name("offline")
    }

    fn name(&self, of: &str) -> String {
        ["kanbao:", &self.base, ":", of].concat()
    }
}

impl Keeper {
    /// That of the site at a base path. Nothing happens until it is [`begun`](Self::begin).
    pub fn of_site(base: &str, archive: Archive, search: Search) -> Self {
        let mut state = State {
            phase: Phase::Counting,
            asked: Order::everything(),
            progress: Progress::default(),
            failures: Vec::new(),
            room: Room::default(),
            note: Note::default(),
            base: base.to_owned(),
            is_due: false,
            json: String::new(),
            mark: String::new(),
            catalogue: None,
            stored: HashSet::new(),
            turn: None,
        };
        state.note = Note::parse(&storage::get(&state.key()).unwrap_or_default());
        state.asked = state.order().cloned().unwrap_or_else(Order::everything);
        let keeper = Self {
            archive,
            search,
            state: StoredValue::new(state),
            changed: RwSignal::new(0),
            run: StoredValue::new(0),
        };
        keeper.tell_search();
        keeper
    }

    /// Goes on with the order once the page is there and the browser has time, and again whenever there is a newer
    /// generation, a connection, or another order from another window; for as long as the listeners are kept.
    pub fn begin(self) -> (Option<Listener>, Option<Listener>, Option<WorkerListener>) {
        self.later();
        effect(move || {
            self.archive.times_replaced();
            self.tell_search();
        });
        let online = event::on_window("online", true, move |_| self.later());
        let elsewhere = event::on_window("storage", true, move |_| self.reread());
        let newer = worker::on_active(move || self.later());
        (online, elsewhere, newer)
    }

    /// Calls a function with how it stands. Tracked.
    pub fn with<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.changed.track();
        self.state.with_value(look)
    }

    /// Changes how it stands, and has the page follow.
    fn update(self, change: impl FnOnce(&mut State)) {
        self.state.update_value(change);
        self.changed.update(|n| *n += 1);
    }

    /// The page's form asks for something else.
    pub fn ask_for(self, change: impl FnOnce(&mut Order)) {
        self.update(|state| change(&mut state.asked));
    }

    /// How much of what an order takes is here. None while that is not known.
    pub fn progress_of(self, state: &State, order: &Order) -> Option<Progress> {
        Some(self.plan_of(state, order)?.progress(&state.stored))
    }

    /// The files that an order takes. None while that is not known.
    fn plan_of(self, state: &State, order: &Order) -> Option<Plan> {
        let catalogue = state.catalogue.as_ref()?;
        Some(catalogue.plan(order, memory::scanned() as u64, &self.facts()))
    }

    /// What an order costs in bytes: texts and lists, then images.
    pub fn cost(self, state: &State, order: &Order) -> [u64; 2] {
        let catalogue = state.catalogue.as_ref();
        catalogue.map_or([0, 0], |catalogue| catalogue.cost(order, &self.facts()))
    }

    /// Finds out what is here, for the page that shows it.
    pub fn look(self) {
        let phase = self.state.with_value(|state| state.phase);
        let is_at_it = phase.is_busy() || phase == Phase::Elsewhere;
        clock::spawn(async move {
            self.note_room().await;
            let is_known = self.survey().await;
            if !is_at_it {
                self.tend();
            }
            if is_known {
                self.read_what_is_here().await;
            }
        });
    }

    /// The reader asks for what the form says.
    pub fn start(self) {
        self.change(|state| {
            state.note = Note {
                order: state.asked.clone(),
                chosen: true,
                ..Note::default()
            }
        });
        self.tend();
        clock::spawn(async move {
            let persisted = keeping::persist().await;
            self.update(|state| state.room.persisted = persisted);
        });
    }

    /// The reader asks to wait, or to go on.
    pub fn pause(self, paused: bool) {
        self.change(|state| (state.note.paused, state.note.done) = (paused, None));
        self.tend();
    }

    /// The reader gives up the order; with `forget`, what it has brought too, but for what is kept unasked.
    pub fn stop(self, forget: bool) {
        let order = self.state.with_value(|state| state.note.order.clone());
        self.change(|state| {
            state.note = Note::default();
            state.failures.clear();
        });
        // What is under way stops, whatever comes after it.
        self.run.update_value(|run| *run += 1);
        clock::spawn(async move {
            if forget {
                self.forget(&order).await;
            }
            self.tend();
        });
    }

    /// Bytes of the standing order that are here.
    pub fn here(self) -> u64 {
        self.state.with_value(|state| {
            let progress = self.progress_of(state, &state.note.order);
            progress.map_or(0, |progress| progress.bytes().0)
        })
    }

    /// Changes the note, here and on the device.
    fn change(self, change: impl FnOnce(&mut State)) {
        self.update(change);
        // Where the browser keeps nothing, the order holds as long as the page.
        let _ = self
            .state
            .with_value(|state| storage::set(&state.key(), &state.note.to_text()));
        self.tell_search();
    }

    /// Another window has changed the note.
    fn reread(self) {
        let key = self.state.with_value(State::key);
        let note = Note::parse(&storage::get(&key).unwrap_or_default());
        if self.state.with_value(|state| state.note != note) {
            self.update(|state| state.note = note);
            self.tell_search();
            self.tend();
        }
    }

    /// Where all texts are here and can be held, search goes through them.
    fn tell_search(self) {
        let mark = Done::mark(&self.archive.bundle());
        let texts = self.state.with_value(|state| match &state.note.done {
            Some(done) if done.archive == mark => done.texts,
            _ => 0,
        });
        self.search
            .scans_all(texts > 0 && u64::from(texts) <= memory::scanned() as u64);
    }

    /// Begins in a while, when the browser has time.
    fn later(self) {
        if self.state.with_value(|state| state.is_due) {
            return;
        }
        self.state.update_value(|state| state.is_due = true);
        clock::spawn(async move {
            clock::sleep(LATER).await;
            keeping::idle().await;
            self.state.update_value(|state| state.is_due = false);
            // Where there was no room, somebody has to say that there is.
            if self.state.with_value(|state| state.phase != Phase::Full) {
                self.tend();
            }
        });
    }

    /// Day and topic of a report.
    fn facts(self) -> impl Fn(&str) -> Option<(Day, String)> {
        move |id| {
            let summary = self.archive.summary(id)?;
            Some((summary.day, summary.topic.clone()))
        }
    }
}

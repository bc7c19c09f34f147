//! One attempt at the standing order: what is here, what is missing, fetched, verified.

use std::cell::Cell;
use std::rc::Rc;

use kanbao_archive::json;
use kanbao_archive::link::is_file;
use kanbao_archive::model::{Bundle, Directory};
use kanbao_archive::offline::{Catalogue, Done, Note, Order, Plan, Progress, Texts, What, images_in};
use kanbao_archive::page::{Cannot, Phase, Room};

use super::Keeper;
use super::fetching::Fetching;
use crate::browser::keeping::{self, Turn, Worker};
use crate::browser::{clock, dom, fetch, location, worker};

/// How many files are checked between two words about it.
const CHECKED: usize = 24;

/// How long after the connection was lost it is tried again, in milliseconds.
const AGAIN: u32 = 60_000;

/// An attempt is over: as this phase says, or without a word where a newer one has begun.
pub(super) struct Over(pub(super) Option<Phase>);

impl Keeper {
    /// Begins an attempt, which takes the place of one that is under way.
    pub(super) fn tend(self) {
        self.run.update_value(|run| *run += 1);
        let run = self.run.get_value();
        clock::spawn(async move {
            let phase = match self.attempt(run).await {
                Ok(phase) => Some(phase),
                Err(Over(phase)) => phase,
            };
            if let Some(phase) = phase.filter(|_| self.is_current(run)) {
                self.update(|state| (state.phase, state.turn) = (phase, None));
                dom::set_root_attribute("data-keeping", phase.name());
                self.note_room().await;
                if phase == Phase::Waiting {
                    // A browser may think it has a connection, and not say when there is one.
                    clock::sleep(AGAIN).await;
                    if self.is_current(run) {
                        self.tend();
                    }
                }
            }
        });
    }

    fn is_current(self, run: u32) -> bool {
        self.run.try_get_value() == Some(run)
    }

    pub(super) fn check(self, run: u32) -> Result<(), Over> {
        self.is_current(run).then_some(()).ok_or(Over(None))
    }

    async fn attempt(self, run: u32) -> Result<Phase, Over> {
        let note = self.state.with_value(|state| state.note.clone());
        if is_file(&self.archive.root()) {
            return Ok(Phase::Unable(Cannot::File));
        }
        if note.paused {
            return Ok(Phase::Paused);
        }
        if !location::is_online() {
            return Ok(told(&note, Phase::Waiting));
        }
        if !note.chosen && keeping::saves_data() {
            return Ok(Phase::Idle);
        }
        self.take_turn(run).await?;
        if !self.survey().await {
            self.check(run)?;
            return Ok(self.why_not(&note));
        }
        self.check(run)?;
        if let Some(phase) = self.as_it_was(&note) {
            return Ok(phase);
        }
        self.work(run, &note).await
    }

    /// Waits until no other window is at it.
    async fn take_turn(self, run: u32) -> Result<(), Over> {
        if self.state.with_value(|state| state.turn.is_some()) {
            return Ok(());
        }
        let waits = Rc::new(Cell::new(true));
        let still = waits.clone();
        clock::spawn(async move {
            clock::sleep(500).await;
            // What the other one brings is seen from here now and then.
            while still.get() && self.is_current(run) {
                self.update(|state| state.phase = Phase::Elsewhere);
                self.survey().await;
                clock::sleep(2_000).await;
            }
        });
        let name = self.state.with_value(|state| state.name("keeping"));
        let turn = Turn::wait(&name).await;
        waits.set(false);
        self.check(run)?;
        self.state.update_value(|state| state.turn = Some(turn));
        Ok(())
    }

    /// Finds out which files the archive has and which of them are here; says whether that is known.
    pub(super) async fn survey(self) -> bool {
        self.find_out().await.is_some()
    }

    async fn find_out(self) -> Option<()> {
        let worker = Worker::find().await?;
        let stored = worker.ask("stored", &[]).await?;
        let root = self.archive.root();
        // Without a generation the worker answers with the newest.
        let json = fetch::text(&format!("{root}data/bundle.json"), None).await.ok()?;
        if self.state.with_value(|state| state.json != json) {
            let bundle = Bundle::from_json(&json).ok()?;
            let mut directories: Vec<Directory> = Vec::new();
            for link in bundle.directories.iter().chain(&bundle.terms) {
                let json = fetch::text(&format!("{root}{}", link.url()), Some(&link.hash))
                    .await
                    .ok()?;
                directories.push(json::from_str(&json).ok()?);
            }
            self.state.update_value(|state| {
                state.catalogue = Some(Catalogue::new(&bundle, &directories));
                state.mark = Done::mark(&bundle);
                state.json = json;
            });
        }
        self.update(|state| state.stored = stored.into_iter().flatten().collect());
        Some(())
    }

    /// Why it is not known what is here.
    fn why_not(self, note: &Note) -> Phase {
        if !keeping::is_secure() {
            Phase::Unable(Cannot::Insecure)
        } else if worker::is_in_control() {
            told(note, Phase::Waiting)
        } else {
            Phase::Unable(Cannot::Refused)
        }
    }

    /// Where all was here before and nothing has changed, nothing is to be done; where much is gone, the reader is told.
    fn as_it_was(self, note: &Note) -> Option<Phase> {
        let done = note.done.as_ref()?;
        self.state.with_value(|state| {
            let stored = state.stored.len();
            let expected = done.files as usize;
            if note.chosen && stored < expected - expected / 10 {
                return Some(Phase::Evicted);
            }
            let is_same = !done.archive.is_empty() && done.archive == state.mark && stored >= expected;
            is_same.then(|| told(note, Phase::Done(done.counts)))
        })
    }

    async fn work(self, run: u32, note: &Note) -> Result<Phase, Over> {
        self.update(|state| {
            state.phase = told(note, Phase::Running);
            state.failures.clear();
        });
        // Damaged files are fetched once more.
        for _ in 0..2 {
            self.fetch(run, &note.order, &[What::Lists, What::Reports])
                .await?;
            self.read_shards(run, &note.order).await?;
            self.fetch(run, &note.order, &[What::Images, What::Search])
                .await?;
            if !note.chosen || self.verify(run, &note.order).await? {
                break;
            }
            self.update(|state| state.phase = Phase::Running);
        }
        Ok(self.finish(note))
    }

    /// Says and remembers what it came to.
    fn finish(self, note: &Note) -> Phase {
        let progress = self.show(&note.order);
        let counts = [
            progress.reports.here,
            progress.reports.all,
            progress.images.here,
            progress.images.all,
        ];
        if progress.is_whole() {
            let has_all =
                note.order.texts == Texts::All || progress.reports.here >= self.archive.bundle().total;
            self.change(|state| {
                let catalogue = state.catalogue.as_ref().filter(|_| has_all);
                let texts = catalogue.map_or(0, Catalogue::texts_size);
                state.note.done = Some(Done {
                    archive: state.mark.clone(),
                    files: progress.files,
                    texts: u32::try_from(texts).unwrap_or(u32::MAX),
                    counts,
                });
            });
        }
        told(note, Phase::Done(counts))
    }

    /// Fetches what is missing of some kinds, a few files at a time.
    async fn fetch(self, run: u32, order: &Order, wanted: &[What]) -> Result<(), Over> {
        let plan = self.plan(order);
        let mut missing = self.state.with_value(|state| plan.missing(&state.stored));
        missing.retain(|file| wanted.contains(&file.what));
        self.show(order);
        Fetching::new(self, worker_or_wait().await?, run, missing)
            .finish()
            .await?;
        self.show(order);
        Ok(())
    }

    /// Reads the shards that name images which are wanted, where they are here.
    async fn read_shards(self, run: u32, order: &Order) -> Result<(), Over> {
        for at in self.unread(order) {
            self.read_shard(at).await;
            self.check(run)?;
        }
        Ok(())
    }

    /// Reads the shards that are here, to tell how many of their images are.
    pub(super) async fn read_what_is_here(self) {
        for at in self.unread(&Order::everything()) {
            self.read_shard(at).await;
        }
        self.update(|_| ());
    }

    fn unread(self, order: &Order) -> Vec<usize> {
        self.state.with_value(|state| {
            let catalogue = state.catalogue.as_ref();
            catalogue.map_or_else(Vec::new, |catalogue| catalogue.unread(order))
        })
    }

    async fn read_shard(self, at: usize) {
        let path = self.state.with_value(|state| {
            let path = state.catalogue.as_ref()?.path(at);
            state.stored.contains(path).then(|| path.to_owned())
        });
        let Some(path) = path else { return };
        let Ok(json) = fetch::text(&[&self.archive.root(), path.as_str()].concat(), None).await else {
            return;
        };
        if let Some(images) = images_in(&json) {
            // Images are wanted by day and topic of their reports, which stand in the lists; where those cannot be had,
            // every image counts as wanted.
            for (id, of_report) in &images {
                if !of_report.is_empty() && self.archive.find(id).await.is_err() {
                    break;
                }
            }
            self.state.update_value(|state| {
                // The catalogue may be that of another build by now.
                let catalogue = state
                    .catalogue
                    .as_mut()
                    .filter(|catalogue| catalogue.path(at) == path);
                if let Some(catalogue) = catalogue {
                    catalogue.has_read(at, images);
                }
            });
        }
    }

    /// Has every file checked; says whether all are what they should be.
    async fn verify(self, run: u32, order: &Order) -> Result<bool, Over> {
        let plan = self.plan(order);
        let paths = self.state.with_value(|state| {
            let files = plan.files.into_iter().map(|file| file.path);
            files
                .filter(|path| state.stored.contains(path))
                .collect::<Vec<_>>()
        });
        let worker = worker_or_wait().await?;
        let mut is_sound = true;
        for (at, some) in paths.chunks(CHECKED).enumerate() {
            let done = at * CHECKED;
            self.update(|state| state.phase = Phase::Verifying(done as u32, paths.len() as u32));
            let damaged = worker.ask("verify", some).await;
            self.check(run)?;
            for path in damaged.unwrap_or_default().into_iter().flatten() {
                is_sound = false;
                self.state.update_value(|state| {
                    state.stored.remove(&path);
                });
            }
        }
        Ok(is_sound)
    }

    /// Gives up what an order has brought, but for what is kept unasked.
    pub(super) async fn forget(self, order: &Order) {
        let kept = self.plan(&Order::default());
        let files = self.plan(order).files.into_iter();
        let files = files.filter(|file| file.what != What::Lists && !kept.files.contains(file));
        let paths: Vec<String> = files.map(|file| file.path).collect();
        if let Some(worker) = Worker::find().await {
            let _ = worker.ask("forget", &paths).await;
            self.survey().await;
        }
    }

    fn plan(self, order: &Order) -> Plan {
        let plan = self.state.with_value(|state| self.plan_of(state, order));
        plan.unwrap_or_default()
    }

    /// Reckons anew how far an order has come, and shows it.
    fn show(self, order: &Order) -> Progress {
        let progress = self.state.with_value(|state| self.progress_of(state, order));
        let progress = progress.unwrap_or_default();
        self.update(|state| state.progress = progress);
        progress
    }

    /// Asks how much room there is.
    pub(super) async fn note_room(self) {
        let room = Room {
            storage: keeping::estimate().await,
            persisted: keeping::is_persisted().await,
        };
        self.update(|state| state.room = room);
    }
}

/// What is kept unasked is kept without a word.
fn told(note: &Note, phase: Phase) -> Phase {
    if note.chosen { phase } else { Phase::Idle }
}

/// The worker; without one, it is as without a connection.
async fn worker_or_wait() -> Result<Worker, Over> {
    Worker::find().await.ok_or(Over(Some(Phase::Waiting)))
}

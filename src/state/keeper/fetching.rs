//! Files on their way, a few at a time.

use std::cell::{Cell, RefCell};

use kanbao_archive::offline::{Failure, File};
use kanbao_archive::page::Phase;

use super::work::Over;
use super::{Keeper, State};
use crate::browser::keeping::Worker;
use crate::browser::{clock, fetch, location};

/// How many files are fetched at the same time.
const AT_ONCE: usize = 6;
/// How often how far it has come is shown, in milliseconds.
const SHOW: f64 = 250.0;
/// After so many files in a row that did not come, there is no connection.
const STRIKES: u32 = 6;

/// Files on their way.
pub(super) struct Fetching {
    keeper: Keeper,
    worker: Worker,
    run: u32,
    /// The next one is the last.
    missing: RefCell<Vec<File>>,
    strikes: Cell<u32>,
    shown_at: Cell<f64>,
}

impl Fetching {
    /// Nothing has been fetched yet.
    pub(super) fn new(keeper: Keeper, worker: Worker, run: u32, mut missing: Vec<File>) -> Self {
        missing.reverse();
        Self {
            keeper,
            worker,
            run,
            missing: RefCell::new(missing),
            strikes: Cell::new(0),
            shown_at: Cell::new(clock::now()),
        }
    }

    /// Fetches all of them, a few at a time.
    pub(super) async fn finish(self) -> Result<(), Over> {
        let lanes = (0..AT_ONCE).map(|_| self.go_on());
        fetch::all(lanes).await.into_iter().collect()
    }

    /// Fetches one file after the other, beside those that do the same.
    async fn go_on(&self) -> Result<(), Over> {
        loop {
            self.keeper.check(self.run)?;
            let Some(file) = self.missing.borrow_mut().pop() else {
                return Ok(());
            };
            let answer = self.worker.ask("keep", std::slice::from_ref(&file.path)).await;
            self.keeper.check(self.run)?;
            // A worker that does not answer has been ended.
            let reason = answer.map_or(Some("offline".to_owned()), |reasons| {
                reasons.into_iter().flatten().next()
            });
            match reason {
                None => self.arrived(&file),
                Some(reason) => self.failed(file, reason)?,
            }
        }
    }

    fn arrived(&self, file: &File) {
        self.strikes.set(0);
        let change = |state: &mut State| {
            state.stored.insert(file.path.clone());
            state.progress.arrived(file);
        };
        if clock::now() - self.shown_at.get() > SHOW {
            self.shown_at.set(clock::now());
            self.keeper.update(change);
        } else {
            self.keeper.state.update_value(change);
        }
    }

    fn failed(&self, file: File, reason: String) -> Result<(), Over> {
        if reason == "full" {
            return Err(self.stop(Phase::Full));
        }
        if reason == "offline" {
            self.strikes.set(self.strikes.get() + 1);
            if !location::is_online() || self.strikes.get() >= STRIKES {
                return Err(self.stop(Phase::Waiting));
            }
        }
        let failure = Failure { file, reason };
        self.keeper.update(|state| state.failures.push(failure));
        Ok(())
    }

    /// Nothing more is fetched.
    fn stop(&self, phase: Phase) -> Over {
        self.missing.borrow_mut().clear();
        self.keeper
            .update(|state| state.failures.retain(|failure| failure.reason != "offline"));
        Over(Some(phase))
    }
}

//! What is waited for, and since when that has been too long.

use std::cell::Cell;
use std::rc::Rc;

use crate::browser::clock;
use crate::reactive::*;

/// How long an answer may take before the reader is told that there is none yet, in milliseconds.
const SLOW: u32 = 1000;

/// How long it may take beyond that before the connection counts as none, in milliseconds.
const HANGING: u32 = 4000;

/// How many files are slow, and how many of them hang.
#[derive(Clone, Copy)]
pub(super) struct Waits(RwSignal<(u32, u32)>);

impl Waits {
    /// For nothing yet.
    pub(super) fn new() -> Self {
        Self(RwSignal::new((0, 0)))
    }

    /// Whether something is slow. Tracked.
    pub(super) fn are_slow(self) -> bool {
        self.0.get().0 > 0
    }

    /// Whether something hangs. Tracked.
    pub(super) fn hang(self) -> bool {
        self.0.get().1 > 0
    }

    /// Counts among what is waited for, once it has lasted, until what is returned is dropped.
    pub(super) fn begin(self) -> Waiting {
        let waiting = Waiting {
            waits: self,
            state: Rc::new(Cell::new(Some((0, 0)))),
        };
        let state = waiting.state.clone();
        clock::spawn(async move {
            for (patience, counts) in [(SLOW, (1, 0)), (HANGING, (1, 1))] {
                clock::sleep(patience).await;
                let Some(before) = state.get() else { return };
                state.set(Some(counts));
                self.count(before, counts);
            }
        });
        waiting
    }

    /// Puts one count in the place of another.
    fn count(self, before: (u32, u32), now: (u32, u32)) {
        self.0.update(|(slow, hanging)| {
            *slow = *slow + now.0 - before.0;
            *hanging = *hanging + now.1 - before.1;
        });
    }
}

/// Something that is waited for.
pub(in crate::state) struct Waiting {
    waits: Waits,
    /// What it adds to `waits`; `None` once it is over.
    state: Rc<Cell<Option<(u32, u32)>>>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(counts) = self.state.take().filter(|counts| counts.0 > 0) {
            self.waits.count(counts, (0, 0));
        }
    }
}

//! Work in pieces: no task may keep the page from answering.

use crate::browser::clock;

/// How long one task may work before it lets the browser breathe, in milliseconds.
const SLICE: f64 = 6.0;

/// The work of one task.
pub(super) struct Slice {
    end: f64,
}

impl Slice {
    pub(super) fn begin() -> Self {
        Self {
            end: clock::now() + SLICE,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        clock::now() > self.end
    }

    /// Lets the browser handle what else has happened, where this task has been long enough.
    pub(super) async fn breathe(&mut self) {
        if self.is_over() {
            clock::sleep(0).await;
            *self = Self::begin();
        }
    }
}

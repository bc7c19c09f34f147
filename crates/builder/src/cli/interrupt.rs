//! Ctrl-C while something is being built: the earlier site stays, and what was being made goes.

use std::process;
use std::thread;

use crate::litter;

/// The exit code of a process that was interrupted (128 and the number of the signal), as shells know it.
const INTERRUPTED: i32 = 130;

/// From now on, a process that is told to stop removes what it is making before it ends.
pub(super) fn leave_no_litter() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    // Where signals cannot be had, the process ends as it always would.
    let Ok(runtime) = runtime else { return };
    thread::spawn(move || {
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            litter::sweep(|| process::exit(INTERRUPTED));
        }
    });
}

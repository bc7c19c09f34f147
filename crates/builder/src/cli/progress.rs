//! Progress on a terminal: one line that comes when a command takes longer than a second, and goes with it.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Progress, Step, Watch};

/// What is over sooner than this shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

const TICK: Duration = Duration::from_millis(120);

/// Colours would have to be refused by NO_COLOR; the line needs none.
const COUNTED: &str = "{spinner} {msg} {bar:24} {human_pos} of {human_len}";
const UNCOUNTED: &str = "{spinner} {msg}";

/// The line, and what it shows.
#[derive(Debug)]
struct Line(ProgressBar);

/// Shows progress on the terminal of standard error.
pub(super) fn on_the_terminal() -> Progress {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let shown = bar.downgrade();
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        if let Some(bar) = shown.upgrade() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    });
    Progress::to(Arc::new(Line(bar)))
}

impl Watch for Line {
    fn begin(&self, step: Step, parts: usize) {
        let template = if parts > 0 { COUNTED } else { UNCOUNTED };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
        self.0.set_style(style.progress_chars("━╸ "));
        self.0.set_message(name(step));
        self.0.set_length(parts as u64);
        self.0.reset();
        self.0.enable_steady_tick(TICK);
    }

    fn done(&self) {
        self.0.inc(1);
    }

    fn end(&self) {
        self.0.disable_steady_tick();
        self.0.finish_and_clear();
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Reading => "Reading posts",
        Step::Terms => "Finding what each report is about",
        Step::Data => "Writing data and index",
        Step::Pages => "Writing pages",
        Step::Compressing => "Compressing",
        Step::SingleFile => "Writing the file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_templates() {
        for template in [COUNTED, UNCOUNTED] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}

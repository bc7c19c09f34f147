//! What the command says: problems and failures on standard error, results on standard output.

use std::env;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;

use serde::Serialize;

use super::{Failure, Format, OutputArgs, progress};
use crate::diagnostic::{
    Counts, Diagnostic, Digest, Renderer, SHOWN_PER_KIND, Severity, escape_controls, escape_in_json,
};
use crate::progress::Progress;

/// Speaks as the flags ask.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printer {
    output: OutputArgs,
    /// Whether problems have colours.
    color: bool,
    /// Whether results have colours.
    colored_results: bool,
}

impl Printer {
    pub(super) fn new(output: OutputArgs) -> Self {
        // https://no-color.org: any value that is not empty.
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            output,
            color: io::stderr().is_terminal() && !refused,
            colored_results: io::stdout().is_terminal() && !refused,
        }
    }

    /// The same, with results for programs.
    pub(super) fn for_programs(mut self) -> Self {
        self.output.format = Format::Json;
        self
    }

    /// The same, showing notes unless it is to be quiet.
    pub(super) fn with_notes(mut self) -> Self {
        self.output.verbose = !self.output.quiet;
        self
    }

    /// Whether results have colours: on a terminal, unless they were refused.
    pub(super) fn has_colored_results(&self) -> bool {
        self.colored_results
    }

    /// Shows progress where somebody looks: on a terminal that can move its cursor, unless silence was asked for.
    pub(super) fn progress(&self) -> Progress {
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        if self.output.quiet || self.is_json() || is_dumb || !io::stderr().is_terminal() {
            return Progress::default();
        }
        progress::on_the_terminal()
    }

    /// Whether results are for programs.
    pub(super) fn is_json(&self) -> bool {
        self.output.format == Format::Json
    }

    /// Shows the problems of a folder of posts, notes only where more was asked for. What is left of them: their
    /// counts, and themselves where they are part of a result for programs; shown, they are only in the way.
    pub(super) fn diagnostics(&self, folder: &Path, diagnostics: Vec<Diagnostic>) -> Problems {
        let counts = Counts::of(&diagnostics);
        if self.is_json() {
            return Problems { counts, diagnostics };
        }
        let least = match (self.output.quiet, self.output.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        };
        // Graver ones order first.
        let concerned = diagnostics.iter().filter(|d| d.severity <= least);
        let limit = if self.output.all {
            usize::MAX
        } else {
            SHOWN_PER_KIND
        };
        let mut digest = Digest::new(limit);
        let renderer = if self.color {
            Renderer::colored()
        } else {
            Renderer::plain()
        };
        let renderer = if folder == Path::new(".") {
            renderer
        } else {
            renderer.prefix(folder.to_string_lossy())
        };
        let mut out = BufWriter::new(io::stderr().lock());
        for diagnostic in concerned.filter(|diagnostic| digest.takes(diagnostic)) {
            // One at a time: a large archive may have a hundred thousand.
            let _ = out.write_all(renderer.render_all([diagnostic]).as_bytes());
        }
        let _ = out.write_all(digest.rest().as_bytes());
        let _ = out.flush();
        Problems {
            counts,
            diagnostics: Vec::new(),
        }
    }

    /// One line about what is going on, unless silence was asked for.
    pub(super) fn line(&self, line: &str) {
        if !self.output.quiet && !self.is_json() {
            // A reader that went away (`kanbao build | head`) is no reason to fail.
            let _ = writeln!(io::stdout(), "{line}");
        }
    }

    /// One line for those who asked for more.
    pub(super) fn detail(&self, line: &str) {
        if self.output.verbose {
            self.line(line);
        }
    }

    /// What was asked for, which silence does not concern.
    pub(super) fn result(&self, text: &str) {
        if !self.is_json() {
            let _ = write!(io::stdout(), "{text}");
        }
    }

    /// A result for programs, where that was asked for.
    pub(super) fn json(&self, value: &impl Serialize) {
        if self.is_json()
            && let Ok(json) = serde_json::to_string(value)
        {
            let _ = writeln!(io::stdout(), "{}", escape_in_json(&json));
        }
    }

    /// What a publisher should know of the result.
    pub(super) fn warning(&self, warning: &str) {
        let (start, end) = if self.color {
            ("\x1b[1;33m", "\x1b[0m")
        } else {
            ("", "")
        };
        if !self.output.quiet {
            self.error_text(&format!("{start}warning{end}: {}\n", harmless(warning)));
        }
    }

    /// Why the command stops.
    pub(super) fn failure(&self, failure: &Failure) {
        let (start, end) = if self.color {
            ("\x1b[1;31m", "\x1b[0m")
        } else {
            ("", "")
        };
        self.error_text(&format!(
            "{start}error{end}: {}\n",
            harmless(&failure.to_string())
        ));
    }

    fn error_text(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// A message whose lines stay lines, while names in it cannot move the cursor.
fn harmless(message: &str) -> String {
    let lines: Vec<_> = message.split('\n').map(escape_controls).collect();
    lines.join("\n")
}

/// Problems for programs.
#[derive(Debug, Default, Serialize)]
pub(super) struct Problems {
    #[serde(flatten)]
    pub(super) counts: Counts,
    diagnostics: Vec<Diagnostic>,
}

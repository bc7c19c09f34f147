//! `kanbao check`: every problem in the posts, and nothing written.

use std::sync::Arc;

use clap::Args;

use super::print::Printer;
use super::{Exit, Failure, PostsArgs};
use crate::cache::Cache;
use crate::diagnostic::Code;

/// Flags of `kanbao check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    posts: PostsArgs,
    /// Say what a problem's code means (K012)
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  kanbao check blog                         every problem, with file, line and column
  kanbao check blog --strict                exit 1 for warnings too
  kanbao check blog --format json           for programs
  kanbao check --explain K012               what a code means";

impl CheckArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        if let Some(code) = &self.explain {
            return explain(code);
        }
        let reading = self.posts.read(
            &self.posts.options(&printer.progress()),
            &Arc::new(Cache::temporary()?),
        )?;
        // Whoever asks for everything there is to say wants the notes as well.
        let problems = printer
            .with_notes()
            .diagnostics(&self.posts.posts, reading.diagnostics);
        printer.json(&problems);
        let counts = problems.counts;
        printer.line(&format!(
            "{} posts read, {} reports: {counts}",
            reading.archive.posts_seen,
            reading.archive.reports.len()
        ));
        Ok(if self.posts.passes(counts) {
            Exit::Done
        } else {
            Exit::Posts
        })
    }
}

/// The explanation is what was asked for, so neither --quiet nor --format changes it.
fn explain(code: &str) -> Result<Exit, Failure> {
    let code: Code = code
        .to_ascii_uppercase()
        .parse()
        .map_err(|e| Failure::Usage(format!("{e}")))?;
    println!(
        "{} ({})\n\n{}",
        code.as_str(),
        code.severity(),
        code.explanation()
    );
    Ok(Exit::Done)
}

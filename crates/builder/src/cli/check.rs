//! `kanbao check`: every problem in the posts, and nothing written.

use std::sync::Arc;

use clap::Args;

use super::print::Printer;
use super::{Exit, Failure, PostsArgs};
use crate::cache::Cache;
use crate::diagnostic::Code;
use crate::reports::Reports;

/// Flags of `kanbao check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    posts: PostsArgs,
    /// Say what a problem's code means (K012)
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
    /// List the strongest terms of every report, 40 or as many as COUNT, to see what [terms] should say
    #[arg(long, value_name = "COUNT", num_args = 0..=1, default_missing_value = "40")]
    terms: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  kanbao check blog                         every problem, with file, line and column
  kanbao check blog --strict                exit 1 for warnings too
  kanbao check blog --format json           for programs
  kanbao check blog --terms 20              what each report is about, as its word cloud says
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
        if let Some(count) = self.terms {
            list_terms(printer, &reading.archive.reports, count)?;
        }
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

/// Prints the strongest terms of every report with how often they occur, newest report first.
fn list_terms(printer: &Printer, reports: &Reports, count: usize) -> Result<(), Failure> {
    for (index, summary) in reports.summaries().iter().enumerate() {
        let terms = reports.body(index)?.terms;
        let terms = terms.iter().take(count);
        let terms: Vec<String> = terms
            .map(|term| format!("{} {}", term.text, term.count))
            .collect();
        printer.line(&format!("{}\n  {}", summary.id, terms.join(" · ")));
    }
    Ok(())
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

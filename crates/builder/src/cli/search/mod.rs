//! `kanbao search`: what readers of a built site find.

mod human;
mod json;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kanbao_archive::search::{Query, Suggestion};

use super::print::Printer;
use super::{Exit, Failure};
use crate::search::{BuiltSite, Engine, Found, Searcher};

/// Flags of `kanbao search`.
#[derive(Debug, Args)]
#[command(after_help = SYNTAX)]
pub(super) struct SearchArgs {
    /// A folder that `kanbao build` has written
    site: PathBuf,
    /// What to search for, as in the site's search box
    #[arg(required = true)]
    query: Vec<String>,
    /// One JSON object on standard output, as with --format json
    #[arg(long)]
    json: bool,
    /// Which engine searches; the index where the site has one
    #[arg(long, value_enum)]
    engine: Option<EngineArg>,
    /// How many results are shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Show how each score came about
    #[arg(long)]
    explain: bool,
}

const SYNTAX: &str = "\
All words must occur. Also: \"a phrase\", -without, this OR that, title:x, topic:x, source:x, after:2025-11,
before:2025-12-24. After `--`, a query may begin with a dash.

Examples:
  kanbao search site 开源模型 topic:ai
  kanbao search site --json after:2025-11 GPT-5
  kanbao search site -- -Claude OpenAI";

/// How the reports to scan are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum EngineArg {
    /// Read every report
    Scan,
    /// Read the reports that the search index names
    Index,
}

impl From<EngineArg> for Engine {
    fn from(engine: EngineArg) -> Self {
        match engine {
            EngineArg::Scan => Engine::Scan,
            EngineArg::Index => Engine::Index,
        }
    }
}

/// What a search found, with all that is said of it.
struct Answer<'a> {
    query: &'a str,
    found: Found,
    /// Other searches, where nothing was found.
    suggestions: Vec<Suggestion>,
    searcher: &'a Searcher,
    explain: bool,
}

impl SearchArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        let printer = if self.json {
            printer.for_programs()
        } else {
            *printer
        };
        let typed = self.query.join(" ");
        let query = Query::parse(&typed);
        if query.is_empty() {
            return Err(Failure::Usage(format!("`{typed}` asks for nothing")));
        }
        let mut searcher = Searcher::new(BuiltSite::open(&self.site)?, self.engine.map(Into::into))?;
        let found = searcher.search(&query, self.limit)?;
        let suggestions = if found.total == 0 {
            searcher.instead_of(&query)?
        } else {
            Vec::new()
        };
        let answer = Answer {
            query: &typed,
            found,
            suggestions,
            searcher: &searcher,
            explain: self.explain,
        };
        printer.line(&human::head(&answer));
        printer.result(&human::reports(&answer, printer.has_colored_results()));
        printer.json(&json::Json::of(&answer));
        Ok(Exit::Done)
    }
}

/// What the commands call an engine.
fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Scan => "scan",
        Engine::Index => "index",
    }
}

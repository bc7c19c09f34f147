//! The `kanbao` command. Each subcommand has a file of its own; this one knows what they share: flags, how
//! a failure is told and which exit code it has.

mod build;
mod check;
mod cloud;
mod init;
mod interrupt;
mod print;
mod progress;
mod search;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::{fmt, io};

use jiff::Timestamp;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::cache::{Cache, StoreError};
use crate::config::Config;
use crate::diagnostic::{Counts, Diagnostic};
use crate::posts::{self, Archive, GivenError, ReadError};
use crate::progress::Progress;
use crate::search::BuiltSiteError;
use crate::serve::live::LiveError;
use crate::site::app::{App, AppError};
use crate::site::output::OutputError;
use crate::site::{PreviousError, SiteError};
use print::Printer;

/// Turn a folder of dated Markdown reports into a fast, searchable, offline reading room.
#[derive(Debug, Parser)]
#[command(name = "kanbao", version, about, after_help = EXIT_CODES, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    output: OutputArgs,
}

const EXIT_CODES: &str = "\
From a folder of posts to a site: kanbao build POSTS -o site
`kanbao COMMAND --help` shows examples of each command.

Exit codes: 0 done, 1 errors in the posts, 2 wrong usage, 3 files or network failed";

const COMPLETIONS: &str = "\
Examples:
  kanbao completions bash > ~/.local/share/bash-completion/completions/kanbao
  kanbao completions zsh > ~/.zfunc/_kanbao
  kanbao completions fish > ~/.config/fish/completions/kanbao.fish";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write kanbao.toml and a first post
    Init(init::InitArgs),
    /// Write the complete static site
    Build(build::BuildArgs),
    /// Build, show on 127.0.0.1, and follow every change
    Serve(serve::ServeArgs),
    /// Show every problem in the posts; write nothing
    Check(check::CheckArgs),
    /// Search a built site, as its readers do
    Search(search::SearchArgs),
    /// Draw a word cloud as a picture of its own
    Cloud(cloud::CloudArgs),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How to speak.
#[derive(Clone, Copy, Debug, Args)]
struct OutputArgs {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: notes about files that are no posts, and every step
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Show every problem, however many there are of one kind
    #[arg(long, global = true)]
    all: bool,
    /// For people or for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The form of diagnostics and summaries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// Text, with colours on a terminal
    Human,
    /// One JSON object on standard output
    Json,
}

/// Which posts, and how they are read.
#[derive(Debug, Args)]
struct PostsArgs {
    /// A folder with `_posts` in it, or any folder of Markdown files
    #[arg(default_value = ".")]
    posts: PathBuf,
    /// Also read drafts: `_drafts`, and posts that say `draft: true`
    #[arg(long)]
    drafts: bool,
    /// Also read posts that are dated in the future
    #[arg(long)]
    future: bool,
    /// Copy pictures on other servers beside the posts (with curl, https only), so that readers need not ask those servers
    #[arg(long)]
    fetch_images: bool,
    /// Count warnings as errors, and publish nothing where there are any
    #[arg(long)]
    strict: bool,
}

impl PostsArgs {
    fn options(&self, progress: &Progress) -> posts::Options {
        posts::Options {
            progress: progress.clone(),
            future: self.future,
            drafts: self.drafts,
            fetch_images: self.fetch_images,
            ..posts::Options::at(Timestamp::now())
        }
    }

    /// Reads the posts, as far as a cache does not know them.
    fn read(&self, options: &posts::Options, cache: &Arc<Cache>) -> Result<Reading, Failure> {
        let (config, problems) = Config::read(&self.posts);
        let archive = posts::read_cached(&self.posts, &config, options, cache)?;
        Ok(Reading::of(config, problems, archive))
    }

    /// Whether problems of this number are none.
    fn passes(&self, counts: Counts) -> bool {
        counts.errors == 0 && !(self.strict && counts.warnings > 0)
    }
}

/// The posts as they were read.
struct Reading {
    config: Config,
    archive: Archive,
    /// Of settings and posts, sorted.
    diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Posts with the settings by which they were read, and the problems of these.
    fn of(config: Config, problems: Vec<Diagnostic>, archive: Archive) -> Self {
        let mut diagnostics = problems;
        diagnostics.extend_from_slice(&archive.diagnostics);
        Diagnostic::sort(&mut diagnostics);
        Self {
            config,
            archive,
            diagnostics,
        }
    }
}

/// Where the reader's files come from.
#[derive(Debug, Args)]
struct AppArgs {
    /// Take the reader from the folder that Trunk built, not from inside this program
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
}

impl AppArgs {
    fn load(&self) -> Result<App, AppError> {
        self.app.as_deref().map_or_else(App::embedded, App::from_dir)
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug)]
enum Failure {
    /// There are no posts, or they cannot be read.
    Posts(ReadError),
    /// A JSON file holds no reports.
    Given(GivenError),
    /// There is no reader.
    App(AppError),
    /// The site could not be written.
    Site(SiteError),
    /// The site could not be served.
    Live(LiveError),
    /// The site could not be searched.
    Search(BuiltSiteError),
    /// The site that was published before could not be read.
    Previous(PreviousError),
    /// A file could not be written.
    Io(PathBuf, io::Error),
    /// A value that only looks right.
    Usage(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Posts(error) => error.fmt(f),
            Failure::Given(error) => error.fmt(f),
            Failure::App(error) => error.fmt(f),
            Failure::Site(error) => error.fmt(f),
            Failure::Live(error) => error.fmt(f),
            Failure::Search(error) => error.fmt(f),
            Failure::Previous(error) => error.fmt(f),
            Failure::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Failure::Usage(message) => f.write_str(message),
        }
    }
}

impl Failure {
    /// Whether a cache is damaged.
    fn is_damage(&self) -> bool {
        matches!(
            self,
            Failure::Site(SiteError::Store(StoreError::Damaged(_)))
                | Failure::Posts(ReadError::Store(StoreError::Damaged(_)))
        )
    }

    fn exit(&self) -> Exit {
        match self {
            Failure::Posts(ReadError::NoPosts { .. }) => Exit::Posts,
            Failure::Posts(ReadError::Missing(_) | ReadError::NotAFolder(_) | ReadError::Beyond(_))
            | Failure::Usage(_) => Exit::Usage,
            Failure::Given(GivenError::NoSite(_))
            | Failure::App(AppError::NotEmbedded)
            | Failure::Previous(PreviousError::NotASite(_)) => Exit::Usage,
            Failure::Given(GivenError::Io(_, error)) if error.kind() == io::ErrorKind::NotFound => {
                Exit::Usage
            }
            Failure::Given(GivenError::Io(..) | GivenError::Site(_)) => Exit::Io,
            Failure::Given(_) => Exit::Posts,
            Failure::Site(
                SiteError::NoRoom(_)
                | SiteError::Output(
                    OutputError::NotASite(_) | OutputError::NotARoom(_) | OutputError::HoldsThePosts(_),
                ),
            ) => Exit::Usage,
            Failure::Search(
                BuiltSiteError::Missing(_) | BuiltSiteError::NotASite(_) | BuiltSiteError::NoIndex,
            ) => Exit::Usage,
            Failure::Posts(_)
            | Failure::App(_)
            | Failure::Site(_)
            | Failure::Live(_)
            | Failure::Search(_)
            | Failure::Previous(_)
            | Failure::Io(..) => Exit::Io,
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::Posts(error)
    }
}

impl From<GivenError> for Failure {
    fn from(error: GivenError) -> Self {
        Failure::Given(error)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Failure::App(error)
    }
}

impl From<SiteError> for Failure {
    fn from(error: SiteError) -> Self {
        Failure::Site(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Site(SiteError::Store(error))
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Failure::Site(SiteError::Output(error))
    }
}

impl From<LiveError> for Failure {
    fn from(error: LiveError) -> Self {
        Failure::Live(error)
    }
}

impl From<PreviousError> for Failure {
    fn from(error: PreviousError) -> Self {
        Failure::Previous(error)
    }
}

impl From<BuiltSiteError> for Failure {
    fn from(error: BuiltSiteError) -> Self {
        Failure::Search(error)
    }
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exit {
    /// Done.
    Done = 0,
    /// There are errors in the posts.
    Posts = 1,
    /// The command line asks for what cannot be.
    Usage = 2,
    /// A file or the network failed.
    Io = 3,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let printer = Printer::new(cli.output);
    let result = match &cli.command {
        Command::Init(args) => args.run(&printer),
        Command::Build(args) => {
            interrupt::leave_no_litter();
            args.run(&printer)
        }
        Command::Serve(args) => args.run(&printer),
        Command::Check(args) => args.run(&printer),
        Command::Search(args) => args.run(&printer),
        Command::Cloud(args) => args.run(&printer),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "kanbao", &mut io::stdout());
            Ok(Exit::Done)
        }
    };
    let exit = result.unwrap_or_else(|failure| {
        printer.failure(&failure);
        failure.exit()
    });
    ExitCode::from(exit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    /// Parses every command of ours in some lines, and counts them. What a command does stands two spaces away; `&&`, `|`
    /// and `>` lead to other programs.
    #[track_caller]
    fn assert_commands<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
        let mut seen = 0;
        for line in lines {
            let whole = line.trim_start().split("  ").next().unwrap_or_default();
            let calls = whole.split(['|', '&', '>', ';']).map(str::trim);
            for call in calls.filter_map(|part| part.strip_prefix("~/kanbao/").or(Some(part))) {
                if call.starts_with("kanbao ") {
                    let parsed = Cli::try_parse_from(call.replace("POSTS", "posts").split_whitespace());
                    assert!(parsed.is_ok(), "{call}: {}", parsed.unwrap_err());
                    seen += 1;
                }
            }
        }
        seen
    }

    #[test]
    fn every_example_in_the_help_is_a_command() {
        let cli = Cli::command();
        let help = |command: &clap::Command| command.get_after_help().map(ToString::to_string);
        let help: Vec<String> = cli.get_subcommands().filter_map(help).collect();
        let examples = help
            .iter()
            .flat_map(|help| help.lines())
            .filter(|line| line.starts_with("  "));
        assert!(assert_commands(examples) >= 10);
    }

    #[test]
    fn every_command_in_the_documents_is_one() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (name, least) in [
            ("README.md", 5),
            ("docs/PUBLISHING.md", 10),
            ("docs/BUNDLE.md", 2),
            ("docs/hosts/github-pages.yml", 1),
        ] {
            let text = std::fs::read_to_string(root.join(name)).unwrap();
            let text = text.replace("${{ steps.pages.outputs.base_url }}", "https://example.org");
            let lines = text.lines().filter(|line| line.starts_with("    "));
            // Cron and workflows say something before the command.
            let lines = lines.map(|line| line.split_once("run: ").map_or(line, |(_, command)| command));
            let seen = assert_commands(lines);
            assert!(seen >= least, "{name}: {seen}");
        }
    }

    #[test]
    fn flags_have_the_names_that_other_tools_gave_them() {
        for line in [
            "kanbao build posts -o out -b https://example.org/",
            "kanbao build -d out --baseurl https://example.org/ posts",
            "kanbao build --destination out --base-url https://example.org/ posts -q",
        ] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            let Command::Build(args) = cli.command else {
                panic!("{line}")
            };
            assert_eq!(args.output_dir, Some(PathBuf::from("out")), "{line}");
            assert_eq!(args.base_url.as_deref(), Some("https://example.org/"), "{line}");
        }
    }

    #[test]
    fn each_failure_has_its_exit_code() {
        let no_posts = ReadError::NoPosts {
            folder: ".".into(),
            jekyll: false,
        };
        assert_eq!(Failure::from(no_posts).exit(), Exit::Posts);
        assert_eq!(Failure::from(ReadError::Missing("x".into())).exit(), Exit::Usage);
        assert_eq!(
            Failure::from(OutputError::NotASite("x".into())).exit(),
            Exit::Usage
        );
        assert_eq!(Failure::Io("x".into(), io::Error::other("disk")).exit(), Exit::Io);
    }
}

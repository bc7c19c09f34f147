//! `kanbao serve`: a site on this machine that follows its posts.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::build::cache::CacheArgs;
use super::build::{Summary, open};
use super::print::{Printer, Problems};
use super::{AppArgs, Exit, Failure, PostsArgs, Reading};
use crate::cache::Cache;
use crate::diagnostic::{Counts, Diagnostic, Renderer, Severity};
use crate::posts::{ReadError, root_of};
use crate::serve::live::{Event, Live, Problem, Shown};
use crate::site::output::Output;
use crate::site::{self, Content};

/// The most problems that the page shows; the terminal shows all.
const SHOWN_PROBLEMS: usize = 20;

/// Flags of `kanbao serve`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    posts: PostsArgs,
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(short, long, default_value_t = 8080)]
    port: u16,
    /// Open the home page in a browser
    #[arg(long)]
    open: bool,
    /// Leave open pages as they are: neither reload them nor show problems in them
    #[arg(long)]
    no_reload: bool,
    /// With the service worker, as published: pages then come from its storage, and changes after its update
    #[arg(long)]
    worker: bool,
    #[command(flatten)]
    app: AppArgs,
    #[command(flatten)]
    cache: CacheArgs,
}

const EXAMPLES: &str = "\
Examples:
  kanbao serve blog --open                  look at it in a browser, and write on
  kanbao serve blog --drafts --port 0       with drafts, on any port that is free";

impl ServeArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        let folder = tempfile::Builder::new().prefix("kanbao-").tempdir();
        let folder = folder.map_err(|e| Failure::Io(std::env::temp_dir(), e))?;
        let mut build = Build {
            arguments: self,
            printer,
            target: folder.path().join("site"),
            shown: Shown::default(),
            told: HashSet::new(),
            image_dirs: Vec::new(),
        };
        // A command line that names the wrong folder is told so at once; posts that cannot be built may be mended.
        match build.run(None) {
            Ok(()) => {}
            Err(failure @ Failure::Posts(ReadError::NoPosts { .. })) => build.failed(&failure),
            Err(failure) => return Err(failure),
        }
        let mut live = Live::start(&build.target, self.port, !self.no_reload)?;
        live.follow(&build.folders())?;
        live.show(build.shown.clone());
        let url = live.server.url().replace("127.0.0.1", "localhost");
        printer.line(&format!("Serving {url} — every change is followed; Ctrl-C ends"));
        if self.open {
            open(&url);
        }
        while let Event::Changed(paths) = live.next_event() {
            if let Err(failure) = build.run(Some(&paths)) {
                build.failed(&failure);
            }
            live.show(build.shown.clone());
            if let Err(error) = live.follow(&build.folders()) {
                printer.failure(&error.into());
            }
        }
        live.server.stop();
        Ok(Exit::Done)
    }
}

/// The site as it was built last, and what was said about it.
struct Build<'a> {
    arguments: &'a ServeArgs,
    printer: &'a Printer,
    target: PathBuf,
    shown: Shown,
    /// The problems that the terminal shows already.
    told: HashSet<Known>,
    /// `[build] image_dirs` as last read.
    image_dirs: Vec<String>,
}

/// What tells one problem from another.
type Known = (String, u32, u32, String);

impl Build<'_> {
    /// Builds the site anew, for these changes or for the first time. Where that fails, the site as it was stays up.
    fn run(&mut self, changes: Option<&BTreeSet<PathBuf>>) -> Result<(), Failure> {
        let (arguments, printer) = (self.arguments, self.printer);
        let posts = Some(arguments.posts.posts.as_path());
        arguments
            .cache
            .with(posts, printer, |cache| self.build(changes, cache))
    }

    fn build(&mut self, changes: Option<&BTreeSet<PathBuf>>, cache: &Arc<Cache>) -> Result<(), Failure> {
        let start = Instant::now();
        let progress = self.printer.progress();
        let posts = &self.arguments.posts;
        let app = self.arguments.app.load()?;
        let Reading {
            config,
            archive,
            diagnostics,
        } = posts.read(&posts.options(&progress), cache)?;
        self.image_dirs.clone_from(&config.build.image_dirs);
        let counts = Counts::of(&diagnostics);
        let problems = self.tell(&diagnostics, counts);
        if posts.strict && !posts.passes(counts) && changes.is_some() {
            self.printer.line(&format!(
                "The site stays as it was, since --strict was given: {counts}"
            ));
            return Ok(());
        }
        let content = Content {
            progress,
            ..Content::of(&config, archive, None)?
        };
        let output = Output::begin_cached(&self.target, &posts.posts, false, cache)?;
        let written = site::write(
            &content,
            &app,
            &output,
            self.arguments.worker && config.build.offline,
        )?;
        output.publish()?;
        let line = match changes {
            None => Summary::new(&written, problems, start.elapsed()).line(),
            Some(changes) => changed_line(
                changes,
                self.shown.generation != written.generation,
                counts,
                start.elapsed(),
            ),
        };
        self.printer.line(&line);
        self.shown.generation = written.generation;
        Ok(())
    }

    /// Shows problems: all of them in the page, those that are new on the terminal.
    fn tell(&mut self, diagnostics: &[Diagnostic], counts: Counts) -> Problems {
        let known = |d: &Diagnostic| -> Known { (d.path.clone(), d.line, d.column, d.message.clone()) };
        let new = diagnostics.iter().filter(|d| !self.told.contains(&known(d)));
        let posts = &self.arguments.posts.posts;
        let problems = self.printer.diagnostics(posts, new.cloned().collect());
        self.told = diagnostics.iter().map(known).collect();

        let mut grave: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|d| d.severity < Severity::Note)
            .collect();
        grave.sort_by_key(|diagnostic| diagnostic.severity);
        let renderer = Renderer::plain().prefix(folder_name(posts));
        let shown = grave.iter().take(SHOWN_PROBLEMS);
        self.shown.problems = shown.map(|diagnostic| problem(diagnostic, &renderer)).collect();
        self.shown.more = grave.len() - self.shown.problems.len();
        self.shown.counts = counts.to_string();
        problems
    }

    /// A build came to nothing: pages and terminal say why, and what was built before is served on.
    fn failed(&mut self, failure: &Failure) {
        self.printer.failure(failure);
        self.told.clear();
        self.shown.problems = vec![Problem {
            severity: Severity::Error.to_string(),
            place: String::new(),
            message: failure.to_string(),
            source: String::new(),
            help: String::new(),
        }];
        self.shown.more = 0;
        self.shown.counts = "The site could not be built".to_owned();
    }

    /// All that the site depends on: the folder of settings, posts and their images, the folders of `image_dirs`,
    /// wherever they are, and the reader, where it is a folder.
    fn folders(&self) -> Vec<PathBuf> {
        let root = root_of(&self.arguments.posts.posts);
        let image_dirs = self.image_dirs.iter().map(|folder| root.join(folder));
        image_dirs
            .chain([root.clone()])
            .chain(self.arguments.app.app.clone())
            .collect()
    }
}

/// `2 posts, 1 image changed · 1 warning · 180 ms`.
fn changed_line(changes: &BTreeSet<PathBuf>, is_new: bool, counts: Counts, time: Duration) -> String {
    let (mut posts, mut images, mut settings) = (0, 0, false);
    for path in changes {
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_ascii_lowercase();
        match &*extension {
            "md" | "markdown" => posts += 1,
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" => images += 1,
            "toml" | "yml" | "yaml" => settings = true,
            _ => {}
        }
    }
    let some = |count: usize, word: &str| {
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {word}{plural}"))
    };
    let what = [
        some(posts, "post"),
        some(images, "image"),
        settings.then(|| "settings".to_owned()),
    ];
    let what: Vec<String> = what.into_iter().flatten().collect();
    let what = if what.is_empty() {
        "files".to_owned()
    } else {
        what.join(", ")
    };
    let effect = if is_new {
        "changed"
    } else {
        "saved, the site is as it was"
    };
    let problems = if counts.errors + counts.warnings == 0 {
        String::new()
    } else {
        format!(" · {counts}")
    };
    format!("{what} {effect}{problems} · {} ms", time.as_millis())
}

/// The folder as the terminal shows it before paths.
fn folder_name(folder: &Path) -> String {
    if folder == Path::new(".") {
        String::new()
    } else {
        folder.to_string_lossy().into_owned()
    }
}

fn problem(diagnostic: &Diagnostic, renderer: &Renderer) -> Problem {
    let rendered = renderer.render(diagnostic);
    // The title, the place and the help are shown by themselves; between them is the source line with its caret.
    let mut lines = rendered
        .lines()
        .skip_while(|line| !line.trim_start().starts_with("-->"));
    let place = lines.next().unwrap_or_default();
    let source = lines
        .take_while(|line| !line.trim_start().starts_with('='))
        .filter(|line| line.trim() != "|");
    Problem {
        severity: diagnostic.severity.to_string(),
        place: place.trim_start().trim_start_matches("-->").trim().to_owned(),
        message: diagnostic.message.clone(),
        source: source.collect::<Vec<_>>().join("\n"),
        help: diagnostic.help.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Source};

    #[test]
    fn a_line_says_what_changed_and_how_long_it_took() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<BTreeSet<_>>();
        let line = |names: &[&str], is_new, counts| {
            changed_line(&paths(names), is_new, counts, Duration::from_millis(180))
        };
        let none = Counts::default();
        assert_eq!(
            line(&["a.md", "b.md", "c.markdown"], true, none),
            "3 posts changed · 180 ms"
        );
        assert_eq!(
            line(&["a.md", "x/b.PNG", "kanbao.toml"], true, none),
            "1 post, 1 image, settings changed · 180 ms"
        );
        assert_eq!(
            line(&["posts"], true, Counts { errors: 1, ..none }),
            "files changed · 1 error · 180 ms"
        );
        assert_eq!(
            line(&["a.md"], false, none),
            "1 post saved, the site is as it was · 180 ms"
        );
    }

    #[test]
    fn the_page_gets_a_problem_in_its_parts() {
        let source = Source::new("_posts/a.md", "---\ntitle: x\n".to_owned());
        let diagnostic = source
            .diagnostic(Code::UnterminatedFrontMatter, 0..3, "it does not end")
            .help("end it");
        let problem = problem(&diagnostic, &Renderer::plain().prefix("in"));
        assert_eq!(
            (&*problem.severity, &*problem.place),
            ("error", "in/_posts/a.md:1:1")
        );
        assert_eq!(problem.message, "it does not end");
        assert_eq!(problem.source, "1 | ---\n  | ^^^");
        assert_eq!(problem.help, "end it");
    }
}

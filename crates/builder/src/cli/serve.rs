//! `kanbao serve`: a site on this machine that follows its posts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::build::cache::CacheArgs;
use super::build::{Summary, open};
use super::print::Printer;
use super::{AppArgs, Exit, Failure, PostsArgs, Reading};
use crate::cache::Cache;
use crate::serve::live::{Event, Live};
use crate::site::output::Output;
use crate::site::{self, Content};

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
        let target = folder.path().join("site");
        let mut generation = self.build(&target, printer)?;
        let live = Live::start(&target, self.port, &self.watched())?;
        let url = live.server.url().replace("127.0.0.1", "localhost");
        printer.line(&format!("Serving {url} — every change is followed; Ctrl-C ends"));
        if self.open {
            open(&url);
        }
        while live.next() == Event::Changed {
            match self.build(&target, printer) {
                // The same generation: a file was saved without a change.
                Ok(new) if new == generation => {}
                Ok(new) => {
                    generation = new;
                    live.reload();
                }
                // The site as it was stays up.
                Err(failure) => printer.failure(&failure),
            }
        }
        live.server.stop();
        Ok(Exit::Done)
    }

    /// Builds the site anew and gives its generation.
    fn build(&self, target: &Path, printer: &Printer) -> Result<String, Failure> {
        let posts = &self.posts.posts;
        self.cache
            .with(posts, printer, |cache| self.build_cached(target, cache, printer))
    }

    fn build_cached(&self, target: &Path, cache: &Arc<Cache>, printer: &Printer) -> Result<String, Failure> {
        let start = Instant::now();
        let app = self.app.load()?;
        let Reading {
            config,
            archive,
            diagnostics,
        } = self.posts.read(cache)?;
        let content = Content::of(&config, archive, None)?;
        let problems = printer.diagnostics(&self.posts.posts, diagnostics);
        let output = Output::begin_cached(target, &self.posts.posts, false, cache)?;
        let written = site::write(&content, &app, &output, self.worker)?;
        output.publish()?;
        printer.line(&Summary::new(&written, problems, start.elapsed()).line());
        Ok(written.generation)
    }

    /// The posts and, where it is a folder, the reader; as the system names them in its notices.
    fn watched(&self) -> Vec<PathBuf> {
        let folders = [Some(&self.posts.posts), self.app.app.as_ref()];
        folders
            .into_iter()
            .flatten()
            .map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.clone()))
            .collect()
    }
}

//! `kanbao build --bundle`: reports that another program wrote.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::cache::Cache;
use crate::cli::{Failure, PostsArgs, Reading};
use crate::config::Config;
use crate::posts::{self, GivenReports, Options};

/// Where reports come from that are no posts.
#[derive(Debug, Args)]
pub(super) struct GivenArgs {
    /// Take reports from a JSON file (docs/BUNDLE.md) instead of posts; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "posts")]
    bundle: Option<PathBuf>,
}

impl GivenArgs {
    /// Whether a file was named.
    pub(super) fn is_given(&self) -> bool {
        self.bundle.is_some()
    }

    /// Reads the file that was named, else the posts. Also gives the folder to which the paths in diagnostics belong.
    pub(super) fn read(
        &self,
        posts: &PostsArgs,
        options: &Options,
        cache: &Arc<Cache>,
    ) -> Result<(Reading, PathBuf), Failure> {
        match &self.bundle {
            Some(file) => read_given(file, options, cache),
            None => Ok((posts.read(options, cache)?, posts.posts.clone())),
        }
    }
}

fn read_given(file: &Path, options: &Options, cache: &Arc<Cache>) -> Result<(Reading, PathBuf), Failure> {
    let given = GivenReports::read(file)?;
    let root = given.root().to_owned();
    let (mut config, problems) = Config::read(&root);
    given.complete(&mut config);
    let archive = posts::read_given(given, &config, options, cache)?;
    Ok((Reading::of(config, problems, archive), root))
}

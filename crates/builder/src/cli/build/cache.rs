//! Where a build keeps what the next one need not do again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::super::Failure;
use super::super::print::Printer;
use crate::cache::{Cache, FOLDER, StoreError};
use crate::posts::root_of;

/// Whether and where things are kept from one build to the next.
#[derive(Debug, Args)]
pub(in super::super) struct CacheArgs {
    /// Keep what the next build need not do again here, not in .kanbao-cache beside the posts
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    cache: Option<PathBuf>,
    /// Build everything from nothing, and keep nothing for the next build
    #[arg(long)]
    no_cache: bool,
}

impl CacheArgs {
    /// Builds with the cache for a folder of posts, or the one that was named, and writes down what is kept. Where that cannot be done the build
    /// goes on without, and says so with --verbose.
    pub(in super::super) fn with<T>(
        &self,
        posts: Option<&Path>,
        printer: &Printer,
        mut build: impl FnMut(&Arc<Cache>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let cache = self.open(posts, printer)?;
        match build(&cache) {
            Err(failure) if failure.is_damage() && cache.is_kept() => {
                printer.detail(&format!("{failure}"));
                cache.clear();
                drop(cache);
                let cache = self.open(posts, printer)?;
                let built = build(&cache)?;
                save(&cache, printer);
                Ok(built)
            }
            result => {
                save(&cache, printer);
                result
            }
        }
    }

    fn open(&self, posts: Option<&Path>, printer: &Printer) -> Result<Arc<Cache>, StoreError> {
        // A folder that is not there gets no cache either: the message about it comes when posts are read.
        let beside = posts
            .filter(|posts| posts.is_dir())
            .map(|posts| root_of(posts).join(FOLDER));
        let Some(folder) = self.cache.clone().or(beside).filter(|_| !self.no_cache) else {
            return Ok(Arc::new(Cache::temporary()?));
        };
        let cache = Cache::open(&folder)?;
        if let Some(remark) = cache.remark() {
            printer.detail(remark);
        }
        Ok(Arc::new(cache))
    }
}

/// Writes down what is kept. That it cannot be is no failure: the site is there.
fn save(cache: &Cache, printer: &Printer) {
    if let Err(error) = cache.save() {
        printer.detail(&format!("nothing is cached for the next build: {error}"));
    }
}

//! The one site that most tests read: built once, from the samples.

use std::path::Path;
use std::sync::OnceLock;

use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome, posts};

/// The site of the samples.
pub(crate) fn samples() -> Outcome<&'static Site> {
    static SITE: OnceLock<Result<Site, String>> = OnceLock::new();
    let built = SITE.get_or_init(|| build(&posts::samples(), "samples").map_err(|e| e.to_string()));
    built.as_ref().map_err(|e| Failure::from(e.clone()))
}

/// Builds a site below cargo's folder for tests.
pub(crate) fn build(posts: &Path, name: &str) -> Outcome<Site> {
    Site::build(
        posts,
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join("sites").join(name),
    )
}

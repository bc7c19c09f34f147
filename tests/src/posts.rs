//! Folders of posts that tests build from.

use std::path::{Path, PathBuf};

/// The demo archive of this repository.
pub fn samples() -> PathBuf {
    repository().join("samples")
}

/// Real posts, where this machine has them; says so where it has not.
pub fn real() -> Option<PathBuf> {
    let folder = repository().join("../shared/reports");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real posts in {}", folder.display());
    None
}

/// The checkout.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

//! What tells, without reading it, whether a file is still the one that was read.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Size, time of the last change and number of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Stamp(u64, u64, u64);

/// How coarse the clocks of file systems are, at worst. A file that was changed so shortly before it was read may be
/// changed again without its stamp showing it.
const COARSEST: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Self(
            metadata.len(),
            nanoseconds(metadata.modified().ok()),
            number(metadata),
        )
    }

    /// Whether the file was at rest at a moment: what was read then is what the stamp stands for.
    pub fn is_settled_at(&self, moment: SystemTime) -> bool {
        let settled = moment
            .checked_sub(COARSEST)
            .map(|before| nanoseconds(Some(before)));
        settled.is_some_and(|settled| self.1 != 0 && self.1 < settled)
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.0
    }
}

/// Since 1970; 0 where it is unknown or before.
fn nanoseconds(time: Option<SystemTime>) -> u64 {
    let since = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(0))
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_settled_when_its_last_change_is_long_ago() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stamp = Stamp::of(&file.path().metadata().unwrap());
        assert!(!stamp.is_settled_at(SystemTime::now()));
        assert!(stamp.is_settled_at(SystemTime::now() + Duration::from_secs(3)));
    }

    #[test]
    fn a_file_that_was_replaced_has_another_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&a, "x").unwrap();
        std::fs::write(&b, "y").unwrap();
        let before = Stamp::of(&a.metadata().unwrap());
        assert_eq!(before, Stamp::of(&a.metadata().unwrap()));
        std::fs::rename(&b, &a).unwrap();
        assert_ne!(before, Stamp::of(&a.metadata().unwrap()));
    }
}

//! How much of the texts is held at once: the page shares the device's memory with others.

use crate::browser::keeping;

/// Bytes of texts that are held to be shown: those that were wanted last. A page of results takes some twenty files of a
/// hundred kilobytes; what has been dropped is on the device as a rule, and a file of it is read again in a few milliseconds.
pub(super) const SHOWN: usize = 4_000_000;

/// Bytes of texts that searches hold to scan them. Browsers that do not say how much memory there is are taken for phones.
pub(super) fn scanned() -> usize {
    match keeping::memory() {
        Some(gigabytes) if gigabytes >= 8.0 => 96_000_000,
        Some(gigabytes) if gigabytes <= 2.0 => 12_000_000,
        _ => 32_000_000,
    }
}

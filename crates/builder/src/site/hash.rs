//! Fingerprints: what hashed file names, `integrity` and the generation are made of.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kanbao_archive::model::Fingerprint;
use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
pub fn fingerprint(bytes: &[u8]) -> Fingerprint {
    finished(Sha256::new_with_prefix(bytes))
}

/// The fingerprint of all that a hasher was given.
pub(super) fn finished(hasher: Sha256) -> Fingerprint {
    Fingerprint(STANDARD.encode(hasher.finalize()))
}

/// One hash over named files, in the order given; both names and contents count.
pub(crate) fn combined<'a>(files: impl IntoIterator<Item = (&'a str, &'a Fingerprint)>) -> String {
    let mut hasher = Sha256::new();
    for (name, hash) in files {
        hasher.update(name);
        hasher.update([0]);
        hasher.update(&hash.0);
        hasher.update([0]);
    }
    finished(hasher).short()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_base64_of_the_sha_256() {
        assert_eq!(fingerprint(b"").0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(fingerprint(b"").short(), "47DEQpj8HBSa");
    }

    #[test]
    fn a_combined_hash_depends_on_names_contents_and_order() {
        let (a, b) = (fingerprint(b"a"), fingerprint(b"b"));
        let one = combined([("x", &a), ("y", &b)]);
        assert_eq!(one, combined([("x", &a), ("y", &b)]));
        assert_ne!(one, combined([("y", &a), ("x", &b)]));
        assert_ne!(one, combined([("x", &b), ("y", &a)]));
        assert_eq!(one.len(), 12);
    }
}

//! The known name that a misspelt one is meant to be.

use kanbao_archive::search::distance;

/// The name with the fewest edits from `word`, if a slip of the finger explains them: at most a third of its letters.
pub(super) fn nearest<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| -> Vec<char> {
        let text = text.to_lowercase().replace(['-', ' '], "_");
        text.chars().collect()
    };
    let word = plain(word);
    let edits = |name: &str| distance(&word, &plain(name), name.chars().count().max(3) / 3);
    let near = names.iter().filter_map(|name| Some((edits(name)?, *name)));
    near.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger() {
        let names = ["title", "description", "base_url", "language", "timezone"];
        for (word, expected) in [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("baseurl", Some("base_url")),
            ("base-url", Some("base_url")),
            ("desciption", Some("description")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &names), expected, "{word}");
        }
    }
}

//! Words with the number of reports that hold them.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

/// Words in groups of the same number of reports, most frequent first; the words of a group stand in one text, in
/// order and apart by spaces: so they are small to send, and there is nothing to set up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Ranked(Vec<(u32, String)>);

impl Ranked {
    /// All words with their numbers of reports.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0
            .iter()
            .flat_map(|(reports, words)| words.split(' ').map(move |word| (word, *reports)))
            .filter(|(word, _)| !word.is_empty())
    }

    /// Whether a text without spaces is one of the words or a part of one.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.0.iter().any(|(_, words)| words.contains(text))
    }

    /// Adds other words.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(String, u32)> for Ranked {
    fn from_iter<T: IntoIterator<Item = (String, u32)>>(words: T) -> Self {
        let mut words: Vec<(String, u32)> = words.into_iter().collect();
        words.sort_unstable_by(|(a, x), (b, y)| (Reverse(x), a).cmp(&(Reverse(y), b)));
        let groups = words.chunk_by(|(_, x), (_, y)| x == y);
        let joined = |group: &[(String, u32)]| {
            let words: Vec<&str> = group.iter().map(|(word, _)| word.as_str()).collect();
            words.join(" ")
        };
        Self(groups.map(|group| (group[0].1, joined(group))).collect())
    }
}

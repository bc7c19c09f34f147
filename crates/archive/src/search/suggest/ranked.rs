//! Words with the number of reports that hold them.

use std::cmp::Reverse;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use crate::json::{Error, Json, Reader};

/// Words in groups of the same number of reports, most frequent first. A group is one text: the number, then the
/// words in order, apart by spaces (`2 claude gpt-5`). So they are small to send, and there is nothing to set up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Ranked(Vec<String>);

impl Ranked {
    /// All words with their numbers of reports.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.groups()
            .flat_map(|(reports, words)| at_spaces(words).map(move |word| (word, reports)))
            .filter(|(word, _)| !word.is_empty())
    }

    /// Whether a text without spaces is one of the words or a part of one.
    pub(super) fn holds(&self, text: &str) -> bool {
        let text = Finder::new(text);
        self.groups()
            .any(|(_, words)| text.find(words.as_bytes()).is_some())
    }

    /// Adds other words.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn groups(&self) -> impl Iterator<Item = (u32, &str)> {
        self.0.iter().filter_map(|group| {
            let (reports, words) = group.split_once(' ')?;
            Some((reports.parse().ok()?, words))
        })
    }
}

/// Cuts a text at its spaces. Words are so short that a byte at a time is faster than a search for the next space.
fn at_spaces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.bytes().position(|byte| byte == b' ') else {
            return rest.take();
        };
        rest = Some(&text[end + 1..]);
        Some(&text[..end])
    })
}

impl FromIterator<(String, u32)> for Ranked {
    fn from_iter<T: IntoIterator<Item = (String, u32)>>(words: T) -> Self {
        let mut words: Vec<(String, u32)> = words.into_iter().collect();
        words.sort_unstable_by(|(a, x), (b, y)| (Reverse(x), a).cmp(&(Reverse(y), b)));
        let groups = words.chunk_by(|(_, x), (_, y)| x == y);
        let joined = |group: &[(String, u32)]| {
            let mut text = group[0].1.to_string();
            for (word, _) in group {
                text.push(' ');
                text.push_str(word);
            }
            text
        };
        Self(groups.map(joined).collect())
    }
}

impl Json for Ranked {
    fn blank() -> Self {
        Ranked(Vec::new())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        self.0.read(from)
    }
}

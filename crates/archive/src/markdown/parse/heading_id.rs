//! Heading ids: readable, Unicode kept, unique in the document, the same at every build.

use std::collections::{HashMap, HashSet};

use crate::markdown::tree::Inline;

/// The ids given so far in one document.
#[derive(Default)]
pub(super) struct HeadingIds {
    used: HashSet<String>,
    /// The last number that a name was given, so that ten thousand headings of one name are not counted through anew
    /// for each.
    numbers: HashMap<String, usize>,
}

impl HeadingIds {
    /// The id of a heading: the one it asks for (`{#id}`), else its text in lower case with `-` for spaces and
    /// without punctuation; `-1`, `-2`, … where it is taken.
    pub(super) fn assign(&mut self, wanted: Option<&str>, content: &[Inline]) -> String {
        let base = wanted.map(heading_slug).filter(|id| !id.is_empty());
        let base = base.unwrap_or_else(|| heading_slug(&crate::markdown::plain_text(content)));
        let base = if base.is_empty() {
            "section".to_owned()
        } else {
            base
        };
        let mut id = base.clone();
        while !self.used.insert(id.clone()) {
            let number = self.numbers.entry(base.clone()).or_default();
            *number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}

/// What a heading of this text is called where nothing else has the name; empty where no letter or digit is in it.
pub fn heading_slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase());
        } else if (c.is_whitespace() || c == '-') && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assign(ids: &mut HeadingIds, text: &str) -> String {
        ids.assign(None, &[Inline::Text(text.into())])
    }

    #[test]
    fn ids_keep_han_and_never_repeat() {
        let mut ids = HeadingIds::default();
        assert_eq!(assign(&mut ids, "核心信息（10个关键点）"), "核心信息10个关键点");
        assert_eq!(assign(&mut ids, "AI & Agents 2.0"), "ai-agents-20");
        assert_eq!(assign(&mut ids, "重复"), "重复");
        assert_eq!(assign(&mut ids, "重复"), "重复-1");
        assert_eq!(assign(&mut ids, "重复-1"), "重复-1-1");
        assert_eq!(assign(&mut ids, "？！"), "section");
        assert_eq!(ids.assign(Some("own"), &[]), "own");
    }
}

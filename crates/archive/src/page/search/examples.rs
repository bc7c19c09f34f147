//! Queries to try, made of words that the archive has.

use crate::model::Summary;
use crate::text::is_han;

/// Words for examples, each from a recent report where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examples {
    /// A Chinese word.
    pub word: String,
    /// Another one.
    pub other: String,
    /// A name in Latin letters.
    pub name: String,
}

impl Examples {
    /// Takes the words from the strongest terms of these reports, in their order.
    pub fn of<'a>(reports: impl IntoIterator<Item = &'a Summary>) -> Self {
        let terms: Vec<&str> = reports
            .into_iter()
            .flat_map(|report| report.top_terms.iter().map(String::as_str))
            .collect();
        let is_word = |term: &&&str| term.chars().all(is_han) && term.chars().nth(2).is_some();
        let is_name = |term: &&&str| {
            term.is_ascii() && term.bytes().take(4).filter(u8::is_ascii_alphabetic).count() == 4
        };
        let mut words = terms.iter().filter(is_word);
        let word = words.next().copied().unwrap_or("开源模型");
        let other = words.find(|other| **other != word).copied();
        Self {
            word: word.to_owned(),
            other: other.unwrap_or("数据中心").to_owned(),
            name: terms.iter().find(is_name).copied().unwrap_or("Olmo 3").to_owned(),
        }
    }

    /// The queries that an empty search offers.
    pub(super) fn queries(&self) -> [String; 4] {
        let Self { word, other, name } = self;
        [
            word.clone(),
            name.clone(),
            format!("{word} OR {other}"),
            format!("{} -{word}", quoted(name)),
        ]
    }
}

/// A term as one word of a query.
pub(super) fn quoted(term: &str) -> String {
    if term.contains(char::is_whitespace) {
        format!("\"{term}\"")
    } else {
        term.to_owned()
    }
}

//! Queries to try, made of words that the archive has.

use crate::model::{Day, Summary};
use crate::text::is_han;

/// Words for examples, and what else is known of the report that most of them are from: whatever is put together
/// from them finds at least that report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examples {
    /// A Chinese word.
    pub word: String,
    /// A name in Latin letters from the same report.
    pub name: String,
    /// A Chinese word from another report.
    pub other: String,
    /// How the report's lead begins.
    pub title: String,
    /// Keys of its topic and source; empty where it has none.
    pub labels: (String, String),
    /// Its day.
    pub day: Option<Day>,
}

impl Default for Examples {
    /// For an archive whose reports have no terms.
    fn default() -> Self {
        Self {
            word: "开源模型".to_owned(),
            name: "Olmo 3".to_owned(),
            other: "数据中心".to_owned(),
            title: "开源".to_owned(),
            labels: Default::default(),
            day: None,
        }
    }
}

impl Examples {
    /// Takes the words from the strongest terms of these reports: the first that has both a Chinese word and a
    /// name gives most of them. Where none has, any two terms of a report will do.
    pub fn of(reports: &[&Summary]) -> Self {
        let known = reports
            .iter()
            .find_map(|report| Some((report, first(report, is_word)?, first(report, is_name)?)))
            .or_else(|| {
                reports
                    .iter()
                    .find_map(|report| match report.top_terms.as_slice() {
                        [word, name, ..] => Some((report, word.as_str(), name.as_str())),
                        _ => None,
                    })
            });
        let Some((report, word, name)) = known else {
            return Self::default();
        };
        let terms = || reports.iter().flat_map(|report| &report.top_terms);
        let is_alike =
            |term: &&String| is_word(term) == is_word(word) && term.as_str() != word && term.as_str() != name;
        // From another report if there is one: what both hold leaves nothing of an example that takes one away.
        let other = terms()
            .filter(is_alike)
            .find(|term| !report.top_terms.contains(term))
            .or_else(|| report.top_terms.iter().find(is_alike));
        let begin = beginning(report.lead());
        Self {
            word: word.to_owned(),
            name: name.to_owned(),
            other: match other {
                Some(other) => other.clone(),
                None if is_word(word) => Self::default().other,
                None => name.to_owned(),
            },
            title: if begin.is_empty() { word } else { begin }.to_owned(),
            labels: (report.topic.clone(), report.source.clone()),
            day: Some(report.day),
        }
    }

    /// The queries that an empty search offers.
    pub(super) fn queries(&self) -> [String; 4] {
        let Self {
            word, other, name, ..
        } = self;
        [
            word.clone(),
            name.clone(),
            format!("{word} OR {other}"),
            format!("{} -{other}", quoted(name)),
        ]
    }
}

fn first(report: &Summary, fits: impl Fn(&str) -> bool) -> Option<&str> {
    report
        .top_terms
        .iter()
        .map(String::as_str)
        .find(|term| fits(term))
}

fn is_word(term: &str) -> bool {
    term.chars().all(is_han) && term.chars().nth(1).is_some()
}

fn is_name(term: &str) -> bool {
    term.is_ascii() && term.bytes().take_while(u8::is_ascii_alphabetic).count() > 3
}

/// The first word of a text: its Latin letters, or its first four Chinese characters.
fn beginning(text: &str) -> &str {
    let is_latin = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let end = text.char_indices().enumerate().find(|(nth, (_, c))| {
        if is_latin {
            !c.is_ascii_alphanumeric()
        } else {
            *nth == 4 || !is_han(*c)
        }
    });
    end.map_or(text, |(_, (at, _))| &text[..at])
}

/// A term as one word of a query.
pub(super) fn quoted(term: &str) -> String {
    if term.contains(char::is_whitespace) {
        format!("\"{term}\"")
    } else {
        term.to_owned()
    }
}

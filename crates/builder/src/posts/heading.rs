//! Headings over the whole archive: which kinds of section occur, and which names of sections nobody knows.
//!
//! A report has two sorts of headings: names of sections, the same day after day, and subjects, which are the day's
//! own. Only the first sort can lack in the alias table. They are told apart by how they come back: of the reports
//! of one source and topic, a section's name stands in most from the first that has it to the last.

use std::collections::{BTreeMap, BTreeSet};

use kanbao_archive::markdown::Document;
use kanbao_archive::outline::{Aliases, Outline, SectionKind};

use serde::{Deserialize, Serialize};

use super::post::Post;
use crate::diagnostic::{Code, Diagnostic};

/// In how many reports a heading has to stand to be taken for a section's name.
const REPORTS: usize = 3;

/// How many unknown headings are named; more than a publisher would go through is noise.
const NAMED: usize = 12;

/// The headings of one report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Headings {
    /// Kinds of section that have a text.
    #[serde(with = "by_name")]
    kinds: Vec<SectionKind>,
    /// Headings of sections (levels two and three) that the alias table does not know.
    unknown: Vec<String>,
}

impl Headings {
    pub(super) fn of(document: &Document, outline: &Outline, aliases: &Aliases) -> Self {
        let occurs = |kind: &SectionKind| match kind {
            SectionKind::KeyPoints => !outline.points.is_empty(),
            kind => !outline.of_kind(document, *kind).is_empty(),
        };
        let unknown = outline.sections.iter().filter(|section| {
            let is_of_a_section = matches!(section.level, 2 | 3) && has_a_name(&section.heading);
            is_of_a_section && aliases.known_kind(&section.heading).is_none()
        });
        Self {
            kinds: SectionKind::LANES.into_iter().filter(occurs).collect(),
            unknown: unknown.map(|section| section.heading.clone()).collect(),
        }
    }
}

/// Kinds of section by their names.
mod by_name {
    use kanbao_archive::outline::SectionKind;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(kinds: &[SectionKind], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(kinds.iter().map(|kind| kind.name()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<SectionKind>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Ok(names
            .iter()
            .filter_map(|name| SectionKind::from_name(name))
            .collect())
    }
}

/// Whether a heading has letters: a number or a date alone is no section's name.
fn has_a_name(heading: &str) -> bool {
    let mut letters = heading.chars().filter(|c| c.is_alphabetic());
    letters.any(|c| !matches!(c, '年' | '月' | '日' | '第'))
}

/// The kinds of section that occur in some report, in the order in which lanes offer them.
pub(super) fn kinds(posts: &[Post]) -> Vec<SectionKind> {
    let occurs = |kind: &SectionKind| posts.iter().any(|post| post.headings.kinds.contains(kind));
    SectionKind::LANES.into_iter().filter(occurs).collect()
}

/// One note for each section name that the alias table does not know, with the number of its reports.
pub(super) fn unknown(posts: &[Post]) -> Vec<Diagnostic> {
    let mut series: BTreeMap<(&str, &str), Vec<&Post>> = BTreeMap::new();
    for post in posts {
        let summary = &post.report.summary;
        series
            .entry((&summary.source, &summary.topic))
            .or_default()
            .push(post);
    }
    let mut found: BTreeMap<String, Found<'_>> = BTreeMap::new();
    for posts in series.values_mut() {
        posts.sort_by(|a, b| a.report.summary.list_order(&b.report.summary));
        for (pattern, reports) in section_names(posts) {
            let newest = posts[reports[0]];
            let known = found.entry(pattern).or_insert(Found { newest, reports: 0 });
            known.reports += reports.len();
            if newest.report.summary.day > known.newest.report.summary.day {
                known.newest = newest;
            }
        }
    }
    let mut found: Vec<(String, Found<'_>)> = found.into_iter().collect();
    found.sort_by(|(a, x), (b, y)| y.reports.cmp(&x.reports).then_with(|| a.cmp(b)));
    let more = found.len().saturating_sub(NAMED);
    found.truncate(NAMED);
    let last = found.len();
    let notes = found.iter().enumerate();
    notes
        .map(|(at, (pattern, found))| {
            let others = if at + 1 == last { more } else { 0 };
            note(pattern, found, others)
        })
        .collect()
}

/// A section name that is not known.
struct Found<'a> {
    newest: &'a Post,
    reports: usize,
}

/// The unknown headings of a series of reports that look like names of sections, as patterns, with the indices of
/// their reports.
fn section_names(posts: &[&Post]) -> Vec<(String, Vec<usize>)> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, post) in posts.iter().enumerate() {
        let patterns: BTreeSet<String> = post.headings.unknown.iter().map(|h| pattern(h)).collect();
        for pattern in patterns {
            places.entry(pattern).or_default().push(index);
        }
    }
    places.retain(|_, reports| {
        let span = match (reports.first(), reports.last()) {
            (Some(first), Some(last)) => last - first + 1,
            _ => return false,
        };
        reports.len() >= REPORTS && reports.len() * 2 > span
    });
    places.into_iter().collect()
}

/// The heading as a pattern of the alias table: numbers change from day to day.
fn pattern(heading: &str) -> String {
    let mut out = String::new();
    for c in heading.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('*') {
            out.push('*');
        }
    }
    out
}

fn note(pattern: &str, found: &Found<'_>, others: usize) -> Diagnostic {
    let kinds: Vec<&str> = SectionKind::LANES.iter().map(|kind| kind.name()).collect();
    let mut help = format!(
        "its text is shown, but no lane has it; to say what it is, put `\"{}\" = \"events\"` below \
         `[reports.section_aliases]` in kanbao.toml, with one of {}, or \"other\"",
        pattern.replace('\\', "\\\\").replace('"', "\\\""),
        kinds.join(", "),
    );
    if others > 0 {
        help.push_str(&format!(" (and {others} more such headings, in fewer reports)"));
    }
    let message = format!(
        "what the section `{pattern}` is, is not known ({} reports)",
        found.reports
    );
    Diagnostic::of_file(Code::UnknownSection, &found.newest.path, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_headings_are_open() {
        assert_eq!(pattern("热词 10 条（2025年）"), "热词 * 条（*年）");
        assert_eq!(pattern("产业"), "产业");
    }
}

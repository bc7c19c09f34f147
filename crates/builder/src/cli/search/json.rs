//! What was found, for programs.

use kanbao_archive::model::Day;
use kanbao_archive::search::{Excerpt, ExplainedShare, Explanation, Suggestion, SuggestionKind};
use serde::Serialize;

use super::human::{occurrences, per_256, points, score};
use super::{Answer, name};
use crate::search::FoundReport;

/// All that a search found.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    query: &'a str,
    /// `scan` or `index`.
    engine: &'static str,
    /// How many reports there are; `hits` may be fewer.
    total: usize,
    /// Whether a phrase was nowhere found and its parts were searched instead.
    relaxed: bool,
    /// Files and bytes that were read.
    files: usize,
    bytes: u64,
    /// In the order of their rank.
    hits: Vec<JsonHit<'a>>,
    /// Where nothing was found: other searches, each of which finds something.
    suggestions: Vec<JsonSuggestion<'a>>,
}

#[derive(Serialize)]
struct JsonHit<'a> {
    id: &'a str,
    day: Day,
    score: f64,
    /// Occurrences of all words.
    count: u32,
    title: &'a str,
    headline: &'a str,
    lead: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    topic: &'a str,
    /// In how many places the text matches.
    places: usize,
    excerpts: Vec<JsonExcerpt<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<JsonExplanation<'a>>,
}

#[derive(Serialize)]
struct JsonExcerpt<'a> {
    /// The heading it stands under.
    section: Option<&'a str>,
    text: &'a str,
    /// Where it matches: from and to, in characters (Unicode code points).
    marks: Vec<[usize; 2]>,
}

/// `score` = the sum of the shares' points × `freshness`.
#[derive(Serialize)]
struct JsonExplanation<'a> {
    freshness: f64,
    shares: Vec<JsonShare<'a>>,
}

/// `points` = `saturation` × `rarity`, and twice that for a pair.
#[derive(Serialize)]
struct JsonShare<'a> {
    text: &'a str,
    pair: bool,
    title: f64,
    headings: f64,
    body: f64,
    weight: f64,
    saturation: f64,
    rarity: f64,
    points: f64,
}

#[derive(Serialize)]
struct JsonSuggestion<'a> {
    query: &'a str,
    /// `spelling` or `pinyin`.
    kind: &'static str,
}

impl<'a> Json<'a> {
    pub(super) fn of(answer: &'a Answer<'_>) -> Self {
        let hit = |report| JsonHit::of(report, answer.explain);
        Self {
            query: answer.query,
            engine: name(answer.searcher.engine()),
            total: answer.found.total,
            relaxed: answer.found.relaxed,
            files: answer.found.files,
            bytes: answer.found.bytes,
            hits: answer.found.reports.iter().map(hit).collect(),
            suggestions: answer.suggestions.iter().map(JsonSuggestion::of).collect(),
        }
    }
}

impl<'a> JsonHit<'a> {
    fn of(report: &'a FoundReport, explain: bool) -> Self {
        let summary = &report.summary;
        Self {
            id: &summary.id,
            day: summary.day,
            score: score(report.hit.score),
            count: report.hit.count,
            title: &summary.title,
            headline: &summary.headline,
            lead: summary.lead(),
            source: &summary.source,
            topic: &summary.topic,
            places: report.excerpts.total,
            excerpts: report.excerpts.excerpts.iter().map(JsonExcerpt::of).collect(),
            explanation: report
                .explanation
                .as_ref()
                .filter(|_| explain)
                .map(JsonExplanation::of),
        }
    }
}

impl<'a> JsonExcerpt<'a> {
    fn of(excerpt: &'a Excerpt) -> Self {
        let chars = |end: usize| excerpt.text[..end].chars().count();
        Self {
            section: excerpt.section.as_ref().map(|section| section.title.as_str()),
            text: &excerpt.text,
            marks: excerpt
                .marks
                .iter()
                .map(|mark| [chars(mark.start), chars(mark.end)])
                .collect(),
        }
    }
}

impl<'a> JsonExplanation<'a> {
    fn of(explanation: &'a Explanation) -> Self {
        let (fresh, whole) = explanation.freshness;
        Self {
            freshness: fresh as f64 / whole as f64,
            shares: explanation.shares.iter().map(JsonShare::of).collect(),
        }
    }
}

impl<'a> JsonShare<'a> {
    fn of(share: &'a ExplainedShare) -> Self {
        Self {
            text: &share.text,
            pair: share.is_pair,
            title: occurrences(share.title),
            headings: occurrences(share.headings),
            body: occurrences(share.body),
            weight: occurrences(share.weight),
            saturation: per_256(share.saturation),
            rarity: per_256(share.rarity),
            points: points(share.points),
        }
    }
}

impl<'a> JsonSuggestion<'a> {
    fn of(suggestion: &'a Suggestion) -> Self {
        Self {
            query: &suggestion.query,
            kind: match suggestion.kind {
                SuggestionKind::Spelling => "spelling",
                SuggestionKind::Pinyin => "pinyin",
            },
        }
    }
}

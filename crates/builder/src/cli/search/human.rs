//! What was found, for people.

use std::fmt::Write as _;

use kanbao_archive::search::{Excerpt, Explanation};

use super::super::build::size;
use super::{Answer, name};
use crate::search::FoundReport;

/// How many reports there are, how they were found and what was read for it.
pub(super) fn head(answer: &Answer<'_>) -> String {
    let found = &answer.found;
    let count = match found.total {
        0 => "No report".to_owned(),
        1 => "1 report".to_owned(),
        total => format!("{total} reports"),
    };
    let files = match found.files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    let engine = name(answer.searcher.engine());
    let mut head = format!(
        "{count} for {} ({engine}: {files}, {})",
        printable(answer.query),
        size(found.bytes)
    );
    if found.relaxed {
        head.push_str("\n  No report has the phrase; these have its parts.");
    }
    head
}

/// The reports, or what to search for instead.
pub(super) fn reports(answer: &Answer<'_>, colored: bool) -> String {
    let style = if colored { Style::COLORED } else { Style::PLAIN };
    let mut out = String::new();
    for (at, report) in answer.found.reports.iter().enumerate() {
        push_report(&mut out, at + 1, report, answer, &style);
    }
    let more = answer.found.total - answer.found.reports.len();
    if more > 0 {
        let _ = writeln!(out, "\n… and {more} more: --limit {}", answer.found.total);
    }
    if !answer.suggestions.is_empty() {
        out.push_str("Did you mean\n");
    }
    for suggestion in &answer.suggestions {
        let _ = writeln!(out, "  {}", printable(&suggestion.query));
    }
    out
}

fn push_report(out: &mut String, rank: usize, report: &FoundReport, answer: &Answer<'_>, style: &Style) {
    let summary = &report.summary;
    let topic = answer.searcher.site().bundle().topic_name(&summary.topic);
    let facts = [summary.day.to_string(), printable(topic).to_string()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let _ = writeln!(
        out,
        "\n{rank}. {}  {}",
        facts.join(" · "),
        style.lead(summary.lead())
    );
    for excerpt in &report.excerpts.excerpts {
        let section = excerpt
            .section
            .as_ref()
            .map(|section| format!("{}: ", section.title));
        let _ = writeln!(
            out,
            "   {}{}",
            style.faint(&section.unwrap_or_default()),
            style.marked(excerpt)
        );
    }
    let _ = writeln!(out, "   {}", style.faint(&summary.id));
    if let Some(explanation) = report.explanation.as_ref().filter(|_| answer.explain) {
        push_explanation(out, explanation);
    }
}

/// The score, then what each word adds to it.
fn push_explanation(out: &mut String, explanation: &Explanation) {
    let sum: u64 = explanation.shares.iter().map(|share| share.points).sum();
    let (fresh, whole) = explanation.freshness;
    let _ = writeln!(
        out,
        "   score {:.2} = {:.2} × {:.3} for its age",
        score(explanation.score),
        points(sum),
        fresh as f64 / whole as f64,
    );
    for share in &explanation.shares {
        let (text, times) = if share.is_pair {
            (format!("“{}”", printable(&share.text)), " × 2")
        } else {
            (printable(&share.text).to_string(), "")
        };
        let _ = writeln!(
            out,
            "     {:.2}  {text}: title {}, headings {}, body {}; weight {} → {:.2} × rarity {:.2}{times}",
            points(share.points),
            occurrences(share.title),
            occurrences(share.headings),
            occurrences(share.body),
            occurrences(share.weight),
            per_256(share.saturation),
            per_256(share.rarity),
        );
    }
}

/// A score in the unit in which it is shown.
pub(super) fn score(score: u32) -> f64 {
    per_256(score.into())
}

/// Points in the unit of scores.
pub(super) fn points(points: u64) -> f64 {
    points as f64 / 65_536.0
}

/// Occurrences, of which the numbers are quarters.
pub(super) fn occurrences(quarters: u32) -> f64 {
    f64::from(quarters) / 4.0
}

pub(super) fn per_256(number: u64) -> f64 {
    number as f64 / 256.0
}

/// How parts of a result stand out.
struct Style {
    lead: [&'static str; 2],
    faint: [&'static str; 2],
    mark: [&'static str; 2],
}

impl Style {
    const PLAIN: Self = Self {
        lead: ["", ""],
        faint: ["", ""],
        mark: ["【", "】"],
    };
    const COLORED: Self = Self {
        lead: ["\x1b[1m", "\x1b[0m"],
        faint: ["\x1b[2m", "\x1b[0m"],
        mark: ["\x1b[1;33m", "\x1b[0m"],
    };

    fn lead(&self, text: &str) -> String {
        [self.lead[0], &printable(text), self.lead[1]].concat()
    }

    fn faint(&self, text: &str) -> String {
        [self.faint[0], &printable(text), self.faint[1]].concat()
    }

    /// An excerpt with its marks.
    fn marked(&self, excerpt: &Excerpt) -> String {
        let mut out = String::new();
        let mut end = 0;
        for mark in &excerpt.marks {
            out.push_str(&printable(&excerpt.text[end..mark.start]));
            out.push_str(self.mark[0]);
            out.push_str(&printable(&excerpt.text[mark.clone()]));
            out.push_str(self.mark[1]);
            end = mark.end;
        }
        out.push_str(&printable(&excerpt.text[end..]));
        out
    }
}

/// The text of a site, which may be anybody's, without what commands a terminal.
fn printable(text: &str) -> String {
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.replace(|c: char| c.is_control() || turns(c), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_in_brackets_or_colours_and_nothing_else_commands_the_terminal() {
        let excerpt = Excerpt {
            section: None,
            text: "说\u{1b}[2J开源，源".into(),
            marks: vec![7..13, 16..19],
            first_mark: None,
        };
        assert_eq!(Style::PLAIN.marked(&excerpt), "说 [2J【开源】，【源】");
        assert_eq!(
            Style::COLORED.marked(&excerpt),
            "说 [2J\u{1b}[1;33m开源\u{1b}[0m，\u{1b}[1;33m源\u{1b}[0m"
        );
        assert_eq!(Style::COLORED.lead("a\nb"), "\u{1b}[1ma b\u{1b}[0m");
        assert_eq!(Style::PLAIN.faint("x\u{7}"), "x ");
    }
}

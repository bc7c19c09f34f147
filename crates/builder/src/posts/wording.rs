//! The text of a report as its terms are taken from it.

use kanbao_archive::markdown;
use kanbao_archive::model::{Day, Report};
use kanbao_archive::outline::{Aliases, Outline, SectionKind};
use kanbao_archive::text::{Part, searchable};

use crate::terms::{TextBlock, extract};

/// How much a word of a key point counts beside one of running text: the points are what the report is about.
const KEY_POINT_WEIGHT: u32 = 2;

/// Terms shown as the thumbnail of a report without a word-cloud image.
const TOP_TERMS: usize = 4;

/// The passages of a report's Markdown that say something: no headline and no heading of a known kind, since those
/// repeat in every report, and no boilerplate.
fn wording(markdown: &str, aliases: &Aliases) -> Vec<TextBlock> {
    let document = markdown::parse(markdown);
    let outline = Outline::of(&document, aliases);
    let text = searchable(&document, &outline.boilerplate);
    let kind_of = |id: &str| {
        let section = outline.sections.iter().find(|section| section.id == id);
        section.map_or(SectionKind::Other, |section| section.kind)
    };
    let passages = text.passages.into_iter().filter_map(|passage| {
        let section = passage.section.and_then(|index| text.sections.get(index));
        let kind = section.map_or(SectionKind::Other, |section| kind_of(&section.id));
        let weight = match (passage.part, kind) {
            (Part::Headline | Part::Boilerplate, _) => return None,
            (Part::Heading, kind) if kind != SectionKind::Other => return None,
            (_, SectionKind::KeyPoints) => KEY_POINT_WEIGHT,
            _ => 1,
        };
        Some(TextBlock {
            text: passage.text,
            weight,
        })
    });
    passages.collect()
}

/// Gives every report its terms. Their texts are read a second time for it, month by month: kept from the first
/// time, they would take as much memory as the reports.
pub(super) fn give_terms(reports: &mut [Report], aliases: &Aliases) {
    let days: Vec<Day> = reports.iter().map(|report| report.summary.day).collect();
    let terms = extract(&days, |i| wording(&reports[i].body.markdown, aliases));
    for (report, mut terms) in reports.iter_mut().zip(terms) {
        // That a report on AI is about AI, its heading says.
        terms.retain(|term| {
            ![&report.summary.topic, &report.summary.source]
                .iter()
                .any(|key| term.text.eq_ignore_ascii_case(key))
        });
        report.summary.top_terms = terms
            .iter()
            .take(TOP_TERMS)
            .map(|term| term.text.to_string())
            .collect();
        report.body.terms = terms;
    }
}

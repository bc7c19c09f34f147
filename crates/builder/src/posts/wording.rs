//! The text of a report as its terms are taken from it.

use kanbao_archive::markdown::Document;
use kanbao_archive::model::Report;
use kanbao_archive::outline::{Outline, SectionKind};
use kanbao_archive::text::{Part, searchable};

use crate::terms::{ReportText, TextBlock, extract};

/// How much a word of a key point counts beside one of running text: the points are what the report is about.
const KEY_POINT_WEIGHT: u32 = 2;

/// Terms shown as the thumbnail of a report without a word-cloud image.
const TOP_TERMS: usize = 4;

/// A report's passages with their weights.
#[derive(Debug)]
pub(super) struct Wording(Vec<(String, u32)>);

impl Wording {
    /// Takes what says something: no headline and no heading of a known kind, since those repeat in every
    /// report, and no boilerplate.
    pub(super) fn of(document: &Document, outline: &Outline) -> Self {
        let text = searchable(document, &outline.boilerplate);
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
            Some((passage.text, weight))
        });
        Self(passages.collect())
    }
}

/// Gives every report its terms; `wordings` go with `reports`.
pub(super) fn give_terms(reports: &mut [Report], wordings: &[Wording]) {
    let texts: Vec<ReportText<'_>> = reports
        .iter()
        .zip(wordings)
        .map(|(report, wording)| ReportText {
            day: report.summary.day,
            blocks: wording
                .0
                .iter()
                .map(|(text, weight)| TextBlock {
                    text,
                    weight: *weight,
                })
                .collect(),
        })
        .collect();
    for (report, mut terms) in reports.iter_mut().zip(extract(&texts)) {
        // That a report on AI is about AI, its heading says.
        terms.retain(|term| {
            ![&report.summary.topic, &report.summary.source]
                .iter()
                .any(|key| term.text.eq_ignore_ascii_case(key))
        });
        report.summary.top_terms = terms
            .iter()
            .take(TOP_TERMS)
            .map(|term| term.text.clone())
            .collect();
        report.body.terms = terms;
    }
}

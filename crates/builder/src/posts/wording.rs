//! The text of a report as its terms are taken from it.

use kanbao_archive::markdown::Document;
use kanbao_archive::model::{Day, Summary, Term};
use kanbao_archive::outline::{Aliases, Outline, SectionKind};
use kanbao_archive::text::{Part, searchable};

use crate::cache::{Pack, Place, StoreError};
use crate::reports::read_body;
use crate::terms::{TextBlock, extract};

/// How much a word of a key point counts beside one of running text: the points are what the report is about.
const KEY_POINT_WEIGHT: u32 = 2;

/// Terms shown as the thumbnail of a report without a word-cloud image.
const TOP_TERMS: usize = 4;

/// The passages of a report that say something: no headline and no heading of a known kind, since those
/// repeat in every report, and no boilerplate.
fn wording(document: &Document, aliases: &Aliases) -> Vec<TextBlock> {
    let outline = Outline::of(document, aliases);
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
        Some(TextBlock {
            text: passage.text,
            weight,
        })
    });
    passages.collect()
}

/// Gives every report its terms, and every summary the strongest of them; the terms in the order of the reports.
/// Their texts are read a second time for it, month by month: kept from the first time, they would fill the memory.
///
/// # Errors
/// Where a text cannot be read again.
pub(super) fn give_terms(
    summaries: &mut [Summary],
    bodies: &[Place],
    pack: &Pack,
    aliases: &Aliases,
) -> Result<Vec<Vec<Term>>, StoreError> {
    let days: Vec<Day> = summaries.iter().map(|summary| summary.day).collect();
    let text_of = |i: usize| Ok(wording(&read_body(pack, &bodies[i])?.document.read(), aliases));
    let mut terms = extract(&days, text_of)?;
    for (summary, terms) in summaries.iter_mut().zip(&mut terms) {
        // That a report on AI is about AI, its heading says.
        terms.retain(|term| {
            ![&summary.topic, &summary.source]
                .iter()
                .any(|key| term.text.eq_ignore_ascii_case(key))
        });
        summary.top_terms = terms
            .iter()
            .take(TOP_TERMS)
            .map(|term| term.text.to_string())
            .collect();
    }
    Ok(terms)
}

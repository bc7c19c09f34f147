//! Where an opened or found report matches a search.

use kanbao_archive::markdown::Document;
use kanbao_archive::model::Body;
use kanbao_archive::outline::{Outline, boilerplate};
use kanbao_archive::page::{Context, Passage, Piece, section_name};
use kanbao_archive::search::{Excerpt, Query, excerpts};
use kanbao_archive::text::searchable;

use super::Search;

impl Search {
    /// The best passages of a report, and in how many places it matches.
    pub fn passages(self, context: &Context<'_>, q: &str, body: &Body) -> (Vec<Passage>, usize) {
        let (document, outline) = self.take_apart(body);
        let text = searchable(&document, &outline.boilerplate);
        let found = excerpts(&text, &Query::parse(q), &self.archive.bundle().fold);
        let passages = found
            .excerpts
            .iter()
            .map(|excerpt| passage(context, &outline, excerpt));
        (passages.collect(), found.total)
    }

    /// Which of the marks that a search puts into a report to show first.
    pub fn best_mark(self, q: &str, body: &Body) -> usize {
        let query = Query::parse(q);
        if query.is_empty() {
            return 0;
        }
        let document = body.document.read();
        let text = searchable(&document, &boilerplate(&document, &self.archive.aliases()));
        let found = excerpts(&text, &query, &self.archive.bundle().fold);
        let best = found.excerpts.first().and_then(|excerpt| excerpt.first_mark);
        best.unwrap_or(0)
    }

    fn take_apart(self, body: &Body) -> (Document, Outline) {
        let document = body.document.read();
        let outline = Outline::of(&document, &self.archive.aliases());
        (document, outline)
    }
}

fn passage(context: &Context<'_>, outline: &Outline, excerpt: &Excerpt) -> Passage {
    let pieces = Piece::cut(&excerpt.text, &excerpt.marks);
    let named = excerpt.section.as_ref().map(|named| {
        let known = outline.sections.iter().find(|section| section.id == named.id);
        known.map_or_else(
            || named.title.clone(),
            |section| section_name(context, section, outline.points.len()),
        )
    });
    let section = named.unwrap_or_default();
    Passage { section, pieces }
}

//! The images of one post: found, and every kind of trouble with them said once, at the first place.

use std::ops::Range;

use kanbao_archive::markdown::{Block, Document, Inline};
use kanbao_archive::model::Image;

use crate::diagnostic::{Code, Diagnostic, Source};

use super::given::Given;
use super::image::{Asset, Found, Images};
use super::template::Destination;

/// What became of a post's images.
pub(super) struct Pictures {
    /// One entry a distinct destination, in order.
    pub(super) images: Vec<Image>,
    /// The files to publish.
    pub(super) assets: Vec<Asset>,
    /// One warning a kind of trouble.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Finds the images of a document, which was read from a range of the source. `tags` are the destinations that the
/// source has otherwise; of a given report, images may lie elsewhere.
pub(super) fn find_all(
    images: &Images<'_>,
    source: &Source,
    body: Range<usize>,
    document: &Document,
    tags: &[Destination],
    given: Option<&Given>,
) -> Pictures {
    let mut pictures = Pictures {
        images: Vec::new(),
        assets: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut troubles: Vec<Trouble> = Vec::new();
    for src in destinations(document) {
        let is_name = tags.iter().any(|tag| tag.is_name && tag.written == src);
        let found = match given.and_then(|given| given.place(&src)) {
            Some(place) => images.find("", place, false),
            None => images.find(source.path(), &src, is_name),
        };
        pictures.images.push(found.to_image(&src));
        match found {
            Found::Published { asset, .. } => pictures.assets.push(asset),
            trouble => note(&mut troubles, src, trouble),
        }
    }
    pictures.diagnostics = troubles
        .iter()
        .map(|trouble| {
            let place = locate(source.text(), body.clone(), &trouble.src, tags);
            trouble.diagnostic(source, place)
        })
        .collect();
    pictures
}

/// Images of one post with the same kind of trouble.
struct Trouble {
    code: Code,
    /// The first of them.
    src: String,
    found: Found,
    count: usize,
}

fn note(troubles: &mut Vec<Trouble>, src: String, found: Found) {
    let code = match found {
        Found::Published { .. } => return,
        Found::Missing { .. } => Code::ImageMissing,
        Found::Outside => Code::ImageOutside,
        Found::Broken(_) => Code::ImageBroken,
        Found::Remote(_) => Code::ImageRemote,
        Found::NoPath => Code::ImageAddress,
    };
    match troubles.iter_mut().find(|trouble| trouble.code == code) {
        Some(trouble) => trouble.count += 1,
        None => troubles.push(Trouble {
            code,
            src,
            found,
            count: 1,
        }),
    }
}

impl Trouble {
    fn diagnostic(&self, source: &Source, place: Range<usize>) -> Diagnostic {
        let near = match &self.found {
            Found::Missing { near: Some(near) } => format!("there is no such file; there is `{near}`"),
            _ => "there is no such file".to_owned(),
        };
        let (message, label, help) = match &self.found {
            Found::Published { .. } | Found::Missing { .. } => (
                "this image is missing",
                near.as_str(),
                "the page draws a stand-in until the file is there",
            ),
            Found::Outside => (
                "this image lies outside the folder of posts",
                "leads out of the folder",
                "it was not published; copy it into the folder",
            ),
            Found::Broken(reason) => (
                "this image cannot be shown",
                reason.as_str(),
                "it was not published; the page draws a stand-in",
            ),
            Found::Remote(None) => (
                "this image is on another server",
                "will not be loaded",
                "the page links to it; copy the image into the folder, or build with --fetch-images",
            ),
            Found::Remote(Some(reason)) => (
                "this image on another server could not be copied",
                reason.as_str(),
                "the page links to it; the next build tries again",
            ),
            Found::NoPath => (
                "this image has an address that cannot be published",
                "expected the path of a file",
                "the page draws a stand-in; save the image as a file",
            ),
        };
        let message = match self.count {
            1 => message.to_owned(),
            2 => format!("{message}, and one more in this post"),
            count => format!("{message}, and {} more in this post", count - 1),
        };
        source
            .diagnostic(self.code, place, message)
            .label(label)
            .help(help)
    }
}

/// Where a destination is written: where the tag stands that wrote it, else as the destination of an image or link if
/// possible, else anywhere, else at the text's start. The tree has no positions, and a destination is written only in so
/// many ways.
pub(super) fn locate(text: &str, body: Range<usize>, src: &str, tags: &[Destination]) -> Range<usize> {
    if let Some(tag) = tags.iter().find(|tag| tag.written == src) {
        return tag.range.clone();
    }
    let within = &text[body.clone()];
    let written = [
        format!("]({src}"),
        format!("](<{src}"),
        format!("]: {src}"),
        src.to_owned(),
    ];
    let found = written.iter().filter(|_| !src.is_empty()).find_map(|form| {
        let at = within.find(form.as_str())? + form.len() - src.len();
        Some(body.start + at..body.start + at + src.len())
    });
    found.unwrap_or(body.start..body.start)
}

/// The distinct destinations of a document's images, in order.
fn destinations(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    collect_blocks(&document.blocks, &mut found);
    document
        .footnotes
        .iter()
        .for_each(|note| collect_blocks(&note.blocks, &mut found));
    found
}

fn collect_blocks(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => collect_inlines(content, found),
            Block::List { items, .. } => items.iter().for_each(|item| collect_blocks(&item.blocks, found)),
            Block::Quote { blocks, .. } => collect_blocks(blocks, found),
            Block::Details { summary, blocks } => {
                collect_inlines(summary, found);
                collect_blocks(blocks, found);
            }
            Block::Table { head, rows, .. } => {
                head.iter()
                    .chain(rows.iter().flatten())
                    .for_each(|cell| collect_inlines(cell, found));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn collect_inlines(inlines: &[Inline], found: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Image { src, .. } if !found.contains(src) => found.push(src.clone()),
            Inline::Styled(_, content) | Inline::Link { content, .. } => collect_inlines(content, found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kanbao_archive::markdown::parse;

    #[test]
    fn images_are_found_wherever_they_stand() {
        let text = "# ![h](h.png)\n\n[![l](l.png)](x) **![s](s.png)** ![h](h.png)\n\n- ![i](i.png)\n\n> ![q](q.png)\n\n\
                    | a |\n|--|\n| ![t](t.png) |\n\n[^1]\n\n[^1]: ![f](f.png)\n";
        assert_eq!(
            destinations(&parse(text)),
            ["h.png", "l.png", "s.png", "i.png", "q.png", "t.png", "f.png"]
        );
    }

    #[test]
    fn destinations_are_located_where_they_are_written() {
        let text = "see a.png\n![x](a.png) ![y](<b c.png>) ![z][r]\n\n[r]: d.png\n";
        let located = |src: &str| locate(text, 0..text.len(), src, &[]);
        assert_eq!(located("a.png"), 15..20);
        assert_eq!(&text[located("b c.png")], "b c.png");
        assert_eq!(&text[located("d.png")], "d.png");
        assert_eq!(located("escaped&.png"), 0..0);
    }
}

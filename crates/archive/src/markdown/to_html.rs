//! [`Document`] → [`Html`].

use super::tree::{Align, Block, Document, Inline, Item, LinkTarget, Note, Style};
use crate::html::{Element, Html, el, plain, text};
use crate::link::Address;
use crate::model::Image;
use crate::text::is_unspaced;

/// Writes the blocks of one document as HTML.
pub struct Writer<'a> {
    images: &'a [Image],
    root: &'a str,
    /// Footnotes whose first reference has been written: only that one carries the id to come back to.
    referred: Vec<usize>,
    /// Whether what is written stands in a link, where no other can.
    in_link: bool,
}

impl<'a> Writer<'a> {
    /// A writer for a document whose images became `images`, on a page from which `root` leads to the site's
    /// root (`../../../../`).
    pub fn new(images: &'a [Image], root: &'a str) -> Self {
        Self {
            images,
            root,
            referred: Vec::new(),
            in_link: false,
        }
    }

    /// The whole document with its footnotes.
    pub fn document(&mut self, document: &Document) -> Vec<Html> {
        let mut out = self.blocks(&document.blocks);
        out.extend(self.footnotes(document).map(Html::from));
        out
    }

    /// Some blocks.
    pub fn blocks(&mut self, blocks: &[Block]) -> Vec<Html> {
        blocks.iter().map(|block| self.block(block).into()).collect()
    }

    /// The footnotes, where there are any.
    pub fn footnotes(&mut self, document: &Document) -> Option<Element> {
        if document.footnotes.is_empty() {
            return None;
        }
        let items = document.footnotes.iter().map(|note| {
            let back = el("a")
                .class("footnote-back")
                .attr("href", format!("#fnref-{}", note.number))
                .attr("aria-label", format!("↩ {}", note.number))
                .text("↩");
            el("li")
                .attr("id", format!("fn-{}", note.number))
                .children(self.blocks(&note.blocks))
                .child(back)
        });
        let items: Vec<Element> = items.collect();
        Some(
            el("section")
                .class("footnotes")
                .attr("role", "doc-endnotes")
                .child(el("ol").children(items)),
        )
    }

    /// One block.
    pub fn block(&mut self, block: &Block) -> Element {
        match block {
            Block::Heading { level, id, content } => el(heading_tag(*level))
                .attr("id", id)
                .children(self.inlines(content)),
            Block::Paragraph(content) => el("p").children(self.inlines(content)),
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Quote { note: None, blocks } => el("blockquote").children(self.blocks(blocks)),
            Block::Quote {
                note: Some(note),
                blocks,
            } => el("blockquote")
                .class(note_class(*note))
                .children(self.blocks(blocks)),
            Block::Code { language, text } => {
                let class = (!language.is_empty()).then(|| format!("language-{language}"));
                el("pre")
                    .attr("tabindex", "0")
                    .child(el("code").attr_opt("class", class).text(text))
            }
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Details { summary, blocks } => {
                let summary = (!summary.is_empty()).then(|| el("summary").children(self.inlines(summary)));
                el("details").child_opt(summary).children(self.blocks(blocks))
            }
            Block::Rule => el("hr"),
        }
    }

    /// Running text.
    pub fn inlines(&mut self, inlines: &[Inline]) -> Vec<Html> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> Html {
        match inline {
            Inline::Text(t) => text(t),
            Inline::Code(code) => el("code").text(code).into(),
            Inline::Styled(style, content) => {
                let content = self.inlines(content);
                // Letters lean where they are stressed; Han has no italics.
                let is_han = *style == Style::Emphasis && plain(&content).chars().any(is_unspaced);
                let class = is_han.then_some("han");
                el(style_tag(*style))
                    .attr_opt("class", class)
                    .children(content)
                    .into()
            }
            Inline::Link { to, title, content } => {
                let title = (!title.is_empty()).then_some(title);
                let link = self.link(to).attr_opt("title", title);
                let around = std::mem::replace(&mut self.in_link, true);
                let content = self.inlines(content);
                self.in_link = around;
                link.children(content).into()
            }
            Inline::Image { src, alt } => self.image(src, alt).into(),
            Inline::SoftBreak => text(" "),
            Inline::HardBreak => el("br").into(),
            Inline::FootnoteRef(number) => self.footnote_ref(*number).into(),
            Inline::Mark { number, text } => el("mark")
                .class("hit")
                .attr("data-mark", number.to_string())
                .text(text)
                .into(),
        }
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) -> Element {
        let list = match start {
            Some(start) => el("ol").attr_opt("start", (start != 1).then(|| start.to_string())),
            None => el("ul"),
        };
        let items: Vec<Element> = items.iter().map(|item| self.item(item, tight)).collect();
        list.children(items)
    }

    fn item(&mut self, item: &Item, tight: bool) -> Element {
        let (li, blocks) = match item.done {
            Some(done) => self.task(done, &item.blocks, tight),
            None => (el("li"), item.blocks.as_slice()),
        };
        blocks.iter().fold(li, |li, block| match block {
            Block::Paragraph(content) if tight => li.children(self.inlines(content)),
            block => li.child(self.block(block)),
        })
    }

    /// An item that begins with a box, and the blocks that are left to write: the first paragraph is the box's label.
    fn task<'b>(&mut self, done: bool, blocks: &'b [Block], tight: bool) -> (Element, &'b [Block]) {
        let input = el("input")
            .attr("type", "checkbox")
            .flag("disabled", true)
            .flag("checked", done);
        let li = el("li").class("task");
        let Some((Block::Paragraph(content), rest)) = blocks.split_first() else {
            return (li.child(input.attr("aria-label", "☐")), blocks);
        };
        let label = el("label").child(input).children(self.inlines(content));
        let first = if tight { label } else { el("p").child(label) };
        (li.child(first), rest)
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Element {
        let name: Vec<String> = head.iter().map(|cell| super::plain_text(cell)).collect();
        let head = el("thead").child(self.row("th", align, head));
        let rows: Vec<Element> = rows.iter().map(|row| self.row("td", align, row)).collect();
        let table = el("table").child(head).child(el("tbody").children(rows));
        // A wide table scrolls by itself; the tab stop lets the keyboard reach it, and its heads name what it is.
        el("div")
            .class("table-scroll")
            .attr("role", "region")
            .attr("tabindex", "0")
            .attr("aria-label", name.join(" ").trim())
            .child(table)
    }

    fn row(&mut self, tag: &'static str, align: &[Align], cells: &[Vec<Inline>]) -> Element {
        let cells = cells.iter().enumerate().map(|(column, cell)| {
            let class = match align.get(column) {
                Some(Align::Center) => Some("align-center"),
                Some(Align::End) => Some("align-end"),
                Some(Align::Start) | None => None,
            };
            el(tag).attr_opt("class", class).children(self.inlines(cell))
        });
        let cells: Vec<Element> = cells.collect();
        el("tr").children(cells)
    }

    /// The element of a link. A tree that was not parsed here may call anything an address: what no post could have
    /// linked to is no link.
    fn link(&self, to: &LinkTarget) -> Element {
        match to {
            LinkTarget::External(url) | LinkTarget::Relative(url) => match LinkTarget::read(url) {
                Some(LinkTarget::External(url)) => el("a")
                    .attr("href", url)
                    .attr("rel", "noopener noreferrer")
                    .attr("target", "_blank"),
                Some(LinkTarget::Relative(url)) => el("a").attr("href", url),
                _ => el("span"),
            },
            LinkTarget::Anchor(id) => el("a").attr("href", format!("#{id}")),
            LinkTarget::Report(to) => {
                let (id, anchor) = to.split_once('#').unwrap_or((to, ""));
                let address = match id {
                    "" => Address::default(),
                    id => Address::report(id),
                };
                el("a").attr("href", address.with_anchor(anchor).href(self.root))
            }
        }
    }

    fn image(&self, src: &str, alt: &str) -> Element {
        let image = self.images.iter().find(|image| image.src == src);
        if let Some((image, url)) = image.and_then(|image| Some((image, image.address(self.root)?))) {
            return picture(image, &url, alt);
        }
        // What lies on another server is fetched by nobody but the reader who asks for it.
        match LinkTarget::read(src) {
            Some(to @ LinkTarget::External(_)) if !self.in_link => {
                let says = if alt.is_empty() { src } else { alt };
                self.link(&to).class("image-missing").text(says)
            }
            _ => el("span")
                .class("image-missing")
                .attr("role", "img")
                .attr("aria-label", alt)
                .text(alt),
        }
    }

    fn footnote_ref(&mut self, number: usize) -> Element {
        let is_first = !self.referred.contains(&number);
        if is_first {
            self.referred.push(number);
        }
        let link = el("a")
            .attr("href", format!("#fn-{number}"))
            .attr("role", "doc-noteref")
            .text(number.to_string());
        el("sup")
            .attr_opt("id", is_first.then(|| format!("fnref-{number}")))
            .child(link)
    }
}

/// An image with its size, so that nothing moves when it arrives.
pub(crate) fn picture(image: &Image, url: &str, alt: &str) -> Element {
    let size = |pixels: u32| (pixels > 0).then(|| pixels.to_string());
    el("img")
        .attr("src", url)
        .attr("alt", alt)
        .attr_opt("width", size(image.width))
        .attr_opt("height", size(image.height))
        .attr("loading", "lazy")
        .attr("decoding", "async")
}

fn heading_tag(level: u8) -> &'static str {
    match level {
        // The page has one level-one heading of its own.
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn style_tag(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Keyboard => "kbd",
        Style::Highlight => "mark",
        Style::Abbreviation => "abbr",
        Style::Underline => "u",
        Style::Inserted => "ins",
        Style::Small => "small",
    }
}

fn note_class(note: Note) -> &'static str {
    match note {
        Note::Note => "note note-note",
        Note::Tip => "note note-tip",
        Note::Important => "note note-important",
        Note::Warning => "note note-warning",
        Note::Caution => "note note-caution",
    }
}

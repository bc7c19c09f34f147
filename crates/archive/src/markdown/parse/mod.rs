//! `pulldown-cmark` events → [`Document`].

mod emphasis;
mod heading_id;
mod raw_html;

use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use emphasis::{Token, nesting, resolve, tokenize_text};
use heading_id::HeadingIds;
pub use heading_id::heading_slug;
use raw_html::RawTag;

use super::tree::{
    Align, Block, Document, Footnote, Inline, Item, LinkTarget, MAX_DEPTH, MAX_NESTING, Note, Style,
};

/// Parses the Markdown of a post: CommonMark with tables, footnotes, strikethrough, task lists, heading
/// attributes and GFM alerts, and emphasis as the markdown-cjk-friendly amendments have it.
///
/// Never fails: every text is some document. What is nested too deep is flattened into plain text.
pub fn parse(markdown: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        source: markdown,
        events: Parser::new_ext(markdown, options).into_offset_iter().peekable(),
        ids: HeadingIds::default(),
        footnote_numbers: HashMap::new(),
        footnotes: HashMap::new(),
        task: None,
        has_paragraph: false,
    };
    let blocks = reader.blocks(0);
    Document {
        blocks,
        footnotes: reader.numbered_footnotes(),
    }
}

struct Reader<'a> {
    source: &'a str,
    events: Peekable<OffsetIter<'a>>,
    ids: HeadingIds,
    /// Label → number, given at the first reference.
    footnote_numbers: HashMap<String, usize>,
    /// Label → text.
    footnotes: HashMap<String, Vec<Block>>,
    /// The task marker just read; the item around it takes it.
    task: Option<bool>,
    /// Whether the blocks just read had a paragraph of their own among them, not in a quote or list: the parser leaves
    /// paragraphs out of tight lists.
    has_paragraph: bool,
}

impl<'a> Reader<'a> {
    /// Reads blocks up to and including the end of the container that the caller has opened.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        let mut details: Vec<(usize, Vec<Inline>)> = Vec::new();
        let mut has_paragraph = false;
        while let Some((event, range)) = self.events.next() {
            let depth = depth + details.len();
            match event {
                Event::End(_) => break,
                Event::Rule => out.push(Block::Rule),
                Event::Start(Tag::HtmlBlock) => self.html_block(depth, &mut out, &mut details),
                Event::Start(tag) if !is_inline(&tag) => {
                    has_paragraph |= tag == Tag::Paragraph;
                    if depth >= MAX_DEPTH {
                        let text = self.flat_text();
                        if !text.is_empty() {
                            out.push(Block::Paragraph(vec![Inline::Text(text)]));
                        }
                    } else {
                        self.block(tag, depth, &mut out);
                    }
                }
                inline => {
                    let content = self.implicit_paragraph(inline, range, depth);
                    push_paragraph(content, &mut out);
                }
            }
        }
        while let Some((start, summary)) = details.pop() {
            close_details(start, summary, &mut out);
        }
        self.has_paragraph = has_paragraph;
        out
    }

    fn block(&mut self, tag: Tag<'a>, depth: usize, out: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => push_paragraph(self.inlines(depth), out),
            Tag::Heading { level, id, .. } => {
                let content = self.inlines(depth);
                let id = self.ids.assign(id.as_deref(), &content);
                out.push(Block::Heading {
                    level: level as u8,
                    id,
                    content,
                });
            }
            Tag::BlockQuote(kind) => {
                let blocks = self.blocks(depth + 1);
                out.push(Block::Quote {
                    note: kind.map(note_of),
                    blocks,
                });
            }
            Tag::CodeBlock(kind) => out.push(self.code_block(kind)),
            Tag::List(start) => out.push(self.list(start, depth)),
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks(depth + 1);
                self.footnotes.insert(label.to_string(), blocks);
            }
            Tag::Table(alignments) => out.push(self.table(&alignments, depth)),
            // Containers of extensions that are not switched on: their text is kept.
            _ => out.extend(self.blocks(depth + 1)),
        }
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> Block {
        // A list inside an item must not take the item's own box.
        let outer = self.task.take();
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let blocks = self.blocks(depth + 1);
                    tight &= !self.has_paragraph;
                    items.push(Item {
                        done: self.task.take(),
                        blocks,
                    });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.task = outer;
        Block::List { start, tight, items }
    }

    fn table(&mut self, alignments: &[Alignment], depth: usize) -> Block {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(depth + 1);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let align = alignments.iter().map(align_of).collect();
        let mut rows = rows.into_iter();
        Block::Table {
            align,
            head: rows.next().unwrap_or_default(),
            rows: rows.collect(),
        }
    }

    fn code_block(&mut self, kind: CodeBlockKind<'a>) -> Block {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        Block::Code {
            language,
            text: self.flat_text(),
        }
    }

    /// A block of raw HTML: `<details>` opens or closes a folding block, allowed tags become nodes, comments
    /// vanish, everything else is text.
    fn html_block(&mut self, depth: usize, out: &mut Vec<Block>, details: &mut Vec<(usize, Vec<Inline>)>) {
        let room = MAX_DEPTH.saturating_sub(depth) + details.len();
        let html = self.flat_text();
        let mut tokens = Vec::new();
        let mut summary: Option<usize> = None;
        for (tag, raw) in raw_html::tags(&html) {
            match tag {
                RawTag::DetailsOpen if details.len() < room => {
                    push_paragraph(resolve(self.source, std::mem::take(&mut tokens)), out);
                    details.push((out.len(), Vec::new()));
                }
                RawTag::DetailsClose => {
                    push_paragraph(resolve(self.source, std::mem::take(&mut tokens)), out);
                    match details.pop() {
                        Some((start, summary)) => close_details(start, summary, out),
                        None => tokens.push(Token::text(raw)),
                    }
                }
                RawTag::SummaryOpen if !details.is_empty() => summary = Some(tokens.len()),
                RawTag::SummaryClose if summary.is_some() => {
                    let content = tokens.split_off(summary.take().unwrap_or_default().min(tokens.len()));
                    if let Some((_, slot)) = details.last_mut() {
                        *slot = resolve(self.source, content);
                    }
                }
                tag => push_raw(tag, raw, &mut tokens),
            }
        }
        push_paragraph(resolve(self.source, tokens), out);
    }

    /// Running text up to and including the end of the block that the caller has opened.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut tokens = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(end) if !is_emphasis_end(&end) => break,
                event => self.inline(event, range, depth, &mut tokens),
            }
        }
        resolve(self.source, tokens)
    }

    /// Running text that stands in a tight list item without a paragraph around it: ends before the next
    /// block or before the item's end.
    fn implicit_paragraph(&mut self, first: Event<'a>, range: Range<usize>, depth: usize) -> Vec<Inline> {
        let mut tokens = Vec::new();
        self.inline(first, range, depth, &mut tokens);
        while let Some((event, _)) = self.events.peek() {
            let ends = match event {
                Event::Start(tag) => !is_inline(tag),
                Event::End(end) => !is_emphasis_end(end),
                Event::Rule => true,
                _ => false,
            };
            if ends {
                break;
            }
            if let Some((event, range)) = self.events.next() {
                self.inline(event, range, depth, &mut tokens);
            }
        }
        resolve(self.source, tokens)
    }

    fn inline(&mut self, event: Event<'a>, range: Range<usize>, depth: usize, tokens: &mut Vec<Token>) {
        match event {
            Event::Text(text) => tokenize_text(self.source, &text, range, tokens),
            Event::Code(code) => tokens.push(Token::Node(Inline::Code(code.into_string()))),
            Event::SoftBreak if !is_between_cjk(self.source, &range) => {
                tokens.push(Token::Node(Inline::SoftBreak));
            }
            Event::HardBreak => tokens.push(Token::Node(Inline::HardBreak)),
            Event::InlineHtml(html) | Event::Html(html) => {
                for (tag, raw) in raw_html::tags(&html) {
                    push_raw(tag, raw, tokens);
                }
            }
            Event::FootnoteReference(label) => {
                let next = self.footnote_numbers.len() + 1;
                let number = *self.footnote_numbers.entry(label.to_string()).or_insert(next);
                tokens.push(Token::Node(Inline::FootnoteRef(number)));
            }
            Event::TaskListMarker(done) => self.task = Some(done),
            Event::Start(Tag::Emphasis) => tokens.push(Token::delimiter(self.source, range.start, 1)),
            Event::Start(Tag::Strong) => tokens.push(Token::delimiter(self.source, range.start, 2)),
            Event::End(TagEnd::Emphasis) => {
                tokens.push(Token::delimiter(self.source, range.end.saturating_sub(1), 1));
            }
            Event::End(TagEnd::Strong) => {
                tokens.push(Token::delimiter(self.source, range.end.saturating_sub(2), 2));
            }
            Event::Start(tag) => self.inline_container(tag, depth, tokens),
            _ => {}
        }
    }

    fn inline_container(&mut self, tag: Tag<'a>, depth: usize, tokens: &mut Vec<Token>) {
        if depth >= MAX_DEPTH {
            tokens.push(Token::text(&self.flat_text()));
            return;
        }
        let content = self.inlines(depth + 1);
        let has_room = nesting(&content) < MAX_NESTING;
        match tag {
            Tag::Strikethrough if has_room => {
                tokens.push(Token::Node(Inline::Styled(Style::Strikethrough, content)))
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } if has_room => match link_target(link_type, &dest_url) {
                Some(to) => {
                    tokens.push(Token::Node(Inline::Link {
                        to,
                        title: title.into_string(),
                        content,
                    }));
                }
                None => tokens.extend(content.into_iter().map(Token::Node)),
            },
            Tag::Image { dest_url, .. } => {
                let alt = super::plain_text(&content);
                tokens.push(Token::Node(Inline::Image {
                    src: dest_url.into_string(),
                    alt,
                }));
            }
            _ => tokens.extend(content.into_iter().map(Token::Node)),
        }
    }

    /// The bare text up to the end of what the caller has opened, however deep it goes.
    fn flat_text(&mut self) -> String {
        let mut text = String::new();
        let mut open = 0usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => text.push_str(&t),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    fn numbered_footnotes(mut self) -> Vec<Footnote> {
        let mut numbers: Vec<(String, usize)> = self.footnote_numbers.drain().collect();
        numbers.sort_by_key(|(_, number)| *number);
        numbers
            .into_iter()
            .map(|(label, number)| Footnote {
                number,
                blocks: self.footnotes.remove(&label).unwrap_or_default(),
            })
            .collect()
    }
}

fn push_paragraph(content: Vec<Inline>, out: &mut Vec<Block>) {
    let is_blank = content.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::SoftBreak => true,
        _ => false,
    });
    if !is_blank {
        out.push(Block::Paragraph(content));
    }
}

fn close_details(start: usize, summary: Vec<Inline>, out: &mut Vec<Block>) {
    let blocks = out.split_off(start.min(out.len()));
    out.push(Block::Details { summary, blocks });
}

fn push_raw(tag: RawTag, raw: &str, tokens: &mut Vec<Token>) {
    tokens.push(match tag {
        RawTag::Comment => return,
        RawTag::Break => Token::Node(Inline::HardBreak),
        RawTag::Open(style) => Token::Open(style, raw.to_owned()),
        RawTag::Close(style) => Token::Close(style, raw.to_owned()),
        _ => Token::text(raw),
    });
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Emphasis is no container here: its delimiters are tokens that [`resolve`] pairs anew.
fn is_emphasis_end(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong)
}

/// Whether a line break in the source stands between two characters that are set without spaces.
fn is_between_cjk(source: &str, range: &Range<usize>) -> bool {
    let before = source[..range.start].trim_end().chars().next_back();
    let after = source[range.end..].trim_start().chars().next();
    before.is_some_and(emphasis::is_cjk) && after.is_some_and(emphasis::is_cjk)
}

/// Where a link leads; between angle brackets an address of mail stands without its scheme.
fn link_target(kind: LinkType, destination: &str) -> Option<LinkTarget> {
    match kind {
        LinkType::Email => LinkTarget::read(&format!("mailto:{destination}")),
        _ => LinkTarget::read(destination),
    }
}

fn note_of(kind: BlockQuoteKind) -> Note {
    match kind {
        BlockQuoteKind::Note => Note::Note,
        BlockQuoteKind::Tip => Note::Tip,
        BlockQuoteKind::Important => Note::Important,
        BlockQuoteKind::Warning => Note::Warning,
        BlockQuoteKind::Caution => Note::Caution,
    }
}

fn align_of(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

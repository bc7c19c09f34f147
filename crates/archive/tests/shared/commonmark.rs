//! A tree as CommonMark's own examples print it: no page around it, no policy in attributes, `h1` for a `#`.

use kanbao_archive::markdown::{Align, Block, Document, Inline, Item, LinkTarget, Style};

/// The document as the examples would have it, without footnotes and heading ids, which they know nothing of.
pub(crate) fn print(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, false, &mut out);
    out
}

fn blocks(list: &[Block], tight: bool, out: &mut String) {
    for block in list {
        match block {
            Block::Heading { level, content, .. } => {
                wrapped(&format!("h{level}"), out, |out| inlines(content, out));
            }
            Block::Paragraph(content) if tight => inlines(content, out),
            Block::Paragraph(content) => wrapped("p", out, |out| inlines(content, out)),
            Block::List { start, tight, items } => list_of(*start, *tight, items, out),
            Block::Quote { blocks: inner, .. } => {
                wrapped("blockquote", out, |out| blocks(inner, false, out));
            }
            Block::Code { language, text } => code(language, text, out),
            Block::Table { align, head, rows } => table(align, head, rows, out),
            Block::Details {
                summary,
                blocks: inner,
            } => wrapped("details", out, |out| {
                wrapped("summary", out, |out| inlines(summary, out));
                blocks(inner, false, out);
            }),
            Block::Rule => out.push_str("<hr />"),
        }
        out.push('\n');
    }
}

fn wrapped(tag: &str, out: &mut String, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{tag}>"));
    inner(out);
    out.push_str(&format!("</{tag}>"));
}

fn list_of(start: Option<u64>, tight: bool, items: &[Item], out: &mut String) {
    let tag = if start.is_some() { "ol" } else { "ul" };
    match start {
        Some(start) if start != 1 => out.push_str(&format!("<ol start=\"{start}\">")),
        _ => out.push_str(&format!("<{tag}>")),
    }
    for item in items {
        wrapped("li", out, |out| {
            if let Some(done) = item.done {
                let checked = if done { " checked=\"\"" } else { "" };
                out.push_str(&format!("<input{checked} disabled=\"\" type=\"checkbox\"> "));
            }
            blocks(&item.blocks, tight, out);
        });
    }
    out.push_str(&format!("</{tag}>"));
}

fn code(language: &str, text: &str, out: &mut String) {
    match language {
        "" => out.push_str("<pre><code>"),
        language => out.push_str(&format!("<pre><code class=\"language-{}\">", escaped(language))),
    }
    out.push_str(&escaped(text));
    out.push_str("</code></pre>");
}

fn table(align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], out: &mut String) {
    wrapped("table", out, |out| {
        wrapped("thead", out, |out| row("th", align, head, out));
        wrapped("tbody", out, |out| {
            rows.iter().for_each(|cells| row("td", align, cells, out));
        });
    });
}

fn row(tag: &str, align: &[Align], cells: &[Vec<Inline>], out: &mut String) {
    wrapped("tr", out, |out| {
        for (column, cell) in cells.iter().enumerate() {
            // The tree has no left beside the start of the line, which in these examples is the same.
            let place = match align.get(column) {
                Some(Align::Center) => " align=\"center\"",
                Some(Align::End) => " align=\"right\"",
                Some(Align::Start) | None => "",
            };
            out.push_str(&format!("<{tag}{place}>"));
            inlines(cell, out);
            out.push_str(&format!("</{tag}>"));
        }
    });
}

fn inlines(list: &[Inline], out: &mut String) {
    for inline in list {
        match inline {
            Inline::Text(text) | Inline::Mark { text, .. } => out.push_str(&escaped(text)),
            Inline::Code(text) => wrapped("code", out, |out| out.push_str(&escaped(text))),
            Inline::Styled(style, content) => wrapped(tag_of(*style), out, |out| inlines(content, out)),
            Inline::Link { to, title, content } => {
                let href = match to {
                    LinkTarget::External(to) | LinkTarget::Relative(to) | LinkTarget::Report(to) => {
                        to.clone()
                    }
                    LinkTarget::Anchor(to) => format!("#{to}"),
                };
                out.push_str(&format!("<a href=\"{}\"", escaped(&href)));
                if !title.is_empty() {
                    out.push_str(&format!(" title=\"{}\"", escaped(title)));
                }
                out.push('>');
                inlines(content, out);
                out.push_str("</a>");
            }
            Inline::Image { src, alt } => {
                out.push_str(&format!(
                    "<img src=\"{}\" alt=\"{}\" />",
                    escaped(src),
                    escaped(alt)
                ));
            }
            Inline::SoftBreak => out.push('\n'),
            Inline::HardBreak => out.push_str("<br />\n"),
            Inline::FootnoteRef(number) => out.push_str(&format!("[^{number}]")),
        }
    }
}

fn tag_of(style: Style) -> &'static str {
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const BLOCKS: [&str; 23] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "br",
    "div",
];

/// HTML with everything taken out in which two printers may differ and mean the same: white space beside blocks, how
/// an address is escaped, the form of an alignment.
pub(crate) fn normal(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut in_pre = false;
    let mut after_block = true;
    while !rest.is_empty() {
        let is_tag = rest.starts_with('<');
        let end = if is_tag {
            rest.find('>').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let (piece, next) = rest.split_at(end);
        rest = next;
        if is_tag {
            let name = piece.trim_start_matches(['<', '/']);
            let name = name.split([' ', '>', '/']).next().unwrap_or_default();
            let is_block = BLOCKS.contains(&name);
            if is_block && !in_pre {
                out.truncate(out.trim_end().len());
            }
            if name == "pre" {
                in_pre = !piece.starts_with("</");
            }
            out.push_str(&normal_tag(piece));
            after_block = is_block;
        } else if in_pre {
            out.push_str(piece);
        } else {
            let mut text = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            if piece.starts_with(char::is_whitespace) && !after_block {
                text.insert(0, ' ');
            }
            if piece.ends_with(char::is_whitespace) && !text.ends_with(' ') {
                text.push(' ');
            }
            if !(after_block && text == " ") {
                out.push_str(&text);
            }
            after_block = false;
        }
    }
    out.truncate(out.trim_end().len());
    out.replace("&quot;", "\"")
}

fn normal_tag(tag: &str) -> String {
    let tag = tag
        .replace(" style=\"text-align: center\"", " align=\"center\"")
        .replace(" style=\"text-align: right\"", " align=\"right\"")
        .replace(" style=\"text-align: left\"", "")
        .replace(" align=\"left\"", "")
        .replace(
            "<input type=\"checkbox\" disabled=\"\" checked=\"\"",
            "<input checked=\"\" disabled=\"\" type=\"checkbox\"",
        )
        .replace(
            "<input disabled=\"\" type=\"checkbox\" checked=\"\"",
            "<input checked=\"\" disabled=\"\" type=\"checkbox\"",
        )
        .replace("/>", ">")
        .replace(" >", ">");
    match tag.contains("href=") || tag.contains("src=") {
        true => decoded(&tag),
        false => tag,
    }
}

/// With `%41` as the bytes that it stands for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

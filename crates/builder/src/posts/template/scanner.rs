//! From the beginning of a text to its end: what is code is copied, what is a tag is replaced.

use std::ops::Range;

use super::code::{Lines, Spans, after_list_marker, fence_for};
use super::liquid::{Found, LONGEST_TAG, Piece};
use super::{Destination, Unknown, Values, kramdown, liquid, shortcode, wiki};

/// What a scan has made.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) text: String,
    /// With ranges of the scanned text.
    pub(super) destinations: Vec<Destination>,
    pub(super) unknown: Vec<Unknown>,
}

/// Goes through one text.
pub(super) struct Scanner<'a, 'v> {
    text: &'a str,
    values: &'v Values<'v>,
    /// Everything before it has been dealt with.
    at: usize,
    /// Where the current line begins.
    line_start: usize,
    lines: Lines,
    spans: Spans,
    /// Names of blocks that have no end from here on, and whether that holds for comments too.
    unclosed: Vec<String>,
    comment_unclosed: bool,
    /// Where the current `{% raw %}` ends, and where its closing tag does.
    raw: Option<Range<usize>>,
    scanned: Scanned,
}

impl<'a, 'v> Scanner<'a, 'v> {
    pub(super) fn new(text: &'a str, values: &'v Values<'v>) -> Self {
        Self {
            text,
            values,
            at: 0,
            line_start: 0,
            lines: Lines::new(),
            spans: Spans::default(),
            unclosed: Vec::new(),
            comment_unclosed: false,
            raw: None,
            scanned: Scanned {
                text: String::with_capacity(text.len() + 64),
                ..Scanned::default()
            },
        }
    }

    pub(super) fn scan(mut self) -> Scanned {
        while self.at < self.text.len() {
            self.line();
        }
        self.scanned
    }

    /// Takes a line, or what of it is left after a tag of several lines.
    fn line(&mut self) {
        let line = self.rest_of_line();
        let is_start = self.at == 0 || self.text[..self.at].ends_with('\n');
        if is_start {
            self.line_start = self.at;
            if self.lines.is_code(line) {
                self.copy_line(line.len());
                return;
            }
            if self.raw.is_none() && kramdown::is_attribute_line(line) {
                self.drop_attribute_line(line);
                return;
            }
        }
        while self.at < self.text.len() {
            if let Some(raw) = &self.raw
                && self.at >= raw.start
            {
                self.at = raw.end;
                self.raw = None;
                continue;
            }
            if self.text[self.at..].starts_with('\n') {
                self.copy(1);
                return;
            }
            self.step();
        }
    }

    /// What stands up to the end of the line, without it.
    fn rest_of_line(&self) -> &'a str {
        let rest = &self.text[self.at..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    }

    /// Copies a line of code with its end, without the tag that ends a raw stretch in it.
    fn copy_line(&mut self, length: usize) {
        let end = (self.at + length + 1).min(self.text.len());
        if let Some(raw) = self.raw.take_if(|raw| raw.start < end) {
            self.copy(raw.start.saturating_sub(self.at));
            self.at = raw.end;
            let rest = self.rest_of_line().len();
            self.copy((rest + 1).min(self.text.len() - self.at));
            return;
        }
        self.copy(end - self.at);
    }

    fn copy(&mut self, length: usize) {
        let end = self.at + length;
        self.scanned.text.push_str(&self.text[self.at..end]);
        self.at = end;
    }

    /// Takes an attribute line away, and the list that a table of contents stands for.
    fn drop_attribute_line(&mut self, line: &str) {
        if kramdown::is_contents(line) {
            let out = &mut self.scanned.text;
            let end = out.trim_end_matches('\n').len();
            let start = out[..end].rfind('\n').map_or(0, |at| at + 1);
            if after_list_marker(out[start..end].trim_start()).is_some() {
                out.truncate(start);
            }
        }
        self.at = (self.at + line.len() + 1).min(self.text.len());
    }

    /// Takes what may be something, or the plain text before it.
    fn step(&mut self) {
        let limit = self.raw.as_ref().map_or(self.text.len(), |raw| raw.start);
        let rest = &self.text[self.at..limit];
        let is_raw = self.raw.is_some();
        let plain = rest
            .bytes()
            .position(|b| b == b'\n' || (!is_raw && matches!(b, b'`' | b'\\' | b'{' | b'[' | b'!' | b'<')))
            .unwrap_or(rest.len());
        if plain > 0 {
            self.copy(plain);
            return;
        }
        match rest.as_bytes().first() {
            Some(b'`') => {
                let length = self.spans.length(self.text, self.at);
                self.copy(length);
            }
            Some(b'\\') => {
                let escapes = rest[1..].starts_with(['`', '[', '!', '<', '\\']);
                self.copy(if escapes { 2 } else { 1 });
            }
            Some(b'<') => {
                let length = self.comment_length(rest);
                self.copy(length);
            }
            Some(b'{') => match self.found(rest) {
                Some(found) => self.replace(found),
                None => self.brace(rest),
            },
            Some(b'[' | b'!') => match wiki::read(rest) {
                Some(found) => {
                    let range = self.at..self.at + found.length;
                    self.scanned.text.push_str(&found.markdown);
                    self.at = range.end;
                    self.lead_to(found.destination, range, true);
                }
                None => self.copy(1),
            },
            _ => self.copy(rest.len().min(1)),
        }
    }

    fn found(&mut self, rest: &str) -> Option<Found> {
        match rest.as_bytes() {
            [b'{', b'%', ..] => liquid::tag(rest, &mut self.unclosed),
            [b'{', b'{', b'<' | b'%', ..] => shortcode::read(rest, &mut self.unclosed),
            [b'{', b'{', ..] => liquid::output(rest, self.before(), self.values),
            _ => None,
        }
    }

    /// The character before the place that is looked at.
    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// A brace that begins no tag: an attribute list of kramdown, or text.
    fn brace(&mut self, rest: &str) {
        let is_heading = self.text[self.line_start..].starts_with('#') && self.before() == Some(' ');
        match kramdown::attributes(rest) {
            Some((length, id)) if is_heading => {
                if let Some(id) = id {
                    self.scanned.text.push_str(&format!("{{#{id}}}"));
                }
                self.at += length;
            }
            Some((length, _)) if kramdown::may_follow(self.before()) => self.at += length,
            _ => {
                // All braces of a run at once, so that `{{{` is not taken for two things.
                let run = rest.bytes().take_while(|b| *b == b'{').count();
                self.copy(run);
            }
        }
    }

    fn replace(&mut self, found: Found) {
        let range = self.at..self.at + found.length;
        match found.piece {
            Piece::Text(text) => {
                self.scanned.text.push_str(&text);
                self.at = range.end;
            }
            Piece::Destination(to) => {
                self.scanned.text.push_str(&to);
                self.at = range.end;
                let to = self.whole_destination(&to);
                self.lead_to(to, range, false);
            }
            Piece::Image { source, alt } => {
                self.scanned.text.push_str(&format!("![{alt}]({source})"));
                self.at = range.end;
                self.lead_to(source, range, false);
            }
            Piece::Code { language, code } => {
                self.at = range.end;
                self.code(&language, &code);
            }
            Piece::Raw { open, inner } => {
                let inner_start = self.at + open;
                self.raw = Some(inner_start + inner..range.end);
                self.at = inner_start;
            }
            Piece::Unknown(kind) => {
                self.copy(found.length);
                match self
                    .scanned
                    .unknown
                    .iter_mut()
                    .find(|unknown| unknown.kind == kind)
                {
                    Some(unknown) => unknown.count += 1,
                    None => self.scanned.unknown.push(Unknown {
                        kind,
                        range,
                        count: 1,
                    }),
                }
            }
        }
    }

    /// A destination with what stands directly before and after the tag that wrote a part of it:
    /// `{{ site.baseurl }}/a/b.png`.
    fn whole_destination(&self, written: &str) -> String {
        let out = &self.scanned.text;
        let before = out.len() - written.len();
        let from = floor(out, before.saturating_sub(LONGEST_TAG));
        let start = out[from..before]
            .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '\''))
            .map_or(from, |at| from + at + 1);
        let rest = &self.text[self.at..floor(self.text, self.at + LONGEST_TAG)];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '\'' | '{'))
            .unwrap_or(rest.len());
        format!("{}{}", &out[start..], &rest[..end])
    }

    fn lead_to(&mut self, written: String, range: Range<usize>, is_name: bool) {
        self.scanned.destinations.push(Destination {
            written,
            range,
            is_name,
        });
    }

    /// Writes a block of code where the text is at.
    fn code(&mut self, language: &str, code: &str) {
        let out = &mut self.scanned.text;
        let line_start = out.rfind('\n').map_or(0, |at| at + 1);
        let indent: String = out[line_start..].chars().collect();
        let is_own_line = indent.trim_matches([' ', '\t', '>']).is_empty();
        let indent = if is_own_line {
            indent
        } else {
            out.push_str("\n\n");
            String::new()
        };
        let code = code
            .strip_prefix('\n')
            .unwrap_or(code.trim_start_matches(' ').strip_prefix('\n').unwrap_or(code));
        let fence = fence_for(code);
        out.push_str(&format!(
            "{fence}{language}\n{}\n{indent}{fence}",
            code.trim_end()
        ));
        let rest = &self.text[self.at..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        if line.trim().is_empty() {
            self.at += line.len();
        } else {
            self.scanned.text.push_str("\n\n");
        }
    }

    /// The length of the comment that a text begins with, or of its first character where it begins none.
    fn comment_length(&mut self, text: &str) -> usize {
        let Some(inner) = text.strip_prefix("<!--").filter(|_| !self.comment_unclosed) else {
            return 1;
        };
        let end = inner.find("-->");
        self.comment_unclosed = end.is_none();
        end.map_or(1, |end| end + "<!---->".len())
    }
}

/// The place itself, or the nearest before it where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

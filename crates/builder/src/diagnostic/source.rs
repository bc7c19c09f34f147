//! The text of a file as its diagnostics see it: cleaned for reading, with the way back to the original bytes.

use std::ops::Range;

use super::{Code, Diagnostic};

/// A decoded file: its cleaned text, and how to find a place of it in the original.
///
/// Cleaned means: no byte-order mark, every line end is `\n`, no control characters but tab and `\n`. Offsets
/// are bytes of the cleaned text wherever nothing else is said.
#[derive(Clone, PartialEq, Debug)]
pub struct Source {
    path: String,
    text: String,
    /// The original where cleaning changed something, with the places from which on offsets differ.
    original: Option<Original>,
    controls: Vec<Control>,
}

/// A control character that was removed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Control {
    /// The character.
    pub char: char,
    /// Where it stood: the offset in the cleaned text of what follows it.
    pub at: usize,
}

#[derive(Clone, PartialEq, Debug)]
struct Original {
    text: String,
    /// `(cleaned, original)` offsets, ascending: from each on, the two advance together.
    anchors: Vec<(usize, usize)>,
}

impl Source {
    /// Cleans the decoded text of a file. `path` is relative to the folder of posts.
    pub fn new(path: impl Into<String>, decoded: String) -> Self {
        let path = path.into();
        if !decoded.starts_with('\u{feff}') && !decoded.chars().any(|c| c == '\r' || is_removed(c)) {
            return Self {
                path,
                text: decoded,
                original: None,
                controls: Vec::new(),
            };
        }
        let mut text = String::with_capacity(decoded.len());
        let mut anchors = Vec::new();
        let mut controls = Vec::new();
        let mut chars = decoded.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let kept = match c {
                '\u{feff}' if at == 0 => None,
                '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => None,
                '\r' => Some('\n'),
                c if is_removed(c) => {
                    controls.push(Control {
                        char: c,
                        at: text.len(),
                    });
                    None
                }
                c => Some(c),
            };
            match kept {
                Some(c) => text.push(c),
                None => anchors.push((text.len(), at + c.len_utf8())),
            }
        }
        Self {
            path,
            text,
            original: Some(Original {
                text: decoded,
                anchors,
            }),
            controls,
        }
    }

    /// The file, relative to the folder of posts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The control characters that were removed, in order.
    pub fn removed_controls(&self) -> &[Control] {
        &self.controls
    }

    /// A problem at a range of the cleaned text.
    pub fn diagnostic(&self, code: Code, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let start = floor_char_boundary(&self.text, range.start);
        let end = floor_char_boundary(&self.text, range.end.max(range.start)).max(start);
        let (line, column) = self.line_and_column(start);
        Diagnostic {
            line,
            column,
            span: self.to_original(start)..self.to_original(end),
            excerpt: Some(Excerpt::cut(&self.text, line, start..end)),
            ..Diagnostic::of_file(code, &self.path, message)
        }
    }

    /// Line and column of the first removed control character, which stands before what `at` is the offset of.
    fn before_control(&self, control: Control) -> (u32, u32) {
        let (line, column) = self.line_and_column(control.at);
        let together = self
            .controls
            .iter()
            .filter(|other| other.at == control.at)
            .count();
        (line, column.saturating_sub(saturate(together)).max(1))
    }

    /// A problem with the control characters that were removed; `None` where there were none.
    pub fn controls_diagnostic(&self, code: Code, message: impl Into<String>) -> Option<Diagnostic> {
        let first = *self.controls.first()?;
        let (line, column) = self.before_control(first);
        let diagnostic = self.diagnostic(code, first.at..first.at, message);
        let start = diagnostic.span.start.saturating_sub(1);
        Some(Diagnostic {
            line,
            column,
            span: start..diagnostic.span.end,
            ..diagnostic
        })
    }

    /// Line and column of an offset, both from 1, the column in characters of the original.
    pub fn line_and_column(&self, offset: usize) -> (u32, u32) {
        let offset = floor_char_boundary(&self.text, offset);
        let before = &self.text[..offset];
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let removed = self
            .controls
            .iter()
            .filter(|control| (line_start..=offset).contains(&control.at))
            .count();
        let column = before[line_start..].chars().count() + removed + 1;
        (saturate(line), saturate(column))
    }

    /// The offset in the original file of an offset in the cleaned text.
    pub fn to_original(&self, offset: usize) -> usize {
        let Some(original) = &self.original else {
            return offset;
        };
        let after = original
            .anchors
            .partition_point(|&(cleaned, _)| cleaned <= offset);
        let in_original = match after.checked_sub(1) {
            Some(index) => {
                let (cleaned, at) = original.anchors[index];
                at + (offset - cleaned)
            }
            None => offset,
        };
        in_original.min(original.text.len())
    }
}

/// Control characters show nothing and break tools; tab and line ends are text.
fn is_removed(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

pub(super) fn saturate(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The line that a diagnostic points at, cut where it is very long, safe to print.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Excerpt {
    pub(super) line: u32,
    pub(super) text: String,
    /// What is marked, in bytes of `text`.
    pub(super) marked: Range<usize>,
}

/// How much of a line is shown on each side of what is marked, in characters.
const CONTEXT: usize = 60;
/// How much of what is marked is shown, in characters.
const LONGEST_MARK: usize = 80;

impl Excerpt {
    /// Cuts the line around `range` (in bytes of `text`), which ends with its first line.
    pub(super) fn cut(text: &str, line: u32, range: Range<usize>) -> Self {
        let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[range.start..]
            .find('\n')
            .map_or(text.len(), |at| range.start + at);
        let mark_end = text[range.start..range.end.clamp(range.start, line_end)]
            .char_indices()
            .nth(LONGEST_MARK)
            .map_or(range.end.clamp(range.start, line_end), |(at, _)| range.start + at);

        let before = &text[line_start..range.start];
        let after = &text[mark_end..line_end];
        let cut_before = before
            .char_indices()
            .rev()
            .nth(CONTEXT - 1)
            .map_or(0, |(at, _)| at);
        let cut_after = after
            .char_indices()
            .nth(CONTEXT)
            .map_or(after.len(), |(at, _)| at);

        let mut shown = String::new();
        if cut_before > 0 {
            shown.push('…');
        }
        push_printable(&mut shown, &before[cut_before..]);
        let start = shown.len();
        push_printable(&mut shown, &text[range.start..mark_end]);
        let end = shown.len();
        push_printable(&mut shown, &after[..cut_after]);
        if cut_after < after.len() {
            shown.push('…');
        }
        Self {
            line,
            text: shown,
            marked: start..end,
        }
    }
}

/// Characters that move the cursor or reorder a line would let a post paint over the terminal's text.
fn push_printable(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            c if super::render::is_unprintable(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_kept_as_it_is() {
        let source = Source::new("a.md", "一\n\t二\n".into());
        assert_eq!(source.text(), "一\n\t二\n");
        assert_eq!(source.original, None);
        assert_eq!(source.to_original(4), 4);
    }

    #[test]
    fn line_ends_bom_and_controls_are_cleaned_and_traced_back() {
        let original = "\u{feff}a\r\nb\rc\0d\n\u{1b}e";
        let source = Source::new("a.md", original.into());
        assert_eq!(source.text(), "a\nb\ncd\ne");
        let controls: Vec<_> = source.removed_controls().iter().map(|c| (c.char, c.at)).collect();
        assert_eq!(controls, [('\0', 5), ('\u{1b}', 7)]);
        for (offset, c) in source.text().char_indices().filter(|&(_, c)| c != '\n') {
            let in_original = source.to_original(offset);
            assert!(
                original[in_original..].starts_with(c),
                "{c:?} at {offset} is not at {in_original}"
            );
        }
        assert_eq!(
            source.line_and_column(5),
            (3, 3),
            "the NUL counts in the original's column"
        );
        assert_eq!(source.line_and_column(0), (1, 1), "the byte-order mark does not");
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.md", "标题：报告\n日期".into());
        let offset = source.text().find("报告").unwrap();
        assert_eq!(source.line_and_column(offset), (1, 4));
        assert_eq!(source.line_and_column(source.text().len()), (2, 3));
        assert_eq!(
            source.line_and_column(1),
            (1, 1),
            "inside a character counts as its start"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}标{}", "长".repeat(5_000), "长".repeat(5_000));
        let at = text.find('标').unwrap();
        let excerpt = Excerpt::cut(&text, 1, at..at + 3);
        assert_eq!(&excerpt.text[excerpt.marked.clone()], "标");
        assert_eq!(excerpt.text.chars().count(), 2 * CONTEXT + 3);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
    }

    #[test]
    fn a_mark_ends_with_its_line_and_shows_no_control_characters() {
        let text = "前\u{202e}ab\n下一行";
        let excerpt = Excerpt::cut(text, 1, 3..text.len());
        assert_eq!(excerpt.text, "前\u{fffd}ab");
        assert_eq!(&excerpt.text[excerpt.marked], "\u{fffd}ab");
    }
}

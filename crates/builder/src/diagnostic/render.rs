//! Diagnostics as compilers show them: code, place, source line, caret, and what to do.

use std::borrow::Cow;
use std::fmt::Write as _;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Snippet};

use super::source::Excerpt;
use super::{Diagnostic, Severity};

/// Prints diagnostics for people.
#[derive(Clone, Default, Debug)]
pub struct Renderer {
    color: bool,
    prefix: String,
}

impl Renderer {
    /// A renderer without colour, for files and pipes.
    pub fn plain() -> Self {
        Self::default()
    }

    /// A renderer with colour, for a terminal.
    pub fn colored() -> Self {
        Self {
            color: true,
            ..Self::default()
        }
    }

    /// Puts the folder of posts, as it was given, before every path, so that a terminal can open the file.
    #[must_use]
    pub fn prefix(mut self, folder: impl Into<String>) -> Self {
        self.prefix = folder.into();
        if !self.prefix.is_empty() && !self.prefix.ends_with('/') {
            self.prefix.push('/');
        }
        self
    }

    /// A diagnostic with its source line and caret; ends without a line end.
    pub fn render(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let path = format!("{}{}", self.prefix, escape_controls(&diagnostic.path));
        let title = level
            .primary_title(escape_controls(&diagnostic.message))
            .id(diagnostic.code.as_str());
        let mut group: Group<'_> = match &diagnostic.excerpt {
            Some(excerpt) => title.element(snippet(diagnostic, excerpt, path)),
            None => title.element(Origin::path(path).line(1).char_column(1)),
        };
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(escape_controls(help)));
        }
        let renderer = if self.color {
            annotate_snippets::Renderer::styled()
        } else {
            annotate_snippets::Renderer::plain()
        };
        renderer.render(&[group])
    }

    /// Diagnostics one below the other, an empty line between them.
    pub fn render_all<'a>(&self, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> String {
        let mut out = String::new();
        for diagnostic in diagnostics {
            out.push_str(&self.render(diagnostic));
            out.push_str("\n\n");
        }
        out
    }
}

/// The source line with its mark. The renderer counts the column it prints, so what was cut off before the excerpt is
/// there as spaces, of which it shows only the last.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    excerpt: &'a Excerpt,
    path: String,
) -> Snippet<'a, Annotation<'a>> {
    let shown_before = excerpt.text[..excerpt.marked.start].chars().count();
    let cut = (diagnostic.column as usize).saturating_sub(1 + shown_before);
    let line = " ".repeat(cut) + &excerpt.text;
    let mut mark = AnnotationKind::Primary.span(excerpt.marked.start + cut..excerpt.marked.end + cut);
    if !diagnostic.label.is_empty() {
        mark = mark.label(escape_controls(&diagnostic.label));
    }
    Snippet::source(line)
        .line_start(excerpt.line as usize)
        .path(path)
        .annotation(mark)
}

/// The text with control characters and those that reorder a line written as `\u{…}`: what a post says must not
/// move the cursor of the terminal it is printed on.
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unprintable(c) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// JSON with the same characters as escapes of its own, which programs read as what they are. (JSON leaves some of them as
/// they are, and they stand in strings alone.)
pub(crate) fn escape_in_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_unprintable) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_unprintable(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Control characters (C0, C1), and the marks that override the direction of text.
pub(super) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Source};

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let source = Source::new("_posts/甲.md", "---\ntitle: 报告\ndate: 昨天\n---\n".into());
        let at = source.text().find("昨天").unwrap();
        let diagnostic = source
            .diagnostic(
                Code::UnknownDate,
                at..at + "昨天".len(),
                "the date is not in a form that is known",
            )
            .label("expected a day such as 2025-11-21")
            .help("the post was left out");
        insta::assert_snapshot!(Renderer::plain().render(&diagnostic), @r"
        error[K021]: the date is not in a form that is known
         --> _posts/甲.md:3:7
          |
        3 | date: 昨天
          |       ^^^^ expected a day such as 2025-11-21
          |
          = help: the post was left out
        ");
    }

    #[test]
    fn the_caret_stands_under_what_follows_tabs_and_wide_characters() {
        let source = Source::new("a.md", "\t甲\t乙 ![图](none.png)\n".into());
        let at = source.text().find("none").unwrap();
        let diagnostic = source
            .diagnostic(Code::ImageMissing, at..at + 8, "m")
            .label("here");
        insta::assert_snapshot!(Renderer::plain().render(&diagnostic), @r"
        warning[K040]: m
         --> a.md:1:11
          |
        1 |  甲 乙 ![图](none.png)
          |              ^^^^^^^^ here
        ");
    }

    #[test]
    fn a_file_without_a_place_is_shown_as_a_whole() {
        let diagnostic = Diagnostic::of_file(Code::Unreadable, "a.md", "permission denied");
        insta::assert_snapshot!(Renderer::plain().prefix("../posts").render(&diagnostic), @r"
        error[K001]: permission denied
        --> ../posts/a.md:1:1
        ");
    }

    #[test]
    fn a_very_long_line_shows_what_is_around_the_mark() {
        let text = format!("{}昨天{}", "很长".repeat(100_000), "很长".repeat(100_000));
        let at = text.find("昨天").unwrap();
        let source = Source::new("a.md", text);
        let diagnostic = source
            .diagnostic(Code::UnknownDate, at..at + "昨天".len(), "m")
            .label("here");
        let printed = Renderer::plain().render(&diagnostic);
        assert!(printed.contains("--> a.md:1:200001"), "{printed}");
        let lines: Vec<_> = printed.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() < 160), "{printed}");
        assert!(
            lines[3].contains("昨天") && lines[4].contains("^^^^ here"),
            "{printed}"
        );
    }

    #[test]
    fn nothing_of_a_post_reaches_the_terminal_as_a_control_character() {
        let source = Source::new("\u{1b}[2Ja.md", "x\u{202e}y\n".into());
        let diagnostic = source
            .diagnostic(Code::NoDate, 0..5, "m\u{7}")
            .label("l\u{1b}[0m")
            .help("h\r");
        let printed = Renderer::plain().render(&diagnostic);
        assert!(
            !printed.contains(|c: char| c != '\n' && is_unprintable(c)),
            "{printed:?}"
        );
        assert!(printed.contains("\\u{1b}[2Ja.md"), "{printed}");
    }

    #[test]
    fn colour_is_asked_for() {
        let diagnostic = Diagnostic::of_file(Code::NoDate, "a.md", "m");
        assert!(Renderer::colored().render(&diagnostic).contains('\u{1b}'));
        assert!(!Renderer::plain().render(&diagnostic).contains('\u{1b}'));
    }
}

//! Problems in posts and settings, each with its place in a file.
//!
//! A [`Diagnostic`] carries the piece of source that it points at, so it can be kept, sorted and shown long
//! after the file was closed. [`Renderer`] prints it as compilers do; it serialises to JSON for other tools.

mod code;
mod digest;
mod render;
mod source;
mod stored;

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};

pub use code::{Code, UnknownCode};
pub use digest::{Digest, SHOWN_PER_KIND};
pub(crate) use render::escape_in_json;
pub use render::{Renderer, escape_controls};
pub use source::{Control, Source};

use source::Excerpt;
pub(crate) use stored::StoredDiagnostic;

/// A problem, where it is, what was expected and what was done about it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Diagnostic {
    /// Which kind of problem; written as `K012`.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The file, relative to the folder of posts, with `/` between names.
    pub path: String,
    /// The line, from 1; CR, LF and CRLF each end one.
    pub line: u32,
    /// The character in the line, from 1; a byte-order mark is not counted.
    pub column: u32,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What stands under the caret; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What was done and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The piece of source to show; `None` where there is nothing to show (an unreadable file).
    #[serde(skip)]
    excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// A problem of a whole file, which could not be read or of which no part is to blame.
    pub fn of_file(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            path: path.into(),
            line: 1,
            column: 1,
            span: 0..0,
            message: message.into(),
            label: String::new(),
            help: None,
            excerpt: None,
        }
    }

    /// Says what stands under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what was done and what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The order in which diagnostics are shown: by file, then by place.
    pub fn sort(diagnostics: &mut [Diagnostic]) {
        diagnostics.sort_by(|a, b| {
            (&a.path, a.line, a.column, a.code, &a.message)
                .cmp(&(&b.path, b.line, b.column, b.code, &b.message))
        });
    }
}

/// How grave a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The post was left out, or the setting was not used.
    Error,
    /// The post was kept, perhaps not as the publisher meant it.
    Warning,
    /// Nothing is wrong, but the publisher may wonder: a file that is no post, a post dated in the future.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// How many problems of each severity there are.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Counts {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of notes.
    pub notes: usize,
}

impl Counts {
    /// Counts diagnostics by severity.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

impl fmt::Display for Counts {
    /// `2 errors, 1 warning`; `no problems` where there are none. Notes are not problems.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        match (self.errors, self.warnings) {
            (0, 0) => f.write_str("no problems"),
            (errors, 0) => f.write_str(&some(errors, "error")),
            (0, warnings) => f.write_str(&some(warnings, "warning")),
            (errors, warnings) => write!(f, "{}, {}", some(errors, "error"), some(warnings, "warning")),
        }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let of = |errors, warnings| {
            Counts {
                errors,
                warnings,
                notes: 3,
            }
            .to_string()
        };
        assert_eq!(of(0, 0), "no problems");
        assert_eq!(of(1, 0), "1 error");
        assert_eq!(of(2, 1), "2 errors, 1 warning");
        assert_eq!(of(0, 5), "5 warnings");
    }

    #[test]
    fn diagnostics_are_sorted_by_file_and_place() {
        let at = |path: &str, line| Diagnostic {
            line,
            ..Diagnostic::of_file(Code::NoDate, path, "m")
        };
        let mut all = vec![at("b.md", 1), at("a.md", 12), at("a.md", 3)];
        Diagnostic::sort(&mut all);
        let order: Vec<_> = all.iter().map(|d| (d.path.as_str(), d.line)).collect();
        assert_eq!(order, [("a.md", 3), ("a.md", 12), ("b.md", 1)]);
    }

    #[test]
    fn json_names_code_and_severity_as_people_do() {
        let json = serde_json::to_value(Diagnostic::of_file(Code::NoDate, "a.md", "m").help("h")).unwrap();
        assert_eq!(json["code"], Code::NoDate.as_str());
        assert_eq!(json["severity"], "error");
        assert_eq!(json["help"], "h");
        assert!(json.get("label").is_none());
    }
}

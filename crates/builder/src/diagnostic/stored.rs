//! Diagnostics as a cache keeps them: whole, with the piece of source that they point at.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::source::Excerpt;
use super::{Code, Diagnostic};

/// A diagnostic in a form that comes back as it was; what [`Diagnostic`] is written as for other tools does not.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredDiagnostic {
    code: String,
    path: String,
    line: u32,
    column: u32,
    span: Range<usize>,
    message: String,
    label: String,
    help: Option<String>,
    /// Line, text, and what is marked of it.
    excerpt: Option<(u32, String, Range<usize>)>,
}

impl From<&Diagnostic> for StoredDiagnostic {
    fn from(diagnostic: &Diagnostic) -> Self {
        // Field by field, so that a new one cannot be forgotten. How grave it is follows from its code.
        let Diagnostic {
            code,
            severity: _,
            path,
            line,
            column,
            span,
            message,
            label,
            help,
            excerpt,
        } = diagnostic.clone();
        Self {
            code: code.as_str().to_owned(),
            path,
            line,
            column,
            span,
            message,
            label,
            help,
            excerpt: excerpt.map(|Excerpt { line, text, marked }| (line, text, marked)),
        }
    }
}

impl StoredDiagnostic {
    /// The diagnostic; `None` where its code is not known.
    pub(crate) fn read(self) -> Option<Diagnostic> {
        let code: Code = self.code.parse().ok()?;
        Some(Diagnostic {
            code,
            severity: code.severity(),
            path: self.path,
            line: self.line,
            column: self.column,
            span: self.span,
            message: self.message,
            label: self.label,
            help: self.help,
            excerpt: self
                .excerpt
                .map(|(line, text, marked)| Excerpt { line, text, marked }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    #[test]
    fn a_diagnostic_comes_back_as_it_was() {
        let source = Source::new("a.md", "第一行\n第二行".to_owned());
        let with_place = source
            .diagnostic(Code::ImageMissing, 10..13, "m")
            .label("l")
            .help("h");
        for diagnostic in [with_place, Diagnostic::of_file(Code::NoDate, "b.md", "m")] {
            let json = serde_json::to_string(&StoredDiagnostic::from(&diagnostic)).unwrap();
            let stored: StoredDiagnostic = serde_json::from_str(&json).unwrap();
            assert_eq!(stored.read(), Some(diagnostic));
        }
    }
}

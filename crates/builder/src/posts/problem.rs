//! What is said of posts whose day is missing, impossible or yet to come.

use kanbao_archive::model::Day;

use crate::diagnostic::{Code, Diagnostic, Source};

use super::date::DateError;
use super::front_matter::Field;

/// A date that cannot be read; what became of the post is the caller's to say.
pub(super) fn date_problem(source: &Source, field: &Field<String>, error: DateError) -> Diagnostic {
    let (code, message) = match error {
        DateError::Unknown => (Code::UnknownDate, "the date is in no form that is known"),
        DateError::NoSuchDay => (Code::ImpossibleDate, "the date is impossible"),
        DateError::NoSuchTime => (Code::ImpossibleDate, "the time is impossible"),
        DateError::NoSuchOffset => (Code::ImpossibleDate, "the offset from UTC is impossible"),
    };
    source
        .diagnostic(code, field.range.clone(), message)
        .label(error.to_string())
}

/// A file's name that begins with a day that does not exist.
pub(super) fn impossible_name(source: &Source, text: &str) -> Diagnostic {
    let message = format!("the file's name begins with `{text}`, and there is no such day");
    Diagnostic::of_file(Code::ImpossibleDate, source.path(), message)
        .help("the post was left out; rename it, or give it a `date` in its front matter")
}

/// A post without a day anywhere.
pub(super) fn no_date(source: &Source) -> Diagnostic {
    let first_line = source.text().lines().next().unwrap_or_default().len();
    source
        .diagnostic(Code::NoDate, 0..first_line, "the post has no date")
        .label("neither the front matter nor the file's name says a day")
        .help("the post was left out; write `date: 2025-11-21`, or name the file 2025-11-21-name.md")
}

/// A post that is dated after the build.
pub(super) fn future(source: &Source, date: Option<&Field<String>>, day: Day) -> Diagnostic {
    let message = format!("the post is dated in the future, {day}");
    let help = "it was left out until then; `--future` includes it now";
    match date {
        Some(field) => source
            .diagnostic(Code::FutureDate, field.range.clone(), message)
            .help(help),
        None => Diagnostic::of_file(Code::FutureDate, source.path(), message).help(help),
    }
}

/// A file about a folder.
pub(super) fn not_a_post(source: &Source) -> Diagnostic {
    Diagnostic::of_file(
        Code::NotAPost,
        source.path(),
        "this file seems to describe the folder",
    )
    .help("it was left out")
}

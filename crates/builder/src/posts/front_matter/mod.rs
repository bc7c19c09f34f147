//! Front matter: where it begins and ends, and what its keys say, each with its place in the file.

mod split;
mod toml;
mod yaml;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Source};

pub(crate) use self::yaml::read as read_yaml;
use split::{Language, Split, split};

/// The keys that Kanbao understands; others belong to other tools and are not looked at.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct FrontMatter {
    pub(super) title: Option<Field<String>>,
    pub(super) date: Option<Field<String>>,
    pub(super) posttime: Option<Field<String>>,
    pub(super) updated: Option<Field<String>>,
    pub(super) permalink: Option<Field<String>>,
    /// `url` or `path`, where it is an address of this site: some posts name what they are about by it.
    pub(super) url: Option<Field<String>>,
    /// The last part of the address.
    pub(super) slug: Option<Field<String>>,
    pub(super) source: Option<Field<String>>,
    pub(super) topic: Option<Field<String>>,
    pub(super) categories: Vec<String>,
    pub(super) tags: Vec<String>,
    /// Addresses that the post had before: `aliases`, `redirect_from`.
    pub(super) aliases: Vec<String>,
    /// `published`, true where it is not given.
    pub(super) published: bool,
    /// `draft`, false where it is not given.
    pub(super) draft: bool,
}

/// A value and where it stands, in bytes of the cleaned text.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Field<T> {
    pub(crate) value: T,
    pub(crate) range: Range<usize>,
}

/// A key with its value, as YAML or TOML gives it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Field<String>,
    pub(crate) value: Field<Value>,
}

/// A value of front matter, as far as Kanbao tells values apart.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    /// A text, number or date, as it is written.
    Text(String),
    /// True or false.
    Bool(bool),
    /// A list; what is no text in it is left out.
    List(Vec<String>),
    /// Nothing: `title:`.
    Empty,
    /// A mapping.
    Map,
}

/// A post's front matter and where its text begins.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Parsed {
    pub(super) matter: FrontMatter,
    /// Whether there was front matter at all.
    pub(super) present: bool,
    /// Where the text begins, in bytes of the cleaned text.
    pub(super) body: usize,
}

/// Larger front matter is no front matter.
const LARGEST: usize = 64 * 1024;

/// Reads a post's front matter.
///
/// # Errors
/// The problems because of which the post has to be left out.
pub(super) fn read(source: &Source) -> Result<Parsed, Vec<Diagnostic>> {
    let (language, block, body) = match split(source.text()) {
        Split::None => {
            return Ok(Parsed {
                matter: FrontMatter {
                    published: true,
                    ..FrontMatter::default()
                },
                present: false,
                body: 0,
            });
        }
        Split::Unterminated { opening, last_key } => {
            return Err(vec![unterminated(source, opening, last_key)]);
        }
        Split::Found {
            language,
            block,
            body,
        } => (language, block, body),
    };
    if block.len() > LARGEST {
        let diagnostic = source
            .diagnostic(
                Code::FrontMatterTooLarge,
                block.start..block.start,
                "the front matter is larger than 64 KiB",
            )
            .help("the post was left out; text belongs below the front matter");
        return Err(vec![diagnostic]);
    }
    let entries = match language {
        Language::Yaml => yaml::read(source, block.clone()),
        Language::Toml => toml::read(source, block.clone()),
    };
    let entries = entries.map_err(|diagnostic| vec![explain_syntax(source, block, *diagnostic)])?;
    let matter = FrontMatter::from_entries(source, entries)?;
    Ok(Parsed {
        matter,
        present: true,
        body,
    })
}

/// Where the block runs on into the text up to some `---` there, the missing end is what to say.
fn explain_syntax(source: &Source, block: Range<usize>, diagnostic: Diagnostic) -> Diagnostic {
    match split::where_text_begins(source.text(), block.clone()) {
        (last_key, true) if diagnostic.code == Code::InvalidFrontMatter => {
            let opening = source.text()[..block.start].trim_end().len();
            unterminated(source, opening - 3..opening, last_key)
        }
        _ => diagnostic,
    }
}

fn unterminated(source: &Source, opening: Range<usize>, last_key: usize) -> Diagnostic {
    let delimiter = source.text()[opening.clone()].to_owned();
    let (line, _) = source.line_and_column(last_key);
    source
        .diagnostic(
            Code::UnterminatedFrontMatter,
            opening,
            "the front matter has no end",
        )
        .label("it begins here")
        .help(format!(
            "the post was left out; put a line `{delimiter}` after line {line}"
        ))
}

impl FrontMatter {
    fn from_entries(source: &Source, entries: Vec<Entry>) -> Result<Self, Vec<Diagnostic>> {
        let mut matter = FrontMatter {
            published: true,
            ..FrontMatter::default()
        };
        let mut diagnostics = Vec::new();
        for Entry { key, value } in entries {
            let outcome = match key.value.as_str() {
                "title" => text(value).map(|field| matter.title = field),
                "date" => text(value).map(|field| matter.date = field),
                "posttime" => text(value).map(|field| matter.posttime = field),
                "updated" => text(value).map(|field| matter.updated = field),
                "lastmod" | "last_modified_at" => {
                    text(value).map(|field| matter.updated = matter.updated.take().or(field))
                }
                "permalink" => text(value).map(|field| matter.permalink = field),
                "url" | "path" => own_path(value).map(|field| matter.url = field.or(matter.url.take())),
                "slug" => text(value).map(|field| matter.slug = field),
                "source" => text(value).map(|field| matter.source = field),
                "topic" => text(value).map(|field| matter.topic = field),
                "category" | "categories" => texts(value).map(|list| matter.categories.extend(list)),
                "tag" | "tags" => texts(value).map(|list| matter.tags.extend(list)),
                "aliases" | "redirect_from" => lines(value).map(|list| matter.aliases.extend(list)),
                "published" => truth(value).map(|truth| matter.published = truth.unwrap_or(true)),
                "draft" => truth(value).map(|truth| matter.draft = truth.unwrap_or(false)),
                _ => Ok(()),
            };
            if let Err(Mismatch {
                range,
                expected,
                found,
            }) = outcome
            {
                let message = format!("`{}` has the wrong kind of value", key.value);
                let diagnostic = source
                    .diagnostic(Code::WrongValue, range, message)
                    .label(format!("expected {expected}, found {found}"))
                    .help("the post was left out");
                diagnostics.push(diagnostic);
            }
        }
        if diagnostics.is_empty() {
            Ok(matter)
        } else {
            Err(diagnostics)
        }
    }
}

/// A value of another kind than its key needs.
struct Mismatch {
    range: Range<usize>,
    expected: &'static str,
    found: &'static str,
}

fn text(field: Field<Value>) -> Result<Option<Field<String>>, Mismatch> {
    let Field { value, range } = field;
    match value {
        Value::Text(text) if text.trim().is_empty() => Ok(None),
        Value::Text(value) => Ok(Some(Field { value, range })),
        Value::Bool(truth) => Ok(Some(Field {
            value: truth.to_string(),
            range,
        })),
        Value::Empty => Ok(None),
        Value::List(_) => Err(Mismatch {
            range,
            expected: "one text",
            found: "a list",
        }),
        Value::Map => Err(Mismatch {
            range,
            expected: "one text",
            found: "keys and values",
        }),
    }
}

/// A list, or a text whose words are the list, as Jekyll reads `categories: ai daily`.
fn texts(field: Field<Value>) -> Result<Vec<String>, Mismatch> {
    let Field { value, range } = field;
    match value {
        Value::Text(text) => {
            let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
            Ok(text
                .split(is_separator)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect())
        }
        Value::List(list) => Ok(list),
        Value::Empty => Ok(Vec::new()),
        Value::Bool(_) => Err(Mismatch {
            range,
            expected: "a list of texts",
            found: "true or false",
        }),
        Value::Map => Err(Mismatch {
            range,
            expected: "a list of texts",
            found: "keys and values",
        }),
    }
}

/// A path, or nothing where the value is an address elsewhere or no text at all.
fn own_path(field: Field<Value>) -> Result<Option<Field<String>>, Mismatch> {
    let path = text(field).ok().flatten();
    Ok(path.filter(|path| !path.value.contains("://") && !path.value.starts_with("//")))
}

/// A list, or one text: what has spaces in it stays whole.
fn lines(field: Field<Value>) -> Result<Vec<String>, Mismatch> {
    match field.value {
        Value::Text(text) => Ok(vec![text]),
        _ => texts(field),
    }
}

fn truth(field: Field<Value>) -> Result<Option<bool>, Mismatch> {
    let Field { value, range } = field;
    let found = match value {
        Value::Bool(truth) => return Ok(Some(truth)),
        Value::Empty => return Ok(None),
        Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" => return Ok(Some(true)),
            "false" | "no" => return Ok(Some(false)),
            _ => "a text",
        },
        Value::List(_) => "a list",
        Value::Map => "keys and values",
    };
    Err(Mismatch {
        range,
        expected: "true or false",
        found,
    })
}

/// The problem of a key that is given twice.
fn duplicate(source: &Source, first: usize, again: &Field<String>) -> Diagnostic {
    let (line, _) = source.line_and_column(first);
    source
        .diagnostic(
            Code::DuplicateKey,
            again.range.clone(),
            format!("the key `{}` is given twice", again.value),
        )
        .label(format!("first given in line {line}"))
        .help("the post was left out; remove one of the two")
}

#[cfg(test)]
mod tests;

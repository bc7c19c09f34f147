//! TOML front matter → entries.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Source};

use super::{Entry, Field, Value};

/// Reads a table at a range of a source; what Zola keeps under `[taxonomies]` counts as if it stood at the top.
///
/// # Errors
/// The first problem: the text after a TOML error cannot be trusted.
pub(super) fn read(source: &Source, block: Range<usize>) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let text = &source.text()[block.clone()];
    let table = DeTable::parse(text).map_err(|error| Box::new(syntax_error(source, &block, &error)))?;
    let mut entries = Vec::new();
    for (key, value) in table.get_ref() {
        match value.get_ref() {
            DeValue::Table(nested) if key.get_ref() == "taxonomies" => {
                entries.extend(
                    nested
                        .iter()
                        .map(|(key, value)| entry(source, block.start, key, value)),
                );
            }
            _ => entries.push(entry(source, block.start, key, value)),
        }
    }
    entries.sort_by_key(|entry| entry.key.range.start);
    Ok(entries)
}

fn entry<'i>(
    source: &Source,
    base: usize,
    key: &Spanned<std::borrow::Cow<'i, str>>,
    value: &Spanned<DeValue<'i>>,
) -> Entry {
    let moved = |range: Range<usize>| base + range.start..base + range.end;
    let range = moved(value.span());
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Array(items) => {
            let texts = items.iter().filter_map(|item| item.get_ref().as_str());
            Value::List(
                texts
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty())
                    .collect(),
            )
        }
        DeValue::Table(_) => Value::Map,
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Value::Text(source.text()[range.clone()].trim().to_owned())
        }
    };
    let key = Field {
        value: key.get_ref().to_string(),
        range: moved(key.span()),
    };
    Entry {
        key,
        value: Field { value: read, range },
    }
}

fn syntax_error(source: &Source, block: &Range<usize>, error: &::toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let at = block.start + span.start..block.start + span.end;
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    if message.contains("duplicate key") {
        return source
            .diagnostic(
                Code::DuplicateKey,
                at.clone(),
                format!("the key `{}` is given twice", &source.text()[at]),
            )
            .help("the post was left out; remove one of the two");
    }
    source
        .diagnostic(Code::InvalidFrontMatter, at, "the front matter is not valid TOML")
        .label(message)
        .help("the post was left out; front matter between `+++` is written as `key = \"value\"`")
}

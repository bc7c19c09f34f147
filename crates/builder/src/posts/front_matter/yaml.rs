//! YAML front matter → entries.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Error, Location, Spanned};

use crate::diagnostic::{Code, Diagnostic, Source};

use super::{Entry, Field, Value, duplicate};

/// Reads a mapping at a range of a source.
///
/// # Errors
/// The first problem: the text after a YAML error cannot be trusted.
pub(crate) fn read(source: &Source, block: Range<usize>) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let yaml = &source.text()[block.clone()];
    if yaml
        .lines()
        .all(|line| line.trim().is_empty() || line.starts_with('#'))
    {
        return Ok(Vec::new());
    }
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 32,
            max_nodes: 10_000,
            max_anchors: 64,
            max_aliases: 256,
        },
    };
    let mapping: Mapping = serde_saphyr::from_str_with_options(yaml, options)
        .map_err(|error| Box::new(syntax_error(source, block.clone(), &error)))?;
    let mut entries: Vec<Entry> = Vec::with_capacity(mapping.0.len());
    for (key, value) in mapping.0 {
        let key_range = range_of(yaml, key.referenced, block.start);
        let key = Field {
            value: key.value,
            range: key_range,
        };
        if let Some(first) = entries.iter().find(|entry| entry.key.value == key.value) {
            return Err(Box::new(duplicate(source, first.key.range.start, &key)));
        }
        let range = range_of(yaml, value.referenced, block.start);
        // What YAML takes for a number is kept as it is written: `20251121`, `0755`, `1_000`.
        let value = match value.value {
            Node::Number => Value::Text(source.text()[range.clone()].trim().to_owned()),
            Node::Value(value) => value,
        };
        entries.push(Entry {
            key,
            value: Field { value, range },
        });
    }
    Ok(entries)
}

/// A mapping in the order it is written, duplicates included.
struct Mapping(Vec<(Spanned<String>, Spanned<Node>)>);

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Mapping;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("keys and values such as `title: …`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Mapping(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// A value, or a number whose spelling the deserialiser does not give.
enum Node {
    Number,
    Value(Value),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Value(Value::Bool(value)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Value(Value::Text(value.to_owned())))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Node, E> {
        Ok(Node::Value(Value::Text(
            String::from_utf8_lossy(value).into_owned(),
        )))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Value(Value::Empty))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Value(Value::Empty))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element::<Item>()? {
            list.extend(item.0);
        }
        Ok(Node::Value(Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Node::Value(Value::Map))
    }
}

/// An item of a list: its text, or nothing where it has none.
struct Item(Option<String>);

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Item, E> {
                Ok(Item(Some(value.to_string())))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Item, E> {
                Ok(Item(Some(value.to_string())))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Item, E> {
                Ok(Item(Some(value.to_string())))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Item, E> {
                Ok(Item(Some(value.to_string())))
            }

            fn visit_str<E>(self, value: &str) -> Result<Item, E> {
                Ok(Item(
                    Some(value.trim().to_owned()).filter(|text| !text.is_empty()),
                ))
            }

            fn visit_unit<E>(self) -> Result<Item, E> {
                Ok(Item(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Item(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Item(None))
            }
        }
        deserializer.deserialize_any(ItemVisitor)
    }
}

/// Where a location of the YAML lies in the source.
fn range_of(yaml: &str, location: Location, base: usize) -> Range<usize> {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(offset), Some(length)) => {
            let start = usize::try_from(offset).unwrap_or(yaml.len()).min(yaml.len());
            let end = (start + usize::try_from(length).unwrap_or(0)).min(yaml.len());
            // A block scalar's span takes the line end with it.
            let end = start + yaml.get(start..end).map_or(0, |text| text.trim_end().len());
            base + start..base + end
        }
        _ => {
            let start = base + offset_of(yaml, location.line(), location.column());
            start..start
        }
    }
}

/// The byte offset of a line and column, both from 1.
fn offset_of(yaml: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match yaml[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return yaml.len(),
        }
    }
    let skipped = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    let line = yaml[start..].split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(skipped).map_or(line.len(), |(at, _)| at)
}

fn syntax_error(source: &Source, block: Range<usize>, error: &Error) -> Diagnostic {
    let yaml = &source.text()[block.clone()];
    let at = error.location().map_or(block.start..block.start, |location| {
        range_of(yaml, location, block.start)
    });
    if is_about_size(error) {
        return source
            .diagnostic(
                Code::FrontMatterTooLarge,
                at,
                "the front matter expands to more than it may",
            )
            .help("the post was left out; front matter needs no anchors and no deep nesting");
    }
    let line_start = source.text()[..at.start].rfind('\n').map_or(0, |line| line + 1);
    let line = source.text()[line_start..].split('\n').next().unwrap_or_default();
    let diagnostic = source.diagnostic(Code::InvalidFrontMatter, at, "the front matter is not valid YAML");
    let reason = reason(error);
    let help = advice(line, &reason);
    diagnostic.label(reason).help(help)
}

/// Whether the YAML broke a limit rather than a rule, perhaps inside an alias.
fn is_about_size(error: &Error) -> bool {
    match error.without_snippet() {
        Error::AliasError { error, .. } => is_about_size(error),
        error => matches!(
            error,
            Error::Budget { .. }
                | Error::AliasReplayCounterOverflow { .. }
                | Error::AliasReplayLimitExceeded { .. }
                | Error::AliasExpansionLimitExceeded { .. }
                | Error::AliasReplayStackDepthExceeded { .. }
        ),
    }
}

/// What the parser says, without the place, which is shown already.
fn reason(error: &Error) -> String {
    let message = error.to_string();
    let message = message
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let without_place = message.find(" at line ").map_or(message, |at| &message[..at]);
    without_place.trim_end_matches([':', '.', ' ']).to_owned()
}

/// The mistakes that people make in front matter, told from the line and the parser's reason.
fn advice(line: &str, reason: &str) -> &'static str {
    let value = line.split_once(": ").map(|(_, value)| value.trim_start());
    if reason.contains("quoted scalar") {
        "the post was left out; a quote that is opened must be closed in the same line"
    } else if line.contains('\t') {
        "the post was left out; YAML is indented with spaces, never with tabs"
    } else if value.is_some_and(|value| value.contains(": ") && !value.starts_with(['"', '\'', '[', '{'])) {
        "the post was left out; a value with a colon in it needs quotes: `title: \"a: b\"`"
    } else {
        "the post was left out; front matter is written as `key: value`, one a line"
    }
}

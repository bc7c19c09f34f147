//! One table of `kanbao.toml`: its values read by kind, every mistake with its place.

use std::ops::Range;

use kanbao_archive::model::Label;
use kanbao_archive::outline::SectionKind;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Source};

use super::invalid;
use super::nearest::nearest;

/// A table of the file, for messages and places.
pub(super) struct Section<'a> {
    pub(super) source: &'a Source,
    /// The table's name; empty for the file itself.
    pub(super) name: &'static str,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Section<'_> {
    /// Calls `take` for every known key, in the order of the file, and reports the others.
    pub(super) fn each(
        mut self,
        table: &DeTable<'_>,
        known: &[&str],
        mut take: impl FnMut(&mut Section<'_>, &str, &Spanned<DeValue<'_>>),
    ) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            match known.contains(&key.get_ref().as_ref()) {
                true => take(&mut self, key.get_ref(), value),
                false => self.unknown(key.get_ref(), key.span(), known),
            }
        }
    }

    fn unknown(&mut self, key: &str, at: Range<usize>, known: &[&str]) {
        let message = match self.name {
            "" => format!("there is no table or key `{key}`"),
            name => format!("there is no key `{key}` in [{name}]"),
        };
        let label = match nearest(key, known) {
            Some(name) => format!("is `{name}` meant?"),
            None => format!("expected one of {}", known.join(", ")),
        };
        let problem = self
            .source
            .diagnostic(Code::UnknownSetting, at, message)
            .label(label);
        self.diagnostics.push(problem.help("the setting was not used"));
    }

    pub(super) fn wrong(&mut self, at: Range<usize>, message: String, label: &str) {
        self.diagnostics
            .push(invalid(self.source, at, message).label(label));
    }

    pub(super) fn mismatch(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let label = format!("expected {expected}, found {}", kind(value.get_ref()));
        self.wrong(
            value.span(),
            format!("`{key}` has the wrong kind of value"),
            &label,
        );
    }

    pub(super) fn table<'v>(
        &mut self,
        key: &str,
        value: &'v Spanned<DeValue<'v>>,
    ) -> Option<&'v DeTable<'v>> {
        if value.get_ref().as_table().is_none() {
            self.mismatch(key, value, "a table");
        }
        value.get_ref().as_table()
    }

    /// A text that `read` accepts.
    pub(super) fn text<T, E: std::fmt::Display>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let Some(text) = value.get_ref().as_str() else {
            self.mismatch(key, value, "a text");
            return None;
        };
        match read(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(
                    value.span(),
                    format!("`{key}` cannot be `{text}`"),
                    &error.to_string(),
                );
                None
            }
        }
    }

    /// A whole number from 1.
    pub(super) fn count(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok())
            .filter(|number| *number > 0);
        if number.is_none() {
            let message = format!("`{key}` cannot have this value");
            self.wrong(value.span(), message, "expected a whole number from 1");
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.mismatch(key, value, "true or false");
        }
        truth
    }

    pub(super) fn texts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.mismatch(key, value, "a list of texts");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.text(key, item, non_empty))
            .collect()
    }

    /// A list of keys, or of tables `{ key = "ai", name = "AI" }`.
    pub(super) fn labels(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Label> {
        let Some(items) = value.get_ref().as_array() else {
            self.mismatch(key, value, "a list");
            return Vec::new();
        };
        let mut labels: Vec<Label> = Vec::new();
        for item in items.iter() {
            let label = match item.get_ref() {
                DeValue::String(text) => Some(plain_label(text)),
                DeValue::Table(table) => self.label(key, item, table),
                _ => {
                    self.mismatch(key, item, "a text or { key = \"…\", name = \"…\" }");
                    None
                }
            };
            match label {
                Some(label) if labels.iter().any(|other| other.key == label.key) => {
                    self.wrong(item.span(), format!("`{}` is given twice", label.key), "");
                }
                Some(label) => labels.push(label),
                None => {}
            }
        }
        labels
    }

    fn label(&mut self, parent: &str, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>) -> Option<Label> {
        let (mut key, mut name) = (None, None);
        let section = Section {
            source: self.source,
            name: "reports",
            diagnostics: self.diagnostics,
        };
        section.each(table, &["key", "name"], |section, field, value| match field {
            "key" => key = section.text(field, value, non_empty),
            _ => name = section.text(field, value, non_empty),
        });
        let Some(key) = key else {
            self.wrong(
                item.span(),
                format!("an entry of `{parent}` has no key"),
                "expected { key = \"ai\", name = \"AI\" }",
            );
            return None;
        };
        let plain = plain_label(&key);
        Some(Label {
            name: name.unwrap_or(plain.name),
            key: plain.key,
        })
    }

    /// Headings and the kind each means.
    pub(super) fn aliases(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, String)> {
        let Some(table) = self.table(key, value) else {
            return Vec::new();
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(heading, _)| heading.span().start);
        let mut aliases = Vec::new();
        for (heading, kind) in entries {
            let known = |name: &str| {
                SectionKind::from_name(name)
                    .map(SectionKind::name)
                    .ok_or_else(kinds)
            };
            if let Some(kind) = self.text(heading.get_ref(), kind, known) {
                aliases.push((heading.get_ref().to_string(), kind.to_owned()));
            }
        }
        aliases
    }
}

fn kinds() -> String {
    use SectionKind::*;
    let all = [
        Brief, Overview, KeyPoints, Details, Opinions, Events, Markets, Analysis, Findings, Cloud, Other,
    ];
    format!("expected one of {}", all.map(SectionKind::name).join(", "))
}

/// A label whose name is its key, or the built-in name of that key.
fn plain_label(word: &str) -> Label {
    let label = Label {
        key: word.trim().to_lowercase(),
        name: word.trim().to_owned(),
    };
    let built_in = [
        crate::posts::topic_name(&label.key),
        crate::posts::source_name(&label.key),
    ];
    match built_in.into_iter().flatten().next() {
        Some(name) if label.name == label.key => Label { name, ..label },
        _ => label,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A text that is not blank.
pub(super) fn non_empty(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        Err("expected some text")
    } else {
        Ok(text.to_owned())
    }
}

//! `kanbao.toml` → settings.

use std::ops::Range;

use kanbao_archive::model::Label;
use kanbao_archive::outline::SectionKind;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::posts::TitlePattern;

use super::nearest::nearest;
use super::{Config, base_url, invalid, language, timezone};

/// Reads the settings; what cannot be used is among the diagnostics.
pub(super) fn read(source: &Source) -> (Config, Vec<Diagnostic>) {
    let root = match DeTable::parse(source.text()) {
        Ok(root) => root,
        Err(error) => return (Config::default(), vec![syntax_error(source, &error)]),
    };
    let mut config = Config::default();
    let mut diagnostics = Vec::new();
    let reader = Section {
        source,
        name: "",
        diagnostics: &mut diagnostics,
    };
    reader.each(
        root.get_ref(),
        &["site", "reports", "build", "pwa"],
        |section, key, value| {
            let Some(table) = section.table(key, value) else {
                return;
            };
            let diagnostics = &mut *section.diagnostics;
            match key {
                "site" => site(
                    Section {
                        source,
                        name: "site",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "reports" => reports(
                    Section {
                        source,
                        name: "reports",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "build" => build(
                    Section {
                        source,
                        name: "build",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                _ => pwa(
                    Section {
                        source,
                        name: "pwa",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
            }
        },
    );
    (config, diagnostics)
}

fn site(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 5] = ["title", "description", "base_url", "language", "timezone"];
    let site = &mut config.site;
    section.each(table, &KEYS, |section, key, value| match key {
        "title" => section
            .text(key, value, non_empty)
            .into_iter()
            .for_each(|title| site.title = title),
        "description" => section
            .text(key, value, any_text)
            .into_iter()
            .for_each(|text| site.description = text),
        "base_url" => section
            .text(key, value, base_url)
            .into_iter()
            .for_each(|url| site.base_url = Some(url)),
        "language" => section
            .text(key, value, language)
            .into_iter()
            .for_each(|tag| site.language = tag),
        _ => section
            .text(key, value, timezone)
            .into_iter()
            .for_each(|zone| site.timezone = Some(zone)),
    });
}

fn reports(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 5] = [
        "topics",
        "sources",
        "section_aliases",
        "title_pattern",
        "boilerplate",
    ];
    let reports = &mut config.reports;
    section.each(table, &KEYS, |section, key, value| match key {
        "topics" => reports.topics = section.labels(key, value),
        "sources" => reports.sources = section.labels(key, value),
        "section_aliases" => reports.section_aliases = section.aliases(key, value),
        "title_pattern" => {
            let pattern = section.text(key, value, |text| {
                TitlePattern::read(text).map_err(|error| error.to_string())
            });
            pattern
                .into_iter()
                .for_each(|pattern| reports.title_pattern = pattern);
        }
        _ => reports.boilerplate = section.texts(key, value),
    });
}

fn build(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 3] = ["image_dirs", "max_files", "prerender"];
    let build = &mut config.build;
    section.each(table, &KEYS, |section, key, value| match key {
        "image_dirs" => {
            let dirs = section.texts(key, value);
            let (inside, outside): (Vec<_>, Vec<_>) = dirs.into_iter().partition(|dir| is_inside(dir));
            for dir in outside {
                section.wrong(
                    value.span(),
                    format!("the image folder `{dir}` lies outside the folder of posts"),
                    "",
                );
            }
            build.image_dirs = inside;
        }
        "max_files" => {
            let number = value
                .get_ref()
                .as_integer()
                .and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
            match number.filter(|number| *number > 0) {
                Some(number) => build.max_files = Some(number),
                None => {
                    let message = format!("`{key}` cannot have this value");
                    section.wrong(value.span(), message, "expected a whole number from 1");
                }
            }
        }
        _ => match value.get_ref().as_bool() {
            Some(truth) => build.prerender = truth,
            None => section.mismatch(key, value, "true or false"),
        },
    });
}

fn pwa(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    let pwa = &mut config.pwa;
    section.each(
        table,
        &["name", "short_name", "theme_color"],
        |section, key, value| match key {
            "name" => pwa.name = section.text(key, value, non_empty),
            "short_name" => pwa.short_name = section.text(key, value, non_empty),
            _ => pwa.theme_color = section.text(key, value, color),
        },
    );
}

/// A table of the file, for messages and places.
struct Section<'a> {
    source: &'a Source,
    name: &'static str,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Section<'_> {
    /// Calls `take` for every known key, in the order of the file, and reports the others.
    fn each(
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

    fn wrong(&mut self, at: Range<usize>, message: String, label: &str) {
        self.diagnostics
            .push(invalid(self.source, at, message).label(label));
    }

    fn mismatch(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let label = format!("expected {expected}, found {}", kind(value.get_ref()));
        self.wrong(
            value.span(),
            format!("`{key}` has the wrong kind of value"),
            &label,
        );
    }

    fn table<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'v>>) -> Option<&'v DeTable<'v>> {
        if value.get_ref().as_table().is_none() {
            self.mismatch(key, value, "a table");
        }
        value.get_ref().as_table()
    }

    /// A text that `read` accepts.
    fn text<T, E: std::fmt::Display>(
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

    fn texts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
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
    fn labels(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Label> {
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
    fn aliases(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, String)> {
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

fn any_text(text: &str) -> Result<String, &'static str> {
    Ok(text.trim().to_owned())
}

fn non_empty(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        Err("expected some text")
    } else {
        Ok(text.to_owned())
    }
}

fn color(text: &str) -> Result<String, &'static str> {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    let is_color = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_color
        .then(|| text.trim().to_ascii_lowercase())
        .ok_or("expected a colour such as #c8321f")
}

/// Whether a folder lies in the folder of posts by its name alone.
fn is_inside(dir: &str) -> bool {
    use std::path::{Component, Path};
    Path::new(dir)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn syntax_error(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    source
        .diagnostic(
            Code::InvalidConfig,
            error.span().unwrap_or(0..0),
            "kanbao.toml is not valid TOML",
        )
        .label(message)
        .help("no setting was used")
}

//! `[terms]`: what a publisher adds to the word lists, in `kanbao.toml` or in files that it names.
//!
//! Every key is a list of texts. One that ends in `.txt` is a file with an entry a line, any other is an entry as it would
//! stand in such a file.

use std::fs;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::posts::decode::decode;
use crate::terms::OwnLists;

use super::kanbao_toml::is_inside;
use super::section::{Section, non_empty};

/// The tags that a word can have, as jieba writes them, and the one that it has where none is said.
const TAGS: [&str; 12] = ["n", "nz", "nr", "ns", "nt", "vn", "a", "b", "s", "j", "l", "i"];
const TAG: &str = "n";

/// Why an entry is none.
type Wrong = &'static str;

/// Reads the table; files are looked for in the folder `root`.
pub(super) fn terms(section: Section<'_>, table: &DeTable<'_>, root: &Path) -> OwnLists {
    let mut lists = OwnLists::default();
    let keys = ["stop_words", "aliases", "words"];
    section.each(table, &keys, |section, key, value| match key {
        "stop_words" => lists.stop_words = entries(section, (key, value), root, |entry| Ok(entry.to_owned())),
        "aliases" => lists.aliases = entries(section, (key, value), root, alias),
        _ => lists.words = entries(section, (key, value), root, word),
    });
    lists
}

/// The entries of a list and of the files that it names.
fn entries<T>(
    section: &mut Section<'_>,
    (key, value): (&str, &Spanned<DeValue<'_>>),
    root: &Path,
    read: impl Fn(&str) -> Result<T, Wrong>,
) -> Vec<T> {
    let Some(items) = value.get_ref().as_array() else {
        section.mismatch(key, value, "a list of texts");
        return Vec::new();
    };
    let mut entries = Vec::new();
    for item in items.iter() {
        let Some(text) = section.text(key, item, non_empty) else {
            continue;
        };
        if !text.ends_with(".txt") {
            entries.extend(section.text(key, item, |text| read(text.trim())));
        } else if !is_inside(&text) {
            let message = format!("the file `{text}` lies outside the folder of posts");
            section.wrong(item.span(), message, "");
        } else {
            match fs::read(root.join(&text)) {
                Ok(bytes) => of_file(&text, bytes, section.diagnostics, &read, &mut entries),
                Err(error) => {
                    let message = format!("the list `{text}` cannot be read");
                    section.wrong(item.span(), message, &error.to_string());
                }
            }
        }
    }
    entries
}

/// The entries of a file, one a line; empty lines and those that begin with `#` are skipped.
fn of_file<T>(
    name: &str,
    bytes: Vec<u8>,
    diagnostics: &mut Vec<Diagnostic>,
    read: &impl Fn(&str) -> Result<T, Wrong>,
    entries: &mut Vec<T>,
) {
    let source = match decode(name, bytes) {
        Ok(source) => source,
        Err(problem) => {
            return diagnostics.push((*problem).help("the list was not used; save the file as UTF-8"));
        }
    };
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        let entry = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if entry.is_empty() || entry.starts_with('#') {
            continue;
        }
        match read(entry) {
            Ok(entry) => entries.push(entry),
            Err(wrong) => {
                let message = format!("`{entry}` is no entry of this list");
                let problem = source.diagnostic(Code::InvalidSetting, start..start + entry.len(), message);
                diagnostics.push(problem.label(wrong).help("the line was not used"));
            }
        }
    }
}

/// `spelling = term`.
fn alias(entry: &str) -> Result<(String, String), Wrong> {
    let (spelling, term) = entry.split_once('=').unwrap_or_default();
    match (spelling.trim(), term.trim()) {
        ("", _) | (_, "") => Err("expected `spelling = term`"),
        (spelling, term) => Ok((spelling.to_owned(), term.to_owned())),
    }
}

/// `word` or `word tag`.
fn word(entry: &str) -> Result<(String, String), Wrong> {
    match entry.split_once(char::is_whitespace) {
        None => Ok((entry.to_owned(), TAG.to_owned())),
        Some((word, tag)) if TAGS.contains(&tag.trim()) => Ok((word.to_owned(), tag.trim().to_owned())),
        Some(_) => Err(
            "expected a word, or `word tag` with a tag of jieba's: n, nz, nr, ns, nt, vn, a, b, s, j, l or i",
        ),
    }
}

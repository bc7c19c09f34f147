//! The table of what each character folds to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::is_dropped;
use crate::json::{object, through};
use crate::order::sort_by;

/// What each character folds to, for the characters of one archive.
///
/// The builder makes it (NFKC, lower case, traditional → simplified), so the browser ships no Unicode tables.
/// ASCII, full-width ASCII and dropped characters follow rules in code and stand in no table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct FoldTable {
    stored: Stored,
    /// For each block of 256 characters, one more than its index in `pages`; 0 where none of them folds.
    index: Vec<u16>,
    /// Per character: 0 for itself, a character, or [`FIRST_STRING`] plus an index into `stored.strings`.
    pages: Vec<[u32; 256]>,
    /// The stored compositions, sorted by base and mark.
    compositions: Vec<(char, char, char)>,
}

/// The table as it is sent. Everything is sorted, so that the same archive gives the same bytes.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct Stored {
    /// Pairs of characters, from and to, one after the other.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pairs: String,
    /// Runs of neighbours that fold to neighbours (Α–Ω to α–ω): first from, first to, how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<(char, char, u32)>,
    /// Characters that fold to none or several (`㎏` to `kg`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    strings: Vec<(char, String)>,
    /// Triples: a folded character, a combining mark, and the character that the two make.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    compositions: String,
}

/// A value in a page from here on is an index into the strings: the first number that is no character.
const FIRST_STRING: u32 = 0x11_0000;

/// Neighbours that fold to neighbours are stored as a range from this many on.
const SHORTEST_RANGE: usize = 4;

/// What one character folds to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fold<'t> {
    /// One character, often itself.
    Char(char),
    /// None or several.
    Str(&'t str),
}

impl FoldTable {
    /// The table of `chars` under `fold_char`, which is applied again until nothing changes: what is folded
    /// once stays as it is.
    pub fn build(chars: impl IntoIterator<Item = char>, fold_char: impl Fn(char) -> String) -> Self {
        let mut folds = BTreeMap::new();
        for c in chars {
            if by_rule(c).is_none() && !folds.contains_key(&c) {
                let folded = fixed_point(c, &fold_char);
                if !folded.chars().eq([c]) {
                    folds.insert(c, folded);
                }
            }
        }
        Self::from(Stored::new(folds))
    }

    /// The same table, with pairs of a folded character and a combining mark that make another folded
    /// character (`e` + U+0301 → `é`), so that both spellings are equal.
    #[must_use]
    pub fn with_compositions(mut self, compositions: impl IntoIterator<Item = (char, char, char)>) -> Self {
        let mut triples: Vec<_> = compositions.into_iter().collect();
        triples.sort_unstable();
        triples.dedup_by_key(|t| (t.0, t.1));
        self.stored.compositions = triples
            .iter()
            .flat_map(|(base, mark, made)| [*base, *mark, *made])
            .collect();
        self.compositions = triples;
        self
    }

    /// What a character folds to.
    pub(super) fn get(&self, c: char) -> Fold<'_> {
        if let Some(fold) = by_rule(c) {
            return fold;
        }
        let code = c as u32;
        let page = self
            .index
            .get(code as usize >> 8)
            .map_or(0, |page| usize::from(*page));
        let value = if page == 0 {
            0
        } else {
            self.pages[page - 1][code as usize & 255]
        };
        match value.checked_sub(FIRST_STRING) {
            Some(at) => Fold::Str(self.stored.strings.get(at as usize).map_or("", |(_, to)| to)),
            None if value == 0 => Fold::Char(c),
            None => Fold::Char(char::from_u32(value).unwrap_or(c)),
        }
    }

    /// The character that a folded one and a combining mark make.
    pub(super) fn compose(&self, base: char, mark: char) -> Option<char> {
        // Nearly all text is Han, which is no mark and needs no search.
        if mark < '\u{300}' || matches!(mark, '\u{3400}'..='\u{9FFF}') {
            return None;
        }
        let found = self
            .compositions
            .binary_search_by_key(&(base, mark), |(base, mark, _)| (*base, *mark));
        found.ok().map(|at| self.compositions[at].2)
    }

    fn set(&mut self, c: char, value: u32) {
        let block = c as usize >> 8;
        if self.index.len() <= block {
            self.index.resize(block + 1, 0);
        }
        if self.index[block] == 0 {
            self.pages.push([0; 256]);
            self.index[block] = self.pages.len() as u16;
        }
        self.pages[usize::from(self.index[block]) - 1][c as usize & 255] = value;
    }
}

/// What needs no table: ASCII, full-width ASCII, the ideographic space, and what is dropped.
fn by_rule(c: char) -> Option<Fold<'static>> {
    match c {
        '\0'..='\x7F' => Some(Fold::Char(c.to_ascii_lowercase())),
        '\u{3400}'..='\u{9FFF}' => None,
        '\u{3000}' => Some(Fold::Char(' ')),
        // Full-width forms stand in the order of ASCII, this far away.
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).map(|c| Fold::Char(c.to_ascii_lowercase())),
        _ if is_dropped(c) => Some(Fold::Str("")),
        _ => None,
    }
}

/// `fold_char` of a character, and of what comes out, until it stays.
fn fixed_point(c: char, fold_char: &impl Fn(char) -> String) -> String {
    // Three rounds settle every character of Unicode; the bound is for functions that circle.
    let mut text = String::from(c);
    for _ in 0..4 {
        let mut next = String::new();
        for c in text.chars() {
            match by_rule(c) {
                Some(Fold::Char(c)) => next.push(c),
                Some(Fold::Str(s)) => next.push_str(s),
                None => next.push_str(&fold_char(c)),
            }
        }
        if next == text {
            break;
        }
        text = next;
    }
    text
}

impl Stored {
    fn new(folds: BTreeMap<char, String>) -> Self {
        let mut stored = Self::default();
        let mut single = Vec::new();
        for (from, to) in folds {
            let mut chars = to.chars();
            match (chars.next(), chars.next()) {
                (Some(to), None) => single.push((from, to)),
                _ => stored.strings.push((from, to)),
            }
        }
        let follows =
            |a: &(char, char), b: &(char, char)| b.0 as u32 == a.0 as u32 + 1 && b.1 as u32 == a.1 as u32 + 1;
        for run in single.chunk_by(follows) {
            if run.len() >= SHORTEST_RANGE {
                stored.ranges.push((run[0].0, run[0].1, run.len() as u32));
            } else {
                stored
                    .pairs
                    .extend(run.iter().flat_map(|(from, to)| [*from, *to]));
            }
        }
        stored
    }
}

impl From<Stored> for FoldTable {
    fn from(stored: Stored) -> Self {
        let mut table = Self::default();
        let mut chars = stored.pairs.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            table.set(from, to as u32);
        }
        for (from, to, count) in &stored.ranges {
            for step in 0..*count {
                let (Some(from), Some(to)) = (
                    char::from_u32(*from as u32 + step),
                    char::from_u32(*to as u32 + step),
                ) else {
                    break;
                };
                table.set(from, to as u32);
            }
        }
        for (at, (from, _)) in stored.strings.iter().enumerate() {
            table.set(*from, FIRST_STRING + at as u32);
        }
        let mut chars = stored.compositions.chars();
        while let (Some(base), Some(mark), Some(made)) = (chars.next(), chars.next(), chars.next()) {
            table.compositions.push((base, mark, made));
        }
        sort_by(&mut table.compositions, Ord::cmp);
        table.stored = stored;
        table
    }
}

impl From<FoldTable> for Stored {
    fn from(table: FoldTable) -> Self {
        table.stored
    }
}

object!(Stored { ; pairs, ranges, strings, compositions });
through!(FoldTable from Stored);

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> FoldTable {
        let fold = |c: char| match c {
            '開' => "开".into(),
            'Ⅲ' => "III".into(),
            '\u{A8}' => " \u{308}".into(),
            c => c.to_lowercase().collect(),
        };
        FoldTable::build("開Ⅲ開\u{A8}AＡ\u{200b}人ΑΒΓΔΕ".chars(), fold)
    }

    #[test]
    fn only_what_the_rules_do_not_cover_is_stored() {
        let json = serde_json::to_string(&table()).unwrap();
        assert_eq!(
            json,
            r#"{"pairs":"開开","ranges":[["Α","α",5]],"strings":[["¨"," ̈"],["Ⅲ","iii"]]}"#
        );
        assert_eq!(serde_json::from_str::<FoldTable>(&json).unwrap(), table());
        assert_eq!(serde_json::to_string(&FoldTable::default()).unwrap(), "{}");
    }

    #[test]
    fn tables_and_rules_answer_alike() {
        let table = table();
        assert_eq!(table.get('開'), Fold::Char('开'));
        assert_eq!(table.get('Ⅲ'), Fold::Str("iii"));
        assert_eq!(table.get('Ε'), Fold::Char('ε'));
        assert_eq!(table.get('Ｚ'), Fold::Char('z'));
        assert_eq!(table.get('\u{3000}'), Fold::Char(' '));
        assert_eq!(table.get('\u{feff}'), Fold::Str(""));
        assert_eq!(table.get('人'), Fold::Char('人'));
        assert_eq!(table.get('\u{10FFFF}'), Fold::Char('\u{10FFFF}'));
    }

    #[test]
    fn a_damaged_table_is_read_as_far_as_it_goes() {
        let json = r#"{"pairs":"開开x","ranges":[["\udbff\udff0","a",4294967295]],"compositions":"é"}"#;
        let table: FoldTable = serde_json::from_str(json).unwrap();
        assert_eq!(table.get('開'), Fold::Char('开'));
        assert_eq!(table.compose('e', '\u{301}'), None);
    }
}

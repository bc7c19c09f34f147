//! The fold table of an archive: NFKC, lower case, traditional → simplified.
//!
//! It is made here, where Unicode and dictionary crates cost nothing, and sent to the browser for the characters
//! that matter: those of the archive, and those that a reader may type to find them (開 where only 开 is written).

use std::ops::RangeInclusive;

use crate::cache::Key;
use kanbao_archive::text::FoldTable;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// Blocks whose characters fold to others. Left out: Hangul syllables, private use and the ideographs past the
/// compatibility blocks, which fold to themselves.
const TYPED: [RangeInclusive<u32>; 6] = [
    0x80..=0x33FF,
    0x3400..=0xABFF,
    0xF900..=0xFFEF,
    0x1_0400..=0x1_18FF,
    0x1_D400..=0x1_F2FF,
    0x2_F800..=0x2_FA1F,
];

/// The table for an archive of these texts.
pub fn table<'t>(texts: impl Iterator<Item = &'t str>) -> FoldTable {
    let mut written = Written::default();
    texts.for_each(|text| written.add(text));
    written.table()
}

/// What stands for how texts fold with a table. What a character folds to is its own; only what it makes together with a
/// mark depends on what else the archive has.
pub(crate) fn key(table: &FoldTable) -> Key {
    let json = serde_json::to_value(table).unwrap_or_default();
    Key::of(&[json["compositions"].as_str().unwrap_or_default().as_bytes()])
}

fn table_of(written: &Written) -> FoldTable {
    let mut known = CharSet::default();
    let mut chars = Vec::new();
    for c in written.chars.iter() {
        chars.push(c);
        fold_fully(c).chars().for_each(|folded| known.insert(folded));
    }
    // ASCII is known: words of it are typed in every full-width or lookalike form, whatever the archive holds.
    (0..0x80).filter_map(char::from_u32).for_each(|c| known.insert(c));
    let typed = TYPED.into_iter().flatten().filter_map(char::from_u32);
    chars.extend(typed.filter(|c| is_typed_for(*c, &known)));
    FoldTable::build(chars, fold_char).with_compositions(compositions(&known))
}

/// Whether a character folds to one other that the archive has.
fn is_typed_for(c: char, known: &CharSet) -> bool {
    let folded = fold_char(c);
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(to), None) => to != c && fold_fully(to).chars().all(|to| known.contains(to)),
        _ => false,
    }
}

/// One round of folding a character.
fn fold_char(c: char) -> String {
    let lower: String = c.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    if lower.is_ascii() {
        lower
    } else {
        fast2s::convert(&lower)
    }
}

/// Folds a character until it stays.
fn fold_fully(c: char) -> String {
    let mut text = String::from(c);
    for _ in 0..4 {
        let next = text.chars().map(fold_char).collect();
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Every pair of a known character and a combining mark that makes another known one.
fn compositions(known: &CharSet) -> Vec<(char, char, char)> {
    let mut found = Vec::new();
    for made in known.iter() {
        // Hangul has a composition for every syllable, and nobody types it in parts.
        if matches!(made, '가'..='힣') {
            continue;
        }
        let mut whole = made;
        while let Some((base, mark)) = last_step(whole) {
            if compose(base, mark) == Some(whole) {
                found.push((base, mark, whole));
            }
            whole = base;
        }
    }
    found
}

/// The composition that comes last in making a character: what stands before it and the mark it adds.
fn last_step(c: char) -> Option<(char, char)> {
    let mut parts = Vec::new();
    decompose_canonical(c, |part| parts.push(part));
    let mark = parts.pop().filter(|mark| canonical_combining_class(*mark) > 0)?;
    let base = parts
        .into_iter()
        .reduce(|base, mark| compose(base, mark).unwrap_or(mark))?;
    Some((base, mark))
}

/// The characters of an archive.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Written {
    chars: CharSet,
}

impl Written {
    /// Adds the characters of a text.
    pub fn add(&mut self, text: &str) {
        let mut has_marks = false;
        for c in text.chars() {
            has_marks |= self.insert(c);
        }
        // A base and a mark make a character that stands nowhere by itself.
        if has_marks {
            text.nfkc().for_each(|c| self.chars.insert(c));
        }
    }

    /// Adds the characters of other texts.
    pub fn merge(&mut self, other: &Self) {
        self.chars.merge(&other.chars);
    }

    /// The characters as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.chars.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// Characters from their bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let words = bytes.as_chunks::<8>().0.iter();
        Self {
            chars: CharSet(words.map(|word| u64::from_le_bytes(*word)).collect()),
        }
    }

    /// The table for an archive of these characters.
    pub fn table(&self) -> FoldTable {
        table_of(self)
    }

    /// Adds a character; whether it is a combining mark, or a half-width voicing mark, which folds to one.
    fn insert(&mut self, c: char) -> bool {
        self.chars.insert(c);
        if matches!(c, 'ﾞ' | 'ﾟ') {
            return true;
        }
        c >= '\u{300}' && !matches!(c, '\u{3400}'..='\u{9FFF}') && canonical_combining_class(c) > 0
    }
}

/// A set of characters, one bit each.
#[derive(Clone, PartialEq, Default, Debug)]
struct CharSet(Vec<u64>);

impl CharSet {
    fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0
            .iter_mut()
            .zip(&other.0)
            .for_each(|(word, more)| *word |= more);
    }

    fn insert(&mut self, c: char) {
        let word = c as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (c as usize % 64);
    }

    fn contains(&self, c: char) -> bool {
        self.0
            .get(c as usize / 64)
            .is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = char> {
        let all = 0..self.0.len() as u32 * 64;
        all.filter_map(char::from_u32).filter(|c| self.contains(*c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a table made for `text` makes of a query.
    fn folded(text: &str, query: &str) -> String {
        table([text].into_iter()).fold_str(query)
    }

    #[test]
    fn spellings_of_the_archive_and_of_the_reader_meet() {
        for (text, query) in [
            ("开源", "開源"),
            ("開源", "开源"),
            ("⼈⼯智能", "人工智能"),
            ("人工智能", "⼈⼯智能"),
            ("繁體中文", "繁体中文"),
            ("ＧＰＴ－５", "gpt-5"),
            ("gpt-5", "ＧＰＴ－５"),
            ("𝐎𝗅𝕞𝖔", "Olmo"),
            ("ﾃｽﾄ ㎏ Ⅳ ﬁ", "テスト kg iv fi"),
            ("ｶﾞ", "ガ"),
            ("cafe\u{301} e\u{301}", "CAFÉ É"),
            ("CAFÉ", "cafe\u{301}"),
            ("Việt", "VIỆT"),
            ("ệ", "e\u{323}\u{302}"),
            ("Приве\u{301}т", "приве\u{301}т"),
            ("Straße ΣΑΣ", "straße σασ"),
            ("한국", "한국"),
            ("豈", "岂"),
            ("a\u{A0}b\u{2009}c", "a b c"),
            ("人\u{200b}工\u{ad}智\u{fe0f}能", "人工智能"),
        ] {
            assert_eq!(folded(text, text), folded(text, query), "{text} {query}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing_for_any_character() {
        let all: String = TYPED.into_iter().flatten().filter_map(char::from_u32).collect();
        let table = table([all.as_str()].into_iter());
        for c in all.chars() {
            let once = table.fold_str(c.encode_utf8(&mut [0; 4]));
            assert_eq!(table.fold_str(&once), once, "{c:?}");
        }
    }

    #[test]
    fn the_table_holds_what_the_archive_needs() {
        let json = |text: &str| serde_json::to_string(&table([text].into_iter())).unwrap();
        assert!(json("开").contains("開开"));
        assert!(!json("关").contains("開"));
        assert_eq!(json("开源é"), json("源é开开"));
    }
}

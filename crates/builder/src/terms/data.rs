//! The word lists in `crates/builder/data/`, and jieba with its dictionary.
//!
//! Every list is UTF-8 text with one entry a line; empty lines and lines that start with `#` are skipped.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use jieba_rs::Jieba;

/// Words that are no terms by themselves, but may be part of one; Latin ones in lower case.
pub(super) fn stop_words() -> &'static HashSet<&'static str> {
    static SET: OnceLock<HashSet<&str>> = OnceLock::new();
    SET.get_or_init(|| lines(include_str!("../../data/stop_words.txt")).collect())
}

/// Words of a report's form and fillers: never a term, nor part of one; Latin ones in lower case.
pub(super) fn noise() -> &'static HashSet<&'static str> {
    static SET: OnceLock<HashSet<&str>> = OnceLock::new();
    SET.get_or_init(|| lines(include_str!("../../data/noise.txt")).collect())
}

/// Spellings → the term they stand for (`variant = term`).
pub(super) fn aliases() -> &'static HashMap<&'static str, &'static str> {
    static MAP: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    MAP.get_or_init(|| {
        let pair = |line: &'static str| {
            line.split_once('=')
                .map(|(variant, term)| (variant.trim(), term.trim()))
        };
        lines(include_str!("../../data/aliases.txt"))
            .filter_map(pair)
            .collect()
    })
}

/// Words that the segmenter's dictionary lacks or tags otherwise → jieba's tag (`word tag`).
pub(super) fn own_words() -> &'static HashMap<&'static str, &'static str> {
    static MAP: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    MAP.get_or_init(|| {
        lines(include_str!("../../data/words.txt"))
            .filter_map(|line| line.split_once(' '))
            .collect()
    })
}

/// The segmenter, with [`own_words`]. Loading takes about a tenth of a second, once.
pub(super) fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::new();
        for (word, tag) in own_words() {
            jieba.add_word(word, None, Some(tag));
        }
        jieba
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_words_and_no_comments() {
        for list in [stop_words(), noise()] {
            assert!(list.len() > 10);
            assert!(
                list.iter()
                    .all(|word| !word.starts_with('#') && !word.contains(char::is_whitespace))
            );
        }
        assert!(
            aliases()
                .iter()
                .all(|(variant, term)| !variant.is_empty() && !term.is_empty() && variant != term)
        );
    }

    #[test]
    fn words_of_the_list_are_not_cut() {
        let words: Vec<&str> = jieba()
            .cut("多模态大语言模型", true)
            .iter()
            .map(|token| token.word)
            .collect();
        assert_eq!(words, ["多模态", "大语言模型"]);
    }
}

//! The word lists in `crates/builder/data/` with what a publisher adds, and jieba with its dictionary.
//!
//! Every list is UTF-8 text with one entry a line; empty lines and lines that start with `#` are skipped.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jieba_rs::Jieba;

/// What a publisher adds to the lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnLists {
    /// Words that are no terms by themselves.
    pub stop_words: Vec<String>,
    /// Other spellings → the term they stand for.
    pub aliases: Vec<(String, String)>,
    /// Words that stay whole, each with jieba's tag for it.
    pub words: Vec<(String, String)>,
}

/// The lists that decide what terms there are.
pub(crate) struct Lists {
    /// Words that are no terms by themselves, but may be part of one; Latin ones in lower case.
    stop_words: HashSet<Box<str>>,
    /// Words of a report's form and fillers: never a term, nor part of one; Latin ones in lower case.
    noise: HashSet<Box<str>>,
    /// Spellings → the term they stand for.
    aliases: HashMap<Box<str>, Box<str>>,
    /// Words that the segmenter's dictionary lacks or tags otherwise → jieba's tag.
    words: HashMap<Box<str>, Box<str>>,
    /// The segmenter that knows these words.
    jieba: Cow<'static, Jieba>,
}

impl Lists {
    /// The lists that come with Kanbao.
    pub(crate) fn built_in() -> Arc<Self> {
        static LISTS: OnceLock<Arc<Lists>> = OnceLock::new();
        let lists = LISTS.get_or_init(|| {
            Arc::new(Self {
                stop_words: lines(include_str!("../../data/stop_words.txt"))
                    .map(Box::from)
                    .collect(),
                noise: lines(include_str!("../../data/noise.txt"))
                    .map(Box::from)
                    .collect(),
                aliases: lines(include_str!("../../data/aliases.txt"))
                    .filter_map(|line| line.split_once('='))
                    .map(|(variant, term)| (variant.trim().into(), term.trim().into()))
                    .collect(),
                words: built_in_words()
                    .map(|(word, tag)| (word.into(), tag.into()))
                    .collect(),
                jieba: Cow::Borrowed(jieba()),
            })
        });
        Arc::clone(lists)
    }

    /// The same with what a publisher adds, which comes before what is built in.
    pub(crate) fn with(own: &OwnLists) -> Arc<Self> {
        let built_in = Self::built_in();
        if *own == OwnLists::default() {
            return built_in;
        }
        let mut lists = Self {
            stop_words: built_in.stop_words.clone(),
            noise: built_in.noise.clone(),
            aliases: built_in.aliases.clone(),
            words: built_in.words.clone(),
            jieba: built_in.jieba.clone(),
        };
        let lower = |word: &String| Box::from(word.to_lowercase());
        lists.stop_words.extend(own.stop_words.iter().map(lower));
        for (variant, term) in &own.aliases {
            lists
                .aliases
                .insert(variant.as_str().into(), term.as_str().into());
        }
        for (word, tag) in &own.words {
            // What a publisher names is a term, whatever is thought of it otherwise.
            let lower = word.to_lowercase();
            lists.stop_words.remove(lower.as_str());
            lists.noise.remove(lower.as_str());
            lists.words.insert(word.as_str().into(), tag.as_str().into());
            lists.jieba.to_mut().add_word(word, None, Some(tag));
        }
        lists.stop_words.extend(own.stop_words.iter().map(lower));
        Arc::new(lists)
    }

    /// Whether a word is no term by itself.
    pub(super) fn is_stop(&self, word: &str) -> bool {
        self.stop_words.contains(word.to_lowercase().as_str())
    }

    /// Whether a word is never part of a term.
    pub(super) fn is_noise(&self, word: &str) -> bool {
        self.noise.contains(word.to_lowercase().as_str())
    }

    /// The term that a spelling stands for.
    pub(super) fn alias(&self, spelling: &str) -> Option<&str> {
        self.aliases.get(spelling).map(Box::as_ref)
    }

    /// The tag of a word of the lists.
    pub(super) fn tag(&self, word: &str) -> Option<&str> {
        self.words.get(word).map(Box::as_ref)
    }

    /// The segmenter.
    pub(super) fn jieba(&self) -> &Jieba {
        &self.jieba
    }
}

/// The segmenter with the words that come with Kanbao. Loading takes about a tenth of a second, once.
pub(super) fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::new();
        for (word, tag) in built_in_words() {
            jieba.add_word(word, None, Some(tag));
        }
        jieba
    })
}

fn built_in_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(include_str!("../../data/words.txt")).filter_map(|line| line.split_once(' '))
}

/// The entries of a list.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_words_and_no_comments() {
        let lists = Lists::built_in();
        for list in [&lists.stop_words, &lists.noise] {
            assert!(list.len() > 10);
            assert!(
                list.iter()
                    .all(|word| !word.starts_with('#') && !word.contains(char::is_whitespace))
            );
        }
        assert!(
            lists
                .aliases
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

    #[test]
    fn what_a_publisher_adds_comes_first() {
        let lists = Lists::with(&OwnLists {
            stop_words: vec!["Voltara".into()],
            aliases: vec![("大模型".into(), "大语言模型".into())],
            words: vec![("挑战".into(), "n".into()), ("具身大脑".into(), "nz".into())],
        });
        assert!(lists.is_stop("voltara") && !Lists::built_in().is_stop("voltara"));
        assert!(!lists.is_noise("挑战") && !lists.is_stop("挑战") && Lists::built_in().is_noise("挑战"));
        assert_eq!(lists.alias("大模型"), Some("大语言模型"));
        assert_eq!(lists.alias("LLMs"), Some("LLM"));
        let cut = |lists: &Lists| lists.jieba().cut("具身大脑", true).len();
        assert_eq!((cut(&lists), cut(&Lists::built_in())), (1, 2));
    }
}

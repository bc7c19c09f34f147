//! The words of an archive, numbered, each with its class and its frequency in general text.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Token;
use super::bytes::{Reader, Writer};
use super::data::{aliases, jieba, noise, own_words, stop_words};
use super::names::Shape;
use super::segment::{Piece, Script};

/// The number of a word.
pub(super) type WordId = u32;

/// The sum of all frequencies in jieba's dictionary.
const JIEBA_TOTAL: f64 = 60_101_964.0;

/// How often a name, an acronym and a lower-case Latin word are expected in Chinese text: rarely.
const NAME_FREQUENCY: f64 = 1e-6;
const ACRONYM_FREQUENCY: f64 = 1e-5;
const LATIN_FREQUENCY: f64 = 2e-5;

/// What part a word can play.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// A Latin name or a quoted concept: complete as it is.
    Name,
    /// Capitals that may qualify a noun (AI).
    Acronym,
    /// A Latin word in lower case.
    Latin,
    /// A Chinese noun.
    Noun,
    /// A Chinese verb that is a noun as well (训练).
    VerbalNoun,
    /// A Chinese adjective or place (海上): no term, but may start one.
    Modifier,
    /// A phrase of this archive.
    Phrase,
    /// Particles, verbs, numbers, noise …: neither a term nor part of one.
    Other,
}

/// A word of the archive.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Word {
    /// As it is shown.
    pub(super) text: Arc<str>,
    /// What part it can play.
    pub(super) class: Class,
    /// Whether it is too common to be a term by itself.
    pub(super) is_stop: bool,
    /// Whether the segmenter made it up for lack of a better reading; often it is right.
    pub(super) is_guess: bool,
    /// Its share of general text.
    pub(super) frequency: f64,
}

impl Word {
    /// Whether the word can be a term where it occurs so often in a report.
    pub(super) fn is_term_at(&self, count: u32) -> bool {
        let long_enough = match self.class {
            Class::Name | Class::Acronym | Class::Phrase => true,
            Class::Noun | Class::VerbalNoun => self.text.chars().nth(1).is_some(),
            // A stray English word is none of a Chinese report's terms.
            Class::Latin => self.text.len() > 2 && count > 1,
            Class::Modifier | Class::Other => false,
        };
        long_enough && !self.is_stop && (!self.is_guess || count > 1)
    }
}

/// All words so far.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
    ids: FxHashMap<Arc<str>, WordId>,
    /// The phrases that two words form.
    phrases: FxHashMap<(WordId, WordId), WordId>,
    /// Occurrences of each word so far, for choosing among spellings.
    counts: Vec<u32>,
    /// Latin words that differ in capitals, spaces and hyphens only, by what they share.
    spellings: FxHashMap<String, Vec<WordId>>,
    /// Names by their versioned endings (Opus 4.5).
    endings: FxHashMap<String, Vec<WordId>>,
}

/// Every class, by its number in a state.
const CLASSES: [Class; 8] = [
    Class::Name,
    Class::Acronym,
    Class::Latin,
    Class::Noun,
    Class::VerbalNoun,
    Class::Modifier,
    Class::Phrase,
    Class::Other,
];

impl Vocabulary {
    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.words.len() as u32);
        for (word, count) in self.words.iter().zip(&self.counts) {
            let class = CLASSES.iter().position(|class| *class == word.class).unwrap_or(0) as u32;
            writer.number(class | u32::from(word.is_stop) << 8 | u32::from(word.is_guess) << 9);
            writer.long(word.frequency.to_bits());
            writer.number(*count);
            writer.text(&word.text);
        }
        writer.number(self.phrases.len() as u32);
        for ((first, second), id) in &self.phrases {
            [first, second, id]
                .iter()
                .for_each(|number| writer.number(**number));
        }
    }

    /// What was written. Spellings and endings follow from the words.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut vocabulary = Self::default();
        for _ in 0..reader.count(20)? {
            let flags = reader.number()?;
            let frequency = f64::from_bits(reader.long()?);
            let count = reader.number()?;
            let id = vocabulary.add(Word {
                class: *CLASSES.get(flags as usize & 0xff)?,
                is_stop: flags >> 8 & 1 == 1,
                is_guess: flags >> 9 & 1 == 1,
                frequency,
                text: reader.text()?.into(),
            });
            vocabulary.counts[id as usize] = count;
        }
        let words = vocabulary.len();
        vocabulary.phrases = reader.map(8, |reader| Some((reader.below(words)?, reader.below(words)?)))?;
        let ids = vocabulary.phrases.values();
        ids.into_iter()
            .all(|id| (*id as usize) < words)
            .then_some(vocabulary)
    }

    pub(super) fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// The number of a piece's word.
    pub(super) fn intern(&mut self, piece: Piece<'_>) -> WordId {
        let text = aliases().get(piece.text.as_ref()).copied().unwrap_or(&piece.text);
        let id = match self.ids.get(text) {
            Some(id) => *id,
            None => self.add(describe(text, piece.script)),
        };
        self.counts[id as usize] += 1;
        id
    }

    /// The number of the phrase that two words form.
    pub(super) fn intern_phrase(&mut self, first: WordId, second: WordId) -> WordId {
        if let Some(id) = self.phrases.get(&(first, second)) {
            return *id;
        }
        let phrase = phrase(self.word(first), self.word(second));
        let id = match self.ids.get(&phrase.text) {
            Some(id) => *id,
            None => self.add(phrase),
        };
        self.phrases.insert((first, second), id);
        id
    }

    /// Makes one word of the spellings of a name (NVIDIA, Nvidia), taking the most frequent one, and of a name
    /// and its short form: an ending with a version (Opus 4.5) where only one longer name has it.
    pub(super) fn unify(&self, reports: &mut [Vec<Token>]) {
        let mut unified: FxHashMap<WordId, WordId> = FxHashMap::default();
        for token in reports.iter_mut().flatten() {
            token.word = *unified.entry(token.word).or_insert_with(|| {
                let id = self.best_spelling(token.word);
                self.full_name(id).unwrap_or(id)
            });
        }
    }

    fn add(&mut self, word: Word) -> WordId {
        let id = self.words.len() as WordId;
        if is_latin(&word) {
            self.spellings
                .entry(spelling_key(&word.text))
                .or_default()
                .push(id);
            for ending in versioned_endings(&word.text) {
                self.endings.entry(ending.to_owned()).or_default().push(id);
            }
        }
        self.ids.insert(word.text.clone(), id);
        self.words.push(word);
        self.counts.push(0);
        id
    }

    /// The most frequent spelling of a word; of equally frequent ones the first in the order of their text.
    fn best_spelling(&self, id: WordId) -> WordId {
        let word = self.word(id);
        if !is_latin(word) {
            return id;
        }
        let rank = |id: WordId| (self.counts[id as usize], Reverse(&self.word(id).text));
        let spellings = self
            .spellings
            .get(&spelling_key(&word.text))
            .into_iter()
            .flatten()
            .copied();
        spellings.max_by_key(|&id| rank(id)).unwrap_or(id)
    }

    /// The only longer name that ends like this one.
    fn full_name(&self, id: WordId) -> Option<WordId> {
        let mut names = self
            .endings
            .get(&*self.word(id).text)?
            .iter()
            .map(|&name| self.best_spelling(name));
        let first = names.next()?;
        names.all(|name| name == first).then_some(first)
    }
}

/// The phrase that two words form.
fn phrase(first: &Word, second: &Word) -> Word {
    let ends_latin = |word: &Word| word.text.ends_with(|c: char| c.is_ascii_alphanumeric());
    let space = if ends_latin(first) && ends_latin(second) {
        " "
    } else {
        ""
    };
    let text = format!("{}{space}{}", first.text, second.text);
    Word {
        class: Class::Phrase,
        is_stop: is_listed(&text),
        is_guess: false,
        frequency: (first.frequency * second.frequency).max(1.0 / JIEBA_TOTAL),
        text: text.into(),
    }
}

fn is_latin(word: &Word) -> bool {
    matches!(word.class, Class::Name | Class::Acronym | Class::Latin)
}

/// What the spellings of a name share.
fn spelling_key(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The endings of a name that start with a letter and have a version.
fn versioned_endings(text: &str) -> impl Iterator<Item = &str> {
    let versioned = |ending: &&str| {
        ending.starts_with(char::is_alphabetic) && ending.contains(|c: char| c.is_ascii_digit())
    };
    text.match_indices(' ')
        .map(|(space, _)| &text[space + 1..])
        .filter(versioned)
}

/// Looks up what a new word is.
fn describe(text: &str, script: Script) -> Word {
    let (class, frequency) = match script {
        _ if noise().contains(text.to_lowercase().as_str()) => (Class::Other, 1.0),
        Script::Latin(Shape::Name) => (Class::Name, NAME_FREQUENCY),
        Script::Latin(Shape::Acronym) => (Class::Acronym, ACRONYM_FREQUENCY),
        Script::Latin(Shape::Word) => (Class::Latin, LATIN_FREQUENCY),
        Script::Latin(Shape::Number) => (Class::Other, 1.0),
        Script::Quoted => (Class::Name, general_frequency(text)),
        Script::Han => (han_class(text), general_frequency(text)),
    };
    Word {
        text: text.into(),
        class,
        is_stop: is_listed(text),
        is_guess: script == Script::Han && !jieba().has_word(text),
        frequency,
    }
}

fn is_listed(text: &str) -> bool {
    stop_words().contains(text.to_lowercase().as_str())
}

/// The share of a Chinese word in general text, as jieba's dictionary knows it; the product of its parts'
/// shares where it does not.
fn general_frequency(text: &str) -> f64 {
    jieba().suggest_freq(text) as f64 / JIEBA_TOTAL
}

/// The class of a Chinese word, by jieba's tag for it.
fn han_class(text: &str) -> Class {
    if text.chars().nth(1).is_none() {
        return Class::Other;
    }
    let own = own_words().get(text).copied();
    if own.is_none() && is_clause(text) {
        return Class::Other;
    }
    let tags = jieba().tag(text, true);
    match own.or_else(|| tags.first().filter(|word| word.word == text).map(|word| word.tag)) {
        Some("vn") => Class::VerbalNoun,
        Some("a" | "b" | "s") => Class::Modifier,
        Some("an" | "j" | "l" | "i") => Class::Noun,
        Some(tag) if tag.starts_with('n') => Class::Noun,
        _ => Class::Other,
    }
}

/// Whether a dictionary entry of four characters is a clause (降低成本, 广泛应用) rather than a name of
/// something, as the tags of its halves tell.
fn is_clause(text: &str) -> bool {
    let Some((middle, _)) = text.char_indices().nth(2).filter(|_| text.chars().count() == 4) else {
        return false;
    };
    let tag = |half: &str| {
        jieba()
            .tag(half, false)
            .first()
            .filter(|word| word.word == half)
            .map(|word| word.tag.to_owned())
    };
    let (first, second) = (tag(&text[..middle]), tag(&text[middle..]));
    matches!(first.as_deref(), Some("v" | "d" | "ad" | "vd" | "c" | "p" | "r"))
        || matches!(second.as_deref(), Some("v" | "a" | "d" | "vd"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(texts: &[(&str, u32)]) -> (Vocabulary, Vec<WordId>) {
        let mut vocabulary = Vocabulary::default();
        let mut ids = Vec::new();
        for (text, times) in texts {
            for _ in 0..*times {
                for piece in super::super::segment::segment(text) {
                    ids.push(vocabulary.intern(piece));
                }
            }
        }
        (vocabulary, ids)
    }

    fn unified(texts: &[(&str, u32)]) -> Vec<String> {
        let (vocabulary, ids) = vocabulary(texts);
        let mut tokens = vec![
            ids.iter()
                .map(|&word| Token {
                    word,
                    weight: 1,
                    glued: false,
                })
                .collect::<Vec<_>>(),
        ];
        vocabulary.unify(&mut tokens);
        let mut names: Vec<String> = tokens[0]
            .iter()
            .map(|token| vocabulary.word(token.word).text.to_string())
            .collect();
        names.dedup();
        names
    }

    #[test]
    fn the_most_frequent_spelling_stands_for_all() {
        assert_eq!(unified(&[("NVIDIA", 1), ("Nvidia", 2)]), ["Nvidia"]);
        assert_eq!(unified(&[("SAM 3D", 2), ("SAM3D", 1)]), ["SAM 3D"]);
    }

    #[test]
    fn a_versioned_ending_is_short_for_the_only_name_that_has_it() {
        assert_eq!(
            unified(&[("Opus 4.5", 3), ("Claude Opus 4.5", 1)]),
            ["Claude Opus 4.5"]
        );
        assert_eq!(
            unified(&[("Pro 3", 1), ("Gemini Pro 3", 1), ("Aurora Pro 3", 1)])[0],
            "Pro 3"
        );
        assert_eq!(unified(&[("Studio", 1), ("LTX Studio", 1)])[0], "Studio");
    }

    #[test]
    fn classes_follow_the_part_of_speech() {
        let class = |text: &str| {
            let (vocabulary, ids) = vocabulary(&[(text, 1)]);
            vocabulary.word(ids[0]).class
        };
        assert_eq!(class("机器人"), Class::Noun);
        assert_eq!(class("训练"), Class::VerbalNoun);
        assert_eq!(class("认为"), Class::Other);
        assert_eq!(class("降低成本"), Class::Other);
        assert_eq!(class("的"), Class::Other);
        assert_eq!(class("非常"), Class::Other);
        assert_eq!(class("2025"), Class::Other);
        assert_eq!(class("Nvidia"), Class::Name);
        assert_eq!(class("GPU"), Class::Acronym);
    }
}

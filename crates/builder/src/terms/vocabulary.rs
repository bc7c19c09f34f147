//! The words of an archive, numbered, each with its class and its frequency in general text.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Token;
use super::bytes::{Reader, Writer};
use super::data::Lists;
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

/// How often phrases are made of phrases at most.
const MOST_PARTS: u32 = 4;

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
    /// How rare the word is in general text, as −10·ln of its share in steps of 5, rounded.
    pub(super) fn rarity(&self) -> u32 {
        (-2.0 * self.frequency.ln()).round().clamp(1.0, 40.0) as u32 * 5
    }

    /// Whether it is a name, which is complete as it is.
    pub(super) fn is_name(&self) -> bool {
        self.class == Class::Name
    }

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
    /// The words that form a phrase; of several pairs the first by number.
    parts: FxHashMap<WordId, (WordId, WordId)>,
    /// By word, the spelling of its name that came first.
    first: Vec<WordId>,
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
        let phrases: Vec<_> = vocabulary.phrases.iter().map(|(pair, id)| (*pair, *id)).collect();
        for (pair, id) in phrases {
            ((id as usize) < words).then(|| vocabulary.note_parts(id, pair))?;
        }
        Some(vocabulary)
    }

    pub(super) fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// The number of a piece's word.
    pub(super) fn intern(&mut self, piece: Piece<'_>, lists: &Lists) -> WordId {
        let text = lists.alias(&piece.text).unwrap_or(&piece.text);
        let id = match self.ids.get(text) {
            Some(id) => *id,
            None => self.add(describe(text, piece.script, lists)),
        };
        self.counts[id as usize] += 1;
        id
    }

    /// The number of the phrase that two words form.
    pub(super) fn intern_phrase(&mut self, first: WordId, second: WordId, lists: &Lists) -> WordId {
        if let Some(id) = self.phrases.get(&(first, second)) {
            return *id;
        }
        let phrase = phrase(self.word(first), self.word(second), lists);
        let id = match self.ids.get(&phrase.text) {
            Some(id) => *id,
            None => self.add(phrase),
        };
        self.phrases.insert((first, second), id);
        self.note_parts(id, (first, second));
        id
    }

    fn note_parts(&mut self, phrase: WordId, pair: (WordId, WordId)) {
        if self.word(phrase).class == Class::Phrase {
            let parts = self.parts.entry(phrase).or_insert(pair);
            *parts = pair.min(*parts);
        }
    }

    /// The number of a word by its text.
    pub(super) fn find(&self, text: &str) -> Option<WordId> {
        self.ids.get(text).copied()
    }

    /// What stands for a word whichever way its name is spelled, and stays so when another spelling becomes more frequent.
    pub(super) fn first_spelling(&self, id: WordId) -> WordId {
        self.first[id as usize]
    }

    /// The words that a term is made of before neighbours are joined, by their first spellings.
    pub(super) fn base_words(&self, id: WordId) -> Vec<WordId> {
        let mut words = Vec::new();
        self.flatten(id, &mut words, MOST_PARTS);
        words
    }

    fn flatten(&self, id: WordId, words: &mut Vec<WordId>, depth: u32) {
        match self.parts.get(&id).filter(|_| depth > 0) {
            Some((first, second)) => {
                self.flatten(*first, words, depth - 1);
                self.flatten(*second, words, depth - 1);
            }
            None => words.push(self.first_spelling(id)),
        }
    }

    /// The names that one is called by for short (Opus 4.5), as far as they occur.
    pub(super) fn short_forms(&self, id: WordId) -> impl Iterator<Item = WordId> {
        let endings = versioned_endings(&self.word(id).text);
        endings.filter_map(|ending| Some(self.first_spelling(self.find(ending)?)))
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
        let mut first = id;
        if is_latin(&word) {
            let spellings = self.spellings.entry(spelling_key(&word.text)).or_default();
            spellings.push(id);
            first = spellings[0];
            for ending in versioned_endings(&word.text) {
                self.endings.entry(ending.to_owned()).or_default().push(id);
            }
        }
        self.ids.insert(word.text.clone(), id);
        self.words.push(word);
        self.counts.push(0);
        self.first.push(first);
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
fn phrase(first: &Word, second: &Word, lists: &Lists) -> Word {
    let ends_latin = |word: &Word| word.text.ends_with(|c: char| c.is_ascii_alphanumeric());
    let space = if ends_latin(first) && ends_latin(second) {
        " "
    } else {
        ""
    };
    let text = format!("{}{space}{}", first.text, second.text);
    Word {
        class: Class::Phrase,
        // Two words that say nothing say nothing together (市场前景).
        is_stop: lists.is_stop(&text) || first.is_stop && second.is_stop,
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
fn describe(text: &str, script: Script, lists: &Lists) -> Word {
    let (class, frequency) = match script {
        _ if lists.is_noise(text) => (Class::Other, 1.0),
        // A word that is listed is one, however it is written.
        Script::Latin(_) if lists.tag(text).is_some() => (Class::Name, NAME_FREQUENCY),
        Script::Latin(Shape::Name) => (Class::Name, NAME_FREQUENCY),
        Script::Latin(Shape::Acronym) => (Class::Acronym, ACRONYM_FREQUENCY),
        Script::Latin(Shape::Word) => (Class::Latin, LATIN_FREQUENCY),
        Script::Latin(Shape::Number) => (Class::Other, 1.0),
        Script::Quoted => (Class::Name, general_frequency(text, lists)),
        Script::Han => (han_class(text, lists), general_frequency(text, lists)),
    };
    Word {
        text: text.into(),
        class,
        is_stop: lists.is_stop(text),
        is_guess: script == Script::Han && !lists.jieba().has_word(text),
        frequency,
    }
}

/// The share of a Chinese word in general text, as jieba's dictionary knows it; the product of its parts'
/// shares where it does not.
fn general_frequency(text: &str, lists: &Lists) -> f64 {
    lists.jieba().suggest_freq(text) as f64 / JIEBA_TOTAL
}

/// The class of a Chinese word, by jieba's tag for it.
fn han_class(text: &str, lists: &Lists) -> Class {
    if text.chars().nth(1).is_none() {
        return Class::Other;
    }
    let own = lists.tag(text);
    if own.is_none() && is_clause(text, lists) {
        return Class::Other;
    }
    let tags = lists.jieba().tag(text, true);
    match own.or_else(|| tags.first().filter(|word| word.word == text).map(|word| word.tag)) {
        Some("vn") => Class::VerbalNoun,
        Some("a" | "b" | "s") => Class::Modifier,
        Some("an" | "j" | "l") => Class::Noun,
        Some(tag) if tag.starts_with('n') => Class::Noun,
        _ => Class::Other,
    }
}

/// Whether a dictionary entry of four characters is a clause (降低成本, 广泛应用) rather than a name of
/// something, as the tags of its halves tell.
fn is_clause(text: &str, lists: &Lists) -> bool {
    let Some((middle, _)) = text.char_indices().nth(2).filter(|_| text.chars().count() == 4) else {
        return false;
    };
    let tag = |half: &str| {
        lists
            .jieba()
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
    use kanbao_archive::outline::SectionKind;

    use super::*;

    fn vocabulary(texts: &[(&str, u32)]) -> (Vocabulary, Vec<WordId>) {
        let mut vocabulary = Vocabulary::default();
        let mut ids = Vec::new();
        for (text, times) in texts {
            for _ in 0..*times {
                for piece in super::super::segment::segment(text, &Lists::built_in()) {
                    ids.push(vocabulary.intern(piece, &Lists::built_in()));
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
                    kind: SectionKind::Other,
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

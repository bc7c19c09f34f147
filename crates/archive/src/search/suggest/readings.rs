//! How characters are read: pinyin without tones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::json::through;

/// The readings of the characters that a vocabulary uses. ü is written `v`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub(super) struct Readings {
    /// As they are sent: each syllable with the characters that are read so (`hang航行`).
    syllables: Vec<String>,
    /// Where the readings of the characters whose codes end alike begin: 0, or one more than an index into `entries`.
    /// All common characters have places of their own.
    heads: Vec<u32>,
    entries: Vec<Entry>,
}

/// A reading of a character.
#[derive(Clone, Copy, Debug)]
struct Entry {
    c: char,
    syllable: u32,
    /// One more than the index of the next entry of the same place; 0 at the end.
    next: u32,
}

/// Number of places; a power of two above the number of common characters.
const PLACES: usize = 1 << 15;

impl Readings {
    /// The readings of a character; none where it is not known.
    pub(super) fn of(&self, c: char) -> impl Iterator<Item = &str> {
        let mut next = self.heads.get(c as usize % PLACES).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            loop {
                let entry = self.entries.get((next as usize).checked_sub(1)?)?;
                next = entry.next;
                if entry.c == c {
                    return self
                        .syllables
                        .get(entry.syllable as usize)
                        .map(|text| syllable(text));
                }
            }
        })
    }

    /// Whether two characters can be read alike.
    pub(super) fn sound_alike(&self, a: char, b: char) -> bool {
        a == b || self.of(a).any(|x| self.of(b).any(|y| x == y))
    }

    /// Adds the readings of other characters.
    pub(super) fn extend(&mut self, other: Self) {
        other.syllables.into_iter().for_each(|text| self.push(text));
    }

    /// Adds a syllable with its characters.
    fn push(&mut self, text: String) {
        self.heads.resize(PLACES, 0);
        let length = syllable(&text).len();
        // An empty syllable would be found everywhere.
        if length == 0 {
            return;
        }
        for c in text[length..].chars() {
            let head = &mut self.heads[c as usize % PLACES];
            self.entries.push(Entry {
                c,
                syllable: self.syllables.len() as u32,
                next: std::mem::replace(head, self.entries.len() as u32 + 1),
            });
        }
        self.syllables.push(text);
    }
}

/// The syllable at the front of its characters.
fn syllable(text: &str) -> &str {
    let length = text.bytes().take_while(u8::is_ascii_lowercase).count();
    &text[..length]
}

impl PartialEq for Readings {
    fn eq(&self, other: &Self) -> bool {
        self.syllables == other.syllables
    }
}

impl<'s> FromIterator<(char, &'s str)> for Readings {
    fn from_iter<T: IntoIterator<Item = (char, &'s str)>>(readings: T) -> Self {
        let mut sorted: BTreeMap<&str, Vec<char>> = BTreeMap::new();
        for (c, syllable) in readings {
            sorted.entry(syllable).or_default().push(c);
        }
        let join = |(syllable, mut chars): (&str, Vec<char>)| {
            chars.sort_unstable();
            chars.dedup();
            syllable.chars().chain(chars).collect::<String>()
        };
        sorted.into_iter().map(join).collect::<Vec<String>>().into()
    }
}

impl From<Vec<String>> for Readings {
    fn from(stored: Vec<String>) -> Self {
        let mut readings = Self::default();
        stored.into_iter().for_each(|text| readings.push(text));
        readings
    }
}

impl From<Readings> for Vec<String> {
    fn from(readings: Readings) -> Self {
        readings.syllables
    }
}

through!(Readings from Vec<String>);

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Readings {
        [
            ('行', "xing"),
            ('行', "hang"),
            ('航', "hang"),
            ('女', "nv"),
            ('行', "hang"),
        ]
        .into_iter()
        .collect()
    }

    /// The readings in order.
    fn of(table: &Readings, c: char) -> Vec<&str> {
        let mut all: Vec<&str> = table.of(c).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn a_character_has_all_its_readings() {
        let table = table();
        assert_eq!(of(&table, '行'), ["hang", "xing"]);
        assert_eq!(of(&table, '女'), ["nv"]);
        assert!(of(&table, '人').is_empty() && of(&Readings::default(), '人').is_empty());
        assert!(
            table.sound_alike('行', '航') && table.sound_alike('人', '人') && !table.sound_alike('行', '女')
        );
    }

    #[test]
    fn characters_of_one_place_are_told_apart() {
        let other = char::from_u32('女' as u32 + PLACES as u32 * 2).unwrap();
        let table: Readings = [('女', "nv"), (other, "x")].into_iter().collect();
        assert_eq!((of(&table, '女'), of(&table, other)), (vec!["nv"], vec!["x"]));
        assert!(of(&table, char::from_u32('女' as u32 + PLACES as u32 * 4).unwrap()).is_empty());
    }

    #[test]
    fn tables_are_sent_by_syllable_and_put_together() {
        let json = serde_json::to_string(&table()).unwrap();
        assert_eq!(json, r#"["hang航行","nv女","xing行"]"#);
        let mut read: Readings = serde_json::from_str(&json).unwrap();
        assert_eq!(read, table());
        read.extend([('巷', "hang"), ('巷', "xiang")].into_iter().collect());
        assert!(read.sound_alike('巷', '行') && read.sound_alike('女', '女'));
        assert_eq!(of(&read, '巷'), ["hang", "xiang"]);
    }

    #[test]
    fn a_damaged_table_is_read_as_far_as_it_goes() {
        let read: Readings = serde_json::from_str(r#"["人","","ren","üe月","ren人人"]"#).unwrap();
        assert_eq!(of(&read, '人'), ["ren", "ren"]);
        assert!(of(&read, '月').is_empty());
    }
}

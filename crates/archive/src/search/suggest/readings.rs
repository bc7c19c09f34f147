//! How characters are read: pinyin without tones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The readings of the characters that a vocabulary uses. ü is written `v`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub(super) struct Readings {
    syllables: Vec<String>,
    /// Characters with the index of a syllable, sorted; one entry for each of a character's readings.
    chars: Vec<(char, u32)>,
}

impl Readings {
    /// The readings of a character; none where it is not known.
    pub(super) fn of(&self, c: char) -> impl Iterator<Item = &str> + Clone {
        let from = self.chars.partition_point(|(other, _)| *other < c);
        let known = self.chars[from..]
            .iter()
            .take_while(move |(other, _)| *other == c);
        known.map(|(_, syllable)| self.syllables[*syllable as usize].as_str())
    }

    /// Whether two characters can be read alike.
    pub(super) fn sound_alike(&self, a: char, b: char) -> bool {
        a == b || self.of(a).any(|x| self.of(b).any(|y| x == y))
    }

    /// Adds the readings of other characters.
    pub(super) fn extend(&mut self, other: Self) {
        let first = self.syllables.len() as u32;
        self.syllables.extend(other.syllables);
        self.chars
            .extend(other.chars.into_iter().map(|(c, syllable)| (c, first + syllable)));
        self.chars.sort_unstable();
    }
}

impl<'s> FromIterator<(char, &'s str)> for Readings {
    fn from_iter<T: IntoIterator<Item = (char, &'s str)>>(readings: T) -> Self {
        let mut sorted: BTreeMap<&str, Vec<char>> = BTreeMap::new();
        for (c, syllable) in readings {
            sorted.entry(syllable).or_default().push(c);
        }
        let mut out = Self::default();
        for (syllable, chars) in sorted {
            out.push(syllable.to_owned(), chars.into_iter());
        }
        out.chars.sort_unstable();
        out.chars.dedup();
        out
    }
}

/// As it is sent: each syllable with the characters that are read so.
impl From<Vec<(String, String)>> for Readings {
    fn from(stored: Vec<(String, String)>) -> Self {
        let mut readings = Self::default();
        for (syllable, chars) in stored {
            readings.push(syllable, chars.chars());
        }
        readings.chars.sort_unstable();
        readings
    }
}

impl Readings {
    fn push(&mut self, syllable: String, chars: impl Iterator<Item = char>) {
        // An empty syllable would be found everywhere.
        if !syllable.is_empty() {
            let index = self.syllables.len() as u32;
            self.chars.extend(chars.map(|c| (c, index)));
            self.syllables.push(syllable);
        }
    }
}

impl From<Readings> for Vec<(String, String)> {
    fn from(readings: Readings) -> Self {
        let mut stored: Self = readings
            .syllables
            .into_iter()
            .map(|syllable| (syllable, String::new()))
            .collect();
        for (c, syllable) in readings.chars {
            stored[syllable as usize].1.push(c);
        }
        stored
    }
}

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

    #[test]
    fn a_character_has_all_its_readings() {
        let table = table();
        assert_eq!(table.of('行').collect::<Vec<_>>(), ["hang", "xing"]);
        assert_eq!(table.of('女').collect::<Vec<_>>(), ["nv"]);
        assert_eq!(table.of('人').count(), 0);
        assert!(
            table.sound_alike('行', '航') && table.sound_alike('人', '人') && !table.sound_alike('行', '女')
        );
    }

    #[test]
    fn tables_are_sent_by_syllable_and_put_together() {
        let json = serde_json::to_string(&table()).unwrap();
        assert_eq!(json, r#"[["hang","航行"],["nv","女"],["xing","行"]]"#);
        let mut read: Readings = serde_json::from_str(&json).unwrap();
        assert_eq!(read, table());
        read.extend([('巷', "hang"), ('巷', "xiang")].into_iter().collect());
        assert!(read.sound_alike('巷', '行') && read.sound_alike('女', '女'));
        assert_eq!(read.of('巷').collect::<Vec<_>>(), ["hang", "xiang"]);
    }

    #[test]
    fn a_damaged_table_is_read_as_far_as_it_goes() {
        let read: Readings = serde_json::from_str(r#"[["","人"],["ren",""],["ren","人人"]]"#).unwrap();
        assert_eq!(read.of('人').next(), Some("ren"));
    }
}

//! What a reader has done with one report, and how it is written down.
//!
//! A note is a JSON object that says its version; texts of earlier versions are brought up step by step. Whoever reads a
//! text of a later version keeps what it does not know and writes it back, since two windows may run two generations of
//! the app on the same data. So a later version may add fields, but must not give one of these another meaning.

use super::Place;
use crate::json::{Error, Json, Object, Reader, from_str};

/// The version that this code writes.
const VERSION: u32 = 2;

/// Step by step from version 1 to this one: the first brings version 1 to 2.
const STEPS: [fn(&mut Fields); 1] = [each_fact_gets_its_time];

/// The fields of a text with the JSON of their values, whatever it is, ordered by their names.
#[derive(Clone, PartialEq, Debug, Default)]
struct Fields(Vec<(String, String)>);

/// What a reader has done with one report.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// Read to the end, or marked as read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Where reading stopped; `None` at the beginning, or where the end was reached.
    pub place: Option<Place>,
    /// When each of these was last changed.
    pub at: Times,
    /// The version that the text said, where it is a later one.
    later_version: u32,
    /// Fields of a later version, or with values that only a later one understands.
    unknown: Fields,
    /// Whether the store has yet to take it.
    pub(super) is_waiting: bool,
}

/// When each fact of a note was last changed, in milliseconds since 1970; 0 where it never was. Of two notes about a report
/// the later word on each counts, so that a star set on one device and an end reached on another both last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Times {
    /// [`Note::read`].
    pub read: u64,
    /// [`Note::starred`].
    pub starred: u64,
    /// [`Note::place`].
    pub place: u64,
}

/// That of a report about which nothing is known.
pub(super) static NOTHING: Note = Note {
    read: false,
    starred: false,
    place: None,
    at: Times {
        read: 0,
        starred: 0,
        place: 0,
    },
    later_version: 0,
    unknown: Fields(Vec::new()),
    is_waiting: false,
};

impl Note {
    /// Reads a text; `None` where it is no note at all. Says too whether the text is of an earlier version.
    pub fn from_text(text: &str) -> Option<(Self, bool)> {
        let fields = from_str::<Fields>(text).ok()?;
        let is_earlier = version_of(&fields) < VERSION;
        Some((Self::from_fields(fields), is_earlier))
    }

    /// The text to store.
    pub fn to_text(&self) -> String {
        let mut json = Object::new();
        json.number("v", VERSION.max(self.later_version).into());
        if self.read {
            json.raw("read", "true");
        }
        if self.starred {
            json.raw("starred", "true");
        }
        if let Some(place) = &self.place {
            json.raw("place", &place.to_json());
        }
        // Windows that run version 1 know this one only.
        json.number("changed", self.at.latest());
        let Times { read, starred, place } = self.at;
        json.raw("at", &format!("[{read},{starred},{place}]"));
        for (name, value) in &self.unknown.0 {
            let is_written = match name.as_str() {
                "read" => self.read,
                "starred" => self.starred,
                "place" => self.place.is_some(),
                "changed" | "at" => true,
                _ => false,
            };
            if !is_written {
                json.raw(name, value);
            }
        }
        json.end()
    }

    /// Notes that the report was read, or was not after all. `now` is milliseconds since 1970, as everywhere here.
    pub fn set_read(&mut self, read: bool, now: u64) {
        if self.read != read {
            self.read = read;
            self.at.read = after(self.at.read, now);
        }
    }

    /// Notes that the report has a star, or has none any more.
    pub fn set_starred(&mut self, starred: bool, now: u64) {
        if self.starred != starred {
            self.starred = starred;
            self.at.starred = after(self.at.starred, now);
        }
    }

    /// Notes where reading stopped; says whether that is somewhere else than before.
    pub fn set_place(&mut self, place: Option<Place>, now: u64) -> bool {
        let is_elsewhere = self.place != place;
        if is_elsewhere {
            self.place = place;
            self.at.place = after(self.at.place, now);
        }
        is_elsewhere
    }

    /// Takes over what another note about the same report knows better; says whether there was anything. Of the same two
    /// notes both sides make the same one, also where two words are of the same moment: else two windows that write down
    /// what they made of each other's notes would never come to an end.
    pub(super) fn merge(&mut self, other: Self) -> bool {
        let (mine, theirs) = (self.at.latest(), other.at.latest());
        for (name, value) in other.unknown.0 {
            let known = self.unknown.get(&name).unwrap_or_default();
            if known.is_empty() || (theirs, value.as_str()) > (mine, known) {
                self.unknown.put(name, value);
            }
        }
        self.later_version = self.later_version.max(other.later_version);
        let is_news = [
            take_later((&mut self.read, &mut self.at.read), (other.read, other.at.read)),
            take_later(
                (&mut self.starred, &mut self.at.starred),
                (other.starred, other.at.starred),
            ),
            take_later(
                (&mut self.place, &mut self.at.place),
                (other.place, other.at.place),
            ),
        ];
        is_news.contains(&true)
    }

    fn from_fields(mut fields: Fields) -> Self {
        let version = version_of(&fields);
        fields.take("v");
        for step in STEPS.iter().skip(version.saturating_sub(1) as usize) {
            step(&mut fields);
        }
        let mut note = Self {
            later_version: if version > VERSION { version } else { 0 },
            ..Self::default()
        };
        let changed = fields.read("changed").unwrap_or_default();
        let [read, starred, place] = fields.read("at").unwrap_or([changed; 3]);
        note.at = Times { read, starred, place };
        note.read = fields.read("read").unwrap_or_default();
        note.starred = fields.read("starred").unwrap_or_default();
        note.place = fields.read("place");
        note.unknown = fields;
        note
    }
}

impl Times {
    fn latest(self) -> u64 {
        self.read.max(self.starred).max(self.place)
    }
}

fn take_later<T: PartialOrd>(mine: (&mut T, &mut u64), theirs: (T, u64)) -> bool {
    let is_later = (theirs.1, &theirs.0) > (*mine.1, &*mine.0);
    if is_later {
        (*mine.0, *mine.1) = theirs;
    }
    is_later
}

/// A clock that was set back must not make a later change count as the earlier one.
fn after(last: u64, now: u64) -> u64 {
    now.max(last.saturating_add(1))
}

/// Version 1 had one time for all, `changed`.
fn each_fact_gets_its_time(fields: &mut Fields) {
    let changed = fields.get("changed").unwrap_or("0");
    let at = format!("[{changed},{changed},{changed}]");
    fields.put("at".to_owned(), at);
}

/// Texts of version 1 did not say theirs.
fn version_of(fields: &Fields) -> u32 {
    let version = fields.get("v").and_then(value_of);
    version.unwrap_or(1).max(1)
}

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value.as_str())
    }

    fn put(&mut self, name: String, value: String) {
        self.take(&name);
        let at = self.0.partition_point(|(known, _)| *known < name);
        self.0.insert(at, (name, value));
    }

    fn take(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Takes a field out. What cannot be read stays among the fields that are not known.
    fn read<T: Json>(&mut self, name: &str) -> Option<T> {
        let value = value_of(self.get(name)?)?;
        self.take(name);
        Some(value)
    }
}

fn value_of<T: Json>(json: &str) -> Option<T> {
    from_str(json).ok()
}

impl PartialEq for Note {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
            && (self.read, self.starred) == (other.read, other.starred)
            && self.place == other.place
            && self.later_version == other.later_version
            && self.unknown == other.unknown
    }
}

impl Json for Fields {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.entries(&mut |from, name| {
            let value = from.raw()?;
            self.put(name.to_owned(), value.to_owned());
            Ok(())
        })
    }
}

impl Json for Note {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut fields = Fields::default();
        Json::read(&mut fields, from)?;
        *self = Self::from_fields(fields);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Note {
        Note::from_text(text).unwrap().0
    }

    /// As the first version wrote them.
    const VERSION_1: &str =
        r#"{"read":true,"place":{"after":"重要观点","block":3,"done":412},"changed":1763000000000}"#;

    #[test]
    fn a_text_of_the_first_version_is_brought_up() {
        let (note, is_earlier) = Note::from_text(VERSION_1).unwrap();
        assert!(is_earlier && note.read && !note.starred);
        assert_eq!(note.place.as_ref().unwrap().after, "重要观点");
        let time = 1_763_000_000_000;
        let at = Times {
            read: time,
            starred: time,
            place: time,
        };
        assert_eq!(note.at, at);
        let text = note.to_text();
        assert!(text.starts_with(r#"{"v":2,"read":true,"place":"#), "{text}");
        assert_eq!(Note::from_text(&text), Some((note, false)));
        // The least that was ever written, and what somebody else may have left.
        assert_eq!(read(r#"{"changed":5}"#).at.starred, 5);
        assert_eq!(read("{}"), Note::default());
        for odd in ["", "2", "[]", "null", "{\"read\":true", "<!doctype html>"] {
            assert_eq!(Note::from_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_first_version_understands_what_this_one_writes() {
        /// The fields of version 1; it passed over all others.
        struct First {
            read: bool,
            place: Place,
            changed: u64,
        }
        crate::json::object!(First { read, place, changed; });
        let mut note = read(VERSION_1);
        note.set_starred(true, 1_763_000_000_009);
        let first: First = from_str(&note.to_text()).unwrap();
        assert_eq!((first.read, first.place.block), (true, 3));
        assert_eq!(first.changed, 1_763_000_000_009, "the latest of all");
    }

    #[test]
    fn what_a_later_version_wrote_survives() {
        let later = r#"{"v":7,"read":true,"place":"elsewhere","changed":9,"at":[9,8,7],"labels":["重要"]}"#;
        let (mut note, is_earlier) = Note::from_text(later).unwrap();
        assert!(!is_earlier && note.read && note.place.is_none());
        note.set_starred(true, 10);
        let text = note.to_text();
        for kept in [
            r#""v":7"#,
            r#""place":"elsewhere""#,
            r#""labels":["重要"]"#,
            r#""at":[9,10,7]"#,
        ] {
            assert!(text.contains(kept), "{kept} in {text}");
        }
        // A place of this version takes the place of one that it does not understand.
        note.set_place(Some(Place::default()), 11);
        let text = note.to_text();
        assert_eq!(text.matches("\"place\"").count(), 1, "{text}");
    }

    #[test]
    fn of_two_notes_the_later_word_on_each_fact_counts() {
        let mut phone = Note::default();
        phone.set_starred(true, 10);
        let mut desk = Note::default();
        desk.set_read(true, 20);
        let (mut one, mut other) = (phone.clone(), desk.clone());
        assert!(one.merge(desk) && other.merge(phone));
        assert!(one.read && one.starred);
        assert_eq!(one, other, "whichever way round");
        assert!(!one.merge(other), "nothing new the second time");
        let mut unstarred = one.clone();
        unstarred.set_starred(false, 30);
        assert!(one.merge(unstarred) && !one.starred && one.read);
    }

    #[test]
    fn both_sides_make_the_same_of_two_notes_whatever_is_in_them() {
        let texts = [
            r#"{"v":2,"read":true,"at":[5,5,5]}"#,
            r#"{"v":2,"starred":true,"at":[5,5,5],"place":{"after":"a","block":1,"done":300}}"#,
            r#"{"v":3,"at":[5,5,6],"labels":["b"],"x":1}"#,
            r#"{"v":3,"at":[6,5,5],"labels":["a"],"y":2}"#,
            r#"{"v":2,"at":[6,5,5],"labels":["c"],"place":{"after":"b","block":0,"done":200}}"#,
            VERSION_1,
        ];
        for (a, b) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            let (mut one, mut other) = (read(a), read(b));
            one.merge(read(b));
            other.merge(read(a));
            assert_eq!(one, other, "{a} and {b}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_takes_nothing_back() {
        let mut note = Note::default();
        note.set_starred(true, 5_000);
        let starred = note.clone();
        note.set_starred(false, 1_000);
        let mut elsewhere = starred;
        assert!(elsewhere.merge(note) && !elsewhere.starred);
    }
}

//! The file that takes a reader's own data to another device: JSON, one for an archive.

use std::collections::BTreeMap;
use std::fmt;

use super::{Library, Note};
use crate::json::{Error, Json, Object, Reader, from_str, object};
use crate::page::Settings;

/// The version of the file that this code writes; it reads this one and all before. (Each note says its own version.)
const VERSION: u32 = 1;

/// A reader's own data as a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Export {
    /// The version of the file; the field's name says whose it is.
    version: u32,
    /// Name of the archive that it is about, for people to know the file by.
    pub site: String,
    /// What was chosen in the settings; a file may be silent about them.
    pub settings: Option<Settings>,
    /// The searches that the reader meant, newest first.
    pub searches: Vec<String>,
    /// Notes by the ids of their reports.
    pub reports: BTreeMap<String, Note>,
}

impl Export {
    /// Everything that a reader has, for a file.
    pub fn of(library: &Library, site: &str, settings: Settings, searches: Vec<String>) -> Self {
        Self {
            version: VERSION,
            site: site.to_owned(),
            settings: Some(settings),
            searches,
            reports: library.notes().clone(),
        }
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let mut json = Object::new();
        json.number("kanbao_reader_data", self.version.into());
        json.text("site", &self.site);
        if let Some(settings) = &self.settings {
            json.raw("settings", &settings.to_text());
        }
        json.texts("searches", &self.searches);
        let mut reports = Object::new();
        for (id, note) in &self.reports {
            reports.raw(id, &note.to_text());
        }
        json.raw("reports", &reports.end());
        json.end()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ImportError::Newer`] where a newer Kanbao wrote it, [`ImportError::NotOurs`] where it is something else.
    pub fn from_json(json: &str) -> Result<Self, ImportError> {
        struct Head {
            kanbao_reader_data: u32,
        }
        object!(Head { kanbao_reader_data; });
        let head: Head = from_str(json).map_err(|_| ImportError::NotOurs)?;
        match head.kanbao_reader_data {
            0 => Err(ImportError::NotOurs),
            1..=VERSION => from_str(json).map_err(|_| ImportError::NotOurs),
            _ => Err(ImportError::Newer),
        }
    }
}

impl Json for Export {
    fn blank() -> Self {
        Self {
            version: 0,
            site: String::new(),
            settings: None,
            searches: Vec::new(),
            reports: BTreeMap::new(),
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let Self {
            version,
            site,
            settings,
            searches,
            reports,
        } = self;
        // The field's name says whose the file is.
        let names = ["kanbao_reader_data", "site", "settings", "searches", "reports"];
        from.object(1, &names, &mut [version, site, settings, searches, reports])
    }
}

/// Why a file cannot be taken over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportError {
    /// It is no export of a reader's data, or is cut off.
    NotOurs,
    /// A newer Kanbao wrote it.
    Newer,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ImportError::NotOurs => "the file holds no reader's data",
            ImportError::Newer => "the file is of a newer Kanbao",
        })
    }
}

impl std::error::Error for ImportError {}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    #[test]
    fn an_export_comes_back_as_it_was() {
        let mut library = Library::default();
        let place = Place {
            after: "重要观点".into(),
            block: 3,
            done: 412,
        };
        library.change("2025/11/21/x", |note| {
            note.set_starred(true, 1_763_000_000_000);
            note.set_place(Some(place), 1_763_000_000_001);
        });
        let settings = Settings::default().with("theme", "sepia");
        let export = Export::of(&library, "看报", settings, vec!["Olmo 3".into()]);
        let json = export.to_json();
        assert!(json.starts_with("{\"kanbao_reader_data\":1,"), "{json}");
        assert_eq!(Export::from_json(&json), Ok(export));
    }

    #[test]
    fn what_is_no_export_is_told_from_a_newer_one() {
        for text in [
            "",
            "{}",
            "[]",
            "<!doctype html>",
            "{\"kanbao_reader_data\":1,\"reports\":[]}",
            "{\"kanbao_reader_data\":0}",
            "{\"kanbao_reader_data\":-1}",
            "{\"kanbao_reader_data\":\"1\"}",
        ] {
            assert_eq!(Export::from_json(text), Err(ImportError::NotOurs), "{text}");
        }
        let newer = "{\"kanbao_reader_data\":2,\"reports\":\"elsewhere\"}";
        assert_eq!(Export::from_json(newer), Err(ImportError::Newer));
    }

    #[test]
    fn a_file_may_be_silent_about_the_settings_and_changes_none_then() {
        let export = Export::from_json("{\"kanbao_reader_data\":1}").unwrap();
        assert_eq!(export.settings, None);
    }

    #[test]
    fn a_file_with_notes_of_the_first_version_is_read() {
        let json = r#"{"kanbao_reader_data":1,"site":"看报","settings":{"theme":"dark"},"searches":["Olmo 3"],
            "reports":{"2025/11/21/x":{"read":true,"changed":5}}}"#;
        let export = Export::from_json(json).unwrap();
        let note = &export.reports["2025/11/21/x"];
        assert_eq!((note.read, note.at.read, note.at.starred), (true, 5, 5));
    }
}

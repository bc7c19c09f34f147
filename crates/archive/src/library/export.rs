//! The file that takes a reader's own data to another device: JSON, one for an archive.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Library, Note};
use crate::page::Settings;

/// The version of the file that this code writes; it reads this one and all before.
const VERSION: u32 = 1;

/// A reader's own data as a file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Export {
    /// The version of the file; the field's name says whose it is.
    #[serde(rename = "kanbao_reader_data")]
    version: u32,
    /// Name of the archive that it is about, for people to know the file by.
    #[serde(default)]
    pub site: String,
    /// What was chosen in the settings.
    #[serde(default)]
    pub settings: Settings,
    /// The searches that the reader meant, newest first.
    #[serde(default)]
    pub searches: Vec<String>,
    /// Notes by the ids of their reports.
    #[serde(default)]
    pub reports: BTreeMap<String, Note>,
}

impl Export {
    /// Everything that a reader has, for a file.
    pub fn of(library: &Library, site: &str, settings: Settings, searches: Vec<String>) -> Self {
        Self {
            version: VERSION,
            site: site.to_owned(),
            settings,
            searches,
            reports: library.notes().clone(),
        }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// None in practice: everything in it has a form in JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ImportError::Newer`] where a newer Kanbao wrote it, [`ImportError::NotOurs`] where it is something else.
    pub fn from_json(json: &str) -> Result<Self, ImportError> {
        #[derive(Deserialize)]
        struct Head {
            kanbao_reader_data: u32,
        }
        let head: Head = serde_json::from_str(json).map_err(|_| ImportError::NotOurs)?;
        if head.kanbao_reader_data > VERSION {
            return Err(ImportError::Newer);
        }
        serde_json::from_str(json).map_err(|_| ImportError::NotOurs)
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
        library.set(
            "2025/11/21/x",
            Note {
                read: false,
                starred: true,
                place: Some(place),
                changed: 1_763_000_000_000,
            },
        );
        let settings = Settings::default().with("theme", "sepia");
        let export = Export::of(&library, "看报", settings, vec!["Olmo 3".into()]);
        let json = export.to_json().unwrap();
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
        ] {
            assert_eq!(Export::from_json(text), Err(ImportError::NotOurs), "{text}");
        }
        let newer = "{\"kanbao_reader_data\":2,\"reports\":\"elsewhere\"}";
        assert_eq!(Export::from_json(newer), Err(ImportError::Newer));
        assert!(
            Export::from_json("{\"kanbao_reader_data\":1}").is_ok(),
            "fields may be missing"
        );
    }
}

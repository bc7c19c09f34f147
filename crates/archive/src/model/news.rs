//! What a report has that earlier ones had not, and which of them are like it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Day;
use crate::json::{object, through};

/// A report's terms beside those of the reports of its topic before it.
///
/// It is found when the archive is built and says what was so on the report's day, so it stays as it is. The terms that none
/// of them has are in the report's [`Summary::fresh`](super::Summary::fresh).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct News {
    /// With how many earlier reports it was compared. Under [`News::LEAST`] nothing else is said.
    pub earlier: u32,
    /// Terms that are much more frequent than in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rising: Vec<Arc<str>>,
    /// Terms that many of them have and this one has not, each with the id of the last report that has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faded: Vec<(Arc<str>, String)>,
}

impl News {
    /// The least number of earlier reports that say what is usual.
    pub const LEAST: u32 = 7;
}

/// An earlier report that is about the same things. Written as `[id, day, title]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "(String, Day, String)", into = "(String, Day, String)")]
pub struct Related {
    /// Its id.
    pub id: String,
    /// Its day.
    pub day: Day,
    /// What it is about, as lists say it.
    pub title: String,
}

impl From<(String, Day, String)> for Related {
    fn from((id, day, title): (String, Day, String)) -> Self {
        Self { id, day, title }
    }
}

impl From<Related> for (String, Day, String) {
    fn from(related: Related) -> Self {
        (related.id, related.day, related.title)
    }
}

object!(News { earlier; rising, faded });
through!(Related from (String, Day, String));

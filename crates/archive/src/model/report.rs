//! Reports: what lists need ([`Summary`]) and what the opened page needs ([`Body`]).

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Day, News, Period, Related};
use crate::json::object;
use crate::markdown::Stored;

/// A post as Kanbao understands it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// What lists, the calendar and links need.
    pub summary: Summary,
    /// The text and what is drawn with it.
    pub body: Body,
}

/// The part of a report that lists need.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// The report's address without outer slashes, unique in the archive (`2025/11/21/twitter_ai_20251121_20251121`).
    pub id: String,
    /// The publication day in the post's own offset.
    pub day: Day,
    /// The time of publication in the post's own offset, `HH:MM`; absent where the post states none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The front matter's title as it stands; often a slug.
    pub title: String,
    /// The body's own first level-one heading; the title where there is none.
    pub headline: String,
    /// Key of the source ([`Label::key`]); empty where the post names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Key of the topic ([`Label::key`]); empty where the post names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// The days the title names; the publication day where it names none.
    pub period: Period,
    /// The days that the body says it covers, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Period>,
    /// The key points in order, as plain text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// Length of the visible text: Han characters plus Latin words and numbers.
    pub chars: u32,
    /// The post's own word-cloud image, where it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud: Option<Image>,
    /// The report's few strongest terms, strongest first, for the drawn thumbnail in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub top_terms: Vec<String>,
    /// Terms that none of the earlier reports of its topic has, strongest first, where enough are there to tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fresh: Vec<String>,
    /// The day on which the post was corrected (`updated:`), where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Day>,
}

impl Summary {
    /// The lead: the first key point's bold lead-in, else that point's text, else the headline.
    pub fn lead(&self) -> &str {
        match self.points.first() {
            Some(point) if !point.lead.is_empty() => &point.lead,
            Some(point) => &point.text,
            None => &self.headline,
        }
    }

    /// How lists are ordered: newest first, within a moment by id.
    pub fn list_order(&self, other: &Self) -> Ordering {
        let newest_first = other.day.cmp(&self.day).then_with(|| other.time.cmp(&self.time));
        newest_first.then_with(|| self.id.cmp(&other.id))
    }

    /// Minutes to read the whole report, at 400 Han characters a minute; at least one.
    pub fn minutes(&self) -> u32 {
        self.chars.div_ceil(400).max(1)
    }
}

/// One key point as plain text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    /// The bold lead-in without its colon; empty where the point has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The rest of the point; the whole point where there is no lead-in.
    pub text: String,
}

/// The part of a report that only its own page, search and clouds need.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The post's text without front matter.
    pub document: Stored,
    /// What became of each image the text names; one entry a distinct `src`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// Terms for the drawn cloud, strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// Its terms beside those of earlier reports; `None` for the first of its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
    /// Earlier reports about the same things, most alike first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// An image that a post names.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Image {
    /// The destination as the post writes it.
    pub src: String,
    /// The published file relative to the site's root (`assets/….jpg`); `None` where the image is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Width in pixels; 0 where unknown.
    #[serde(default)]
    pub width: u32,
    /// Height in pixels; 0 where unknown.
    #[serde(default)]
    pub height: u32,
    /// Size of the published file in bytes; 0 where unknown.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub bytes: u32,
}

impl Image {
    /// The published file's address on a page from which `root` leads to the site's root; `None` where there is none, or where
    /// it is no file of the site's own, which no builder writes.
    pub fn address(&self, root: &str) -> Option<String> {
        let url = self.url.as_ref()?;
        url.starts_with("assets/").then(|| format!("{root}{url}"))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
fn is_unknown(bytes: &u32) -> bool {
    *bytes == 0
}

/// A term with its weight in one report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Term {
    /// The term as it is shown. Shared, since the same terms come back in thousands of reports.
    pub text: Arc<str>,
    /// How often it occurs in the report; additive over reports.
    pub count: u32,
    /// Its weight in this report's cloud, 1–10,000, for the size of the drawn word.
    pub weight: u32,
}

/// A source or topic: the key that titles and addresses use, and the name that people see.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Label {
    /// Lower-case key (`ai`).
    pub key: String,
    /// Display name (`AI`).
    pub name: String,
}

object!(Report { summary, body; });
object!(Summary {
    id, day, title, headline, period, chars;
    time, source, topic, covers, points, cloud, top_terms, fresh, updated
});
object!(Point { text; lead });
object!(Body { document; images, terms, news, related });
object!(Image { src; url, width, height, bytes });
object!(Term { text, count, weight; });
object!(Label { key, name; });

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn summary() -> Summary {
        let day = Day::new(2025, 11, 30).unwrap();
        Summary {
            id: "2025/11/30/x".into(),
            day,
            time: None,
            title: "x".into(),
            headline: "总结报告".into(),
            source: String::new(),
            topic: String::new(),
            period: Period::new(day, day),
            covers: None,
            points: Vec::new(),
            chars: 0,
            cloud: None,
            top_terms: Vec::new(),
            fresh: Vec::new(),
            updated: None,
        }
    }

    #[test]
    fn the_lead_falls_back_from_lead_in_to_point_to_headline() {
        let mut s = summary();
        assert_eq!(s.lead(), "总结报告");
        s.points = vec![Point {
            lead: String::new(),
            text: "Olmo 3发布".into(),
        }];
        assert_eq!(s.lead(), "Olmo 3发布");
        s.points[0].lead = "开源".into();
        assert_eq!(s.lead(), "开源");
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        let mut s = summary();
        assert_eq!(s.minutes(), 1);
        s.chars = 2_401;
        assert_eq!(s.minutes(), 7);
    }
}

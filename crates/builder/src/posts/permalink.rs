//! The form of addresses, as `permalink` of Jekyll gives it: `/:categories/:year/:month/:day/:title/`.

use std::fmt;

use kanbao_archive::model::Day;

use super::date::{Time, civil_date};
use super::id::fit;

/// How the addresses of posts are made where a post has none of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermalinkPattern(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Name(&'static str),
}

/// The names that may stand after a colon, longer ones before those they begin with.
const NAMES: [&str; 24] = [
    "slugified_categories",
    "categories",
    "sections",
    "short_month",
    "long_month",
    "short_year",
    "short_day",
    "long_day",
    "i_month",
    "i_day",
    "y_day",
    "w_year",
    "w_day",
    "week",
    "output_ext",
    "year",
    "month",
    "minute",
    "second",
    "hour",
    "title",
    "slug",
    "filename",
    "day",
];

/// Jekyll's names for whole patterns.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    (
        "weekdate",
        "/:categories/:year/W:week/:short_day/:title:output_ext",
    ),
    ("none", "/:categories/:title:output_ext"),
];

/// Why a text is no pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PermalinkError {
    /// After a colon stands no name that is known.
    UnknownName(String),
    /// Posts of one day, or all posts, would have the same address.
    NoTitle,
}

impl fmt::Display for PermalinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PermalinkError::UnknownName(name) => write!(
                f,
                "`:{name}` is not known; expected names such as :year, :month, :day, :title, :slug, :categories, :sections"
            ),
            PermalinkError::NoTitle => {
                f.write_str("expected `:title` or `:slug` in it, or a style such as `pretty`")
            }
        }
    }
}

impl std::error::Error for PermalinkError {}

/// What the names of a pattern stand for in one post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    pub(super) day: Day,
    pub(super) time: Option<Time>,
    /// The file's name without day and ending.
    pub(super) title: &'a str,
    /// What the front matter calls the post in addresses.
    pub(super) slug: Option<&'a str>,
    pub(super) categories: &'a [String],
    /// The folders that the post lies in.
    pub(super) sections: &'a [String],
}

impl PermalinkPattern {
    /// Reads a pattern, or the name of one of Jekyll's styles.
    ///
    /// # Errors
    /// Where a name in it is not known, or it tells posts not apart.
    pub fn read(text: &str) -> Result<Self, PermalinkError> {
        let text = text.trim();
        let style = STYLES.iter().find(|(name, _)| *name == text);
        let mut rest = style.map_or(text, |(_, pattern)| pattern);
        let mut parts = Vec::new();
        while let Some((before, after)) = rest.split_once(':') {
            let name = NAMES.iter().find(|name| after.starts_with(**name));
            let Some(name) = name else {
                let end = after
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(after.len());
                return Err(PermalinkError::UnknownName(after[..end].to_owned()));
            };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Name(name));
            rest = &after[name.len()..];
        }
        parts.push(Part::Text(rest.to_owned()));
        let tells_apart = |part: &Part| matches!(part, Part::Name("title" | "slug" | "filename"));
        if parts.iter().any(tells_apart) {
            Ok(Self(parts))
        } else {
            Err(PermalinkError::NoTitle)
        }
    }

    /// The address of a post, every part of it fit for any host, without slashes around it.
    pub(super) fn address(&self, facts: &Facts<'_>) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Name(name) => filled.push_str(&facts.value(name)),
            }
        }
        let parts: Vec<String> = filled
            .split('/')
            .filter(|part| !part.trim().is_empty())
            .map(fit)
            .collect();
        parts.join("/")
    }
}

impl Facts<'_> {
    fn value(&self, name: &str) -> String {
        // `strftime` has a letter for whatever follows from the day.
        let day =
            |form: &str| civil_date(self.day).map_or_else(String::new, |day| day.strftime(form).to_string());
        let time = |part: fn(Time) -> u8| format!("{:02}", self.time.map_or(0, part));
        let in_part = |text: &str| text.replace('/', "-");
        match name {
            "year" => day("%Y"),
            "short_year" => day("%y"),
            "month" => day("%m"),
            "i_month" => day("%-m"),
            "short_month" => day("%b"),
            "long_month" => day("%B"),
            "day" => day("%d"),
            "i_day" => day("%-d"),
            "y_day" => day("%j"),
            "short_day" => day("%a"),
            "long_day" => day("%A"),
            "w_day" => day("%u"),
            "week" => day("%V"),
            "w_year" => day("%G"),
            "hour" => time(|time| time.hour),
            "minute" => time(|time| time.minute),
            "second" => time(|time| time.second),
            "categories" | "slugified_categories" => self
                .categories
                .iter()
                .map(|c| slug(c))
                .collect::<Vec<_>>()
                .join("/"),
            "sections" => self
                .sections
                .iter()
                .map(|part| in_part(part))
                .collect::<Vec<_>>()
                .join("/"),
            "slug" => in_part(&self.slug.map_or_else(|| slug(self.title), str::to_owned)),
            "output_ext" => ".html".to_owned(),
            _ => in_part(self.slug.unwrap_or(self.title)),
        }
    }
}

/// A text in small letters, everything but letters and digits being `-`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_styles() {
        let categories = ["AI".to_owned(), "Daily News".to_owned()];
        let sections = ["posts".to_owned()];
        let facts = Facts {
            day: Day::new(2025, 3, 2).unwrap(),
            time: None,
            title: "My_Report 一",
            slug: None,
            categories: &categories,
            sections: &sections,
        };
        for (pattern, expected) in [
            ("/:year/:month/:day/:title/", "2025/03/02/My_Report-一"),
            (
                "/blog/:short_year-:i_month-:i_day/:slug",
                "blog/25-3-2/my-report-一",
            ),
            ("pretty", "ai/daily-news/2025/03/02/My_Report-一"),
            ("date", "ai/daily-news/2025/03/02/My_Report-一.html"),
            ("none", "ai/daily-news/My_Report-一.html"),
            ("ordinal", "ai/daily-news/2025/061/My_Report-一.html"),
            ("weekdate", "ai/daily-news/2025/W09/Sun/My_Report-一.html"),
            ("/:sections/:slug/", "posts/my-report-一"),
            (":title", "My_Report-一"),
        ] {
            let read = PermalinkPattern::read(pattern).unwrap();
            assert_eq!(read.address(&facts), expected, "{pattern}");
        }
        let plain = Facts {
            slug: Some("given/x"),
            categories: &[],
            ..facts
        };
        let pretty = PermalinkPattern::read("pretty").unwrap();
        assert_eq!(pretty.address(&plain), "2025/03/02/given-x");
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        assert_eq!(
            PermalinkPattern::read("/:yaer/:title"),
            Err(PermalinkError::UnknownName("yaer".to_owned()))
        );
        assert_eq!(PermalinkPattern::read("/:year/"), Err(PermalinkError::NoTitle));
        assert_eq!(PermalinkPattern::read("prety"), Err(PermalinkError::NoTitle));
    }
}

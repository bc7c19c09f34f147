//! Titles that scripts make: `twitter_ai_20251121_20251121` names source, topic and period.

use std::fmt;

use kanbao_archive::model::{Day, Period};

/// The form of such titles: text with `<source>`, `<topic>`, `<from>` and `<to>` in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TitlePattern(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Field(Field),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Source,
    Topic,
    From,
    To,
}

/// What a title names; everything the pattern does not ask for is `None`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct TitleParts {
    /// The source as the title writes it.
    pub source: Option<String>,
    /// The topic as the title writes it.
    pub topic: Option<String>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl TitleParts {
    /// The days that the title names, where it names one.
    pub fn period(&self) -> Option<Period> {
        let (from, to) = (self.from.or(self.to)?, self.to.or(self.from)?);
        Some(Period::new(from, to))
    }

    /// Whether the first day comes after the last.
    pub fn is_reversed(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }
}

/// Why a text is not a pattern of titles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PatternError {
    /// The field in `<…>` does not exist.
    UnknownField(String),
    /// A field occurs twice.
    Twice(String),
    /// Two fields of words stand side by side, so that nothing tells where one ends.
    SideBySide,
    /// There is no field.
    NoField,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternError::UnknownField(name) => {
                write!(
                    f,
                    "`<{name}>` is unknown: a title can have <source>, <topic>, <from> and <to>"
                )
            }
            PatternError::Twice(name) => write!(f, "`<{name}>` occurs twice"),
            PatternError::SideBySide => f.write_str("two fields need some text between them"),
            PatternError::NoField => f.write_str("expected fields such as `<source>_<topic>_<from>_<to>`"),
        }
    }
}

impl std::error::Error for PatternError {}

impl Default for TitlePattern {
    /// `<source>_<topic>_<from>_<to>`
    fn default() -> Self {
        let fields = [Field::Source, Field::Topic, Field::From, Field::To];
        let mut parts = Vec::new();
        for field in fields {
            if !parts.is_empty() {
                parts.push(Part::Literal("_".to_owned()));
            }
            parts.push(Part::Field(field));
        }
        Self(parts)
    }
}

impl TitlePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Where a field is unknown, occurs twice or has no limit, or there is none.
    pub fn read(pattern: &str) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((literal, after)) = rest.split_once('<') {
            let Some((name, after)) = after.split_once('>') else {
                break;
            };
            let field = Field::from_name(name).ok_or_else(|| PatternError::UnknownField(name.to_owned()))?;
            if parts.contains(&Part::Field(field)) {
                return Err(PatternError::Twice(name.to_owned()));
            }
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            } else if matches!(parts.last(), Some(Part::Field(_))) {
                return Err(PatternError::SideBySide);
            }
            parts.push(Part::Field(field));
            rest = after;
        }
        if parts.is_empty() {
            return Err(PatternError::NoField);
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// What a title names, where it has this form from beginning to end.
    pub fn parts_of(&self, title: &str) -> Option<TitleParts> {
        // Every end of every word is tried, which takes time with the square of the length.
        const LONGEST: usize = 300;
        let mut found = TitleParts::default();
        let matches = title.len() <= LONGEST && matches(&self.0, title.trim(), &mut found);
        matches.then_some(found)
    }
}

impl Field {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "source" => Some(Field::Source),
            "topic" => Some(Field::Topic),
            "from" => Some(Field::From),
            "to" => Some(Field::To),
            _ => None,
        }
    }
}

/// Matches part by part; a word takes as little as lets the rest match, so the first `_` ends a source.
fn matches(parts: &[Part], text: &str, found: &mut TitleParts) -> bool {
    let Some((part, later)) = parts.split_first() else {
        return text.is_empty();
    };
    match part {
        Part::Literal(literal) => text
            .strip_prefix(literal.as_str())
            .is_some_and(|rest| matches(later, rest, found)),
        Part::Field(field @ (Field::From | Field::To)) => [8, 10].into_iter().any(|length| {
            let Some((head, rest)) = text.split_at_checked(length) else {
                return false;
            };
            let Some(day) = read_day(head) else { return false };
            match field {
                Field::From => found.from = Some(day),
                _ => found.to = Some(day),
            }
            matches(later, rest, found)
        }),
        Part::Field(field) => {
            let mut ends = text
                .char_indices()
                .take_while(|&(_, c)| is_word(c))
                .map(|(at, c)| at + c.len_utf8());
            ends.any(|end| {
                let (word, rest) = text.split_at(end);
                match field {
                    Field::Source => found.source = Some(word.to_owned()),
                    _ => found.topic = Some(word.to_owned()),
                }
                matches(later, rest, found)
            })
        }
    }
}

/// What a source or topic can be made of; markup and white space are not among it.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '#')
}

/// `20251121` or `2025-11-21`.
fn read_day(text: &str) -> Option<Day> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Day::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        );
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &TitlePattern, title: &str) -> Option<String> {
        let parts = pattern.parts_of(title)?;
        let period = parts
            .period()
            .map_or("-".to_owned(), |p| format!("{}…{}", p.from, p.to));
        Some(format!(
            "{} {} {period}",
            parts.source.as_deref().unwrap_or("-"),
            parts.topic.as_deref().unwrap_or("-")
        ))
    }

    #[test]
    fn the_titles_of_scripts() {
        let pattern = TitlePattern::default();
        for (title, expected) in [
            (
                "twitter_ai_20251121_20251121",
                Some("twitter ai 2025-11-21…2025-11-21"),
            ),
            (
                "twitter_ai_2025-11-01_2025-11-30",
                Some("twitter ai 2025-11-01…2025-11-30"),
            ),
            (
                "微博_人工智能_20251121_20251122",
                Some("微博 人工智能 2025-11-21…2025-11-22"),
            ),
            (
                "hacker_news_ai_20251121_20251121",
                Some("hacker news_ai 2025-11-21…2025-11-21"),
            ),
            (
                "twitter_ai_20251122_20251121",
                Some("twitter ai 2025-11-21…2025-11-22"),
            ),
            ("twitter_ai_20251121", None),
            ("twitter_ai_20250230_20250230", None),
            ("twitter_ai_20251121_20251121_x", None),
            ("<b>twitter_ai_20251121_20251121", None),
            ("_ai_20251121_20251121", None),
            ("", None),
        ] {
            assert_eq!(read(&pattern, title).as_deref(), expected, "{title}");
        }
        assert!(
            pattern
                .parts_of("twitter_ai_20251122_20251121")
                .unwrap()
                .is_reversed()
        );
        assert_eq!(TitlePattern::read("<source>_<topic>_<from>_<to>"), Ok(pattern));
    }

    #[test]
    fn a_publisher_may_have_another_form() {
        let pattern = TitlePattern::read("<topic>日报 <to>").unwrap();
        assert_eq!(
            read(&pattern, "AI日报 20251121").as_deref(),
            Some("- AI 2025-11-21…2025-11-21")
        );
        assert_eq!(read(&pattern, "AI日报"), None);
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        assert_eq!(TitlePattern::read("日报"), Err(PatternError::NoField));
        assert_eq!(
            TitlePattern::read("<topic><source>"),
            Err(PatternError::SideBySide)
        );
        assert_eq!(
            TitlePattern::read("<topic>-<topic>"),
            Err(PatternError::Twice("topic".into()))
        );
        assert_eq!(
            TitlePattern::read("<theme>"),
            Err(PatternError::UnknownField("theme".into()))
        );
    }
}

//! What the reader typed, as conditions.
//!
//! ```text
//! query  = clause*                      every clause must hold
//! clause = word ("OR" word)*            one of its words must hold
//! word   = ["-"] [field ":"] text       "-": must not hold
//! text   = '"' … '"' | “ … ” | up to the next white space
//! field  = title | topic | source
//! day    = (after | before) ":" YYYY[-MM[-DD]]
//! ```
//!
//! `after:` includes its day, `before:` does not, as in mail programs. What cannot be read is taken as text.

use std::ops::Range;

use crate::link::Filter;
use crate::model::Day;

/// A search.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Conditions; every one must hold.
    pub clauses: Vec<Clause>,
    /// The first day to find.
    pub from: Option<Day>,
    /// The last day to find.
    pub to: Option<Day>,
    /// The text that was read.
    pub typed: String,
}

/// Words of which one must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clause {
    /// The words; never empty.
    pub words: Vec<Word>,
}

/// One thing to look for, as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// Whether it must be absent.
    pub negated: bool,
    /// Where to look.
    pub field: Field,
    /// What to look for, not folded.
    pub text: String,
    /// Whether it was quoted: then it is never taken apart.
    pub quoted: bool,
    /// The bytes of [`Query::typed`] that `text` stands at.
    pub at: Range<usize>,
}

/// Where a word is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Field {
    /// In all visible text.
    #[default]
    Any,
    /// In the headline, the lead and the post's title.
    Title,
    /// The topic's key or name, as a whole.
    Topic,
    /// The source's key or name, as a whole.
    Source,
}

impl Query {
    /// Reads a search; never fails.
    pub fn parse(text: &str) -> Self {
        let mut query = Self {
            typed: text.to_owned(),
            ..Self::default()
        };
        let tokens = tokens(text);
        let mut or = false;
        for (at, (start, token)) in tokens.iter().enumerate() {
            match token {
                Token::From(day) => query.from = Some(query.from.map_or(*day, |d| d.max(*day))),
                Token::To(day) => query.to = Some(query.to.map_or(*day, |d| d.min(*day))),
                Token::Or
                    if is_word(at.checked_sub(1).and_then(|i| tokens.get(i)))
                        && is_word(tokens.get(at + 1)) =>
                {
                    or = true;
                }
                Token::Or => query.push(Word::any("OR", *start), false),
                Token::Word(word) => query.push(word.clone(), std::mem::take(&mut or)),
            }
        }
        query
    }

    /// The search for one text as it stands.
    pub fn phrase(text: &str) -> Self {
        let mut query = Self {
            typed: text.to_owned(),
            ..Self::default()
        };
        if !text.trim().is_empty() {
            let word = Word {
                quoted: true,
                ..Word::any(text, 0)
            };
            query.push(word, false);
        }
        query
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.from.is_none() && self.to.is_none()
    }

    /// The filter narrowed to the days that the search names.
    #[must_use]
    pub fn narrow(&self, filter: &Filter) -> Filter {
        Filter {
            from: self.from.max(filter.from),
            to: [self.to, filter.to].into_iter().flatten().min(),
            ..filter.clone()
        }
    }

    fn push(&mut self, word: Word, or: bool) {
        match self.clauses.last_mut() {
            Some(clause) if or => clause.words.push(word),
            _ => self.clauses.push(Clause { words: vec![word] }),
        }
    }
}

impl Word {
    fn any(text: &str, start: usize) -> Self {
        Self {
            negated: false,
            field: Field::Any,
            text: text.to_owned(),
            quoted: false,
            at: start..start + text.len(),
        }
    }
}

enum Token {
    Word(Word),
    Or,
    From(Day),
    To(Day),
}

fn is_word(token: Option<&(usize, Token)>) -> bool {
    matches!(token, Some((_, Token::Word(_))))
}

/// The tokens of a text and where they start.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (token, after) = token(rest, start);
        tokens.extend(token.map(|token| (start, token)));
        rest = after.trim_start();
    }
    tokens
}

/// Reads the token at the start of `text`, which starts at byte `start` of the query; `None` where it holds nothing
/// to look for.
fn token(text: &str, start: usize) -> (Option<Token>, &str) {
    let (plain, after) = split_at_space(text);
    if plain == "OR" {
        return (Some(Token::Or), after);
    }
    let minus = text
        .strip_prefix('-')
        .filter(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
    let unsigned = minus.unwrap_or(text);
    if minus.is_none()
        && let Some(token) = day_token(plain)
    {
        return (Some(token), after);
    }
    let (field, value) = field(unsigned);
    let value_start = start + (text.len() - value.len());
    let word = |text: &str, quote: usize| {
        let found = !text.trim().is_empty();
        found.then(|| {
            Token::Word(Word {
                negated: minus.is_some(),
                field,
                quoted: quote > 0,
                ..Word::any(text, value_start + quote)
            })
        })
    };
    if let Some((quoted, after)) = quotation(value) {
        let quote = value.chars().next().map_or(0, char::len_utf8);
        return (word(quoted, quote), after);
    }
    let (plain, after) = split_at_space(value);
    (word(plain, 0), after)
}

fn split_at_space(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// Splits at the colon, which a Chinese keyboard writes full-width.
fn split_at_colon(text: &str) -> Option<(&str, &str)> {
    text.split_once([':', '：'])
        .filter(|(_, value)| !value.is_empty() && !value.starts_with(char::is_whitespace))
}

fn field(text: &str) -> (Field, &str) {
    let fields = [
        ("title", Field::Title),
        ("topic", Field::Topic),
        ("source", Field::Source),
    ];
    if let Some((name, value)) = split_at_colon(text) {
        for (known, field) in fields {
            if name.eq_ignore_ascii_case(known) {
                return (field, value);
            }
        }
    }
    (Field::Any, text)
}

fn day_token(text: &str) -> Option<Token> {
    let (name, value) = split_at_colon(text)?;
    let day = first_day(value)?;
    if name.eq_ignore_ascii_case("after") {
        Some(Token::From(day))
    } else if name.eq_ignore_ascii_case("before") {
        Some(Token::To(day.plus(-1)))
    } else {
        None
    }
}

/// The day, or the first day of a month or year that stands alone.
fn first_day(text: &str) -> Option<Day> {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.parse().ok()
}

/// The text in quotation marks at the start, and what follows. A quotation that is not closed is still being
/// typed. Curly ones that go on into text are part of that text, since reports are full of them.
fn quotation(text: &str) -> Option<(&str, &str)> {
    let (inner, closing) = match text.chars().next()? {
        '"' => (&text[1..], '"'),
        open @ '“' => (&text[open.len_utf8()..], '”'),
        _ => return None,
    };
    let Some((quoted, after)) = inner.split_once(closing) else {
        return Some((inner, ""));
    };
    let goes_on = !after.is_empty() && !after.starts_with(char::is_whitespace);
    (closing == '"' || !goes_on).then_some((quoted, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The query in a short notation: clauses by ` & `, words by ` | `.
    fn show(text: &str) -> String {
        let query = Query::parse(text);
        let word = |w: &Word| {
            let sign = if w.negated { "!" } else { "" };
            let field = if w.field == Field::Any {
                String::new()
            } else {
                format!("{:?}=", w.field)
            };
            let quote = if w.quoted { "'" } else { "" };
            format!("{sign}{field}{quote}{}{quote}", w.text)
        };
        let clause = |c: &Clause| c.words.iter().map(word).collect::<Vec<_>>().join(" | ");
        let mut parts: Vec<_> = query.clauses.iter().map(clause).collect();
        parts.extend(query.from.map(|d| format!(">={d}")));
        parts.extend(query.to.map(|d| format!("<={d}")));
        parts.join(" & ")
    }

    #[test]
    fn the_grammar() {
        for (text, expected) in [
            ("开源模型", "开源模型"),
            ("Olmo 3", "Olmo & 3"),
            ("  AI\u{3000}代理 ", "AI & 代理"),
            ("\"AI 代理\" GPT-5", "'AI 代理' & GPT-5"),
            ("“开源 模型”", "'开源 模型'"),
            ("“认知核心”概念", "“认知核心”概念"),
            ("开源 -闭源 -\"b c\"", "开源 & !闭源 & !'b c'"),
            ("a OR b c OR d OR e", "a | b & c | d | e"),
            ("a OR -b", "a | !b"),
            (
                "title:Olmo topic：ai -source:x",
                "Title=Olmo & Topic=ai & !Source=x",
            ),
            ("TITLE:\"a b\"c", "Title='a b' & c"),
            (
                "x after:2025-11-02 before:2025-12",
                "x & >=2025-11-02 & <=2025-11-30",
            ),
            ("after:2024 after:2025", ">=2025-01-01"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_text() {
        for (text, expected) in [
            ("OR", "OR"),
            ("a OR", "a & OR"),
            ("OR OR a", "OR & OR & a"),
            ("- a", "- & a"),
            ("title: a", "title: & a"),
            ("after:yesterday", "after:yesterday"),
            ("before:2025-02-30", "before:2025-02-30"),
            ("http://a.b", "http://a.b"),
            ("\"open quote", "'open quote'"),
            ("\"\" \"", ""),
            ("", ""),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
        assert!(Query::parse(" \u{3000} ").is_empty());
        assert!(!Query::parse("after:2025").is_empty());
    }

    #[test]
    fn days_narrow_the_filter() {
        let filter = Filter {
            from: Day::new(2025, 11, 5),
            to: None,
            ..Filter::default()
        };
        let narrowed = Query::parse("after:2025-11-01 before:2025-11-21").narrow(&filter);
        assert_eq!(
            (narrowed.from, narrowed.to),
            (Day::new(2025, 11, 5), Day::new(2025, 11, 20))
        );
    }

    proptest! {
        #[test]
        fn parsing_never_fails_and_leaves_no_word_empty(text in "[-a:\"“”OR 开title：after0-9\u{3000}]{0,30}") {
            for clause in Query::parse(&text).clauses {
                prop_assert!(!clause.words.is_empty());
                prop_assert!(clause.words.iter().all(|w| !w.text.trim().is_empty()));
            }
        }

        #[test]
        fn every_word_stands_where_it_says(text in "[-a:\"“”OR 开title：after0-9\u{3000}]{0,30}") {
            for query in [Query::parse(&text), Query::phrase(&text)] {
                for word in query.clauses.iter().flat_map(|clause| &clause.words) {
                    prop_assert_eq!(query.typed.get(word.at.clone()), Some(word.text.as_str()));
                }
            }
        }
    }
}

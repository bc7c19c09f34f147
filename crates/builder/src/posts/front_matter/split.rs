//! Where front matter begins and ends.

use std::ops::Range;

/// What front matter is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    /// Between lines `---`, or an object of JSON.
    Yaml,
    /// Between lines `+++`.
    Toml,
}

/// A text taken apart; all offsets are bytes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Split {
    /// There is no front matter.
    None,
    /// It begins and does not end.
    Unterminated {
        /// The delimiter.
        opening: Range<usize>,
        /// The line that seems to be its last.
        last_key: usize,
    },
    /// There is front matter.
    Found {
        /// Its language.
        language: Language,
        /// What stands between the delimiters.
        block: Range<usize>,
        /// Where the text after it begins.
        body: usize,
    },
}

/// Takes the front matter from the beginning of a text. Empty lines may stand before it: some editors leave one.
pub(super) fn split(text: &str) -> Split {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let at_line_start = start == 0 || text.as_bytes()[start - 1] == b'\n';
    let mut lines = lines(text, start);
    if start == 0
        && let Some(found) = json(text)
    {
        return found;
    }
    let language = match lines.next() {
        Some((line, _)) if at_line_start && line.trim_end() == "---" => Language::Yaml,
        Some((line, _)) if at_line_start && line.trim_end() == "+++" => Language::Toml,
        _ => return Split::None,
    };
    let block_start = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
    if language == Language::Yaml && !begins_with_key(&text[block_start..]) {
        // A thematic break at the top of a text without front matter.
        return Split::None;
    }
    for (line, at) in lines {
        let ends = match language {
            Language::Yaml => matches!(line.trim_end(), "---" | "..."),
            Language::Toml => line.trim_end() == "+++",
        };
        if ends {
            let body = (at + line.len() + 1).min(text.len());
            return Split::Found {
                language,
                block: block_start..at,
                body,
            };
        }
    }
    let (last_key, _) = where_text_begins(text, block_start..text.len());
    Split::Unterminated {
        opening: start..start + 3,
        last_key,
    }
}

/// Front matter as Hugo can have it: JSON from a line `{` to a line `}`. Every JSON object is YAML too.
fn json(text: &str) -> Option<Split> {
    let rest = text.strip_prefix('{')?;
    let (line, inner) = rest.split_once('\n')?;
    let begins = line.trim().is_empty() && inner.trim_start().starts_with('"');
    let end = text.find("\n}\n").filter(|_| begins)? + 2;
    Some(Split::Found {
        language: Language::Yaml,
        block: 0..end,
        body: end + 1,
    })
}

/// Where front matter that runs on into the text seems to end: after the last key before an empty line that is followed
/// by something else. The flag says whether there is such a line, which no front matter has.
pub(super) fn where_text_begins(text: &str, block: Range<usize>) -> (usize, bool) {
    let mut last_key = block.start;
    let mut after_empty = false;
    for (line, at) in lines(&text[..block.end], block.start) {
        if line.trim().is_empty() {
            after_empty = true;
        } else if after_empty && !line.starts_with([' ', '\t', '#', '-', '[', ']', '}']) && !is_key(line) {
            return (last_key, true);
        } else if !after_empty || is_key(line) {
            last_key = at + line.trim_end().len();
        }
    }
    (last_key, false)
}

/// Whether the first line with anything on it is a key, a comment, or the end.
fn begins_with_key(block: &str) -> bool {
    let first = block.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| {
        is_key(line) || line.starts_with(['#', '{', '"', '\'']) || line.trim_end() == "---"
    })
}

/// Whether a line begins with a plain key: `title:`, `date =`.
fn is_key(line: &str) -> bool {
    let name_end = line.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-' && c != '.');
    let rest = &line[name_end.unwrap_or(line.len())..];
    name_end != Some(0) && rest.trim_start().starts_with([':', '='])
}

/// The lines from an offset on, each with its own.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut at = from;
    text[from..].split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (line, start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match split(text) {
            Split::None => "none".into(),
            Split::Unterminated { last_key, .. } => format!("unterminated after {:?}", &text[..last_key]),
            Split::Found {
                language,
                block,
                body,
            } => format!("{language:?} {:?} {:?}", &text[block], &text[body..]),
        }
    }

    #[test]
    fn where_front_matter_ends() {
        for (text, expected) in [
            ("---\na: 1\n---\nb", r#"Yaml "a: 1\n" "b""#),
            ("--- \na: 1\n---  \nb", r#"Yaml "a: 1\n" "b""#),
            ("---\na: 1\n...\nb", r#"Yaml "a: 1\n" "b""#),
            ("\n\n---\na: 1\n---\nb", r#"Yaml "a: 1\n" "b""#),
            ("---\n---\nb", r#"Yaml "" "b""#),
            ("---\na: 1\n---", r#"Yaml "a: 1\n" """#),
            ("+++\na = 1\n+++\nb", r#"Toml "a = 1\n" "b""#),
            ("{\n  \"a\": 1\n}\nb", r#"Yaml "{\n  \"a\": 1\n}" "b""#),
            ("{\n a: 1\n}\nb", "none"),
            ("{ \"a\": 1 }\nb", "none"),
            ("b\n---\na: 1\n---\n", "none"),
            ("    ---\na: 1\n---\n", "none"),
            ("---\n\nAfter a rule.\n\n---\n", "none"),
            ("# b", "none"),
            ("", "none"),
            ("---", "none"),
            (
                "---\na: 1\nb: 2\n\n# Text\n",
                r#"unterminated after "---\na: 1\nb: 2""#,
            ),
            ("+++\na = 1\n\nText\n", r#"unterminated after "+++\na = 1""#),
            ("---\na: 1\n", r#"unterminated after "---\na: 1""#),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_rule_in_the_text_does_not_hide_a_missing_end() {
        let text = "---\ntitle: a\n\nReport (x)\n\n# Head\n\n---\nmore\n";
        let Split::Found { block, .. } = split(text) else {
            panic!("{}", shown(text))
        };
        let (last_key, is_text) = where_text_begins(text, block);
        assert_eq!((&text[..last_key], is_text), ("---\ntitle: a", true));
        let ordinary = "title: a\n\n# comment\ntags:\n- x\n\nother: >\n  folded\n\n  text\n";
        assert!(!where_text_begins(ordinary, 0..ordinary.len()).1);
    }
}

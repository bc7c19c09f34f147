//! Payloads of `tests/fixtures/hostile`, and the posts and data that carry them.

mod bundle;
mod posts;

use std::fmt;

use crate::{Outcome, ensure};

pub use bundle::tamper;
pub use posts::{Posts, write_posts};

/// Classes of payloads: name, file.
const CLASSES: [(&str, &str); 14] = [
    ("handlers", include_str!("../fixtures/hostile/handlers.txt")),
    ("javascript", include_str!("../fixtures/hostile/javascript.txt")),
    ("data", include_str!("../fixtures/hostile/data.txt")),
    ("svg-mathml", include_str!("../fixtures/hostile/svg-mathml.txt")),
    ("mutation", include_str!("../fixtures/hostile/mutation.txt")),
    ("breaking", include_str!("../fixtures/hostile/breaking.txt")),
    ("css", include_str!("../fixtures/hostile/css.txt")),
    ("entities", include_str!("../fixtures/hostile/entities.txt")),
    ("polyglots", include_str!("../fixtures/hostile/polyglots.txt")),
    (
        "front-matter",
        include_str!("../fixtures/hostile/front-matter.txt"),
    ),
    ("file-names", include_str!("../fixtures/hostile/file-names.txt")),
    ("queries", include_str!("../fixtures/hostile/queries.txt")),
    ("settings", include_str!("../fixtures/hostile/settings.txt")),
    ("bundle", include_str!("../fixtures/hostile/bundle.txt")),
];

/// How many of them, from the first on, are the text of a post.
const IN_TEXTS: usize = 9;

/// One attempt.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Its class.
    pub class: &'static str,
    /// The number by which a finding names it: from 11,000 on, a thousand for each class.
    pub number: usize,
    /// What is written, its number in it.
    pub text: String,
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {:?}", self.class, self.number, self.text)
    }
}

/// The payloads of a class.
///
/// # Errors
/// Where there is no such class, or a line has an escape that is none.
pub fn payloads(class: &str) -> Outcome<Vec<Payload>> {
    let place = CLASSES.iter().position(|(name, _)| *name == class);
    let place = place.ok_or_else(|| format!("there is no class {class}"))?;
    let (class, file) = CLASSES[place];
    let lines = file
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "));
    let payload = |(index, line): (usize, &str)| {
        let number = (place + 11) * 1000 + index;
        let text = unescaped(line)?.replace('§', &number.to_string());
        Ok(Payload { class, number, text })
    };
    lines.enumerate().map(payload).collect()
}

/// The payloads that are texts of posts.
///
/// # Errors
/// As [`payloads`].
pub fn texts() -> Outcome<Vec<Payload>> {
    let mut all = Vec::new();
    for (class, _) in &CLASSES[..IN_TEXTS] {
        all.extend(payloads(class)?);
    }
    Ok(all)
}

/// What a finding is about: the payloads whose numbers stand in it.
///
/// # Errors
/// As [`payloads`].
pub fn named_in(finding: &str) -> Outcome<String> {
    let mut named = Vec::new();
    for (class, _) in CLASSES {
        for payload in payloads(class)? {
            let mut runs = finding.split(|c: char| !c.is_ascii_digit());
            if runs.any(|digits| digits == payload.number.to_string()) {
                named.push(payload.to_string());
            }
        }
    }
    Ok(format!("{finding}\n  by {}", named.join(", ")))
}

/// Prints how many there are of some classes, and gives the sum.
///
/// # Errors
/// As [`payloads`].
pub fn print_counts(classes: &[&str], what: &str) -> Outcome<usize> {
    let mut sum = 0;
    let mut line = String::new();
    for class in classes {
        let count = payloads(class)?.len();
        sum += count;
        line.push_str(&format!(" {class} {count},"));
    }
    println!("{what}: {sum} payloads:{}", line.trim_end_matches(','));
    Ok(sum)
}

/// The names of all classes; those of texts come first.
pub fn classes() -> Vec<&'static str> {
    CLASSES.iter().map(|(name, _)| *name).collect()
}

/// The names of the classes that are texts of posts.
pub fn classes_of_texts() -> Vec<&'static str> {
    classes().into_iter().take(IN_TEXTS).collect()
}

fn unescaped(line: &str) -> Outcome<String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\\') => out.push('\\'),
            Some('u') => {
                let code = after.strip_prefix("u{").and_then(|hex| hex.split_once('}'));
                let (hex, behind) = code.ok_or_else(|| format!("an escape has no end: {line}"))?;
                let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
                out.push(c.ok_or_else(|| format!("an escape is none: {line}"))?);
                rest = behind;
                continue;
            }
            _ => return Err(format!("an escape is none: {line}").into()),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    ensure!(!out.is_empty(), "a payload is empty");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_are_meant() {
        assert_eq!(unescaped("a\\n\\u{1}\\\\x").unwrap(), "a\n\u{1}\\x");
        assert!(unescaped("a\\x").is_err() && unescaped("\\u{zz}").is_err());
    }

    #[test]
    fn there_are_at_least_three_hundred_and_each_differs() {
        let mut seen = std::collections::HashSet::new();
        for class in classes() {
            for payload in payloads(class).unwrap() {
                let form = payload.text.replace(&payload.number.to_string(), "§");
                assert!(seen.insert((class, form)), "{payload} stands there twice");
            }
        }
        assert!(seen.len() >= 300, "{}", seen.len());
    }
}

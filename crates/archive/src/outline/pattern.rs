//! Patterns of the data files: text with `*` for any run of characters and `?` for any one.

use std::str::Chars;

/// A pattern that has to match a whole text, ASCII case aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(Vec<char>);

impl Pattern {
    /// Reads a pattern; every text is one.
    pub fn new(pattern: &str) -> Self {
        Self(pattern.chars().collect())
    }

    /// Whether the pattern matches the whole text. Takes time proportional to the product of both lengths.
    pub fn matches(&self, text: &str) -> bool {
        let (mut p, mut rest) = (0, text.chars());
        // Where the last `*` stands, and what follows as much of the text as it takes so far.
        let mut star: Option<(usize, Chars<'_>)> = None;
        loop {
            let mut after = rest.clone();
            let Some(next) = after.next() else { break };
            match self.0.get(p) {
                Some('*') => {
                    star = Some((p, rest.clone()));
                    p += 1;
                }
                Some(c) if *c == '?' || c.eq_ignore_ascii_case(&next) => {
                    p += 1;
                    rest = after;
                }
                _ => match &mut star {
                    Some((at, taken)) => {
                        taken.next();
                        (p, rest) = (*at + 1, taken.clone());
                    }
                    None => return false,
                },
            }
        }
        self.0[p..].iter().all(|c| *c == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("核心信息*", "核心信息（10个关键点）", true),
            ("*观点*", "重要观点与见解", true),
            ("概述", "概述二", false),
            (
                "* 报告 (????-??-?? 至 ????-??-??)",
                "Twitter Ai 报告 (2025-11-30 至 2025-11-30)",
                true,
            ),
            ("* 报告 (????-??-?? 至 ????-??-??)", "报告 (2025)", false),
            ("a*b*c", "aXbXbc", true),
            ("KEY*", "key points", true),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern} {text}");
        }
    }
}

//! Patterns of the data files: text with `*` for any run of characters and `?` for any one.

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
        let text: Vec<char> = text.chars().collect();
        let (mut p, mut t) = (0, 0);
        // Where the last `*` stands and how much of the text it takes so far.
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            match self.0.get(p) {
                Some('*') => {
                    star = Some((p, t));
                    p += 1;
                }
                Some(c) if *c == '?' || c.eq_ignore_ascii_case(&text[t]) => {
                    p += 1;
                    t += 1;
                }
                _ => match &mut star {
                    Some((at, taken)) => {
                        *taken += 1;
                        (p, t) = (*at + 1, *taken);
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

//! Latin words in running text.

use std::ops::Range;

use crate::text::is_unspaced;

/// Where the words of a folded text stand, in order, for writing that sets spaces between words; names keep the signs
/// inside them (`gpt-5`, `4.5`, `at&t`) and `+` or `#` behind them (`c++`, `c#`).
pub fn latin_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        at = end_of_word(text, start);
        Some(start..at)
    })
}

/// Whether a character is a letter or digit of such a writing.
fn is_letter(c: char) -> bool {
    // Most text is Han, for which the first question is the cheapest.
    !is_unspaced(c) && c.is_alphanumeric()
}

/// Where the word that begins at `start` ends.
fn end_of_word(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        let goes_on = is_letter(c) || is_joiner(c) && chars.peek().is_some_and(|next| is_letter(*next));
        if !goes_on {
            break;
        }
        end += c.len_utf8();
    }
    let rest = &text[end..];
    let signs = if rest.starts_with("++") {
        2
    } else {
        usize::from(rest.starts_with(['+', '#']))
    };
    // In `a+b` the sign stands between two words.
    if rest[signs..].starts_with(is_letter) {
        end
    } else {
        end + signs
    }
}

/// Whether a sign between two letters is part of their word.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | '&' | '\'' | '’' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_signs_that_belong_to_them() {
        for (text, expected) in [
            ("gpt-5发布，claude opus 4.5。", "gpt-5|claude|opus|4.5"),
            ("c++和c#，f# notepad++", "c++|c#|f#|notepad++"),
            ("a+b gpt-5+claude", "a|b|gpt-5|claude"),
            ("@at&t: don't e.g. (x)-y", "at&t|don't|e.g|x|y"),
            ("café привет 한국 が開", "café|привет|한국"),
            ("-- . 人工智能", ""),
            ("", ""),
        ] {
            let words: Vec<&str> = latin_words(text).map(|at| &text[at]).collect();
            assert_eq!(words.join("|"), expected, "{text}");
        }
    }
}

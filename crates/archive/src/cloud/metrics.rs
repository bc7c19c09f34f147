//! How much room a word needs, in any ordinary font.
//!
//! Han characters are one em wide in every font. Latin advances differ; [`ADVANCES`] holds averages over
//! common serif and sans faces, and the drawn text is fixed to the sum with `textLength`. Heights are the
//! largest of those faces.

/// Advance widths of the characters U+0020 to U+007E, in hundredths of an em.
const ADVANCES: [u8; 95] = [
    25, 32, 44, 55, 54, 92, 76, 23, 35, 35, 47, 58, 29, 34, 29, 33, // space to /
    54, 51, 54, 54, 54, 54, 54, 54, 54, 54, 30, 30, 58, 58, 58, 48, // 0 to ?
    95, 70, 67, 69, 74, 64, 60, 74, 78, 35, 46, 72, 61, 91, 75, 76, // @ to O
    63, 76, 70, 59, 64, 75, 69, 98, 69, 67, 62, 33, 33, 33, 54, 55, // P to _
    41, 53, 59, 50, 59, 52, 34, 55, 59, 29, 29, 56, 29, 89, 59, 56, // ` to o
    59, 58, 41, 45, 34, 59, 52, 78, 53, 53, 48, 38, 27, 38, 56, // p to ~
];

/// Room around the origin of a word, in hundredths of an em.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Extent {
    /// From the start of the text to its end.
    pub(super) advance: u32,
    /// From the baseline up.
    pub(super) ascent: u32,
    /// From the baseline down.
    pub(super) descent: u32,
}

/// Measures a word.
pub(super) fn measure(text: &str) -> Extent {
    text.chars()
        .map(extent_of)
        .fold(Extent::default(), |word, c| Extent {
            advance: word.advance + c.advance,
            ascent: word.ascent.max(c.ascent),
            descent: word.descent.max(c.descent),
        })
}

/// Whether every character is one em wide in any font.
pub(super) fn is_square(text: &str) -> bool {
    text.chars()
        .all(|c| ('\u{2e80}'..='\u{d7ff}').contains(&c) || c >= '\u{f900}')
}

fn extent_of(c: char) -> Extent {
    let (advance, ascent, descent) = match c {
        ' '..='~' => {
            let advance = ADVANCES.get(c as usize - ' ' as usize).copied().unwrap_or(60);
            let ascent = if is_tall(c) { 85 } else { 78 };
            (u32::from(advance), ascent, if hangs(c) { 29 } else { 4 })
        }
        // Accented and other alphabets: accents above, tails below.
        '\0'..'\u{1100}' => (62, 95, 29),
        '\u{2000}'..'\u{2e80}' => (80, 89, 20),
        // The tails of 云, 公 and 其 are the lowest of bold Songti.
        _ => (100, 89, 18),
    };
    Extent {
        advance,
        ascent,
        descent,
    }
}

/// Whether a character of ASCII is higher than a capital.
fn is_tall(c: char) -> bool {
    matches!(c, 'b' | 'd' | 'f' | 'h' | 'i' | 'j' | 'k' | 'l')
        || (c.is_ascii_punctuation() && !matches!(c, '-' | '.' | ','))
}

/// Whether a character of ASCII reaches below the baseline.
fn hangs(c: char) -> bool {
    matches!(
        c,
        'g' | 'j'
            | 'p'
            | 'q'
            | 'y'
            | 'J'
            | 'Q'
            | '$'
            | '('
            | ')'
            | ','
            | '/'
            | ';'
            | '@'
            | '['
            | ']'
            | '_'
            | '{'
            | '|'
            | '}'
            | '\\'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_are_one_em_wide() {
        assert_eq!(
            measure("开源模型"),
            Extent {
                advance: 400,
                ascent: 89,
                descent: 18
            }
        );
        assert!(is_square("开源模型") && !is_square("AI代理"));
    }

    #[test]
    fn latin_words_take_their_letters_and_tails_below_where_they_have_any() {
        assert_eq!(
            measure("AI"),
            Extent {
                advance: 105,
                ascent: 78,
                descent: 4
            }
        );
        assert_eq!(measure("Agent").descent, 29);
        assert_eq!((measure("Ana").ascent, measure("Anna l").ascent), (78, 85));
        assert!(measure("WWW").advance > 2 * measure("iii").advance);
    }

    #[test]
    fn other_scripts_have_room_for_accents() {
        assert_eq!(
            measure("é"),
            Extent {
                advance: 62,
                ascent: 95,
                descent: 29
            }
        );
        assert_eq!(measure(""), Extent::default());
    }
}

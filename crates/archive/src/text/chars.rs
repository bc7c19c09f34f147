//! The few classes of characters that search tells apart, by range: no Unicode tables in the browser.

/// Whether the character is a Han ideograph (Unified Ideographs and their extensions, compatibility
/// ideographs, 々 and 〇).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々' | '〇'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether the character belongs to writing that sets no spaces between words: Han, kana, bopomofo, their
/// punctuation and full-width forms.
pub fn is_unspaced(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{312F}' | '\u{31A0}'..='\u{31FF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Whether folding drops the character: it cannot be seen and carries no text of its own (zero-width spaces
/// and joiners, soft hyphen, byte order mark, direction marks, variation selectors).
pub fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether the character belongs to the one before it, so that no text is cut between the two: combining
/// marks, variation selectors, joiners, emoji modifiers.
pub fn is_joined(c: char) -> bool {
    is_dropped(c)
        || matches!(c,
            '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
            | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_what_their_names_say() {
        assert!("人𠮷〇々".chars().all(is_han));
        assert!(!"a3，。あア가".chars().any(is_han));
        assert!("人あア。，　".chars().all(is_unspaced));
        assert!(!"a3 ,가é".chars().any(is_unspaced));
        assert!(
            "\u{200b}\u{feff}\u{fe0f}\u{ad}\u{202e}"
                .chars()
                .all(|c| is_dropped(c) && is_joined(c))
        );
        assert!(is_joined('\u{301}') && !is_dropped('\u{301}'));
    }
}

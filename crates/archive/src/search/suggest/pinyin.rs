//! Pinyin as people type it: in full, by initials, or both mixed.

use super::readings::Readings;

/// How letters stand for a term; the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Cut {
    /// A full syllable for each character.
    Full,
    /// An initial for some of the characters, a full syllable for the others.
    Short,
    /// Full syllables for at least two characters, and nothing for the rest.
    Prefix,
}

/// The most letters that are taken for pinyin: one bit each.
const MOST: usize = 63;

/// The letters of what may be pinyin, with ü as `v`; `None` where something else stands among them.
pub(super) fn letters(text: &str) -> Option<String> {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' => letters.push(c),
            'ü' => letters.push('v'),
            '\'' | '’' | '-' => {}
            _ => return None,
        }
    }
    (!letters.is_empty()).then_some(letters)
}

/// How `letters` can be cut into the syllables and initials of a term's characters, by any of their readings.
pub(super) fn cut(letters: &str, term: &str, readings: &Readings) -> Option<Cut> {
    let letters = letters.as_bytes();
    if letters.len() > MOST {
        return None;
    }
    let end = 1 << letters.len();
    // Which numbers of letters the characters so far can stand for, one bit each: in full, and in any form.
    let (mut full, mut any) = (1, 1);
    let mut is_prefix = false;
    for (at, c) in term.chars().enumerate() {
        is_prefix |= at >= 2 && full & end != 0;
        (full, any) = step(letters, c, readings, full, any);
        if any == 0 {
            return is_prefix.then_some(Cut::Prefix);
        }
    }
    if full & end != 0 {
        Some(Cut::Full)
    } else if any & end != 0 {
        Some(Cut::Short)
    } else {
        is_prefix.then_some(Cut::Prefix)
    }
}

/// One character more.
fn step(letters: &[u8], c: char, readings: &Readings, full: u64, any: u64) -> (u64, u64) {
    let (mut next_full, mut next_any) = (0, 0);
    let mut take = |form: &[u8], is_full: bool| {
        let mut ends = any;
        while ends != 0 {
            let at = ends.trailing_zeros() as usize;
            ends &= ends - 1;
            if spells(&letters[at..], form) {
                let after = 1 << (at + form.len());
                next_any |= after;
                if is_full && full >> at & 1 == 1 {
                    next_full |= after;
                }
            }
        }
    };
    if c.is_ascii() {
        take(&[c.to_ascii_lowercase() as u8], true);
    }
    for syllable in readings.of(c) {
        let syllable = syllable.as_bytes();
        take(syllable, true);
        take(&syllable[..1], false);
        if syllable.get(1) == Some(&b'h') {
            take(&syllable[..2], false);
        }
    }
    (next_full, next_any)
}

/// Whether letters begin with a form; ü may be typed as `u`.
fn spells(letters: &[u8], form: &[u8]) -> bool {
    let same = |(typed, form): (&u8, &u8)| typed == form || *form == b'v' && *typed == b'u';
    letters.len() >= form.len() && letters.iter().zip(form).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Readings {
        let all = "人ren 工gong 智zhi 能neng 模mo 模mu 型xing 银yin 行xing 行hang 长chang 长zhang 城cheng 旅lv \
                   安an 西xi 女nv 性xing 重zhong 重chong 庆qing 儿er";
        let pair = |entry: &'static str| entry.chars().next().map(|c| (c, &entry[c.len_utf8()..]));
        all.split_whitespace().filter_map(pair).collect()
    }

    #[test]
    fn letters_are_cut_into_syllables_and_initials() {
        use Cut::{Full, Prefix, Short};
        for (typed, term, expected) in [
            ("rengongzhineng", "人工智能", Some(Full)),
            ("ren'gong-zhi’neng", "人工智能", Some(Full)),
            ("rgzn", "人工智能", Some(Short)),
            ("rgzhn", "人工智能", Some(Short)),
            ("rengongzn", "人工智能", Some(Short)),
            ("rgzhineng", "人工智能", Some(Short)),
            ("rengong", "人工智能", Some(Prefix)),
            ("rengongzhi", "人工智能", Some(Prefix)),
            ("ren", "人工智能", None),
            ("rg", "人工智能", None),
            ("rengongzh", "人工智能", None),
            ("rengongzhinengx", "人工智能", None),
            ("yinhang", "银行", Some(Full)),
            ("yinxing", "银行", Some(Full)),
            ("changcheng", "长城", Some(Full)),
            ("cc", "长城", Some(Short)),
            ("zhangch", "长城", Some(Short)),
            ("lvxing", "旅行", Some(Full)),
            ("luxing", "旅行", Some(Full)),
            ("lüxing", "旅行", Some(Full)),
            ("nuxing", "女性", Some(Full)),
            ("xian", "西安", Some(Full)),
            ("xa", "西安", Some(Short)),
            ("nver", "女儿", Some(Full)),
            ("aimoxing", "AI模型", Some(Full)),
            ("aimx", "AI模型", Some(Short)),
            ("chongqing", "重庆", Some(Full)),
            ("zhongqing", "重庆", Some(Full)),
            ("hello", "人工智能", None),
        ] {
            assert_eq!(
                letters(typed).and_then(|letters| cut(&letters, term, &table())),
                expected,
                "{typed} {term}"
            );
        }
    }

    #[test]
    fn what_is_no_pinyin_is_not_cut() {
        assert_eq!(letters("gpt-5"), None);
        assert_eq!(letters("café"), None);
        assert_eq!(letters("''"), None);
        assert_eq!(cut(&"a".repeat(64), "安安", &table()), None);
        assert_eq!(cut("anan", "不明", &table()), None);
    }
}

//! Emphasis beside Han, kana and Hangul: the amendments that answer commonmark-spec issue #650, over every sign.
//!
//! Plain CommonMark leaves `**` literal where punctuation stands inside of it and a letter outside. The issue lists signs for
//! which that hurts; here all punctuation and symbols of Unicode are tried, so that the list cannot be too short.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "shared/commonmark.rs"]
#[expect(dead_code, reason = "what compares examples is for another test")]
mod commonmark;

use commonmark::print;
use kanbao_archive::markdown::parse;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Letters that are set without spaces, one of each script, and one with a variation selector.
const CJK: [&str; 7] = ["甲", "々", "の", "テ", "한", "𠮷", "葛\u{e0100}"];

/// Marks and the tags they become.
const MARKS: [(&str, &str, &str); 3] = [
    ("*", "<em>", "</em>"),
    ("**", "<strong>", "</strong>"),
    ("***", "<em><strong>", "</strong></em>"),
];

/// All punctuation and symbols of Unicode but those with a meaning of their own in a line.
fn signs() -> Vec<char> {
    let is_sign = |c: &char| {
        use GeneralCategoryGroup::{Punctuation, Symbol};
        matches!(c.general_category_group(), Punctuation | Symbol)
    };
    let has_meaning = |c: &char| matches!(c, '*' | '_' | '`' | '\\' | '<' | '&' | '[' | ']' | '~');
    ('\0'..=char::MAX)
        .filter(is_sign)
        .filter(|c| !has_meaning(c))
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn line(markdown: &str) -> String {
    let printed = print(&parse(markdown));
    let inner = printed
        .trim_end()
        .strip_prefix("<p>")
        .and_then(|p| p.strip_suffix("</p>"));
    inner.unwrap_or(&printed).replace("&quot;", "\"")
}

#[test]
fn every_sign_may_stand_at_either_end_of_what_is_set_apart_between_cjk() {
    let mut cases = 0;
    let signs = signs();
    for &sign in &signs {
        for cjk in CJK {
            for (mark, open, close) in MARKS {
                for (first, last) in [(true, false), (false, true), (true, true)] {
                    let sign_at = |is_there: bool| if is_there { sign.to_string() } else { String::new() };
                    let inner = format!("{}乙{}", sign_at(first), sign_at(last));
                    for (left, right) in [(cjk, cjk), (cjk, ""), ("", cjk), ("。", "“")] {
                        // At the beginning of a line some signs begin a block.
                        let left = if left.is_empty() { "一 " } else { left };
                        let markdown = format!("{left}{mark}{inner}{mark}{right}");
                        let expected = format!("{left}{open}{}{close}{right}", escaped(&inner));
                        assert_eq!(line(&markdown), expected, "{markdown:?} ({:04X})", sign as u32);
                        cases += 1;
                    }
                }
            }
        }
    }
    println!("{} signs, {cases} cases", signs.len());
    assert!(signs.len() > 9_000 && cases > 2_000_000);
}

#[test]
fn two_in_a_row_do_not_swallow_what_stands_between() {
    for sign in signs() {
        for cjk in CJK {
            let markdown = format!("{cjk}**{sign}乙{sign}**{cjk}**丙{sign}**{cjk}");
            let text = escaped(&sign.to_string());
            let expected = format!("{cjk}<strong>{text}乙{text}</strong>{cjk}<strong>丙{text}</strong>{cjk}");
            assert_eq!(line(&markdown), expected, "{markdown:?}");
        }
    }
}

#[test]
fn an_underscore_in_a_word_stays_one() {
    for cjk in CJK {
        assert_eq!(line(&format!("{cjk}_乙_{cjk}")), format!("{cjk}_乙_{cjk}"));
        assert_eq!(line(&format!("{cjk}__乙__{cjk}")), format!("{cjk}__乙__{cjk}"));
        assert_eq!(line(&format!("（_{cjk}_）")), format!("（<em>{cjk}</em>）"));
        assert_eq!(line(&format!("“__{cjk}__”")), format!("“<strong>{cjk}</strong>”"));
    }
}

#[test]
fn variation_selectors_belong_to_what_they_follow() {
    for (markdown, expected) in [
        ("葛\u{e0100}**（乙）**", "葛\u{e0100}<strong>（乙）</strong>"),
        ("葛\u{e0100}**(乙)**", "葛\u{e0100}<strong>(乙)</strong>"),
        ("〽\u{fe0e}**(乙)**", "〽\u{fe0e}<strong>(乙)</strong>"),
        ("a**“b”\u{fe01}**c", "a**“b”\u{fe01}**c"),
        ("a**b”\u{fe01}**c", "a<strong>b”\u{fe01}</strong>c"),
        ("a**b”**c", "a**b”**c"),
        ("a**b”\u{fe00}**c", "a**b”\u{fe00}**c"),
        // An emoji is no CJK character, though it is as wide.
        ("a🈚**(b)**", "a🈚<strong>(b)</strong>"),
        ("a**🈚**b", "a**🈚**b"),
        ("a**㊙**b", "a<strong>㊙</strong>b"),
    ] {
        assert_eq!(line(markdown), expected, "{markdown:?}");
    }
}

/// What the parser makes of a line without the amendments.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Emphasis) => out.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Text(text) => out.push_str(&escaped(&text)),
            _ => {}
        }
    }
    out
}

/// Calls with every text of `length` pieces.
fn each_text(pieces: &[&str], length: u32, mut check: impl FnMut(&str)) -> usize {
    let count = pieces.len().pow(length);
    for number in 0..count {
        let (mut text, mut rest) = (String::from("a "), number);
        for _ in 0..length {
            text.push_str(pieces[rest % pieces.len()]);
            rest /= pieces.len();
        }
        check(&text);
    }
    count
}

#[test]
fn without_cjk_nothing_is_otherwise_than_in_commonmark() {
    let mut texts = 0;
    for pieces in [
        ["*", "**", "_", "__", "b", " c"].as_slice(),
        ["*", "**", "b", "\"", " "].as_slice(),
        ["***", "*", "_", "é", "—"].as_slice(),
    ] {
        texts += each_text(pieces, 7, |text| {
            assert_eq!(line(text).trim_end(), plain(text).trim_end(), "{text:?}");
        });
    }
    println!("{texts} texts");
    // Every sign of Unicode that the parser's own table has, beside letters of scripts that are not CJK.
    for sign in signs().into_iter().filter(|c| !is_wide(*c) && !is_newer(*c)) {
        for letter in ["b", "я", "ש", "ท่", "क्", "1"] {
            for text in [
                format!("{letter}**{sign}c**{letter}"),
                format!("{letter}**c{sign}**{letter}"),
                format!("{letter}_{sign}c_{letter} {sign}_c_{sign}"),
            ] {
                assert_eq!(line(&text), plain(&text), "{text:?}");
            }
        }
    }
}

/// Came with Unicode 16 or 17, or is beyond the planes that are tried.
fn is_newer(c: char) -> bool {
    matches!(c, '\u{1b4e}'..='\u{1b4f}' | '\u{1b7f}' | '\u{20c1}'..='\u{20c4}' | '\u{2427}'..='\u{2429}' | '\u{2b96}'
        | '\u{2e60}'..='\u{2e63}' | '\u{fbc3}'..='\u{fbd2}' | '\u{fd90}'..='\u{fd91}' | '\u{fdc8}'..='\u{fdce}'
        | '\u{10000}'..)
}

/// Generously: whatever the amendments may mean by CJK.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{20a9}' | '\u{2329}' | '\u{232a}' | '\u{2630}'..='\u{2637}'
        | '\u{268a}'..='\u{268f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}'
        | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe6b}' | '\u{ff00}'..='\u{ffef}' | '\u{16fe0}'..='\u{1b2fb}'
        | '\u{1d300}'..='\u{1d37f}' | '\u{1f200}'..='\u{1f265}' | '\u{20000}'..)
}

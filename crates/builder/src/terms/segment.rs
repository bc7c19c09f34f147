//! Running text → pieces: names, Chinese words, quoted concepts; punctuation falls away.

use std::borrow::Cow;

use super::data::Lists;
use super::names::{self, Shape, is_latin};

/// The longest quotation that may be a concept, in characters.
const LONGEST_QUOTE: usize = 10;

/// A word of the running text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Piece<'a> {
    /// The word.
    pub(super) text: Cow<'a, str>,
    /// What kind of writing it is.
    pub(super) script: Script,
    /// Whether nothing but a space stands between the previous piece and this one.
    pub(super) glued: bool,
}

/// What a piece is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    /// Latin letters and digits.
    Latin(Shape),
    /// A Chinese word as jieba cuts it.
    Han,
    /// A concept or a title that stood in quotation marks.
    Quoted,
}

/// Cuts a block of text into pieces.
pub(super) fn segment<'a>(text: &'a str, lists: &Lists) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut glued = false;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some((name, shape, length)) = names::read(rest, lists) {
            pieces.push(Piece {
                text: name,
                script: Script::Latin(shape),
                glued,
            });
            at += length;
        } else if is_han(c) {
            let length = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            for token in lists.jieba().cut(&rest[..length], true) {
                pieces.push(Piece {
                    text: Cow::Borrowed(token.word),
                    script: Script::Han,
                    glued,
                });
                glued = true;
            }
            at += length;
        } else if let Some((quoted, length)) = concept(rest, lists) {
            pieces.push(Piece {
                text: Cow::Borrowed(quoted),
                script: Script::Quoted,
                glued: false,
            });
            (at, glued) = (at + length, false);
            continue;
        } else {
            at += c.len_utf8();
            glued = matches!(c, ' ' | '\u{a0}') && glued && !between_han(text, at, c);
            continue;
        }
        glued = true;
    }
    pieces
}

/// A space between two Han characters separates them; between Han and Latin it is decoration.
fn between_han(text: &str, after: usize, space: char) -> bool {
    let before = text[..after - space.len_utf8()].chars().next_back();
    let after = text[after..].chars().next();
    before.is_some_and(is_han) && after.is_some_and(is_han)
}

/// A quotation at the start of `text` that names something: a title in 《》, or a short run of nouns in
/// quotation marks. The quoted words and the length with the marks.
fn concept<'a>(text: &'a str, lists: &Lists) -> Option<(&'a str, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '“' => '”',
        '"' => '"',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        _ => return None,
    };
    let inside = &text[open.len_utf8()..];
    let end = inside
        .char_indices()
        .take(LONGEST_QUOTE * 2 + 1)
        .find(|(_, c)| *c == close)?
        .0;
    let quoted = &inside[..end];
    let length = quoted.chars().count();
    let whole = length >= 2 && quoted.chars().all(|c| is_han(c) || is_latin(c));
    let is_concept = whole
        && is_compound(quoted, lists)
        && (open == '《' || length <= LONGEST_QUOTE && is_nominal(quoted, lists));
    is_concept.then_some((quoted, open.len_utf8() + end + close.len_utf8()))
}

/// Whether a phrase is more than one word: a single word needs no marks to stay whole.
fn is_compound(phrase: &str, lists: &Lists) -> bool {
    lists.jieba().cut(phrase, true).len() > 1
}

/// Whether a phrase is made of content words of two characters and more, with a noun at its end.
fn is_nominal(phrase: &str, lists: &Lists) -> bool {
    let tags = lists.jieba().tag(phrase, true);
    let content = |tag: &str| tag.starts_with(['n', 'v', 'b', 'a', 'j', 'l', 'i']);
    tags.iter()
        .all(|word| content(word.tag) && word.word.chars().nth(1).is_some())
        && tags
            .last()
            .is_some_and(|word| word.tag.starts_with(['n', 'j']) || word.tag == "vn")
}

/// Whether a character is a Chinese one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mark = |piece: &Piece<'_>| format!("{}{}", if piece.glued { "+" } else { "" }, piece.text);
        segment(text, &Lists::built_in()).iter().map(mark).collect()
    }

    #[test]
    fn names_and_chinese_words_are_glued_unless_something_stands_between() {
        assert_eq!(words("Olmo 3 模型，开源"), ["Olmo 3", "+模型", "开源"]);
        assert_eq!(words("AI代理系统"), ["AI", "+代理", "+系统"]);
        assert_eq!(words("模型 数据"), ["模型", "数据"]);
        assert_eq!(words("模型\n数据\u{3000}平台"), ["模型", "数据", "平台"]);
        assert_eq!(words("…！"), [] as [&str; 0]);
    }

    #[test]
    fn quoted_concepts_and_titles_stay_whole() {
        assert_eq!(words("“认知核心”概念"), ["认知核心", "概念"]);
        assert_eq!(words("\"黑天鹅\"状态"), ["黑天鹅", "状态"]);
        assert_eq!(words("读《三体全集》时")[1], "三体全集");
    }

    #[test]
    fn other_quotations_are_text() {
        assert!(!words("“某些东西仍然缺失”").contains(&"某些东西仍然缺失".to_owned()));
        assert!(!words("“能做什么”").contains(&"能做什么".to_owned()));
        assert_eq!(words("“模型、数据”"), ["模型", "数据"]);
        assert_eq!(words("“模型"), ["模型"]);
    }
}

//! Latin names in running text, taken whole: "Claude Opus 4.5", "GPT-5.1-Codex-Max", "SAM 3D".
//!
//! Text is read in chunks: letters and digits with the joiners inside them. A chunk with a capital letter
//! starts a name; one space further, another such chunk or a version number belongs to it. A number that
//! counts something (`3 个`, `20%`, `2025年`) does not.

use std::borrow::Cow;

use super::data::Lists;

/// The most chunks in a name.
const LONGEST: usize = 6;

/// What a Latin piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// A name: of a product, a person, a company.
    Name,
    /// Two to five capitals, such as AI or GPU; they qualify a noun as often as they stand alone.
    Acronym,
    /// A word in lower case.
    Word,
    /// A number, a quantity or a lone letter: no term.
    Number,
}

/// Reads the piece at the start of `text`: its text with single spaces, its shape and its length in bytes.
/// `None` where `text` does not start with a letter or digit of the Latin script.
pub(super) fn read<'a>(text: &'a str, lists: &Lists) -> Option<(Cow<'a, str>, Shape, usize)> {
    let first = chunk(text)?;
    let mut end = first.len();
    let kind = kind(first, &text[end..]);
    if lists.is_stop(first) {
        return Some((Cow::Borrowed(first), Shape::Word, end));
    }
    if !kind.starts_name() {
        return Some((Cow::Borrowed(first), kind.alone(first), end));
    }
    let mut chunks = 1;
    while chunks < LONGEST
        && let Some((space, next)) = next_chunk(&text[end..])
        && self::kind(next, &text[end + space + next.len()..]).continues_name()
        && !lists.is_stop(next)
    {
        end += space + next.len();
        chunks += 1;
    }
    let shape = if chunks > 1 {
        Shape::Name
    } else {
        kind.alone(first)
    };
    let name = &text[..end];
    let name = if name.contains('\u{a0}') {
        Cow::Owned(name.replace('\u{a0}', " "))
    } else {
        Cow::Borrowed(name)
    };
    Some((name, shape, end))
}

/// Whether a character belongs to the Latin script or is a digit.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c) && c != '×' && c != '÷'
}

/// What a chunk is, by itself and by what follows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A capital letter somewhere, or lower case with a digit (`o3`, `gpt-5`).
    Capital,
    /// Two to five capitals.
    Acronym,
    /// Lower case.
    Lower,
    /// A number that may be a version.
    Version,
    /// `7B`, `3D`: a size or a dimension that may end a name.
    Size,
    /// A number that counts or measures something.
    Quantity,
}

impl Kind {
    fn starts_name(self) -> bool {
        matches!(self, Self::Capital | Self::Acronym)
    }

    fn continues_name(self) -> bool {
        matches!(self, Self::Capital | Self::Acronym | Self::Version | Self::Size)
    }

    /// The shape of a chunk that nothing joins.
    fn alone(self, chunk: &str) -> Shape {
        match self {
            _ if chunk.chars().nth(1).is_none() => Shape::Number,
            Self::Capital => Shape::Name,
            Self::Acronym => Shape::Acronym,
            Self::Lower => Shape::Word,
            Self::Version | Self::Size | Self::Quantity => Shape::Number,
        }
    }
}

/// The chunk at the start of `text`.
fn chunk(text: &str) -> Option<&str> {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(c, '-' | '.' | '_' | '\'' | '’' | '&' | '\u{2010}' | '\u{2011}')
            && end > 0
            && chars.peek().is_some_and(|(_, next)| is_latin(*next));
        if !is_latin(c) && !joins {
            break;
        }
        end = i + c.len_utf8();
    }
    let rest = &text[end..];
    // C++, C#, F#
    if end == 1 && (rest.starts_with("++") || rest.starts_with('#')) {
        end += if rest.starts_with('#') { 1 } else { 2 };
    }
    let chunk = &text[..end];
    let chunk = chunk
        .strip_suffix("'s")
        .or_else(|| chunk.strip_suffix("’s"))
        .unwrap_or(chunk);
    (!chunk.is_empty()).then_some(chunk)
}

/// The next chunk after exactly one space, with the length of that space.
fn next_chunk(rest: &str) -> Option<(usize, &str)> {
    let space = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'))?;
    let next = chunk(&rest[space.len_utf8()..])?;
    Some((space.len_utf8(), next))
}

fn kind(chunk: &str, rest: &str) -> Kind {
    let letters = || chunk.chars().filter(|c| c.is_alphabetic());
    if chunk.starts_with(|c: char| c.is_ascii_digit()) {
        return numeric(chunk, rest);
    }
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    if capitals == chunk.len() && (2..=5).contains(&capitals) {
        return Kind::Acronym;
    }
    if capitals > 0 || chunk.contains(|c: char| c.is_ascii_digit() || c == '#') {
        return Kind::Capital;
    }
    Kind::Lower
}

/// The kind of a chunk that starts with a digit.
fn numeric(chunk: &str, rest: &str) -> Kind {
    let digits = chunk
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(chunk.len());
    let (number, unit) = chunk.split_at(digits);
    let whole = number.split('.').next().unwrap_or(number);
    match unit {
        _ if counts_something(rest) => Kind::Quantity,
        "" if whole.len() <= 2 || is_year(number) => Kind::Version,
        "B" | "b" | "D" | "o" => Kind::Size,
        // 5G, 2FA, 3DS: capitals that are no unit.
        "G" | "FA" | "DS" if whole.len() == 1 => Kind::Capital,
        _ => Kind::Quantity,
    }
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Whether what follows a number makes it a quantity: a measure word, a percent sign, a range.
fn counts_something(rest: &str) -> bool {
    const MEASURES: &str = "%％+~～年月日号个亿万千百倍篇款种项位名秒天周岁元台条张份页";
    const LONG_MEASURES: [&str; 5] = ["小时", "分钟", "美元", "人民币", "参数"];
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    rest.starts_with(|c| MEASURES.contains(c))
        || LONG_MEASURES.iter().any(|measure| rest.starts_with(measure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(mut text: &str) -> Vec<(String, Shape)> {
        let mut pieces = Vec::new();
        while let Some(c) = text.chars().next() {
            match read(text, &Lists::built_in()) {
                Some((piece, shape, length)) => {
                    pieces.push((piece.into_owned(), shape));
                    text = &text[length..];
                }
                None => text = &text[c.len_utf8()..],
            }
        }
        pieces
    }

    fn names(text: &str) -> Vec<String> {
        let is_name = |shape| matches!(shape, Shape::Name | Shape::Acronym);
        read_all(text)
            .into_iter()
            .filter(|(_, shape)| is_name(*shape))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn product_names_stay_whole() {
        for name in [
            "Claude Opus 4.5",
            "Gemini 3 Pro",
            "Gemini 3 Pro Image",
            "GPT-5.1-Codex-Max",
            "Olmo 3",
            "Olmo 3 Think",
            "Orchestrator-8B",
            "Nano Banana Pro",
            "SAM 3D",
            "Llama 3 8B",
            "FLUX.2",
            "AT&T",
            "Node.js",
            "C++",
            "o3",
            "IMO 2025",
        ] {
            assert_eq!(names(name), [name]);
            assert_eq!(names(&format!("发布{name}作为")), [name]);
            assert_eq!(names(&format!("（{name}）。")), [name]);
        }
    }

    #[test]
    fn counted_things_are_not_part_of_a_name() {
        assert_eq!(names("Google 3 个模型"), ["Google"]);
        assert_eq!(names("Meta 2025年"), ["Meta"]);
        assert_eq!(names("Intel 10%"), ["Intel"]);
        assert_eq!(names("OpenAI 1000 亿"), ["OpenAI"]);
        assert_eq!(names("Olmo 32B参数"), ["Olmo"]);
        assert_eq!(names("256K token、$1.6k、5-20年"), [] as [&str; 0]);
    }

    #[test]
    fn punctuation_lower_case_and_function_words_end_a_name() {
        assert_eq!(names("Gemini, Claude、GPT-5"), ["Gemini", "Claude", "GPT-5"]);
        assert_eq!(names("GPU dominance"), ["GPU"]);
        assert_eq!(names("The Gemini and the Claude"), ["Gemini", "Claude"]);
        assert_eq!(names("Google's Gemini"), ["Google", "Gemini"]);
        assert_eq!(names("Claude  Opus"), ["Claude", "Opus"]);
    }

    #[test]
    fn a_no_break_space_is_a_space() {
        assert_eq!(names("Olmo\u{a0}3"), ["Olmo 3"]);
    }

    #[test]
    fn shapes_tell_acronyms_from_names_and_words() {
        let shapes: Vec<Shape> = read_all("AI Nvidia,token 7 x")
            .into_iter()
            .map(|(_, shape)| shape)
            .collect();
        assert_eq!(shapes, [Shape::Name, Shape::Word, Shape::Number, Shape::Number]);
        assert_eq!(
            read("AI代理", &Lists::built_in()).map(|(_, shape, _)| shape),
            Some(Shape::Acronym)
        );
        assert_eq!(read("代理", &Lists::built_in()), None);
    }
}

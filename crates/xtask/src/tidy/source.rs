//! A source file, and its code apart from its comments and strings.

use super::Finding;

/// What is written by hand and held to the rules.
const EXTENSIONS: [&str; 5] = ["rs", "js", "css", "html", "toml"];

/// A source file.
pub(super) struct Source {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    /// As it is.
    pub(super) text: String,
    /// The same with comments blanked out, line by line in place.
    pub(super) uncommented: String,
    /// The same with comments and the insides of strings blanked out.
    pub(super) code: String,
}

impl Source {
    /// Takes a file apart.
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let rust = path.ends_with(".rs");
        let (uncommented, code) = if rust || path.ends_with(".js") {
            (blank(&text, rust, false), blank(&text, rust, true))
        } else {
            (text.clone(), text.clone())
        };
        Self {
            path,
            text,
            uncommented,
            code,
        }
    }

    /// Whether a file is code.
    pub(super) fn is_code(path: &str) -> bool {
        path == ".ci/run"
            || path
                .rsplit_once('.')
                .is_some_and(|(_, e)| EXTENSIONS.contains(&e))
    }

    /// Whether it is Rust below a folder (`src/browser/`).
    pub(super) fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(".rs")
    }

    /// A finding at a byte offset, which is the same in all three texts.
    pub(super) fn finding(&self, offset: usize, message: impl Into<String>) -> Finding {
        let line = self.text.as_bytes()[..offset]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Finding {
            path: self.path.clone(),
            line,
            message: message.into(),
        }
    }
}

/// A word or a sign of code with its byte offset.
pub(super) type Token<'a> = (usize, &'a str);

/// Cuts code into words (`a-z A-Z 0-9 _`), `::`, and single signs.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let bytes = code.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        if bytes[start].is_ascii_whitespace() {
            continue;
        }
        if is_word(bytes[start]) {
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
        } else if bytes[start..].starts_with(b"::") {
            at += 1;
        }
        tokens.push((start, &code[start..at]));
    }
    tokens
}

/// Replaces comments, and strings too where wanted, with spaces; every line end and every offset stays.
///
/// It knows the comments and strings of Rust, and of JavaScript but for slashes and quotes inside regular
/// expressions: close enough to look for words.
fn blank(text: &str, rust: bool, strings: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, hide) = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => (line_end(bytes, at), true),
            b'/' if bytes[at..].starts_with(b"/*") => (comment_end(bytes, at), true),
            b'r' if !follows_word(bytes, at) && raw_string_end(bytes, at).is_some() => {
                (raw_string_end(bytes, at).unwrap_or(at + 1), strings)
            }
            b'"' | b'`' => (string_end(bytes, at), strings),
            b'\'' if rust => (char_end(bytes, at), strings),
            b'\'' => (string_end(bytes, at), strings),
            _ => (at + 1, false),
        };
        if hide {
            out[at..end]
                .iter_mut()
                .filter(|byte| **byte != b'\n')
                .for_each(|byte| *byte = b' ');
        }
        at = end;
    }
    String::from_utf8(out).unwrap_or_default()
}

fn follows_word(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |n| at + n)
}

/// Rust's block comments nest.
fn comment_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if bytes[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    (end + 1).min(bytes.len())
}

/// The end of `r"…"` or `r#"…"#`, where one begins here.
fn raw_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = [&b"\""[..], &b"#".repeat(hashes)].concat();
    let inside = &bytes[open + 1..];
    let length = inside.windows(close.len()).position(|window| window == close);
    Some(length.map_or(bytes.len(), |n| open + 1 + n + close.len()))
}

/// The end of a character literal of Rust (`'x'`, `'\n'`, `'\u{5b}'`); a lifetime ends after its quote.
fn char_end(bytes: &[u8], at: usize) -> usize {
    let line = &bytes[at..line_end(bytes, at)];
    let first = std::str::from_utf8(&line[1..])
        .ok()
        .and_then(|rest| rest.chars().next());
    let end = match first {
        Some('\\') => return at + string_end(line, 0),
        Some(c) => 1 + c.len_utf8(),
        None => return at + 1,
    };
    if line.get(end) == Some(&b'\'') {
        at + end + 1
    } else {
        at + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_in_place() {
        let text = "a // b\nlet s = \"c // d\"; /* e /* f */ g */ h 'x' '\\'' &'a r#\"i \" j\"# k";
        let source = Source::new("a.rs", text);
        assert_eq!(source.code.len(), text.len());
        let words: Vec<&str> = tokens(&source.code).into_iter().map(|(_, word)| word).collect();
        assert_eq!(words, ["a", "let", "s", "=", ";", "h", "&", "a", "k"]);
        assert!(source.uncommented.contains("c // d") && !source.uncommented.contains(" b"));
    }

    #[test]
    fn lifetimes_are_not_strings() {
        let source = Source::new("a.rs", "fn f<'a>(x: &'a str, y: &'a str) { use_std() } // '");
        assert!(source.code.contains("use_std"));
        assert!(source.code.contains("x: &"));
    }

    #[test]
    fn a_finding_has_the_line_of_its_offset() {
        let source = Source::new("a.rs", "one\ntwo\nthree");
        assert_eq!(source.finding(9, "m").to_string(), "a.rs:3: m");
    }
}

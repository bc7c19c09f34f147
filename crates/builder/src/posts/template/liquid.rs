//! Tags and variables of Liquid, as Jekyll and its plugins have them.

use super::arguments::Arguments;
use super::{Values, bracketed, encoded};

/// What a tag becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Text, which may be nothing.
    Text(String),
    /// The destination of a link.
    Destination(String),
    /// An image.
    Image { source: String, alt: String },
    /// A block of code.
    Code { language: String, code: String },
    /// What stands between two tags, as it is: its length is from the tag's end on, and the closing tag's after it.
    Raw { open: usize, inner: usize },
    /// The tag stays as it is written; messages name it so.
    Unknown(String),
}

/// Something to replace at the beginning of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// How long it is.
    pub(super) length: usize,
    pub(super) piece: Piece,
}

/// Longer than any tag that somebody wrote; a `{%` without an end must not cost the rest of the text.
pub(super) const LONGEST_TAG: usize = 4_000;

/// Includes whose name has one of these words show an image.
const IMAGE_WORDS: [&str; 6] = ["figure", "image", "img", "picture", "photo", "fig"];

/// The tag (`{% … %}`) that a text begins with. `unclosed` holds the names of blocks that have no end in the rest of the
/// text, so that none is looked for again.
pub(super) fn tag(text: &str, unclosed: &mut Vec<String>) -> Option<Found> {
    let inner = inside(text, "{%", "%}")?;
    let length = inner.len() + 4;
    let words = inner
        .trim_start_matches(['-', '+'])
        .trim_end_matches(['-', '+'])
        .trim();
    let (name, arguments) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let unknown = || {
        let piece = Piece::Unknown(format!("{{% {name} %}}"));
        Found { length, piece }
    };
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if !is_name {
        return None;
    }
    let mut block = |piece: fn(&str, &str) -> Piece| {
        if unclosed.iter().any(|known| known == name) {
            return None;
        }
        let Some((inner, close)) = end_of(&text[length..], name) else {
            unclosed.push(name.to_owned());
            return None;
        };
        let length = length + inner.len() + close;
        let piece = piece(arguments, inner);
        Some(Found { length, piece })
    };
    let arguments = arguments.trim();
    let found = match name {
        "raw" => block(|_, inner| Piece::Raw {
            open: 0,
            inner: inner.len(),
        })
        .map(|found| found.raw(length)),
        "comment" => block(|_, _| Piece::Text(String::new())),
        "highlight" | "codeblock" | "code" => block(|arguments, inner| Piece::Code {
            language: language(arguments),
            code: inner.to_owned(),
        }),
        "post_url" => {
            let to = arguments.trim_matches(['"', '\'']).trim_start_matches('/');
            let ending = if to.ends_with(".md") { "" } else { ".md" };
            Some(Piece::Destination(format!("/{}{ending}", encoded(to)))).map(|piece| Found { length, piece })
        }
        "link" => {
            let to = arguments.trim_matches(['"', '\'']).trim_start_matches('/');
            Some(Piece::Destination(format!("/{}", encoded(to)))).map(|piece| Found { length, piece })
        }
        "include" | "include_cached" => {
            let file = arguments.split_whitespace().next().unwrap_or_default();
            let shows_image = IMAGE_WORDS
                .iter()
                .any(|word| file.to_ascii_lowercase().contains(word));
            image(arguments)
                .filter(|_| shows_image)
                .map(|piece| Found { length, piece })
        }
        "img" | "image" | "asset_img" | "figure" | "picture" | "responsive_image" => {
            image(arguments).map(|piece| Found { length, piece })
        }
        // Marks of excerpts.
        "more" => Some(Found {
            length,
            piece: Piece::Text(String::new()),
        }),
        _ => None,
    };
    let found = found.filter(|found| match &found.piece {
        Piece::Destination(to) => to != "/" && to != "/.md" && !to.contains('{'),
        _ => true,
    });
    Some(found.unwrap_or_else(unknown))
}

impl Found {
    /// The same, the opening tag being so long.
    fn raw(mut self, length: usize) -> Self {
        if let Piece::Raw { open, .. } = &mut self.piece {
            *open = length;
        }
        self
    }
}

/// The output (`{{ … }}`) that a text begins with. `before` is the character before it: what stands directly after a
/// letter or a bracket is more often mathematics.
pub(super) fn output(text: &str, before: Option<char>, values: &Values<'_>) -> Option<Found> {
    let inner = inside(text, "{{", "}}")?;
    let length = inner.len() + 4;
    let expression = inner.trim_start_matches('-').trim_end_matches('-').trim();
    if let Some(value) = evaluate(expression, values) {
        let piece = match value {
            Value::Text(text) => Piece::Text(text),
            Value::Address(text) => Piece::Destination(text),
        };
        return Some(Found { length, piece });
    }
    if let Some(piece) = call(expression) {
        return Some(Found { length, piece });
    }
    let is_spaced = inner.starts_with([' ', '-']) && inner.ends_with([' ', '-']);
    let name = expression.split(['|', ' ', '(']).next().unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let is_mathematics =
        before.is_some_and(|c| matches!(c, '^' | '_' | '\\' | '}') || c.is_ascii_alphanumeric());
    let is_variable = is_name && !is_mathematics && (is_spaced || name.contains('.'));
    let shown = if expression.contains('(') && name.len() < expression.len() {
        format!("{{{{ {name}() }}}}")
    } else {
        "{{ … }}".to_owned()
    };
    is_variable.then_some(Found {
        length,
        piece: Piece::Unknown(shown),
    })
}

/// A value, and whether it is an address.
enum Value {
    Text(String),
    Address(String),
}

/// What an expression says, where only the site's settings and plain filters are in it.
fn evaluate(expression: &str, values: &Values<'_>) -> Option<Value> {
    let mut parts = split_filters(expression).into_iter();
    let first = parts.next()?.trim();
    let mut value = operand(first, values)?;
    let mut is_address = matches!(first, "site.url" | "site.baseurl");
    for filter in parts {
        let (name, argument) = filter.split_once(':').unwrap_or((filter, ""));
        let argument = || operand(argument.trim(), values);
        let is_absolute = value.contains("://") || value.starts_with("//");
        value = match name.trim() {
            "relative_url" if !is_absolute => {
                format!("{}/{}", values.base.path(), value.trim_start_matches('/'))
            }
            "absolute_url" if !is_absolute => format!(
                "{}{}/{}",
                values.base.origin(),
                values.base.path(),
                value.trim_start_matches('/')
            ),
            "relative_url" | "absolute_url" => value,
            "prepend" => argument()? + &value,
            "append" => value + &argument()?,
            "strip" | "escape" | "xml_escape" | "uri_escape" | "safe" | "escape_once" => {
                value.trim().to_owned()
            }
            _ => return None,
        };
        is_address |= !matches!(
            name.trim(),
            "strip" | "escape" | "xml_escape" | "safe" | "escape_once"
        );
    }
    Some(if is_address {
        Value::Address(value)
    } else {
        Value::Text(value)
    })
}

/// A text in quotes, or one of the variables that are known.
fn operand(text: &str, values: &Values<'_>) -> Option<String> {
    for quote in ['"', '\''] {
        let inner = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        if let Some(inner) = inner.filter(|inner| !inner.contains(quote)) {
            return Some(inner.to_owned());
        }
    }
    let known = match text {
        "site.url" => values.base.origin(),
        "site.baseurl" => values.base.path(),
        "site.title" => values.site_title,
        "site.description" => values.site_description,
        "page.title" => values.page_title,
        _ => return None,
    };
    Some(known.to_owned())
}

/// An expression at its `|`, those in quotes aside.
fn split_filters(expression: &str) -> Vec<&str> {
    let mut quote = None;
    expression
        .split(|c: char| {
            match quote {
                None if matches!(c, '"' | '\'') => quote = Some(c),
                Some(open) if open == c => quote = None,
                _ => {}
            }
            c == '|' && quote.is_none()
        })
        .collect()
}

/// A shortcode of Zola that shows an image: `figure(src="x.png", alt="…")`.
fn call(expression: &str) -> Option<Piece> {
    let (name, arguments) = expression.strip_suffix(')')?.split_once('(')?;
    let name = name.trim().to_ascii_lowercase();
    let shows_image = IMAGE_WORDS.iter().any(|word| name.contains(word));
    image(arguments).filter(|_| shows_image)
}

/// The image that some arguments name.
pub(super) fn image(arguments: &str) -> Option<Piece> {
    let arguments = Arguments::read(arguments);
    let (source, alt) = arguments.image()?;
    Some(Piece::Image {
        source: encoded(source),
        alt: bracketed(alt),
    })
}

/// The language of a code block: the first word, `lang:ruby` as Octopress has it included.
pub(super) fn language(arguments: &str) -> String {
    let word = arguments.split([' ', ',']).next().unwrap_or_default();
    let word = word
        .strip_prefix("lang:")
        .unwrap_or(word)
        .trim_matches(['"', '\'']);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '_' | '.');
    if word.chars().all(is_name) {
        word.to_owned()
    } else {
        String::new()
    }
}

/// What stands inside two marks at the beginning of a text, on lines without an empty one between them.
pub(super) fn inside<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let inner = text.strip_prefix(open)?;
    let mut limit = inner.len().min(LONGEST_TAG);
    while !inner.is_char_boundary(limit) {
        limit -= 1;
    }
    let inner = &inner[..inner[..limit].find(close)?];
    (!inner.contains("\n\n")).then_some(inner)
}

/// What stands before the tag that ends a block, and that tag's length.
fn end_of<'a>(text: &'a str, name: &str) -> Option<(&'a str, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("{%")?;
        let inner = inside(&text[start..], "{%", "%}");
        let ends = inner.is_some_and(|inner| {
            let word = inner.trim_start_matches('-').trim_end_matches('-').trim();
            word.strip_prefix("end") == Some(name)
        });
        if let Some(inner) = inner.filter(|_| ends) {
            return Some((&text[..start], inner.len() + 4));
        }
        from = start + 2;
    }
}

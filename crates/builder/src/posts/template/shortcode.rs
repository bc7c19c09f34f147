//! Shortcodes of Hugo: `{{< name arguments >}}` and `{{% name arguments %}}`.

use super::encoded;
use super::liquid::{Found, Piece, image, inside, language};

/// The shortcode that a text begins with. `unclosed` is as for [`tag`](super::liquid::tag).
pub(super) fn read(text: &str, unclosed: &mut Vec<String>) -> Option<Found> {
    let (open, close) = if text.starts_with("{{<") {
        ("{{<", ">}}")
    } else {
        ("{{%", "%}}")
    };
    let inner = inside(text, open, close)?;
    let length = inner.len() + open.len() + close.len();
    let trimmed = inner.trim();
    // `{{</* name */>}}` is how a post shows a shortcode.
    let quoted = trimmed
        .strip_prefix("/*")
        .and_then(|text| text.strip_suffix("*/"));
    if let Some(quoted) = quoted {
        let piece = Piece::Text(format!("{open}{quoted}{close}"));
        return Some(Found { length, piece });
    }
    let words = trimmed.trim_start_matches('/').trim_end_matches('/').trim();
    let (name, arguments) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-/.".contains(c));
    if !is_name {
        return None;
    }
    let kind = format!("{open} {name} {close}");
    let piece = match name {
        "figure" | "img" | "image" | "picture" | "imgproc" => image(arguments),
        "ref" | "relref" => destination(arguments),
        "highlight" | "code" if !trimmed.starts_with('/') && !unclosed.contains(&kind) => {
            match end_of(&text[length..], name, open, close) {
                Some((code, end)) => {
                    return Some(Found {
                        length: length + code.len() + end,
                        piece: Piece::Code {
                            language: language(arguments.trim()),
                            code: code.to_owned(),
                        },
                    });
                }
                None => {
                    unclosed.push(kind.clone());
                    None
                }
            }
        }
        _ => None,
    };
    Some(Found {
        length,
        piece: piece.unwrap_or(Piece::Unknown(kind)),
    })
}

/// The page that `ref` names, as a destination.
fn destination(arguments: &str) -> Option<Piece> {
    let arguments = super::arguments::Arguments::read(arguments);
    let to = arguments.named("path").or_else(|| arguments.words().next())?;
    let (page, anchor) = to
        .split_once('#')
        .map_or((to, ""), |(page, _)| (page, &to[page.len()..]));
    let page = page.trim_end_matches('/');
    let name = page.rsplit('/').next().unwrap_or(page);
    let ending = if page.is_empty() || name.ends_with(".md") {
        ""
    } else {
        ".md"
    };
    Some(Piece::Destination(format!("{}{ending}{anchor}", encoded(page))))
}

/// What stands before the shortcode that ends a block, and that one's length.
fn end_of<'a>(text: &'a str, name: &str, open: &str, close: &str) -> Option<(&'a str, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find(open)?;
        let inner = inside(&text[start..], open, close);
        let ends = inner.is_some_and(|inner| inner.trim().strip_prefix('/').map(str::trim) == Some(name));
        if let Some(inner) = inner.filter(|_| ends) {
            return Some((&text[..start], inner.len() + open.len() + close.len()));
        }
        from = start + open.len();
    }
}

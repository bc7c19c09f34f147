//! Raw HTML in a post: which tags become nodes. Everything else is shown as the text it is.

use crate::markdown::tree::Style;

/// What a piece of raw HTML means here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RawTag {
    /// An allowed tag that opens.
    Open(Style),
    /// An allowed tag that closes.
    Close(Style),
    /// `<br>`
    Break,
    /// `<details>`
    DetailsOpen,
    /// `</details>`
    DetailsClose,
    /// `<summary>`
    SummaryOpen,
    /// `</summary>`
    SummaryClose,
    /// A comment: shown nowhere.
    Comment,
    /// Text, or a tag that is not allowed.
    Text,
}

/// Splits raw HTML into tags and what stands between them, each with its source.
pub(super) fn tags(html: &str) -> impl Iterator<Item = (RawTag, &str)> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, kind) = next_piece(rest);
        rest = &rest[piece.len()..];
        Some((kind, piece))
    })
}

fn next_piece(html: &str) -> (&str, RawTag) {
    if html.starts_with("<!--") {
        let end = html.find("-->").map_or(html.len(), |i| i + 3);
        return (&html[..end], RawTag::Comment);
    }
    if html.starts_with('<') {
        let end = html.find('>').map_or(html.len(), |i| i + 1);
        return (&html[..end], tag_of(&html[..end]));
    }
    let end = html.find('<').unwrap_or(html.len());
    (&html[..end], RawTag::Text)
}

/// Reads `<name …>`, `</name>` or `<name/>`. Attributes are dropped: none of the allowed tags needs one.
fn tag_of(source: &str) -> RawTag {
    let Some(inner) = source.strip_prefix('<').and_then(|s| s.strip_suffix('>')) else {
        return RawTag::Text;
    };
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    if !(rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace() || c == '/')) {
        return RawTag::Text;
    }
    match (name.to_ascii_lowercase().as_str(), closes) {
        ("br", _) => RawTag::Break,
        ("details", false) => RawTag::DetailsOpen,
        ("details", true) => RawTag::DetailsClose,
        ("summary", false) => RawTag::SummaryOpen,
        ("summary", true) => RawTag::SummaryClose,
        (name, closes) => match style_of(name) {
            Some(style) if closes => RawTag::Close(style),
            Some(style) => RawTag::Open(style),
            None => RawTag::Text,
        },
    }
}

fn style_of(name: &str) -> Option<Style> {
    Some(match name {
        "b" | "strong" => Style::Strong,
        "i" | "em" => Style::Emphasis,
        "s" | "del" => Style::Strikethrough,
        "sub" => Style::Subscript,
        "sup" => Style::Superscript,
        "kbd" => Style::Keyboard,
        "mark" => Style::Highlight,
        "abbr" => Style::Abbreviation,
        "u" => Style::Underline,
        "ins" => Style::Inserted,
        "small" => Style::Small,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_tags_lose_their_attributes_and_others_stay_text() {
        let kinds = |html| tags(html).map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds("<kbd onclick=x>"), [RawTag::Open(Style::Keyboard)]);
        assert_eq!(kinds("</SUB>"), [RawTag::Close(Style::Subscript)]);
        assert_eq!(kinds("<br/>"), [RawTag::Break]);
        assert_eq!(kinds("<script>"), [RawTag::Text]);
        assert_eq!(kinds("<subx>"), [RawTag::Text]);
        assert_eq!(
            kinds("<!-- a > b -->x<b"),
            [RawTag::Comment, RawTag::Text, RawTag::Text]
        );
    }
}

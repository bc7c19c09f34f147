//! XML, for the files that programs read: unlike HTML, every element is closed and no attribute stands bare.

use kanbao_archive::html::Html;

/// A whole document.
pub(crate) fn document(root: impl Into<Html>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    print_into(&root.into(), &mut out);
    out.push('\n');
    out
}

/// One node.
pub(crate) fn print(node: &Html) -> String {
    let mut out = String::new();
    print_into(node, &mut out);
    out
}

fn print_into(node: &Html, out: &mut String) {
    match node {
        Html::Text(text) => escape(text, out),
        Html::Element(element) => {
            out.push('<');
            out.push_str(element.tag);
            for (name, value) in &element.attrs {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                escape(value, out);
                out.push('"');
            }
            if element.children.is_empty() {
                out.push_str("/>");
                return;
            }
            out.push('>');
            element.children.iter().for_each(|child| print_into(child, out));
            out.push_str("</");
            out.push_str(element.tag);
            out.push('>');
        }
    }
}

/// Escapes text, without the characters that XML has no place for.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A parser would take it for a line end.
            '\r' => out.push_str("&#13;"),
            c if is_legal(c) => out.push(c),
            _ => {}
        }
    }
}

/// Whether XML 1.0 has a place for the character (section 2.2).
pub(crate) fn is_legal(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use kanbao_archive::html::el;

    use super::*;

    #[test]
    fn everything_is_closed_and_control_characters_are_gone() {
        let link = el("link").attr("href", "a&b\"").attr("title", "");
        let xml = document(el("feed").child(link).text("<\0\u{8}中\n"));
        assert!(
            xml.ends_with("<feed><link href=\"a&amp;b&quot;\" title=\"\"/>&lt;中\n</feed>\n"),
            "{xml}"
        );
    }
}

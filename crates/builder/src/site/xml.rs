//! XML, for the files that programs read: unlike HTML, every element is closed and no attribute stands bare.

use kanbao_archive::html::Html;

/// A whole document.
pub(crate) fn document(root: impl Into<Html>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    print(&root.into(), &mut out);
    out.push('\n');
    out
}

fn print(node: &Html, out: &mut String) {
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
            element.children.iter().for_each(|child| print(child, out));
            out.push_str("</");
            out.push_str(element.tag);
            out.push('>');
        }
    }
}

/// Escapes text, without the control characters that XML 1.0 has no place for (section 2.2).
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
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

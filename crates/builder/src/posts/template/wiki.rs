//! Links of Obsidian and other notebooks: `[[Note#Part|text]]`, `![[image.png|300]]`.

use super::arguments::is_image;
use super::{bracketed, encoded};

/// What a link was replaced by.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Wiki {
    /// The length of the link in the text.
    pub(super) length: usize,
    /// Markdown.
    pub(super) markdown: String,
    /// The destination in it.
    pub(super) destination: String,
}

/// The link that a text begins with, its `!` included.
pub(super) fn read(text: &str) -> Option<Wiki> {
    let is_embedded = text.starts_with('!');
    let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix("[[")?;
    let end = inner.find(['[', ']', '\n'])?;
    let after = inner[end..].strip_prefix("]]")?;
    let inner = &inner[..end];
    let is_number = inner
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'-' | b' '));
    // `[[1]](#note)` is a link whose text has brackets, `[[ -f x ]]` a test of the shell.
    if is_number || inner.trim() != inner || after.starts_with(['(', '[']) {
        return None;
    }
    let length = text.len() - after.len();
    let (target, shown) = inner.split_once('|').unwrap_or((inner, ""));
    let (target, shown) = (target.trim_end_matches('\\').trim(), shown.trim());
    if is_image(target) {
        let destination = encoded(target);
        let is_size = shown.bytes().all(|b| b.is_ascii_digit() || b == b'x');
        let alt = if is_size { stem(target) } else { shown };
        let mark = if is_embedded { "!" } else { "" };
        return Some(Wiki {
            length,
            markdown: format!("{mark}[{}]({destination})", bracketed(alt)),
            destination,
        });
    }
    let (note, part) = target.split_once('#').unwrap_or((target, ""));
    let shown = match (shown, note, part) {
        ("", "", part) => part,
        ("", note, _) => stem(note),
        (shown, ..) => shown,
    };
    let anchor = anchor(part);
    let has_extension = note.is_empty() || note.to_ascii_lowercase().ends_with(".md");
    let destination = format!(
        "{}{}{anchor}",
        encoded(note),
        if has_extension { "" } else { ".md" }
    );
    Some(Wiki {
        length,
        markdown: format!("[{}]({destination})", bracketed(shown)),
        destination,
    })
}

/// `#part` as headings are called; empty for none. Of `A#B` the last is meant; a block's mark (`^x`) has no place.
fn anchor(part: &str) -> String {
    let last = part.rsplit('#').next().unwrap_or(part);
    let id = kanbao_archive::markdown::heading_slug(last);
    if id.is_empty() || last.starts_with('^') {
        String::new()
    } else {
        format!("#{id}")
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, ending)| {
        if ending.len() <= 4 && !ending.contains(' ') {
            stem
        } else {
            name
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_images() {
        for (text, markdown) in [
            ("[[2025-11-21 日报]] x", "[2025-11-21 日报](2025-11-21%20日报.md)"),
            ("[[a/b|the *text*]]", "[the \\*text\\*](a/b.md)"),
            ("[[b#Key Points]]", "[b](b.md#key-points)"),
            ("[[#要点 一]]", "[要点 一](#要点-一)"),
            ("[[b#^block]]", "[b](b.md)"),
            (
                "![[Pasted image 1.png]]",
                "![Pasted image 1](Pasted%20image%201.png)",
            ),
            ("![[x.png|300]]", "![x](x.png)"),
            ("![[x.png|A cloud]]", "![A cloud](x.png)"),
            ("![[b]]", "[b](b.md)"),
            ("[[v2.5 notes]]", "[v2.5 notes](v2.5%20notes.md)"),
        ] {
            assert_eq!(
                read(text).map(|wiki| wiki.markdown).as_deref(),
                Some(markdown),
                "{text}"
            );
        }
        for text in [
            "[[1]]",
            "[[1, 2]]",
            "[[a]](#x)",
            "[[ -f x ]]",
            "[[a]",
            "[[a\nb]]",
            "[[[a]]]",
            "[[]]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! Attribute lists of kramdown: `{:.class}`, `{: #id}`, `{:toc}`. What they set has no place in a report.

/// The attribute list that a text begins with: its length, and the id in it.
pub(super) fn attributes(text: &str) -> Option<(usize, Option<&str>)> {
    let inner = text.strip_prefix("{:")?;
    let end = inner
        .find(['}', '\n', '{'])
        .filter(|end| inner[*end..].starts_with('}'))?;
    let inner = &inner[..end];
    let words: Vec<&str> = inner.split_whitespace().collect();
    let is_list = !words.is_empty() && is_attributes(inner);
    is_list.then(|| {
        let id = words.iter().find_map(|word| word.strip_prefix('#'));
        (end + 3, id)
    })
}

/// Whether a line is an attribute list alone, or an extension (`{::options …/}`) that shows nothing.
pub(super) fn is_attribute_line(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    if line.starts_with("{::") {
        return line.ends_with("/}");
    }
    attributes(line).is_some_and(|(length, _)| length == line.len())
}

/// Whether an attribute line stands for a table of contents, which takes the place of the list before it.
pub(super) fn is_contents(line: &str) -> bool {
    let inner = line.trim().trim_start_matches("{:").trim_end_matches('}');
    inner.split_whitespace().any(|word| word == "toc")
}

/// Whether a list may follow the character: what it is about ends with it.
pub(super) fn may_follow(before: Option<char>) -> bool {
    before.is_some_and(|c| matches!(c, ')' | ']' | '*' | '_' | '`' | '"' | '>'))
}

/// `.class`, `#id`, `name="value"`, `toc`, `no_toc`, and a definition (`name: …`).
fn is_attributes(text: &str) -> bool {
    let mut rest = text.trim();
    if let Some((name, after)) = rest.split_once(':')
        && !name.is_empty()
        && is_name(name)
    {
        rest = after.trim();
    }
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        rest = match quote {
            Some(quote) if word.ends_with('=') => match after[1..].find(quote) {
                Some(at) => after[at + 2..].trim_start(),
                None => return false,
            },
            Some(_) => return false,
            None => after.trim_start(),
        };
        let plain = word.strip_prefix(['.', '#']).unwrap_or(word);
        let name = plain.split('=').next().unwrap_or_default();
        let is_pair = is_name(name) && plain.contains('=');
        if !is_pair && !plain.split('.').all(is_name) {
            return false;
        }
    }
    true
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_lists_are_told_from_text() {
        for list in [
            "{:.lead}",
            "{: .a .b}",
            "{: #id}",
            "{:toc}",
            "{: .no_toc }",
            "{:target=\"_blank\"}",
            "{: width='5 px' .x}",
            "{:.a.b}",
            "{:refdef: style=\"x\"}",
            "{:width=5}",
            "{::options parse_block_html=\"true\" /}",
        ] {
            assert!(is_attribute_line(list), "{list}");
        }
        for text in [
            "{:}",
            "{: }",
            "{:a 1, :b 2}",
            "{: 50%}",
            "{:.a} x",
            "{:.a",
            "{:\"x\"}",
            "{a}",
            "{:a=\"b}",
        ] {
            assert!(!is_attribute_line(text), "{text}");
        }
        assert_eq!(attributes("{: .a #x}y"), Some((9, Some("x"))));
    }
}

//! Arguments of tags: words, texts in quotes, and pairs.

/// The arguments of one tag, in order.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a>(Vec<(Option<&'a str>, &'a str)>);

/// Names under which includes and shortcodes of many themes take an image's place.
const SOURCES: [&str; 9] = [
    "src",
    "url",
    "image_path",
    "path",
    "image",
    "img",
    "file",
    "filename",
    "link",
];

/// Names under which they take what it shows.
const DESCRIPTIONS: [&str; 5] = ["alt", "caption", "description", "title", "cap"];

/// Endings of files that are images.
const IMAGES: [&str; 9] = [
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".ico",
];

impl<'a> Arguments<'a> {
    /// Reads `a "b c" name=value name="other value"`; commas between them count as spaces.
    pub(super) fn read(text: &'a str) -> Self {
        let mut found = Vec::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() {
                return Self(found);
            }
            let name_end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
                .unwrap_or(rest.len());
            let after_name = rest[name_end..].trim_start();
            let name = (name_end > 0).then(|| &rest[..name_end]);
            let name = name.filter(|_| after_name.starts_with('='));
            if name.is_some() {
                rest = after_name[1..].trim_start();
            }
            let (value, after) = value(rest);
            found.push((name, value));
            rest = after;
        }
    }

    /// The value of a name.
    pub(super) fn named(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(known, _)| *known == Some(name));
        found.map(|(_, value)| *value)
    }

    /// The values without a name.
    pub(super) fn words(&self) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(|(name, _)| name.is_none())
            .map(|(_, value)| *value)
    }

    /// The place of an image and what it shows, where these are the arguments of one.
    pub(super) fn image(&self) -> Option<(&'a str, &'a str)> {
        let source = SOURCES.iter().find_map(|name| self.named(name));
        let source = source.or_else(|| self.words().find(|word| is_image(word)))?;
        // A variable of the template, of which nothing is known here.
        if source.trim().is_empty() || source.contains("{{") || source.starts_with("page.") {
            return None;
        }
        let description = DESCRIPTIONS.iter().find_map(|name| self.named(name));
        Some((source, description.unwrap_or_default()))
    }
}

/// Takes a value from the beginning of a text.
fn value(text: &str) -> (&str, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote
        && let Some(end) = text[1..].find(quote)
    {
        return (&text[1..1 + end], &text[end + 2..]);
    }
    let end = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_whitespace() || *c == ',')
        .map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

/// Whether a path ends as the names of images do.
pub(super) fn is_image(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path).to_ascii_lowercase();
    IMAGES.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_pairs() {
        let arguments = Arguments::read(r#" go "a b", src = "x y.png" alt='é "q"' w=5 linenos "open"#);
        assert_eq!(
            arguments.words().collect::<Vec<_>>(),
            ["go", "a b", "linenos", "\"open"]
        );
        assert_eq!(arguments.image(), Some(("x y.png", "é \"q\"")));
        assert_eq!(arguments.named("w"), Some("5"));
        assert_eq!(
            Arguments::read("left /a/b.PNG 20 30").image(),
            Some(("/a/b.PNG", ""))
        );
        for none in [
            "",
            "x.html",
            "src=page.image",
            r#"src="{{ page.image }}""#,
            "=",
            ",,",
        ] {
            assert_eq!(Arguments::read(none).image(), None, "{none}");
        }
    }
}

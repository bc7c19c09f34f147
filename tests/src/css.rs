//! The style sheets as rules: enough of CSS to ask which colours they put together.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, ensure, posts};

/// A rule with everything it stands in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// The sheet, relative to `style/`.
    pub sheet: String,
    /// The at-rules and rules around it, from outside in.
    pub inside: Vec<String>,
    /// Its selector, or an at-rule that has declarations itself.
    pub selector: String,
    /// Property and value, in order.
    pub declarations: Vec<(String, String)>,
}

impl Rule {
    /// The value of a property; the last one counts.
    pub fn value(&self, property: &str) -> Option<&str> {
        let mut declarations = self.declarations.iter().rev();
        let (_, value) = declarations.find(|(name, _)| name == property)?;
        Some(value)
    }
}

/// Every rule of every sheet in `style/`, sheet by sheet in the order of their names.
///
/// # Errors
/// Where a sheet cannot be read.
pub fn all_rules() -> Outcome<Vec<Rule>> {
    let folder = posts::repository().join("style");
    let mut sheets = Vec::new();
    find_sheets(&folder, &mut sheets)?;
    sheets.sort();
    let mut rules = Vec::new();
    for sheet in sheets {
        let name = sheet.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/");
        rules.extend(self::rules(&name, &fs::read_to_string(&sheet)?));
    }
    Ok(rules)
}

/// The sheets that not every page carries, with the word of `index.html` for where each is needed before the app runs: on
/// the `home` page, on that of a `report`, or nowhere (`app`).
///
/// # Errors
/// Where `index.html` cannot be read or names none.
pub fn sheets_of_some() -> Outcome<Vec<(String, String)>> {
    let index = fs::read_to_string(posts::repository().join("index.html"))?;
    let quoted = |line: &str, before: &str| {
        let rest = line.split_once(before)?.1;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let links = index.lines();
    let links = links.filter_map(|line| Some((quoted(line, "\"style/")?, quoted(line, "data-when=\"")?)));
    let sheets: Vec<_> = links.collect();
    ensure!(
        !sheets.is_empty(),
        "index.html says of no style sheet where it is needed"
    );
    Ok(sheets)
}

/// The rules of a sheet of this name, in order. (No string or address in our sheets holds a brace or a semicolon.)
pub fn rules(sheet: &str, text: &str) -> Vec<Rule> {
    let text = without_comments(text);
    let mut rules = Vec::new();
    let mut inside: Vec<String> = Vec::new();
    // The rules that are open, each by its place among `rules`.
    let mut open: Vec<usize> = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (words, sign) = (rest[..at].trim(), rest.as_bytes()[at]);
        rest = &rest[at + 1..];
        if sign == b'{' {
            open.push(rules.len());
            rules.push(Rule {
                sheet: sheet.to_owned(),
                inside: inside.clone(),
                selector: words.split_whitespace().collect::<Vec<_>>().join(" "),
                declarations: Vec::new(),
            });
            inside.push(words.to_owned());
            continue;
        }
        if let (Some((property, value)), Some(rule)) = (words.split_once(':'), open.last()) {
            let declaration = (property.trim().to_owned(), value.trim().to_owned());
            rules[*rule].declarations.push(declaration);
        }
        if sign == b'}' {
            open.pop();
            inside.pop();
        }
    }
    rules.retain(|rule| !rule.declarations.is_empty());
    rules
}

/// The names of the custom properties that a value reads: `1px solid var(--rule)` → `rule`.
pub fn tokens_in(value: &str) -> impl Iterator<Item = &str> {
    value
        .split("var(--")
        .skip(1)
        .map(|rest| rest.split([')', ',']).next().unwrap_or_default().trim())
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

fn find_sheets(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_sheets(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_know_what_they_stand_in() {
        let text =
            "@layer a, b;\n@layer a { /* { */ x,\n y { c: var(--d); e: f }\n @media (g: h) { z { i: j; } } }";
        let rules = rules("s.css", text);
        let shown: Vec<(usize, &str)> = rules
            .iter()
            .map(|rule| (rule.inside.len(), rule.selector.as_str()))
            .collect();
        assert_eq!(shown, [(1, "x, y"), (2, "z")]);
        assert_eq!(rules[0].value("e"), Some("f"));
        assert_eq!(rules[1].inside, ["@layer a", "@media (g: h)"]);
    }

    #[test]
    fn tokens_are_read_out_of_values() {
        let tokens: Vec<&str> = tokens_in("var(--a) solid color-mix(in srgb, var(--b, red), #fff)").collect();
        assert_eq!(tokens, ["a", "b"]);
    }
}

//! The colours: what stands on what can be read in every theme (WCAG 2.2, 1.4.3 and 1.4.11), computed from
//! `style/tokens.css` as it is.

use std::collections::{BTreeMap, BTreeSet};

use kanbao_tests::css::{Rule, all_rules, tokens_in};
use kanbao_tests::{Outcome, ensure, ensure_eq};

/// Contrast of text, large or small: nothing here counts on being large.
const TEXT: f64 = 4.5;

/// Contrast of what is no text but tells something: rules, outlines, the line under what is chosen.
const SIGN: f64 = 3.0;

/// What is seen on what, by the names of the tokens, and the contrast that it needs.
const PAIRS: [(&str, &str, f64); 41] = [
    ("ink", "paper", TEXT),
    ("soft", "paper", TEXT),
    ("faint", "paper", TEXT),
    ("accent", "paper", TEXT),
    // Code, keys, and buttons under the pointer.
    ("ink", "wash", TEXT),
    ("soft", "wash", TEXT),
    ("accent", "wash", TEXT),
    // A mark, and what is selected.
    ("ink", "mark", TEXT),
    ("ink", "heat-1", TEXT),
    ("ink", "heat-2", TEXT),
    ("ink", "heat-3", TEXT),
    // The seal's character, and the mark that one is at.
    ("on-seal", "seal", TEXT),
    // The skip link, and the word that something is done.
    ("paper", "ink", TEXT),
    // Rules, outlines, and lines under what is chosen, which are read against the paper around them.
    ("rule", "paper", SIGN),
    ("rule", "wash", SIGN),
    ("seal", "paper", SIGN),
    ("seal", "wash", SIGN),
    ("ink", "paper", SIGN),
    ("faint", "paper", SIGN),
    ("soft", "paper", SIGN),
    ("accent", "paper", SIGN),
    // The steps of the calendar. They only add to what weight, name and number of a day say.
    ("heat-3", "paper", 1.8),
    ("heat-2", "heat-3", 1.2),
    ("heat-1", "heat-2", 1.2),
    ("heat-1", "paper", 1.08),
    ("wash", "paper", 1.04),
    // The histogram's bars, on the days that are chosen too; the lines beside these say which they are.
    ("mark", "paper", 1.04),
    ("heat-3", "mark", 1.4),
    // The lines of a chart, on the paper and on the bars behind them, which only add to what the numbers say.
    ("line-1", "paper", SIGN),
    ("line-1", "volume", SIGN),
    ("line-2", "paper", SIGN),
    ("line-2", "volume", SIGN),
    ("line-3", "paper", SIGN),
    ("line-3", "volume", SIGN),
    ("line-4", "paper", SIGN),
    ("line-4", "volume", SIGN),
    ("line-5", "paper", SIGN),
    ("line-5", "volume", SIGN),
    ("line-6", "paper", SIGN),
    ("line-6", "volume", SIGN),
    ("volume", "paper", 1.08),
];

/// Tokens that may colour words without being read: days to come and controls that are off, which WCAG excepts.
const INACTIVE: [&str; 1] = ["hairline"];

/// Grounds that nothing stands on: what covers the page behind a dialog, and lines.
const BARE_GROUNDS: [&str; 4] = ["veil", "hairline", "rule", "faint"];

/// Values of tokens by their names.
type Theme = BTreeMap<String, String>;

/// The three themes as a browser puts them together, the dark one as both of its rules state it.
fn themes() -> Outcome<[(&'static str, Theme); 4]> {
    let rules: Vec<Rule> = all_rules()?
        .into_iter()
        .filter(|rule| rule.sheet == "tokens.css")
        .collect();
    let light: Theme = colours(&rules, |rule| {
        rule.selector == ":root" && !rule.inside.iter().any(|around| around.starts_with("@media"))
    });
    ensure!(light.len() > 12, "the light theme has {light:?} only");
    let with = |wanted: fn(&Rule) -> bool| -> Outcome<Theme> {
        let own = colours(&rules, wanted);
        ensure!(!own.is_empty(), "a theme has no colours of its own");
        Ok(light.clone().into_iter().chain(own).collect())
    };
    Ok([
        ("light", light.clone()),
        (
            "dark",
            with(|rule| rule.selector.contains("[data-theme=\"dark\"]"))?,
        ),
        (
            "dark by the system",
            with(|rule| {
                rule.inside
                    .iter()
                    .any(|around| around.contains("prefers-color-scheme: dark"))
            })?,
        ),
        (
            "sepia",
            with(|rule| rule.selector == ":root[data-theme=\"sepia\"]")?,
        ),
    ])
}

fn colours(rules: &[Rule], wanted: impl Fn(&Rule) -> bool) -> Theme {
    let declarations = rules
        .iter()
        .filter(|rule| wanted(rule))
        .flat_map(|rule| &rule.declarations);
    declarations
        .filter(|(_, value)| value.starts_with('#'))
        .map(|(name, value)| (name.trim_start_matches('-').to_owned(), value.clone()))
        .collect()
}

/// `#rgb` or `#rrggbb` → relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance).
fn luminance(colour: &str) -> Outcome<f64> {
    let digits = colour.trim_start_matches('#');
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    ensure!(wide.len() == 6, "{colour} is no opaque colour");
    let channel = |at: usize| -> Outcome<f64> {
        let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16)?) / 255.0;
        Ok(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Ok(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

fn contrast(one: &str, other: &str) -> Outcome<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Ok((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

#[test]
fn contrast_is_computed_as_wcag_defines_it() -> Outcome {
    let near = |a: f64, b: f64| (a - b).abs() < 0.005;
    ensure!(near(contrast("#fff", "#000000")?, 21.0), "white on black");
    ensure!(
        near(contrast("#767676", "#fff")?, 4.54),
        "the lightest grey that reads on white"
    );
    ensure!(
        contrast("#fff8", "#000").is_err(),
        "a colour that shines through has no contrast"
    );
    Ok(())
}

#[test]
fn every_pair_can_be_told_apart_in_every_theme() -> Outcome {
    let mut weak = Vec::new();
    for (theme, tokens) in themes()? {
        let value = |name: &str| tokens.get(name).ok_or(format!("{theme} has no --{name}"));
        for (above, below, wanted) in PAIRS {
            let found = contrast(value(above)?, value(below)?)?;
            if found < wanted {
                weak.push(format!("{theme}: {above} on {below} is {found:.2}, not {wanted}"));
            }
        }
    }
    ensure!(weak.is_empty(), "{weak:#?}");
    Ok(())
}

#[test]
fn the_dark_theme_is_stated_twice_alike() -> Outcome {
    let [_, (_, dark), (_, by_system), _] = themes()?;
    ensure_eq!(dark, by_system, "the dark theme");
    Ok(())
}

#[test]
fn every_colour_that_the_styles_use_is_in_the_table() -> Outcome {
    let known: BTreeSet<String> = themes()?
        .into_iter()
        .flat_map(|(_, tokens)| tokens.into_keys())
        .collect();
    let of = |pair: fn(&(&'static str, &'static str, f64)) -> Option<&'static str>| -> BTreeSet<&str> {
        PAIRS.iter().filter_map(pair).collect()
    };
    let texts = of(|(above, _, wanted)| (*wanted == TEXT).then_some(*above));
    let signs = of(|(above, _, _)| Some(*above));
    let grounds = of(|(_, below, _)| Some(*below));
    let mut missing = Vec::new();
    for rule in all_rules()?.iter().filter(|rule| rule.sheet != "tokens.css") {
        for (property, value) in &rule.declarations {
            for token in tokens_in(value).filter(|token| known.contains(*token) || *token == "veil") {
                let is_there = match property.as_str() {
                    // What is filled is a word in a cloud, elsewhere a shape.
                    "fill" if !rule.sheet.starts_with("components/cloud") => signs.contains(token),
                    "color" | "fill" => texts.contains(token) || INACTIVE.contains(&token),
                    "background" | "background-color" => {
                        grounds.contains(token) || BARE_GROUNDS.contains(&token)
                    }
                    _ => signs.contains(token) || INACTIVE.contains(&token),
                };
                if !is_there {
                    missing.push(format!(
                        "{}: {} {{ {property}: {value} }}",
                        rule.sheet, rule.selector
                    ));
                }
            }
        }
        let one = |property| rule.value(property).and_then(|value| tokens_in(value).next());
        if let (Some(above), Some(below)) = (one("color"), one("background"))
            && !PAIRS.contains(&(above, below, TEXT))
        {
            missing.push(format!(
                "{}: {} puts {above} on {below}",
                rule.sheet, rule.selector
            ));
        }
    }
    ensure!(missing.is_empty(), "not in the table of pairs: {missing:#?}");
    Ok(())
}

/// The names of CSS for colours that somebody would write without thinking.
const NAMED: [&str; 16] = [
    "white", "black", "red", "gray", "grey", "silver", "blue", "green", "yellow", "orange", "brown",
    "purple", "pink", "beige", "ivory", "gold",
];

#[test]
fn only_the_tokens_name_colours() -> Outcome {
    let mut named = Vec::new();
    for rule in all_rules()? {
        // Paper and ink of a printed page are white and black, and stand with what else is printed.
        if rule.sheet == "tokens.css" || (rule.sheet == "print.css" && rule.selector == ":root") {
            continue;
        }
        for (property, value) in &rule.declarations {
            let is_colour = value.split([' ', ',', '(', ')']).any(|word| {
                NAMED.contains(&word)
                    || matches!(word, "rgb" | "rgba" | "hsl" | "hsla" | "oklch")
                    || word
                        .strip_prefix('#')
                        .is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))
            });
            if is_colour {
                named.push(format!(
                    "{}: {} {{ {property}: {value} }}",
                    rule.sheet, rule.selector
                ));
            }
        }
    }
    ensure!(named.is_empty(), "colours outside style/tokens.css: {named:#?}");
    Ok(())
}

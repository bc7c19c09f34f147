//! The colours and faces of a picture that stands alone: those of the reader's stylesheet.

use clap::ValueEnum;
use kanbao_archive::cloud::Style;

/// Colours of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Theme {
    /// Ink on paper
    Light,
    /// Light on near black
    Dark,
}

impl Theme {
    pub(super) fn style(self, family: &'static str) -> Style {
        match self {
            Theme::Light => Style {
                paper: "#fbfaf6",
                ink: "#1b1a17",
                soft: "#5c5851",
                faint: "#767067",
                accent: "#b8301a",
                family,
            },
            Theme::Dark => Style {
                paper: "#131211",
                ink: "#e6e1d8",
                soft: "#aaa397",
                faint: "#8f887c",
                accent: "#f0795f",
                family,
            },
        }
    }
}

/// The serif faces for a language, as `font-family` lists them.
pub(super) fn families(language: &str) -> &'static str {
    let tag = language.to_ascii_lowercase();
    let traditional = ["zh-hant", "zh-tw", "zh-hk", "zh-mo"];
    if traditional.iter().any(|start| tag.starts_with(start)) {
        "'Songti TC', 'Noto Serif CJK TC', 'Source Han Serif TC', 'Noto Serif TC', serif"
    } else {
        "'Songti SC', 'Noto Serif CJK SC', 'Source Han Serif SC', 'Noto Serif SC', serif"
    }
}

/// Whether a character is one of those that only a Chinese font has.
#[cfg(feature = "png")]
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_faces_are_those_of_the_stylesheet() {
        let css = include_str!("../../../../../style/tokens.css");
        let (light, dark) = css.split_once(":root[data-theme=\"dark\"]").unwrap();
        for (theme, css) in [(Theme::Light, light), (Theme::Dark, dark)] {
            let style = theme.style("");
            let named = [
                ("paper", style.paper),
                ("ink", style.ink),
                ("soft", style.soft),
                ("faint", style.faint),
                ("accent", style.accent),
            ];
            for (name, value) in named {
                let token = css.split_once(&format!("--{name}: ")).unwrap().1;
                assert_eq!(token.split(';').next(), Some(value), "{name} of {theme:?}");
            }
        }
        for language in ["zh-CN", "zh-Hant-TW"] {
            let faces = families(language).replace('\'', "\"");
            assert!(css.contains(&format!("--serif: {faces};")), "{faces}");
        }
    }
}

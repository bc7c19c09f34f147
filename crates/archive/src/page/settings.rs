//! Settings: what they are, how they are stored, and their page.

use serde::{Deserialize, Serialize};

use super::Context;
use crate::html::{Element, Html, el};
use crate::message::Language;
use crate::model::Period;

/// What a reader has chosen. Stored as JSON; an unknown value falls back to the default of its field.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colours.
    #[serde(deserialize_with = "known")]
    pub theme: Theme,
    /// Size of the text.
    #[serde(deserialize_with = "known")]
    pub size: Size,
    /// Length of the text's lines.
    #[serde(deserialize_with = "known")]
    pub width: Width,
    /// Face of the text.
    #[serde(deserialize_with = "known")]
    pub face: Face,
    /// Language of the interface as a BCP 47 tag; `None` follows the browser.
    pub lang: Option<String>,
    /// Keys of topics in the order in which the edition shows them; those not named follow as the site orders them.
    pub topics: Vec<String>,
}

/// Makes an enum of choices whose names are those of attributes, storage and form values.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $value)] $variant),+ }

        impl $name {
            /// Every choice, in the order in which settings offer them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name in attributes, storage and form values.
            pub fn value(self) -> &'static str {
                match self { $($name::$variant => $value),+ }
            }
        }

        impl Choice for $name {
            fn from_value(value: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.value() == value)
            }
        }
    };
}

/// A choice that has a name.
trait Choice: Sized + Default {
    fn from_value(value: &str) -> Option<Self>;
}

choices! {
    /// Colours.
    Theme {
        /// As the system has it.
        #[default]
        System = "system",
        /// Paper-white.
        Light = "light",
        /// True dark.
        Dark = "dark",
        /// Warm.
        Sepia = "sepia",
    }
}

choices! {
    /// Size of the text.
    Size {
        /// 16 px.
        Small = "s",
        /// 18 px.
        #[default]
        Medium = "m",
        /// 20 px.
        Large = "l",
        /// 23 px.
        Largest = "xl",
    }
}

choices! {
    /// Length of the text's lines.
    Width {
        /// 32 Han characters.
        Narrow = "narrow",
        /// 38 Han characters.
        #[default]
        Normal = "normal",
        /// 44 Han characters.
        Wide = "wide",
    }
}

choices! {
    /// Face of the text.
    Face {
        /// Sans.
        #[default]
        Sans = "sans",
        /// Serif.
        Serif = "serif",
    }
}

fn known<'de, D: serde::Deserializer<'de>, T: Choice>(deserializer: D) -> std::result::Result<T, D::Error> {
    let value = String::deserialize(deserializer)?;
    Ok(T::from_value(&value).unwrap_or_default())
}

impl Settings {
    /// The settings with one changed, by the name of its form field and its value; unknown ones change nothing.
    #[must_use]
    pub fn with(mut self, field: &str, value: &str) -> Self {
        match field {
            "theme" => self.theme = Theme::from_value(value).unwrap_or(self.theme),
            "size" => self.size = Size::from_value(value).unwrap_or(self.size),
            "width" => self.width = Width::from_value(value).unwrap_or(self.width),
            "face" => self.face = Face::from_value(value).unwrap_or(self.face),
            "lang" => self.lang = Some(value.to_owned()),
            _ => {}
        }
        self
    }
}

/// The page inside `<main>`: a form of radio groups that apply at once, and what the archive is.
pub fn settings(context: &Context<'_>, current: &Settings) -> Vec<Html> {
    let m = context.messages;
    let theme_names = [m.theme_system, m.theme_light, m.theme_dark, m.theme_sepia];
    let themes = names(Theme::ALL.iter().map(|c| c.value()), theme_names);
    let sizes = names(Size::ALL.iter().map(|c| c.value()), m.sizes);
    let widths = names(Width::ALL.iter().map(|c| c.value()), m.widths);
    let faces = names(Face::ALL.iter().map(|c| c.value()), [m.face_sans, m.face_serif]);
    let languages: Vec<(&str, &str)> = Language::ALL
        .iter()
        .map(|language| (language.tag(), language.messages().language_name))
        .collect();
    let form = el("form")
        .class("settings")
        .attr("id", "kb-settings")
        .child(group("theme", m.theme, &themes, current.theme.value()))
        .child(group("size", m.text_size, &sizes, current.size.value()))
        .child(group("width", m.column_width, &widths, current.width.value()))
        .child(group("face", m.face, &faces, current.face.value()))
        .child(preview(context))
        .child(group("lang", m.interface_language, &languages, m.tag));
    let head = el("header")
        .class("section-head page-head")
        .child(el("h1").text(m.settings));
    vec![head.into(), form.into(), about(context).into()]
}

fn names<const N: usize>(
    values: impl Iterator<Item = &'static str>,
    names: [&'static str; N],
) -> Vec<(&'static str, &'static str)> {
    values.zip(names).collect()
}

fn group(field: &'static str, legend: &str, choices: &[(&str, &str)], current: &str) -> Element {
    let choices = choices.iter().map(|(value, name)| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", field)
            .attr("value", *value)
            .attr("data-key", format!("{field}-{value}"))
            .flag("checked", *value == current);
        el("label")
            .class("choice")
            .child(input)
            .child(el("span").text(*name))
    });
    let choices: Vec<Element> = choices.collect();
    el("fieldset")
        .child(el("legend").text(legend))
        .child(el("div").class("choices").children(choices))
}

/// A line of text that shows what the choices do.
fn preview(context: &Context<'_>) -> Element {
    let text = el("p").text(context.messages.preview);
    el("div")
        .class("preview prose")
        .attr("lang", &context.bundle.site.language)
        .child(text)
}

fn about(context: &Context<'_>) -> Element {
    let bundle = context.bundle;
    let m = context.messages;
    let period = match (bundle.counts.last(), bundle.counts.first()) {
        (Some(oldest), Some(newest)) => Some(Period::new(oldest.day, newest.day)),
        _ => None,
    };
    el("section")
        .class("about")
        .child(el("h2").text(m.about))
        .child(el("p").text((m.archive_facts)(bundle.total as usize, period)))
        .child(el("p").text(m.kept_here))
}

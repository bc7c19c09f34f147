//! Settings: what they are, how they are stored, and their page.

mod install;
mod own_data;

use super::Context;
use crate::html::{Element, Html, el};
use crate::json::{Error, Json, Object, Reader, from_str, object};
use crate::library::Keeping;
use crate::message::{Language, Messages};
use crate::model::Period;

pub use install::Install;
pub use own_data::{CONFIRM, confirm_clearing, not_kept};

/// What a reader has chosen. Stored as JSON; an unknown value falls back to the default of its field.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Size of the text.
    pub size: Size,
    /// Length of the text's lines.
    pub width: Width,
    /// Face of the text.
    pub face: Face,
    /// Whether single keys do something.
    pub keys: Keys,
    /// Language of the interface as a BCP 47 tag; `None` follows the browser.
    pub lang: Option<String>,
    /// Keys of topics in the order in which the edition shows them; those not named follow as the site orders them.
    pub topics: Vec<String>,
}

/// Makes an enum of choices whose names are those of attributes, storage and form values.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every choice, in the order in which settings offer them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The names of all choices.
            const VALUES: &'static [&'static str] = &[$($value),+];

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

        impl Json for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn read(&mut self, from: &mut Reader<'_>) -> std::result::Result<(), Error> {
                let mut value = String::new();
                from.string(&mut value)?;
                *self = Self::from_value(&value).unwrap_or_default();
                Ok(())
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

choices! {
    /// Whether single keys do something (WCAG 2.2, 2.1.4): whoever speaks to the browser types many by accident.
    Keys {
        /// Every key of the help.
        #[default]
        On = "on",
        /// Only those that browsers have everywhere, and Ctrl or ⌘ with K.
        Off = "off",
    }
}

object!(Settings { ; theme, size, width, face, keys, lang, topics });

impl Settings {
    /// Reads a text; `None` where it is none of settings.
    pub fn from_text(text: &str) -> Option<Self> {
        from_str(text).ok()
    }

    /// The text to store.
    pub fn to_text(&self) -> String {
        let mut json = Object::new();
        json.text("theme", self.theme.value());
        json.text("size", self.size.value());
        json.text("width", self.width.value());
        json.text("face", self.face.value());
        json.text("keys", self.keys.value());
        match &self.lang {
            Some(lang) => json.text("lang", lang),
            None => json.raw("lang", "null"),
        }
        json.texts("topics", &self.topics);
        json.end()
    }

    /// The settings with one changed, by the name of its form field and its value; unknown ones change nothing.
    #[must_use]
    pub fn with(mut self, field: &str, value: &str) -> Self {
        match field {
            "theme" => self.theme = Theme::from_value(value).unwrap_or(self.theme),
            "size" => self.size = Size::from_value(value).unwrap_or(self.size),
            "width" => self.width = Width::from_value(value).unwrap_or(self.width),
            "face" => self.face = Face::from_value(value).unwrap_or(self.face),
            "keys" => self.keys = Keys::from_value(value).unwrap_or(self.keys),
            "lang" => self.lang = Some(value.to_owned()),
            _ => {}
        }
        self
    }
}

/// The page inside `<main>`: a form of radio groups that apply at once, the reader's own data, and what the archive is.
/// `keeping`: whether the browser keeps what the reader does; `how`: how it can be installed.
pub fn settings(context: &Context<'_>, current: &Settings, keeping: Keeping, how: Install) -> Vec<Html> {
    let m = context.messages;
    let [theme, size, width, face, lang, keys] = groups(m);
    // A language that nobody chose is the browser's.
    let current = &Settings {
        lang: Some(m.tag.to_owned()),
        ..current.clone()
    };
    let chosen = |group| fieldset(group, current);
    let form = el("form")
        .class("settings")
        .attr("id", "kb-settings")
        .children([theme, size, width, face].map(chosen))
        .child(preview(context))
        .children([lang, keys].map(chosen));
    let head = el("header")
        .class("section-head page-head")
        .child(el("h1").text(m.settings));
    vec![
        head.into(),
        form.into(),
        install::install(context, how).into(),
        own_data::own_data(context, keeping).into(),
        about(context).into(),
    ]
}

/// One setting: the name of its field, what it is called, and its choices with their names.
pub(super) struct Group {
    pub(super) field: &'static str,
    pub(super) legend: &'static str,
    pub(super) choices: Vec<(&'static str, &'static str)>,
}

/// Every setting, in the order in which the page has them.
pub(super) fn groups(m: &Messages) -> [Group; 6] {
    let themes = [m.theme_system, m.theme_light, m.theme_dark, m.theme_sepia];
    let languages = Language::ALL.map(|language| (language.tag(), language.messages().language_name));
    let values = [
        ("theme", m.theme, names(Theme::VALUES, &themes)),
        ("size", m.text_size, names(Size::VALUES, &m.sizes)),
        ("width", m.column_width, names(Width::VALUES, &m.widths)),
        ("face", m.face, names(Face::VALUES, &[m.face_sans, m.face_serif])),
        ("lang", m.interface_language, languages.to_vec()),
        ("keys", m.keys, names(Keys::VALUES, &[m.keys_on, m.keys_off])),
    ];
    values.map(|(field, legend, choices)| Group {
        field,
        legend,
        choices,
    })
}

fn names(values: &[&'static str], names: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    values.iter().copied().zip(names.iter().copied()).collect()
}

impl Settings {
    /// What is chosen of a setting, by the name of its field; empty where nothing is.
    pub(super) fn value_of(&self, field: &str) -> &str {
        match field {
            "theme" => self.theme.value(),
            "size" => self.size.value(),
            "width" => self.width.value(),
            "face" => self.face.value(),
            "keys" => self.keys.value(),
            _ => self.lang.as_deref().unwrap_or_default(),
        }
    }
}

fn fieldset(group: Group, current: &Settings) -> Element {
    let field = group.field;
    let current = current.value_of(field);
    let choices = group.choices.into_iter().map(|(value, name)| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", field)
            .attr("value", value)
            .attr("data-key", format!("{field}-{value}"))
            .flag("checked", value == current);
        el("label")
            .class("choice")
            .child(input)
            .child(el("span").text(name))
    });
    let choices: Vec<Element> = choices.collect();
    el("fieldset")
        .child(el("legend").text(group.legend))
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
}

//! The reader's settings: applied at once, kept in local storage, where the page's own script finds them
//! before the first paint.

use kanbao_archive::message::Language;
use kanbao_archive::page::Settings;

use crate::browser::{dom, location, storage};
use crate::reactive::*;

/// The settings with where they are kept.
#[derive(Clone, Copy)]
pub struct StoredSettings {
    current: RwSignal<Settings>,
    key: StoredValue<String>,
    /// The language to use where none is chosen.
    fallback: Language,
}

impl StoredSettings {
    /// Reads the settings of the site at a base path (`/kanbao/`): origins are shared between sites, so the
    /// key holds the path, as in the script that every page runs first.
    pub fn load(base: &str) -> Self {
        let key = format!("kanbao:{base}:settings");
        let stored = storage::get(&key).and_then(|json| Settings::from_text(&json));
        let mut languages = location::languages();
        // Last of all the page's own: an archive's builder knows what its readers read.
        languages.extend(dom::root_attribute("lang"));
        let fallback = Language::preferred(languages.iter().map(String::as_str));
        let settings = Self {
            current: RwSignal::new(stored.unwrap_or_default()),
            key: StoredValue::new(key),
            fallback,
        };
        settings.apply();
        settings
    }

    /// What is chosen.
    pub fn get(self) -> Settings {
        self.current.get()
    }

    /// What is chosen; follows nothing.
    pub fn get_untracked(self) -> Settings {
        self.current.get_untracked()
    }

    /// The language of the interface.
    pub fn language(self) -> Language {
        self.current
            .with(|settings| settings.lang.as_deref().map_or(self.fallback, Language::from_tag))
    }

    /// Changes one setting by the name of its form field.
    pub fn change(self, field: &str, value: &str) {
        self.replace(self.current.get_untracked().with(field, value));
    }

    /// Changes all of them.
    pub fn replace(self, settings: Settings) {
        self.current.set(settings);
        self.apply();
        self.keep();
    }

    /// Changes the order in which the edition shows topics, by their keys.
    pub fn set_topics(self, topics: Vec<String>) {
        self.current.update(|settings| settings.topics = topics);
        self.keep();
    }

    fn keep(self) {
        let text = self.current.with_untracked(Settings::to_text);
        // Where the browser keeps nothing, the choice holds until the page is closed.
        let _ = storage::set(&self.key.get_value(), &text);
    }

    /// Forgets them, and whatever else this site keeps in local storage.
    pub fn forget_all(self) {
        let key = self.key.get_value();
        storage::remove_all(key.trim_end_matches("settings"));
        self.current.set(Settings::default());
        self.apply();
    }

    fn apply(self) {
        let settings = self.current.get_untracked();
        dom::set_root_attribute("data-theme", settings.theme.value());
        dom::set_root_attribute("data-size", settings.size.value());
        dom::set_root_attribute("data-width", settings.width.value());
        dom::set_root_attribute("data-face", settings.face.value());
        dom::set_root_attribute("lang", untrack(|| self.language()).tag());
    }
}

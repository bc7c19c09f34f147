//! Every word of the interface, in each language.
//!
//! [`Messages`] is a plain struct with one field a message, so a language that lacks one does not compile.
//! Messages with numbers or dates in them are functions, since languages order these differently.

mod cloud;
mod en;
mod install;
mod news;
mod offline;
mod trends;
mod trouble;
mod update;
mod zh_cn;
mod zh_hant;

pub use cloud::CloudMessages;
pub use install::InstallMessages;
pub use news::NewsMessages;
pub use offline::OfflineMessages;
pub use trends::TrendMessages;
pub use trouble::{TroubleMessages, Words};
pub use update::UpdateMessages;

use crate::model::{Day, Period, Weekday};
use crate::outline::SectionKind;

/// A language of the interface. (Reports are shown as they are written.)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// Simplified Chinese.
    ZhCn,
    /// Traditional Chinese.
    ZhHant,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which settings offer them.
    pub const ALL: [Language; 3] = [Language::ZhCn, Language::ZhHant, Language::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.messages().tag
    }

    /// The language that fits a BCP 47 tag best; simplified Chinese where none does, since the reports are Chinese.
    pub fn from_tag(tag: &str) -> Self {
        Self::preferred([tag])
    }

    /// The language of the first tag that there is one for, as a browser lists what its user reads, best first.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::named).unwrap_or(Language::ZhCn)
    }

    /// English for `en…`; traditional Chinese where the tag names that script or a place that writes it; simplified for
    /// every other Chinese.
    fn named(tag: &str) -> Option<Self> {
        let parts = tag.split(['-', '_']);
        let names = |names: &[&str]| {
            parts
                .clone()
                .any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
        };
        let primary = parts.clone().next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") {
            Some(Language::En)
        } else if names(&["hant", "tw", "hk", "mo"]) && !names(&["hans"]) {
            Some(Language::ZhHant)
        } else {
            primary.eq_ignore_ascii_case("zh").then_some(Language::ZhCn)
        }
    }

    /// Its messages.
    pub fn messages(self) -> &'static Messages {
        match self {
            Language::ZhCn => &zh_cn::MESSAGES,
            Language::ZhHant => &zh_hant::MESSAGES,
            Language::En => &en::MESSAGES,
        }
    }
}

/// The messages of one language.
#[allow(
    missing_docs,
    reason = "the Chinese and English texts beside each other say what each message is"
)]
pub struct Messages {
    pub tag: &'static str,
    pub colon: &'static str,
    pub language_name: &'static str,

    // Frame
    pub skip_to_content: &'static str,
    pub main_navigation: &'static str,
    pub bottom_navigation: &'static str,
    pub today: &'static str,
    pub archive: &'static str,
    pub search: &'static str,
    pub settings: &'static str,
    pub needs_app: &'static str,
    pub file_needs_app: &'static str,

    // Home
    pub key_points: fn(usize) -> String,
    pub reading_time: fn(u32) -> String,
    pub published_at: fn(&str) -> String,
    pub covers: fn(Period) -> String,
    pub read_full: &'static str,
    pub copy_points: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
    pub more_points: fn(usize) -> String,
    pub newest_is_from: fn(Day, Day) -> String,
    pub since: fn(Day, Day, usize) -> String,
    pub move_up: &'static str,
    pub reports: fn(usize) -> String,
    pub all_topics: &'static str,
    pub all_sources: &'static str,
    pub topic: &'static str,
    pub source: &'static str,
    pub shelves: &'static str,
    pub all_reports: &'static str,
    pub unread: &'static str,
    pub read: &'static str,
    pub starred: &'static str,
    pub row_star: &'static str,
    pub row_mark_read: &'static str,
    pub row_mark_unread: &'static str,
    pub row_state: fn(bool, bool) -> &'static str,
    pub nothing_unread: &'static str,
    pub nothing_read: &'static str,
    pub nothing_starred: &'static str,
    pub no_report: &'static str,
    pub no_earlier_report: &'static str,
    pub no_report_in_filter: &'static str,
    pub clear_filter: &'static str,
    pub section_kind: fn(SectionKind) -> &'static str,
    pub show_more: &'static str,
    pub loading: &'static str,

    // Lanes
    pub newest_days: fn(usize, Period) -> String,
    pub choose_days: &'static str,
    pub nothing_in_lane: fn(&str) -> String,
    pub days_not_here: fn(usize) -> String,

    // Dates
    pub calendar: &'static str,
    pub previous_month: &'static str,
    pub next_month: &'static str,
    pub weekdays_short: [&'static str; 7],
    pub weekday: fn(Weekday) -> &'static str,
    pub long_date: fn(Day) -> String,
    pub short_date: fn(Day) -> String,
    pub month: fn(Day) -> String,
    pub day_of_month: fn(Day) -> String,
    pub day_label: fn(Day, u32) -> String,
    pub day_ahead: fn(Day) -> String,
    pub day_absent: fn(Day, u32) -> String,
    pub date_range: fn(Period) -> String,
    pub from: &'static str,
    pub to: &'static str,
    pub presets: &'static str,
    pub preset_today: &'static str,
    pub preset_week: &'static str,
    pub preset_30: &'static str,
    pub preset_month: &'static str,
    pub preset_all: &'static str,
    pub reports_by_week: &'static str,
    pub reports_by_month: &'static str,
    pub reports_by_year: &'static str,
    pub days_label: &'static str,
    pub days_examples: &'static str,
    pub days_hint: &'static str,
    pub days_chosen: fn(&str, u32) -> String,
    pub days_not_understood: fn(&str) -> String,

    // Report
    pub contents: &'static str,
    pub overview: &'static str,
    pub length: fn(u32) -> String,
    pub updated: fn(Day) -> String,
    pub newest_report: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub neighbours: &'static str,
    pub share: &'static str,
    pub word_cloud: &'static str,
    pub drawn_cloud: &'static str,
    pub marks: fn(usize, usize) -> String,
    pub next_mark: &'static str,
    pub previous_mark: &'static str,
    pub clear_marks: &'static str,
    pub report_tools: &'static str,
    pub report_star: &'static str,
    pub report_starred: &'static str,
    pub report_mark_read: &'static str,
    pub report_read: &'static str,
    pub report_mark_unread: &'static str,
    pub report_read_to_end: &'static str,
    pub section_link: &'static str,
    pub copy: &'static str,
    pub copy_point: fn(usize) -> String,
    pub copy_passage: &'static str,
    pub no_passage: &'static str,
    pub copy_by_hand: &'static str,
    pub quoted_passage: &'static str,
    pub passage_gone: &'static str,
    pub left_at: fn(&str, u16) -> String,
    pub go_on: &'static str,
    pub from_the_start: &'static str,
    pub zoom: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub zoom_fit: &'static str,

    // Search
    pub search_label: &'static str,
    pub search_hint: &'static str,
    pub clear_search: &'static str,
    pub search_examples: &'static str,
    pub recent_searches: &'static str,
    pub forget_search: fn(&str) -> String,
    pub forget_all: &'static str,
    pub results: fn(usize) -> String,
    pub about_results: fn(usize) -> String,
    pub searching: fn(usize, usize) -> String,
    pub relaxed: &'static str,
    pub places: fn(usize) -> String,
    pub dated: fn(Day, Day) -> String,
    pub more_results: fn(usize) -> String,
    pub nothing_found: fn(&str) -> String,
    pub nothing_found_hint: &'static str,
    pub did_you_mean: &'static str,
    pub without: fn(&str) -> String,
    pub search_without: fn(&str) -> String,
    pub partial_failure: &'static str,
    pub searched_offline: fn(usize) -> String,

    // What the search box offers besides reports
    pub offers: &'static str,
    pub go_to: &'static str,
    pub only_read: &'static str,
    pub read_last: &'static str,
    pub no_command: &'static str,
    pub help_offers: &'static str,
    pub help_command: &'static str,
    pub help_date: &'static str,
    pub help_section: &'static str,

    // Order and facets of results
    pub sort: &'static str,
    pub by_relevance: &'static str,
    pub by_date: &'static str,
    pub narrow: &'static str,
    pub narrowed_to: &'static str,
    pub narrow_by_month: &'static str,
    pub earlier_months: fn(usize) -> String,

    // Help
    pub help: &'static str,
    pub help_title: &'static str,
    pub help_examples: &'static str,
    pub help_words: &'static str,
    pub help_phrase: &'static str,
    pub help_without: &'static str,
    pub help_or: &'static str,
    pub help_title_field: &'static str,
    pub help_topic: &'static str,
    pub help_source: &'static str,
    pub help_after: &'static str,
    pub help_before: &'static str,
    pub help_prefix: &'static str,
    pub help_pinyin: &'static str,
    pub help_chinese: [&'static str; 3],
    pub help_keys: &'static str,
    pub close: &'static str,
    pub key_search: &'static str,
    pub key_help: &'static str,
    pub key_down: &'static str,
    pub key_up: &'static str,
    pub key_enter: &'static str,
    pub key_next: &'static str,
    pub key_previous: &'static str,
    pub key_read: &'static str,
    pub key_star: &'static str,
    pub key_leave: &'static str,

    // Clouds
    pub clouds: &'static str,
    pub cloud: &'static CloudMessages,

    // Settings
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub theme_sepia: &'static str,
    pub text_size: &'static str,
    pub sizes: [&'static str; 4],
    pub column_width: &'static str,
    pub widths: [&'static str; 3],
    pub face: &'static str,
    pub face_sans: &'static str,
    pub face_serif: &'static str,
    pub interface_language: &'static str,
    pub preview: &'static str,
    pub about: &'static str,
    pub archive_facts: fn(usize, Option<Period>) -> String,
    pub keys: &'static str,
    pub keys_on: &'static str,
    pub keys_off: &'static str,

    // The reader's own data
    pub own_data: &'static str,
    pub own_data_facts: fn(usize, usize) -> String,
    pub kept_here: &'static str,
    pub export_data: &'static str,
    pub export_file: &'static str,
    pub exported: &'static str,
    pub import_data: &'static str,
    pub imported: fn(usize) -> String,
    pub import_not_ours: &'static str,
    pub import_newer: &'static str,
    pub clear_data: &'static str,
    pub clear_data_title: &'static str,
    pub clear_data_text: &'static str,
    pub keep_data: &'static str,
    pub cleared: &'static str,

    /// What is new in a report.
    pub news: NewsMessages,
    /// What is kept on the device.
    pub offline: OfflineMessages,
    pub trends: TrendMessages,

    // Trouble
    pub not_found: &'static str,
    pub not_found_hint: &'static str,
    pub withdrawn: &'static str,
    pub withdrawn_hint: &'static str,
    pub to_home: &'static str,
    pub retry: &'static str,
    pub update: UpdateMessages,
    pub trouble: &'static TroubleMessages,
    pub install: &'static InstallMessages,
}

/// `2686` → `2,686`.
pub(crate) fn group_thousands(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let sunday = day("2025-11-30");
        let (zh, en) = (Language::ZhCn.messages(), Language::En.messages());
        assert_eq!((zh.long_date)(sunday), "2025年11月30日　星期日");
        assert_eq!((en.long_date)(sunday), "Sunday, 30 November 2025");
        let period = Period::new(day("2025-11-28"), sunday);
        assert_eq!((zh.covers)(period), "所述 11月28–30日");
        assert_eq!((en.covers)(period), "covers 28–30 Nov");
        let years = Period::new(day("2024-12-30"), day("2025-01-02"));
        assert_eq!((zh.date_range)(years), "2024年12月30日–2025年1月2日");
    }

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(group_thousands(999), "999");
        assert_eq!(group_thousands(1_002_686), "1,002,686");
        assert_eq!((Language::En.messages().reports)(1), "1 report");
        assert_eq!((Language::ZhCn.messages().key_points)(10), "十点");
    }

    #[test]
    fn the_language_follows_the_tag() {
        for tag in ["EN-gb", "en-HK", "en"] {
            assert_eq!(Language::from_tag(tag), Language::En, "{tag}");
        }
        for tag in ["zh-TW", "zh-Hant", "zh-hant-HK", "zh_MO"] {
            assert_eq!(Language::from_tag(tag), Language::ZhHant, "{tag}");
        }
        for tag in ["zh", "zh-Hans-SG", "zh-Hans-HK", "fr", ""] {
            assert_eq!(Language::from_tag(tag), Language::ZhCn, "{tag}");
        }
    }

    #[test]
    fn the_first_language_that_there_is_counts() {
        assert_eq!(Language::preferred(["fr-CA", "en-CA", "zh"]), Language::En);
        assert_eq!(Language::preferred(["ja", "zh-TW", "en"]), Language::ZhHant);
        assert_eq!(Language::preferred(["fr", "de"]), Language::ZhCn);
        assert_eq!(Language::preferred([]), Language::ZhCn);
    }

    #[test]
    fn dates_and_numbers_are_those_of_taiwan_too() {
        let hant = Language::ZhHant.messages();
        assert_eq!((hant.long_date)(day("2025-11-30")), "2025年11月30日　星期日");
        assert_eq!((hant.key_points)(2), "兩點");
        assert_eq!((hant.reports)(1), "1 篇");
        let period = Period::new(day("2025-10-28"), day("2025-11-02"));
        assert_eq!((hant.date_range)(period), "10月28日–11月2日");
        assert_eq!((Language::En.messages().date_range)(period), "28 Oct – 2 Nov");
    }

    #[test]
    fn english_counts_one_and_many() {
        let en = Language::En.messages();
        for (one, many) in [
            ((en.reports)(1), (en.reports)(2)),
            ((en.places)(1), (en.places)(2)),
            ((en.results)(1), (en.results)(1_000)),
            ((en.earlier_months)(1), (en.earlier_months)(3)),
            ((en.key_points)(1), (en.key_points)(10)),
        ] {
            assert!(!one.ends_with('s') && many.ends_with('s'), "{one} / {many}");
        }
        assert_eq!((en.day_label)(day("2025-11-30"), 1), "30 Nov, 1 report");
        assert_eq!((en.results)(1_000), "1,000 reports");
    }
}

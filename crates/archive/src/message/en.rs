//! English.

use super::Messages;
use crate::model::{Day, Period, Weekday};

pub(super) static MESSAGES: Messages = Messages {
    tag: "en",
    language_name: "English",

    skip_to_content: "Skip to content",
    main_navigation: "Main",
    today: "Today",
    archive: "Archive",
    search: "Search",
    settings: "Settings",
    needs_app: "Search and filters need a newer browser; every report can still be read.",

    key_points: |n| plural(n, "point", "points"),
    reading_time: |minutes| format!("{minutes} min"),
    published_at: |time| format!("published {time}"),
    covers: |period| format!("covers {}", range(period)),
    read_full: "Read in full",
    copy_points: "Copy the points",
    copied: "Copied",
    copy_failed: "The browser refused to copy; please select the text",
    more_points: |n| format!("{n} more"),
    newest_is_from: |day, today| format!("The newest edition is of {}", dated(day, today)),
    reports: |n| plural(n, "report", "reports"),
    all_topics: "All",
    all_sources: "All sources",
    topic: "Topic",
    source: "Source",
    no_report_in_filter: "No report on these days.",
    clear_filter: "Show all",
    show_more: "More",
    loading: "Loading",

    calendar: "Calendar",
    previous_month: "Previous month",
    next_month: "Next month",
    weekdays_short: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    weekday,
    long_date: |day| {
        format!(
            "{}, {} {} {}",
            weekday(day.weekday()),
            day.day(),
            MONTHS[day.month() as usize - 1],
            day.year()
        )
    },
    short_date: short,
    month: |day| format!("{} {}", MONTHS[day.month() as usize - 1], day.year()),
    day_of_month: |day| day.day().to_string(),
    day_label: |day, n| match n {
        0 => format!("{}, no report", short(day)),
        n => format!("{}, {}", short(day), plural(n as usize, "report", "reports")),
    },
    date_range: range,
    from: "From",
    to: "To",
    presets: "Dates",
    preset_today: "Today",
    preset_week: "7 days",
    preset_30: "30 days",
    preset_month: "This month",
    preset_all: "All",

    contents: "Contents",
    overview: "Overview",
    length: |chars| format!("{} characters", super::group_thousands(chars)),
    updated: |day| format!("corrected {}", short(day)),
    newest_report: "Newest edition",
    previous: "Previous",
    next: "Next",
    neighbours: "Previous and next",
    share: "Share",
    word_cloud: "Word cloud",
    drawn_cloud: "Drawn from this report; choose a word to search it",
    marks: |at, total| format!("{at} of {total}"),
    next_mark: "Next match",
    previous_mark: "Previous match",
    clear_marks: "Clear marks",

    search_label: "Search all reports",
    search_hint: "Search",
    search_examples: "Try",
    results: |n| format!("{}, by relevance", plural(n, "report", "reports")),
    searching: |done, total| {
        format!(
            "Searching {} of {}",
            super::group_thousands(done as u32),
            super::group_thousands(total as u32)
        )
    },
    relaxed: "Nowhere in one piece; these reports hold the parts.",
    places: |n| plural(n, "match", "matches"),
    nothing_found: |q| format!("Nothing found for “{q}”"),
    nothing_found_hint: "Try a shorter word, or widen dates and topic.",
    all_dates: "All dates",
    partial_failure: "Some reports could not be loaded; results may be incomplete.",

    clouds: "Clouds",

    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    theme_sepia: "Sepia",
    text_size: "Text size",
    sizes: ["Small", "Medium", "Large", "Largest"],
    column_width: "Column width",
    widths: ["Narrow", "Medium", "Wide"],
    face: "Text face",
    face_sans: "Sans",
    face_serif: "Serif",
    interface_language: "Interface language",
    preview: "开源模型与闭源模型的差距正在缩小，Olmo 3 的权重、数据与代码全部公开。",
    about: "About",
    archive_facts: |n, period| match period {
        Some(period) => format!("{}, {}.", plural(n, "report", "reports"), range(period)),
        None => format!("{}.", plural(n, "report", "reports")),
    },
    kept_here: "Settings are kept on this device only.",

    not_found: "No such page",
    not_found_hint: "The address may be mistyped, or the report has been withdrawn.",
    to_home: "To today’s edition",
    retry: "Try again",
    failed: "The reports could not be opened",
    failed_offline: "There is no connection, and this part is not stored on this device yet.",
    failed_status: |status| {
        format!("The server answered {status}; the data may not be published completely yet.")
    },
    failed_not_data: "The server sent a web page in place of the data; the hosting may be set up wrongly.",
    failed_unreadable: "The data is incomplete; the download may have been cut off.",
    failed_newer: "These reports were made by a newer Kanbao. Reload the page to update the reader.",
    failed_mismatch: "The data does not match its directory; a new edition may be on its way.",
    new_version: "A new version of Kanbao is here",
    new_reports: "New reports are here",
    reload: "Update",
    later: "Later",
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn weekday(weekday: Weekday) -> &'static str {
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ][weekday as usize]
}

fn short(day: Day) -> String {
    let month = MONTHS[day.month() as usize - 1];
    format!("{} {}", day.day(), month.get(..3).unwrap_or(month))
}

/// A day, with its year where that is not this one.
fn dated(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        short(day)
    } else {
        format!("{} {}", short(day), day.year())
    }
}

fn range(period: Period) -> String {
    let (from, to) = (period.from, period.to);
    if from == to {
        short(from)
    } else if from.month_key() == to.month_key() {
        format!("{}–{}", from.day(), short(to))
    } else if from.year() == to.year() {
        format!("{} – {}", short(from), short(to))
    } else {
        format!("{} {} – {} {}", short(from), from.year(), short(to), to.year())
    }
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

//! English.

use super::Messages;
use crate::model::{Day, Period, Weekday};
use crate::outline::SectionKind;

pub(super) static MESSAGES: Messages = Messages {
    tag: "en",
    colon: ": ",
    language_name: "English",

    skip_to_content: "Skip to content",
    main_navigation: "Main",
    bottom_navigation: "Quick",
    today: "Today",
    archive: "Archive",
    search: "Search",
    settings: "Settings",
    needs_app: "Search and filters need a newer browser; every report can still be read.",
    file_needs_app: "Reports open in a newer browser that may run scripts. The newest edition and the list can be read here.",

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
    since: |day, newest, n| format!("{} since {}", plural(n, "report", "reports"), dated(day, newest)),
    move_up: "Move up",
    reports: |n| plural(n, "report", "reports"),
    all_topics: "All topics",
    all_sources: "All sources",
    topic: "Topic",
    source: "Source",
    shelves: "Read or not",
    all_reports: "All",
    unread: "Unread",
    read: "Read",
    starred: "Starred",
    row_star: "Star",
    row_mark_read: "Mark as read",
    row_mark_unread: "Mark as unread",
    row_state: |read, starred| match (read, starred) {
        (false, false) => "unread",
        (true, false) => "read",
        (false, true) => "unread, starred",
        (true, true) => "read, starred",
    },
    nothing_unread: "You have read everything here.",
    nothing_read: "Nothing read yet. A report counts as read once you reach its end; pressing m on a row does it too.",
    nothing_starred: "Nothing starred yet. Press the ☆ at the right of a row, or f in an open report, to keep it here.",
    no_report: "No reports yet.",
    no_earlier_report: "No earlier reports yet.",
    no_report_in_filter: "No report on these days.",
    clear_filter: "Show all",
    section_kind,
    show_more: "More",
    loading: "Loading",

    newest_days: |n, period| format!("Newest {}, {}", plural(n, "edition", "editions"), range(period)),
    choose_days: "Choose days",
    nothing_in_lane: |kind| format!("No report of these days has a section “{kind}”."),
    days_not_here: |n| {
        format!(
            "The reports of {} have not been loaded.",
            plural(n, "more day", "more days")
        )
    },

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
    day_ahead: |day| format!("{}, still to come", short(day)),
    day_absent: |day, n| {
        format!(
            "{}, {}, not available offline",
            short(day),
            plural(n as usize, "report", "reports")
        )
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
    reports_by_week: "Reports per week",
    reports_by_month: "Reports per month",
    reports_by_year: "Reports per year",
    days_label: "Type days",
    days_examples: "last week, 11-21, 2025-11",
    days_hint: "Swipe over the bars, or drag over the calendar with a mouse, to choose some days.",
    days_chosen: |days, n| format!("{days}, {}", plural(n as usize, "report", "reports")),
    days_not_understood: |text| {
        format!(
            "“{text}” names no days. Try 11-21, 2025-11, yesterday, last week, last 7 days or 11-03 to 11-09."
        )
    },

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
    report_tools: "This report",
    report_star: "Star",
    report_starred: "Starred",
    report_mark_read: "Mark as read",
    report_read: "Read",
    report_mark_unread: "Mark as unread",
    report_read_to_end: "Read to the end",
    section_link: "Link to this section",
    copy: "Copy",
    copy_point: |n| format!("Copy point {n}"),
    copy_passage: "Copy link to this passage",
    no_passage: "This is no part of the text, so there is no link to copy",
    copy_by_hand: "The browser refused to copy; take it from here",
    quoted_passage: "The passage linked to",
    passage_gone: "The passage linked to is no longer in the text",
    left_at: |section, percent| match section {
        "" => format!("You stopped at {percent}%"),
        section => format!("You stopped at “{section}” ({percent}%)"),
    },
    go_on: "Go on reading",
    from_the_start: "From the start",
    zoom: "Enlarge",
    zoom_in: "Closer",
    zoom_out: "Farther",
    zoom_fit: "Whole picture",

    search_label: "Search all reports",
    search_hint: "Search",
    clear_search: "Clear",
    search_examples: "Try",
    recent_searches: "Searched lately",
    forget_search: |q| format!("Forget “{q}”"),
    forget_all: "Clear all",
    results: |n| counted(n, "report", "reports"),
    about_results: |n| format!("about {}", counted(n, "report", "reports")),
    searching: |done, total| format!("Searching {} of {}", thousands(done), thousands(total)),
    relaxed: "Nowhere in one piece; these reports hold the parts.",
    places: |n| plural(n, "match", "matches"),
    dated,
    more_results: |n| format!("{} more", thousands(n)),
    nothing_found: |q| format!("Nothing found for “{q}”"),
    nothing_found_hint: "Try a shorter word, or one word less.",
    did_you_mean: "Did you mean:",
    without: |name| format!("Any, not only “{name}”"),
    search_without: |name| format!("Search beyond “{name}”"),
    partial_failure: "Some reports could not be loaded; results may be incomplete.",
    searched_offline: |n| {
        format!(
            "Offline: searched the {} kept on this device.",
            counted(n, "report", "reports")
        )
    },

    offers: "Go straight to",
    go_to: "Go to",
    only_read: "Read only",
    read_last: "Read last",
    no_command: "There is no such command.",
    help_offers: "More than reports",
    help_command: "After a greater-than sign: commands, such as a theme, a size of text, a page",
    help_date: "Days: the reports of that day; `last week` and `2025-11` work too",
    help_section: "A kind of section: that part of every report",

    sort: "Order",
    by_relevance: "Relevance",
    by_date: "Date",
    narrow: "Filter",
    narrowed_to: "Only",
    narrow_by_month: "Month",
    earlier_months: |n| plural(n, "earlier month", "earlier months"),

    help: "Search help",
    help_title: "How to search",
    help_examples: "What to write",
    help_words: "all of the words",
    help_phrase: "exactly these characters in a row",
    help_without: "not the word after the minus",
    help_or: "either of them (OR in capitals)",
    help_title_field: "in headlines and leads only",
    help_topic: "this topic only",
    help_source: "this source only",
    help_after: "from this day on; a month or a year will do",
    help_before: "before this day",
    help_prefix: "the beginning of a Latin word is enough",
    help_pinyin: "pinyin: asks whether you meant that word",
    help_chinese: [
        "Chinese characters in a row are looked for as they stand; only where that is found nowhere are they \
         taken apart, and the page says so.",
        "Traditional and simplified, full and half width, capital and small letters are the same.",
        "Spaces between Chinese and Latin make no difference.",
    ],
    help_keys: "Keys",
    close: "Close",
    key_search: "search",
    key_help: "open this help",
    key_down: "next result; from the box to the first one",
    key_up: "previous result; from the first one to the box",
    key_enter: "open the chosen result; in the box, keep this search",
    key_next: "in a report: next match, else next report",
    key_previous: "in a report: previous match, else previous report",
    key_read: "Mark as read or unread",
    key_star: "Star, or take the star away",
    key_leave: "clear the box, then leave it; in a report, clear the marks",

    clouds: "Clouds",
    cloud: &super::cloud::EN,

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
    keys: "Single-key shortcuts",
    keys_on: "On",
    keys_off: "Off",

    own_data: "Your data",
    own_data_facts: |read, starred| format!("{} read, {starred} starred.", plural(read, "report", "reports")),
    kept_here: "What you have read and starred, where you stopped, and these settings are kept on this device alone.",
    export_data: "Export",
    export_file: "kanbao-my-data",
    exported: "Handed to the browser to save.",
    import_data: "Import",
    imported: |n| match n {
        0 => "Imported; nothing in it is newer than what is here.".to_owned(),
        n => format!("Imported: news about {}.", plural(n, "report", "reports")),
    },
    import_not_ours: "This file is no export of Kanbao, or is cut off. Nothing was changed.",
    import_newer: "This file is of a newer Kanbao. Update first, then import.",
    clear_data: "Clear everything",
    clear_data_title: "Clear your data?",
    clear_data_text: "What you have read and starred, where you stopped, your searches and settings are removed from this device and cannot be brought back.",
    keep_data: "Keep it",
    cleared: "Everything is cleared.",

    news: super::news::EN,
    offline: super::offline::EN,
    trends: super::trends::EN,

    not_found: "No such page",
    not_found_hint: "The address may be mistyped, or the report has been withdrawn.",
    withdrawn: "Withdrawn",
    withdrawn_hint: "The publisher has withdrawn this report; its text is no longer kept.",
    to_home: "To the newest edition",
    retry: "Try again",
    update: super::update::EN,
    trouble: &super::trouble::EN,
    install: &super::install::EN,
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

fn section_kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Brief => "In brief",
        SectionKind::Overview => "Overview",
        SectionKind::KeyPoints => "Key points",
        SectionKind::Details => "In detail",
        SectionKind::Opinions => "Opinions",
        SectionKind::Events => "Events",
        SectionKind::Markets => "Markets",
        SectionKind::Analysis => "Analysis",
        SectionKind::Findings => "Findings",
        SectionKind::Cloud => "Word cloud",
        SectionKind::Other => "Other",
    }
}

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
pub(super) fn dated(day: Day, today: Day) -> String {
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

fn thousands(n: usize) -> String {
    super::group_thousands(n as u32)
}

/// Like [`plural`], for numbers that may be large.
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

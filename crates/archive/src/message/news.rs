//! The words about what is new in a report, and which are like it.

/// The words about what is new in a report, in one language.
#[allow(
    missing_docs,
    reason = "the Chinese and English texts beside each other say what each message is"
)]
pub struct NewsMessages {
    /// The heading, with the number of earlier reports.
    pub title: fn(u32) -> String,
    pub fresh: &'static str,
    pub rising: &'static str,
    pub faded: &'static str,
    pub too_few: fn(u32) -> String,
    pub related: &'static str,
}

pub(super) const ZH_CN: NewsMessages = NewsMessages {
    title: |n| format!("与前 {n} 篇相比"),
    fresh: "新出现",
    rising: "升温",
    faded: "淡出",
    too_few: |n| format!("同主题此前只有 {n} 篇，满 7 篇后可看新旧变化。"),
    related: "相关报告",
};

pub(super) const ZH_HANT: NewsMessages = NewsMessages {
    title: |n| format!("與前 {n} 篇相比"),
    fresh: "新出現",
    rising: "升溫",
    faded: "淡出",
    too_few: |n| format!("同主題此前只有 {n} 篇，滿 7 篇後可看新舊變化。"),
    related: "相關報告",
};

pub(super) const EN: NewsMessages = NewsMessages {
    title: |n| format!("Beside the last {n} reports"),
    fresh: "New",
    rising: "Rising",
    faded: "Faded",
    too_few: |n| match n {
        1 => "Only 1 report of this topic came before; from 7 on, this shows what is new.".to_owned(),
        n => format!("Only {n} reports of this topic came before; from 7 on, this shows what is new."),
    },
    related: "Related reports",
};

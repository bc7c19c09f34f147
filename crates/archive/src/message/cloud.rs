//! The words about clouds of many reports.

use super::group_thousands as thousands;

/// The messages of one language.
#[allow(
    missing_docs,
    reason = "the languages beside each other say what each message is"
)]
pub struct CloudMessages {
    // What the cloud is made of
    pub made_of: fn(u32) -> String,
    pub coming: fn(u32, u32) -> String,
    pub lacking: fn(u32) -> String,
    pub fetch_rest: fn(&str) -> String,
    pub nothing: &'static str,
    pub word_list: fn(usize) -> String,
    pub word_reports: fn(u32) -> String,

    // Choices
    pub sections: &'static str,
    pub whole_text: &'static str,
    pub score: &'static str,
    pub salient: &'static str,
    pub distinctive: &'static str,
    pub salient_hint: &'static str,
    pub distinctive_hint: &'static str,
    pub no_rest: &'static str,

    // Comparing
    pub compare: &'static str,
    pub compare_days: &'static str,
    pub compare_topics: &'static str,
    pub compared_with: &'static str,
    pub swap: &'static str,
    pub end_comparison: &'static str,
    pub period_before: &'static str,
    pub year_before: &'static str,
    pub only_in: fn(&str) -> String,
    pub in_both: &'static str,
    pub no_word: &'static str,
    pub share: fn(&str, u32) -> String,
    pub all_days: &'static str,

    // The contact sheet and a report's own cloud
    pub one_by_one: &'static str,
    pub image: &'static str,
    pub drawn: &'static str,
    pub which_picture: &'static str,
}

pub(super) const ZH_CN: CloudMessages = CloudMessages {
    made_of: |n| format!("取自 {} 篇报告", thousands(n)),
    coming: |here, all| format!("正在取词，已有 {} / {} 篇", thousands(here), thousands(all)),
    lacking: |n| format!("还有 {} 篇没算在内。", thousands(n)),
    fetch_rest: |size| format!("全部算上（{size}）"),
    nothing: "这里没有可以画的词。",
    word_list: |n| format!("词表 {n} 个"),
    word_reports: |n| format!("{} 篇", thousands(n)),
    sections: "看哪一部分",
    whole_text: "全文",
    score: "怎样挑词",
    salient: "谈得多",
    distinctive: "与众不同",
    salient_hint: "比平常文章里谈得多的词",
    distinctive_hint: "比其余报告里谈得多的词",
    no_rest: "选定日子或话题，才看得出与众不同的词",
    compare: "对比",
    compare_days: "前后两段日子",
    compare_topics: "两个话题",
    compared_with: "相比",
    swap: "对调",
    end_comparison: "不比了",
    period_before: "前一段",
    year_before: "去年同期",
    only_in: |name| format!("仅见于 {name}"),
    in_both: "两边都有",
    no_word: "没有这样的词。",
    share: |name, percent| format!("{name} {percent}%"),
    all_days: "全部日子",
    one_by_one: "逐篇词云",
    image: "原图",
    drawn: "重绘",
    which_picture: "看哪一幅",
};

pub(super) const ZH_HANT: CloudMessages = CloudMessages {
    made_of: |n| format!("取自 {} 篇報告", thousands(n)),
    coming: |here, all| format!("正在取詞，已有 {} / {} 篇", thousands(here), thousands(all)),
    lacking: |n| format!("還有 {} 篇沒算在內。", thousands(n)),
    fetch_rest: |size| format!("全部算上（{size}）"),
    nothing: "這裡沒有可以畫的詞。",
    word_list: |n| format!("詞表 {n} 個"),
    word_reports: |n| format!("{} 篇", thousands(n)),
    sections: "看哪一部分",
    whole_text: "全文",
    score: "怎樣挑詞",
    salient: "談得多",
    distinctive: "與眾不同",
    salient_hint: "比平常文章裡談得多的詞",
    distinctive_hint: "比其餘報告裡談得多的詞",
    no_rest: "選定日子或話題，才看得出與眾不同的詞",
    compare: "對比",
    compare_days: "前後兩段日子",
    compare_topics: "兩個話題",
    compared_with: "相比",
    swap: "對調",
    end_comparison: "不比了",
    period_before: "前一段",
    year_before: "去年同期",
    only_in: |name| format!("僅見於 {name}"),
    in_both: "兩邊都有",
    no_word: "沒有這樣的詞。",
    share: |name, percent| format!("{name} {percent}%"),
    all_days: "全部日子",
    one_by_one: "逐篇詞雲",
    image: "原圖",
    drawn: "重繪",
    which_picture: "看哪一幅",
};

pub(super) const EN: CloudMessages = CloudMessages {
    made_of: |n| match n {
        1 => "Made of 1 report".to_owned(),
        n => format!("Made of {} reports", thousands(n)),
    },
    coming: |here, all| {
        format!(
            "Fetching words: {} of {} reports",
            thousands(here),
            thousands(all)
        )
    },
    lacking: |n| match n {
        1 => "1 report is not counted yet. ".to_owned(),
        n => format!("{} reports are not counted yet. ", thousands(n)),
    },
    fetch_rest: |size| format!("Count them all ({size})"),
    nothing: "There are no words to draw here.",
    word_list: |n| match n {
        1 => "The word as a list".to_owned(),
        n => format!("The {n} words as a list"),
    },
    word_reports: |n| match n {
        1 => "1 report".to_owned(),
        n => format!("{} reports", thousands(n)),
    },
    sections: "Which part",
    whole_text: "Whole text",
    score: "How words are chosen",
    salient: "Talked about",
    distinctive: "Set apart",
    salient_hint: "Words said more than in everyday texts",
    distinctive_hint: "Words said more than in the other reports",
    no_rest: "Choose days or a topic to see what sets it apart",
    compare: "Compare",
    compare_days: "Two periods",
    compare_topics: "Two topics",
    compared_with: "with",
    swap: "Swap",
    end_comparison: "Stop comparing",
    period_before: "The period before",
    year_before: "A year earlier",
    only_in: |name| format!("Only in {name}"),
    in_both: "In both",
    no_word: "There is no such word.",
    share: |name, percent| format!("{name} {percent}%"),
    all_days: "all days",
    one_by_one: "Report by report",
    image: "Image",
    drawn: "Drawn",
    which_picture: "Which picture",
};

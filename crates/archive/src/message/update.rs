//! What is said of newer generations and of a network that does not answer.

/// The messages of one language.
#[allow(
    missing_docs,
    reason = "the languages beside each other say what each message is"
)]
pub struct UpdateMessages {
    pub new_reports: fn(u32) -> String,
    pub changed: &'static str,
    pub show: &'static str,
    pub new_version: &'static str,
    pub reload: &'static str,
    pub later: &'static str,
    pub full: &'static str,
    pub moved: &'static str,
    pub seen: &'static str,
    pub no_answer: &'static str,
}

pub(super) const ZH_CN: UpdateMessages = UpdateMessages {
    new_reports: |n| format!("{n} 篇新报告"),
    changed: "内容有更新",
    show: "查看",
    new_version: "看报有新版本",
    reload: "更新",
    later: "稍后",
    full: "空间不足，新一期存不下；现有内容照常可读。",
    moved: "刚才缺了一部分，已换到最新一期。",
    seen: "知道了",
    no_answer: "网络没有回应，已存的内容照常可读。",
};

pub(super) const ZH_HANT: UpdateMessages = UpdateMessages {
    new_reports: |n| format!("{n} 篇新報告"),
    changed: "內容有更新",
    show: "查看",
    new_version: "看報有新版本",
    reload: "更新",
    later: "稍後",
    full: "空間不足，新一期存不下；現有內容照常可讀。",
    moved: "剛才缺了一部分，已換到最新一期。",
    seen: "知道了",
    no_answer: "網路沒有回應，已存的內容照常可讀。",
};

pub(super) const EN: UpdateMessages = UpdateMessages {
    new_reports: |n| match n {
        1 => "1 new report".to_owned(),
        n => format!("{n} new reports"),
    },
    changed: "Some reports have changed",
    show: "Show",
    new_version: "A new version of Kanbao is here",
    reload: "Update",
    later: "Later",
    full: "There is no room for the new edition; what is stored can be read as before.",
    moved: "A part was missing, so this is now the newest edition.",
    seen: "OK",
    no_answer: "The network does not answer; what is stored can be read as before.",
};

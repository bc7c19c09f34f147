//! What is said where something cannot be shown or kept.
//!
//! A title is a sentence that says what happened and stands alone in a line; the text says what it means and what will
//! happen by itself.

use super::zh_cn::dated;
use crate::model::Day;

/// The words for trouble.
#[allow(
    missing_docs,
    reason = "the Chinese and English texts beside each other say what each message is"
)]
pub struct TroubleMessages {
    /// What ends a sentence, with the space behind it.
    pub stop: &'static str,
    pub offline: Words,
    pub not_data: Words,
    pub status: Words,
    pub status_is: fn(u16) -> String,
    pub unreadable: Words,
    pub mismatch: Words,
    pub newer: Words,
    pub evicted: Words,
    /// What is here although the asked for is not.
    pub stored_near: &'static str,

    /// The reader's own data.
    pub kept_refused: Words,
    pub kept_full: Words,
    pub kept_gone: Words,
    pub understood: &'static str,

    /// The device's day, and the newest report's.
    pub clock: fn(Day, Day) -> String,
}

/// A trouble in words, and the one useful thing to do about it.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What happened: one sentence, without its stop.
    pub title: &'static str,
    /// What it means.
    pub text: &'static str,
    /// Name of what can be done about it.
    pub action: &'static str,
}

impl Words {
    /// What happened and what it means, as one paragraph.
    pub fn whole(&self, messages: &TroubleMessages) -> String {
        [self.title, messages.stop, self.text].concat()
    }
}

const fn words(title: &'static str, text: &'static str, action: &'static str) -> Words {
    Words { title, text, action }
}

pub(super) static ZH_CN: TroubleMessages = TroubleMessages {
    stop: "。",
    offline: words(
        "现在连不上网络",
        "这一部分还没有存到本机。连上网络后会自动载入。",
        "再试一次",
    ),
    not_data: words(
        "这个网络先要登录",
        "送来的是一个网页，不是报告。宾馆、车站和火车上的网络常要先在网页上登录；登录后回到这里，会自动再试。",
        "去登录",
    ),
    status: words(
        "网站没有给出这一部分",
        "可能正在发布新一期，过一会儿再试。",
        "再试一次",
    ),
    status_is: |status| format!("服务器的回答是 {status}。"),
    unreadable: words(
        "收到的报告不完整",
        "可能在路上断了，重新取一次多半就好。",
        "重新取",
    ),
    mismatch: words(
        "收到的报告与目录对不上",
        "已经丢开不用，也重新取过一次。可能正在发布新一期，过一会儿再试。",
        "再试一次",
    ),
    newer: words(
        "报告已经换了新格式",
        "这一页的看报还是旧的，读不了。换上新版就好，读过的和加星的都在。",
        "换上新版",
    ),
    evicted: words(
        "存在本机的报告被浏览器清掉了",
        "空间紧张时，浏览器会自己清理。连上网络后会自动载入，再存到本机。",
        "再试一次",
    ),
    stored_near: "这几篇在手边",
    kept_refused: words(
        "这个浏览器不给看报存放数据",
        "无痕窗口常常这样。关上这一页，读过的和加星的就忘了；可以先导出。",
        "导出",
    ),
    kept_full: words(
        "存储空间满了",
        "刚才的改动只记在这一页里。腾出空间后，会和下一次改动一起补存。",
        "腾出空间",
    ),
    kept_gone: words(
        "存放数据的地方没有了",
        "可能被浏览器清理，也可能另一个窗口换了新版。这一页里的还在：先导出，再重新载入。",
        "导出",
    ),
    understood: "知道了",
    clock: |today, newest| {
        let today = dated(today, newest);
        format!(
            "这台设备的日期是 {today}，比最新一期还早。如果不对，“今天”和日历也会不对，请在系统设置里改正。"
        )
    },
};

pub(super) static ZH_HANT: TroubleMessages = TroubleMessages {
    stop: "。",
    offline: words(
        "現在連不上網路",
        "這一部分還沒有存到本機。連上網路後會自動載入。",
        "再試一次",
    ),
    not_data: words(
        "這個網路先要登入",
        "送來的是一個網頁，不是報告。旅館、車站和列車上的網路常要先在網頁上登入；登入後回到這裡，會自動再試。",
        "去登入",
    ),
    status: words(
        "網站沒有給出這一部分",
        "可能正在發布新一期，過一會兒再試。",
        "再試一次",
    ),
    status_is: |status| format!("伺服器的回答是 {status}。"),
    unreadable: words(
        "收到的報告不完整",
        "可能在路上斷了，重新取一次多半就好。",
        "重新取",
    ),
    mismatch: words(
        "收到的報告與目錄對不上",
        "已經丟開不用，也重新取過一次。可能正在發布新一期，過一會兒再試。",
        "再試一次",
    ),
    newer: words(
        "報告已經換了新格式",
        "這一頁的看報還是舊的，讀不了。換上新版就好，讀過的和加星的都在。",
        "換上新版",
    ),
    evicted: words(
        "存在本機的報告被瀏覽器清掉了",
        "空間緊張時，瀏覽器會自己清理。連上網路後會自動載入，再存到本機。",
        "再試一次",
    ),
    stored_near: "這幾篇在手邊",
    kept_refused: words(
        "這個瀏覽器不給看報存放資料",
        "無痕視窗常常這樣。關上這一頁，讀過的和加星的就忘了；可以先匯出。",
        "匯出",
    ),
    kept_full: words(
        "儲存空間滿了",
        "剛才的改動只記在這一頁裡。騰出空間後，會和下一次改動一起補存。",
        "騰出空間",
    ),
    kept_gone: words(
        "存放資料的地方沒有了",
        "可能被瀏覽器清理，也可能另一個視窗換了新版。這一頁裡的還在：先匯出，再重新載入。",
        "匯出",
    ),
    understood: "知道了",
    clock: |today, newest| {
        let today = dated(today, newest);
        format!(
            "這部裝置的日期是 {today}，比最新一期還早。如果不對，「今天」和日曆也會不對，請在系統設定裡改正。"
        )
    },
};

pub(super) static EN: TroubleMessages = TroubleMessages {
    stop: ". ",
    offline: words(
        "There is no connection now",
        "This part is not stored on this device yet. It comes by itself when you are online again.",
        "Try again",
    ),
    not_data: words(
        "This network asks you to sign in first",
        "A web page came in place of the reports. Networks of hotels, stations and trains often want you to sign in on a page of theirs; when you come back here, this is tried again by itself.",
        "Sign in",
    ),
    status: words(
        "The site did not give this part",
        "A new edition may be under way. Try again in a while.",
        "Try again",
    ),
    status_is: |status| format!("The server answered with {status}. "),
    unreadable: words(
        "What came of the reports is not complete",
        "It may have broken off on its way; fetching it once more usually helps.",
        "Fetch again",
    ),
    mismatch: words(
        "What came is not what the directory lists",
        "It was put aside, and fetched once more already. A new edition may be under way; try again in a while.",
        "Try again",
    ),
    newer: words(
        "The reports have a new format",
        "This page still runs an earlier Kanbao, which cannot read them. The new one can, and keeps what you have read and starred.",
        "Get the new version",
    ),
    evicted: words(
        "The browser has cleared the reports stored on this device",
        "Browsers do so by themselves when space is short. With a connection they come again, and are stored again.",
        "Try again",
    ),
    stored_near: "These are at hand",
    kept_refused: words(
        "This browser lets Kanbao keep no data",
        "Private windows are often like that. What you read and star is forgotten when this page is closed; you can export it first.",
        "Export",
    ),
    kept_full: words(
        "There is no room left on this device",
        "Your last changes are known to this page alone. Once there is room they are kept with the next one.",
        "Make room",
    ),
    kept_gone: words(
        "The place for your data is gone",
        "Either the browser cleared it, or another window runs a new version. This page still knows all of it: export it, then load the page anew.",
        "Export",
    ),
    understood: "All right",
    clock: |today, newest| {
        let today = super::en::dated(today, newest);
        format!(
            "This device says it is {today}, before the newest edition. If that is wrong, so are “today” and the calendar; the system's settings have the date."
        )
    },
};

//! What is said of installing the reading room, here and by the system that has installed it.

/// The words for installing.
#[allow(
    missing_docs,
    reason = "the Chinese and English texts beside each other say what each message is"
)]
pub struct InstallMessages {
    pub title: &'static str,
    /// The browser offers it.
    pub offered: &'static str,
    pub install: &'static str,
    pub installed: &'static str,
    /// Safari offers nothing, but its user can.
    pub by_sharing: &'static str,
    /// A browser that may have it in its menu.
    pub by_menu: &'static str,
    /// Inside another app.
    pub inside_app: &'static str,

    // In the manifest
    pub latest: &'static str,
    pub unread: &'static str,
    pub search: &'static str,
    pub picture_wide: &'static str,
    pub picture_narrow: &'static str,
}

pub(super) static ZH_CN: InstallMessages = InstallMessages {
    title: "安装与离线",
    offered: "可以把看报装到这台设备上，像应用一样打开；没有网络，存在本机的报告照样读。",
    install: "安装",
    installed: "已经装到这台设备上了。",
    by_sharing: "要像应用一样打开：点浏览器的“分享”，再选“添加到主屏幕”。",
    by_menu: "浏览器的菜单里如果有“安装”或“添加到主屏幕”，就能像应用一样打开看报。",
    inside_app: "这是在别的应用里打开的，这里不能安装，也不能保证没有网络时能读。点右上角的“···”，选“在浏览器中打开”。",
    latest: "最新一期",
    unread: "未读",
    search: "搜索",
    picture_wide: "首页（示例报告）",
    picture_narrow: "手机上的首页（示例报告）",
};

pub(super) static ZH_HANT: InstallMessages = InstallMessages {
    title: "安裝與離線",
    offered: "可以把看報裝到這部裝置上，像應用程式一樣打開；沒有網路，存在本機的報告照樣讀。",
    install: "安裝",
    installed: "已經裝到這部裝置上了。",
    by_sharing: "要像應用程式一樣打開：點瀏覽器的「分享」，再選「加入主畫面」。",
    by_menu: "瀏覽器的選單裡如果有「安裝」或「加入主畫面」，就能像應用程式一樣打開看報。",
    inside_app: "這是在別的應用程式裡打開的，這裡不能安裝，也不能保證沒有網路時能讀。點右上角的「···」，選「在瀏覽器中打開」。",
    latest: "最新一期",
    unread: "未讀",
    search: "搜尋",
    picture_wide: "首頁（示例報告）",
    picture_narrow: "手機上的首頁（示例報告）",
};

pub(super) static EN: InstallMessages = InstallMessages {
    title: "Install and read offline",
    offered: "Kanbao can be installed on this device and opened like an app; without a connection, what is stored here can still be read.",
    install: "Install",
    installed: "It is installed on this device.",
    by_sharing: "To open it like an app: press “Share” in the browser, then “Add to Home Screen”.",
    by_menu: "If the browser's menu has “Install” or “Add to Home Screen”, Kanbao can be opened like an app.",
    inside_app: "This page is open inside another app: it cannot be installed here, and reading without a connection cannot be promised. Press “···” at the top right, then “Open in browser”.",
    latest: "Newest edition",
    unread: "Unread",
    search: "Search",
    picture_wide: "The front page (sample reports)",
    picture_narrow: "The front page on a phone (sample reports)",
};

//! Installing, on the settings page: what the browser offers, and how to do it where it offers nothing.

use super::Context;
use crate::html::{Element, el};
use crate::link::{Address, Route};

/// How this reading room can be installed where it is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Install {
    /// Not at all: opened from a file, or over a connection that browsers do not trust.
    Never,
    /// The browser offers it.
    Offered,
    /// It is.
    Installed,
    /// By the menu that shares a page, as on iOS.
    BySharing,
    /// By a menu of the browser, if at all.
    ByMenu,
    /// Not inside another app, whose web view keeps nothing for sure.
    InsideApp,
}

/// Parts of user agents by which apps that show pages of others tell themselves from browsers: WeChat, QQ, Weibo, DingTalk,
/// Alipay, Toutiao, Xiaohongshu, Facebook, Instagram, LINE, and whatever uses Android's web view.
const APPS: [&str; 11] = [
    "MicroMessenger",
    " QQ/",
    "Weibo",
    "DingTalk",
    "AlipayClient",
    "NewsArticle",
    "xhsdiscover",
    "FBA",
    "Instagram",
    " Line/",
    "; wv)",
];

impl Install {
    /// What a browser of this user agent, that offers nothing, can do. `fingers`: at how many points at once its screen is
    /// touched, by which a tablet of Apple's is told from a desk.
    pub fn of_browser(user_agent: &str, fingers: u32) -> Self {
        let says = |part: &str| user_agent.contains(part);
        let is_ios = says("iPhone") || says("iPad") || says("Macintosh") && fingers > 1;
        // On iOS every browser names Safari, and a web view inside an app does not.
        if APPS.into_iter().any(says) || is_ios && !says("Safari/") {
            Install::InsideApp
        } else if is_ios {
            Install::BySharing
        } else {
            Install::ByMenu
        }
    }
}

/// What there is to say of it, and the way to what is kept on the device.
pub(super) fn install(context: &Context<'_>, install: Install) -> Element {
    let m = context.messages.install;
    let text = match install {
        Install::Never => None,
        Install::Offered => Some(m.offered),
        Install::Installed => Some(m.installed),
        Install::BySharing => Some(m.by_sharing),
        Install::ByMenu => Some(m.by_menu),
        Install::InsideApp => Some(m.inside_app),
    };
    let button = (install == Install::Offered).then(|| {
        el("button")
            .class("action")
            .attr("type", "button")
            .attr("data-install", "")
            .attr("data-key", "install")
            .text(m.install)
    });
    // Inside another app nothing is promised.
    let offline = (install != Install::InsideApp).then(|| {
        let m = &context.messages.offline;
        let link = el("a")
            .class("offline-link")
            .attr("href", context.href(&Address::new(Route::Offline)))
            .text(m.open);
        el("p").text(m.settings_line).text(" ").child(link)
    });
    el("section")
        .class("install")
        .attr("data-needs-app", "install")
        .child(el("h2").text(m.title))
        .child_opt(text.map(|text| el("p").text(text)))
        .child_opt(button)
        .child_opt(offline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_apps_that_show_pages() {
        let of = |user_agent: &str| Install::of_browser(user_agent, 0);
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        assert_eq!(
            of(&format!("{iphone} Version/17.4 Mobile/15E148 Safari/604.1")),
            Install::BySharing
        );
        assert_eq!(
            of(&format!("{iphone} CriOS/123.0 Mobile/15E148 Safari/604.1")),
            Install::BySharing
        );
        assert_eq!(of(&format!("{iphone} Mobile/15E148")), Install::InsideApp);
        assert_eq!(
            of(&format!(
                "{iphone} Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"
            )),
            Install::InsideApp
        );
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8";
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0 Mobile Safari/537.36";
        assert_eq!(of(&format!("{android}; wv) {chrome}")), Install::InsideApp);
        assert_eq!(
            of(&format!("{android}) {chrome} MicroMessenger/8.0")),
            Install::InsideApp
        );
        assert_eq!(of(&format!("{android}) {chrome}")), Install::ByMenu);
        let desk = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
        assert_eq!(of(desk), Install::ByMenu);
        assert_eq!(
            Install::of_browser(desk, 5),
            Install::BySharing,
            "a tablet that asks for pages of desks"
        );
        assert_eq!(of(""), Install::ByMenu);
    }
}

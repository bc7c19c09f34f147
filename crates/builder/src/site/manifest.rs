//! The web manifest: what an installed reading room is called and looks like.

use kanbao_archive::link::{Address, Filter, Only, Route};
use kanbao_archive::message::{InstallMessages, Language};
use serde_json::{Map, Value, json};

use super::app::{App, AppFile, Icon, Screenshot};

const TEMPLATE: &str = include_str!("../../../../public/manifest.webmanifest");

/// What the manifest says beside the template.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Name of the installed app.
    pub name: String,
    /// Name under its icon.
    pub short_name: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Colour of the window's frame; empty for the default.
    pub theme_color: String,
}

/// `manifest.webmanifest`. An id is resolved against the origin alone, so a fixed one would make all reading rooms of a
/// shared origin one app: it is the path of `base_url`, and where that is not known, it is left to browsers, which take the
/// start address. Both name the same app.
///
/// # Errors
/// Where the template is not JSON.
pub(crate) fn manifest(
    names: &Names,
    app: &App,
    base_url: Option<&str>,
) -> Result<AppFile, serde_json::Error> {
    let mut manifest: Map<String, Value> = serde_json::from_str(TEMPLATE)?;
    let mut set = |key: &str, value: &str| {
        // What the publisher does not say stays as the template has it, unless that is nothing.
        if !value.is_empty() {
            manifest.insert(key.to_owned(), json!(value));
        } else if manifest.get(key) == Some(&json!("")) {
            manifest.remove(key);
        }
    };
    set("name", &names.name);
    set("short_name", &names.short_name);
    set("description", &names.description);
    set("lang", &names.language);
    set("theme_color", &names.theme_color);
    set("id", base_url.and_then(path_of).unwrap_or_default());
    let words = Language::from_tag(&names.language).messages().install;
    let icons = app.icons.iter();
    let icons = icons.filter(|icon| !icon.is_apple() && icon.shortcut().is_none());
    manifest.insert("icons".into(), icons.map(icon).collect());
    manifest.insert("shortcuts".into(), shortcuts(app, words));
    let screenshots = app.screenshots.iter().map(|it| screenshot(it, words));
    manifest.insert("screenshots".into(), screenshots.collect());
    let bytes = serde_json::to_vec_pretty(&manifest)?;
    Ok(AppFile {
        path: "manifest.webmanifest".into(),
        bytes: bytes.into(),
    })
}

/// `https://example.org/kanbao/` → `/kanbao/`.
fn path_of(base_url: &str) -> Option<&str> {
    let (_, rest) = base_url.split_once("://")?;
    rest.get(rest.find('/')?..)
}

/// What a long press on the installed app's icon offers.
fn shortcuts(app: &App, words: &InstallMessages) -> Value {
    let unread = Filter {
        only: Some(Only::Unread),
        ..Filter::default()
    };
    let list = [
        ("latest", words.latest, Address::default()),
        ("unread", words.unread, Address::default().with_filter(unread)),
        ("search", words.search, Address::new(Route::Search)),
    ];
    let shortcut = |(name, says, address): (&str, &str, Address)| {
        let icons = app.icons.iter().filter(|icon| icon.shortcut() == Some(name));
        json!({
            "name": says,
            "url": address.href("./"),
            "icons": icons.map(icon).collect::<Vec<_>>(),
        })
    };
    list.map(shortcut).into_iter().collect()
}

fn screenshot(screenshot: &Screenshot, words: &InstallMessages) -> Value {
    let (form, label) = if screenshot.width > screenshot.height {
        ("wide", words.picture_wide)
    } else {
        ("narrow", words.picture_narrow)
    };
    json!({
        "src": screenshot.file.path,
        "type": "image/webp",
        "sizes": format!("{}x{}", screenshot.width, screenshot.height),
        "form_factor": form,
        "label": label,
    })
}

fn icon(icon: &Icon) -> Value {
    json!({
        "src": icon.file.path,
        "type": icon.media_type(),
        "sizes": icon.size.map_or_else(|| "any".to_owned(), |n| format!("{n}x{n}")),
        "purpose": icon.purpose(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::app::tests::app;
    use super::*;

    #[test]
    fn names_and_icons_are_filled_in_and_addresses_stay_relative() {
        let names = Names {
            name: "看报".into(),
            short_name: "看".into(),
            ..Names::default()
        };
        let file = manifest(&names, &app(), None).unwrap();
        let json: Value = serde_json::from_slice(&file.bytes).unwrap();
        assert_eq!(
            (&json["name"], &json["start_url"], &json["scope"]),
            (&json!("看报"), &json!("./"), &json!("./"))
        );
        assert_eq!(
            json["icons"][0],
            json!({"src": "icons/icon.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any"})
        );
        assert_eq!((json.get("id"), json.get("description")), (None, None));
    }

    fn of(language: &str, base_url: Option<&str>) -> Value {
        let names = Names {
            language: language.into(),
            ..Names::default()
        };
        let file = manifest(&names, &app(), base_url).unwrap();
        serde_json::from_slice(&file.bytes).unwrap()
    }

    #[test]
    fn the_id_is_the_path_that_the_publisher_names() {
        assert_eq!(
            of("zh-CN", Some("https://example.org/a/b/"))["id"],
            json!("/a/b/")
        );
        assert_eq!(of("zh-CN", Some("https://example.org/"))["id"], json!("/"));
        assert_eq!(of("zh-CN", None).get("id"), None);
    }

    #[test]
    fn shortcuts_are_named_in_the_language_of_the_site_and_lead_to_its_pages() {
        let of = |language| {
            let manifest = of(language, None);
            let shortcuts = manifest["shortcuts"].as_array().unwrap().clone();
            shortcuts
                .into_iter()
                .map(|it| (it["name"].clone(), it["url"].clone(), it["icons"].clone()))
        };
        let chinese: Vec<_> = of("zh-CN").map(|(name, url, _)| (name, url)).collect();
        let expected = [("最新一期", "./"), ("未读", "./?only=unread"), ("搜索", "./?q=")];
        assert_eq!(chinese, expected.map(|(name, url)| (json!(name), json!(url))));
        assert_eq!(of("en").next().unwrap().0, json!("Newest edition"));
        let icons = of("en").next_back().unwrap().2;
        assert_eq!(
            icons,
            json!([{"src": "icons/shortcut-search.png", "type": "image/png", "sizes": "96x96", "purpose": "any"}])
        );
    }

    #[test]
    fn pictures_say_what_they_show_and_for_which_screens() {
        let pictures = of("zh-CN", None)["screenshots"].clone();
        assert_eq!(
            pictures[0],
            json!({"src": "screenshots/narrow.webp", "type": "image/webp", "sizes": "540x960", "form_factor": "narrow",
                "label": "手机上的首页（示例报告）"})
        );
        assert_eq!(pictures[1]["form_factor"], json!("wide"));
    }
}

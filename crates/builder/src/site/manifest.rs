//! The web manifest: what an installed reading room is called and looks like.

use serde_json::{Map, Value, json};

use super::app::{App, AppFile, Icon};

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

/// `manifest.webmanifest`. It has no `id`: an id is resolved against the origin alone, so a fixed one would
/// make all reading rooms of a shared origin one app; by default it is the start address, which is distinct.
///
/// # Errors
/// Where the template is not JSON.
pub(crate) fn manifest(names: &Names, app: &App) -> Result<AppFile, serde_json::Error> {
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
    manifest.insert(
        "icons".into(),
        app.icons
            .iter()
            .filter(|icon| !icon.is_apple())
            .map(icon)
            .collect(),
    );
    let bytes = serde_json::to_vec_pretty(&manifest)?;
    Ok(AppFile {
        path: "manifest.webmanifest".into(),
        bytes: bytes.into(),
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
        let file = manifest(&names, &app()).unwrap();
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
}

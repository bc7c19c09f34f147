//! `_config.yml` of Jekyll → the settings that mean the same here. Everything else in it is Jekyll's own.

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::posts::PermalinkPattern;
use crate::posts::front_matter::{Entry, Value, read_yaml};

use super::{Config, base_url, invalid, language, timezone};

/// Reads `title`, `description`, `url` with `baseurl`, `permalink`, `timezone` and `lang`.
pub(super) fn read(source: &Source) -> (Config, Vec<Diagnostic>) {
    let entries = match read_yaml(source, 0..source.text().len()) {
        Ok(entries) => entries,
        Err(mut problem) => {
            problem.code = Code::InvalidConfig;
            problem.message = format!("{} is not valid YAML", source.path());
            return (Config::default(), vec![(*problem).help("the defaults were used")]);
        }
    };
    let mut config = Config::default();
    let mut diagnostics = Vec::new();
    for entry in &entries {
        let Value::Text(text) = &entry.value.value else {
            continue;
        };
        let text = text.trim();
        match entry.key.value.as_str() {
            _ if text.is_empty() => {}
            "title" => config.site.title = text.to_owned(),
            "description" => config.site.description = text.split_whitespace().collect::<Vec<_>>().join(" "),
            "url" => {
                let baseurl = entries.iter().find(|entry| entry.key.value == "baseurl");
                let path = match baseurl.map(|entry| &entry.value.value) {
                    Some(Value::Text(path)) => path.trim().trim_matches('/'),
                    _ => "",
                };
                config.site.base_url = check(
                    source,
                    entry,
                    &mut diagnostics,
                    base_url(&format!("{}/{path}", text.trim_end_matches('/'))),
                );
            }
            "permalink" => {
                let pattern = PermalinkPattern::read(text);
                config.reports.permalink = check(source, entry, &mut diagnostics, pattern);
            }
            "timezone" => config.site.timezone = check(source, entry, &mut diagnostics, timezone(text)),
            "lang" | "locale" => {
                if let Some(tag) = check(source, entry, &mut diagnostics, language(text)) {
                    config.site.language = tag;
                }
            }
            _ => {}
        }
    }
    // What is said of posts goes before what is said of all pages.
    config.reports.permalink = default_permalink(source.text()).or(config.reports.permalink);
    (config, diagnostics)
}

/// The permalink that `defaults` gives to all posts.
///
/// ```yaml
/// defaults:
///   - scope: { path: "", type: posts }
///     values: { permalink: "/:year/:title/" }
/// ```
fn default_permalink(yaml: &str) -> Option<PermalinkPattern> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Settings {
        defaults: Vec<Given>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Given {
        scope: Scope,
        values: Values,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Scope {
        path: String,
        r#type: String,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Values {
        permalink: Option<String>,
    }
    // What is of another shape there is Jekyll's own.
    let settings: Settings = serde_saphyr::from_str(yaml).ok()?;
    let concerns_posts = |scope: &Scope| {
        matches!(scope.path.trim_matches('/'), "" | "_posts") && matches!(scope.r#type.as_str(), "" | "posts")
    };
    let concerned = settings
        .defaults
        .iter()
        .filter(|entry| concerns_posts(&entry.scope));
    let given = concerned
        .filter_map(|entry| entry.values.permalink.as_deref())
        .next_back()?;
    PermalinkPattern::read(given).ok()
}

/// The value of a setting, or a problem that says what was expected.
fn check<T, E: std::fmt::Display>(
    source: &Source,
    entry: &Entry,
    diagnostics: &mut Vec<Diagnostic>,
    read: Result<T, E>,
) -> Option<T> {
    read.map_err(|expected| {
        let message = format!("`{}` cannot be used", entry.key.value);
        diagnostics.push(invalid(source, entry.value.range.clone(), message).label(expected.to_string()));
    })
    .ok()
}

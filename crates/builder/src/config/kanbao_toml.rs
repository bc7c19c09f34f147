//! `kanbao.toml` → settings.

use std::path::Path;

use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::posts::{PermalinkPattern, TitlePattern};

use super::section::{Section, non_empty};
use super::{Config, base_url, language, timezone};
use crate::site::Host;

/// Reads the settings; what cannot be used is among the diagnostics. Files that are named are looked for in `root`.
pub(super) fn read(source: &Source, root: &Path) -> (Config, Vec<Diagnostic>) {
    let table = match DeTable::parse(source.text()) {
        Ok(table) => table,
        Err(error) => return (Config::default(), vec![syntax_error(source, &error)]),
    };
    let mut config = Config::default();
    let mut diagnostics = Vec::new();
    let reader = Section {
        source,
        name: "",
        diagnostics: &mut diagnostics,
    };
    reader.each(
        table.get_ref(),
        &["site", "reports", "build", "pwa", "feed", "terms"],
        |section, key, value| {
            let Some(table) = section.table(key, value) else {
                return;
            };
            let diagnostics = &mut *section.diagnostics;
            match key {
                "site" => site(
                    Section {
                        source,
                        name: "site",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "reports" => reports(
                    Section {
                        source,
                        name: "reports",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "build" => build(
                    Section {
                        source,
                        name: "build",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "feed" => feed(
                    Section {
                        source,
                        name: "feed",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
                "terms" => {
                    let section = Section {
                        source,
                        name: "terms",
                        diagnostics,
                    };
                    config.terms = super::terms::terms(section, table, root);
                }
                _ => pwa(
                    Section {
                        source,
                        name: "pwa",
                        diagnostics,
                    },
                    table,
                    &mut config,
                ),
            }
        },
    );
    (config, diagnostics)
}

fn site(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 5] = ["title", "description", "base_url", "language", "timezone"];
    let site = &mut config.site;
    section.each(table, &KEYS, |section, key, value| match key {
        "title" => section
            .text(key, value, non_empty)
            .into_iter()
            .for_each(|title| site.title = title),
        "description" => section
            .text(key, value, any_text)
            .into_iter()
            .for_each(|text| site.description = text),
        "base_url" => section
            .text(key, value, base_url)
            .into_iter()
            .for_each(|url| site.base_url = Some(url)),
        "language" => section
            .text(key, value, language)
            .into_iter()
            .for_each(|tag| site.language = tag),
        _ => section
            .text(key, value, timezone)
            .into_iter()
            .for_each(|zone| site.timezone = Some(zone)),
    });
}

fn reports(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 6] = [
        "topics",
        "sources",
        "section_aliases",
        "title_pattern",
        "permalink",
        "boilerplate",
    ];
    let reports = &mut config.reports;
    section.each(table, &KEYS, |section, key, value| match key {
        "topics" => reports.topics = section.labels(key, value),
        "sources" => reports.sources = section.labels(key, value),
        "section_aliases" => reports.section_aliases = section.aliases(key, value),
        "title_pattern" => {
            let pattern = section.text(key, value, |text| {
                TitlePattern::read(text).map_err(|error| error.to_string())
            });
            pattern
                .into_iter()
                .for_each(|pattern| reports.title_pattern = pattern);
        }
        "permalink" => {
            let pattern = section.text(key, value, |text| {
                PermalinkPattern::read(text).map_err(|error| error.to_string())
            });
            reports.permalink = pattern.or(reports.permalink.take());
        }
        _ => reports.boilerplate = section.texts(key, value),
    });
}

fn build(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    const KEYS: [&str; 5] = ["image_dirs", "max_files", "prerender", "offline", "host"];
    let build = &mut config.build;
    section.each(table, &KEYS, |section, key, value| match key {
        "image_dirs" => {
            let dirs = section.texts(key, value);
            let (inside, outside): (Vec<_>, Vec<_>) = dirs.into_iter().partition(|dir| is_inside(dir));
            for dir in outside {
                section.wrong(
                    value.span(),
                    format!("the image folder `{dir}` lies outside the folder of posts"),
                    "",
                );
            }
            build.image_dirs = inside;
        }
        "max_files" => build.max_files = section.count(key, value).or(build.max_files),
        "offline" => build.offline = section.truth(key, value).unwrap_or(build.offline),
        "host" => build.host = section.text(key, value, host),
        _ => build.prerender = section.truth(key, value).unwrap_or(build.prerender),
    });
}

fn feed(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    let feed = &mut config.feed;
    section.each(table, &["count", "full"], |section, key, value| match key {
        "count" => feed.count = section.count(key, value).unwrap_or(feed.count),
        _ => feed.full = section.truth(key, value).unwrap_or(feed.full),
    });
}

fn pwa(section: Section<'_>, table: &DeTable<'_>, config: &mut Config) {
    let pwa = &mut config.pwa;
    section.each(
        table,
        &["name", "short_name", "theme_color"],
        |section, key, value| match key {
            "name" => pwa.name = section.text(key, value, non_empty),
            "short_name" => pwa.short_name = section.text(key, value, non_empty),
            _ => pwa.theme_color = section.text(key, value, color),
        },
    );
}

fn any_text(text: &str) -> Result<String, &'static str> {
    Ok(text.trim().to_owned())
}

fn color(text: &str) -> Result<String, &'static str> {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    let is_color = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_color
        .then(|| text.trim().to_ascii_lowercase())
        .ok_or("expected a colour such as #c8321f")
}

fn host(name: &str) -> Result<Host, String> {
    Host::from_name(name.trim())
        .ok_or_else(|| format!("expected one of {}", Host::ALL.map(Host::name).join(", ")))
}

/// Whether a folder or file lies in the folder of posts by its name alone.
pub(super) fn is_inside(dir: &str) -> bool {
    use std::path::Component;
    Path::new(dir)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn syntax_error(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    source
        .diagnostic(
            Code::InvalidConfig,
            error.span().unwrap_or(0..0),
            "kanbao.toml is not valid TOML",
        )
        .label(message)
        .help("no setting was used")
}

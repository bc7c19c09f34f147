//! What the publisher sets: `kanbao.toml`, or what `_config.yml` says where there is none.
//!
//! A setting that is unknown or has a wrong value is an error with its place; the others are used all the same, so one
//! run shows every mistake. A key is accepted only if it does something.

mod jekyll;
mod kanbao_toml;
mod nearest;
mod section;
mod terms;

use std::fs;
use std::io;
use std::path::Path;

use jiff::tz::TimeZone;

use kanbao_archive::model::{Label, Site};

use crate::diagnostic::{Code, Diagnostic};
use crate::posts::{PermalinkPattern, TitlePattern, decode::decode, root_of};
use crate::site::Host;
use crate::terms::OwnLists;

/// The publisher's settings; every one has a default.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Config {
    /// `[site]`
    pub site: SiteConfig,
    /// `[reports]`
    pub reports: ReportsConfig,
    /// `[build]`
    pub build: BuildConfig,
    /// `[pwa]`
    pub pwa: PwaConfig,
    /// `[feed]`
    pub feed: FeedConfig,
    /// `[terms]`: what is added to the word lists.
    pub terms: OwnLists,
}

/// `[site]`: what the reading room is.
#[derive(Clone, PartialEq, Debug)]
pub struct SiteConfig {
    /// Its name.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// Its absolute address with a slash at the end; needed for feeds, the sitemap and canonical links.
    pub base_url: Option<String>,
    /// The language of reports and pages, as a BCP 47 tag.
    pub language: String,
    /// Where dates without an offset are read, as an IANA name (`Asia/Shanghai`); decides when a post is in the future.
    pub timezone: Option<String>,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            title: "看报".to_owned(),
            description: String::new(),
            base_url: None,
            language: "zh-CN".to_owned(),
            timezone: None,
        }
    }
}

/// `[reports]`: how posts are read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReportsConfig {
    /// Topics in display order, with their names.
    pub topics: Vec<Label>,
    /// Sources in display order, with their names.
    pub sources: Vec<Label>,
    /// Patterns of headings and the name of the section kind each means.
    pub section_aliases: Vec<(String, String)>,
    /// The form of titles that name source, topic and period.
    pub title_pattern: TitlePattern,
    /// The form of addresses; `None` for `YYYY/MM/DD/name`.
    pub permalink: Option<PermalinkPattern>,
    /// Patterns of paragraphs that every report repeats.
    pub boilerplate: Vec<String>,
}

/// `[build]`: what is made of the posts.
#[derive(Clone, PartialEq, Debug)]
pub struct BuildConfig {
    /// Folders, relative to the folder of posts, in which images are looked for by name.
    pub image_dirs: Vec<String>,
    /// The most files the site may have; `None` for no limit.
    pub max_files: Option<u32>,
    /// Whether every report gets a page of its own.
    pub prerender: bool,
    /// Whether readers' browsers keep the site for reading without a network; `false` takes back what an earlier build
    /// has kept there.
    pub offline: bool,
    /// Where the site is published.
    pub host: Option<Host>,
}

impl Default for BuildConfig {
    fn default() -> Self {
        Self {
            image_dirs: Vec::new(),
            max_files: None,
            prerender: true,
            offline: true,
            host: None,
        }
    }
}

/// `[pwa]`: what the installed app is called; where a value is absent, the site's is taken.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PwaConfig {
    /// Its name.
    pub name: Option<String>,
    /// Its name under an icon.
    pub short_name: Option<String>,
    /// The colour of the window's frame, as `#rrggbb`.
    pub theme_color: Option<String>,
}

/// `[feed]`: what `feed.xml` and `feed.json` hold.
#[derive(Clone, PartialEq, Debug)]
pub struct FeedConfig {
    /// How many of the newest reports.
    pub count: u32,
    /// Whether their whole text, or a summary alone.
    pub full: bool,
}

impl Default for FeedConfig {
    fn default() -> Self {
        Self {
            count: 20,
            full: true,
        }
    }
}

impl Config {
    /// Reads the settings of a folder of posts: `kanbao.toml` in it (or beside `_posts`, where that is the folder
    /// given), else `_config.yml`, else the defaults. What could not be used is among the diagnostics.
    pub fn read(folder: &Path) -> (Self, Vec<Diagnostic>) {
        let root = root_of(folder);
        type Reader = fn(&crate::diagnostic::Source, &Path) -> (Config, Vec<Diagnostic>);
        let files: [(&str, Reader); 3] = [
            ("kanbao.toml", kanbao_toml::read),
            ("_config.yml", |source, _| jekyll::read(source)),
            ("_config.yaml", |source, _| jekyll::read(source)),
        ];
        for (name, read) in files {
            let bytes = match fs::read(root.join(name)) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    let message = format!("it cannot be read: {error}");
                    let problem = Diagnostic::of_file(Code::Unreadable, name, message);
                    return (Self::default(), vec![problem.help("the defaults were used")]);
                }
            };
            return match decode(name, bytes) {
                Ok(source) => read(&source, &root),
                Err(problem) => (
                    Self::default(),
                    vec![(*problem).help("the defaults were used; save the file as UTF-8")],
                ),
            };
        }
        (Self::default(), Vec::new())
    }

    /// The publisher's zone, where one is set.
    pub fn time_zone(&self) -> Option<TimeZone> {
        TimeZone::get(self.site.timezone.as_deref()?).ok()
    }

    /// What the bundle says of the site.
    pub fn to_site(&self) -> Site {
        Site {
            title: self.site.title.clone(),
            description: self.site.description.clone(),
            language: self.site.language.clone(),
            section_aliases: self.reports.section_aliases.clone(),
            boilerplate: self.reports.boilerplate.clone(),
        }
    }
}

/// A setting that could not be used.
fn invalid(source: &crate::diagnostic::Source, range: std::ops::Range<usize>, message: String) -> Diagnostic {
    source
        .diagnostic(Code::InvalidSetting, range, message)
        .help("the setting was not used")
}

/// An absolute address with a slash at the end, or why it is none.
pub(crate) fn base_url(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = host.ok_or("expected an address such as https://example.org/reports/")?;
    if host.is_empty()
        || host.starts_with('/')
        || host.contains(|c: char| c.is_whitespace() || "?#\"<>".contains(c))
    {
        return Err("expected an address such as https://example.org/reports/, without `?` and `#`");
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// The name of a time zone, or why it is none.
fn timezone(name: &str) -> Result<String, &'static str> {
    let known = TimeZone::get(name.trim()).is_ok();
    known
        .then(|| name.trim().to_owned())
        .ok_or("expected a name of the IANA database such as Asia/Shanghai")
}

/// A language tag of letters and digits between hyphens, or why it is none.
fn language(tag: &str) -> Result<String, &'static str> {
    let tag = tag.trim().replace('_', "-");
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let first_ok = tag.split('-').next().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic())
    });
    (first_ok && tag.split('-').all(is_part))
        .then_some(tag)
        .ok_or("expected a language tag such as zh-CN or en")
}

#[cfg(test)]
mod tests;

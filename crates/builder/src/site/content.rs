//! What a site is made of, beside the reader.

use std::ops::Range;

use jiff::tz::{Offset, TimeZone};
use kanbao_archive::model::{Label, Site};
use kanbao_archive::outline::SectionKind;
use kanbao_archive::text::FoldTable;
use rayon::prelude::*;

use super::manifest::Names;
use super::publishing::Publishing;
use crate::cache::{Key, StoreError};
use crate::config::Config;
use crate::fold::Written;
use crate::posts::{Archive, Asset};
use crate::progress::Progress;
use crate::reports::Reports;

/// An archive with what its publisher sets.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// What the publisher says of the site.
    pub site: Site,
    /// Sources that occur, in display order.
    pub sources: Vec<Label>,
    /// Topics that occur, in display order.
    pub topics: Vec<Label>,
    /// The kinds of section that occur, in the order in which lanes offer them.
    pub sections: Vec<SectionKind>,
    /// How characters fold for search.
    pub fold: FoldTable,
    /// All reports, newest first.
    pub reports: Reports,
    /// Files that reports show.
    pub assets: Vec<Asset>,
    /// Where the site will stand, ending with a slash; without it canonical links, Open Graph addresses, feed
    /// and sitemap are left out.
    pub base_url: Option<String>,
    /// The publisher's time zone, for the feeds; UTC where unknown.
    pub time_zone: Option<TimeZone>,
    /// What the installed app is called.
    pub names: Names,
    /// Whether reports get pages of their own; without one, a report opens in the reader alone.
    pub prerender: bool,
    /// The most files that the publisher allows: pages of the oldest reports are left out first.
    pub max_files: Option<u32>,
    /// Who is told how far writing has come.
    pub progress: Progress,
    /// Host, feeds and what else is around the reports.
    pub publishing: Publishing,
}

impl Content {
    /// What is published of posts; `base_url` (with a slash at the end) goes before the settings' own.
    ///
    /// # Errors
    /// Where a report's text cannot be read from its store.
    pub fn of(config: &Config, archive: Archive, base_url: Option<String>) -> Result<Self, StoreError> {
        let name = config
            .pwa
            .name
            .clone()
            .unwrap_or_else(|| config.site.title.clone());
        Ok(Self {
            site: config.to_site(),
            fold: fold_table(&archive.reports)?,
            sources: archive.sources,
            topics: archive.topics,
            sections: archive.sections,
            reports: archive.reports,
            assets: archive.assets,
            base_url: base_url.or_else(|| config.site.base_url.clone()),
            time_zone: time_zone(config, archive.offset),
            names: Names {
                short_name: config.pwa.short_name.clone().unwrap_or_else(|| name.clone()),
                name,
                description: config.site.description.clone(),
                language: config.site.language.clone(),
                theme_color: config.pwa.theme_color.clone().unwrap_or_default(),
            },
            prerender: config.build.prerender,
            max_files: config.build.max_files,
            progress: Progress::default(),
            publishing: Publishing::of(config),
        })
    }

    /// The most files the site may have: what the publisher says, else what the host takes.
    pub fn max_files(&self) -> Option<u32> {
        self.max_files.or_else(|| self.publishing.host?.max_files())
    }
}

/// How the characters of all reports fold.
fn fold_table(reports: &Reports) -> Result<FoldTable, StoreError> {
    let written = reports
        .months()
        .into_par_iter()
        .map(|month| written_in(reports, month))
        .try_reduce(Written::default, |mut a, b| {
            a.merge(&b);
            Ok(a)
        })?;
    match reports.cache() {
        Some(cache) => cache.made(Key::of(&[b"fold", &written.to_bytes()]), || Ok(written.table())),
        None => Ok(written.table()),
    }
}

/// Every character in which search looks, in the reports of a month.
fn written_in(reports: &Reports, month: Range<usize>) -> Result<Written, StoreError> {
    let key = reports
        .cache()
        .map(|_| reports.key_of("characters", month.clone(), &[]));
    if let (Some(cache), Some(key)) = (reports.cache(), key)
        && let Some(bytes) = cache.get(key)
    {
        return Ok(Written::from_bytes(&bytes));
    }
    let mut written = Written::default();
    for index in month {
        written.add(&reports.summaries()[index].headline);
        written.add(reports.body(index)?.document.as_str());
    }
    if let (Some(cache), Some(key)) = (reports.cache(), key) {
        cache.put(key, &written.to_bytes())?;
    }
    Ok(written)
}

/// The zone that the settings name, else the offset that the newest posts are written in.
fn time_zone(config: &Config, offset: Option<i32>) -> Option<TimeZone> {
    config
        .time_zone()
        .or_else(|| Some(TimeZone::fixed(Offset::from_seconds(offset?).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_settings_else_of_the_posts() {
        let mut config = Config::default();
        assert_eq!(time_zone(&config, None), None);
        let of_posts = time_zone(&config, Some(8 * 3600)).unwrap();
        assert_eq!(of_posts.to_fixed_offset().unwrap(), Offset::constant(8));
        config.site.timezone = Some("America/Los_Angeles".into());
        assert_eq!(
            time_zone(&config, Some(8 * 3600)).unwrap().iana_name(),
            Some("America/Los_Angeles")
        );
    }
}

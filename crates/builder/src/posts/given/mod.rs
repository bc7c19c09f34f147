//! Reports that another program wrote as JSON, in place of Markdown files: `docs/BUNDLE.md` describes the form.
//!
//! A given report goes the way of a post: what it says of itself stands in for front matter and name, and all else is
//! found in its text. So whatever holds for posts (lint, terms, images, addresses) holds for these.

mod json;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kanbao_archive::markdown::Stored;
use kanbao_archive::model::{Day, Label, Report};

use crate::config::{Config, SiteConfig};
use crate::diagnostic::Diagnostic;

use super::file_name::FileName;
use super::folder::{Folder, PostFile, ReadError};
use super::front_matter::{Field, FrontMatter, Parsed};

pub use json::GivenError;

/// The reports of one JSON file.
#[derive(Debug)]
pub struct GivenReports {
    /// Where images are looked for, and settings.
    root: PathBuf,
    site: GivenSite,
    sources: Vec<Label>,
    topics: Vec<Label>,
    files: Vec<PostFile>,
    /// Reports that cannot be read.
    diagnostics: Vec<Diagnostic>,
}

/// What the file says of the site.
#[derive(Clone, PartialEq, Default, Debug, serde::Deserialize)]
#[serde(default)]
struct GivenSite {
    title: Option<String>,
    description: Option<String>,
    language: Option<String>,
    section_aliases: Vec<(String, String)>,
    boilerplate: Vec<String>,
}

impl GivenReports {
    /// Reads a file, or standard input where the path is `-`. Reports that cannot be read are among the diagnostics.
    ///
    /// # Errors
    /// Where it is no such file as a whole.
    pub fn read(file: &Path) -> Result<Self, GivenError> {
        json::read(file)
    }

    /// The folder in which settings and images are looked for.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lets what the file says of its site stand in where the settings say nothing.
    pub fn complete(&self, config: &mut Config) {
        let defaults = SiteConfig::default();
        let stand_in = |setting: &mut String, default: &str, given: &Option<String>| {
            if let Some(given) = given.as_ref().filter(|_| setting == default) {
                setting.clone_from(given);
            }
        };
        stand_in(&mut config.site.title, &defaults.title, &self.site.title);
        stand_in(
            &mut config.site.description,
            &defaults.description,
            &self.site.description,
        );
        stand_in(&mut config.site.language, &defaults.language, &self.site.language);
        let reports = &mut config.reports;
        fill(&mut reports.topics, &self.topics);
        fill(&mut reports.sources, &self.sources);
        fill(&mut reports.section_aliases, &self.site.section_aliases);
        fill(&mut reports.boilerplate, &self.site.boilerplate);
    }

    /// The reports as files of a folder.
    pub(super) fn into_folder(self) -> Result<Folder, ReadError> {
        let root =
            fs::canonicalize(&self.root).map_err(|error| ReadError::Unreadable(self.root.clone(), error))?;
        Ok(Folder {
            root: self.root,
            allowed: vec![root],
            files: self.files,
            diagnostics: self.diagnostics,
        })
    }
}

fn fill<T: Clone>(setting: &mut Vec<T>, given: &[T]) {
    if setting.is_empty() {
        setting.extend_from_slice(given);
    }
}

/// One report as it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Given {
    said: GivenSummary,
    text: GivenText,
    /// Where images are that do not lie where the text says: destination → path relative to the root.
    places: BTreeMap<String, String>,
}

/// What a report says of itself.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
struct GivenSummary {
    #[serde(default)]
    id: Option<String>,
    day: Day,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    updated: Option<Day>,
}

/// The text of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
enum GivenText {
    Markdown(String),
    Document(Stored),
}

impl Given {
    /// A report of a built site.
    fn of_report(report: Report) -> Self {
        let Report { summary, body } = report;
        let places = body
            .images
            .into_iter()
            .filter_map(|image| Some((image.src, image.url?)));
        Self {
            said: GivenSummary {
                id: Some(summary.id),
                day: summary.day,
                time: summary.time,
                title: Some(summary.title),
                source: Some(summary.source).filter(|key| !key.is_empty()),
                topic: Some(summary.topic).filter(|key| !key.is_empty()),
                updated: summary.updated,
            },
            text: GivenText::Document(body.document),
            places: places.collect(),
        }
    }

    /// The report as a file that was read already; `number` counts from 1.
    fn into_file(self, name: &str, number: usize) -> PostFile {
        PostFile {
            path: format!("{name}#{number}"),
            file: PathBuf::new(),
            draft: false,
            given: Some(Arc::new(self)),
        }
    }

    /// What stands in a file otherwise.
    pub(super) fn text(&self) -> &str {
        match &self.text {
            GivenText::Markdown(text) => text,
            GivenText::Document(document) => document.as_str(),
        }
    }

    /// The text as a tree, where it was given as one.
    pub(super) fn document(&self) -> Option<&Stored> {
        match &self.text {
            GivenText::Markdown(_) => None,
            GivenText::Document(document) => Some(document),
        }
    }

    /// Where an image is that is not where the text says.
    pub(super) fn place(&self, src: &str) -> Option<&str> {
        self.places.get(src).map(String::as_str)
    }

    /// What the front matter of a post would say.
    pub(super) fn front_matter(&self) -> Parsed {
        let field = |value: String| Field { value, range: 0..0 };
        let said = &self.said;
        let date = match &said.time {
            Some(time) => format!("{} {time}", said.day),
            None => said.day.to_string(),
        };
        Parsed {
            matter: FrontMatter {
                title: said.title.clone().map(field),
                date: Some(field(date)),
                updated: said.updated.map(|day| field(day.to_string())),
                permalink: said.id.clone().map(field),
                source: said.source.clone().map(field),
                topic: said.topic.clone().map(field),
                published: true,
                ..FrontMatter::default()
            },
            present: false,
            body: 0,
        }
    }

    /// What the name of a post's file would say.
    pub(super) fn name(&self) -> FileName {
        let title = self
            .said
            .title
            .as_deref()
            .filter(|title| !title.trim().is_empty());
        FileName {
            day: None,
            slug: title.unwrap_or("report").to_owned(),
            folder: None,
            categories: Vec::new(),
            sections: Vec::new(),
        }
    }
}

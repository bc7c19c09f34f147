//! What a post says of itself before its text is read: by front matter, title and name.

use std::ops::Range;

use kanbao_archive::model::{Day, Label, Period};

use crate::diagnostic::{Code, Diagnostic, Severity, Source};

use super::date::Stamp;
use super::file_name::FileName;
use super::folder::PostFile;
use super::front_matter::{Field, FrontMatter};
use super::label::Labels;
use super::lint::Dates;
use super::permalink::{Facts, PermalinkPattern};
use super::post::Reader;
use super::problem::{date_problem, impossible_name, no_date};
use super::title::TitleParts;
use super::{Options, id};

/// What is known of a post beside its text.
pub(super) struct Said<'a> {
    pub(super) source: &'a Source,
    pub(super) matter: FrontMatter,
    pub(super) name: FileName,
    /// When it was published.
    pub(super) stamp: Stamp,
    /// `title`, where it is given.
    pub(super) title: Option<String>,
    /// What the title, or else the file's name, names.
    pub(super) parts: TitleParts,
}

impl<'a> Said<'a> {
    /// Finds the post's day above all.
    ///
    /// # Errors
    /// Where it has none, or an impossible one: the post has to be left out.
    pub(super) fn read(
        reader: &Reader<'_>,
        source: &'a Source,
        matter: FrontMatter,
        name: FileName,
        file: &PostFile,
    ) -> Result<Self, Vec<Diagnostic>> {
        let title = matter.title.as_ref().map(|field| field.value.trim().to_owned());
        let from_title = title
            .as_deref()
            .and_then(|title| reader.title_pattern.parts_of(title));
        // A title made for people often stands above a file whose name a script made.
        let parts = from_title
            .or_else(|| reader.title_pattern.parts_of(&name.slug))
            .unwrap_or_default();
        let stamp = match (matter.date.as_ref().or(matter.posttime.as_ref()), &name.day) {
            (Some(field), _) => read_stamp(source, field).map_err(|problem| vec![*problem])?,
            (None, Some(Ok(day))) => Stamp::of_day(*day),
            (None, Some(Err(text))) => return Err(vec![impossible_name(source, text)]),
            (None, None) => match parts.period() {
                Some(period) => Stamp::of_day(period.to),
                None if file.draft => Stamp::of_day(day_of(reader.options)),
                None => return Err(vec![no_date(source)]),
            },
        };
        Ok(Self {
            source,
            matter,
            name,
            stamp,
            title,
            parts,
        })
    }

    /// All that the post says of its days, with what its text states and where.
    pub(super) fn dates(&self, stated: Option<(Period, Range<usize>)>) -> Dates<'_> {
        let posttime = self.matter.posttime.as_ref();
        let (stated, stated_at) = stated.unzip();
        Dates {
            day: self.stamp.day,
            date: self.matter.date.as_ref(),
            posttime: posttime.and_then(|field| Some((field, field.value.parse::<Stamp>().ok()?.day))),
            named: self.name.day.clone().and_then(Result::ok),
            title: &self.parts,
            title_field: self.matter.title.as_ref(),
            stated,
            stated_at,
        }
    }

    /// `updated`, and a warning where it cannot be read: that is no reason to leave the post out.
    pub(super) fn updated(&self) -> (Option<Day>, Option<Diagnostic>) {
        let Some(field) = &self.matter.updated else {
            return (None, None);
        };
        match field.value.parse::<Stamp>() {
            Ok(stamp) => (Some(stamp.day), None),
            Err(error) => {
                let problem = date_problem(self.source, field, error);
                let mut problem = problem.help("the post was kept without a day of correction");
                problem.severity = Severity::Warning;
                (None, Some(problem))
            }
        }
    }

    /// The address, and a warning where the permalink cannot be one. `pattern` is the form that the publisher gives to
    /// addresses; a post's own permalink can be one too.
    pub(super) fn id(&self, pattern: Option<&PermalinkPattern>) -> (String, Option<Diagnostic>) {
        let given = self.matter.permalink.as_ref().or(self.matter.url.as_ref());
        let own = given.filter(|field| field.value.contains(':') || is_style(&field.value));
        let own = own.and_then(|field| PermalinkPattern::read(&field.value).ok());
        let mut problem = None;
        if let (Some(field), None) = (given, &own) {
            match id::from_permalink(&field.value) {
                Ok(id) => return (id, None),
                Err(error) => problem = Some((field, error)),
            }
        }
        let slug = self.slug();
        let mut categories = self.name.categories.clone();
        for category in &self.matter.categories {
            if !categories.contains(category) {
                categories.push(category.clone());
            }
        }
        let facts = Facts {
            day: self.stamp.day,
            time: self.stamp.time,
            title: slug,
            slug: self.matter.slug.as_ref().map(|field| field.value.trim()),
            categories: &categories,
            sections: &self.name.sections,
        };
        let by_pattern = own.as_ref().or(pattern).map(|pattern| pattern.address(&facts));
        let id = by_pattern
            .and_then(|address| id::from_pattern(&address))
            .unwrap_or_else(|| id::from_day(self.stamp.day, facts.slug.unwrap_or(slug)));
        let problem = problem.map(|(field, error)| {
            self.source
                .diagnostic(
                    Code::UnusableId,
                    field.range.clone(),
                    "this permalink cannot be an address",
                )
                .label(error.to_string())
                .help(format!("the post was kept at `{id}`"))
        });
        (id, problem)
    }

    /// What the post is called in addresses: by its file, its folder, or its topic.
    fn slug(&self) -> &str {
        let is_index = matches!(self.name.slug.as_str(), "" | "index" | "_index");
        let of_matter = self.matter.topic.as_ref().map(|field| field.value.as_str());
        let topic = self.parts.topic.as_deref().or(of_matter);
        match (is_index, &self.name.folder, topic) {
            (false, _, _) => &self.name.slug,
            (true, Some(folder), _) => folder,
            (true, None, topic) => topic.unwrap_or_default(),
        }
    }

    /// Other addresses by which links may call the post, whose id is `id`.
    pub(super) fn addresses(&self, id: &str) -> Vec<String> {
        let dated = id::from_day(self.stamp.day, self.slug());
        let former = self.matter.aliases.iter().cloned();
        let all = std::iter::once(dated).chain(former);
        all.filter(|address| address != id).collect()
    }

    /// Source and topic: the keys of these names, else the title's, else categories and tags.
    pub(super) fn labels(&self, sources: &Labels, topics: &Labels) -> (Option<Label>, Option<Label>) {
        let (matter, parts) = (&self.matter, &self.parts);
        let words = || {
            matter
                .categories
                .iter()
                .chain(&self.name.categories)
                .chain(&matter.tags)
        };
        let known = |labels: &Labels| words().find_map(|word| labels.find(word).cloned());
        let given = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
        let source = given(&matter.source)
            .or_else(|| parts.source.clone())
            .map(|word| sources.read(&word));
        let source = source.or_else(|| known(sources));
        let topic = given(&matter.topic)
            .or_else(|| parts.topic.clone())
            .map(|word| topics.read(&word));
        let topic = topic.or_else(|| known(topics)).or_else(|| {
            let other = |word: &&String| {
                source
                    .as_ref()
                    .is_none_or(|source| sources.read(word).key != source.key)
            };
            words().find(other).map(|word| topics.read(word))
        });
        (source, topic)
    }
}

fn read_stamp(source: &Source, field: &Field<String>) -> Result<Stamp, Box<Diagnostic>> {
    field
        .value
        .parse()
        .map_err(|error| Box::new(date_problem(source, field, error).help("the post was left out")))
}

/// Names that tools and people give to files about a folder.
pub(super) fn is_about_the_folder(path: &str) -> bool {
    const NAMES: [&str; 8] = [
        "readme",
        "index",
        "_index",
        "changelog",
        "license",
        "contributing",
        "code_of_conduct",
        "about",
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    NAMES.contains(&name.split('.').next().unwrap_or(&name))
}

/// Whether a file is the page of a section, as Hugo and Zola have it: never a post, even where it has a date.
pub(super) fn is_section(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name == "_index.md" || (name.starts_with("_index.") && name.ends_with(".md"))
}

/// Whether a permalink is the name of one of Jekyll's styles.
fn is_style(permalink: &str) -> bool {
    ["date", "pretty", "ordinal", "weekdate", "none"].contains(&permalink.trim())
}

/// The day on which the build runs, in UTC: what a draft without a date is dated.
fn day_of(options: &Options) -> Day {
    let days = options.now.as_second().div_euclid(86_400);
    Day::from_epoch_days(i32::try_from(days).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_about_a_folder() {
        for (path, expected) in [
            ("README.md", true),
            ("a/_index.md", true),
            ("readme.zh.md", true),
            ("readme-first.md", false),
            ("x.md", false),
        ] {
            assert_eq!(is_about_the_folder(path), expected, "{path}");
        }
    }
}

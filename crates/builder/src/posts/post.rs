//! One file → one report, or the reason why not.

use std::fs;
use std::ops::Range;

use jiff::tz::TimeZone;
use kanbao_archive::markdown;
use kanbao_archive::model::{Body, Day, Label, Period, Report, Summary};
use kanbao_archive::outline::{Aliases, Outline};

use crate::diagnostic::{Code, Diagnostic, Severity, Source};

use super::date::{DateError, Stamp};
use super::decode::{controls, decode};
use super::file_name::FileName;
use super::folder::{PostFile, unreadable};
use super::front_matter::{self, Field, FrontMatter};
use super::image::{Asset, Images};
use super::label::Labels;
use super::lint::{self, Dates};
use super::title::{TitleParts, TitlePattern};
use super::wording::Wording;
use super::{Options, id, picture};

/// Reads posts of one folder.
pub(super) struct Reader<'a> {
    pub(super) images: Images<'a>,
    pub(super) aliases: Aliases,
    pub(super) title_pattern: &'a TitlePattern,
    pub(super) topics: Labels,
    pub(super) sources: Labels,
    /// Where dates without an offset are read.
    pub(super) zone: Option<TimeZone>,
    pub(super) options: &'a Options,
}

/// What a file became.
#[derive(Debug)]
pub(super) enum Outcome {
    Report(Box<Post>),
    /// The post says that it is not to be published.
    Unpublished,
    /// The post is dated in the future.
    Future,
    /// The file describes a folder.
    NotAPost,
    /// There is an error among the diagnostics.
    Failed,
}

/// A report with what the archive needs beside it.
#[derive(Debug)]
pub(super) struct Post {
    /// Relative to the root.
    pub(super) path: String,
    pub(super) report: Report,
    pub(super) source: Option<Label>,
    pub(super) topic: Option<Label>,
    pub(super) assets: Vec<Asset>,
    /// What its terms are taken from.
    pub(super) wording: Wording,
}

impl Reader<'_> {
    /// Reads one file.
    pub(super) fn read(&self, file: &PostFile) -> (Outcome, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let outcome = match self.read_file(file, &mut diagnostics) {
            Ok(outcome) => outcome,
            Err(problems) => {
                diagnostics.extend(problems);
                Outcome::Failed
            }
        };
        (outcome, diagnostics)
    }

    /// Errors are why the post is left out; warnings go to `diagnostics`.
    fn read_file(
        &self,
        file: &PostFile,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Outcome, Vec<Diagnostic>> {
        let bytes = fs::read(&file.file).map_err(|error| vec![unreadable(&file.path, &error.to_string())])?;
        let source = decode(&file.path, bytes).map_err(|problem| vec![*problem])?;
        if source.text().trim().is_empty() {
            let message = "the file is empty";
            return Err(vec![
                Diagnostic::of_file(Code::EmptyFile, &file.path, message).help("it was left out"),
            ]);
        }
        let front_matter::Parsed {
            matter,
            present,
            body,
        } = front_matter::read(&source)?;
        let name = FileName::read(&file.path);
        if is_about_the_folder(&file.path) && matter.date.is_none() && !matches!(name.day, Some(Ok(_))) {
            diagnostics.push(not_a_post(&source));
            return Ok(Outcome::NotAPost);
        }
        if !matter.published || (matter.draft && !self.options.drafts) {
            return Ok(Outcome::Unpublished);
        }
        let said = self.what_is_said(&source, &matter, &name, file)?;
        if !self.options.future
            && said.stamp.earliest_moment(self.zone.as_ref()) > self.options.now.as_second()
        {
            diagnostics.push(future(&source, matter.date.as_ref(), said.stamp.day));
            return Ok(Outcome::Future);
        }
        let body = trimmed(source.text(), body);
        if body.is_empty() {
            let at = body.start..body.start;
            let what = if present {
                "there is no text after the front matter"
            } else {
                "there is no text"
            };
            let problem = source
                .diagnostic(Code::EmptyBody, at, what)
                .help("the post was left out");
            return Err(vec![problem]);
        }
        diagnostics.extend(controls(&source));
        let post = self.report(&source, &matter, &name, said, body, diagnostics);
        Ok(Outcome::Report(Box::new(post)))
    }

    /// What front matter, title and name say of the post: its day above all.
    fn what_is_said(
        &self,
        source: &Source,
        matter: &FrontMatter,
        name: &FileName,
        file: &PostFile,
    ) -> Result<Said, Vec<Diagnostic>> {
        let title = matter.title.as_ref().map(|field| field.value.trim().to_owned());
        let from_title = title
            .as_deref()
            .and_then(|title| self.title_pattern.parts_of(title));
        // A title made for people often stands above a file whose name a script made.
        let parts = from_title
            .or_else(|| self.title_pattern.parts_of(&name.slug))
            .unwrap_or_default();
        let stamp = match (matter.date.as_ref().or(matter.posttime.as_ref()), &name.day) {
            (Some(field), _) => read_stamp(source, field).map_err(|problem| vec![*problem])?,
            (None, Some(Ok(day))) => Stamp::of_day(*day),
            (None, Some(Err(text))) => return Err(vec![impossible_name(source, text)]),
            (None, None) => match parts.period() {
                Some(period) => Stamp::of_day(period.to),
                None if file.draft => Stamp::of_day(day_of(self.options)),
                None => return Err(vec![no_date(source)]),
            },
        };
        Ok(Said { stamp, title, parts })
    }

    fn report(
        &self,
        source: &Source,
        matter: &FrontMatter,
        name: &FileName,
        said: Said,
        body: Range<usize>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Post {
        let Said { stamp, title, parts } = said;
        let text = &source.text()[body.clone()];
        let document = markdown::parse(text);
        let outline = Outline::of(&document, &self.aliases);
        let wording = Wording::of(&document, &outline);
        let pictures = picture::find_all(&self.images, source, body.clone(), &document);
        let (updated, update_problem) = read_updated(source, matter);
        let (id, id_problem) = id_of(source, matter, name, &parts, stamp.day);
        diagnostics.extend(lint::check(
            source,
            &Dates {
                day: stamp.day,
                date: matter.date.as_ref(),
                posttime: matter
                    .posttime
                    .as_ref()
                    .and_then(|field| Some((field, field.value.parse::<Stamp>().ok()?.day))),
                named: name.day.clone().and_then(Result::ok),
                title: &parts,
                title_field: matter.title.as_ref(),
                stated: outline.stated,
                stated_at: outline
                    .stated
                    .map(|period| where_stated(source.text(), body.clone(), period)),
            },
        ));
        diagnostics.extend(pictures.diagnostics);
        diagnostics.extend(update_problem);
        diagnostics.extend(id_problem);

        let (post_source, topic) = self.labels(matter, &parts);
        let cloud = outline.cloud_image.as_ref().and_then(|src| {
            pictures
                .images
                .iter()
                .find(|image| image.src == *src && image.url.is_some())
                .cloned()
        });
        let title = title.unwrap_or_else(|| outline.headline.clone().unwrap_or_else(|| name.slug.clone()));
        let summary = Summary {
            id,
            day: stamp.day,
            time: stamp
                .time
                .map(|time| format!("{:02}:{:02}", time.hour, time.minute)),
            headline: outline.headline.unwrap_or_else(|| title.clone()),
            title,
            source: post_source
                .as_ref()
                .map(|label| label.key.clone())
                .unwrap_or_default(),
            topic: topic.as_ref().map(|label| label.key.clone()).unwrap_or_default(),
            period: parts.period().unwrap_or(Period::new(stamp.day, stamp.day)),
            covers: outline.stated,
            points: outline.points,
            chars: outline.chars,
            cloud,
            top_terms: Vec::new(),
            updated,
        };
        let body = Body {
            markdown: text.to_owned(),
            images: pictures.images,
            terms: Vec::new(),
        };
        Post {
            path: source.path().to_owned(),
            report: Report { summary, body },
            source: post_source,
            topic,
            assets: pictures.assets,
            wording,
        }
    }

    /// Source and topic: the keys of these names, else the title's, else categories and tags.
    fn labels(&self, matter: &FrontMatter, parts: &TitleParts) -> (Option<Label>, Option<Label>) {
        let words = || matter.categories.iter().chain(&matter.tags);
        let known = |labels: &Labels| words().find_map(|word| labels.find(word).cloned());
        let given = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
        let source = given(&matter.source)
            .or_else(|| parts.source.clone())
            .map(|word| self.sources.read(&word));
        let source = source.or_else(|| known(&self.sources));
        let topic = given(&matter.topic)
            .or_else(|| parts.topic.clone())
            .map(|word| self.topics.read(&word));
        let topic = topic.or_else(|| known(&self.topics)).or_else(|| {
            let other = |word: &&String| {
                source
                    .as_ref()
                    .is_none_or(|source| self.sources.read(word).key != source.key)
            };
            words().find(other).map(|word| self.topics.read(word))
        });
        (source, topic)
    }
}

/// What a post says of itself before its text is read.
struct Said {
    stamp: Stamp,
    title: Option<String>,
    parts: TitleParts,
}

fn read_stamp(source: &Source, field: &Field<String>) -> Result<Stamp, Box<Diagnostic>> {
    field
        .value
        .parse()
        .map_err(|error| Box::new(date_problem(source, field, error).help("the post was left out")))
}

fn date_problem(source: &Source, field: &Field<String>, error: DateError) -> Diagnostic {
    let (code, message) = match error {
        DateError::Unknown => (Code::UnknownDate, "the date is in no form that is known"),
        DateError::NoSuchDay => (Code::ImpossibleDate, "the date is impossible"),
        DateError::NoSuchTime => (Code::ImpossibleDate, "the time is impossible"),
        DateError::NoSuchOffset => (Code::ImpossibleDate, "the offset from UTC is impossible"),
    };
    source
        .diagnostic(code, field.range.clone(), message)
        .label(error.to_string())
}

fn impossible_name(source: &Source, text: &str) -> Diagnostic {
    let message = format!("the file's name begins with `{text}`, and there is no such day");
    Diagnostic::of_file(Code::ImpossibleDate, source.path(), message)
        .help("the post was left out; rename it, or give it a `date` in its front matter")
}

fn no_date(source: &Source) -> Diagnostic {
    let first_line = source.text().lines().next().unwrap_or_default().len();
    source
        .diagnostic(Code::NoDate, 0..first_line, "the post has no date")
        .label("neither the front matter nor the file's name says a day")
        .help("the post was left out; write `date: 2025-11-21`, or name the file 2025-11-21-name.md")
}

fn future(source: &Source, date: Option<&Field<String>>, day: Day) -> Diagnostic {
    let message = format!("the post is dated in the future, {day}");
    let help = "it was left out until then; `--future` includes it now";
    match date {
        Some(field) => source
            .diagnostic(Code::FutureDate, field.range.clone(), message)
            .help(help),
        None => Diagnostic::of_file(Code::FutureDate, source.path(), message).help(help),
    }
}

fn not_a_post(source: &Source) -> Diagnostic {
    Diagnostic::of_file(
        Code::NotAPost,
        source.path(),
        "this file has no date and seems to describe the folder",
    )
    .help("it was left out")
}

/// Names that tools and people give to files about a folder.
fn is_about_the_folder(path: &str) -> bool {
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

/// `updated`, and a warning where it cannot be read: that is no reason to leave the post out.
fn read_updated(source: &Source, matter: &FrontMatter) -> (Option<Day>, Option<Diagnostic>) {
    let Some(field) = &matter.updated else {
        return (None, None);
    };
    match field.value.parse::<Stamp>() {
        Ok(stamp) => (Some(stamp.day), None),
        Err(error) => {
            let mut problem =
                date_problem(source, field, error).help("the post was kept without a day of correction");
            problem.severity = Severity::Warning;
            (None, Some(problem))
        }
    }
}

/// The address, and a warning where the permalink cannot be one.
fn id_of(
    source: &Source,
    matter: &FrontMatter,
    name: &FileName,
    parts: &TitleParts,
    day: Day,
) -> (String, Option<Diagnostic>) {
    let mut problem = None;
    if let Some(field) = &matter.permalink {
        match id::from_permalink(&field.value) {
            Ok(id) => return (id, None),
            Err(error) => problem = Some((field, error)),
        }
    }
    let is_index = matches!(name.slug.as_str(), "" | "index" | "_index");
    let topic = parts
        .topic
        .as_deref()
        .or(matter.topic.as_ref().map(|field| field.value.as_str()));
    let slug = match (is_index, &name.folder, topic) {
        (false, _, _) => &name.slug,
        (true, Some(folder), _) => folder,
        (true, None, topic) => topic.unwrap_or_default(),
    };
    let id = id::from_day(day, slug);
    let problem = problem.map(|(field, error)| {
        source
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

/// The day on which the build runs, in UTC: what a draft without a date is dated.
fn day_of(options: &Options) -> Day {
    let days = options.now.as_second().div_euclid(86_400);
    Day::from_epoch_days(i32::try_from(days).unwrap_or(0))
}

/// The body without empty lines around it.
fn trimmed(text: &str, start: usize) -> Range<usize> {
    let body = &text[start..];
    let blank = body.len() - body.trim_start().len();
    // Spaces that begin the first line belong to it: they may make it code.
    let begin = body[..blank].rfind('\n').map_or(0, |at| at + 1);
    let end = body.trim_end().len();
    start + begin.min(end)..start + end
}

/// Where the text names a period: the first line whose first three numbers are its first day.
fn where_stated(text: &str, body: Range<usize>, period: Period) -> Range<usize> {
    let (year, month, day) = period.from.civil();
    let expected = [year as u32, month, day, period.to.day()];
    let mut at = body.start;
    for line in text[body].split('\n') {
        let numbers: Vec<u32> = line
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|digits| digits.parse().ok())
            .collect();
        let is_whole = numbers.len() > 3 || period.from == period.to;
        if numbers.starts_with(&expected[..3]) && is_whole && numbers.contains(&expected[3]) {
            return at..at + line.trim_end().len();
        }
        at += line.len() + 1;
    }
    0..0
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

    #[test]
    fn bodies_lose_their_empty_lines_and_nothing_else() {
        let text = "---\n---\n\n  \n    code\n\nend  \n\n";
        assert_eq!(&text[trimmed(text, 8)], "    code\n\nend");
        assert!(trimmed("---\n---\n\n \n", 8).is_empty());
        assert_eq!(trimmed("x", 0), 0..1);
    }

    #[test]
    fn the_line_that_states_a_period_is_found() {
        let text = "报告 (2025-11-30 至 2025-11-30)\n\n**报告时间**：2025年11月28日-30日  \n后面";
        let period = Period::new(Day::new(2025, 11, 28).unwrap(), Day::new(2025, 11, 30).unwrap());
        assert_eq!(
            &text[where_stated(text, 0..text.len(), period)],
            "**报告时间**：2025年11月28日-30日"
        );
    }
}

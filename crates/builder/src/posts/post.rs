//! One file → one report, or the reason why not.

use std::ops::Range;
use std::{io, mem};

use jiff::tz::TimeZone;
use kanbao_archive::markdown::{self, Document, Stored};
use kanbao_archive::model::{Body, Day, Image, Label, Period, Report, Summary};
use kanbao_archive::outline::{Aliases, Outline};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};

use super::Options;
use super::base::Base;
use super::decode::{controls, decode};
use super::file_name::FileName;
use super::folder::{PostFile, unreadable};
use super::front_matter;
use super::given::Given;
use super::heading::Headings;
use super::image::{Asset, Images};
use super::label::Labels;
use super::link::{self, Link};
use super::lint;
use super::permalink::PermalinkPattern;
use super::picture;
use super::problem::{future, not_a_post};
use super::said::{Said, is_about_the_folder, is_section};
use super::template::{self, Rewritten, Values};
use super::title::TitlePattern;

/// Reads posts of one folder.
pub(super) struct Reader<'a> {
    pub(super) images: Images<'a>,
    /// Where the site stands.
    pub(super) base: &'a Base,
    pub(super) site_title: &'a str,
    pub(super) site_description: &'a str,
    pub(super) aliases: Aliases,
    pub(super) title_pattern: &'a TitlePattern,
    /// The form of addresses, where the publisher sets one.
    pub(super) permalink: Option<&'a PermalinkPattern>,
    pub(super) topics: Labels,
    pub(super) sources: Labels,
    /// Where dates without an offset are read.
    pub(super) zone: Option<TimeZone>,
    pub(super) options: &'a Options,
}

/// What a file became.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Post {
    /// Relative to the root.
    pub(super) path: String,
    pub(super) report: Report,
    pub(super) source: Option<Label>,
    pub(super) topic: Option<Label>,
    pub(super) assets: Vec<Asset>,
    pub(super) headings: Headings,
    /// Its links that may lead to other posts.
    pub(super) links: Vec<Link>,
    /// What it may be called by beside its id: the address that follows from day and name, and those it had before.
    pub(super) addresses: Vec<String>,
    /// The offset from UTC in which it states its time, in seconds east.
    pub(super) offset: Option<i32>,
}

impl Post {
    /// The body, to be put elsewhere; an empty one is left.
    pub(super) fn take_body(&mut self) -> Body {
        let empty = Body {
            document: Stored::of(&Document::default()),
            images: Vec::new(),
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        };
        mem::replace(&mut self.report.body, empty)
    }
}

impl Reader<'_> {
    /// Reads one file of these bytes.
    pub(super) fn read(&self, file: &PostFile, bytes: io::Result<Vec<u8>>) -> (Outcome, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let outcome = match self.read_file(file, bytes, &mut diagnostics) {
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
        bytes: io::Result<Vec<u8>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Outcome, Vec<Diagnostic>> {
        let given = file.given.as_deref();
        let bytes = bytes.map_err(|error| vec![unreadable(&file.path, &error.to_string())])?;
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
        } = match given {
            Some(given) => given.front_matter(),
            None => front_matter::read(&source)?,
        };
        let name = given.map_or_else(|| FileName::read(&file.path), Given::name);
        let has_day = matter.date.is_some() || matches!(name.day, Some(Ok(_)));
        if is_section(&file.path) || (is_about_the_folder(&file.path) && !has_day) {
            diagnostics.push(not_a_post(&source));
            return Ok(Outcome::NotAPost);
        }
        if !matter.published || (matter.draft && !self.options.drafts) {
            return Ok(Outcome::Unpublished);
        }
        let said = Said::read(self, &source, matter, name, file)?;
        if !self.options.future
            && said.stamp.earliest_moment(self.zone.as_ref()) > self.options.now.as_second()
        {
            diagnostics.push(future(&source, said.matter.date.as_ref(), said.stamp.day));
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
        let post = self.report(&said, body, given, diagnostics);
        Ok(Outcome::Report(Box::new(post)))
    }

    /// Makes the report of a post that is to be published.
    fn report(
        &self,
        said: &Said<'_>,
        body: Range<usize>,
        given: Option<&Given>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Post {
        let source = said.source;
        let values = Values {
            base: self.base,
            site_title: self.site_title,
            site_description: self.site_description,
            page_title: said.title.as_deref().unwrap_or_default(),
        };
        let (document, rewritten) = match given.and_then(Given::document) {
            Some(document) => (document.read(), Rewritten::default()),
            None => {
                let rewritten = template::rewrite(source, body.clone(), &values);
                (markdown::parse(&rewritten.text), rewritten)
            }
        };
        let outline = Outline::of(&document, &self.aliases);
        let tags = &rewritten.destinations;
        let pictures = picture::find_all(&self.images, source, body.clone(), &document, tags, given);
        let links = link::find_all(self.base, source, body.clone(), &document, tags);
        let (id, id_problem) = said.id(self.permalink);
        let addresses = said.addresses(&id);
        let (updated, update_problem) = said.updated();
        let stated = outline
            .stated
            .map(|period| (period, where_stated(source.text(), body, period)));
        diagnostics.extend(lint::check(source, &said.dates(stated)));
        diagnostics.extend(rewritten.diagnostics);
        diagnostics.extend(pictures.diagnostics);
        diagnostics.extend(id_problem);
        diagnostics.extend(update_problem);

        let (post_source, topic) = said.labels(&self.sources, &self.topics);
        let cloud = cloud(&outline, &pictures.images);
        let headings = Headings::of(&document, &outline, &self.aliases);
        let summary = summary(
            said,
            outline,
            Named {
                id,
                updated,
                cloud,
                source: &post_source,
                topic: &topic,
            },
        );
        let body = Body {
            document: Stored::of(&document),
            images: pictures.images,
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        };
        let mut report = Report { summary, body };
        // The summary stays in memory to the end of the build: no more room than it needs.
        report.summary.points.shrink_to_fit();
        Post {
            path: source.path().to_owned(),
            report,
            source: post_source,
            topic,
            assets: pictures.assets,
            headings,
            links,
            addresses,
            offset: said.stamp.offset,
        }
    }
}

/// What a report is called, and what it shows of itself in lists.
struct Named<'a> {
    id: String,
    updated: Option<Day>,
    cloud: Option<Image>,
    source: &'a Option<Label>,
    topic: &'a Option<Label>,
}

fn summary(said: &Said<'_>, outline: Outline, named: Named<'_>) -> Summary {
    let key = |label: &Option<Label>| label.as_ref().map(|label| label.key.clone()).unwrap_or_default();
    let title = said
        .title
        .clone()
        .or_else(|| outline.headline.clone())
        .unwrap_or_else(|| said.name.slug.clone());
    let day = said.stamp.day;
    Summary {
        id: named.id,
        day,
        time: said
            .stamp
            .time
            .map(|time| format!("{:02}:{:02}", time.hour, time.minute)),
        headline: outline.headline.unwrap_or_else(|| title.clone()),
        title,
        source: key(named.source),
        topic: key(named.topic),
        period: said.parts.period().unwrap_or(Period::new(day, day)),
        covers: outline.stated,
        points: outline.points,
        chars: outline.chars,
        cloud: named.cloud,
        top_terms: Vec::new(),
        fresh: Vec::new(),
        updated: named.updated,
    }
}

/// The word-cloud image, where it is published.
fn cloud(outline: &Outline, images: &[Image]) -> Option<Image> {
    let src = outline.cloud_image.as_ref()?;
    images
        .iter()
        .find(|image| image.src == *src && image.url.is_some())
        .cloned()
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

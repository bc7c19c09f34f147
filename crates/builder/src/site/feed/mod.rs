//! The newest reports for feed readers: `feed.xml` (Atom, RFC 4287) and `feed.json` (JSON Feed 1.1), made of the same
//! entries.

mod address;
mod atom;
mod json;
mod moment;

use jiff::Zoned;
use jiff::tz::TimeZone;
use kanbao_archive::html::{Html, print};
use kanbao_archive::library::Library;
use kanbao_archive::link::{Address, Filter};
use kanbao_archive::markdown::Writer;
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Report};
use kanbao_archive::page::{Context, report_title};

use super::app::{App, AppFile, Icon};
use super::head::description;
use super::xml;
use address::absolute;

/// Where the feeds are published, relative to the site's root.
pub(crate) const ATOM: &str = "feed.xml";
/// As [`ATOM`].
pub(crate) const JSON: &str = "feed.json";

/// What both feeds say of the site.
#[derive(Clone, Copy)]
pub(crate) struct Feed<'a> {
    pub(crate) bundle: &'a Bundle,
    pub(crate) app: &'a App,
    /// Where the site stands, ending with a slash.
    pub(crate) base_url: &'a str,
    /// The zone in which days begin.
    pub(crate) zone: &'a TimeZone,
    /// Whether entries carry the whole text, or a summary alone.
    pub(crate) full: bool,
    /// How many of the newest reports have a page of their own.
    pub(crate) pages: usize,
}

/// A report as feeds tell it.
struct Entry {
    /// Its identity, which stays when the site's limits change.
    id: String,
    /// Where it opens.
    url: String,
    title: String,
    published: Zoned,
    /// Never before `published`.
    updated: Zoned,
    summary: String,
    /// HTML whose addresses are all absolute; `None` where the feed has summaries.
    content: Option<String>,
    /// Absolute address of the post's own word cloud.
    image: Option<String>,
    /// Key and name of the topic.
    topic: Option<(String, String)>,
}

impl Feed<'_> {
    /// Both files, with the newest reports, newest first.
    ///
    /// # Errors
    /// Where JSON cannot be written.
    pub(crate) fn files(&self, newest: &[Report]) -> Result<[AppFile; 2], serde_json::Error> {
        let entries: Vec<Entry> = newest
            .iter()
            .enumerate()
            .map(|(at, report)| self.entry(report, at < self.pages))
            .collect();
        let file = |path: &str, bytes: Vec<u8>| AppFile {
            path: path.to_owned(),
            bytes: bytes.into(),
        };
        Ok([
            file(ATOM, atom::feed(self, &entries).into_bytes()),
            file(JSON, serde_json::to_vec(&json::feed(self, &entries))?),
        ])
    }

    fn entry(&self, report: &Report, has_page: bool) -> Entry {
        let summary = &report.summary;
        let address = Address::report(&*summary.id);
        let id = address.href(self.base_url);
        let url = if has_page {
            id.clone()
        } else {
            address.href_in_app(self.base_url)
        };
        let context = Context {
            bundle: self.bundle,
            root: self.base_url,
            messages: Language::from_tag(&self.bundle.site.language).messages(),
            filter: &Filter::default(),
            library: Library::empty(),
        };
        let (published, updated) = moment::of(summary, self.zone);
        let topic = &summary.topic;
        Entry {
            title: legal(&report_title(&context, summary)),
            published,
            updated,
            summary: legal(&description(summary)),
            content: self.full.then(|| self.content(report, &url)),
            image: summary
                .cloud
                .as_ref()
                .and_then(|image| Some(format!("{}{}", self.base_url, image.url.as_ref()?))),
            topic: (!topic.is_empty()).then(|| (topic.clone(), self.bundle.topic_name(topic).to_owned())),
            id,
            url,
        }
    }

    /// The whole text as HTML that means the same anywhere.
    fn content(&self, report: &Report, page: &str) -> String {
        let document = report.body.document.read();
        let mut nodes = Writer::new(&report.body.images, self.base_url).document(&document);
        absolute_addresses(&mut nodes, page);
        legal(&print(&nodes))
    }

    /// The icon of tabs, and the largest one.
    fn icons(&self) -> (Option<String>, Option<String>) {
        let url = |icon: &Icon| format!("{}{}", self.base_url, icon.file.path);
        let small = self
            .app
            .icons
            .iter()
            .find(|icon| icon.is_favicon() && icon.size.is_some());
        (small.map(url), self.app.picture().map(url))
    }
}

/// Writes out every address that counts from the page.
fn absolute_addresses(nodes: &mut [Html], page: &str) {
    for node in nodes {
        let Html::Element(element) = node else { continue };
        for (name, value) in &mut element.attrs {
            if matches!(*name, "href" | "src") {
                *value = absolute(value, page);
            }
        }
        absolute_addresses(&mut element.children, page);
    }
}

/// Text without the characters that no feed may have: JSON could carry them, but what a reader makes of it is HTML or XML.
fn legal(text: &str) -> String {
    text.chars().filter(|c| xml::is_legal(*c)).collect()
}

#[cfg(test)]
mod tests;

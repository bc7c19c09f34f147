//! `sitemap.xml` (sitemaps.org, version 0.9), in parts where one file may not hold it.

use kanbao_archive::html::{Element, Html, el};
use kanbao_archive::link::Address;
use kanbao_archive::model::{Day, Summary};

use super::app::AppFile;
use super::xml;

/// Where the sitemap, or the index of its parts, is published.
pub(crate) const SITEMAP: &str = "sitemap.xml";

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// What one file may hold.
#[derive(Clone, Copy)]
struct Limits {
    addresses: usize,
    /// Uncompressed.
    bytes: usize,
}

/// Those of sitemaps.org.
const LIMITS: Limits = Limits {
    addresses: 50_000,
    bytes: 50 << 20,
};

/// The home page and the pages of these reports, newest first: one file, or an index and its parts.
pub(crate) fn files<'a>(base_url: &str, reports: impl Iterator<Item = &'a Summary>) -> Vec<AppFile> {
    within(LIMITS, base_url, reports)
}

/// How many files a sitemap of so many pages has at most.
pub(crate) fn most_files(pages: usize) -> usize {
    // An address of the longest file names is 1 KB; its entry never reaches twice that, so bytes are never what splits
    // more than twice as often as numbers do.
    match (pages + 1).div_ceil(LIMITS.addresses / 2) {
        0 | 1 => 1,
        parts => parts + 1,
    }
}

fn within<'a>(limits: Limits, base_url: &str, reports: impl Iterator<Item = &'a Summary>) -> Vec<AppFile> {
    let mut parts = vec![Part::default()];
    let home = std::iter::once((Address::default(), None));
    let pages = reports.map(|summary| {
        let changed = summary.updated.unwrap_or(summary.day).max(summary.day);
        (Address::report(&*summary.id), Some(changed))
    });
    for (address, changed) in home.chain(pages) {
        let entry = xml::print(&entry("url", address.href(base_url), changed).into());
        if parts.last().is_some_and(|part| !part.has_room(limits, &entry)) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.add(&entry, changed);
        }
    }
    if parts.len() == 1 {
        return parts
            .into_iter()
            .map(|part| part.file(SITEMAP.to_owned()))
            .collect();
    }
    let name = |number: usize| format!("sitemap-{}.xml", number + 1);
    let index = el("sitemapindex").attr("xmlns", NAMESPACE).children(
        parts
            .iter()
            .enumerate()
            .map(|(number, part)| entry("sitemap", format!("{base_url}{}", name(number)), part.changed)),
    );
    let index = text_file(SITEMAP.to_owned(), xml::document(index));
    let parts = parts.into_iter().enumerate();
    std::iter::once(index)
        .chain(parts.map(|(number, part)| part.file(name(number))))
        .collect()
}

/// One address with the day of its last change.
fn entry(tag: &'static str, address: String, changed: Option<Day>) -> Element {
    el(tag)
        .child(el("loc").text(address))
        .child_opt(changed.map(|day| el("lastmod").text(day.to_string())))
}

/// Part of the sitemap.
#[derive(Default)]
struct Part {
    entries: String,
    count: usize,
    changed: Option<Day>,
}

impl Part {
    fn has_room(&self, limits: Limits, entry: &str) -> bool {
        // What stands around the entries.
        const FRAME: usize = 256;
        self.count < limits.addresses && self.entries.len() + entry.len() + FRAME <= limits.bytes
    }

    fn add(&mut self, entry: &str, changed: Option<Day>) {
        self.entries.push_str(entry);
        self.count += 1;
        self.changed = self.changed.max(changed);
    }

    fn file(self, path: String) -> AppFile {
        let frame = xml::document(Html::from(el("urlset").attr("xmlns", NAMESPACE).text("\n")));
        text_file(
            path,
            frame.replacen(">\n</urlset>", &format!(">{}</urlset>", self.entries), 1),
        )
    }
}

fn text_file(path: String, text: String) -> AppFile {
    AppFile {
        path,
        bytes: text.into_bytes().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    fn summaries(count: i32) -> Vec<Summary> {
        let day: Day = "2025-11-30".parse().unwrap();
        (0..count)
            .map(|n| report(day.plus(-n), &format!("r&{n}"), "").summary)
            .collect()
    }

    fn texts(limits: Limits, summaries: &[Summary]) -> Vec<(String, String)> {
        within(limits, "https://example.org/k/", summaries.iter())
            .into_iter()
            .map(|file| (file.path, String::from_utf8(file.bytes.into_owned()).unwrap()))
            .collect()
    }

    #[test]
    fn it_names_every_page_once_with_its_last_change() {
        let mut summaries = summaries(1);
        summaries[0].updated = "2025-12-02".parse().ok();
        let files = texts(LIMITS, &summaries);
        assert_eq!(
            files,
            [(
                "sitemap.xml".to_owned(),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
                 <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
                 <url><loc>https://example.org/k/</loc></url>\
                 <url><loc>https://example.org/k/2025/11/30/r%260/</loc><lastmod>2025-12-02</lastmod></url>\
                 </urlset>\n"
                    .to_owned()
            )]
        );
    }

    #[test]
    fn a_long_one_is_cut_by_number_and_by_size() {
        let by_number = Limits {
            addresses: 3,
            bytes: 1 << 20,
        };
        let by_size = Limits {
            addresses: 100,
            bytes: 600,
        };
        for limits in [by_number, by_size] {
            let files = texts(limits, &summaries(7));
            let (index, parts) = files.split_first().unwrap();
            assert_eq!(index.0, "sitemap.xml");
            assert!(parts.len() > 1);
            let mut named = 0;
            for (number, (path, text)) in parts.iter().enumerate() {
                assert_eq!(*path, format!("sitemap-{}.xml", number + 1));
                assert!(
                    index
                        .1
                        .contains(&format!("<loc>https://example.org/k/{path}</loc>"))
                );
                assert!(text.len() <= limits.bytes, "{} bytes", text.len());
                let count = text.matches("<url>").count();
                assert!(count <= limits.addresses);
                named += count;
            }
            assert_eq!(named, 8, "home and seven reports");
            assert!(
                index.1.contains("<lastmod>2025-11-30</lastmod></sitemap>"),
                "{}",
                index.1
            );
        }
    }

    #[test]
    fn the_limit_is_that_of_sitemaps_org() {
        let summaries = summaries(1);
        let many = |count| std::iter::repeat_n(&summaries[0], count);
        assert_eq!(files("https://example.org/", many(49_999)).len(), 1);
        let files = files("https://example.org/", many(50_000));
        assert_eq!(files.len(), 3);
        assert!(files.len() <= most_files(50_000));
    }
}

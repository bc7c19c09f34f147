//! What in a room of one file takes how much room, and which limits would make it smaller.

use std::collections::{BTreeMap, HashMap};

use kanbao_archive::model::{Bundle, Day, Report};

use super::Carried;

/// A file above this many bytes is more than many mail and chat programs take, and slow to open on a phone.
pub const LARGE: u64 = 20_000_000;

/// Sizes in bytes, as they stand in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sizes {
    /// All of it.
    pub total: u64,
    /// The reports' texts and the words of search, compressed.
    pub text: u64,
    /// The pictures.
    pub pictures: u64,
    /// What the file would hold from a day on, days newest first; and how many reports that are.
    from: Vec<(Day, u64, usize)>,
    /// What it would hold of one topic, by its key.
    topics: BTreeMap<String, u64>,
}

impl Sizes {
    pub(super) fn of(
        bundle: &Bundle,
        texts: &[Carried],
        pictures: &[Carried],
    ) -> Result<Self, serde_json::Error> {
        let length = |carried: &Carried| carried.text.len() as u64;
        let text: u64 = texts.iter().map(length).sum();
        let mut sizes = Self {
            text,
            pictures: pictures.iter().map(length).sum(),
            ..Self::default()
        };
        let json = bundle
            .reports
            .iter()
            .map(|report| Ok(serde_json::to_vec(report)?.len() as u64));
        let json: Vec<u64> = json.collect::<Result<_, serde_json::Error>>()?;
        let all_json: u64 = json.iter().sum::<u64>().max(1);
        // A picture that several reports show is counted for the newest.
        let mut waiting: HashMap<&str, u64> = pictures
            .iter()
            .map(|picture| (picture.name.as_str(), length(picture)))
            .collect();
        let (mut sum, mut count) = (0, 0);
        for (report, json) in bundle.reports.iter().zip(json) {
            let shown: u64 = shown(report).filter_map(|url| waiting.remove(url)).sum();
            let size = shown + text * json / all_json;
            (sum, count) = (sum + size, count + 1);
            *sizes.topics.entry(report.summary.topic.clone()).or_default() += size;
            match sizes.from.last_mut() {
                Some(last) if last.0 == report.summary.day => *last = (last.0, sum, count),
                _ => sizes.from.push((report.summary.day, sum, count)),
            }
        }
        Ok(sizes)
    }

    pub(super) fn with_total(self, total: u64) -> Self {
        Self { total, ..self }
    }

    /// What is neither text nor picture: the reader, its look, and the page that stands there first.
    pub fn reader(&self) -> u64 {
        self.total.saturating_sub(self.text + self.pictures)
    }

    /// The earliest day from which on the file would not be [`LARGE`], with its size then and its number of reports;
    /// `None` where it is not, or the newest day alone is too much.
    pub fn fitting_from(&self) -> Option<(Day, u64, usize)> {
        if self.total <= LARGE {
            return None;
        }
        let fits = |(_, size, _): &&(Day, u64, usize)| self.reader() + size <= LARGE;
        let (day, size, reports) = self.from.iter().take_while(fits).last()?;
        Some((*day, self.reader() + size, *reports))
    }

    /// The topics of which the file would not be [`LARGE`], with its size then; none where it has one topic, or is not
    /// large.
    pub fn fitting_topics(&self) -> Vec<(&str, u64)> {
        if self.total <= LARGE || self.topics.len() < 2 {
            return Vec::new();
        }
        let topics = self
            .topics
            .iter()
            .map(|(key, size)| (key.as_str(), self.reader() + size));
        topics
            .filter(|(key, size)| !key.is_empty() && *size <= LARGE)
            .collect()
    }
}

/// The addresses of a report's pictures.
fn shown(report: &Report) -> impl Iterator<Item = &str> {
    let images = report.summary.cloud.iter().chain(&report.body.images);
    images.filter_map(|image| image.url.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::{bundle, report};

    /// Six days with a picture of so many bytes each, topics taking turns.
    fn sizes(picture: usize) -> Sizes {
        let last: Day = "2025-11-30".parse().unwrap();
        let mut pictures = Vec::new();
        let reports = (0..6).map(|back| {
            let mut report = report(last.plus(-back), "x", &"字".repeat(100));
            let url = format!("assets/{back}.jpg");
            pictures.push(Carried {
                name: url.clone(),
                media_type: "image/jpeg",
                text: "A".repeat(picture),
            });
            report.body.images.push(kanbao_archive::model::Image {
                src: url.clone(),
                url: Some(url),
                width: 1,
                height: 1,
                bytes: 0,
            });
            report.summary.topic = if back % 3 == 0 { "ai" } else { "finance" }.into();
            report
        });
        let bundle = bundle(reports.collect());
        let texts = [Carried {
            name: "t".into(),
            media_type: "",
            text: "A".repeat(600),
        }];
        let sizes = Sizes::of(&bundle, &texts, &pictures).unwrap();
        let total = sizes.text + sizes.pictures + 1_000_000;
        sizes.with_total(total)
    }

    #[test]
    fn a_file_that_is_not_large_needs_no_limits() {
        let sizes = sizes(1_000_000);
        assert_eq!(
            (sizes.text, sizes.pictures, sizes.reader()),
            (600, 6_000_000, 1_000_000)
        );
        assert_eq!(sizes.fitting_from(), None);
        assert!(sizes.fitting_topics().is_empty());
    }

    #[test]
    fn the_limits_that_help_are_named_with_what_they_leave() {
        let sizes = sizes(5_000_000);
        let (day, size, reports) = sizes.fitting_from().unwrap();
        assert_eq!((day.to_string().as_str(), reports), ("2025-11-28", 3));
        assert!((16_000_000..16_001_000).contains(&size), "{size}");
        let topics = sizes.fitting_topics();
        assert_eq!(topics.len(), 1, "four of six are still too much: {topics:?}");
        assert_eq!(topics[0].0, "ai");
    }

    #[test]
    fn where_one_day_alone_is_too_much_no_day_is_named() {
        assert_eq!(sizes(30_000_000).fitting_from(), None);
    }
}

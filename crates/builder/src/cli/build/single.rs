//! `kanbao build --single-file`: the whole room in one file, and the limits that keep it small.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use kanbao_archive::model::Day;
use kanbao_archive::when;
use serde::Serialize;

use super::size;
use crate::cli::Failure;
use crate::cli::print::{Printer, Problems};
use crate::posts::Limits;
use crate::site::Content;
use crate::site::app::App;
use crate::site::single::{self, LARGE, SingleFile};

/// Flags of a room in one file.
#[derive(Debug, Args)]
pub(super) struct SingleFileArgs {
    /// Write the whole room into one HTML file that opens by double click; without -o, nothing else
    #[arg(long, value_name = "FILE")]
    single_file: Option<PathBuf>,
    /// Publish no report before this day: 2025-11-01, 2025-11, yesterday
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    from: Option<Day>,
    /// Publish no report after this day
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    to: Option<Day>,
    /// Publish the reports of this topic, by its key, and no others; may be given several times
    #[arg(long, value_name = "KEY")]
    topic: Vec<String>,
}

impl SingleFileArgs {
    /// Which reports are published.
    pub(super) fn limits(&self) -> Result<Limits, Failure> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::Usage(format!(
                "--from {from} is after --to {to}, so nothing is between them"
            )));
        }
        Ok(Limits {
            from: self.from,
            to: self.to,
            topics: self.topic.clone(),
        })
    }

    /// Writes the file, where one was asked for.
    pub(super) fn write(&self, content: &Content, app: &App, force: bool) -> Result<Option<Made>, Failure> {
        let Some(target) = &self.single_file else {
            return Ok(None);
        };
        if target.is_dir() {
            let help = "name a file in it, such as reports.html";
            return Err(Failure::Usage(format!(
                "{} is a folder\n  help: {help}",
                target.display()
            )));
        }
        Ok(Some(Made(single::write(content, app, target, force)?)))
    }
}

/// The file as it was written, for people and for programs.
#[derive(Debug)]
pub(super) struct Made(SingleFile);

impl Made {
    /// `300 reports in one file, 3.1 MB` and where it is.
    pub(super) fn tell(&self, printer: &Printer) {
        let SingleFile {
            path, reports, sizes, ..
        } = &self.0;
        let reports = if *reports == 1 {
            "1 report".to_owned()
        } else {
            format!("{reports} reports")
        };
        printer.line(&format!(
            "{reports} in one file, {}\n  → {}",
            size(sizes.total),
            path.display()
        ));
        if let Some(warning) = self.warning() {
            printer.warning(&warning);
        }
    }

    /// Where the file is large: what of it is, and what would make it smaller.
    fn warning(&self) -> Option<String> {
        let SingleFile { path, sizes, .. } = &self.0;
        if sizes.total <= LARGE {
            return None;
        }
        let mut help = Vec::new();
        if let Some((day, bytes, reports)) = sizes.fitting_from() {
            help.push(format!(
                "--from {day} leaves {reports} reports, about {}",
                size(bytes)
            ));
        }
        for (topic, bytes) in sizes.fitting_topics() {
            help.push(format!("--topic {topic} leaves about {}", size(bytes)));
        }
        if help.is_empty() {
            help.push("fewer and smaller pictures: what one day shows is more than that".to_owned());
        }
        let file = path.file_name().map_or_else(|| path.as_path(), Path::new);
        Some(format!(
            "{} is {}: pictures {}, text {}, the reader {}; mail and chat programs often refuse more than {}\n  help: {}",
            file.display(),
            size(sizes.total),
            size(sizes.pictures),
            size(sizes.text),
            size(sizes.reader()),
            size(LARGE),
            help.join("\n        ")
        ))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0.path
    }

    /// The result of a build of nothing but the file, for programs.
    pub(super) fn alone(&self, problems: Problems, time: Duration) -> Alone<'_> {
        Alone {
            single_file: self.to_json(),
            milliseconds: time.as_millis(),
            problems,
        }
    }

    pub(super) fn to_json(&self) -> Json<'_> {
        let SingleFile {
            path,
            generation,
            reports,
            sizes,
        } = &self.0;
        Json {
            path,
            generation,
            reports: *reports,
            bytes: sizes.total,
            picture_bytes: sizes.pictures,
            text_bytes: sizes.text,
        }
    }
}

/// A file for programs.
#[derive(Debug, Serialize)]
pub(super) struct Json<'a> {
    path: &'a Path,
    generation: &'a str,
    reports: usize,
    bytes: u64,
    picture_bytes: u64,
    text_bytes: u64,
}

/// A file that was all that was asked for.
#[derive(Debug, Serialize)]
pub(super) struct Alone<'a> {
    single_file: Json<'a>,
    milliseconds: u128,
    #[serde(flatten)]
    problems: Problems,
}

/// The first of the days that a text names.
pub(in crate::cli) fn first_day(text: &str) -> Result<Day, String> {
    days(text).map(|period| period.from)
}

/// The last of them.
pub(in crate::cli) fn last_day(text: &str) -> Result<Day, String> {
    days(text).map(|period| period.to)
}

/// The days that a text names, as in the reader's own box for days.
fn days(text: &str) -> Result<kanbao_archive::model::Period, String> {
    let today = Zoned::new(Timestamp::now(), TimeZone::system());
    let today = Day::new(
        today.year().into(),
        today.month().unsigned_abs().into(),
        today.day().unsigned_abs().into(),
    );
    today
        .and_then(|today| when::parse(text, today))
        .ok_or_else(|| "no day: write 2025-11-01, 2025-11, 2025 or yesterday".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day_and_ends_on_its_last() {
        assert_eq!(first_day("2025-11").unwrap().to_string(), "2025-11-01");
        assert_eq!(last_day("2025-11").unwrap().to_string(), "2025-11-30");
        assert_eq!(last_day("2025-11-03").unwrap().to_string(), "2025-11-03");
        for odd in ["", "2025-02-30", "soon", "2025-13"] {
            assert!(first_day(odd).is_err(), "{odd}");
        }
    }
}

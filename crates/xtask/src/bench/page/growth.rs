//! How each cost grows, as a table with a column for each number of reports.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::figure::Unit;
use crate::bench::parts::Part;

/// A row: what is said of it, its figures (of which a second one stands after a stroke), their units.
pub(crate) type Row = (&'static str, &'static [(&'static str, Unit)]);

/// A heading and its rows.
type Section = (&'static str, &'static [Row]);

use Unit::{Count, Kilobytes, Megabytes, Milliseconds, Seconds};

/// What the page of all benches shows.
pub(crate) const SHORT: &[Row] = &[
    ("home: KB until it is ready", &[("home.bytes", Kilobytes)]),
    ("a search", &[("search.quiet_bytes", Kilobytes)]),
    (
        "a cloud of 90 days / of a year",
        &[
            ("clouds_90.quiet_bytes", Kilobytes),
            ("clouds_365.quiet_bytes", Kilobytes),
        ],
    ),
    ("trends of a term", &[("trends.quiet_bytes", Kilobytes)]),
    ("home: memory", &[("home.pss", Megabytes)]),
    ("directories in the bundle", &[("bundle.directories", Kilobytes)]),
    ("files", &[("files", Count)]),
    (
        "build: CPU / memory",
        &[("clean.cpu_s", Seconds), ("clean.peak", Megabytes)],
    ),
    ("one more report", &[("more.wall_s", Seconds)]),
];

/// Requests and bytes until a view is there, those until it is quiet, time and memory.
macro_rules! view {
    ($name:literal) => {
        &[
            (
                "requests / bytes until it is there",
                &[
                    (concat!($name, ".requests"), Count),
                    (concat!($name, ".bytes"), Kilobytes),
                ],
            ),
            (
                "the same until it asks for nothing more",
                &[
                    (concat!($name, ".quiet_requests"), Count),
                    (concat!($name, ".quiet_bytes"), Kilobytes),
                ],
            ),
            ("of it data", &[(concat!($name, ".data_bytes"), Kilobytes)]),
            (
                "until it is there",
                &[(concat!($name, ".ready_ms"), Milliseconds)],
            ),
            ("memory (PSS)", &[(concat!($name, ".pss"), Megabytes)]),
        ]
    };
}

/// Frames, tasks, and what was asked for meanwhile.
macro_rules! motion {
    ($name:literal) => {
        &[
            (
                "frames / of them dropped",
                &[
                    (concat!($name, ".frames"), Count),
                    (concat!($name, ".dropped"), Count),
                ],
            ),
            (
                "longest frame / longest task",
                &[
                    (concat!($name, ".longest_ms"), Milliseconds),
                    (concat!($name, ".longest_task_ms"), Milliseconds),
                ],
            ),
            (
                "requests / bytes meanwhile",
                &[
                    (concat!($name, ".requests"), Count),
                    (concat!($name, ".bytes"), Kilobytes),
                ],
            ),
            ("memory after it (PSS)", &[(concat!($name, ".pss"), Megabytes)]),
        ]
    };
}

const SECTIONS: &[Section] = &[
    ("Home", view!("home")),
    (
        "Home with the worker, which keeps the newest 90 days",
        &[
            (
                "requests / bytes until it asks for nothing more",
                &[("kept.quiet_requests", Count), ("kept.quiet_bytes", Kilobytes)],
            ),
            ("memory (PSS)", &[("kept.pss", Megabytes)]),
        ],
    ),
    ("A report", view!("report")),
    ("A month in the middle: list and calendar", view!("list")),
    ("A search", view!("search")),
    ("A cloud of 90 days", view!("clouds_90")),
    ("A cloud of a year", view!("clouds_365")),
    ("Trends of a term", view!("trends")),
    ("Home, scrolled from end to end in 600 steps", motion!("scroll")),
    ("A range dragged out on home", motion!("drag_home")),
    (
        "A range dragged out over a cloud of a year",
        motion!("drag_clouds"),
    ),
    (
        "The bundle, brotli",
        &[
            ("all of it", &[("bundle.bytes", Kilobytes)]),
            (
                "without the newest reports",
                &[("bundle.without_reports", Kilobytes)],
            ),
            (
                "directories: links to lists, index, words (target 30 KB at 100,000)",
                &[("bundle.directories", Kilobytes)],
            ),
            ("reports per day and topic", &[("bundle.days", Kilobytes)]),
            ("folding of characters", &[("bundle.fold", Kilobytes)]),
            (
                "lists of shards: the largest / all, fetched one by one",
                &[("directory.largest", Kilobytes), ("directory.all", Kilobytes)],
            ),
        ],
    ),
    (
        "The site",
        &[
            ("files / of them pages", &[("files", Count), ("pages", Count)]),
            (
                "entries of the folder that has the most",
                &[("widest_folder", Count)],
            ),
            ("size", &[("site_bytes", Megabytes)]),
            (
                "build: time / CPU",
                &[("clean.wall_s", Seconds), ("clean.cpu_s", Seconds)],
            ),
            ("build: memory", &[("clean.peak", Megabytes)]),
            (
                "one more report: time / CPU",
                &[("more.wall_s", Seconds), ("more.cpu_s", Seconds)],
            ),
            ("one more report: memory", &[("more.peak", Megabytes)]),
            (
                "one more report: files written / bytes of data among them",
                &[("more.files", Count), ("more.data", Kilobytes)],
            ),
        ],
    ),
];

/// The whole of `scale.md`.
pub(crate) fn page(part: &Part) -> String {
    let mut out = String::from(
        "# Growth\n\nMade by `cargo xtask bench scale`. Every view was opened by a browser that had nothing, on a fast network, from a \
         host that compresses; without a service worker, so that only what the view itself asks for is counted, and once with it. \
         Times are medians of three. Machines differ, and so does what else they do: bytes and numbers say more than times.\n",
    );
    for (title, rows) in SECTIONS {
        let _ = write!(out, "\n## {title}\n\n{}", table(part, rows));
    }
    out += &facts(part);
    out
}

/// The rows, with a column for each number of reports.
pub(crate) fn table(part: &Part, rows: &[Row]) -> String {
    let counts = counts(part);
    let names: String = counts
        .iter()
        .map(|count| format!(" {} |", grouped(*count)))
        .collect();
    let mut out = format!("| reports |{names}\n|{}\n", " --- |".repeat(counts.len() + 1));
    for (what, figures) in rows {
        let _ = write!(out, "| {what} |");
        for count in &counts {
            let shown = figures.iter().map(|(figure, unit)| {
                let value = part.figures.get(&format!("{count}.{figure}")).copied();
                unit.show(value.unwrap_or(f64::NAN))
            });
            let _ = write!(out, " {} |", shown.collect::<Vec<_>>().join(" / "));
        }
        out.push('\n');
    }
    out
}

/// The numbers of reports that were measured.
fn counts(part: &Part) -> BTreeSet<u32> {
    let names = part.figures.keys();
    names
        .filter_map(|name| name.split_once('.')?.0.parse().ok())
        .collect()
}

/// What is true of the run: loads, and what was asked for twice.
fn facts(part: &Part) -> String {
    let mut out = String::from("\n## The run\n\n");
    for (name, value) in &part.facts {
        let _ = writeln!(out, "- {name}: {value}");
    }
    out
}

/// `10,000`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_of_reports_has_a_column_the_smallest_first() {
        let mut part = Part::default();
        part.set("100000.home.pss", 80e6);
        part.set("10.home.pss", 60e6);
        part.set("10.files", 40.0);
        let table = table(&part, SHORT);
        assert!(
            table.starts_with("| reports | 10 | 100,000 |\n| --- | --- | --- |\n"),
            "{table}"
        );
        assert!(table.contains("| home: memory | 60 MB | 80 MB |"), "{table}");
        assert!(table.contains("| files | 40 | – |"), "{table}");
    }
}

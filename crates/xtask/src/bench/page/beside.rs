//! Kanbao beside others, as tables with a column for each.

use std::fmt::Write as _;

use super::figure::Unit;
use crate::bench::parts::Parts;

/// A table: its rows are figures, its columns who was measured.
struct Table {
    title: &'static str,
    /// Names, and what the figures of each are named after.
    columns: &'static [(&'static str, &'static str)],
    rows: &'static [(&'static str, &'static str, Unit)],
}

const VISIT: Table = Table {
    title: "A first visit to a report",
    columns: &[
        ("Kanbao", "visit.kanbao"),
        ("a bare page", "visit.bare"),
        ("VitePress", "visit.vitepress"),
        ("MkDocs Material", "visit.mkdocs"),
    ],
    rows: &[
        ("first paint", "paint_ms", Unit::Milliseconds),
        ("largest paint", "largest_ms", Unit::Milliseconds),
        ("the page's scripts run", "ready_ms", Unit::Milliseconds),
        (
            "bytes of files that had come at first paint",
            "before_paint",
            Unit::Kilobytes,
        ),
        ("bytes when its scripts ran", "before_ready", Unit::Kilobytes),
        (
            "bytes in all, until nothing more is asked for",
            "bytes",
            Unit::Kilobytes,
        ),
        ("requests in all", "requests", Unit::Count),
    ],
};

const SEARCH: Table = Table {
    title: "Search in 10,000 reports",
    columns: &[
        ("Kanbao", "search.10000"),
        ("MiniSearch, bigrams", "search.minisearch"),
        ("Pagefind", "search.pagefind"),
    ],
    rows: &[
        ("to the first answer, p50", "cold_bytes_p50", Unit::Kilobytes),
        ("to the first answer, p95", "cold_bytes_p95", Unit::Kilobytes),
        ("index", "index_bytes|bytes", Unit::Kilobytes),
        (
            "build: CPU (Kanbao: of the whole site)",
            "build_cpu_s|cpu_s",
            Unit::Seconds,
        ),
        ("build: memory", "build_peak|peak", Unit::Megabytes),
        ("recall", "recall_index|recall", Unit::Share),
        ("precision", "precision_index|precision", Unit::Share),
    ],
};

const BUILD: Table = Table {
    title: "Builds",
    columns: &[
        ("1,000 reports", "build.1000.clean"),
        ("one more", "build.1000.more"),
        ("MkDocs Material, 1,000", "build.mkdocs_1000"),
        ("10,000 reports", "build.10000.clean"),
        ("one more", "build.10000.more"),
    ],
    rows: &[
        ("time", "wall_s", Unit::Seconds),
        ("CPU", "cpu_s", Unit::Seconds),
        ("memory", "peak", Unit::Megabytes),
        ("files written", "files", Unit::Count),
        ("data written", "data", Unit::Kilobytes),
    ],
};

const CLOUD: Table = Table {
    title: "A cloud of 100 words",
    columns: &[
        ("Kanbao", "cloud.100.Kanbao"),
        ("d3-cloud, the same gap", "cloud.100.d3-cloud"),
        ("wordcloud2.js, the same gap", "cloud.100.wordcloud2.js"),
    ],
    rows: &[
        ("one layout", "ms", Unit::Milliseconds),
        ("until all words have a place", "search_ms", Unit::Milliseconds),
        ("least gap in em; below 0 boxes interlock", "gap", Unit::Share),
        ("words dropped", "dropped", Unit::Count),
    ],
};

/// All of them.
pub(super) fn tables(parts: &Parts) -> String {
    [VISIT, SEARCH, BUILD, CLOUD]
        .map(|table| table.show(parts))
        .concat()
}

/// The first visit, with ratios to the bare page, for the README.
pub(super) fn short(parts: &Parts) -> String {
    let mut out = VISIT.head();
    for (what, figure, unit) in VISIT.rows.iter().filter(|(_, figure, _)| *figure != "requests") {
        let _ = write!(out, "| {what} |");
        for (_, name) in VISIT.columns {
            let value = parts.get(&format!("{name}.{figure}")).unwrap_or(f64::NAN);
            let _ = write!(out, " {} |", unit.show(value));
        }
        out.push('\n');
    }
    format!(
        "A first visit to one report on a slow phone (1.6 Mbit/s, 150 ms, CPU ÷4), measured in turns:\n\n{out}{}",
        first_search(parts)
    )
}

/// What a first search takes and finds, as a sentence; nothing where it was not measured.
fn first_search(parts: &Parts) -> String {
    if parts.get("search.10000.cold_bytes_p50").is_err() {
        return String::new();
    }
    let figures = |figure: &str, unit: Unit| {
        SEARCH
            .columns
            .iter()
            .map(|(_, name)| {
                let mut values = figure
                    .split('|')
                    .map(|figure| parts.get(&format!("{name}.{figure}")));
                unit.show(values.find_map(Result::ok).unwrap_or(f64::NAN))
            })
            .collect::<Vec<_>>()
    };
    let (bytes, recall) = (
        figures("cold_bytes_p50", Unit::Kilobytes),
        figures("recall_index|recall", Unit::Share),
    );
    let ([bytes, mini, pagefind], [recall, mini_recall, pagefind_recall]) =
        (bytes.as_slice(), recall.as_slice())
    else {
        return String::new();
    };
    format!(
        "\nThe first search in 10,000 reports fetches {bytes} (MiniSearch {mini}, Pagefind {pagefind}) and finds {recall} of what \
         is there ({mini_recall}, {pagefind_recall}).\n"
    )
}

impl Table {
    fn head(&self) -> String {
        let names: String = self
            .columns
            .iter()
            .map(|(name, _)| format!(" {name} |"))
            .collect();
        format!("| |{names}\n|{}\n", " --- |".repeat(self.columns.len() + 1))
    }

    fn show(&self, parts: &Parts) -> String {
        let mut out = format!("\n## {}\n\n{}", self.title, self.head());
        for (what, figures, unit) in self.rows {
            let _ = write!(out, "| {what} |");
            for (_, name) in self.columns {
                // What is named otherwise with others has both names.
                let mut values = figures
                    .split('|')
                    .map(|figure| parts.get(&format!("{name}.{figure}")));
                let value = values.find_map(Result::ok).unwrap_or(f64::NAN);
                let _ = write!(out, " {} |", unit.show(value));
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::parts::Part;

    #[test]
    fn a_figure_is_found_under_either_name() {
        let mut part = Part::default();
        part.set("10000.index_bytes", 5_244_000.0);
        part.set("pagefind.bytes", 69_769_000.0);
        let parts = Parts([("search".to_owned(), part)].into());
        let shown = SEARCH.show(&parts);
        assert!(shown.contains("| index | 5244 KB | – | 69769 KB |"), "{shown}");
    }
}

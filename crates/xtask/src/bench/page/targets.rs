//! Every target of the design, with what was measured.

use std::fmt::Write as _;

use super::figure::{Unit, list};
use crate::bench::parts::Parts;

/// What a figure must be.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Target {
    AtMost(f64),
    Exactly(f64),
}

/// A line of the table.
struct Line {
    what: &'static str,
    measured: Result<f64, String>,
    unit: Unit,
    target: Target,
    /// What else was measured with it.
    beside: String,
}

/// A figure by its name; the reason where there is none says which bench it is of.
type Get<'a> = &'a dyn Fn(&str) -> Result<f64, String>;

/// The table.
pub(super) fn table(parts: &Parts) -> String {
    let mut out = String::from("| what | measured | target | | beside |\n| --- | --- | --- | --- | --- |\n");
    for line in lines(parts) {
        let measured = line.measured.clone().unwrap_or(f64::NAN);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            line.what,
            line.unit.show(measured),
            line.wanted(),
            line.verdict(),
            line.beside
        );
    }
    out
}

/// How many targets are met, how many were measured, and how many there are.
pub(super) fn tally(parts: &Parts) -> (usize, usize, usize) {
    let lines = lines(parts);
    let met = lines.iter().filter(|line| line.verdict() == "met").count();
    let measured = lines.iter().filter(|line| line.measured.is_ok()).count();
    (met, measured, lines.len())
}

fn lines(parts: &Parts) -> Vec<Line> {
    let get = |name: &str| {
        let bench = name.split('.').next().unwrap_or_default();
        parts.get(name).map_err(|reason| format!("{bench}: {reason}"))
    };
    [
        visit(&get),
        search(&get),
        build(&get),
        cloud(&get),
        memory(&get),
        growth(&get),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn visit(get: Get<'_>) -> Vec<Line> {
    let beside_bare = |name: &str| ratio(get, &format!("visit.{name}.paint_ms"), "visit.bare.paint_ms");
    let peers = [("VitePress", "vitepress"), ("MkDocs Material", "mkdocs")];
    vec![
        line(
            "first paint of a report beside a bare page of its text, 1.6 Mbit/s, 150 ms, CPU ÷4",
            beside_bare("kanbao"),
            Unit::Times,
            Target::AtMost(1.15),
        )
        .beside(list(
            peers.map(|(name, key)| (name, beside_bare(key))),
            Unit::Times,
        )),
        line(
            "the app is ready under the same throttle",
            get("visit.kanbao.ready_ms"),
            Unit::Milliseconds,
            Target::AtMost(2_500.0),
        )
        .beside(list(
            peers.map(|(name, key)| (name, get(&format!("visit.{key}.ready_ms")))),
            Unit::Milliseconds,
        )),
        line(
            "reader: wasm + JS + CSS, brotli",
            get("size.all"),
            Unit::Kilobytes,
            Target::AtMost(220e3),
        )
        .beside(list(
            [("wasm", "size.wasm"), ("JS", "size.js"), ("CSS", "size.css")]
                .map(|(name, key)| (name, get(key))),
            Unit::Kilobytes,
        )),
        line(
            "home of 10,000 reports: data more",
            get("scale.10000.home.data_bytes"),
            Unit::Kilobytes,
            Target::AtMost(60e3),
        )
        .beside(list(
            [
                ("1,000:", "scale.1000.home.data_bytes"),
                ("100,000:", "scale.100000.home.data_bytes"),
            ]
            .map(|(name, key)| (name, get(key))),
            Unit::Kilobytes,
        )),
    ]
}

fn search(get: Get<'_>) -> Vec<Line> {
    let scan = |what, name: &str, limit| {
        let p50 = [("p50", get(&format!("search.10000.{name}_p50")))];
        line(
            what,
            get(&format!("search.10000.{name}_p95")),
            Unit::Milliseconds,
            Target::AtMost(limit),
        )
        .beside(list(p50, Unit::Milliseconds))
    };
    let cold = |what, name: &str, limit| line(what, get(name), Unit::Kilobytes, Target::AtMost(limit));
    let peers = [
        ("MiniSearch", get("search.minisearch.cold_bytes_p50")),
        ("Pagefind", get("search.pagefind.cold_bytes_p50")),
    ];
    let shares = |figure: &str| {
        let names = [("MiniSearch", "minisearch"), ("Pagefind", "pagefind")];
        list(
            names.map(|(name, key)| (name, get(&format!("search.{key}.{figure}")))),
            Unit::Share,
        )
    };
    vec![
        scan(
            "scan of 10,000 reports per keystroke, two characters and more, p95",
            "scan_more_ms",
            16.0,
        ),
        scan("the same, one character, p95", "scan_one_ms", 25.0),
        line(
            "longest task of a scan",
            get("search.10000.task_ms_max"),
            Unit::Milliseconds,
            Target::AtMost(8.0),
        )
        .beside(list(
            [
                ("p50", get("search.10000.task_ms_p50")),
                ("p95", get("search.10000.task_ms_p95")),
            ],
            Unit::Milliseconds,
        )),
        cold(
            "cold search at 10,000 reports, p50",
            "search.10000.cold_bytes_p50",
            40e3,
        )
        .beside(list(peers, Unit::Kilobytes)),
        cold("the same, p95", "search.10000.cold_bytes_p95", 64e3),
        cold(
            "cold search at 100,000 reports, p50",
            "search.100000.cold_bytes_p50",
            64e3,
        ),
        cold("the same, p95", "search.100000.cold_bytes_p95", 160e3),
        line(
            "rounds of a cold search at 10,000 reports, at most",
            get("search.10000.cold_rounds_max"),
            Unit::Count,
            Target::AtMost(2.0),
        )
        .beside(list(
            [("at 100,000:", get("search.100000.cold_rounds_max"))],
            Unit::Count,
        )),
        line(
            "exact queries: recall, the lesser of both engines",
            lesser(get, "search.10000.recall_scan", "search.10000.recall_index"),
            Unit::Share,
            Target::Exactly(1.0),
        )
        .beside(shares("recall")),
        line(
            "precision, the lesser of both engines",
            lesser(get, "search.10000.precision_scan", "search.10000.precision_index"),
            Unit::Share,
            Target::Exactly(1.0),
        )
        .beside(shares("precision")),
        line(
            "queries on which the engines differ",
            get("search.10000.engines_differ"),
            Unit::Count,
            Target::Exactly(0.0),
        )
        .beside(list([("of", get("search.10000.queries"))], Unit::Count)),
        line(
            "index, as a share of the text's bytes, 10,000 reports",
            get("search.10000.index_share"),
            Unit::Percent,
            Target::AtMost(0.3),
        )
        .beside(list(
            [("at 100,000:", get("search.100000.index_share"))],
            Unit::Percent,
        )),
    ]
}

fn build(get: Get<'_>) -> Vec<Line> {
    let cpu = |what, name: &str, limit| line(what, built(get, name), Unit::Seconds, Target::AtMost(limit));
    let peak = |what, name: &str| line(what, built(get, name), Unit::Megabytes, Target::AtMost(1e9));
    vec![
        cpu("build of 10,000 reports: CPU", "10000.clean.cpu_s", 12.0).beside(list(
            [
                ("1,000 reports take", built(get, "1000.clean.cpu_s")),
                ("MkDocs Material with these", get("build.mkdocs_1000.cpu_s")),
            ],
            Unit::Seconds,
        )),
        peak("the same: memory", "10000.clean.peak"),
        // The target gives minutes, and of 10,000 alone minutes of CPU.
        line(
            "build of 100,000 reports: time",
            get("scale.100000.clean.wall_s"),
            Unit::Seconds,
            Target::AtMost(120.0),
        )
        .beside(list([("CPU", built(get, "100000.clean.cpu_s"))], Unit::Seconds)),
        line(
            "one more report of 10,000: time",
            built(get, "10000.more.wall_s"),
            Unit::Seconds,
            Target::AtMost(1.0),
        )
        .beside(list(
            [("of 100,000:", get("scale.100000.more.wall_s"))],
            Unit::Seconds,
        )),
        line(
            "the same: data changed",
            built(get, "10000.more.data"),
            Unit::Kilobytes,
            Target::AtMost(150e3),
        )
        .beside(list(
            [
                ("as hosts send them", built(get, "10000.more.sent")),
                ("with pages and feeds", built(get, "10000.more.bytes")),
            ],
            Unit::Kilobytes,
        )),
    ]
}

fn cloud(get: Get<'_>) -> Vec<Line> {
    vec![
        line(
            "cloud of 100 words in the browser",
            get("cloud.100.Kanbao.ms"),
            Unit::Milliseconds,
            Target::AtMost(16.0),
        )
        .beside(list(
            [
                ("the least", get("cloud.100.Kanbao.least_ms")),
                ("d3-cloud", get("cloud.100.d3-cloud.search_ms")),
                ("wordcloud2.js", get("cloud.100.wordcloud2.js.search_ms")),
            ],
            Unit::Milliseconds,
        )),
        line(
            "words dropped",
            get("cloud.100.Kanbao.dropped"),
            Unit::Count,
            Target::Exactly(0.0),
        )
        .beside("no overlap in any of three families: `tests/e2e/cloud_glyphs.rs`".to_owned()),
        line(
            "its SVG",
            get("cloud.100.svg"),
            Unit::Kilobytes,
            Target::AtMost(16e3),
        ),
    ]
}

fn memory(get: Get<'_>) -> Vec<Line> {
    vec![
        line(
            "memory at rest, 10,000 reports held (the renderer's PSS)",
            get("search.10000.held"),
            Unit::Megabytes,
            Target::AtMost(250e6),
        )
        .beside(list(
            [
                ("when the last has come", get("search.10000.fetched")),
                ("after 88 searches", get("search.10000.searched")),
            ],
            Unit::Megabytes,
        )),
        line(
            "the same where `deviceMemory` is 2",
            get("search.10000.small"),
            Unit::Megabytes,
            Target::AtMost(120e6),
        )
        .beside(list(
            [("before any search", get("search.10000.small_before"))],
            Unit::Megabytes,
        )),
    ]
}

fn growth(get: Get<'_>) -> Vec<Line> {
    let name = "scale.100000.bundle.directories";
    vec![
        line(
            "directory of 100,000 reports, brotli",
            get(name),
            Unit::Kilobytes,
            Target::AtMost(30e3),
        )
        .beside(list(
            [
                (
                    "with days and folding",
                    get("scale.100000.bundle.without_reports"),
                ),
                ("10,000:", get("scale.10000.bundle.directories")),
            ],
            Unit::Kilobytes,
        )),
    ]
}

fn line(what: &'static str, measured: Result<f64, String>, unit: Unit, target: Target) -> Line {
    Line {
        what,
        measured,
        unit,
        target,
        beside: String::new(),
    }
}

fn ratio(get: Get<'_>, part: &str, whole: &str) -> Result<f64, String> {
    Ok(get(part)? / get(whole)?)
}

/// Of the bench of builds; where that has not run, as the bench of growth has measured it.
fn built(get: Get<'_>, name: &str) -> Result<f64, String> {
    get(&format!("build.{name}")).or_else(|reason| get(&format!("scale.{name}")).map_err(|_| reason))
}

fn lesser(get: Get<'_>, one: &str, other: &str) -> Result<f64, String> {
    Ok(get(one)?.min(get(other)?))
}

impl Line {
    fn beside(mut self, beside: String) -> Self {
        self.beside = beside;
        self
    }

    fn wanted(&self) -> String {
        match self.target {
            Target::AtMost(limit) => format!("≤ {}", self.unit.target(limit)),
            Target::Exactly(value) => self.unit.target(value),
        }
    }

    /// Whether it is met, by how much it is missed, or why nobody knows.
    fn verdict(&self) -> String {
        let measured = match &self.measured {
            Ok(measured) => *measured,
            Err(reason) => return reason.clone(),
        };
        match self.target {
            // What is shown as the limit meets it.
            Target::AtMost(limit) if measured <= limit * 1.000_001 => "met".to_owned(),
            Target::AtMost(limit) => {
                let over = (measured / limit - 1.0) * 100.0;
                let digits = usize::from(over < 1.0);
                format!("missed by {over:.digits$} %")
            }
            Target::Exactly(value) if measured == value => "met".to_owned(),
            Target::Exactly(value) => format!("missed by {}", self.unit.show((measured - value).abs())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_it_is_met_or_by_how_much_it_is_missed() {
        let verdict = |measured, target| line("", Ok(measured), Unit::Share, target).verdict();
        assert_eq!(verdict(16.0, Target::AtMost(16.0)), "met");
        assert_eq!(verdict(20.0, Target::AtMost(16.0)), "missed by 25 %");
        assert_eq!(verdict(16.05, Target::AtMost(16.0)), "missed by 0.3 %");
        assert_eq!(verdict(1.0, Target::Exactly(1.0)), "met");
        assert_eq!(verdict(0.99, Target::Exactly(1.0)), "missed by 0.010");
        let none = line("", Err("no Node".to_owned()), Unit::Share, Target::Exactly(1.0));
        assert_eq!(none.verdict(), "no Node");
    }
}

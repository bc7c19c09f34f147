//! The figures as Markdown, with the targets beside them.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::peers::Peer;
use super::queries::SUGGESTED;
use super::{Answered, Measured, Memory};

pub(crate) fn head() -> String {
    "# Search\n\nMade by `cargo xtask bench search`. Machines differ: bytes, recall, precision and ratios say more than \
     milliseconds.\n"
        .to_owned()
}

/// One archive.
pub(crate) fn of(count: usize, measured: &Measured) -> String {
    let Measured {
        built,
        answers,
        memory,
    } = measured;
    let mut out = format!("\n## {count} reports, {} queries\n\n", answers.len());
    let mut row = |what: &str, figure: String, target: &str| {
        let _ = writeln!(out, "| {what} | {figure} | {target} |");
    };
    row("what", "figure".into(), "target");
    row("---", "---".into(), "---");
    let limit = if count == 10_000 { "≤ 12 s, ≤ 1 GB" } else { "" };
    row(
        "build: CPU, peak memory",
        format!("{:.1} s, {} MB", built.cpu, built.memory / 1_000_000),
        limit,
    );
    let share = built.index as f64 * 100.0 / built.text.max(1) as f64;
    row(
        "index: bytes, share of the text's, files",
        format!("{} KB, {share:.1} %, {}", built.index / 1_000, built.index_files),
        "≤ 30 %",
    );
    let bytes = |answered: &Answered| answered.cold.bytes / 1_000.0;
    let cold = match count {
        10_000 => "≤ 40 / 64 KB",
        100_000 => "≤ 64 / 160 KB",
        _ => "",
    };
    row(
        "first search: KB p50 / p95",
        spread(answers.iter().map(bytes), 1),
        cold,
    );
    row(
        "first search: requests p50 / p95",
        spread(answers.iter().map(|answered| answered.cold.requests), 0),
        "",
    );
    row(
        "first search: rounds p50 / p95",
        spread(answers.iter().map(|answered| answered.cold.rounds), 0),
        "two at most",
    );
    let is_one = |answered: &&Answered| answered.asked.q.chars().count() == 1;
    let scan = |answered: &Answered| answered.warm.as_ref().map(|warm| warm.scan);
    row(
        "scan, one character: ms p50 / p95",
        spread(answers.iter().filter(is_one).filter_map(scan), 1),
        "p95 ≤ 25 ms at 10,000",
    );
    row(
        "scan, two and more: ms p50 / p95",
        spread(answers.iter().filter(|a| !is_one(a)).filter_map(scan), 1),
        "p95 ≤ 16 ms at 10,000",
    );
    row(
        "longest task of a scan: ms p50 / p95",
        spread(
            answers
                .iter()
                .filter_map(|answered| Some(answered.warm.as_ref()?.longest)),
            1,
        ),
        "≤ 8 ms",
    );
    row(
        "results on the page: ms p50 / p95",
        spread(
            answers
                .iter()
                .filter_map(|answered| Some(answered.warm.as_ref()?.shown)),
            1,
        ),
        "",
    );
    let mut memory_row = |what, of: &dyn Fn(&Memory) -> u64, target| {
        let wanted = if count == 10_000 { target } else { "" };
        row(what, megabytes(memory.as_ref().map(of)), wanted);
    };
    memory_row(
        "memory of the page at rest, all texts held",
        &|memory| memory.held,
        "≤ 250 MB",
    );
    memory_row("when the last of them has come", &|memory| memory.fetched, "");
    memory_row("after all these searches", &|memory| memory.searched, "");
    memory_row(
        "memory at rest where the device says 2 GB",
        &|memory| memory.small[1],
        "≤ 120 MB",
    );
    memory_row("there, before any search", &|memory| memory.small[0], "");
    out.push_str(&kinds(answers));
    out
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "–".to_owned(), |bytes| format!("{} MB", bytes / 1_000_000))
}

/// Recall and precision by the kind of query.
fn kinds(answers: &[Answered]) -> String {
    let mut out = String::from(
        "\n| kind | queries | recall scan / index | precision scan / index | shown on the page | named by the index | suggested |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let kinds: BTreeSet<&str> = answers.iter().map(|answered| answered.asked.kind).collect();
    for kind in kinds {
        let of_kind: Vec<&Answered> = answers
            .iter()
            .filter(|answered| answered.asked.kind == kind)
            .collect();
        let sum = |of: fn(&Answered) -> usize| of_kind.iter().map(|answered| of(answered)).sum::<usize>();
        let truth = sum(|a| a.truth);
        let says = |a: &&&Answered| a.warm.as_ref().is_some_and(|warm| warm.total as usize == a.truth);
        let pages = if of_kind.iter().any(|a| a.warm.is_some()) {
            format!(
                "{} of {} right",
                of_kind.iter().filter(says).count(),
                of_kind.len()
            )
        } else {
            "–".to_owned()
        };
        let suggested = of_kind.iter().filter(|a| !a.cold.suggestions.is_empty()).count();
        let suggested = if SUGGESTED.contains(&kind) {
            format!("{suggested} of {}", of_kind.len())
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "| {kind} | {} | {} / {} | {} / {} | {pages} | {} for {truth} | {suggested} |",
            of_kind.len(),
            ratio(sum(|a| a.scan.0), truth),
            ratio(sum(|a| a.index.0), truth),
            ratio(sum(|a| a.scan.0), sum(|a| a.scan.1)),
            ratio(sum(|a| a.index.0), sum(|a| a.index.1)),
            sum(|a| a.candidates),
        );
    }
    out
}

/// Kanbao beside other libraries.
pub(crate) fn beside(measured: &Measured, peers: &[Peer]) -> String {
    let mut out = String::from(
        "\n| engine | build CPU | memory | index, brotli | KB to the first answer p50 / p95 | ms p50 / p95 | recall | precision |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let answers: Vec<&Answered> = measured
        .answers
        .iter()
        .filter(|answered| !SUGGESTED.contains(&answered.asked.kind))
        .collect();
    let sum = |of: fn(&Answered) -> usize| answers.iter().map(|answered| of(answered)).sum::<usize>();
    let _ = writeln!(
        out,
        "| Kanbao | {:.1} s (the whole site) | {} MB | {} KB | {} | {} | {} | {} |",
        measured.built.cpu,
        measured.built.memory / 1_000_000,
        measured.built.index / 1_000,
        spread(answers.iter().map(|a| a.cold.bytes / 1_000.0), 1),
        spread(answers.iter().filter_map(|a| Some(a.warm.as_ref()?.scan)), 1),
        ratio(sum(|a| a.index.0), sum(|a| a.truth)),
        ratio(sum(|a| a.index.0), sum(|a| a.index.1)),
    );
    for peer in peers {
        let _ = writeln!(
            out,
            "| {} | {:.1} s | {} MB | {} KB | {} | {} | {} | {} |",
            peer.name,
            peer.cpu,
            peer.memory / 1_000_000,
            peer.bytes / 1_000,
            spread(peer.cold.iter().map(|bytes| bytes / 1_000.0), 1),
            spread(peer.milliseconds.iter().copied(), 1),
            ratio(peer.right, peer.truth),
            ratio(peer.right, peer.found),
        );
    }
    out
}

/// Median and 95th percentile.
fn spread(values: impl Iterator<Item = f64>, digits: usize) -> String {
    let mut values: Vec<f64> = values.collect();
    if values.is_empty() {
        return "–".to_owned();
    }
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (values.len() as f64 * share).ceil() as usize;
        values.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    };
    format!("{:.digits$} / {:.digits$}", at(0.5), at(0.95))
}

fn ratio(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.3}", part as f64 / whole as f64)
}

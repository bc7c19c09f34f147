//! The figures for the page of all benches.

use kanbao_tests::figures::{Figures, percentile};

use super::peers::Peer;
use super::queries::SUGGESTED;
use super::{Answered, Measured};

/// Notes what was measured of one archive.
pub(crate) fn note(figures: &mut Figures, count: usize, measured: &Measured) {
    let Measured {
        built,
        answers,
        memory,
    } = measured;
    let mut set = |name: &str, value: f64| figures.set(format!("{count}.{name}"), value);
    set("queries", answers.len() as f64);
    set("build_cpu_s", built.cpu);
    set("build_peak", built.memory as f64);
    set("index_bytes", built.index as f64);
    set("index_share", built.index as f64 / built.text.max(1) as f64);
    let mut spread = |name: &str, values: Vec<f64>| {
        set(&format!("{name}_p50"), percentile(values.iter().copied(), 0.5));
        set(&format!("{name}_p95"), percentile(values.iter().copied(), 0.95));
        set(&format!("{name}_max"), percentile(values, 1.0));
    };
    let is_one = |answered: &&Answered| answered.asked.q.chars().count() == 1;
    let warm = || answers.iter().filter(|answered| answered.warm.is_some());
    let scan = |answered: &Answered| answered.warm.as_ref().map_or(f64::NAN, |warm| warm.scan);
    spread("cold_bytes", answers.iter().map(|a| a.cold.bytes).collect());
    spread("cold_requests", answers.iter().map(|a| a.cold.requests).collect());
    spread("cold_rounds", answers.iter().map(|a| a.cold.rounds).collect());
    spread("scan_one_ms", warm().filter(is_one).map(scan).collect());
    spread("scan_more_ms", warm().filter(|a| !is_one(a)).map(scan).collect());
    spread(
        "task_ms",
        warm().filter_map(|a| Some(a.warm.as_ref()?.longest)).collect(),
    );
    spread(
        "shown_ms",
        warm().filter_map(|a| Some(a.warm.as_ref()?.shown)).collect(),
    );
    let exact: Vec<&Answered> = answers
        .iter()
        .filter(|answered| !SUGGESTED.contains(&answered.asked.kind))
        .collect();
    let sum = |of: fn(&Answered) -> usize| exact.iter().map(|a| of(a)).sum::<usize>() as f64;
    let truth = sum(|a| a.truth);
    let mut set = |name: &str, value: f64| figures.set(format!("{count}.{name}"), value);
    set("recall_scan", sum(|a| a.scan.0) / truth);
    set("recall_index", sum(|a| a.index.0) / truth);
    set("precision_scan", sum(|a| a.scan.0) / sum(|a| a.scan.1));
    set("precision_index", sum(|a| a.index.0) / sum(|a| a.index.1));
    set("engines_differ", sum(|a| usize::from(a.scan != a.index)));
    if let Some(memory) = memory {
        set("fetched", memory.fetched as f64);
        set("held", memory.held as f64);
        set("searched", memory.searched as f64);
        set("small_before", memory.small[0] as f64);
        set("small", memory.small[1] as f64);
    }
}

/// Notes what was measured of the other libraries.
pub(crate) fn note_peer(figures: &mut Figures, peer: &Peer) {
    let name = peer
        .name
        .split([' ', ','])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let mut set = |figure: &str, value: f64| figures.set(format!("{name}.{figure}"), value);
    set("cpu_s", peer.cpu);
    set("peak", peer.memory as f64);
    set("bytes", peer.bytes as f64);
    set("cold_bytes_p50", percentile(peer.cold.iter().copied(), 0.5));
    set("cold_bytes_p95", percentile(peer.cold.iter().copied(), 0.95));
    set("ms_p50", percentile(peer.milliseconds.iter().copied(), 0.5));
    set("ms_p95", percentile(peer.milliseconds.iter().copied(), 0.95));
    set("recall", peer.right as f64 / peer.truth.max(1) as f64);
    set("precision", peer.right as f64 / peer.found.max(1) as f64);
}

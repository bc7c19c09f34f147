//! Terms of whole archives: what is found in the sample posts, how many bytes counts take, and which files stay as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use kanbao_archive::model::{Bundle, MonthTerms, TermTotals};
use kanbao_archive::terms::Terms;
use kanbao_archive::terms::score::{Score, weighted};
use kanbao_tests::posts;
use kanbao_tests::site::build_without_reader;

/// The bytes that the counts of a report may take, on average over a month.
const A_REPORT: usize = 1_024;

/// The files of counts of an archive, by name, and its bundle.
fn counted(posts: &Path) -> (BTreeMap<String, Vec<u8>>, Bundle) {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    build_without_reader(posts, &site).unwrap();
    let entries = fs::read_dir(site.join("data")).unwrap().map(Result::unwrap);
    let files = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        name.starts_with("term")
            .then(|| (name, fs::read(entry.path()).unwrap()))
    });
    let bundle = fs::read_to_string(site.join("data/bundle.json")).unwrap();
    (files.collect(), Bundle::from_json(&bundle).unwrap())
}

/// The months among files of counts. (The name of a directory of them has no dash after the year.)
fn months(files: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, usize, MonthTerms)> {
    let is_month = |name: &str| name.starts_with("terms-") && name.matches('-').count() >= 3;
    let months = files
        .iter()
        .filter(|(name, _)| is_month(name.split('.').next().unwrap()));
    months
        .map(|(name, bytes)| (name.as_str(), bytes.len(), serde_json::from_slice(bytes).unwrap()))
        .collect()
}

fn assert_small(name: &str, files: &BTreeMap<String, Vec<u8>>) {
    let months = months(files);
    let bytes: usize = months.iter().map(|(_, bytes, _)| bytes).sum();
    let reports: usize = months.iter().map(|(.., month)| month.reports.len()).sum();
    let counts = |month: &MonthTerms| {
        let sections = month.reports.iter().flat_map(|report| &report.sections);
        sections.map(|section| section.counts.len()).sum::<usize>()
    };
    let counted: usize = months.iter().map(|(.., month)| counts(month)).sum();
    println!(
        "{name}: {} bytes and {} counts a report in {reports} reports",
        bytes / reports,
        counted / reports
    );
    assert!(
        bytes <= A_REPORT * reports,
        "{name}: {bytes} bytes for {reports} reports"
    );
}

#[test]
fn sample_posts_have_the_terms_that_they_should() {
    let golden = fs::read_to_string(posts::samples().join("../tests/fixtures/terms.txt")).unwrap();
    let (_, bundle) = counted(&posts::samples());
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for line in golden
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (report, terms) = line.split_once(':').unwrap();
        let (report, is_expected) = match report.strip_suffix(" not") {
            Some(report) => (report, false),
            None => (report, true),
        };
        let reports: Vec<_> = bundle
            .reports
            .iter()
            .filter(|other| report == "all" || other.summary.id.ends_with(report))
            .collect();
        assert!(!reports.is_empty(), "there is no report {report}");
        for report in reports {
            seen.insert(report.summary.id.clone());
            let top: Vec<&str> = report
                .body
                .terms
                .iter()
                .take(40)
                .map(|term| &*term.text)
                .collect();
            for term in terms.split('、').map(str::trim) {
                if top.contains(&term) != is_expected {
                    wrong.push(format!(
                        "{}: {term} should {}be there",
                        report.summary.id,
                        if is_expected { "" } else { "not " }
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), bundle.reports.len(), "every sample is in the list");
}

#[test]
fn counts_of_a_report_take_a_kilobyte_at_most() {
    let (files, _) = counted(&posts::samples());
    assert_small("samples", &files);
    if let Some(real) = posts::real() {
        assert_small("real posts", &counted(&real).0);
    }
    let dir = tempfile::tempdir().unwrap();
    let made = posts::made(dir.path(), 400).unwrap();
    if let Some((made, _)) = made {
        let (files, _) = counted(&made);
        assert_small("a made-up archive", &files);
        let totals = files
            .iter()
            .find(|(name, _)| name.starts_with("term-totals"))
            .unwrap();
        println!("totals of 400 reports: {} bytes", totals.1.len());
        assert!(totals.1.len() <= 100_000);
    }
}

#[test]
fn one_more_report_changes_no_month_that_is_over() {
    let dir = tempfile::tempdir().unwrap();
    posts::write_many(dir.path(), 75).unwrap();
    let (before, _) = counted(dir.path());
    let next = "---\ntitle: 港口\n---\n\n# 港口\n\n港口和自动化码头，自动化码头用 Harbor Pilot 2.5 调度集装箱。第0点。\n";
    fs::write(dir.path().join("2026-01-01-ports.md"), next).unwrap();
    let (after, _) = counted(dir.path());
    assert_eq!((months(&before).len(), months(&after).len()), (3, 4));
    for (name, ..) in months(&before) {
        assert_eq!(before.get(name), after.get(name), "{name}");
    }
    let totals = |files: &BTreeMap<String, Vec<u8>>| -> TermTotals {
        let file = files
            .iter()
            .find(|(name, _)| name.starts_with("term-totals"))
            .unwrap();
        serde_json::from_slice(file.1).unwrap()
    };
    assert_eq!(
        (totals(&before).reports, totals(&after).reports),
        (44, 75),
        "December is over"
    );
}

#[test]
fn what_is_distinctive_of_a_topic_is_not_what_all_have() {
    let (files, _) = counted(&posts::samples());
    let mut terms = Terms::default();
    months(&files).iter().for_each(|(.., month)| terms.add(month));
    let of_topic = terms
        .reports()
        .iter()
        .filter(|report| terms.topic(report) == "finance");
    let finance = terms.sum(of_topic, None);
    let rest = terms.rest(&finance);
    let texts = |score| -> Vec<String> {
        let found = weighted(&terms, &finance, Some(&rest), score, 30);
        found.iter().map(|term| term.text.to_string()).collect()
    };
    let (salient, distinctive) = (texts(Score::Salient), texts(Score::Distinctive));
    println!("salient: {salient:?}\ndistinctive: {distinctive:?}");
    assert_eq!((salient.len(), distinctive.len()), (30, 30));
    assert_ne!(salient, distinctive);
    let share = |text: &String| {
        let term = terms.find(text).unwrap();
        let elsewhere = rest.terms.get(&term).map_or(0, |tally| tally.count);
        f64::from(elsewhere) / f64::from(elsewhere + finance.terms[&term].count)
    };
    let mean = |texts: &[String]| texts.iter().map(share).sum::<f64>() / texts.len() as f64;
    assert!(
        mean(&distinctive) < mean(&salient),
        "{} {}",
        mean(&distinctive),
        mean(&salient)
    );
}

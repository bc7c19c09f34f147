//! The scan against the plainest search there is: fold everything, ask every text whether it holds the folded
//! needle.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{Archive, paragraph, summary};
use crate::link::Filter;
use crate::search::{Query, mark, mark_text};
use crate::text::{FoldTable, tests};

/// Reports of one to three paragraphs.
fn reports() -> impl Strategy<Value = Vec<Vec<String>>> {
    let report = proptest::collection::vec(tests::text(0..12), 1..4);
    proptest::collection::vec(report, 1..6)
}

/// A substring of one of the texts, cut anywhere between characters.
fn substring(reports: &[Vec<String>], at: [Index; 4]) -> String {
    let report = &reports[at[0].index(reports.len())];
    let chars: Vec<char> = report[at[1].index(report.len())].chars().collect();
    if chars.is_empty() {
        return String::new();
    }
    let from = at[2].index(chars.len());
    let to = from + 1 + at[3].index(chars.len() - from);
    chars[from..to].iter().collect()
}

fn holds(fold: &FoldTable, report: &[String], needle: &str) -> bool {
    !needle.is_empty() && report.iter().any(|text| fold.fold_str(text).contains(needle))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_phrase_finds_exactly_the_reports_that_hold_it(reports in reports(), at: [Index; 4]) {
        let mut archive = Archive::new();
        for (day, report) in reports.iter().enumerate() {
            archive.add(&summary(day as u32 + 1), report.iter().map(|text| paragraph(text)).collect());
        }
        let raw = substring(&reports, at);
        let needle = archive.fold.fold_str(&raw);
        let outcome = archive.corpus.search(&Query::phrase(&raw), &Filter::default(), &archive.fold);
        prop_assert!(!outcome.relaxed);
        let mut found: Vec<usize> = outcome.hits.iter().map(|hit| hit.report).collect();
        found.sort_unstable();
        let expected: Vec<usize> =
            (0..reports.len()).filter(|at| holds(&archive.fold, &reports[*at], &needle)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_mark_folds_to_text_that_holds_the_needle(reports in reports(), at: [Index; 4]) {
        let fold = tests::table();
        let raw = substring(&reports, at);
        let needle = fold.fold_str(&raw);
        for report in &reports {
            let mut document = super::document(report.iter().map(|text| paragraph(text)).collect());
            let mut count = 0;
            for text in report {
                for range in mark_text(text, &Query::phrase(&raw), &fold) {
                    prop_assert!(fold.fold_str(&text[range]).contains(&needle));
                    count += 1;
                }
            }
            prop_assert_eq!(count > 0, holds(&fold, report, &needle));
            prop_assert_eq!(mark(&mut document, &Query::phrase(&raw), &fold), count);
            for (block, text) in document.blocks.iter().zip(report) {
                let crate::markdown::Block::Paragraph(content) = block else { unreachable!() };
                prop_assert_eq!(&crate::markdown::plain_text(content), text);
            }
        }
    }
}

//! Explanations of scores.

use super::{Archive, heading, paragraph, summary};
use crate::link::Filter;
use crate::search::{Corpus, Explanation, Hit, Query, Scan};

fn archive() -> Archive {
    let mut archive = Archive::new();
    let mut first = summary(3);
    first.headline = "Olmo 3 发布".into();
    archive.add(
        &first,
        vec![
            heading(1, "Olmo 3 发布"),
            heading(2, "开源模型"),
            paragraph("开源模型 Olmo 3，开源模型。"),
        ],
    );
    archive.add(&summary(2), vec![paragraph("闭源与开源模型，说到 smolmo 和 3。")]);
    archive.add(&summary(1), vec![paragraph("Olmo 与开源的源模、模型，3。")]);
    archive
}

fn explained(query: &str, corpus: &Corpus, archive: &Archive) -> Vec<(Hit, Explanation)> {
    let mut scan = Scan::new(&Query::parse(query), &Filter::default(), &archive.fold);
    while !scan.step(corpus, usize::MAX).done {}
    let hits = scan.outcome(corpus).hits;
    let explanations = scan.explain(&hits, corpus);
    hits.into_iter()
        .zip(explanations.into_iter().map(Option::unwrap))
        .collect()
}

#[test]
fn the_numbers_add_up_to_the_score() {
    let archive = archive();
    for query in [
        "开源模型",
        "olmo 3",
        "olmo OR 闭源 3",
        "闭源模型",
        "-闭源 源",
        "title:olmo",
        "after:2025",
    ] {
        let explained = explained(query, &archive.corpus, &archive);
        assert!(!explained.is_empty(), "{query}");
        for (hit, explanation) in explained {
            let sum: u64 = explanation.shares.iter().map(|share| share.points).sum();
            let (fresh, whole) = explanation.freshness;
            assert_eq!(((sum * fresh / whole) >> 8) as u32, hit.score, "{query}");
            assert_eq!(explanation.score, hit.score);
            for share in &explanation.shares {
                assert_eq!(share.weight, 4 * share.title + 3 * share.headings + share.body);
                assert_eq!(
                    share.points,
                    share.rarity * share.saturation * if share.is_pair { 2 } else { 1 }
                );
            }
        }
    }
}

#[test]
fn occurrences_are_told_apart_by_their_place() {
    let archive = archive();
    let explained = explained("olmo 3", &archive.corpus, &archive);
    let rows: Vec<(&str, bool, [u32; 3])> = explained[0]
        .1
        .shares
        .iter()
        .map(|share| {
            (
                share.text.as_str(),
                share.is_pair,
                [share.title, share.headings, share.body],
            )
        })
        .collect();
    // Twice in the title: headline and lead are the same here.
    assert_eq!(
        rows,
        [
            ("olmo", false, [8, 4, 4]),
            ("3", false, [8, 4, 4]),
            ("olmo 3", true, [8, 4, 4])
        ]
    );
    let inside = explained
        .iter()
        .find(|(hit, _)| archive.corpus.id(hit.report) == "02")
        .unwrap();
    assert_eq!(inside.1.shares[0].body, 1);
    assert!(
        explained[0].1.freshness.0 * explained[2].1.freshness.1
            > explained[2].1.freshness.0 * explained[0].1.freshness.1
    );
}

#[test]
fn parts_of_a_phrase_are_explained_where_they_were_searched() {
    let archive = archive();
    let explained = explained("闭源模型", &archive.corpus, &archive);
    let texts: Vec<&str> = explained[0]
        .1
        .shares
        .iter()
        .map(|share| share.text.as_str())
        .collect();
    assert!(texts.contains(&"闭源") && texts.contains(&"模型"), "{texts:?}");
}

#[test]
fn what_is_no_hit_has_no_explanation() {
    let archive = archive();
    let mut scan = Scan::new(&Query::parse("闭源"), &Filter::default(), &archive.fold);
    while !scan.step(&archive.corpus, usize::MAX).done {}
    let other = Hit {
        report: 0,
        count: 1,
        score: 1,
    };
    assert_eq!(scan.explain(&[other], &archive.corpus), [None]);
}

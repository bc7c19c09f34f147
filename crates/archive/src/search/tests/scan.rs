//! What is found, in which order, and in slices.

use super::{Archive, heading, paragraph, summary};
use crate::link::Filter;
use crate::markdown::Block;
use crate::model::{Day, Point};
use crate::search::{Query, Scan};

#[test]
fn words_are_and_and_conditions_combine() {
    let archive = Archive::of(&["开源模型 Olmo 3", "开源 Llama", "闭源模型", "Olmo 2"]);
    assert_eq!(archive.find("开源模型"), ["01"]);
    assert_eq!(archive.find("olmo 3"), ["01"]);
    assert_eq!(archive.find("開源 -olmo"), ["02"]);
    assert_eq!(archive.find("Llama OR 闭源"), ["02", "03"]);
    assert_eq!(archive.find("olmo before:2025-11-04"), ["01"]);
    assert_eq!(archive.find("olmo after:2025-11-04"), ["04"]);
    assert_eq!(archive.find("after:2025-11-03"), ["04", "03"]);
    assert_eq!(archive.find("-olmo"), ["03", "02"]);
    assert_eq!(archive.find("\u{200b}"), [""; 0]);
    assert_eq!(archive.find(""), [""; 0]);
}

#[test]
fn folding_makes_spellings_equal_on_both_sides() {
    let archive = Archive::of(&[
        "看 AI 代理",
        "ＧＰＴ－５ 来了",
        "開源",
        "⼈⼯智能",
        "第一行\n第二行",
    ]);
    for (query, id) in [
        ("AI代理", "01"),
        ("gpt-5", "02"),
        ("开源", "03"),
        ("人工智能", "04"),
        ("一行第二", "05"),
    ] {
        assert_eq!(archive.find(query), [id], "{query}");
    }
}

#[test]
fn no_match_spans_two_blocks_or_two_reports() {
    let mut archive = Archive::new();
    archive.add(&summary(1), vec![paragraph("开"), paragraph("源")]);
    archive.add(&summary(2), vec![paragraph("人")]);
    archive.add(&summary(3), vec![paragraph("工")]);
    assert_eq!(archive.find("\"开源\""), [""; 0]);
    assert_eq!(archive.find("\"人工\""), [""; 0]);
}

#[test]
fn a_phrase_that_is_nowhere_is_taken_apart_and_the_outcome_says_so() {
    let archive = Archive::of(&["人工与智能的工智", "智能", "开源", "人工智能体"]);
    let strict = archive.outcome("人工智能体");
    assert!(!strict.relaxed && strict.hits.len() == 1);
    let archive = Archive::of(&["人工与智能的工智 Olmo", "智能", "开源模型"]);
    let relaxed = archive.outcome("人工智能");
    assert!(relaxed.relaxed);
    assert_eq!(archive.find("人工智能"), ["01"]);
    assert_eq!(archive.find("Olmo人工"), ["01"]);
    assert_eq!(archive.find("\"人工智能\""), [""; 0]);
    // 开源模型 is somewhere, so it is not taken apart, and no report has both.
    assert_eq!(archive.find("人工智能 开源模型"), [""; 0]);
    assert!(!archive.outcome("人工智能 开源模型").relaxed);
    assert!(!archive.outcome("量子计算").relaxed);
}

#[test]
fn fields_look_where_they_say() {
    let mut archive = Archive::new();
    let mut first = summary(1);
    (first.source, first.topic, first.headline) = ("twitter".into(), "crypto".into(), "总结報告".into());
    first.points = vec![Point {
        lead: "開源发布".into(),
        text: "正文".into(),
    }];
    archive.add(&first, vec![paragraph("比特币")]);
    archive.add(&summary(2), vec![paragraph("开源 比特币")]);
    assert_eq!(archive.find("title:开源"), ["01"]);
    assert_eq!(archive.find("-title:开源 比特币"), ["02"]);
    assert_eq!(archive.find("topic:CRYPTO"), ["01"]);
    assert_eq!(archive.find("topic:加密貨币"), ["01"]);
    assert_eq!(archive.find("source:twit"), [""; 0]);
    let filter = Filter {
        source: Some("twitter".into()),
        ..Filter::default()
    };
    let outcome = archive
        .corpus
        .search(&Query::parse("比特币"), &filter, &archive.fold);
    assert_eq!(outcome.hits.len(), 1);
}

#[test]
fn headline_before_heading_before_body_then_newest_first() {
    let mut archive = Archive::new();
    let other = || paragraph("别的");
    let mut lead = summary(1);
    lead.headline = "开源".into();
    archive.add(&lead, vec![heading(1, "开源"), other()]);
    archive.add(&summary(2), vec![heading(2, "开源"), other()]);
    archive.add(&summary(3), vec![heading(2, "别的"), paragraph("开源")]);
    archive.add(&summary(4), vec![heading(2, "别的"), paragraph("开源")]);
    assert_eq!(archive.find("开源"), ["01", "02", "04", "03"]);
}

#[test]
fn side_by_side_before_apart_and_whole_words_before_parts() {
    let archive = Archive::of(&[
        "Olmo 3 与别的东西",
        "Olmo 与别的 3 东西",
        "said paid",
        "an AI aide",
    ]);
    assert_eq!(archive.find("olmo 3"), ["01", "02"]);
    assert_eq!(archive.find("ai"), ["04", "03"]);
}

#[test]
fn order_does_not_depend_on_the_order_of_adding() {
    let texts = [
        "开源模型与开源",
        "模型开源",
        "开源 x",
        "模型与开源模型",
        "y 开源模型",
    ];
    let mut backwards = Archive::new();
    for (at, text) in texts.iter().enumerate().rev() {
        backwards.add(&summary(at as u32 + 1), vec![paragraph(text)]);
    }
    for query in ["开源", "开源 模型", "模型 OR x"] {
        assert_eq!(Archive::of(&texts).find(query), backwards.find(query));
    }
}

#[test]
fn boilerplate_is_found_and_counts_for_nothing() {
    let mut archive = Archive::new();
    let blocks = vec![paragraph("开源 开源 开源"), paragraph("别的")];
    let known = crate::text::searchable(&super::document(blocks), &[0]);
    archive.corpus.add(&summary(9), &known, &archive.fold);
    archive.add(&summary(1), vec![paragraph("开源 别的")]);
    assert_eq!(archive.find("开源"), ["01", "09"]);
}

#[test]
fn slices_give_the_whole_and_say_how_far_they_are() {
    let texts: Vec<String> = (0..25)
        .map(|i| format!("报告 {i} 开源{}", if i == 7 { "模型" } else { "" }))
        .collect();
    let archive = Archive::of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for query in ["开源", "开源模型", "源报告开", "开源模报"] {
        let mut scan = Scan::new(&Query::parse(query), &Filter::default(), &archive.fold);
        let first = scan.step(&archive.corpus, 1);
        assert_eq!((first.scanned, first.total, first.done), (1, 25, false));
        let mut steps = 1;
        while !scan.step(&archive.corpus, 200).done {
            steps += 1;
        }
        assert!(steps > 5, "{steps}");
        assert_eq!(scan.outcome(&archive.corpus), archive.outcome(query), "{query}");
    }
}

#[test]
fn a_scan_goes_on_with_what_is_added() {
    let mut archive = Archive::of(&["人工与智能的工智"]);
    let mut scan = Scan::new(&Query::parse("人工智能"), &Filter::default(), &archive.fold);
    assert!(scan.step(&archive.corpus, usize::MAX).done);
    assert!(scan.outcome(&archive.corpus).relaxed);
    archive.add(&summary(2), vec![paragraph("人工智能")]);
    let progress = scan.step(&archive.corpus, usize::MAX);
    assert!(progress.done && progress.scanned == 2);
    let outcome = scan.outcome(&archive.corpus);
    assert!(!outcome.relaxed);
    assert_eq!(outcome, archive.outcome("人工智能"));
}

#[test]
fn counts_are_capped() {
    let archive = Archive::of(&[&"的".repeat(1_000)]);
    assert_eq!(archive.outcome("的").hits[0].count, 16);
}

#[test]
fn days_of_query_and_filter_meet() {
    let archive = Archive::of(&["x", "x", "x", "x"]);
    let filter = Filter {
        to: Day::new(2025, 11, 3),
        ..Filter::default()
    };
    let outcome = archive
        .corpus
        .search(&Query::parse("x after:2025-11-03"), &filter, &archive.fold);
    assert_eq!(
        outcome
            .hits
            .iter()
            .map(|h| archive.corpus.id(h.report))
            .collect::<Vec<_>>(),
        ["03"]
    );
}

#[test]
fn an_empty_corpus_and_an_empty_report_are_fine() {
    let mut archive = Archive::new();
    assert!(archive.find("开源").is_empty());
    archive.add(&summary(1), vec![Block::Rule, paragraph(" \n")]);
    assert!(archive.find("开源").is_empty());
    assert_eq!(archive.find("-开源"), ["01"]);
}

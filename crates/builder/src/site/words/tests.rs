//! Parts of a vocabulary, and what is suggested from them.

use kanbao_archive::model::{Day, Report};
use kanbao_archive::search::{Query, SuggestionKind};

use super::super::tests::{in_a_folder, report};
use super::*;

/// A report of a day with text and terms.
fn written(day: &str, slug: &str, markdown: &str, terms: &[&str]) -> Report {
    let mut report = report(day.parse::<Day>().unwrap(), slug, markdown);
    let term = |text: &&str| Term {
        text: (*text).into(),
        count: 1,
        weight: 1,
    };
    report.body.terms = terms.iter().map(term).collect();
    report
}

fn archive() -> Vec<Report> {
    vec![
        written(
            "2025-11-30",
            "a",
            "Claude 与 **GPT-5**，[站](https://hidden.example/claudia)",
            &["人工智能", "代理"],
        ),
        written("2025-11-29", "b", "Gemini 和 Claude，`c++`", &["人工智能"]),
        written(
            "2025-10-30",
            "c",
            "CLAUDE Claude，银行 2025",
            &["人工智能", "AI芯片", "中国银行", "Claude"],
        ),
        written(
            "2025-10-29",
            "d",
            "claude 和 NVIDIA",
            &["ai芯片", "银行：行", "開源"],
        ),
        written("2025-09-29", "e", "x", &["ai芯片", "开源"]),
    ]
}

fn table(reports: &[Report]) -> FoldTable {
    fold::table(reports.iter().map(|r| r.body.document.as_str()).chain(["開"]))
}

/// The files of an archive's vocabulary, by the names of its parts.
fn files(reports: &[Report]) -> BTreeMap<String, Vec<u8>> {
    let (links, mut files) =
        in_a_folder(|output| write(&Reports::from(reports.to_vec()), &table(reports), output).unwrap());
    let file = |link: FileLink| {
        let bytes = files.remove(&link.url()).unwrap();
        assert_eq!(
            (link.bytes as usize, link.hash),
            (bytes.len(), fingerprint(&bytes))
        );
        (link.name, bytes)
    };
    let parts = links.into_iter().map(file).collect();
    assert!(files.is_empty());
    parts
}

fn parts(reports: &[Report]) -> BTreeMap<String, serde_json::Value> {
    let read = |(name, bytes): (String, Vec<u8>)| (name, serde_json::from_slice(&bytes).unwrap());
    files(reports).into_iter().map(read).collect()
}

#[test]
fn closed_months_and_what_the_newest_one_adds() {
    let parts = parts(&archive());
    assert_eq!(
        (&parts["words"]["words"], &parts["words"]["terms"]),
        (
            &serde_json::json!(["2 claude", "1 nvidia"]),
            &serde_json::json!([
                "3 ai芯片",
                "2 开源 芯片",
                "1 中国 中国银行 人工 人工智能 智能 银行"
            ])
        )
    );
    assert_eq!(
        (&parts["words-new"]["words"], &parts["words-new"]["terms"]),
        (
            &serde_json::json!(["1 c++ gemini gpt-5"]),
            &serde_json::json!(["1 代理"])
        )
    );
    assert_eq!(parts.len(), 2);
}

#[test]
fn one_more_report_rewrites_the_small_part_only() {
    let mut reports = archive();
    let before = parts(&reports);
    reports.insert(0, written("2025-11-30", "z", "Olmo", &["机器人"]));
    let after = parts(&reports);
    assert_eq!(before["words"], after["words"]);
    assert_ne!(before["words-new"], after["words-new"]);
}

#[test]
fn an_archive_of_one_month_has_one_part_and_an_empty_one_none() {
    assert_eq!(
        parts(&archive()[..2]).into_keys().collect::<Vec<_>>(),
        ["words-new"]
    );
    assert!(parts(&[]).is_empty());
}

#[test]
fn the_rarest_are_left_out() {
    let counted = [("b", 1), ("a", 1), ("c", 3), ("d", 2)].map(|(text, n)| (text.to_owned(), n));
    let kept = most_frequent(counted.into_iter(), 3);
    assert_eq!(
        kept.iter().map(|(text, _)| text.as_str()).collect::<String>(),
        "cda"
    );
}

#[test]
fn only_what_can_be_misspelt_or_typed_in_pinyin_is_kept() {
    assert!(["ai", "gpt-5", "c++", "5g"].into_iter().all(is_name));
    assert!(!["a", "2025", "4.5", &"x".repeat(33)].into_iter().any(is_name));
    assert!(["模型", "AI模型", "3D打印"].into_iter().all(is_chinese));
    assert!(
        ![
            "Claude",
            "型",
            "A型",
            "模型、数据",
            "Claude 模型",
            &"字".repeat(13)
        ]
        .into_iter()
        .any(is_chinese)
    );
}

#[test]
fn characters_have_all_their_readings() {
    let all = |c: char| readings(c).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(all('行'), "hang heng xing");
    assert_eq!(all('长'), "chang zhang");
    assert_eq!(all('女'), "nv ru");
    assert_eq!(all('略'), "lve");
    assert_eq!(all('x'), "");
}

#[test]
fn the_parts_together_suggest_what_the_archive_has() {
    let reports = archive();
    let fold = table(&reports);
    let mut vocabulary = Vocabulary::default();
    for bytes in files(&reports).values() {
        vocabulary.extend(serde_json::from_slice(bytes).unwrap());
    }
    let best = |query: &str| {
        let found = vocabulary.suggest(&Query::parse(query), &fold);
        found.into_iter().next().map(|best| (best.query, best.kind))
    };
    for (typed, meant, kind) in [
        ("Cluade", "claude", SuggestionKind::Spelling),
        ("gpt5", "gpt-5", SuggestionKind::Spelling),
        ("gemni", "gemini", SuggestionKind::Spelling),
        ("rengong zhineng", "人工智能", SuggestionKind::Pinyin),
        ("zgyh", "中国银行", SuggestionKind::Pinyin),
        ("zhongguoyinxing", "中国银行", SuggestionKind::Pinyin),
        // No report and no term has 职.
        ("人工职能", "人工智能", SuggestionKind::Pinyin),
        ("代里", "代理", SuggestionKind::Pinyin),
    ] {
        assert_eq!(best(typed), Some((meant.to_owned(), kind)), "{typed}");
    }
    // What stands in an address only cannot be found.
    assert_eq!(best("cluadia"), None);
}

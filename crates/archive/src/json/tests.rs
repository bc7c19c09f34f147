use serde::de::DeserializeOwned;

use super::{Json, from_str};
use crate::model::{Body, Bundle, Directory, MonthTerms, Shard, Summary, TermTotals};
use crate::search::Vocabulary;

/// What both readers make of a text is the same, if only that it is refused.
fn both<T: Json + DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    let (ours, serde) = (from_str::<T>(text), serde_json::from_str::<T>(text));
    assert_eq!(
        ours.as_ref().ok(),
        serde.as_ref().ok(),
        "{text}: {ours:?}, {serde:?}"
    );
}

const SUMMARY: &str = r#"{"id":"2025/11/21/x","day":"2025-11-21","time":"08:30","title":"x","headline":"总结\n\"报告\"",
    "source":"twitter","topic":"ai","period":{"from":"2025-11-21","to":"2025-11-22"},"covers":{"from":"2025-11-20","to":"2025-11-21"},
    "points":[{"lead":"开源","text":"Olmo 3"},{"text":"\ud83d\ude00 \u00e9\/\b\f\r\t"}],"chars":900,
    "cloud":{"src":"a.jpg","url":"assets/a.jpg","width":1,"height":2,"bytes":3},"top_terms":["a","b"],"fresh":["c"],"updated":"2025-12-01"}"#;

const BODY: &str = r#"{"document":"1}总结}p正文}}","images":[{"src":"a.jpg"},{"src":"b.jpg","url":null,"width":7}],
    "terms":[{"text":"开源","count":3,"weight":10000}],"news":{"earlier":8,"rising":["a"],"faded":[["b","2025/11/20/x"]]},
    "related":[["2025/11/20/x","2025-11-20","标题"]]}"#;

fn bundle() -> String {
    format!(
        r#"{{"schema":3,"site":{{"title":"看报","description":"d","language":"zh-CN","section_aliases":[["要点","key-points"]],
        "boilerplate":["x"]}},"sources":[{{"key":"twitter","name":"Twitter"}}],"topics":[],"sections":["key-points"],
        "counts":[["2025-11-21",0,2]],"total":2,"fold":{{"pairs":"開开","ranges":[["Α","α",5]],"strings":[["Ⅲ","iii"]],"compositions":"é"}},
        "reports":[{{"summary":{SUMMARY},"body":{BODY}}}],
        "directories":[{{"kind":"bodies","year":2025,"bytes":12,"hash":"abc="}}],
        "index":{{"mean_length":812,"levels":[{{"from":"2025-01-01","reports":5,"bits":3,"bytes":6,"hash":"h"}}]}},
        "words":[{{"name":"words","bytes":1,"hash":"h"}}],"terms":[{{"kind":"terms","year":-3,"bytes":4294967295,"hash":""}}],
        "term_totals":{{"name":"t","bytes":1,"hash":"h"}},"withdrawn":["a/b"],"later":{{"a":[1,-2.5e+3,{{}}],"b":null,"c":true}}}}"#
    )
}

/// The text with each of its bytes left out, doubled or made another one where that is still a text.
fn damaged(text: &str) -> impl Iterator<Item = String> {
    text.char_indices().flat_map(move |(at, c)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        [
            format!("{before}{after}"),
            format!("{before}{c}{c}{after}"),
            format!("{before}7{after}"),
            format!("{before}\u{1}{after}"),
            before.to_owned(),
        ]
    })
}

#[test]
fn whatever_serde_reads_or_refuses_is_read_and_refused_alike() {
    for text in [
        SUMMARY,
        r#"{"id":"x","day":"2025-11-21","title":"","headline":"","period":{"from":"2025-11-21","to":"2025-11-21"},"chars":0}"#,
    ] {
        assert!(from_str::<Summary>(text).is_ok());
        both::<Summary>(text);
        damaged(text).for_each(|text| both::<Summary>(&text));
    }
    assert!(from_str::<Body>(BODY).is_ok());
    damaged(BODY).for_each(|text| both::<Body>(&text));
    let bundle = bundle();
    assert!(
        from_str::<Bundle>(&bundle).is_ok(),
        "{:?}",
        from_str::<Bundle>(&bundle)
    );
    both::<Bundle>(&bundle);
    damaged(&bundle).for_each(|text| both::<Bundle>(&text));
    let shard = r#"{"period":{"from":"2025-11-21","to":"2025-11-22"},"reports":1,"bytes":2,"hash":"h","holds":[["ai",1,2,3],["",0,0,0]]}"#;
    damaged(shard).for_each(|text| both::<Shard>(&text));
    both::<Directory>(&format!(
        r#" {{ "schema" : 3 , "kind":"summaries","shards":[ {shard} , {shard} ] }} "#
    ));
    let month = r#"{"schema":3,"month":"2025-11-01","topics":["ai"],"kinds":["other"],"terms":[[140,["开源","a"]],[150,[]]],
        "reports":[["2025/11/30/x",30,0,812,[[1,-7,0,1,-2,1]]],["y",255,1,0,[]]]}"#;
    assert!(from_str::<MonthTerms>(month).is_ok());
    damaged(month).for_each(|text| both::<MonthTerms>(&text));
    let totals =
        r#"{"schema":3,"until":"2025-11-30","reports":9,"words":18446744073709551615,"terms":[["a",1,2]]}"#;
    assert!(from_str::<TermTotals>(totals).is_ok());
    damaged(totals).for_each(|text| both::<TermTotals>(&text));
    let words = r#"{"words":["2 claude gpt-5"],"terms":["1 代理"],"readings":["hang航行"]}"#;
    damaged(words).for_each(|text| both::<Vocabulary>(&text));
}

#[test]
fn strings_end_where_they_end_however_they_lie() {
    for length in 0..40 {
        let plain = "aé报😀".chars().cycle().take(length).collect::<String>();
        for text in [
            plain.clone(),
            format!("{plain}\"\\\n{plain}"),
            format!("{plain}\u{7f}\u{80}"),
        ] {
            let json = serde_json::to_string(&text).unwrap();
            assert_eq!(from_str::<String>(&json).as_ref(), Ok(&text));
        }
    }
    for half in [
        r#""\ud800""#,
        r#""\ud800x""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        r#""\u12g4""#,
        r#""\x""#,
        r#""\"#,
        r#"""#,
    ] {
        both::<String>(half);
        assert!(from_str::<String>(half).is_err(), "{half}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let said = |text: &str| from_str::<Summary>(text).unwrap_err().to_string();
    assert_eq!(said("<!doctype html>"), "expected an object at line 1 column 1");
    assert_eq!(
        said("{\"id\":\"x\",\n \"id\":1}"),
        "duplicate field `id` at line 2 column 7"
    );
    assert_eq!(said("{\"id\":\"x\"}"), "missing field `day` at line 1 column 11");
    assert_eq!(
        said("{\"chars\":4294967296}"),
        "expected a whole number that is not too large at line 1 column 10"
    );
    assert_eq!(said(&"[".repeat(3)), "expected an object at line 1 column 1");
    let deep = format!("{{\"x\":{}", "[".repeat(200));
    assert!(said(&deep).starts_with("lists and objects stand too deep"));
}

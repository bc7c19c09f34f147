//! Excerpts: which passages, how they are cut, where the marks are.

use super::{document, heading, paragraph};
use crate::markdown::Block;
use crate::search::{Excerpt, Excerpts, Query, excerpts, mark};
use crate::text::{searchable, tests::table};

fn of(blocks: Vec<Block>, boilerplate: &[usize], query: &str) -> Excerpts {
    excerpts(
        &searchable(&document(blocks), boilerplate),
        &Query::parse(query),
        &table(),
    )
}

/// The excerpt with marks in brackets.
fn show(excerpt: &Excerpt) -> String {
    let mut out = excerpt.text.clone();
    for mark in excerpt.marks.iter().rev() {
        out.insert(mark.end, ']');
        out.insert(mark.start, '[');
    }
    out
}

#[test]
fn short_passages_are_shown_whole_with_their_section() {
    let blocks = vec![
        heading(1, "开源总结"),
        heading(2, "重要观点"),
        paragraph("没有"),
        paragraph("開源的Ｏlmo 3，开源。"),
        heading(3, "开源"),
    ];
    let found = of(blocks, &[], "开源 olmo");
    assert_eq!(found.total, 5);
    assert_eq!(show(&found.excerpts[0]), "[開源]的[Ｏlmo] 3，[开源]。");
    assert_eq!(
        found.excerpts[0].section.as_ref().map(|s| s.id.as_str()),
        Some("重要观点")
    );
    assert_eq!(found.excerpts[0].first_mark, Some(1));
    assert_eq!(show(&found.excerpts[1]), "[开源]");
}

#[test]
fn the_second_shows_what_the_first_does_not() {
    let blocks = vec![
        paragraph("开源与开源"),
        paragraph("开源 模型"),
        paragraph("开源"),
        paragraph("Olmo"),
    ];
    let found = of(blocks, &[], "开源 模型 Olmo");
    assert_eq!(
        found.excerpts.iter().map(show).collect::<Vec<_>>(),
        ["[开源 模型]", "[Olmo]"]
    );
}

#[test]
fn words_side_by_side_are_shown_before_words_apart() {
    let blocks = vec![paragraph("AI，AI，AI 的代理与代理"), paragraph("AI 代理")];
    let found = of(blocks, &[], "AI 代理");
    assert_eq!(show(&found.excerpts[0]), "[AI 代理]");
}

#[test]
fn long_passages_are_cut_at_sentences_and_between_words() {
    let filler = "这是一句用来填充版面的话，没有别的意思。".repeat(12);
    let text = format!("{filler}前面的话说到Olmo开源了，后面再说。{filler}");
    let found = of(vec![paragraph(&text)], &[], "开源");
    let excerpt = show(&found.excerpts[0]);
    assert!(
        excerpt.starts_with("…这是一句") || excerpt.starts_with("…前面"),
        "{excerpt}"
    );
    assert!(
        excerpt.contains("Olmo[开源]了") && excerpt.ends_with('…'),
        "{excerpt}"
    );
    assert!(
        (80..=97).contains(&excerpt.chars().count()),
        "{}",
        excerpt.chars().count()
    );
    assert_eq!(found.excerpts.len(), 1);

    let latin = format!(
        "{} needle {}",
        "internationalisation ".repeat(30),
        "localisation ".repeat(30)
    );
    let excerpt = show(&of(vec![paragraph(&latin)], &[], "needle").excerpts[0]);
    assert!(excerpt.starts_with("…internationalisation "), "{excerpt}");
    assert!(excerpt.ends_with(" localisation…"), "{excerpt}");
}

#[test]
fn a_match_at_the_end_is_led_up_to() {
    let text = format!("{}最后开源", "没有句号的长文字，".repeat(40));
    let excerpt = show(&of(vec![paragraph(&text)], &[], "开源").excerpts[0]);
    assert!(
        excerpt.starts_with('…') && excerpt.ends_with("最后[开源]"),
        "{excerpt}"
    );
    assert!(
        (85..=95).contains(&excerpt.chars().count()),
        "{}",
        excerpt.chars().count()
    );
}

#[test]
fn a_long_match_is_shown_whole() {
    let long = "长".repeat(300);
    let found = of(vec![paragraph(&format!("头{long}尾"))], &[], &long);
    assert_eq!(show(&found.excerpts[0]), format!("头[{long}]尾"));
}

#[test]
fn boilerplate_is_the_last_resort_and_nothing_gives_nothing() {
    let blocks = || {
        vec![
            paragraph("数据来源：开源"),
            paragraph("开源在此"),
            paragraph("别的"),
        ]
    };
    assert_eq!(
        of(blocks(), &[0], "开源")
            .excerpts
            .iter()
            .map(show)
            .collect::<Vec<_>>(),
        ["[开源]在此"]
    );
    assert_eq!(show(&of(blocks(), &[0], "数据").excerpts[0]), "[数据]来源：开源");
    assert_eq!(of(blocks(), &[0], "量子"), Excerpts::default());
    assert_eq!(of(blocks(), &[0], "after:2025"), Excerpts::default());
}

#[test]
fn first_marks_are_the_numbers_that_marking_gives() {
    let code = Block::Code {
        language: String::new(),
        text: "let 开源 = 1;\n\tlet 模型 = 2;\n".into(),
    };
    let blocks = vec![
        paragraph("开源"),
        code,
        paragraph("开源"),
        paragraph("模型与开源在此"),
    ];
    let found = of(blocks.clone(), &[], "开源 模型");
    let mut marked = document(blocks);
    assert_eq!(
        (
            found.total,
            mark(&mut marked, &Query::parse("开源 模型"), &table())
        ),
        (6, 4)
    );
    assert_eq!(show(&found.excerpts[0]), "let [开源] = 1;  let [模型] = 2;");
    assert_eq!(found.excerpts[0].first_mark, None);
    assert_eq!(found.excerpts[1].first_mark, Some(2));
}

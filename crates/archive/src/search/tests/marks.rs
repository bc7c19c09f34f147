//! Marks in trees and in plain texts.

use super::{bold, document, heading, paragraph, text};
use crate::markdown::{Block, Document, Footnote, Inline, LinkTarget};
use crate::search::{Query, mark, mark_text};
use crate::text::tests::table;

fn marked(mut document: Document, query: &str) -> (Document, usize) {
    let count = mark(&mut document, &Query::parse(query), &table());
    (document, count)
}

/// The running text of a paragraph with marks as `[number:text]`.
fn show(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Mark { number, text } => format!("[{number}:{text}]"),
            Inline::Styled(_, content) => format!("*{}*", show(content)),
            Inline::Link { content, .. } => format!("<{}>", show(content)),
            Inline::SoftBreak => "~".into(),
            _ => "?".into(),
        })
        .collect()
}

fn shown(content: Vec<Inline>, query: &str) -> String {
    let (document, _) = marked(document(vec![Block::Paragraph(content)]), query);
    match &document.blocks[0] {
        Block::Paragraph(content) => show(content),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_match_across_nodes_becomes_several_marks_of_one_number() {
    let content = vec![text("看"), bold("开源"), text("模型，"), bold("开源"), text("的")];
    assert_eq!(
        shown(content.clone(), "开源模型"),
        "看*[0:开源]*[0:模型]，*开源*的"
    );
    assert_eq!(shown(content, "开源"), "看*[0:开源]*模型，*[1:开源]*的");
}

#[test]
fn links_code_and_soft_breaks_are_part_of_the_text() {
    let link = Inline::Link {
        to: LinkTarget::External("https://a.example".into()),
        title: String::new(),
        content: vec![text("Olmo 3 发布")],
    };
    let content = vec![
        text("人"),
        Inline::SoftBreak,
        text("工 Olmo"),
        Inline::SoftBreak,
        text("3 "),
        link,
        Inline::Code("x=3".into()),
    ];
    assert_eq!(
        shown(content.clone(), "\"olmo 3\" 人工 x=3"),
        "[0:人]~[0:工 Olmo]~[0:3 ]<[0:Olmo 3] 发布>[1:x=3]"
    );
    assert_eq!(shown(content, "\"=3发\""), "人~工 Olmo~3 <Olmo 3 发布>`x=3`");
}

#[test]
fn numbers_run_through_headings_cells_and_footnotes() {
    let cell = || vec![text("开源")];
    let blocks = vec![
        heading(2, "開源"),
        Block::Table {
            align: vec![],
            head: vec![cell()],
            rows: vec![vec![cell(), cell()]],
        },
        Block::Code {
            language: String::new(),
            text: "开源\n".into(),
        },
    ];
    let footnotes = vec![Footnote {
        number: 1,
        blocks: vec![paragraph("开 源")],
    }];
    let (document, count) = marked(Document { blocks, footnotes }, "开源");
    assert_eq!(count, 5);
    let Block::Heading { content, .. } = &document.blocks[0] else {
        panic!()
    };
    assert_eq!(show(content), "[0:開源]");
    let Block::Paragraph(content) = &document.footnotes[0].blocks[0] else {
        panic!()
    };
    assert_eq!(show(content), "[4:开 源]");
}

#[test]
fn a_passage_without_matches_stays_as_it_is() {
    let before = document(vec![
        Block::Paragraph(vec![text(""), text("a"), text("b")]),
        paragraph("c"),
    ]);
    let (after, count) = marked(before.clone(), "topic:a -b");
    assert_eq!((after, count), (before.clone(), 0));
    assert_eq!(marked(before, "\u{200b}").1, 0);
}

#[test]
fn plain_texts_give_ranges() {
    let text = "ＡＩ 代理与AI代理";
    let found = mark_text(text, &Query::parse("AI代理"), &table());
    assert_eq!(
        found.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(),
        ["ＡＩ 代理", "AI代理"]
    );
    assert!(mark_text("", &Query::parse("AI"), &table()).is_empty());
}

#[test]
fn of_a_pasted_page_the_first_words_are_marked() {
    let words: Vec<String> = (100..170).map(|number| format!("w{number}")).collect();
    let text = words.join("，");
    let found = mark_text(&text, &Query::parse(&words.join(" ")), &table());
    let found: Vec<&str> = found.iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(found, words[..64]);
}

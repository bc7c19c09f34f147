//! What is stored is read back, and nothing else is.

use proptest::prelude::*;

use super::*;
use crate::markdown::{Block, Inline, parse};

fn stored(markdown: &str) -> String {
    Stored::of(&parse(markdown)).0
}

#[test]
fn the_notation_is_short_and_can_be_read_by_people() {
    for (markdown, expected) in [
        ("", "}"),
        (
            "# 总结\n\n## A, B\n\n正文 `x`，**粗**和*斜*。",
            "1}总结}2a-b}A, B}p正文 {cx}，{*粗}和{_斜}。}}",
        ),
        ("3. 甲\n4. 乙\n   - 丙", "o3}.p甲}}.p乙}u.p丙}}}}}}"),
        ("- [x] 甲\n\n- [ ] 乙", "Uxp甲}}op乙}}}}"),
        (
            "> [!TIP]\n> 甲\n\n> 乙\n\n---\n\n```rust\nfn f() {}\n```",
            "!tp甲}}qp乙}}-crust}fn f() {{{}\n}}",
        ),
        ("|甲|乙|\n|-|-:|\n|丙|", "t<>}||甲}|乙}}||丙}|}}}}"),
        (
            "[甲](https://x.y \"题\")[乙](a.md)[丙](#z)![图](b.png)  \nx\ny[^1]\n\n[^1]: 注",
            "p{lhttps://x.y}题}甲}{ra.md}}乙}{az}}丙}{ib.png}图}{nx{ y{f1}}}1}p注}}",
        ),
        (
            "<details>\n<summary>更多</summary>\n\n甲\n\n</details>",
            "d更多}p甲}}}",
        ),
    ] {
        assert_eq!(stored(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_is_no_document_is_refused() {
    for text in [
        "",
        "x",
        "p甲",
        "p甲}",
        "}p甲}",
        "}一}}",
        "甲}",
        "p{甲}}}",
        "7甲}甲}}",
        "1甲{*}}甲}}",
        "!?p甲}}}",
        "o一}}}",
        "o99999999999999999999}}}",
        "u-p甲}}}}",
        "t<}}}",
        "t?}|}}}",
        "p{*甲}}",
        "p{@甲}}}",
    ] {
        assert_eq!(Stored::try_from(text.to_owned()), Err(Malformed), "{text}");
        let json = serde_json::to_string(text).unwrap();
        assert!(serde_json::from_str::<Stored>(&json).is_err(), "{text}");
    }
}

#[test]
fn as_deep_as_the_parser_goes_is_read_and_no_deeper() {
    let quotes = |depth: usize| format!("{}p甲}}{}", "q".repeat(depth), "}".repeat(depth + 1));
    let styles = |depth: usize| format!("p{}甲{}}}", "{*".repeat(depth), "}".repeat(depth + 1));
    for (text, is_read) in [
        (quotes(48), true),
        (quotes(49), false),
        (quotes(100_000), false),
        (styles(24), true),
        (styles(25), false),
        (styles(100_000), false),
    ] {
        assert_eq!(Stored::try_from(text).is_ok(), is_read);
    }
    for hostile in [
        "> ".repeat(200) + "核",
        "- ".repeat(200) + "核",
        "<details>\n\n".repeat(5_000) + "核",
        "> <details>\n".repeat(200) + "> 核",
        "~*".repeat(200) + "核" + &"*~".repeat(200),
        "**a ~b <sub>_c ".repeat(60) + "核" + &"_</sub> d~ e**".repeat(60),
    ] {
        let document = parse(&hostile);
        let stored = Stored::of(&document);
        assert!(stored.as_str().contains('核'));
        assert_eq!(stored.read(), document);
    }
}

#[test]
fn a_tree_that_no_post_makes_is_stored_as_far_as_it_can_be() {
    let blocks = (0..60).fold(Vec::new(), |blocks, _| vec![Block::Quote { note: None, blocks }]);
    let styled = (0..60).fold(vec![Inline::Text("丙".into())], |content, _| {
        vec![Inline::Styled(Style::Strong, content)]
    });
    let mark = Inline::Mark {
        number: 0,
        text: "乙".into(),
    };
    let mut document = Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text("甲".into()), mark])],
        footnotes: Vec::new(),
    };
    assert_eq!(Stored::of(&document).as_str(), "p甲乙}}");
    document.blocks = blocks;
    document.blocks.push(Block::Paragraph(styled));
    let stored = Stored::of(&document);
    assert!(stored.as_str().contains('丙'));
    assert_eq!(Stored::try_from(stored.0.clone()), Ok(stored));
}

/// Markdown of pieces that mean something to the parser.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "甲",
        "AI ",
        "。",
        "{",
        "}",
        "\n",
        "\n\n",
        "    ",
        "# ",
        "### ",
        "> ",
        "> [!NOTE]\n",
        "- ",
        "- [x] ",
        "7. ",
        "**",
        "*",
        "_",
        "~",
        "`",
        "```\n",
        "```rs\n",
        "---\n",
        "| a | b |\n|:-:|--:|\n",
        "|",
        "[^1]",
        "[^1]: ",
        "[x](y \"z\")",
        "[",
        "](#a)",
        "![i](j.png)",
        "<sub>",
        "</sub>",
        "<br>",
        "<details>\n",
        "<summary>",
        "</summary>\n",
        "</details>\n",
        "&#1;",
        "&copy;",
        "  \n",
        "\\",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Text of characters that mean something to the notation.
fn notation() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "}", "}", "}", "}", "p", "q", "{", "{*", "{c", "{l", "1", "u", ".", "o2}", "t<}", "|", "d", "-", "甲",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_parsed_document_is_read_back(markdown in markdown()) {
        let document = parse(&markdown);
        let stored = Stored::of(&document);
        prop_assert_eq!(stored.read(), document);
        let json = serde_json::to_string(&stored).unwrap();
        prop_assert_eq!(serde_json::from_str::<Stored>(&json).unwrap(), stored);
    }

    #[test]
    fn every_text_is_read_or_refused(text in prop_oneof![notation(), any::<String>()]) {
        if let Ok(stored) = Stored::try_from(text) {
            let document = stored.read();
            prop_assert_eq!(Stored::of(&document).read(), document);
        }
    }
}

#[test]
fn links_to_reports_are_stored_and_written_from_the_page_they_stand_on() {
    let document = Document {
        blocks: vec![Block::Paragraph(
            ["2025/11/21/甲#要点", "b", ""]
                .map(|to| Inline::Link {
                    to: crate::markdown::LinkTarget::Report(to.to_owned()),
                    title: String::new(),
                    content: vec![Inline::Text("x".to_owned())],
                })
                .to_vec(),
        )],
        footnotes: Vec::new(),
    };
    let stored = Stored::of(&document);
    assert_eq!(stored.as_str(), "p{p2025/11/21/甲#要点}}x}{pb}}x}{p}}x}}}");
    assert_eq!(stored.read(), document);
    let printed = crate::html::print(&crate::markdown::Writer::new(&[], "../../").document(&document));
    assert_eq!(
        printed,
        "<p><a href=\"../../2025/11/21/%E7%94%B2/#%E8%A6%81%E7%82%B9\">x</a><a href=\"../../b/\">x</a><a href=\"../../\">x</a></p>"
    );
}

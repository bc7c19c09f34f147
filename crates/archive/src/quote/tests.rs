use proptest::prelude::*;

use super::*;
use crate::markdown::parse;
use crate::text::{Part, Passage};

const REPORT: &str = "\
# 热点总结\n\n## 概述\n\n近期趋势：Olmo 3 作为**完全开源**的模型发布，权重、数据与代码全部公开。市场情绪积极。\n
1. **开源模型**：Olmo 3 发布\n2. **成本**：推理成本下降\n
## 重要观点\n\n业内普遍认为，开源模型与闭源模型的差距正在缩小。\n\n```\nlet x = 1;\n```\n\n成本正在下降，《深度》报道说。\n\n成本正在下降，另一篇报道说。\n";

fn fold() -> FoldTable {
    FoldTable::build("開體".chars(), |c| {
        if c == '開' { "开".into() } else { c.to_string() }
    })
}

fn selected(before: &str, text: &str, after: &str) -> Quote {
    Quote {
        text: text.into(),
        before: before.into(),
        after: after.into(),
    }
}

/// The words that a quote marks in a document.
fn found(markdown: &str, quote: &Quote) -> Vec<String> {
    let text = searchable(&parse(markdown), &[]);
    let passages = find(&text, quote, &fold());
    let words = passages.iter().zip(&text.passages);
    words
        .flat_map(|(ranges, passage)| ranges.iter().map(|range| passage.text[range.clone()].to_owned()))
        .collect()
}

fn quote(before: &str, text: &str, after: &str) -> Quote {
    of_selection(&parse(REPORT), &selected(before, text, after), &fold()).unwrap()
}

#[test]
fn what_the_page_shows_is_found_as_the_tree_has_it() {
    // The page sets a point's colon as an em space, and the selection runs over a heading.
    let point = quote("", "开源模型\u{2003}Olmo 3 发布", "成本");
    assert_eq!(point.text, "开源模型：Olmo 3 发布");
    assert_eq!(found(REPORT, &point), ["开源模型：Olmo 3 发布"]);
    let two = quote("市场情绪", "积极开源模型Olmo 3 发布成本", "推理");
    assert_eq!(found(REPORT, &two), ["积极。", "开源模型：Olmo 3 发布", "成本"]);
}

#[test]
fn signs_that_were_selected_are_marked_too() {
    let title = quote("成本正在下降，", "《深度》", "报道说");
    assert_eq!(
        (title.text.as_str(), found(REPORT, &title)),
        ("《深度》", vec!["《深度》".to_owned()])
    );
    assert_eq!(found(REPORT, &quote("差距", "正在缩小。", "")), ["正在缩小。"]);
}

#[test]
fn the_surroundings_choose_between_equal_words() {
    for (after, expected) in [("《深度》", 0), ("另一篇", 1)] {
        let quote = quote("", "成本正在下降", after);
        let text = searchable(&parse(REPORT), &[]);
        let at = find(&text, &quote, &fold())
            .iter()
            .position(|ranges| !ranges.is_empty())
            .unwrap();
        let first = text
            .passages
            .iter()
            .position(|p| p.text.starts_with("成本正在下降"))
            .unwrap();
        assert_eq!(at - first, expected);
    }
}

#[test]
fn a_passage_survives_changes_around_and_in_it() {
    let quote = quote(
        "近期趋势：",
        "Olmo 3 作为完全开源的模型发布，权重、数据与代码全部公开",
        "。市场",
    );
    for changed in [
        // Other words before and after, other signs and spaces, the other writing, other marks of weight.
        "# 新\n\n更正：Olmo 3作为完全開源的模型发布，权重、数据与代码全部公开！",
        "前言\n\n> **Olmo 3** 作为完全开源的模型发布； 权重、数据与代码全部公开，情绪积极",
        // One in four letters changed, or a word put in.
        "Olmo 3 是完全开源的大模型，发布时权重、数据与代码都已公开。",
    ] {
        let found = found(changed, &quote).concat();
        assert!(found.contains("权重、数据与代码"), "{changed}: {found}");
        assert!(found.starts_with("Olmo"), "{changed}: {found}");
    }
    assert_eq!(
        found("# 别的\n\n今天没有开源的消息，只谈权重。", &quote),
        Vec::<String>::new()
    );
}

#[test]
fn words_in_several_places_that_nothing_tells_apart_are_not_guessed() {
    let quote = selected("甲乙丙", "模型", "丁戊己");
    assert!(found("模型一。\n\n模型二。", &quote).is_empty());
    assert!(
        found("只有一个模型。", &quote).is_empty(),
        "two letters stand anywhere by chance"
    );
    assert_eq!(found("甲乙丙的模型。\n\n模型二。", &quote), ["模型"]);
    assert_eq!(
        found("模型一。\n\n模型二。", &selected("", "模型", "")),
        ["模型"],
        "an address without surroundings"
    );
}

#[test]
fn a_long_passage_is_quoted_by_its_ends_and_its_address_stays_short() {
    let middle: String = (0..60).map(|n| format!("第{n}句说的是开源模型。")).collect();
    let long = format!("开头几个字。{middle}最后一句话到此为止。");
    let document = parse(&format!("# 题\n\n前文。\n\n{long}\n\n后文。"));
    let quote = of_selection(&document, &selected("前文。", &long, "后文。"), &fold()).unwrap();
    let href = crate::link::Address::report("2025/11/30/twitter_ai_20251130_20251130")
        .with_quote(quote.clone())
        .href("https://example.org/");
    assert!(href.len() < 600, "{} characters: {href}", href.len());
    let text = searchable(&document, &[]);
    let ranges = find(&text, &quote, &fold()).concat();
    let words = |text: &Searchable, range: Range<usize>| text.passages[2].text[range].to_owned();
    assert_eq!(words(&text, ranges[0].clone()), long);
    // Half of the middle is gone: the ends still tell.
    let shorter = long.replace(&middle[..middle.len() / 2], "");
    let text = searchable(&parse(&format!("# 题\n\n{shorter}\n\n后文。")), &[]);
    let ranges = find(&text, &quote, &fold()).concat();
    assert_eq!(text.passages[1].text[ranges[0].clone()], shorter);
}

#[test]
fn an_ellipsis_in_the_text_itself_is_no_cut() {
    let quote = quote("", "成本正在下降，《深度》", "");
    assert_eq!(
        found("他说……成本……正在下降，《深度》。", &quote),
        ["成本……正在下降，《深度》"]
    );
    let dotted = selected("", "开源……闭源", "");
    assert_eq!(
        found("开源……闭源。\n\n开源一二三四五六闭源", &dotted),
        ["开源……闭源"]
    );
}

#[test]
fn what_is_no_text_of_the_report_gives_no_quote() {
    let of = |text: &str| of_selection(&parse(REPORT), &selected("", text, ""), &fold());
    for odd in ["", "。，", "约 6 分钟・2,686 字已经更正", "let x = 1;"] {
        assert_eq!(of(odd), None, "{odd:?}");
    }
    assert!(found("", &selected("", "开源", "")).is_empty());
    assert!(found("开源", &selected("", "……", "")).is_empty());
}

#[test]
fn marks_go_through_bold_and_links_as_one() {
    let mut document = parse("甲**乙[丙](https://x.example)丁**戊");
    assert!(mark(&mut document, &selected("", "甲乙丙丁", ""), &fold()));
    let html = crate::html::print(&crate::markdown::Writer::new(&[], "./").document(&document));
    assert_eq!(html.matches("data-mark=\"0\"").count(), 4, "{html}");
    assert_eq!(html.matches("<mark").count(), 4, "{html}");
    assert!(!mark(&mut parse("别的"), &selected("", "甲乙丙丁", ""), &fold()));
}

/// Reports whose sentences often repeat.
fn passages() -> impl Strategy<Value = Vec<String>> {
    let sentences = vec![
        "开源模型与闭源模型的差距正在缩小",
        "Olmo 3 发布",
        "。",
        "，",
        "成本下降 12.5%",
        "《深度》报道",
        "GPT-5.1 ",
        "市场情绪积极",
        "\n",
        "……",
        "開源",
        "a",
        "模型",
    ];
    let passage = proptest::collection::vec(proptest::sample::select(sentences), 1..8);
    proptest::collection::vec(passage.prop_map(|parts| parts.concat()), 1..8)
}

fn text_of(passages: &[String]) -> Searchable {
    let passage = |text: &String| Passage {
        text: text.clone(),
        part: Part::Body,
        code: false,
        section: None,
    };
    Searchable {
        passages: passages.iter().map(passage).collect(),
        sections: vec![],
    }
}

fn document_of(passages: &[String]) -> Document {
    let paragraph =
        |text: &String| crate::markdown::Block::Paragraph(vec![crate::markdown::Inline::Text(text.clone())]);
    Document {
        blocks: passages.iter().map(paragraph).collect(),
        footnotes: vec![],
    }
}

/// What surrounds a range of letters, as far as a quote ever says.
fn surroundings(letters: &Letters, text: &Searchable, range: &Range<usize>) -> (String, String, String) {
    let bare = |range| {
        letters
            .around(text, range)
            .chars()
            .filter(|c| is_letter(*c))
            .collect()
    };
    let far = CONTEXT[CONTEXT.len() - 1];
    let end = letters.len();
    (
        bare(range.start.saturating_sub(far)..range.start),
        bare(range.clone()),
        bare(range.end..(range.end + far).min(end)),
    )
}

proptest! {
    #[test]
    fn a_quote_leads_back_to_what_was_selected(
        passages in passages(),
        from in any::<prop::sample::Index>(),
        length in 1usize..120,
        more in passages(),
    ) {
        let (text, fold) = (text_of(&passages), fold());
        let letters = Letters::of(&text, &fold);
        let start = from.index(letters.len().max(1));
        let range = start..(start + length).min(letters.len());
        if range.is_empty() {
            return Ok(());
        }
        let whole = selected(
            &letters.around(&text, 0..range.start),
            &letters.around(&text, range.clone()),
            &letters.around(&text, range.end..letters.len()),
        );
        let quote = of_selection(&document_of(&passages), &whole, &fold).unwrap();
        let again = find_letters(&letters, &quote, &fold).unwrap();
        let is_whole = !quote.text.contains('…') || range.len() < 30;
        // Only text that is repeated with all that surrounds it may be taken for another, and where only the ends are
        // quoted, one that is as the other between them.
        if again != range && is_whole {
            prop_assert_eq!(surroundings(&letters, &text, &again), surroundings(&letters, &text, &range));
        }

        let ends = |range: Range<usize>| {
            let words: Vec<char> = letters::bare(&letters.around(&text, range), &fold);
            (words[0], words[words.len() - 1])
        };
        prop_assert_eq!(ends(again), ends(range.clone()));

        // Other paragraphs before and after it, as far as they leave it the only such place.
        let words = letters::bare(&quote.text, &fold);
        let changed: Vec<String> = more.iter().map(|p| p.replace(['开', '開'], "乙")).collect();
        let edited: Vec<String> = changed.iter().chain(&passages).chain(&changed).cloned().collect();
        let edited = text_of(&edited);
        let edited_letters = Letters::of(&edited, &fold);
        if is_whole && words.len() >= letters::TELLING && edited_letters.occurrences(&words).len() == 1 {
            let moved = find_letters(&edited_letters, &quote, &fold).unwrap();
            prop_assert_eq!(edited_letters.around(&edited, moved), letters.around(&text, range));
        }
    }

    #[test]
    fn no_quote_is_too_odd(
        passages in passages(),
        text in crate::text::tests::text(0..40),
        before in crate::text::tests::text(0..10),
        cut in any::<bool>(),
    ) {
        let quote = Quote { text: if cut { format!("{text}…{before}") } else { text }, before, after: String::new() };
        let _ = find(&text_of(&passages), &quote, &fold());
        let _ = of_selection(&document_of(&passages), &quote, &fold());
    }
}

//! Texts: Markdown, its stored form, searches, folding.

use std::sync::OnceLock;

use kanbao_archive::markdown::{Stored, parse};
use kanbao_archive::search::{Query, mark_text};
use kanbao_archive::text::{FoldTable, searchable};

use crate::check;

/// What means something in Markdown.
pub(super) const MARKDOWN: [&str; 60] = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "```",
    "```\n",
    "    ",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "- [x] ",
    "\n",
    "\n\n",
    "  \n",
    "\\",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: /b\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br>",
    "<details>\n",
    "</details>\n",
    "<summary>",
    "</summary>",
    "<!--",
    "-->",
    "<script>",
    "<img src=x onerror=x>",
    "|",
    "| a | b |\n|---|---|\n",
    "---\n",
    "&lt;",
    "&#106;",
    "javascript:",
    "data:text/html,",
    "//evil.example",
    "https://a.b",
    "<a@b.c>",
    "{#id}",
    "甲",
    "“",
    "”",
    "。",
    "\u{e0100}",
];

/// What means something in a stored document.
pub(super) const NOTATION: [&str; 40] = [
    "}",
    "}}",
    "{{",
    "{}",
    "p",
    "q",
    "1",
    "6",
    "u",
    "U",
    "o1}",
    "O",
    ".",
    "x",
    "!n",
    "c",
    "t<=>}",
    "|",
    "d",
    "-",
    "{*",
    "{_",
    "{~",
    "{c",
    "{l",
    "{r",
    "{a",
    "{p",
    "{i",
    "{f",
    "{ ",
    "{n",
    "https://a.b}",
    "javascript:x}",
    "//a}",
    "\t",
    "甲",
    "{lhttps://a.b}t}x}",
    "{f1}",
    "1}p注}}",
];

/// What means something in a search.
pub(super) const QUERY: [&str; 28] = [
    "\"",
    "“",
    "”",
    "-",
    "－",
    " ",
    "　",
    "OR",
    " OR ",
    "|",
    "title:",
    "topic:",
    "source:",
    "after:",
    "before:",
    "2025-11-30",
    "2025年11月",
    "标题:",
    "：",
    "人工智能",
    "AI",
    "c++",
    "gpt-5",
    "4.5",
    "(",
    ")",
    "\u{301}",
    "ＡＩ",
];

/// Letters whose folding is peculiar.
pub(super) const LETTERS: [&str; 36] = [
    "開",
    "开",
    "Ａ",
    "ａ",
    "İ",
    "ı",
    "ſ",
    "ß",
    "ẞ",
    "Σ",
    "ς",
    "σ",
    "㎏",
    "Ⅲ",
    "ﬁ",
    "ﷺ",
    "e\u{301}",
    "é",
    "\u{301}",
    "\u{a8}",
    "가",
    "각",
    "\u{1100}\u{1161}",
    " ",
    "　",
    "\n",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "が",
    "か\u{3099}",
    "ｶﾞ",
    "𝐀",
    "🈚",
    "干",
    "乾",
];

pub(super) fn markdown(text: &str) -> u64 {
    check::document(&parse(text))
}

pub(super) fn stored(text: &str) -> u64 {
    match Stored::try_from(text.to_owned()) {
        Ok(stored) => check::document(&stored.read()),
        // How far it went is what can be learned from a refusal.
        Err(_) => check::number((0, text.len().min(40), text.matches('}').count().min(9))),
    }
}

fn fold() -> &'static FoldTable {
    static FOLD: OnceLock<FoldTable> = OnceLock::new();
    FOLD.get_or_init(|| {
        let all = LETTERS.concat() + &QUERY.concat() + &MARKDOWN.concat();
        kanbao_builder::fold::table([all.as_str()].into_iter())
    })
}

pub(super) fn query(text: &str) -> u64 {
    let query = Query::parse(text);
    assert_eq!(query.typed, text);
    let mut shape = Vec::new();
    for clause in &query.clauses {
        for word in &clause.words {
            let typed = text.get(word.at.clone());
            assert!(typed.is_some(), "{:?} is no part of {text:?}", word.at);
            assert!(!word.text.is_empty(), "an empty word in {text:?}");
            shape.push((
                word.negated,
                word.quoted,
                format!("{:?}", word.field),
                word.text.chars().count().min(4),
            ));
        }
    }
    assert_eq!(Query::parse(text), query);
    let document = parse(text);
    for passage in searchable(&document, &[]).passages {
        mark_text(&passage.text, &query, fold());
    }
    check::number((shape, query.from, query.to))
}

pub(super) fn folding(text: &str) -> u64 {
    let table = fold();
    let folded = table.fold(text);
    assert_eq!(folded.text, table.fold_str(text));
    assert_eq!(
        table.fold_str(&folded.text),
        folded.text,
        "folding twice changes {text:?}"
    );
    let starts: Vec<usize> = folded
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([folded.text.len()])
        .collect();
    let mut last = 0;
    for pair in starts.windows(2) {
        let original = folded.original(pair[0]..pair[1]);
        let part = text.get(original.clone());
        assert!(
            part.is_some_and(|part| !part.is_empty()),
            "{original:?} of {text:?}"
        );
        assert!(original.start >= last, "{text:?} goes back");
        last = original.start;
    }
    if !folded.text.is_empty() {
        let whole = folded.original(0..folded.text.len());
        assert!(text.get(whole).is_some());
    }
    check::number((
        folded.text.chars().take(6).collect::<String>(),
        folded.text.len() == text.len(),
    ))
}

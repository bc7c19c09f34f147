//! Markdown → HTML, end to end.

use super::{Writer, parse};
use crate::html::print;

fn html(markdown: &str) -> String {
    print(&Writer::new(&[], "./").document(&parse(markdown)))
}

#[test]
fn emphasis_beside_cjk_closes() {
    for (markdown, expected) in [
        (
            "1. **“认知核心”概念兴起**：参数",
            "<ol><li><strong>“认知核心”概念兴起</strong>：参数</li></ol>",
        ),
        ("他说**“重点”**是关键", "<p>他说<strong>“重点”</strong>是关键</p>"),
        (
            "**成本（降低10倍）**引发讨论",
            "<p><strong>成本（降低10倍）</strong>引发讨论</p>",
        ),
        ("**\"黑天鹅\"**特性", "<p><strong>\"黑天鹅\"</strong>特性</p>"),
        (
            "**“甲”**和**“乙”**",
            "<p><strong>“甲”</strong>和<strong>“乙”</strong></p>",
        ),
        ("**结论：**继续观察", "<p><strong>结论：</strong>继续观察</p>"),
        (
            "***三***星",
            "<p><em class=\"han\"><strong>三</strong></em>星</p>",
        ),
        ("这是*强调。*后文", "<p>这是<em class=\"han\">强调。</em>后文</p>"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn emphasis_elsewhere_follows_commonmark() {
    for (markdown, expected) in [
        ("*a*", "<p><em>a</em></p>"),
        ("a * b *", "<p>a * b *</p>"),
        ("**a*", "<p>*<em>a</em></p>"),
        ("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("_a_ 和 __b__", "<p><em>a</em> 和 <strong>b</strong></p>"),
        (r"\*\*a\*\*", "<p>**a**</p>"),
        (r"\\*a*", r"<p>\<em>a</em></p>"),
        ("&#42;a*", "<p>*a*</p>"),
        ("a**\"foo\"**", "<p>a**\"foo\"**</p>"),
        ("*foo**bar*", "<p><em>foo**bar</em></p>"),
        (
            "[**“a”**](https://x.y)b",
            "<p><a href=\"https://x.y\" rel=\"noopener noreferrer\" target=\"_blank\"><strong>“a”</strong></a>b</p>",
        ),
        ("`**a**` **b**", "<p><code>**a**</code> <strong>b</strong></p>"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_script_is_text_and_allowed_tags_are_nodes() {
    assert_eq!(
        html("a <script>alert(1)</script> b"),
        "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>"
    );
    assert_eq!(
        html("<script>\nalert(1)\n</script>"),
        "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"
    );
    assert_eq!(
        html("按 <kbd onclick=\"x\">Ctrl</kbd> H<sub>2</sub>O<br>x"),
        "<p>按 <kbd>Ctrl</kbd> H<sub>2</sub>O<br>x</p>"
    );
    assert_eq!(
        html("<b>开 </i> **粗**"),
        "<p>&lt;b&gt;开 &lt;/i&gt; <strong>粗</strong></p>"
    );
    assert_eq!(html("a <!-- b --> c"), "<p>a  c</p>");
    assert_eq!(html("[x](javascript:alert(1))"), "<p>x</p>");
}

#[test]
fn details_fold_markdown() {
    assert_eq!(
        html("<details>\n<summary>更多</summary>\n\n**甲**\n\n</details>\n\n后"),
        "<details><summary>更多</summary><p><strong>甲</strong></p></details><p>后</p>"
    );
    assert_eq!(html("<details>\n\n甲"), "<details><p>甲</p></details>");
}

#[test]
fn lines_join_without_space_between_han_only() {
    assert_eq!(html("第一行\n第二行"), "<p>第一行第二行</p>");
    assert_eq!(html("one\ntwo"), "<p>one two</p>");
    assert_eq!(html("甲  \n乙"), "<p>甲<br>乙</p>");
}

#[test]
fn lists_tasks_tables_and_code() {
    assert_eq!(
        html("- a\n- b\n  - c"),
        "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
    );
    assert_eq!(
        html("3. a\n\n4. b"),
        "<ol start=\"3\"><li><p>a</p></li><li><p>b</p></li></ol>"
    );
    assert_eq!(
        html("- [x] 完成\n- [ ] 待办"),
        "<ul><li class=\"task\"><label><input type=\"checkbox\" disabled checked>完成</label></li>\
         <li class=\"task\"><label><input type=\"checkbox\" disabled>待办</label></li></ul>"
    );
    assert_eq!(
        html("| 甲 | 乙 |\n|:--|--:|\n| **a** | b |"),
        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"甲 乙\"><table><thead><tr><th>甲</th><th class=\"align-end\">乙</th></tr></thead>\
         <tbody><tr><td><strong>a</strong></td><td class=\"align-end\">b</td></tr></tbody></table></div>"
    );
    assert_eq!(
        html("```rust x\n<b>\n```"),
        "<pre tabindex=\"0\">\n<code class=\"language-rust\">&lt;b&gt;\n</code></pre>"
    );
    assert_eq!(
        html("> [!WARNING]\n> 注意"),
        "<blockquote class=\"note note-warning\"><p>注意</p></blockquote>"
    );
}

#[test]
fn footnotes_are_numbered_by_first_reference_and_lead_back() {
    let printed = html("见[^b]又[^a]再[^b]。\n\n[^a]: 甲\n[^b]: 乙");
    assert!(
        printed.contains("<sup id=\"fnref-1\"><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>又"),
        "{printed}"
    );
    assert!(printed.contains("<li id=\"fn-1\"><p>乙</p>"), "{printed}");
    assert_eq!(printed.matches("id=\"fnref-1\"").count(), 1);
}

#[test]
fn hostile_nesting_ends_soon_and_keeps_its_text() {
    let deep = format!("{}核{}", "> ".repeat(5_000), "");
    assert!(html(&deep).contains('核'));
    let stars = format!("{}核{}", "**a ".repeat(10_000), " b**".repeat(10_000));
    assert!(html(&stars).contains('核'));
    let mixed = "*a _b ".repeat(20_000);
    assert!(html(&mixed).contains("_b"));
    let tags = format!("{}核{}", "<b>".repeat(10_000), "</b>".repeat(10_000));
    assert!(html(&tags).contains('核'));
    let brackets = format!("{}核{}", "[".repeat(10_000), "](x)".repeat(10_000));
    assert!(html(&brackets).contains('核'));
    let items: String = (0..2_000).map(|n| format!("{}- x\n", "  ".repeat(n))).collect();
    assert!(html(&items).contains('x'));
}

//! Markdown → HTML, end to end.

use super::tree::{Block, Document, Inline, LinkTarget};
use super::{Stored, Writer, parse};
use crate::html::print;
use crate::model::Image;

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
fn what_was_set_apart_before_hides_nothing_after_it() {
    for (markdown, expected) in [
        (
            "*a **b** c_ d* _e_",
            "<p><em>a <strong>b</strong> c_ d</em> <em>e</em></p>",
        ),
        (
            "**甲 *乙* 丙_ 丁** _e_",
            "<p><strong>甲 <em class=\"han\">乙</em> 丙_ 丁</strong> <em>e</em></p>",
        ),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn an_address_of_mail_is_no_file() {
    assert!(html("<a@b.example>").contains("href=\"mailto:a@b.example\""));
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
        html("1. ```\n   a\n   ```\n\n   b"),
        "<ol><li><pre tabindex=\"0\">\n<code>a\n</code></pre><p>b</p></li></ol>"
    );
    assert_eq!(
        html("- > a\n- b"),
        "<ul><li><blockquote><p>a</p></blockquote></li><li>b</li></ul>"
    );
    assert!(
        html("- [x] a\n  - [ ] b")
            .starts_with("<ul><li class=\"task\"><label><input type=\"checkbox\" disabled checked>a")
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

#[test]
fn pictures_come_from_the_site_or_are_links() {
    let image = |url: &str| Image {
        src: "a.png".into(),
        url: Some(url.into()),
        width: 0,
        height: 0,
        bytes: 0,
    };
    let written =
        |images: &[Image], markdown: &str| print(&Writer::new(images, "/").document(&parse(markdown)));
    let own = written(&[image("assets/a.1.png")], "![x](a.png)");
    assert!(own.contains("src=\"/assets/a.1.png\""), "{own}");
    for url in [
        "//a.invalid/a.png",
        "\\\\a.invalid\\a",
        "https://a.invalid/a.png",
        "data:image/svg+xml,x",
        "",
    ] {
        let page = written(&[image(url)], "![x](a.png)");
        assert_eq!(
            page, "<p><span class=\"image-missing\" role=\"img\" aria-label=\"x\">x</span></p>",
            "{url}"
        );
    }
    let link = "rel=\"noopener noreferrer\" target=\"_blank\" class=\"image-missing\"";
    assert_eq!(
        written(&[], "![x](https://a.invalid/a.png) ![](//a.invalid/b)"),
        format!(
            "<p><a href=\"https://a.invalid/a.png\" {link}>x</a> <a href=\"https://a.invalid/b\" {link}>//a.invalid/b</a></p>"
        )
    );
    let nested = written(&[], "[![x](https://a.invalid/a.png)](https://b.invalid)");
    assert_eq!(nested.matches("<a ").count(), 1, "{nested}");
    assert!(!written(&[], "![x](javascript:hit(1))").contains("href"));
}

#[test]
fn a_tree_that_was_not_parsed_here_leads_nowhere_that_a_post_could_not() {
    let link = |to: LinkTarget| {
        let content = vec![Inline::Text("x".into())];
        let link = Inline::Link {
            to,
            title: String::new(),
            content,
        };
        let blocks = vec![Block::Paragraph(vec![link])];
        print(&Writer::new(&[], "./").document(&Document {
            blocks,
            footnotes: Vec::new(),
        }))
    };
    for to in [
        "javascript:hit(1)",
        "\u{1} java\tscript:hit(1)",
        "data:text/html,<script>hit(1)</script>",
        "vbscript:hit(1)",
        "blob:https://a.b/c",
        "#x",
    ] {
        let targets = [LinkTarget::External(to.into()), LinkTarget::Relative(to.into())];
        for target in targets {
            assert_eq!(link(target), "<p><span>x</span></p>", "{to}");
        }
        for letter in ["l", "r"] {
            let stored = Stored::try_from(format!("p{{{letter}{to}}}}}x}}}}}}"));
            let document = stored.unwrap().read();
            let printed = print(&Writer::new(&[], "./").document(&document));
            assert_eq!(printed, "<p><span>x</span></p>", "{letter} {to}");
        }
    }
    let anchor = LinkTarget::Anchor("javascript:hit(1)".into());
    assert_eq!(link(anchor), "<p><a href=\"#javascript:hit(1)\">x</a></p>");
}

use super::*;

fn rewritten(text: &str) -> (String, Vec<String>) {
    let source = Source::new("a.md", text.to_owned());
    let base = Base::of(Some("https://example.org/blog/"));
    let values = Values {
        base: &base,
        site_title: "看报",
        site_description: "日报",
        page_title: "今天",
    };
    let Rewritten {
        text, diagnostics, ..
    } = rewrite(&source, 0..text.len(), &values);
    let said = diagnostics
        .iter()
        .map(|d| format!("{}:{} {}", d.line, d.column, d.message));
    (text.into_owned(), said.collect())
}

#[test]
fn what_is_understood_becomes_markdown() {
    for (text, expected) in [
        (
            "{% highlight ruby linenos %}\ndef a\nend\n{% endhighlight %}\nb",
            "```ruby\ndef a\nend\n```\nb",
        ),
        (
            "a {% highlight c %}x{% endhighlight %} b",
            "a \n\n```c\nx\n```\n\n b",
        ),
        (
            "- a\n\n  {% highlight c %}\n  x\n  {% endhighlight %}\n",
            "- a\n\n  ```c\n  x\n  ```\n",
        ),
        (
            "{%- highlight c -%}\n```\n{%- endhighlight -%}",
            "````c\n```\n````",
        ),
        ("a{% comment %} b\n\nc {% endcomment %}d", "ad"),
        ("{% raw %}{{ a }} {% b %}{% endraw %} c", "{{ a }} {% b %} c"),
        (
            "{% raw %}\n```\n{{ a }}\n```\n{% endraw %}\n{{ site.title }}",
            "\n```\n{{ a }}\n```\n\n看报",
        ),
        ("{% raw %}`{{ a }}`{% endraw %}{{ site.title }}", "`{{ a }}`看报"),
        ("[a]({% post_url 2025-11-21-b %}) c", "[a](/2025-11-21-b.md) c"),
        (
            "[a]({{ site.baseurl }}{% post_url ai/2025-11-21-b c %})",
            "[a](/blog/ai/2025-11-21-b%20c.md)",
        ),
        (
            "[a]({% link _posts/2025-11-21-b.md %}#c)",
            "[a](/_posts/2025-11-21-b.md#c)",
        ),
        ("{{ site.url }}{{ site.baseurl }}/x", "https://example.org/blog/x"),
        (
            "{{ '/a|b' | relative_url }} {{ \"c\" | absolute_url }}",
            "/blog/a|b https://example.org/blog/c",
        ),
        (
            "{{ '/a' | prepend: site.baseurl | append: '.png' }}",
            "/blog/a.png",
        ),
        ("{{page.title}} {{- site.description -}}", "今天 日报"),
        (
            "{% include figure.html src=\"/a b.png\" caption='c [d]' %}",
            "![c \\[d\\]](/a%20b.png)",
        ),
        (
            "{% include figure image_path=\"x.jpg\"\n  alt=\"y\" %}",
            "![y](x.jpg)",
        ),
        ("{% img left /a.png 20 30 %}", "![](/a.png)"),
        ("{{< figure src=\"x.png\" alt=\"y\" >}}", "![y](x.png)"),
        ("{{ image(src=\"x.png\", alt=\"y\") }}", "![y](x.png)"),
        (
            "[a]({{< ref \"posts/b.md#c\" >}}) [d]({{% relref e %}})",
            "[a](posts/b.md#c) [d](e.md)",
        ),
        (
            "{{< highlight go \"linenos=table\" >}}\nx {{ y }}\n{{< /highlight >}}",
            "```go\nx {{ y }}\n```",
        ),
        ("{{</* figure src=x */>}}", "{{< figure src=x >}}"),
        ("# A {: #b .c}\n{:.lead}\ntext\n{: .x}", "# A {#b}\ntext\n"),
        ("* TOC\n{:toc}\n\n# A", "\n# A"),
        ("![a](b.png){:width=\"5\"} *c*{:.d} e", "![a](b.png) *c* e"),
        ("{::options parse_block_html=\"true\" /}\na", "a"),
        ("[[b|c]] ![[d.png]]", "[c](b.md) ![d](d.png)"),
        ("a {% more %} b", "a  b"),
    ] {
        assert_eq!(rewritten(text), (expected.to_owned(), Vec::new()), "{text}");
    }
}

#[test]
fn code_and_ordinary_text_stay() {
    for text in [
        "```\n{{ site.title }} {% raw %}x{% endraw %}\n{:toc}\n[[a]]\n```\n",
        "a\n\n    {{ site.title }}\n    {% highlight c %}\n\nb",
        "`{{ site.title }}` ``{% post_url ` x %}`` `a\n{{ b }}`",
        "<!-- {{ site.title }} {% gist 1 %} -->",
        "$\\frac{{a}}{{b}}$ x^{{2}} {{{c}}} {a: 1} {{}} {%%}",
        "{:a 1} {: 50%} [[1]] [[ -f x ]] \\[[a]]",
        "{{ unclosed\n\n}} {% unclosed\n\n%}",
        "~~~liquid\n{% include figure.html src='a.png' %}\n~~~",
    ] {
        assert_eq!(rewritten(text), (text.to_owned(), Vec::new()), "{text}");
    }
}

#[test]
fn the_rest_is_kept_with_a_warning_a_kind() {
    let text = "甲 {% gist 1 %}\n{% gist 2 %} {% gist 3 %}\n{% if page.x %}乙{% endif %} {{ page.y }} {{ site.z | upcase }}\n\
                {{< youtube a >}} {{ youtube(id=\"b\") }} {% raw %} {% include nav.html %} {% post_url %}";
    let (kept, said) = rewritten(text);
    assert_eq!(kept, text);
    assert_eq!(
        said,
        [
            "1:3 `{% gist %}` is not understood, and 2 more in this post",
            "3:1 `{% if %}` is not understood",
            "3:17 `{% endif %}` is not understood",
            "3:29 `{{ … }}` is not understood, and one more in this post",
            "4:1 `{{< youtube >}}` is not understood",
            "4:19 `{{ youtube() }}` is not understood",
            "4:41 `{% raw %}` is not understood",
            "4:51 `{% include %}` is not understood",
            "4:74 `{% post_url %}` is not understood",
        ]
    );
}

#[test]
fn destinations_keep_their_place_in_the_source() {
    let text = "---\r\n---\r\n[a]({{ site.baseurl }}/b.png) {% include image.html src='c.png' %}";
    let source = Source::new("a.md", text.to_owned());
    let base = Base::of(Some("https://example.org/blog/"));
    let values = Values {
        base: &base,
        site_title: "",
        site_description: "",
        page_title: "",
    };
    let found = rewrite(&source, 8..source.text().len(), &values).destinations;
    let shown: Vec<_> = found
        .iter()
        .map(|to| (to.written.as_str(), &source.text()[to.range.clone()]))
        .collect();
    assert_eq!(
        shown,
        [
            ("/blog/b.png", "{{ site.baseurl }}"),
            ("c.png", "{% include image.html src='c.png' %}")
        ]
    );
}

#[test]
fn ordinary_text_is_not_copied() {
    let source = Source::new("a.md", "# 报告\n\n{a} [b](c) 50%}\n".repeat(1000));
    let base = Base::default();
    let values = Values {
        base: &base,
        site_title: "",
        site_description: "",
        page_title: "",
    };
    let rewritten = rewrite(&source, 0..source.text().len(), &values);
    assert!(matches!(rewritten.text, Cow::Borrowed(_)));
}

/// A brace that is never closed must not be looked for over and over: the time would grow with the square.
#[test]
fn openings_without_an_end_cost_no_more_than_the_text() {
    let text = "{% raw %} {% comment %} {{ x {{< y [[ `` <!-- {:".repeat(4_000);
    let start = std::time::Instant::now();
    let _ = rewritten(&text);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

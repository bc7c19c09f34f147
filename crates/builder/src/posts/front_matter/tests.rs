use super::*;
use crate::diagnostic::Renderer;

fn front_matter(text: &str) -> FrontMatter {
    let source = Source::new("a.md", text.to_owned());
    read(&source)
        .unwrap_or_else(|all| panic!("{}", Renderer::plain().render_all(&all)))
        .matter
}

fn problems(text: &str) -> String {
    let source = Source::new("a.md", text.to_owned());
    match read(&source) {
        Ok(parsed) => format!("no problem: {parsed:?}"),
        Err(all) => Renderer::plain().render_all(&all).trim_end().to_owned(),
    }
}

#[test]
fn the_keys_of_a_jekyll_post() {
    let text = "---\nlayout: post\ntitle: \"twitter_ai\"\ndate: 2025-11-21 10:01:26 +0800\ncategories: ai daily\ntags: [x, 2025, 'y z']\npublished: false\nextra:\n  deep: [1]\n---\nbody";
    let matter = front_matter(text);
    assert_eq!(matter.title.map(|f| f.value).as_deref(), Some("twitter_ai"));
    let date = matter.date.unwrap();
    assert_eq!(date.value, "2025-11-21 10:01:26 +0800");
    assert_eq!(&text[date.range], "2025-11-21 10:01:26 +0800");
    assert_eq!(matter.categories, ["ai", "daily"]);
    assert_eq!(matter.tags, ["x", "2025", "y z"]);
    assert!(!matter.published);
}

#[test]
fn values_are_kept_as_they_are_written() {
    let matter =
        front_matter("---\ntitle: 20251121\ndate: 2025-11-21\nsource: 0755\ntopic: true\nupdated:\n---\n");
    let text = |field: Option<Field<String>>| field.map(|f| f.value);
    assert_eq!(text(matter.title).as_deref(), Some("20251121"));
    assert_eq!(text(matter.date).as_deref(), Some("2025-11-21"));
    assert_eq!(text(matter.source).as_deref(), Some("0755"));
    assert_eq!(text(matter.topic).as_deref(), Some("true"));
    assert_eq!(matter.updated, None);
}

#[test]
fn the_keys_of_hugo_and_zola() {
    let text = "+++\ntitle = \"甲\"\ndate = 2025-11-21T10:01:26+08:00\ndraft = true\n[taxonomies]\ntags = [\"x\"]\n[extra]\na = 1\n+++\nbody";
    let matter = front_matter(text);
    assert_eq!(matter.title.map(|f| f.value).as_deref(), Some("甲"));
    let date = matter.date.unwrap();
    assert_eq!(&text[date.range], "2025-11-21T10:01:26+08:00");
    assert_eq!(date.value, "2025-11-21T10:01:26+08:00");
    assert!(matter.draft);
    assert_eq!(matter.tags, ["x"]);
}

#[test]
fn anchors_merges_and_block_scalars_are_yaml_too() {
    let matter = front_matter("---\na: &x [ai]\ncategories: *x\ntitle: >\n  two\n  lines\n---\n");
    assert_eq!(matter.categories, ["ai"]);
    assert_eq!(
        matter.title.map(|f| f.value.trim().to_owned()).as_deref(),
        Some("two lines")
    );
}

#[test]
fn a_colon_without_quotes() {
    insta::assert_snapshot!(problems("---\nlayout: post\ntitle: 报告: 今天\n---\n"), @r##"
    error[K011]: the front matter is not valid YAML
     --> a.md:3:10
      |
    3 | title: 报告: 今天
      |            ^ mapping values are not allowed in this context
      |
      = help: the post was left out; a value with a colon in it needs quotes: `title: "a: b"`
    "##);
}

#[test]
fn a_tab() {
    insta::assert_snapshot!(problems("---\ntitle: a\ntags:\n\t- ai\n---\n"), @r"
    error[K011]: the front matter is not valid YAML
     --> a.md:4:2
      |
    4 |  - ai
      |  ^ tabs disallowed within this context (block indentation)
      |
      = help: the post was left out; YAML is indented with spaces, never with tabs
    ");
}

#[test]
fn a_quote_that_is_not_closed() {
    insta::assert_snapshot!(problems("---\ntitle: \"a\ndate: 2025-11-21\n---\n"), @r"
    error[K011]: the front matter is not valid YAML
     --> a.md:3:1
      |
    3 | date: 2025-11-21
      | ^ invalid indentation in multiline quoted scalar
      |
      = help: the post was left out; a quote that is opened must be closed in the same line
    ");
}

#[test]
fn a_key_twice() {
    insta::assert_snapshot!(problems("---\ntitle: 甲\ndate: 2025-11-21\ntitle: 乙\n---\n"), @r"
    error[K012]: the key `title` is given twice
     --> a.md:4:1
      |
    4 | title: 乙
      | ^^^^^ first given in line 2
      |
      = help: the post was left out; remove one of the two
    ");
}

#[test]
fn a_key_twice_in_toml() {
    insta::assert_snapshot!(problems("+++\ntitle = \"甲\"\ntitle = \"乙\"\n+++\n"), @r##"
    error[K012]: the key `title` is given twice
     --> a.md:3:1
      |
    3 | title = "乙"
      | ^^^^^
      |
      = help: the post was left out; remove one of the two
    "##);
}

#[test]
fn broken_toml() {
    insta::assert_snapshot!(problems("+++\ntitle = 甲\n+++\n"), @r##"
    error[K011]: the front matter is not valid TOML
     --> a.md:2:9
      |
    2 | title = 甲
      |         ^^ string values must be quoted, expected literal string
      |
      = help: the post was left out; front matter between `+++` is written as `key = "value"`
    "##);
}

#[test]
fn a_list_for_a_title() {
    insta::assert_snapshot!(problems("---\ntitle: [a, b]\npublished: perhaps\n---\n"), @r"
    error[K013]: `title` has the wrong kind of value
     --> a.md:2:8
      |
    2 | title: [a, b]
      |        ^ expected one text, found a list
      |
      = help: the post was left out

    error[K013]: `published` has the wrong kind of value
     --> a.md:3:12
      |
    3 | published: perhaps
      |            ^^^^^^^ expected true or false, found a text
      |
      = help: the post was left out
    ");
}

#[test]
fn no_mapping_at_all() {
    insta::assert_snapshot!(problems("---\n\"just text\"\n---\n"), @r##"
    error[K011]: the front matter is not valid YAML
     --> a.md:2:1
      |
    2 | "just text"
      | ^^^^^^^^^^^ expected mapping start
      |
      = help: the post was left out; front matter is written as `key: value`, one a line
    "##);
}

#[test]
fn a_missing_end_hidden_by_a_rule_in_the_text() {
    insta::assert_snapshot!(problems("---\ntitle: a\ndate: 2025-11-21\n\n报告 (x)\n\n# Head\n\n---\n\nmore\n"), @r"
    error[K010]: the front matter has no end
     --> a.md:1:1
      |
    1 | ---
      | ^^^ it begins here
      |
      = help: the post was left out; put a line `---` after line 3
    ");
}

#[test]
fn a_yaml_bomb() {
    let mut text = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let previous = format!("*a{}", level - 1);
        text.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            vec![previous; 10].join(",")
        ));
    }
    text.push_str("---\n");
    let printed = problems(&text);
    assert!(printed.starts_with("error[K014]"), "{printed}");
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("---\na: {}{}\n---\n", "[".repeat(5_000), "]".repeat(5_000));
    let printed = problems(&text);
    assert!(
        printed.starts_with("error[K014]") || printed.starts_with("error[K011]"),
        "{printed}"
    );
    let text = format!("+++\na = {}{}\n+++\n", "[".repeat(5_000), "]".repeat(5_000));
    let printed = problems(&text);
    assert!(
        printed.starts_with("error[K014]") || printed.starts_with("error[K011]"),
        "{printed}"
    );
}

#[test]
fn front_matter_of_a_megabyte_is_refused() {
    let text = format!("---\ntitle: {}\n---\n", "长".repeat(400_000));
    assert!(problems(&text).starts_with("error[K014]"));
}

//! Outlines of whole reports.

use super::*;
use crate::markdown::parse;

const REPORT: &str = "\
Twitter Ai 报告 (2025-11-30 至 2025-11-30)

# 人工智能热点总结

## 简要部分

### 主要话题与行业趋势概述

总体积极。

### 核心信息（10个关键点）

1. **开源模型**：Olmo 3 发布
2. **成本下降：**十倍
3. 没有引语的一点
4. **整句加粗**

## 详细分析部分

### 重要观点与见解

观点。

### 没见过的标题

---

**数据来源**：平台  
**报告时间**：2025年11月28日-30日

## 词云分析

![词云图](wordcloud.jpg)
";

#[test]
fn a_report_is_taken_apart() {
    let outline = Outline::of(&parse(REPORT), &Aliases::default());
    assert_eq!(outline.headline.as_deref(), Some("人工智能热点总结"));
    let kinds: Vec<_> = outline.sections.iter().map(|s| s.kind.name()).collect();
    assert_eq!(
        kinds,
        [
            "brief",
            "overview",
            "key-points",
            "details",
            "opinions",
            "other",
            "cloud"
        ]
    );
    let points: Vec<_> = outline
        .points
        .iter()
        .map(|p| (p.lead.as_str(), p.text.as_str()))
        .collect();
    assert_eq!(
        points,
        [
            ("开源模型", "Olmo 3 发布"),
            ("成本下降", "十倍"),
            ("", "没有引语的一点"),
            ("", "整句加粗")
        ]
    );
    assert_eq!(outline.boilerplate.len(), 2);
    assert_eq!(outline.cloud_image.as_deref(), Some("wordcloud.jpg"));
    assert_eq!(
        outline.stated.map(|p| p.from.to_string()),
        Some("2025-11-28".into())
    );
}

#[test]
fn a_report_without_structure_is_still_a_report() {
    let outline = Outline::of(&parse("只有一段。"), &Aliases::default());
    assert_eq!(outline.headline, None);
    assert!(outline.sections.is_empty() && outline.points.is_empty());
    assert_eq!(outline.chars, 4);
}

#[test]
fn a_publisher_adds_headings_and_boilerplate() {
    let aliases = Aliases::with(&[("没见过*".into(), "events".into())], &["*版权所有*".into()]);
    assert_eq!(aliases.kind_of("没见过的标题"), SectionKind::Events);
    assert!(aliases.is_boilerplate("© 版权所有 2025"));
}

#[test]
fn length_counts_han_characters_and_latin_words() {
    assert_eq!(count_units("GPT-5.1 发布，Olmo 3！"), 5);
}

#[test]
fn a_kind_has_its_subsections_but_not_what_stands_beside_it() {
    let text = "# 日报\n\n## 详细分析部分\n\n### 专项分析\n\n#### 技术\n\n甲\n\n#### 专题二\n\n乙\n\n### 关键事件\n\n丙\n\n---\n\n\
                ## 事件续\n\n丁\n\n### 市场反应\n\n---\n";
    let document = parse(text);
    let outline = Outline::of(&document, &Aliases::default());
    let of = |kind| {
        let found = outline.of_kind(&document, kind).into_iter();
        let text = |blocks: Range<usize>| document.blocks[blocks].iter().map(block_text).collect::<String>();
        found
            .map(|(section, blocks)| (section.heading.clone(), text(blocks)))
            .collect::<Vec<_>>()
    };
    let named = |heading: &str, text: &str| (heading.to_owned(), text.to_owned());
    assert_eq!(
        of(SectionKind::Analysis),
        [named("专项分析", "技术\n甲\n专题二\n乙\n")],
        "an analysis inside an analysis is not shown twice"
    );
    assert_eq!(
        of(SectionKind::Events),
        [named("关键事件", "丙\n"), named("事件续", "丁\n市场反应\n")]
    );
    assert_eq!(of(SectionKind::Details), [], "the part itself says nothing");
    assert_eq!(of(SectionKind::Markets), [], "a rule is no text");
}

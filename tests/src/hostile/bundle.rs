//! Data of a built site, changed by somebody who has the host.

use std::fs;

use kanbao_archive::markdown::{Block, Document, Inline, Item, LinkTarget, Stored, Style};
use serde_json::{Value, json};

use super::{Payload, payloads};
use crate::site::Site;
use crate::{Outcome, ensure};

const BUNDLE: &str = "data/bundle.json";

/// Fills a site's bundle with payloads: a report for each, every text of it and every address in its text being the payload;
/// and what stands for the whole site. Gives the ids of the reports.
///
/// # Errors
/// Where there is no bundle to fill.
pub fn tamper(site: &Site) -> Outcome<Vec<String>> {
    let path = site.folder.join(BUNDLE);
    let mut bundle: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let payloads = payloads("bundle")?;
    let all: Vec<&str> = payloads.iter().map(|payload| payload.text.as_str()).collect();
    let reports = bundle["reports"].as_array().cloned().unwrap_or_default();
    ensure!(
        reports.len() >= payloads.len(),
        "there are only {} reports to change",
        reports.len()
    );
    let mut ids = Vec::new();
    let mut changed = Vec::new();
    for (index, (payload, report)) in payloads.iter().zip(&reports).enumerate() {
        let mut report = report.clone();
        // An id is an address: every other report keeps its own.
        if index % 2 == 1 {
            report["summary"]["id"] = json!(payload.text);
        }
        fill(&mut report, payload);
        ids.push(report["summary"]["id"].as_str().unwrap_or_default().to_owned());
        changed.push(report);
    }
    changed.extend(reports.into_iter().skip(payloads.len()));
    bundle["reports"] = Value::Array(changed);
    let text = all.join(" ");
    bundle["site"] = json!({
        "title": text, "description": text, "language": "zh-CN",
        "section_aliases": [[all[0], all[1]], ["核心信息", all[2]]], "boilerplate": all,
    });
    for labels in ["sources", "topics"] {
        for label in bundle[labels].as_array_mut().into_iter().flatten() {
            label["name"] = json!(text);
        }
    }
    bundle["sections"] = json!(["key_points", all[0], all[4]]);
    bundle["withdrawn"] = json!(all);
    fs::write(path, bundle.to_string())?;
    Ok(ids)
}

/// Puts a payload wherever a report has a text or an address.
fn fill(report: &mut Value, payload: &Payload) {
    let (number, text) = (payload.number, &payload.text);
    let summary = &mut report["summary"];
    for name in ["title", "headline", "time"] {
        summary[name] = json!(text);
    }
    let image = json!({ "src": text, "url": text, "width": 3, "height": 2 });
    summary["points"] = json!([{ "lead": text, "text": format!("第{number}号 {text}") }, { "text": text }]);
    summary["cloud"] = image.clone();
    summary["top_terms"] = json!([text, "模型"]);
    summary["fresh"] = json!([text]);
    let day = summary["day"].clone();
    let body = &mut report["body"];
    body["document"] = json!(Stored::of(&document(payload)));
    body["images"] = json!([image]);
    body["terms"] =
        json!([{ "text": text, "count": 3, "weight": 9000 }, { "text": "模型", "count": 2, "weight": 5000 }]);
    body["news"] = json!({ "earlier": 9, "rising": [text], "faded": [[text, text]] });
    body["related"] = json!([[text, day, text]]);
}

/// A tree with the payload as everything that it has a place for.
fn document(payload: &Payload) -> Document {
    let (number, text) = (payload.number, || payload.text.clone());
    let words = || vec![Inline::Text(format!("第{number}号 {}", payload.text))];
    let link = |to| Inline::Link {
        to,
        title: text(),
        content: words(),
    };
    let heading = |level, content: &str| Block::Heading {
        level,
        id: text(),
        content: vec![Inline::Text(content.to_owned())],
    };
    let (src, alt) = (text(), text());
    let inlines = vec![
        link(LinkTarget::External(text())),
        link(LinkTarget::Relative(text())),
        link(LinkTarget::Anchor(text())),
        link(LinkTarget::Report(text())),
        Inline::Image { src, alt },
        Inline::Code(text()),
        Inline::Styled(Style::Highlight, words()),
    ];
    let (language, code) = (text(), text());
    let item = Item {
        done: None,
        blocks: vec![Block::Paragraph(inlines.clone())],
    };
    Document {
        blocks: vec![
            heading(1, &payload.text),
            heading(2, "核心信息"),
            Block::List {
                start: Some(1),
                tight: true,
                items: vec![item],
            },
            heading(3, &payload.text),
            Block::Paragraph(inlines),
            Block::Code { language, text: code },
            Block::Details {
                summary: words(),
                blocks: Vec::new(),
            },
        ],
        footnotes: Vec::new(),
    }
}

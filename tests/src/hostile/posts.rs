//! Posts that carry payloads.

use std::fs;
use std::path::Path;

use kanbao_archive::model::Day;
use serde_json::json;

use super::{Payload, payloads, texts};
use crate::{Outcome, ensure};

/// Payloads in one post, so that there are not too many pages to look at.
const IN_ONE: usize = 16;

/// What was written.
pub struct Posts {
    /// Of each post that shows payloads as its text: its id, and the numbers of the payloads.
    pub shown: Vec<(String, Vec<usize>)>,
}

/// Writes posts with the payloads of all classes that posts can carry.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_posts(folder: &Path, picture: &[u8]) -> Outcome<Posts> {
    let mut posts = Posts { shown: Vec::new() };
    let mut day = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    let mut next = |by: i32| {
        let this = day;
        day = day.plus(-by);
        this
    };
    for chunk in texts()?.chunks(IN_ONE) {
        let day = next(1);
        let slug = slug(day);
        let front = format!("title: twitter_ai_{slug}_{slug}\ndate: {day} 08:00:00 +0800\n");
        write(folder, day, "twitter", &front, &text(chunk))?;
        let numbers = chunk.iter().map(|payload| payload.number).collect();
        posts.shown.push((id(day, "twitter"), numbers));
    }
    // Some of these swallow what comes after them; alone, each goes through the parser in `tests/hostile.rs`.
    for chunk in texts()?.chunks(3 * IN_ONE) {
        let day = next(1);
        let bare: Vec<&str> = chunk.iter().map(|payload| payload.text.as_str()).collect();
        let front = format!("title: 裸 {day}\ndate: {day}\n");
        write(folder, day, "bare", &front, &bare.join("\n\n"))?;
        posts.shown.push((id(day, "bare"), Vec::new()));
    }
    for payload in payloads("front-matter")? {
        let day = next(1);
        let value = json!(payload.text);
        let front = format!(
            "title: {value}\ndate: {day}\nsource: {value}\ntopic: {value}\ncategories: [{value}]\ntags: [{value}]\n\
             description: {value}\nauthor: {value}\nlang: {value}\nimage: {value}\nposttime: {value}\nslug: {value}\n"
        );
        write(folder, day, "front", &front, &said(&payload))?;
        let front = format!("title: {value}\ndate: {day}\npermalink: {value}\n");
        write(folder, day, "link", &front, &said(&payload))?;
        let front = format!("title: 日期\ndate: {value}\nupdated: {value}\npublished: {value}\n");
        write(folder, day, "date", &front, &said(&payload))?;
    }
    for payload in payloads("file-names")? {
        let day = next(1);
        ensure!(!payload.text.contains('/'), "{payload} cannot be a name");
        let name = format!("{}.png", payload.text);
        fs::write(folder.join(&name), picture)?;
        let address: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let text = format!("{}\n\n![{}]({address})\n", said(&payload), payload.number);
        write(folder, day, &payload.text, &format!("date: {day}\n"), &text)?;
    }
    Ok(posts)
}

/// The text of a post that has each of some payloads in every place in which text can stand.
fn text(payloads: &[Payload]) -> String {
    let mut out = format!(
        "# {}\n\n## 核心信息（10个关键点）\n\n",
        one_line(&payloads[0].text)
    );
    for (index, payload) in payloads.iter().enumerate() {
        let (number, text) = (payload.number, payload.text.replace('\n', "\n    "));
        out.push_str(&format!(
            "{}. **{}**：第{number}条 {text}\n",
            index + 1,
            one_line(&payload.text)
        ));
    }
    out.push_str("\n## 深入分析\n\n");
    for payload in payloads {
        let (number, text) = (payload.number, &payload.text);
        let line = one_line(text);
        out.push_str(&format!("### {line}\n\n"));
        out.push_str(&format!(
            "- {}\n- 第{number}号 {}\n\n",
            text.replace('\n', "\n  "),
            line
        ));
        out.push_str(&format!("> {}\n\n", text.replace('\n', "\n> ")));
        out.push_str(&format!(
            "第{number}段。[{line}](https://example.com/{number} {})\n\n",
            json!(line)
        ));
        out.push_str(&format!("![{line}](missing-{number}.png)\n\n"));
        out.push_str(&format!("| 表 |\n|--|\n| {} |\n\n", line.replace('|', "\\|")));
        out.push_str(&format!(
            "<details><summary>第{number}节</summary>\n\n> {line}\n\n</details>\n\n"
        ));
        out.push_str(&format!("~~~ {line}\n{text}\n~~~\n\n"));
    }
    out
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A text for a post whose payload is elsewhere.
fn said(payload: &Payload) -> String {
    let number = payload.number;
    format!(
        "# 第{number}号\n\n## 核心信息\n\n1. **第{number}条**：模型与代理。\n\n## 深入分析\n\n开源模型。\n"
    )
}

fn write(folder: &Path, day: Day, slug: &str, front: &str, text: &str) -> Outcome {
    fs::write(
        folder.join(format!("{day}-{slug}.md")),
        format!("---\n{front}---\n\n{text}\n"),
    )?;
    Ok(())
}

fn id(day: Day, slug: &str) -> String {
    format!("{}/{slug}", day.to_string().replace('-', "/"))
}

fn slug(day: Day) -> String {
    day.to_string().replace('-', "")
}

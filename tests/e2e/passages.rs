//! The link to a passage: made from a selection, opened by somebody else, later, without a network.

use kanbao_archive::link::{Address, Quote};
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::pages::{Reader, Report};
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// Enough paragraphs that the passage is not on the first screen.
fn post(passage: &str, others: &str) -> String {
    let others = format!("{others}\n\n").repeat(12);
    format!(
        "# 报告\n\n## 核心信息（1个关键点）\n\n1. **第一点**：说明文字\n\n## 重要观点\n\n{others}{passage}\n\n{others}"
    )
}

const PASSAGE: &str = "前面一句。**Olmo 3** 作为[完全开源](https://example.org)的模型发布，权重、数据与代码全部公开。后面一句。";
const WORDS: &str = "Olmo 3 作为完全开源的模型发布，权重、数据与代码全部公开";

fn build(name: &str, text: &str) -> Outcome<(Site, String)> {
    let folder = tempfile::tempdir()?;
    let day = Day::new(2025, 11, 21).ok_or("no such day")?;
    posts::write(folder.path(), day, text)?;
    let site = shared::build(folder.path(), name)?;
    let id = site.summaries().next().ok_or("the post was left out")?.id.clone();
    Ok((site, id))
}

/// The page shows the passage, marked and on the screen.
async fn shows_passage(browser: &Browser, report: Report<'_>, words: &str) -> Outcome {
    browser
        .wait("the passage to be on the screen", async || {
            Ok(report.has_mark_in_view().await?.then_some(()))
        })
        .await?;
    ensure_eq!(report.marks().await?.concat(), words, "what is marked");
    let bar = "const bar = document.querySelector('.marks-bar'); return bar && bar.textContent.includes('链接所指的一段')";
    browser
        .wait_for::<bool>("the bar that says what is marked", bar, &[])
        .await
        .map(drop)
}

#[test]
fn a_selected_passage_is_sent_as_a_link_and_found_in_a_corrected_report() -> Outcome {
    let (site, id) = build("passage", &post(PASSAGE, "别的段落说别的事情。"))?;
    let corrected = "更正：Olmo 3 作为完全開源的模型发布，**权重**、数据与代码全部公开！";
    let (later, _) = build("passage-later", &post(corrected, "改写过的段落，多了几个字。"))?;
    let (gone, _) = build("passage-gone", &post("这一段撤下了。", "别的段落说别的事情。"))?;
    let (server, later, gone) = (site.serve("/")?, later.serve("/")?, gone.serve("/")?);
    scenario("passage", async |browser| {
        browser.set_clipboard(true).await?;
        let report = Reader::at(browser, server.url()).report(&id).await?;
        report.select(WORDS).await?;
        report.copy_passage_by_key().await?;
        let link = browser.clipboard_after("").await?;
        ensure!(
            link.starts_with(&server.url()) && link.len() < 600,
            "the link is {link}"
        );

        browser.open(&link).await?;
        let report = Reader::at(browser, server.url()).showing_report(&id).await?;
        shows_passage(browser, report, WORDS).await?;
        browser.press(Key::Escape).await?;
        let no_mark = "return document.querySelector('mark, .marks-bar') === null";
        browser.wait_for::<bool>("the mark to go", no_mark, &[]).await?;
        ensure_eq!(
            browser.url().await?,
            format!("{}{id}/", server.url()),
            "the address then"
        );

        browser.open(&link.replace(&server.url(), &later.url())).await?;
        let report = Reader::at(browser, later.url()).showing_report(&id).await?;
        shows_passage(browser, report, &WORDS.replace("完全开", "完全開")).await?;

        browser.open(&link.replace(&server.url(), &gone.url())).await?;
        let report = Reader::at(browser, gone.url()).showing_report(&id).await?;
        let says =
            "const bar = document.querySelector('.marks-bar [role=status]'); return bar && bar.textContent";
        let says: String = browser.wait_for("a word that it is gone", says, &[]).await?;
        ensure_eq!(says, "链接所指的一段已不在文中", "the page says");
        ensure!(report.marks().await?.is_empty(), "something else is marked");
        Ok(())
    })
}

#[test]
fn a_link_to_a_passage_opens_without_a_server() -> Outcome {
    let (site, id) = build("passage-offline", &post(PASSAGE, "别的段落说别的事情。"))?;
    let server = site.serve("/")?;
    scenario("passage-offline", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        reader.report(&id).await?;
        let kept = "return navigator.serviceWorker.controller !== null && Boolean(document.documentElement.dataset.generation)";
        browser
            .wait_for::<bool>("the worker to keep the site", kept, &[])
            .await?;
        server.stop();
        let quote = Quote {
            text: WORDS.into(),
            ..Quote::default()
        };
        reader.open(&Address::report(&id).with_quote(quote)).await?;
        let report = reader.showing_report(&id).await?;
        shows_passage(browser, report, WORDS).await
    })
}

#[test]
fn a_finger_finds_the_button_at_the_foot_of_the_screen() -> Outcome {
    let (site, id) = build("passage-touch", &post(PASSAGE, "别的段落。"))?;
    let server = site.serve("/")?;
    scenario("passage-touch", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        browser.set_clipboard(true).await?;
        let reader = Reader::at(browser, server.url());
        let report = reader.report(&id).await?;
        report.select("说明文字").await?;
        let script = "const button = document.querySelector('.passage-button');
            return button && innerHeight - button.getBoundingClientRect().bottom < 100";
        browser
            .wait_for::<bool>("the button above the bar", script, &[])
            .await?;
        browser.click(".passage-button").await?;
        let link = browser.clipboard_after("").await?;
        browser.open(&link).await?;
        let report = reader.showing_report(&id).await?;
        shows_passage(browser, report, "说明文字").await
    })
}

#[test]
fn a_selection_over_blocks_is_marked_in_each_of_them() -> Outcome {
    let folder = tempfile::tempdir()?;
    let text = "# 报告\n\n## 重要观点\n\n第一段的末尾。\n\n- 第一项\n- 第二项\n\n第二段的开头。\n";
    posts::write(folder.path(), Day::new(2025, 11, 21).ok_or("no such day")?, text)?;
    let site = shared::build(folder.path(), "passage-blocks")?;
    let id = site.summaries().next().ok_or("the post was left out")?.id.clone();
    let server = site.serve("/")?;
    scenario("passage-blocks", async |browser| {
        browser.set_clipboard(true).await?;
        let reader = Reader::at(browser, server.url());
        let report = reader.report(&id).await?;
        report.select("末尾。第一项第二项第二段").await?;
        report.copy_passage_by_key().await?;
        browser.open(&browser.clipboard_after("").await?).await?;
        let report = reader.showing_report(&id).await?;
        browser
            .wait("the marks", async || {
                Ok((!report.marks().await?.is_empty()).then_some(()))
            })
            .await?;
        ensure_eq!(
            report.marks().await?,
            ["末尾。", "第一项", "第二项", "第二段"],
            "the marks"
        );
        Ok(())
    })
}

//! A report opened from a search: its marks, and the way between them.

use kanbao_archive::link::Address;
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

/// Matches in the line that repeats the title, in the headline, in a heading that is not shown, in a point, in
/// an item, in a table and in the colophon.
const POST: &str = "Twitter Ai 报告 (2025-11-21 至 2025-11-21)\n\n# 石榴热点\n\n## 简要部分\n\n\
### 核心信息（2个关键点）\n\n1. **石榴模型**：发布\n2. 无关\n\n## 详细分析部分\n\n### 重要观点与见解\n\n\
- 一条\n- 又见石榴与芒果\n\n| 名 | 数 |\n| --- | --- |\n| 石榴 | 3 |\n| 芒果 | 4 |\n\n---\n\n**数据来源**：平台\n";

#[test]
fn n_and_p_reach_every_mark_that_is_counted() -> Outcome {
    let folder = tempfile::tempdir()?;
    let day = Day::new(2025, 11, 21).ok_or("no such day")?;
    posts::write(folder.path(), day, POST)?;
    let site = shared::build(folder.path(), "marks")?;
    let id = site.summaries().next().ok_or("the post was left out")?.id.clone();
    let server = site.serve("/")?;
    scenario("marks", async |browser| {
        let reader = Reader::at(browser, server.url());
        for q in [
            "石榴",
            "Twitter OR 石榴",
            "芒果 石榴",
            "\"石榴\" OR 芒果",
            "核心 OR 石榴",
        ] {
            reader.open(&Address::report(&id).with_q(q)).await?;
            let report = reader.showing_report(&id).await?;
            let (first, total) = bar(browser).await?;
            ensure!(total > 3, "{q}: {total} marks");
            for step in 1..=total {
                let at = (first - 1 + step) % total + 1;
                browser.press('n').await?;
                is_at(browser, at, total).await?;
            }
            browser.press('p').await?;
            is_at(browser, (first + total - 2) % total + 1, total).await?;
            browser.press(Key::Escape).await?;
            let gone = "return document.querySelector('mark, .marks-bar') === null";
            browser.wait_for::<bool>("the marks to go", gone, &[]).await?;
            let address = Address::report(&id).href(&server.url());
            ensure_eq!(browser.url().await?, address, "the address without marks");
            ensure!(
                report.headline().await?.contains("石榴热点"),
                "the headline is gone"
            );
        }
        Ok(())
    })
}

#[test]
fn the_first_mark_in_a_table_is_brought_into_view() -> Outcome {
    let folder = tempfile::tempdir()?;
    let day = Day::new(2025, 11, 21).ok_or("no such day")?;
    let text = format!(
        "# 热点\n\n## 正文\n\n{}\n\n| 名 | 数 |\n| --- | --- |\n| 山竹 | 3 |\n",
        "很长的一段话。\n\n".repeat(90)
    );
    posts::write(folder.path(), day, &text)?;
    let site = shared::build(folder.path(), "marks-table")?;
    let id = site.summaries().next().ok_or("the post was left out")?.id.clone();
    let server = site.serve("/")?;
    scenario("marks-table", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.focus_on("#kb-search").await?;
        search.type_query("山竹").await?;
        search.total("山竹").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        reader.showing_report(&id).await?;
        is_at(browser, 1, 1).await?;
        // The keyboard goes on in the report, not on a page that is gone.
        search.focus_on("main").await
    })
}

/// Waits for the bar and gives which mark it is at, of how many.
async fn bar(browser: &Browser) -> Outcome<(usize, usize)> {
    let script = "const bar = document.querySelector('.marks-bar [role=status]');
        return bar && bar.textContent.match(/\\d+/g).map(Number)";
    browser.wait_for("the bar of the marks", script, &[]).await
}

/// Waits until the bar says so, and the current mark can be seen.
async fn is_at(browser: &Browser, at: usize, total: usize) -> Outcome {
    let script =
        "const [at, total] = document.querySelector('.marks-bar [role=status]').textContent.match(/\\d+/g);
        const mark = document.querySelector('mark.hit-current');
        const box = mark && mark.getBoundingClientRect();
        return Number(at) === arguments[0] && Number(total) === arguments[1] && box !== null &&
            document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === mark";
    browser
        .wait_for::<bool>(
            &format!("mark {at} of {total}"),
            script,
            &[json!(at), json!(total)],
        )
        .await
        .map(drop)
}

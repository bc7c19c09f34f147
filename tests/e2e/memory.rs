//! A device with little memory: no more of the texts is held than there is room for, and nothing is lost by it.

use std::fmt::Write as _;
use std::fs;

use kanbao_tests::browser::Browser;
use kanbao_tests::pages::{Reader, Search};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// Posts a month, for five months.
const POSTS: usize = 28;

/// Paragraphs of a post: together the texts are 14 MB, of which such a device scans 12 and shows 4.
const PARAGRAPHS: usize = 1_100;

#[test]
fn texts_that_were_dropped_are_found_shown_and_opened() -> Outcome {
    let posts = tempfile::tempdir()?;
    for month in 1..=5 {
        for day in 1..=POSTS {
            let mut text = format!(
                "---\ntitle: 第{month}月{day}日\n---\n\n## 一\n\n{}\n",
                own_word(month, day)
            );
            for paragraph in 0..PARAGRAPHS {
                write!(
                    text,
                    "\n{paragraph}段落里有公共词，一天的消息放在一起看才知道什么变了。\n"
                )?;
            }
            fs::write(posts.path().join(format!("2025-{month:02}-{day:02}-x.md")), text)?;
        }
    }
    let site = shared::build(posts.path(), "memory")?;
    let server = site.serve("/")?;
    scenario("memory", async |browser| {
        let source = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })";
        let parameters = json!({ "source": source });
        let method = "Page.addScriptToEvaluateOnNewDocument";
        browser.devtools(method, parameters).await?;
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        let noted = "performance.setResourceTimingBufferSize(1000); return true";
        browser.eval::<bool>(noted, &[]).await?;
        for month in 1..=5 {
            // All texts of a month are read, to find that none lacks the word.
            let q = format!("-公共词 after:2025-{month:02} before:2025-{:02}", month + 1);
            ask(browser, &q).await?;
            ensure_eq!(
                search.total(&q).await?,
                0,
                "reports of month {month} without the word"
            );
        }
        for (month, day) in [(1, 1), (3, 14), (5, POSTS)] {
            finds_one(browser, search, month, day).await?;
        }
        // Every row says where it matches, though its text may have been dropped when the others were read.
        ask(browser, "公共词").await?;
        search.total("公共词").await?;
        let hits = search.hits().await?;
        ensure!(hits.len() >= 20, "{} rows", hits.len());
        let bare: Vec<&str> = hits
            .iter()
            .filter(|hit| hit.marks.is_empty())
            .map(|hit| hit.id.as_str())
            .collect();
        ensure!(bare.is_empty(), "rows without a passage: {bare:?}");
        // What is shown alone would be some twenty files: what is searched was forgotten, too, to begin anew.
        let again = read_again(browser).await?;
        ensure!(again >= 40, "only {again} files were read again");
        Ok(())
    })
}

/// A word that no other report has.
fn own_word(month: usize, day: usize) -> String {
    let character = char::from_u32(0x8e00 + (month * 31 + day) as u32);
    String::from_iter(character).repeat(2)
}

/// Puts a query in the place of the one in the box.
async fn ask(browser: &Browser, q: &str) -> Outcome {
    let script = "const box = document.getElementById('kb-search');
        box.value = arguments[0];
        return box.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    browser.eval::<bool>(script, &[json!(q)]).await.map(drop)
}

/// Searches what one report alone has.
async fn finds_one(browser: &Browser, search: Search<'_>, month: usize, day: usize) -> Outcome {
    let q = own_word(month, day);
    ask(browser, &q).await?;
    ensure_eq!(search.total(&q).await?, 1, "reports with {q}");
    let hits = search.hits().await?;
    let hit = hits.first().ok_or("no row")?;
    ensure!(
        hit.id.starts_with(&format!("2025/{month:02}/{day:02}/")) && !hit.marks.is_empty(),
        "{} {:?}",
        hit.id,
        hit.marks
    );
    Ok(())
}

/// How many files of texts have been asked for more than once.
async fn read_again(browser: &Browser) -> Outcome<usize> {
    let script = "const named = performance.getEntriesByType('resource').map(({ name }) => name);
        const texts = named.filter((name) => name.includes('/data/bodies-'));
        return texts.length - new Set(texts).size";
    browser.eval(script, &[]).await
}

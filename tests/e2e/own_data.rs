//! What a reader has read and starred: kept, followed by other windows, taken along, and cleared.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// Reads two reports and stars one of them, with the keys.
async fn read_two(reader: &Reader<'_>, browser: &Browser, ids: &[String]) -> Outcome {
    reader.report(&ids[0]).await?;
    browser.press('m').await?;
    browser.press('f').await?;
    reader.report(&ids[1]).await?;
    browser.press('m').await
}

/// The first report is starred and the second is not; both are read.
async fn has_two(reader: &Reader<'_>, browser: &Browser) -> Outcome {
    let settings = reader.settings().await?;
    browser
        .wait("two that are read", async || {
            let facts = settings.own_data().await?;
            Ok(facts.contains("读过 2 篇，加星 1 篇").then_some(()))
        })
        .await
}

#[test]
fn what_was_read_is_kept_and_other_windows_follow() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("own-data-kept", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.settings().await?;
        browser.open_window(&server.url()).await?;
        read_two(&reader, browser, &ids).await?;
        has_two(&reader, browser).await?;
        browser.to_window(0).await?;
        browser
            .wait_for::<bool>(
                "the first window to follow",
                "return document.querySelector('.own-data p').textContent.includes('读过 2 篇')",
                &[],
            )
            .await?;
        Ok(())
    })
}

#[test]
fn a_star_is_kept_though_the_page_is_left_before_its_database_is_open() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("own-data-aside", async |browser| {
        // In the first page of the tab no database answers.
        let never = "if (!sessionStorage.left) IDBFactory.prototype.open = () => new EventTarget();";
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": never }),
            )
            .await?;
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let id = home.listed().await?.swap_remove(0);
        home.star(&id).await?;
        browser.eval::<()>("sessionStorage.left = true", &[]).await?;
        for _ in 0..2 {
            let home = reader.home().await?;
            browser
                .wait("the star", async || Ok(home.state(&id).await?.1.then_some(())))
                .await?;
            browser
                .wait_for::<bool>(
                    "the database to have it",
                    "return !Object.keys(localStorage).some((key) => key.includes(':aside:'))",
                    &[],
                )
                .await?;
        }
        Ok(())
    })
}

#[test]
fn the_data_go_along_in_a_file_and_can_be_cleared() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    let folder = tempfile::tempdir()?;
    scenario("own-data-file", async |browser| {
        browser.download_to(folder.path()).await?;
        let reader = Reader::at(browser, server.url());
        read_two(&reader, browser, &ids).await?;
        has_two(&reader, browser).await?;
        let settings = reader.settings().await?;
        settings.choose("theme", "sepia").await?;
        browser.click("[data-export]").await?;
        settings.says("保存").await?;
        let file = browser
            .wait("the file", async || Ok(saved(folder.path())?))
            .await?;

        // One asks first, and the focus is on what changes nothing.
        browser.click("[data-clear-own]").await?;
        browser.press(Key::Enter).await?;
        is_closed(browser).await?;
        has_two(&reader, browser).await?;
        browser.click("[data-clear-own]").await?;
        browser.click("[data-clear-confirmed]").await?;
        is_closed(browser).await?;
        settings.says("已全部清除。").await?;
        let settings = reader.settings().await?;
        ensure!(
            settings.own_data().await?.contains("读过 0 篇，加星 0 篇"),
            "not everything is cleared"
        );
        ensure_eq!(settings.chosen("theme").await?, "system", "the theme");

        let odd = folder.path().join("odd.txt");
        fs::write(&odd, "{\"reports\":{}}")?;
        settings.import(&odd).await?;
        settings.says("什么都没有改动").await?;
        let newer = folder.path().join("newer.txt");
        fs::write(&newer, "{\"kanbao_reader_data\":99}")?;
        let settings = reader.settings().await?;
        settings.import(&newer).await?;
        settings.says("更新版本").await?;
        let settings = reader.settings().await?;
        settings.import(&file).await?;
        settings.says("已导入，更新了 2 篇的记录。").await?;
        ensure_eq!(settings.chosen("theme").await?, "sepia", "the theme");
        has_two(&reader, browser).await
    })
}

fn saved(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

async fn is_closed(browser: &Browser) -> Outcome {
    let script = "return document.querySelector('dialog[open]') === null";
    browser
        .wait_for::<bool>("the dialog to be gone", script, &[])
        .await?;
    Ok(())
}

/// Where a script may write into the database before the reader opens it: a file of the site that starts no reader.
const QUIET: &str = "robots.txt";

/// Makes a database as this script does to the `database` that it is given, of a version, and puts texts into its store.
async fn write_database(browser: &Browser, version: u32, texts: &serde_json::Value) -> Outcome {
    let script = "const [version, texts] = arguments;
        const database = await new Promise((resolve, reject) => {
            const request = indexedDB.open('kanbao:/', version);
            request.onupgradeneeded = () => {
                request.result.createObjectStore('texts');
                if (version > 1) request.result.createObjectStore('labels');
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const transaction = database.transaction('texts', 'readwrite');
        for (const [key, text] of Object.entries(texts)) transaction.objectStore('texts').put(text, key);
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        database.close();
        return true";
    browser
        .eval_async::<bool>(script, &[json!(version), texts.clone()])
        .await
        .map(drop)
}

/// What is stored under a key, with the version of the database.
async fn stored(browser: &Browser, key: &str) -> Outcome<(u32, String)> {
    let script = "const database = await new Promise((resolve, reject) => {
            const request = indexedDB.open('kanbao:/');
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const request = database.transaction('texts').objectStore('texts').get(arguments[0]);
        await new Promise((resolve) => (request.onsuccess = resolve));
        database.close();
        return [database.version, request.result || '']";
    browser.eval_async(script, &[json!(key)]).await
}

#[test]
fn what_the_first_version_stored_is_brought_up_and_lost_nowhere() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("own-data-first-version", async |browser| {
        // A file that is no page has no icon.
        browser.expect_errors();
        browser.open(&format!("{}{QUIET}", server.url())).await?;
        let texts = json!({
            &ids[0]: r#"{"read":true,"starred":true,"changed":1763000000000}"#,
            &ids[1]: r#"{"read":true,"changed":1763000000001}"#,
            &ids[2]: r#"{"place":{"after":"points","block":2,"done":300},"changed":1763000000002}"#,
        });
        write_database(browser, 1, &texts).await?;
        let reader = Reader::at(browser, server.url());
        has_two(&reader, browser).await?;
        let is_anew = browser
            .wait("the texts to be written anew", async || {
                let (version, text) = stored(browser, &ids[2]).await?;
                Ok(text.starts_with("{\"v\":2,").then_some((version, text)))
            })
            .await?;
        ensure_eq!(
            is_anew.0,
            1,
            "the version of the database, which an earlier app can still open"
        );
        ensure!(
            is_anew.1.contains(r#""after":"points""#),
            "the place: {}",
            is_anew.1
        );
        reader.report(&ids[2]).await?;
        browser
            .wait_for::<bool>(
                "the offer to go on",
                "return document.querySelector('[data-go-on]') !== null",
                &[],
            )
            .await?;
        Ok(())
    })
}

#[test]
fn what_a_later_version_stored_is_used_and_not_harmed() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("own-data-later-version", async |browser| {
        // A file that is no page has no icon.
        browser.expect_errors();
        browser.open(&format!("{}{QUIET}", server.url())).await?;
        let texts = json!({
            &ids[0]: r#"{"v":9,"read":true,"starred":true,"changed":5,"at":[5,5,0],"labels":["重要"]}"#,
            &ids[1]: r#"{"v":9,"read":true,"changed":5,"at":[5,0,0]}"#,
        });
        write_database(browser, 7, &texts).await?;
        let reader = Reader::at(browser, server.url());
        has_two(&reader, browser).await?;
        reader.report(&ids[0]).await?;
        browser.press('f').await?;
        browser
            .wait("the star to be gone from the database", async || {
                let (version, text) = stored(browser, &ids[0]).await?;
                ensure_eq!(version, 7, "the version of the database");
                ensure!(text.contains(r#""labels":["重要"]"#), "the labels: {text}");
                ensure!(text.contains(r#""v":9"#), "the version: {text}");
                Ok((!text.contains("starred")).then_some(()))
            })
            .await
    })
}

#[test]
fn a_window_makes_way_for_one_that_needs_another_database_and_says_that_nothing_is_kept() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("own-data-makes-way", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        reader.report(&ids[0]).await?;
        browser.press('f').await?;
        browser
            .wait("the star to be kept", async || {
                let (_, text) = stored(browser, &ids[0]).await?;
                Ok(text.contains("starred").then_some(()))
            })
            .await?;
        browser.open_window(&format!("{}{QUIET}", server.url())).await?;
        // Would wait for ever if the first window held on to it.
        let script = "await new Promise((resolve, reject) => {
                const request = indexedDB.open('kanbao:/', 7);
                request.onsuccess = () => { request.result.close(); resolve(); };
                request.onerror = () => reject(request.error);
            });
            return true";
        browser.eval_async::<bool>(script, &[]).await?;
        browser.to_window(0).await?;
        browser.press('m').await?;
        let script = "const line = document.querySelector('.notice-kept');
            return line !== null && line.textContent.includes('存放数据的地方没有了')";
        browser
            .wait_for::<bool>("the line that says so", script, &[])
            .await?;
        // The page goes on, and loaded anew it is kept again: also what was done meanwhile.
        browser.click("[data-understood]").await?;
        reader.report(&ids[0]).await?;
        browser
            .wait("the mark to be kept", async || {
                let (version, text) = stored(browser, &ids[0]).await?;
                ensure_eq!(version, 7, "the version of the database");
                Ok(text.contains(r#""read":true"#).then_some(()))
            })
            .await
    })
}

//! What a reader has read and starred: kept, followed by other windows, taken along, and cleared.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

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

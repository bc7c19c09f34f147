//! Who has read a site of the build before: its worker and its pages hand over to this build's.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kanbao_archive::model::Day;
use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::{self, Site};
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

/// What the build before made of `posts/`, and the posts.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/previous")
}

/// Unpacks the site of the build before.
fn unpack(folder: &Path) -> Outcome<PathBuf> {
    let packed = fs::read(fixture().join("site.tar.br"))?;
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut bytes)?;
    let mut tar = Command::new("tar")
        .args(["-xf", "-", "-C"])
        .arg(folder)
        .stdin(Stdio::piped())
        .spawn()?;
    tar.stdin.take().ok_or("tar has no input")?.write_all(&bytes)?;
    let status = tar.wait()?;
    ensure!(status.success(), "tar ended with {status}");
    Ok(folder.join("site"))
}

/// The same posts and one more, built by this build.
fn build_newer(folder: &Path) -> Outcome<Site> {
    let texts = folder.join("posts");
    site::copy(&fixture().join("posts"), &texts)?;
    let day = Day::new(2025, 12, 1).ok_or("there is no such day")?;
    posts::write(
        &texts,
        day,
        "# 新的一天\n\n## 核心信息\n\n1. **新的一点**：一句话。\n",
    )?;
    Site::build(&texts, &folder.join("newer"))
}

/// The generations whose caches are here.
async fn generations(browser: &Browser) -> Outcome<Vec<String>> {
    let script = "return (await caches.keys()).filter((name) => !name.endsWith(':files'))
        .map((name) => name.split(':').pop())";
    browser.eval_async(script, &[]).await
}

fn generation(folder: &Path) -> Outcome<String> {
    let version: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join("version.json"))?)?;
    Ok(version["generation"].as_str().unwrap_or_default().to_owned())
}

/// A visit to the old site: one report is starred, another is marked as read, and the worker keeps the site.
async fn visit_old(browser: &Browser, reader: &Reader<'_>, ids: &[String]) -> Outcome {
    let home = reader.home().await?;
    let kept = "return navigator.serviceWorker.controller !== null &&
        Boolean(document.documentElement.dataset.generation)";
    browser.wait_for::<bool>("the old worker", kept, &[]).await?;
    // The newest day stands above the list.
    ensure_eq!(home.listed().await?.len(), 1, "reports in the old list");
    reader.report(&ids[0]).await?;
    browser.press('f').await?;
    reader.report(&ids[1]).await?;
    browser.press('m').await?;
    let settings = reader.settings().await?;
    browser
        .wait("what was done on the old site", async || {
            let facts = settings.own_data().await?;
            Ok(facts.contains("读过 1 篇，加星 1 篇").then_some(()))
        })
        .await?;
    settings.choose("theme", "sepia").await
}

/// The new page shows everything, with what was done on the old one.
async fn has_moved(browser: &Browser, reader: &Reader<'_>, ids: &[String]) -> Outcome {
    let home = reader.home().await?;
    ensure_eq!(home.listed().await?.len(), 3, "reports in the new list");
    browser
        .wait("what was done on the old site", async || {
            let starred = home.state(&ids[0]).await?.1;
            let read = home.state(&ids[1]).await?.0.contains("已读");
            Ok((starred && read).then_some(()))
        })
        .await?;
    let settings = reader.settings().await?;
    ensure_eq!(settings.chosen("theme").await?, "sepia", "the theme");
    Ok(())
}

#[test]
fn readers_of_the_build_before_come_along_with_all_they_have() -> Outcome {
    let folder = tempfile::tempdir()?;
    let old = unpack(folder.path())?;
    let newer = build_newer(folder.path())?;
    let ids: Vec<String> = newer
        .summaries()
        .skip(1)
        .map(|summary| summary.id.clone())
        .collect();
    let host = BreakingHost::serve(&old, "/")?;
    scenario("previous", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        visit_old(browser, &reader, &ids).await?;

        // The old page hears of the new worker, and has it take over.
        host.publish(&newer.folder);
        reader.home().await?;
        browser.click(".notice button.action").await?;
        let newest = generation(&newer.folder)?;
        let shown = "return document.documentElement.dataset.generation === arguments[0] &&
            document.documentElement.dataset.app === 'ready'";
        browser
            .wait_for::<bool>("this build", shown, &[json!(newest)])
            .await?;
        has_moved(browser, &reader, &ids).await?;

        host.refuse();
        browser.reload().await?;
        has_moved(browser, &reader, &ids).await?;
        reader.report(&ids[2]).await?;
        host.accept()?;

        // With the next generation, nothing of the old build is left.
        let texts = folder.path().join("posts");
        let day = Day::new(2025, 12, 2).ok_or("there is no such day")?;
        posts::write(
            &texts,
            day,
            "# 又一天\n\n## 核心信息\n\n1. **又一点**：一句话。\n",
        )?;
        let last = Site::build(&texts, &folder.path().join("last"))?;
        host.publish(&last.folder);
        let (before, last) = (generation(&old)?, generation(&last.folder)?);
        browser
            .wait("the old caches to be gone", async || {
                reader.home().await?;
                let here = generations(browser).await?;
                Ok((here.contains(&last) && !here.contains(&before)).then_some(()))
            })
            .await
    })
}

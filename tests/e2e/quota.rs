//! Storage that is full: reading goes on, what was whole stays whole, and the page says what is the matter.

use std::fs;
use std::path::Path;

use kanbao_archive::model::Day;
use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

/// Less than any part of a site takes, in bytes.
const NOTHING: u64 = 1;

/// Lets an origin store so many bytes, or as many as the browser likes.
async fn set_quota(browser: &Browser, origin: &str, bytes: Option<u64>) -> Outcome {
    let mut parameters = json!({ "origin": origin });
    if let Some(bytes) = bytes {
        parameters["quotaSize"] = json!(bytes);
    }
    browser
        .devtools("Storage.overrideQuotaForOrigin", parameters)
        .await
        .map(drop)
}

/// A site of so many long reports, one a day.
fn edition(count: u32, name: &str) -> Outcome<Site> {
    let folder = tempfile::tempdir()?;
    for number in 1..=count {
        let day = Day::new(2025, 10, 1).ok_or("no such day")?.plus(number as i32);
        let text = format!(
            "# 报告\n\n## 核心信息\n\n1. **第{number}点**：{}\n",
            "报告里的一句话。".repeat(370)
        );
        posts::write(folder.path(), day, &text)?;
    }
    shared::build(folder.path(), &format!("quota-{name}"))
}

async fn is_kept(browser: &Browser) -> Outcome {
    let script = "return navigator.serviceWorker.controller !== null &&
        Boolean(document.documentElement.dataset.generation)";
    browser
        .wait_for::<bool>("the worker", script, &[])
        .await
        .map(drop)
}

/// The site's newest generation, as it was published.
fn generation(folder: &Path) -> Outcome<String> {
    let version: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join("version.json"))?)?;
    Ok(version["generation"].as_str().unwrap_or_default().to_owned())
}

/// Waits until the page runs a generation.
async fn runs(browser: &Browser, reader: &Reader<'_>, generation: &str) -> Outcome {
    browser
        .wait(&format!("generation {generation}"), async || {
            reader.home().await?;
            let shown: String = browser
                .eval("return document.documentElement.dataset.generation || ''", &[])
                .await?;
            Ok((shown == generation).then_some(()))
        })
        .await
}

#[test]
fn a_first_visit_without_room_reads_on() -> Outcome {
    let site = edition(3, "first")?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("quota-first", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        set_quota(browser, &host.url(), Some(NOTHING)).await?;
        let home = reader.home().await?;
        let id = home.listed().await?[1].clone();
        home.open(&id).await?;
        reader.showing_report(&id).await?;
        browser
            .wait("the worker to give up", async || {
                let script = "const registration = await navigator.serviceWorker.getRegistration();
                    return !registration || !registration.installing";
                let has_ended: bool = browser.eval_async(script, &[]).await?;
                let has_asked = host.log().iter().any(|asked| asked.path == "/sw.js");
                Ok((has_ended && has_asked).then_some(()))
            })
            .await?;
        browser.reload().await?;
        reader.showing_report(&id).await?;
        let alert = "return document.querySelector('main [role=alert]') === null";
        ensure!(
            browser.eval::<bool>(alert, &[]).await?,
            "the report is said to be in trouble"
        );

        set_quota(browser, &host.url(), None).await?;
        reader.home().await?;
        is_kept(browser).await?;
        host.refuse();
        reader.report(&id).await.map(drop)
    })
}

#[test]
fn an_update_without_room_leaves_the_old_generation_whole_and_says_so() -> Outcome {
    let (site, newer) = (edition(3, "before")?, edition(4, "after")?);
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("quota-update", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        reader.home().await?;
        is_kept(browser).await?;
        set_quota(browser, &host.url(), Some(NOTHING)).await?;
        host.publish(&newer.folder);
        let home = reader.home().await?;
        let said = "const notice = document.querySelector('.notice p'); return notice && notice.innerText";
        let said: String = browser.wait_for("a notice", said, &[]).await?;
        ensure!(said.contains("空间") || said.contains("存储"), "it says “{said}”");
        ensure_eq!(home.listed().await?.len(), 2, "reports in the list");
        let id = home.listed().await?[1].clone();

        host.refuse();
        runs(browser, &reader, &generation(&site.folder)?).await?;
        reader.report(&id).await?;
        host.accept()?;
        set_quota(browser, &host.url(), None).await?;
        runs(browser, &reader, &generation(&newer.folder)?).await
    })
}

#[test]
fn a_download_without_room_stops_says_so_and_goes_on_where_there_is_some() -> Outcome {
    let site = edition(90, "download")?;
    ensure!(
        !site.bundle.directories.is_empty(),
        "all reports are in the bundle"
    );
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("quota-download", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let home = reader.home().await?;
        let listed = home.listed().await?;
        is_kept(browser).await?;
        set_quota(browser, &host.url(), Some(NOTHING)).await?;
        let offline = reader.offline().await?;
        offline.press("start").await?;
        let said = offline.state("full").await?;
        ensure!(said.contains("空间") || said.contains("存储"), "it says “{said}”");
        reader.report(&listed[0]).await?;

        set_quota(browser, &host.url(), None).await?;
        let offline = reader.offline().await?;
        // With the page comes another attempt.
        offline.state("done").await?;
        host.refuse();
        let last = site
            .bundle
            .days()
            .last()
            .map(|(day, _)| *day)
            .ok_or("the archive has no days")?;
        let slug = last.to_string().replace('-', "");
        let id = format!("{}/twitter_ai_{slug}_{slug}", last.to_string().replace('-', "/"));
        reader.report(&id).await.map(drop)
    })
}

#[test]
fn a_star_without_room_shows_and_the_page_says_that_it_is_not_kept() -> Outcome {
    let site = edition(3, "star")?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("quota-star", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let home = reader.home().await?;
        let id = home.listed().await?[0].clone();
        is_kept(browser).await?;
        set_quota(browser, &host.url(), Some(NOTHING)).await?;
        let home = reader.home().await?;
        home.star(&id).await?;
        ensure!(home.state(&id).await?.1, "the star does not show");
        let said = "const line = document.querySelector('[data-understood]'); return line && line.parentElement.innerText";
        let said: String = browser.wait_for("a line about it", said, &[]).await?;
        ensure!(said.contains("空间") || said.contains("存"), "it says “{said}”");
        browser.click("[data-understood]").await?;
        home.open(&id).await?;
        reader.showing_report(&id).await.map(drop)
    })
}

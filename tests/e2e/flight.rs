//! A whole reading session in flight mode: everything that was kept reads as with a network, and nothing says otherwise.

use kanbao_archive::link::{Address, Route};
use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

/// No view says that something failed, and every picture in it is there.
async fn is_well(browser: &Browser) -> Outcome {
    let script = "const alert = document.querySelector('[role=alert], [data-trouble], main[data-view=not-found]');
        const broken = [...document.querySelectorAll('main img')].filter((it) => it.complete && it.naturalWidth === 0);
        return [alert ? alert.innerText : '', ...broken.map((it) => it.src)].filter(Boolean)";
    let wrong: Vec<String> = browser.eval(script, &[]).await?;
    ensure!(wrong.is_empty(), "the page shows {wrong:?}");
    Ok(())
}

/// Waits until the worker answers for the page, and everything is kept.
async fn keep_everything(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    reader.home().await?;
    let controlled = "return navigator.serviceWorker.controller !== null";
    browser.wait_for::<bool>("the worker", controlled, &[]).await?;
    let offline = reader.offline().await?;
    offline.press("start").await?;
    offline.state("done").await.map(drop)
}

/// Opens the list's first report and stars it, goes back and forward, and loads the page anew.
async fn read_and_star(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    let home = reader.home().await?;
    let listed = home.listed().await?;
    let id = listed.first().ok_or("the list is empty")?;
    home.open(id).await?;
    let report = reader.showing_report(id).await?;
    browser.press('f').await?;
    browser
        .wait_for::<bool>(
            "the star",
            "return document.querySelector('main [aria-pressed=true]') !== null",
            &[],
        )
        .await?;
    let text = report.text().await?;
    is_well(browser).await?;
    browser.back().await?;
    let home = reader.showing_home().await?;
    browser
        .wait("the star in the list", async || {
            Ok(home.state(id).await?.1.then_some(()))
        })
        .await?;
    browser.forward().await?;
    reader.showing_report(id).await?;
    browser.reload().await?;
    let report = reader.showing_report(id).await?;
    browser
        .wait("the star after a reload", async || {
            Ok((!report.pressed().await?.is_empty()).then_some(()))
        })
        .await?;
    ensure_eq!(report.text().await?, text, "the report, loaded anew");
    report.go_older().await?;
    reader.showing_report(&listed[1]).await?;
    is_well(browser).await
}

/// Searches, opens a result and comes back to the results.
async fn search(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    browser.click("a.masthead-search").await?;
    let search = reader.showing_search().await?;
    search.type_query("开源模型").await?;
    let total = search.total("开源模型").await?;
    ensure!(total > 0, "nothing is found");
    let hit = search.hits().await?.into_iter().next().ok_or("no result")?;
    search.open(&hit.id).await?;
    let report = reader.showing_report(&hit.id).await?;
    ensure!(!report.marks().await?.is_empty(), "nothing is marked");
    is_well(browser).await?;
    browser.back().await?;
    ensure_eq!(
        reader.showing_search().await?.total("开源模型").await?,
        total,
        "results"
    );
    browser.reload().await?;
    ensure_eq!(
        reader.showing_search().await?.total("开源模型").await?,
        total,
        "results"
    );
    is_well(browser).await
}

/// Filters the list by topic and by days.
async fn filter(browser: &Browser, reader: &Reader<'_>, topic: &str) -> Outcome {
    let home = reader.home().await?;
    let all = home.total().await?;
    home.choose_tab(topic).await?;
    browser
        .wait("fewer reports", async || {
            Ok((home.total().await? < all).then_some(()))
        })
        .await?;
    let home = reader.home().await?;
    reader.dates().type_days("2025-11-30").await?;
    reader.dates().chosen("2025-11-30", "2025-11-30").await?;
    ensure!(!home.listed().await?.is_empty(), "the day has no reports");
    browser.reload().await?;
    let home = reader.showing_home().await?;
    ensure!(
        !home.listed().await?.is_empty(),
        "loaded anew, the day has no reports"
    );
    is_well(browser).await
}

/// Looks at the clouds, and changes the theme.
async fn look_around(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    reader.open(&Address::new(Route::Clouds)).await?;
    let shown = "const pictures = [...document.querySelectorAll('main[data-view=clouds] img')];
        return pictures.length > 2 && pictures.slice(0, 3).every((picture) => picture.naturalWidth > 100)";
    browser
        .wait_for::<bool>("the clouds' pictures", shown, &[])
        .await?;
    is_well(browser).await?;
    let settings = reader.settings().await?;
    settings.choose("theme", "sepia").await?;
    browser.reload().await?;
    let settings = reader.settings().await?;
    ensure_eq!(
        settings.chosen("theme").await?,
        "sepia",
        "the theme after a reload"
    );
    ensure!(
        settings.own_data().await?.contains("加星 1 篇"),
        "the star is not among the reader's data"
    );
    is_well(browser).await
}

#[test]
fn a_whole_session_needs_no_network() -> Outcome {
    let site = shared::samples()?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    let key = &site.summaries().next().ok_or("no reports")?.topic;
    let topic = site.bundle.topic_name(key);
    scenario("flight", async |browser| {
        // Looking for something newer is what only a network can answer.
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        keep_everything(browser, &reader).await?;
        host.refuse();
        host.forget();
        browser.console_errors().await?;
        read_and_star(browser, &reader).await?;
        search(browser, &reader).await?;
        filter(browser, &reader, topic).await?;
        look_around(browser, &reader).await?;
        ensure!(host.log().is_empty(), "the host answered {:?}", host.log());
        let amiss = browser.console_errors().await?;
        let amiss: Vec<&String> = amiss
            .iter()
            .filter(|error| !error.contains("version.json") && !error.contains("sw.js"))
            .collect();
        ensure!(amiss.is_empty(), "it missed {amiss:#?}");
        Ok(())
    })
}

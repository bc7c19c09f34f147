//! The search box finds commands, days and sections as well.

use kanbao_archive::link::{Address, Route};
use kanbao_archive::outline::SectionKind;
use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// Waits until the first row that is offered reads so.
async fn offers(browser: &Browser, name: &str) -> Outcome {
    let script = "const row = document.querySelector('.offer-link');
        return row !== null && row.textContent.includes(arguments[0])";
    browser.wait_for::<bool>(name, script, &[json!(name)]).await?;
    Ok(())
}

#[test]
fn a_command_is_obeyed_on_enter() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("commands", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.type_query(">dark").await?;
        offers(browser, "深色").await?;
        let hits = "return document.querySelectorAll('#kb-results li').length";
        ensure_eq!(
            browser.eval::<usize>(hits, &[]).await?,
            0,
            "reports for a command"
        );
        browser.press(Key::Enter).await?;
        let is_dark = "return document.documentElement.dataset.theme === 'dark'";
        browser.wait_for::<bool>("the dark theme", is_dark, &[]).await?;
        let pressed = "return document.querySelector('.offer-link').getAttribute('aria-pressed') === 'true'";
        browser
            .wait_for::<bool>("the row to say so", pressed, &[])
            .await?;
        reader.search().await?.type_query(">设置").await?;
        offers(browser, "设置").await?;
        browser.press(Key::Enter).await?;
        let shown = "return document.querySelector('main').dataset.view === 'settings'";
        browser.wait_for::<bool>("the settings", shown, &[]).await?;
        Ok(())
    })
}

#[test]
fn a_day_a_section_and_a_heading_are_reached_with_the_arrow_key() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let newest = site.summaries().next().ok_or("no reports")?.clone();
    scenario("offers", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.type_query(&newest.day.to_string()).await?;
        offers(browser, "往期").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        reader.showing_home().await?;
        let url = browser.url().await?;
        let day = newest.day;
        ensure!(url.contains(&format!("from={day}&to={day}")), "{url}");

        reader.search().await?.type_query("markets").await?;
        offers(browser, "市场").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        let lane = Address::new(Route::Lane(SectionKind::Markets)).href("");
        browser
            .wait("the lane", async || {
                Ok(browser.url().await?.ends_with(&lane).then_some(()))
            })
            .await?;

        reader.report(&newest.id).await?;
        browser.press('/').await?;
        let search = reader.showing_search().await?;
        search.type_query("观点").await?;
        let script = "return [...document.querySelectorAll('.offer-link')].some((row) => row.textContent.includes('刚才那篇'))";
        browser
            .wait_for::<bool>("the heading of the report", script, &[])
            .await?;
        Ok(())
    })
}

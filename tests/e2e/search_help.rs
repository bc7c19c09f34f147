//! The help: opened by key and button, closed by key, and its examples run.

use kanbao_archive::link::{Address, Route};
use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

const OPEN: &str = "dialog[open][aria-modal=true][aria-labelledby=kb-help-title]";

#[test]
fn the_help_opens_everywhere_holds_the_focus_and_gives_it_back() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-help", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        browser.press('?').await?;
        is_open(browser).await?;
        // The page's keys wait.
        browser.press('/').await?;
        is_open(browser).await?;
        browser.press(Key::Escape).await?;
        is_closed(browser).await?;
        reader.showing_home().await?;

        let search = reader.search().await?;
        search.focus_on("#kb-search").await?;
        // In a text it is a letter.
        search.type_query("?").await?;
        search.state("?", "done").await?;
        ensure_eq!(search.query().await?, "?", "the box");
        browser.press(Key::Tab).await?;
        browser.press(Key::Tab).await?;
        search.focus_on("[role=search] [data-help]").await?;
        browser.press(Key::Enter).await?;
        is_open(browser).await?;
        // Tab never reaches the page behind.
        let links: usize = browser
            .eval("return document.querySelectorAll('dialog a').length", &[])
            .await?;
        for _ in 0..links + 3 {
            browser.press(Key::Tab).await?;
            let script = "const active = document.activeElement;
                return active === document.body || active.closest('dialog') !== null";
            ensure!(browser.eval::<bool>(script, &[]).await?, "Tab left the dialog");
        }
        browser.press(Key::Escape).await?;
        is_closed(browser).await?;
        search.focus_on("[role=search] [data-help]").await?;
        ensure_eq!(
            search.query().await?,
            "?",
            "Escape closed the help alone; the box"
        );
        Ok(())
    })
}

#[test]
fn every_example_of_the_help_finds_something() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-help-examples", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        browser.click("[data-help]").await?;
        is_open(browser).await?;
        let script =
            "return [...document.querySelectorAll('dialog .help-grammar a')].map((a) => a.textContent)";
        let examples: Vec<String> = browser.eval(script, &[]).await?;
        ensure!(examples.len() > 9, "the help has {examples:?}");
        // The first runs when clicked, and closes the help.
        browser.click("dialog .help-grammar a").await?;
        is_closed(browser).await?;
        ensure_eq!(search.query().await?, examples[0], "the box");
        for q in &examples {
            // What pinyin was meant is asked, not searched.
            if q != "rengongzhineng" {
                reader.open(&Address::new(Route::Search).with_q(q)).await?;
                reader.showing_search().await?;
                ensure!(search.total(q).await? > 0, "{q} finds nothing");
            }
        }
        Ok(())
    })
}

async fn is_open(browser: &Browser) -> Outcome {
    let script = "const dialog = document.querySelector(arguments[0]);
        return dialog !== null && dialog.contains(document.activeElement)";
    browser
        .wait_for::<bool>("the help with the focus in it", script, &[json!(OPEN)])
        .await
        .map(drop)
}

async fn is_closed(browser: &Browser) -> Outcome {
    browser
        .wait_for::<bool>(
            "the help to be gone",
            "return document.querySelector('dialog[open]') === null",
            &[],
        )
        .await
        .map(drop)
}

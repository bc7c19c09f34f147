//! Keys that work on every page, and that can be switched off.

use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

async fn shows(browser: &Browser, view: &str) -> Outcome {
    let script = "return document.querySelector('main').dataset.view === arguments[0]";
    browser.wait_for::<bool>(view, script, &[json!(view)]).await?;
    Ok(())
}

async fn press_both(browser: &Browser, keys: [char; 2]) -> Outcome {
    for key in keys {
        browser.press(key).await?;
    }
    Ok(())
}

#[test]
fn g_and_a_letter_lead_everywhere() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("keys-go", async |browser| {
        Reader::at(browser, server.url()).home().await?;
        for (letter, view) in [('c', "clouds"), ('s', "settings"), ('p', "lane"), ('h', "home")] {
            press_both(browser, ['g', letter]).await?;
            shows(browser, view).await?;
        }
        // The letter alone does nothing.
        browser.press('c').await?;
        shows(browser, "home").await
    })
}

#[test]
fn single_keys_can_be_switched_off() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("keys-off", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.settings().await?.choose("keys", "off").await?;
        reader.home().await?;
        press_both(browser, ['g', 'c']).await?;
        browser.press('?').await?;
        browser.press('/').await?;
        shows(browser, "home").await?;
        ensure!(
            browser
                .eval::<bool>("return document.querySelector('dialog[open]') === null", &[])
                .await?,
            "a key that is off opens the help"
        );
        // What browsers have everywhere goes on working, and the help names it alone.
        let search = reader.search().await?;
        search.type_query("模型").await?;
        search.total("模型").await?;
        browser.press(Key::Escape).await?;
        let is_empty = "return document.querySelector('#kb-search').value === ''";
        browser
            .wait_for::<bool>("the box to be empty", is_empty, &[])
            .await?;
        browser.click("[data-help]").await?;
        let keys: Vec<String> = browser
            .wait_for(
                "the keys",
                "return [...document.querySelectorAll('dialog .help-shortcuts kbd')].map((k) => k.textContent)",
                &[],
            )
            .await?;
        ensure_eq!(
            keys,
            ["Ctrl K", "⌘ K", "↓", "↑", "Enter", "Esc"],
            "the keys that are left"
        );
        Ok(())
    })
}

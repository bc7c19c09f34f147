//! Choosing how the reader looks and speaks.

use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

const PAPER: &str = "return getComputedStyle(document.documentElement).backgroundColor";
const THEME: &str = "return document.documentElement.dataset.theme || ''";

#[test]
fn a_theme_applies_at_once_and_stays() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("theme", async |browser| {
        let reader = Reader::at(browser, server.url());
        let settings = reader.settings().await?;
        let mut seen: Vec<String> = Vec::new();
        for theme in ["light", "sepia", "dark"] {
            settings.choose("theme", theme).await?;
            browser
                .wait(theme, async || {
                    Ok((browser.eval::<String>(THEME, &[]).await? == theme).then_some(()))
                })
                .await?;
            let paper = browser.eval(PAPER, &[]).await?;
            ensure!(!seen.contains(&paper), "{theme} looks like another theme");
            seen.push(paper);
        }
        reader.home().await?;
        ensure_eq!(
            browser.eval::<String>(THEME, &[]).await?,
            "dark",
            "the theme on another page"
        );
        ensure_eq!(
            Some(browser.eval::<String>(PAPER, &[]).await?),
            seen.pop(),
            "the paper on another page"
        );
        let settings = reader.settings().await?;
        ensure_eq!(
            settings.chosen("theme").await?,
            "dark",
            "the choice that settings show"
        );
        Ok(())
    })
}

#[test]
fn the_system_decides_until_somebody_chooses() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("system-theme", async |browser| {
        Reader::at(browser, server.url()).home().await?;
        browser.set_system_theme("light").await?;
        let light: String = browser.eval(PAPER, &[]).await?;
        browser.set_system_theme("dark").await?;
        let dark: String = browser.eval(PAPER, &[]).await?;
        ensure!(light != dark, "both are {light}");
        Ok(())
    })
}

#[test]
fn the_interface_speaks_english_when_asked() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("language", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.settings().await?.choose("lang", "en").await?;
        let script = "return document.querySelector('main h1').innerText === 'Settings'";
        browser.wait_for::<bool>("English settings", script, &[]).await?;
        reader.settings().await?;
        browser
            .wait_for::<bool>("English settings after a reload", script, &[])
            .await?;
        Ok(())
    })
}

//! What stands in nobody's way: every view, in every theme, on a phone and on a desk.

use kanbao_tests::browser::Screen;
use kanbao_tests::scenario::scenario;
use kanbao_tests::views::{Sites, views};
use kanbao_tests::{Outcome, axe, ensure};
use serde_json::json;

use crate::shared;

#[test]
fn axe_finds_nothing_on_any_view_in_any_theme() -> Outcome {
    let Some(source) = axe::source() else {
        return Ok(());
    };
    let site = shared::samples()?;
    let folder = tempfile::tempdir()?;
    let sites = Sites::build(site, folder.path())?;
    scenario("axe", async |browser| {
        // One of the sites has lost its data.
        browser.expect_errors();
        axe::bring_along(browser, &source).await?;
        let mut found = Vec::new();
        for screen in [Screen::PHONE, Screen::DESKTOP] {
            browser.set_screen(screen).await?;
            for view in views(site)? {
                let root = sites.root(view.archive).ok_or("a site is not there")?;
                let undo = view.show(browser, root).await?;
                for theme in ["light", "dark", "sepia"] {
                    let script = "document.documentElement.dataset.theme = arguments[0]";
                    browser.eval::<()>(script, &[json!(theme)]).await?;
                    let place = format!("{} {theme} {}", view.name, screen.width);
                    let violations = axe::violations(browser).await?;
                    found.extend(violations.into_iter().map(|line| format!("{place}: {line}")));
                }
                undo.undo(browser).await?;
            }
        }
        for line in &found {
            println!("{line}");
        }
        ensure!(found.is_empty(), "{} to mend", found.len());
        Ok(())
    })
}

//! The harness itself: what it is relied on to see, it sees.

use std::fs;

use kanbao_builder::serve::static_site;
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

const PAGE: &str =
    "<!doctype html><meta name=viewport content='width=device-width'><link rel=icon href='data:,'>
    <button hidden>first</button><button onclick='this.textContent = \"clicked\"'>second</button><input>";

/// Runs a test on a page with this added.
fn on_a_page(name: &str, more: &str, test: impl AsyncFnOnce(&Browser) -> Outcome) -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), format!("{PAGE}{more}"))?;
    let server = static_site(folder.path(), "/", 0)?;
    scenario(name, async |browser| {
        browser.open(&server.url()).await?;
        test(browser).await
    })
}

#[test]
fn a_click_reaches_what_can_be_seen_and_keys_what_has_the_focus() -> Outcome {
    on_a_page("harness-click", "", async |browser| {
        browser.click("button").await?;
        let script = "return document.querySelectorAll('button')[1].textContent === 'clicked'";
        browser.wait_for::<bool>("the click", script, &[]).await?;
        browser.type_into("input", "开源 a").await?;
        browser.press('b').await?;
        ensure_eq!(
            browser
                .eval::<String>("return document.querySelector('input').value", &[])
                .await?,
            "开源 ab",
            "the box"
        );
        ensure_eq!(
            browser
                .eval_async::<u32>("return await Promise.resolve(arguments[0] + 1)", &[1.into()])
                .await?,
            2,
            "1 + 1"
        );
        Ok(())
    })
}

#[test]
fn an_error_on_the_console_fails_a_test_that_passed() -> Outcome {
    let outcome = on_a_page("harness-error", "<script>null.x</script>", async |_| Ok(()));
    let said = outcome.err().map(|e| e.to_string()).unwrap_or_default();
    ensure!(said.contains("errors on the console"), "it says {said:?}");
    Ok(())
}

#[test]
fn a_request_to_another_machine_fails_a_test_that_passed() -> Outcome {
    let foreign = "<script>fetch('http://kanbao.invalid/x').catch(() => {})</script>";
    let outcome = on_a_page("harness-foreign", foreign, async |browser| {
        browser.expect_errors();
        Ok(())
    });
    let said = outcome.err().map(|e| e.to_string()).unwrap_or_default();
    ensure!(said.contains("http://kanbao.invalid/x"), "it says {said:?}");
    Ok(())
}

#[test]
fn a_phone_is_narrow_and_its_pictures_are_as_long_as_the_page() -> Outcome {
    on_a_page("harness-picture", "<p style='height: 3000px'>", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        ensure_eq!(browser.eval::<u32>("return innerWidth", &[]).await?, 390, "width");
        let size = |png: Vec<u8>| {
            png.get(16..24).map(|b| {
                (
                    u32::from_be_bytes([b[0], b[1], b[2], b[3]]),
                    u32::from_be_bytes([b[4], b[5], b[6], b[7]]),
                )
            })
        };
        ensure_eq!(
            size(browser.picture(false).await?),
            Some((780, 1688)),
            "the screen's picture"
        );
        let (_, height) = size(browser.picture(true).await?).ok_or("no picture")?;
        ensure!(height > 6000, "the whole page is {height} pixels long");
        Ok(())
    })
}

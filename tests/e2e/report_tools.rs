//! The controls of a report: contents, headings' links, copying, the word cloud.

use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// The entry of the contents that is current, in whichever can be seen.
const CURRENT: &str = "const links = [...document.querySelectorAll('.contents-list a, .contents a')];
    const shown = links.filter((link) => link.getClientRects().length > 0 && link.ariaCurrent === 'true');
    return shown.length === 1 ? decodeURI(shown[0].hash) : null";

/// A report of the samples with an image as cloud, or one with a drawn cloud, newest first.
fn sample(has_image: bool) -> Outcome<String> {
    let found = shared::samples()?
        .summaries()
        .find(|s| s.cloud.is_some() == has_image);
    Ok(found.ok_or("no such sample")?.id.clone())
}

#[test]
fn the_contents_follow_the_reading_to_the_last_section() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    scenario("contents", async |browser| {
        Reader::at(browser, server.url()).report(&id).await?;
        let links: Vec<String> = browser
            .eval(
                "return [...document.querySelectorAll('.contents a')].map((a) => a.getAttribute('href'))",
                &[],
            )
            .await?;
        for href in links.iter().filter(|href| *href != "#word-cloud") {
            browser.click(&format!(".contents a[href='{href}']")).await?;
            let is_current =
                format!("const current = (() => {{ {CURRENT} }})(); return current === arguments[0]");
            browser
                .wait_for::<bool>(&format!("{href} to be current"), &is_current, &[json!(href)])
                .await?;
        }
        browser.press(Key::Home).await?;
        let first = format!("return (() => {{ {CURRENT} }})() === arguments[0]");
        browser
            .wait_for::<bool>("the first section again", &first, &[json!(links[0])])
            .await?;
        Ok(())
    })
}

#[test]
fn the_contents_are_a_sheet_on_a_phone() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    scenario("contents-sheet", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        Reader::at(browser, server.url()).report(&id).await?;
        let is_open =
            "const sheet = document.querySelector('#kb-contents'); return sheet !== null && sheet.open";
        let is_closed =
            "const sheet = document.querySelector('#kb-contents'); return sheet !== null && !sheet.open";
        let tap_contents = async || -> Outcome {
            browser.click(".bottom-bar a[href='#contents']").await?;
            browser
                .wait_for::<bool>("the sheet", is_open, &[])
                .await
                .map(drop)
        };
        tap_contents().await?;
        let inside = "return document.querySelector('#kb-contents').contains(document.activeElement)";
        ensure!(
            browser.eval::<bool>(inside, &[]).await?,
            "the focus is not in the sheet"
        );
        ensure!(
            browser.eval::<Option<String>>(CURRENT, &[]).await?.is_some(),
            "no section is marked"
        );
        browser.press(Key::Escape).await?;
        browser
            .wait_for::<bool>("Esc to close it", is_closed, &[])
            .await?;
        let back = "return document.activeElement.getAttribute('href') === '#contents'";
        ensure!(
            browser.eval::<bool>(back, &[]).await?,
            "the focus did not come back"
        );

        tap_contents().await?;
        browser.drag_fingers(&[(195.0, 40.0)], &[(195.0, 40.0)]).await?;
        browser
            .wait_for::<bool>("a tap outside to close it", is_closed, &[])
            .await?;

        tap_contents().await?;
        let href: String = browser
            .eval(
                "return [...document.querySelectorAll('.contents-list a')].at(3).getAttribute('href')",
                &[],
            )
            .await?;
        browser.click(&format!(".contents-list a[href='{href}']")).await?;
        let there = "const top = document.querySelector(arguments[0]).getBoundingClientRect().top;
            return !document.querySelector('#kb-contents').open && top >= 0 && top < 200";
        browser
            .wait_for::<bool>("the section", there, &[json!(href)])
            .await?;
        Ok(())
    })
}

#[test]
fn headings_carry_a_link_to_themselves() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    scenario("heading-link", async |browser| {
        Reader::at(browser, server.url()).report(&id).await?;
        let script = "const link = document.querySelector('h3:not(.visually-hidden) > .heading-link');
            link.focus(); return [link.getAttribute('href'), '#' + link.parentElement.id, link.ariaLabel]";
        let [href, own, name]: [String; 3] = browser.eval(script, &[]).await?;
        ensure_eq!(href, own, "where it leads");
        ensure_eq!(name, "本节链接", "its name");
        browser.press(Key::Enter).await?;
        let hash = "return decodeURIComponent(location.hash) === arguments[0]";
        browser
            .wait_for::<bool>("the address", hash, &[json!(href)])
            .await?;
        Ok(())
    })
}

#[test]
fn points_are_copied_together_and_one_alone() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    let summary = site.summaries().find(|s| s.id == id).ok_or("no such report")?;
    scenario("copy-points", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        browser.set_clipboard(true).await?;
        Reader::at(browser, server.url()).report(&id).await?;
        browser.click(".points-foot [data-copy-points]").await?;
        let all = browser.clipboard_after("").await?;
        ensure_eq!(all.lines().count(), summary.points.len() + 2, "lines of {all}");
        ensure!(all.ends_with(&format!("{}{id}/", server.url())), "it ends {all}");

        browser.click("[aria-label='复制第 2 点']").await?;
        let one = browser.clipboard_after(&all).await?;
        let second = &summary.points[1];
        ensure!(
            one.contains(&second.text) && !one.contains(&summary.points[0].text),
            "one point is {one}"
        );
        ensure!(one.ends_with("#point-2"), "it ends {one}");
        let said = "return document.querySelector('#kb-toast').textContent === '已复制'";
        browser
            .wait_for::<bool>("a word that it is done", said, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn what_the_clipboard_refuses_stands_in_a_field_selected() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    scenario("copy-refused", async |browser| {
        browser.set_clipboard(false).await?;
        Reader::at(browser, server.url()).report(&id).await?;
        browser.click(".points-foot [data-copy-points]").await?;
        let selected = "const field = document.querySelector('dialog[open] textarea');
            return field && document.activeElement === field && field.value.slice(field.selectionStart, field.selectionEnd)";
        let text: String = browser.wait_for("the field", selected, &[]).await?;
        ensure!(text.ends_with(&format!("{id}/")), "selected is {text}");
        browser.press(Key::Escape).await?;
        browser
            .wait_for::<bool>(
                "the field to close",
                "return !document.querySelector('dialog[open]')",
                &[],
            )
            .await?;
        Ok(())
    })
}

/// How large the picture is beside what fits, in thousandths, and how far it is moved.
async fn view(browser: &Browser) -> Outcome<[f64; 3]> {
    let script = "const { a, e, f } = new DOMMatrix(getComputedStyle(document.querySelector('.zoom-picture')).transform);
        return [a, e, f]";
    browser.eval(script, &[]).await
}

#[test]
fn a_cloud_is_looked_at_by_keyboard() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("zoom-keys", async |browser| {
        let reader = Reader::at(browser, server.url());
        for has_image in [true, false] {
            let id = sample(has_image)?;
            reader.report(&id).await?;
            let opener = ".report-side [data-zoom]";
            browser
                .eval::<()>(&format!("document.querySelector(\"{opener}\").focus()"), &[])
                .await?;
            browser.press(Key::Enter).await?;
            let is_open = "const zoom = document.querySelector('#kb-zoom');
                return zoom !== null && zoom.open && zoom.querySelector('img, svg') !== null";
            browser.wait_for::<bool>("the cloud", is_open, &[]).await?;
            ensure_eq!(view(browser).await?, [1.0, 0.0, 0.0], "at first");
            browser.press('+').await?;
            browser.press('+').await?;
            browser.press(Key::Right).await?;
            let [scale, x, y] = view(browser).await?;
            ensure!(
                scale > 2.0 && x < 0.0 && y == 0.0,
                "after two + and →: {scale} {x} {y}"
            );
            browser.press('-').await?;
            ensure!(view(browser).await?[0] < scale, "− makes nothing smaller");
            browser.press('0').await?;
            ensure_eq!(view(browser).await?, [1.0, 0.0, 0.0], "after 0");
            // Keys of the page below do nothing.
            browser.press('f').await?;
            browser.press(Key::Escape).await?;
            let back = "return !document.querySelector('#kb-zoom').open && document.activeElement.matches(arguments[0])";
            browser
                .wait_for::<bool>("the focus to come back", back, &[json!(opener)])
                .await?;
            let starred = "return document.querySelector('#kb-star').getAttribute('aria-pressed')";
            ensure_eq!(
                browser.eval::<String>(starred, &[]).await?,
                "false",
                "f under the dialog"
            );
        }
        Ok(())
    })
}

#[test]
fn a_cloud_is_spread_with_two_fingers_and_moved_with_one() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let id = sample(true)?;
    scenario("zoom-touch", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        Reader::at(browser, server.url()).report(&id).await?;
        browser.click(".report-side [data-zoom]").await?;
        let is_open = "const zoom = document.querySelector('#kb-zoom'); return zoom !== null && zoom.open";
        browser.wait_for::<bool>("the cloud", is_open, &[]).await?;
        browser
            .drag_fingers(
                &[(165.0, 400.0), (225.0, 400.0)],
                &[(75.0, 400.0), (315.0, 400.0)],
            )
            .await?;
        let [scale, ..] = view(browser).await?;
        ensure!(
            (3.0..5.0).contains(&scale),
            "spread four times as wide it is {scale} times as large"
        );
        let [_, x, _] = view(browser).await?;
        browser.drag_fingers(&[(100.0, 400.0)], &[(180.0, 400.0)]).await?;
        let [again, moved, _] = view(browser).await?;
        ensure!(
            again == scale && (moved - x - 80.0).abs() < 2.0,
            "80 to the right it went from {x} to {moved}"
        );
        browser.click("[data-zoom-key='0']").await?;
        ensure_eq!(view(browser).await?, [1.0, 0.0, 0.0], "the whole picture");
        browser.click("#kb-zoom .dialog-close").await?;
        let is_closed = "return !document.querySelector('#kb-zoom').open";
        browser.wait_for::<bool>("it to close", is_closed, &[]).await?;
        Ok(())
    })
}

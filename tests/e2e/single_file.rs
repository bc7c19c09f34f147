//! The whole room in one file, opened as by double click.

use std::path::Path;
use std::sync::OnceLock;

use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::build_file;
use kanbao_tests::{Failure, Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// The root of the samples' room: what addresses in it begin with.
fn root() -> Outcome<String> {
    static ROOT: OnceLock<Result<String, String>> = OnceLock::new();
    // A name that an address has to encode.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("看报 100%.html");
    let built = ROOT.get_or_init(|| build_file(&posts::samples(), &file).map_err(|e| e.to_string()));
    let address = built.as_ref().map_err(|e| Failure::from(e.clone()))?;
    Ok(address.replace('%', "%25").replace(' ', "%20") + "?")
}

/// Nothing was asked of anybody, over any network.
async fn stayed_inside(browser: &Browser) -> Outcome {
    let asked = browser.requests().await?;
    let outside = |url: &&String| {
        !["file:", "data:", "blob:", "about:", "chrome:"]
            .iter()
            .any(|own| url.starts_with(own))
    };
    ensure!(asked.iter().find(outside).is_none(), "asked: {asked:#?}");
    let files = asked
        .iter()
        .filter(|url| url.starts_with("file:") && !url.contains(".html"));
    ensure_eq!(files.count(), 0, "files beside the room among {asked:#?}");
    Ok(())
}

#[test]
fn reports_open_go_back_and_reload_inside_the_file() -> Outcome {
    let site = shared::samples()?;
    let root = root()?;
    for screen in [Screen::DESKTOP, Screen::PHONE] {
        scenario("single-file", async |browser| {
            browser.set_screen(screen).await?;
            let reader = Reader::at(browser, &root);
            let home = reader.home().await?;
            ensure!(
                !home.points().await?.is_empty(),
                "the edition shows no key points"
            );
            let listed = home.listed().await?;
            ensure_eq!(home.total().await?, site.bundle.total as usize, "reports in all");
            let id = listed.last().ok_or("the list is empty")?;
            home.open(id).await?;
            let text = reader.showing_report(id).await?.text().await?;
            ensure!(text.chars().count() > 200, "the report is short: {text}");
            let address = browser.url().await?;
            ensure!(address.contains(".html?at=2025%2F"), "the address is {address}");

            browser.reload().await?;
            let again = reader.showing_report(id).await?;
            ensure_eq!(again.text().await?, text, "the report after a reload");
            again.go_newer().await?;
            reader.showing_report(&listed[listed.len() - 2]).await?;
            browser.back().await?;
            reader.showing_report(id).await?;
            browser.back().await?;
            reader.showing_home().await?;
            stayed_inside(browser).await
        })?;
    }
    Ok(())
}

#[test]
fn a_file_opened_at_a_report_never_shows_home() -> Outcome {
    let site = shared::samples()?;
    let id = &site.summaries().last().ok_or("no report")?.id;
    let root = root()?;
    scenario("single-file-at", async |browser| {
        let watch = "window.seen = [];
            const look = () => {
                const main = document.querySelector('main');
                if (main) window.seen.push(main.dataset.view + ' ' + getComputedStyle(main).visibility);
                requestAnimationFrame(look);
            };
            look();";
        let parameters = serde_json::json!({ "source": watch });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", parameters)
            .await?;
        let reader = Reader::at(browser, &root);
        reader.report(id).await?;
        let seen: Vec<String> = browser.eval("return [...new Set(window.seen)]", &[]).await?;
        ensure!(!seen.contains(&"home visible".to_owned()), "seen: {seen:?}");
        ensure!(seen.contains(&"report visible".to_owned()), "seen: {seen:?}");
        Ok(())
    })
}

#[test]
fn search_marks_days_and_keys_work_without_a_host() -> Outcome {
    let site = shared::samples()?;
    let root = root()?;
    scenario("single-file-search", async |browser| {
        let reader = Reader::at(browser, &root);
        let home = reader.home().await?;
        browser.press('/').await?;
        let search = reader.showing_search().await?;
        search.type_query("开源模型").await?;
        ensure!(search.total("开源模型").await? > 0, "nothing is found");
        let hit = search
            .hits()
            .await?
            .into_iter()
            .next()
            .ok_or("no result is shown")?;
        search.open(&hit.id).await?;
        let report = reader.showing_report(&hit.id).await?;
        ensure!(!report.marks().await?.is_empty(), "the report shows no marks");
        // The words of suggestions come from the file as well.
        reader
            .open(&Address::new(Route::Search).with_q("kaiyuanmoxing"))
            .await?;
        let search = reader.showing_search().await?;
        ensure_eq!(search.total("kaiyuanmoxing").await?, 0, "results of pinyin");
        let offered = "return document.querySelector('main').innerText.includes('开源模型')";
        browser.wait_for::<bool>("a suggestion", offered, &[]).await?;

        let day: Day = site.summaries().next().ok_or("no report")?.day;
        reader.home().await?;
        home.choose_day(day).await?;
        let expected = site.summaries().filter(|summary| summary.day == day).count();
        home.showing_rows(expected).await?;
        let address = browser.url().await?;
        ensure!(
            address.contains(&format!("?from={day}&to={day}")),
            "the address is {address}"
        );
        stayed_inside(browser).await
    })
}

#[test]
fn clouds_lanes_and_settings_work_without_a_host() -> Outcome {
    let site = shared::samples()?;
    let root = root()?;
    scenario("single-file-views", async |browser| {
        let reader = Reader::at(browser, &root);
        reader.open(&Address::new(Route::Clouds)).await?;
        let shown = "const pictures = [...document.querySelectorAll('main[data-view=clouds] img')];
            return pictures.length > 2 && pictures.slice(0, 3).every((picture) => picture.naturalWidth > 100)";
        browser
            .wait_for::<bool>("the clouds' pictures", shown, &[])
            .await?;
        let pictured = site
            .summaries()
            .find(|summary| summary.cloud.as_ref().is_some_and(|image| image.url.is_some()));
        let report = reader
            .report(&pictured.ok_or("no report has a picture")?.id)
            .await?;
        ensure_eq!(
            report.broken_pictures().await?,
            Vec::<String>::new(),
            "broken pictures"
        );
        browser.click("figure [data-zoom]").await?;
        let large = "const picture = document.querySelector('dialog[open] img');
            return picture !== null && picture.naturalWidth > 100";
        browser.wait_for::<bool>("the picture, large", large, &[]).await?;

        reader
            .open(&Address::new(Route::Lane(
                kanbao_archive::outline::SectionKind::KeyPoints,
            )))
            .await?;
        reader.showing_lane().await?;
        let settings = reader.settings().await?;
        settings.choose("theme", "dark").await?;
        browser.reload().await?;
        let theme = "return document.documentElement.dataset.theme === 'dark'";
        browser
            .wait_for::<bool>("the theme after a reload", theme, &[])
            .await?;
        stayed_inside(browser).await
    })
}

#[test]
fn without_scripts_the_edition_and_the_list_are_there() -> Outcome {
    let root = root()?;
    scenario("single-file-plain", async |browser| {
        browser.set_scripts(false).await?;
        browser.open(&root).await?;
        let shown = browser.picture(false).await?;
        ensure!(shown.len() > 10_000, "the page is blank");
        browser.set_scripts(true).await?;
        let script = "const note = document.querySelector('.plain-note.always');
            return document.querySelectorAll('main li[data-report]').length > 5 && note !== null &&
                document.documentElement.dataset.app === undefined";
        ensure!(
            browser.eval::<bool>(script, &[]).await?,
            "the list or the note is missing"
        );
        Ok(())
    })
}

//! Reading a report: by its own address, before and after, without scripts.

use kanbao_archive::link::Address;
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

#[test]
fn a_link_from_outside_leads_straight_to_the_report() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("deep-link", async |browser| {
        for summary in site.summaries() {
            let report = Reader::at(browser, server.url()).report(&summary.id).await?;
            ensure_eq!(
                report.headline().await?.trim(),
                summary.headline.trim(),
                "headline of {}",
                summary.id
            );
            ensure!(
                !report.text().await?.contains("**"),
                "{} shows asterisks",
                summary.id
            );
            ensure_eq!(
                report.broken_pictures().await?,
                Vec::<String>::new(),
                "pictures of {}",
                summary.id
            );
        }
        Ok(())
    })
}

#[test]
fn previous_and_next_walk_through_the_archive() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("neighbours", async |browser| {
        let reader = Reader::at(browser, server.url());
        let ids: Vec<&str> = site.summaries().map(|s| s.id.as_str()).take(3).collect();
        let [newest, second, third] = ids[..] else {
            return Err("fewer than three samples".into());
        };
        reader.report(newest).await?.go_older().await?;
        reader.showing_report(second).await?.go_older().await?;
        reader.showing_report(third).await?.go_newer().await?;
        reader.showing_report(second).await?;
        browser.back().await?;
        reader.showing_report(third).await?;
        Ok(())
    })
}

#[test]
fn reports_read_with_scripts_off() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("no-scripts", async |browser| {
        browser.set_scripts(false).await?;
        for summary in site.summaries().take(3) {
            browser.open(&format!("{}{}/", server.url(), summary.id)).await?;
            let text = prerendered_text(browser).await?;
            ensure!(
                text.contains(summary.headline.trim()),
                "the page of {} begins {:.80}",
                summary.id,
                text
            );
            ensure!(!text.contains("**"), "{} shows asterisks", summary.id);
        }
        Ok(())
    })
}

#[test]
fn a_script_in_a_post_is_text() -> Outcome {
    const SCRIPT: &str = "<script>document.title = 'ran'</script>";
    let folder = tempfile::tempdir()?;
    let day = Day::new(2025, 11, 21).ok_or("no such day")?;
    let image = "<img src=x onerror=\"document.title = 'ran'\">";
    posts::write(
        folder.path(),
        day,
        &format!("# 报告\n\n正文 {SCRIPT} {image} [点](javascript:document.title='ran')\n"),
    )?;
    let site = shared::build(folder.path(), "script")?;
    let server = site.serve("/")?;
    scenario("script", async |browser| {
        let id = &site.summaries().next().ok_or("the post was left out")?.id;
        let text = Reader::at(browser, server.url()).report(id).await?.text().await?;
        ensure!(text.contains(SCRIPT), "the report shows {text}");
        let title: String = browser.eval("return document.title", &[]).await?;
        ensure!(!title.contains("ran"), "a script of the post ran");
        let links: Vec<String> = browser
            .eval(
                "return [...document.querySelectorAll('article a')].map((a) => a.href)",
                &[],
            )
            .await?;
        ensure!(
            !links.iter().any(|href| href.starts_with("javascript:")),
            "links lead to {links:?}"
        );
        Ok(())
    })
}

#[test]
fn a_link_between_posts_opens_inside_the_app() -> Outcome {
    let folder = tempfile::tempdir()?;
    let first = Day::new(2025, 11, 20).ok_or("no such day")?;
    let text = format!("# 甲\n\n{}\n\n## 要点\n\n正文。\n", "一段。\n\n".repeat(80));
    posts::write(folder.path(), first, &text)?;
    let name = std::fs::read_dir(folder.path())?
        .next()
        .ok_or("no post")??
        .file_name();
    let link = format!("# 乙\n\n见[前一天]({}#要点)。\n", name.to_string_lossy());
    posts::write(folder.path(), first.plus(1), &link)?;
    let site = shared::build(folder.path(), "links")?;
    let server = site.serve("/a/b/")?;
    scenario("links-between-posts", async |browser| {
        let ids: Vec<&str> = site.summaries().map(|summary| summary.id.as_str()).collect();
        let [second, first] = ids[..] else {
            return Err("two posts are no two reports".into());
        };
        let reader = Reader::at(browser, server.url());
        reader.report(second).await?;
        let _: Option<()> = browser.eval("window.isTheSamePage = true", &[]).await?;
        browser.click("main article a[href*='11/20']").await?;
        reader.showing_report(first).await?;
        let is_same: bool = browser.eval("return window.isTheSamePage === true", &[]).await?;
        ensure!(is_same, "the page was loaded anew");
        let in_view = "const box = document.getElementById('要点').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight || null";
        browser
            .wait_for::<bool>("the place that the link names", in_view, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn an_unknown_address_says_so_and_leads_home() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("not-found", async |browser| {
        browser.expect_errors();
        let root = server.url();
        browser.open(&format!("{root}1999/01/01/nothing-here/")).await?;
        let script = "return [...document.querySelectorAll('a')].some((link) => link.href === arguments[0])";
        browser
            .wait_for::<bool>("a link home", script, &[root.clone().into()])
            .await?;
        Ok(())
    })
}

#[test]
fn nothing_is_wider_than_a_phone() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("phone", async |browser| {
        browser
            .set_screen(Screen {
                width: 320,
                ..Screen::PHONE
            })
            .await?;
        let reader = Reader::at(browser, server.url());
        for summary in site.summaries() {
            reader.report(&summary.id).await?;
            ensure_eq!(
                overflow(browser).await?,
                0,
                "pixels that {} is too wide",
                summary.id
            );
        }
        reader.home().await?;
        ensure_eq!(overflow(browser).await?, 0, "pixels that home is too wide");
        reader.search().await?;
        ensure_eq!(overflow(browser).await?, 0, "pixels that search is too wide");
        reader.settings().await?;
        ensure_eq!(overflow(browser).await?, 0, "pixels that settings are too wide");
        Ok(())
    })
}

async fn overflow(browser: &Browser) -> Outcome<i64> {
    browser
        .eval("return document.documentElement.scrollWidth - innerWidth", &[])
        .await
        .map(|n: i64| n.max(0))
}

/// What a page shows of its own accord. (DevTools may run scripts where the page may not.)
async fn prerendered_text(browser: &Browser) -> Outcome<String> {
    ensure!(
        browser
            .eval::<Option<String>>("return document.documentElement.dataset.app || null", &[])
            .await?
            .is_none(),
        "a script ran"
    );
    browser
        .eval("return document.querySelector('main').innerText", &[])
        .await
}

#[test]
fn without_webassembly_every_visit_gets_the_whole_page() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("plain", async |browser| {
        let newest = site.summaries().next().ok_or("the samples are empty")?;
        let reader = Reader::at(browser, server.url());
        // Once with it, so that a worker is there, as after a browser was set back or locked down.
        reader.report(&newest.id).await?;
        let controlled = "return navigator.serviceWorker.controller !== null";
        browser.wait_for::<bool>("the worker", controlled, &[]).await?;
        let script = serde_json::json!({ "source": "delete window.WebAssembly" });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        for visit in 1..=3 {
            reader.open(&Address::report(&newest.id)).await?;
            let whole = "const headline = document.querySelector('main h1');
                return document.documentElement.dataset.app === 'plain' && headline !== null && headline.innerText";
            let headline: String = browser
                .wait_for("the page without the reader", whole, &[])
                .await?;
            ensure_eq!(
                headline.replace('\n', ""),
                newest.headline,
                "headline at visit {visit}"
            );
            let said = "return document.querySelector('.plain-note').offsetParent !== null";
            ensure!(
                browser.eval::<bool>(said, &[]).await?,
                "nothing says why controls are missing"
            );
        }
        Ok(())
    })
}

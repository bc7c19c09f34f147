//! A network that is there and never answers.

use std::path::Path;
use std::time::{Duration, Instant};

use kanbao_archive::link::Address;
use kanbao_tests::breaking::{At, BreakingHost, Fault};
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// How long a page may take on a machine that does other things as well; what it took is printed.
const BOUND: Duration = Duration::from_secs(4);

/// The newest report of the archive, and one that is too old to be kept unasked.
const NEWEST: &str = "2025/12/31/twitter_ai_20251231_20251231";
const OLDEST: &str = "2025/08/04/twitter_ai_20250804_20250804";

/// A host of 150 reports.
fn host() -> Outcome<BreakingHost> {
    let folder = tempfile::tempdir()?;
    posts::write_many(folder.path(), 150)?;
    let site = shared::build(folder.path(), "underground")?;
    Ok(BreakingHost::serve(Path::new(&site.folder), "/")?)
}

/// Visits home and the newest report until both are stored.
async fn visit(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    reader.home().await?;
    browser.controlled().await?;
    reader.report(NEWEST).await?;
    reader.home().await?.complete().await
}

/// Goes to an address and waits for something; says and gives how long that took. A page whose last request hangs is
/// never loaded for the driver, so it is sent there by a script.
async fn timed(browser: &Browser, what: &str, url: &str, script: &str) -> Outcome<Duration> {
    // The page that is left is not the one that is looked at.
    let leave = "document.documentElement.dataset.app = 'left'; document.querySelector('main').remove();
        location.href = arguments[0]";
    let start = Instant::now();
    browser.eval::<()>(leave, &[url.into()]).await?;
    browser.wait_for::<bool>(what, script, &[]).await?;
    let took = start.elapsed();
    println!("{what}: after {} ms", took.as_millis());
    ensure!(took < BOUND, "{what}: after {took:?}");
    Ok(took)
}

#[test]
fn what_is_stored_is_shown_at_once() -> Outcome {
    let host = host()?;
    scenario("underground-stored", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        visit(browser, &reader).await?;
        host.break_at(At::From(0), Fault::Hang);

        let home = "return document.querySelector('main[data-view=home] [data-report]') !== null";
        timed(browser, "home", &host.url(), home).await?;
        let report = "return document.querySelector('main article[data-report] h1') !== null";
        let address = Address::report(NEWEST).href(&host.url());
        timed(browser, "the newest report", &address, report).await?;
        browser.click("a.masthead-search").await?;
        let search = reader.showing_search().await?;
        search.type_query("第0点").await?;
        browser
            .wait("results in what is stored", async || {
                Ok(search.hits().await?.first().map(drop))
            })
            .await?;
        host.mend()?;
        Ok(())
    })
}

#[test]
fn what_is_not_stored_says_so_and_comes_when_the_network_answers() -> Outcome {
    let host = host()?;
    scenario("underground-missing", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        visit(browser, &reader).await?;
        // Its month was looked at, but not it.
        let month = format!("{}?from=2025-08-01&to=2025-08-31", host.url());
        browser.open(&month).await?;
        let listed = "return document.querySelector('.list')?.textContent.includes('第149点')";
        browser.wait_for::<bool>("its row", listed, &[]).await?;
        host.break_at(At::From(0), Fault::Hang);

        let view = "return document.querySelector('main[data-view=report] .skeleton') !== null";
        let address = Address::report(OLDEST).href(&host.url());
        timed(browser, "the page of a report that is not stored", &address, view).await?;
        let says =
            "return document.querySelector('.no-answer[role=status]')?.textContent.includes('网络没有回应')";
        browser
            .wait_for::<bool>("a word about the network", says, &[])
            .await?;
        // Its headline is known from the list.
        let head = "return document.querySelector('.waiting-head h1')?.textContent.includes('第149点')";
        browser.wait_for::<bool>("the headline", head, &[]).await?;

        // The way home works, and back again.
        browser.click(".no-answer a").await?;
        reader.showing_home().await?;
        browser.back().await?;
        browser
            .wait_for::<bool>("a word about the network", says, &[])
            .await?;
        host.mend()?;
        let text = reader.showing_report(OLDEST).await?.text().await?;
        ensure!(text.contains("报告里的一句话"), "the report is {text}");
        Ok(())
    })
}

#[test]
fn rows_that_are_stored_show_below_rows_that_are_not() -> Outcome {
    let host = host()?;
    scenario("underground-rows", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        // Its month is stored with it; the months between it and the newest days nobody has looked at.
        reader.report(OLDEST).await?;
        browser.controlled().await?;
        reader.report(OLDEST).await?;
        for is_refused in [false, true] {
            if is_refused {
                host.refuse();
            } else {
                host.break_at(At::From(0), Fault::Hang);
            }
            let between = "if (document.querySelector('main[data-view=home] .list .row-coming')) return true;
                scrollBy(0, 400);
                return null";
            timed(browser, "rows that are not stored", &host.url(), between).await?;
            let stored = "scrollTo(0, document.body.scrollHeight);
                return document.querySelector('.list')?.textContent.includes('第149点') || null";
            browser.wait_for::<bool>("rows that are", stored, &[]).await?;
            host.mend()?;
        }
        Ok(())
    })
}

#[test]
fn a_frame_that_was_lost_is_asked_of_the_network() -> Outcome {
    let host = host()?;
    scenario("underground-frame", async |browser| {
        let reader = Reader::at(browser, host.url());
        visit(browser, &reader).await?;
        let script = "const names = (await caches.keys()).filter((name) => name.startsWith('kanbao:'));
            const gone = await Promise.all(names.map((name) => caches.delete(name)));
            return gone.length";
        ensure_eq!(browser.eval_async::<u32>(script, &[]).await?, 2, "caches");
        reader.report(NEWEST).await?;
        reader.home().await?;
        Ok(())
    })
}

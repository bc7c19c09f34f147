//! What goes wrong with networks, hosts and devices: each is said in its own words, with what helps, and the rest works on.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_tests::breaking::{At, BreakingHost, Fault};
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::{Reader, Trouble};
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

/// So many days that the oldest are neither in the bundle nor kept unasked.
const DAYS: i32 = 120;
const OLDEST: &str = "2025/09/03/twitter_ai_20250903_20250903";

fn many() -> Outcome<&'static Site> {
    static SITE: OnceLock<Result<Site, String>> = OnceLock::new();
    let build = || {
        let posts = tempfile::tempdir().map_err(|e| e.to_string())?;
        posts::write_many(posts.path(), DAYS).map_err(|e| e.to_string())?;
        shared::build(posts.path(), "troubles").map_err(|e| e.to_string())
    };
    let built = SITE.get_or_init(build);
    built.as_ref().map_err(|e| Failure::from(e.clone()))
}

/// Home of the oldest day.
fn oldest_day() -> Outcome<Address> {
    let day = "2025-09-03".parse().map_err(|_| "no day")?;
    let filter = Filter {
        from: Some(day),
        to: Some(day),
        ..Filter::default()
    };
    Ok(Address::default().with_filter(filter))
}

/// Opens the list of the oldest day with everything in order, and waits until the worker keeps the site.
async fn begin(reader: &Reader<'_>, browser: &Browser) -> Outcome {
    browser.expect_errors();
    reader.open(&oldest_day()?).await?;
    let home = reader.showing_home().await?;
    ensure_eq!(home.showing_rows(1).await?, [OLDEST], "the list");
    let script = "return navigator.serviceWorker.controller !== null &&
        Boolean(document.documentElement.dataset.generation)";
    browser
        .wait_for::<bool>("the worker to keep the site", script, &[])
        .await
        .map(drop)
}

/// Opens the oldest report from the list, and waits for this trouble.
async fn open_oldest<'a>(reader: &Reader<'a>, browser: &Browser, kind: &str) -> Outcome<Trouble<'a>> {
    browser.click(".row-link").await?;
    let trouble = reader.showing_trouble().await?;
    ensure_eq!(trouble.kind().await?, kind, "the trouble");
    Ok(trouble)
}

/// As the browser does when there is a connection again.
async fn come_back(browser: &Browser, event: &str) -> Outcome {
    let script = "window.dispatchEvent(new Event(arguments[0]))";
    browser.eval(script, &[json!(event)]).await
}

#[test]
fn without_a_connection_what_is_here_is_offered_and_the_rest_comes_by_itself() -> Outcome {
    let host = BreakingHost::serve(&many()?.folder, "/")?;
    scenario("trouble-offline", async |browser| {
        let reader = Reader::at(browser, host.url());
        begin(&reader, browser).await?;
        host.refuse();
        let trouble = open_oldest(&reader, browser, "offline").await?;
        ensure_eq!(trouble.title().await?, "现在连不上网络", "what happened");
        ensure_eq!(trouble.action().await?, "再试一次", "what helps");
        trouble.act().await?;
        reader.showing_trouble().await?;
        // Something to read is offered meanwhile, and it can be read.
        browser.click(".near a").await?;
        let script = "return document.querySelector('main article[data-report]') !== null";
        browser
            .wait_for::<bool>("a report that is here", script, &[])
            .await?;
        browser.back().await?;
        reader.showing_trouble().await?;
        host.accept()?;
        come_back(browser, "online").await?;
        reader.showing_report(OLDEST).await?;
        Ok(())
    })
}

#[test]
fn a_network_that_wants_a_log_in_is_told_from_none_and_from_a_broken_host() -> Outcome {
    let host = BreakingHost::serve(&many()?.folder, "/")?;
    host.set_caching("no-store");
    scenario("trouble-portal", async |browser| {
        let reader = Reader::at(browser, host.url());
        for fault in [Fault::Page, Fault::Captive] {
            begin(&reader, browser).await?;
            host.break_at(At::From(0), fault);
            host.forget();
            let trouble = open_oldest(&reader, browser, "not-data").await?;
            ensure_eq!(trouble.title().await?, "这个网络先要登录", "what happened");
            ensure_eq!(trouble.action().await?, "去登录", "what helps");
            let script = "const link = document.querySelector('[role=alert] a.action');
                return link.target === '_blank' && link.href";
            let link: String = browser.eval(script, &[]).await?;
            ensure_eq!(
                link,
                format!("{}version.json", host.url()),
                "the page that leads to the log-in"
            );
            host.mend()?;
            // Whoever has signed in comes back to this window.
            come_back(browser, "focus").await?;
            reader.showing_report(OLDEST).await?;
            let script = "for (const name of await caches.keys()) await caches.delete(name);
                for (const it of await navigator.serviceWorker.getRegistrations()) await it.unregister()";
            browser.eval_async::<()>(script, &[]).await?;
        }
        Ok(())
    })
}

#[test]
fn what_the_browser_has_cleared_is_said_to_be_cleared() -> Outcome {
    let host = BreakingHost::serve(&many()?.folder, "/")?;
    scenario("trouble-evicted", async |browser| {
        let reader = Reader::at(browser, host.url());
        begin(&reader, browser).await?;
        host.refuse();
        let script = "for (const name of await caches.keys()) await caches.delete(name)";
        browser.eval_async::<()>(script, &[]).await?;
        let trouble = open_oldest(&reader, browser, "evicted").await?;
        ensure_eq!(
            trouble.title().await?,
            "存在本机的报告被浏览器清掉了",
            "what happened"
        );
        ensure!(
            browser
                .eval::<bool>("return document.querySelector('.near a') !== null", &[])
                .await?,
            "nothing is offered meanwhile"
        );
        host.accept()?;
        come_back(browser, "online").await?;
        reader.showing_report(OLDEST).await?;
        Ok(())
    })
}

#[test]
fn a_stored_file_that_is_damaged_is_fetched_anew_unasked() -> Outcome {
    let host = BreakingHost::serve(&many()?.folder, "/")?;
    scenario("trouble-damaged", async |browser| {
        let reader = Reader::at(browser, host.url());
        begin(&reader, browser).await?;
        reader.report(OLDEST).await?;
        let damage = "const cache = await caches.open('kanbao:/:files');
            const requests = (await cache.keys()).filter((it) => it.url.includes('/data/bodies-2025-'));
            for (const request of requests) {
                const type = { 'Content-Type': 'application/json' };
                await cache.put(request, new Response('[[\"damaged\"', { headers: type }));
            }
            return requests.length";
        browser
            .wait("the text to be stored", async || {
                Ok((browser.eval_async::<u32>(damage, &[]).await? > 0).then_some(()))
            })
            .await?;
        reader.report(OLDEST).await?;
        let whole = "const cache = await caches.open('kanbao:/:files');
            for (const request of await cache.keys()) {
                if (!request.url.includes('/data/bodies-2025-')) continue;
                if ((await (await cache.match(request)).text()).includes('damaged')) return false;
            }
            return true";
        ensure!(
            browser.eval_async::<bool>(whole, &[]).await?,
            "the damaged file is still stored"
        );
        Ok(())
    })
}

#[test]
fn a_file_that_comes_damaged_is_not_used_and_can_be_fetched_again() -> Outcome {
    let host = BreakingHost::serve(&many()?.folder, "/")?;
    scenario("trouble-corrupted", async |browser| {
        let reader = Reader::at(browser, host.url());
        begin(&reader, browser).await?;
        host.break_at(At::Below("/data/".into()), Fault::Corrupt);
        let trouble = open_oldest(&reader, browser, "mismatch").await?;
        ensure_eq!(trouble.title().await?, "收到的报告与目录对不上", "what happened");
        host.mend()?;
        trouble.act().await?;
        reader.showing_report(OLDEST).await?;
        Ok(())
    })
}

#[test]
fn data_of_a_newer_version_have_the_page_look_for_its_app_once() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = shared::samples()?.copy_to(folder.path())?;
    let bundle = site.folder.join("data/bundle.json");
    let whole = fs::read_to_string(&bundle)?;
    fs::write(&bundle, r#"{"schema":99,"reports":{}}"#)?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    host.set_caching("no-cache");
    let pages = || {
        let log = host.log();
        log.iter()
            .filter(|asked| asked.path == "/" && asked.query == "q=")
            .count()
    };
    scenario("trouble-newer", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        reader.open(&Address::new(Route::Search)).await?;
        let trouble = reader.showing_trouble().await?;
        ensure_eq!(trouble.kind().await?, "newer", "the trouble");
        ensure_eq!(trouble.title().await?, "报告已经换了新格式", "what happened");
        ensure_eq!(trouble.action().await?, "换上新版", "what helps");
        ensure_eq!(pages(), 2, "how often the page was loaded");
        publish(&bundle, &whole)?;
        trouble.act().await?;
        reader.showing_search().await?;
        // Where a worker has been set up by then, it answers the last time.
        let loaded = pages();
        ensure!((2..=3).contains(&loaded), "the page was loaded {loaded} times");
        Ok(())
    })
}

fn publish(bundle: &Path, whole: &str) -> Outcome {
    Ok(fs::write(bundle, whole)?)
}

/// Fills the database, of which the reader's notes are a part, until it takes nothing any more.
const FILL: &str = "const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open('kanbao:/', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('texts');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    let number = 0;
    for (const size of [50_000, 1_000, 10]) {
        for (let fits = true; fits; number += 1) {
            const transaction = database.transaction('texts', 'readwrite');
            transaction.objectStore('texts').put('x'.repeat(size), `~filler-${number}`);
            fits = await new Promise((resolve) => {
                transaction.oncomplete = () => resolve(number < 2_000);
                transaction.onabort = () => resolve(false);
            });
        }
    }
    database.close();
    return number";

/// Takes out again what [`FILL`] put in.
const MAKE_ROOM: &str = "const database = await new Promise((resolve) => {
        const request = indexedDB.open('kanbao:/');
        request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction('texts', 'readwrite');
    transaction.objectStore('texts').delete(IDBKeyRange.bound('~', '~~'));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
    return true";

#[test]
fn a_device_without_room_says_so_and_stores_the_rest_when_there_is_some() -> Outcome {
    let site = shared::samples()?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("trouble-full", async |browser| {
        browser.expect_errors();
        let origin = host.url();
        let origin = origin.trim_end_matches('/');
        let quota = json!({ "origin": origin, "quotaSize": 400_000 });
        browser.open(&format!("{origin}/version.json")).await?;
        browser.devtools("Storage.overrideQuotaForOrigin", quota).await?;
        let filled: u32 = browser.eval_async(FILL, &[]).await?;
        ensure!(filled < 2_000, "the database takes whatever it is given");

        let reader = Reader::at(browser, host.url());
        let home = reader.home().await?;
        home.star(&ids[3]).await?;
        let script = "const line = document.querySelector('.notice-kept');
            return line !== null && line.textContent.includes('存储空间满了')";
        browser
            .wait_for::<bool>("the line that says so", script, &[])
            .await?;
        let script = "return document.querySelector('.notice-kept a.action').getAttribute('href')";
        let link: String = browser.eval(script, &[]).await?;
        ensure!(
            link.ends_with("?view=offline"),
            "to make room one is sent to {link}"
        );
        browser.click(".notice-kept [data-understood]").await?;
        let script = "return document.querySelector('.notice-kept') === null";
        browser
            .wait_for::<bool>("the line to be gone", script, &[])
            .await?;
        // The page goes on.
        ensure_eq!(home.state(&ids[3]).await?.1, true, "the star");

        browser
            .devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin }))
            .await?;
        browser.eval_async::<bool>(MAKE_ROOM, &[]).await?;
        home.star(&ids[4]).await?;
        let settings = reader.settings().await?;
        browser
            .wait("both stars to be kept", async || {
                Ok(settings.own_data().await?.contains("加星 2 篇").then_some(()))
            })
            .await
    })
}

#[test]
fn a_browser_that_keeps_nothing_says_so_when_something_is_done() -> Outcome {
    let site = shared::samples()?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("trouble-private", async |browser| {
        let refuse = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })";
        browser.devtools("Page.enable", json!({})).await?;
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": refuse }),
            )
            .await?;
        let reader = Reader::at(browser, host.url());
        let home = reader.home().await?;
        let script = "return document.querySelector('.notice-kept') === null";
        ensure!(
            browser.eval::<bool>(script, &[]).await?,
            "it is said before anything was done"
        );
        home.star(&ids[3]).await?;
        let script = "const line = document.querySelector('.notice-kept');
            return line !== null && line.textContent.includes('这个浏览器不给看报存放数据')";
        browser
            .wait_for::<bool>("the line that says so", script, &[])
            .await?;
        let folder = tempfile::tempdir()?;
        browser.download_to(folder.path()).await?;
        browser.click(".notice-kept [data-export]").await?;
        browser
            .wait("the file", async || {
                let is_json = |path: &Path| path.extension().is_some_and(|it| it == "json");
                for entry in fs::read_dir(folder.path())? {
                    let path = entry?.path();
                    if is_json(&path) {
                        return Ok(Some(fs::read_to_string(path)?));
                    }
                }
                Ok(None)
            })
            .await
            .and_then(|file| {
                ensure!(file.contains("\"starred\":true"), "the file: {file}");
                Ok(())
            })?;
        let settings = reader.settings().await?;
        let script = "return document.querySelector('.own-data').innerText.includes('无痕窗口')";
        ensure!(
            browser.eval::<bool>(script, &[]).await?,
            "the settings do not say so"
        );
        ensure!(
            settings.own_data().await?.contains("加星 0 篇"),
            "it was kept after all"
        );
        Ok(())
    })
}

#[test]
fn a_clock_that_is_wrong_is_named_in_a_line_and_the_page_works() -> Outcome {
    let site = shared::samples()?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("trouble-clock", async |browser| {
        browser.set_clock("Asia/Shanghai", "2001-02-03T04:00:00Z").await?;
        let reader = Reader::at(browser, host.url());
        let home = reader.home().await?;
        let script = "return document.querySelector('.clock-line').textContent";
        let line: String = browser.eval(script, &[]).await?;
        ensure!(
            line.contains("这台设备的日期是 2001年2月3日，比最新一期还早"),
            "it says {line}"
        );
        let first = home.listed().await?.first().ok_or("the list is empty")?.clone();
        home.open(&first).await?;
        reader.showing_report(&first).await?;
        Ok(())
    })
}

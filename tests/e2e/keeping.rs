//! Keeping the archive for reading without a network.

use std::fs;
use std::path::Path;

use kanbao_archive::link::Address;
use kanbao_archive::model::{Day, Directory, Kind};
use kanbao_tests::breaking::{At, BreakingHost, Fault};
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

/// Reports of the made-up archive, one a day, each with an image of its own; too many for one bundle.
const REPORTS: i32 = 200;

/// The newest report's day.
fn newest() -> Outcome<Day> {
    Ok(Day::new(2025, 12, 31).ok_or("2025 has no last day")?)
}

/// The archive: topics take turns.
fn archive(folder: &Path) -> Outcome<Site> {
    let posts = folder.join("posts");
    fs::create_dir_all(&posts)?;
    for number in 0..REPORTS {
        let day = newest()?.plus(-number);
        let slug = day.to_string().replace('-', "");
        let topic = if number % 2 == 0 { "ai" } else { "finance" };
        let text = format!(
            "---\ntitle: twitter_{topic}_{slug}_{slug}\ndate: {day} 08:00:00 +0800\n---\n\n\
             # 第{number}份报告\n\n## 核心信息\n\n1. **第{number}点**：{}\n\n![图](p{number}.gif)\n",
            "报告里的一句话。".repeat(370)
        );
        fs::write(
            posts.join(format!("{day}-twitter_{topic}_{slug}_{slug}.md")),
            text,
        )?;
        fs::write(posts.join(format!("p{number}.gif")), gif(number))?;
    }
    Site::build(&posts, &folder.join("site"))
}

/// A picture of one dot, whose colour is the number.
fn gif(number: i32) -> Vec<u8> {
    let [_, _, green, blue] = number.to_be_bytes();
    let mut bytes = b"GIF89a\x01\x00\x01\x00\x80\x00\x00".to_vec();
    bytes.extend([7, green, blue, 255, 255, 255]);
    bytes.extend(b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;");
    bytes
}

fn ids() -> Outcome<Vec<String>> {
    let id = |number: i32| {
        let day = newest()?.plus(-number).to_string();
        let slug = day.replace('-', "");
        let topic = if number % 2 == 0 { "ai" } else { "finance" };
        Ok(format!("{}/twitter_{topic}_{slug}_{slug}", day.replace('-', "/")))
    };
    (0..REPORTS).map(id).collect()
}

/// The kept files whose path holds this.
async fn kept(browser: &Browser, part: &str) -> Outcome<Vec<String>> {
    let script = "const paths = [];
        for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname.slice(1));
        }
        return paths.filter((path) => path.includes(given[0])).sort()";
    browser.eval_async(script, &[json!(part)]).await
}

/// Waits until so many files are kept whose path holds this.
async fn has_kept(browser: &Browser, part: &str, count: usize) -> Outcome {
    let what = format!("{count} files of {part} to be kept");
    browser
        .wait(&what, async || {
            Ok((kept(browser, part).await?.len() == count).then_some(()))
        })
        .await
}

/// Waits until the reader has looked after what is kept, and gives how that stands.
async fn tended(browser: &Browser) -> Outcome<String> {
    let script = "return document.documentElement.dataset.keeping";
    browser.wait_for("the keeping", script, &[]).await
}

/// The shards of texts that reach into so many of the newest days.
fn shards(site: &Site, days: i32) -> Outcome<Vec<String>> {
    let first = newest()?.plus(1 - days);
    let mut paths = Vec::new();
    for link in site
        .bundle
        .directories
        .iter()
        .filter(|link| link.kind == Kind::Bodies)
    {
        let json = fs::read_to_string(site.folder.join(link.url()))?;
        let directory: Directory = serde_json::from_str(&json)?;
        let shards = directory.shards.iter().filter(|shard| shard.period.to >= first);
        paths.extend(shards.map(|shard| shard.url(link.kind)));
    }
    paths.sort();
    Ok(paths)
}

/// Directories are called `bodies-2025`, shards `bodies-2025-12-01`.
const SHARDS: &str = "bodies-2025-";

#[test]
fn all_of_it_is_kept_with_pauses_and_read_without_a_host() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    // One image is missing at first, the others take their time.
    host.break_at(At::Below("/assets/p7.".into()), Fault::Status(404));
    host.break_at(At::Below("/assets/p".into()), Fault::Delay(60));
    scenario("keeping", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let offline = reader.offline().await?;
        offline.state("idle").await?;
        offline.row("报告", "200 篇").await?;
        offline.press("start").await?;
        offline.is_beyond(0.3).await?;
        offline.press("pause").await?;
        offline.state("paused").await?;
        // What waits goes on waiting at the next visit.
        let offline = reader.offline().await?;
        offline.state("paused").await?;
        offline.press("resume").await?;
        offline.state("running").await?;

        // The page is closed; at the next visit, wherever that is, it goes on.
        browser.open("about:blank").await?;
        reader.home().await?;
        has_kept(browser, ".gif", REPORTS as usize - 1).await?;

        let offline = reader.offline().await?;
        let said = offline.state("done").await?;
        ensure_eq!(
            said,
            "200/200 篇报告、199/200 张图片，已核对。",
            "with a file missing"
        );
        let failures = offline.failures().await?;
        ensure_eq!(failures.len(), 1, "{failures:?}");
        ensure!(failures[0].contains("404"), "{failures:?}");
        host.mend()?;
        offline.press("resume").await?;
        has_kept(browser, ".gif", REPORTS as usize).await?;
        let all = browser
            .wait("everything to be verified", async || {
                let said = offline.state("done").await?;
                Ok(said.contains("200/200 张").then_some(said))
            })
            .await?;
        ensure_eq!(all, "200/200 篇报告、200/200 张图片，已核对。", "in the end");

        host.refuse();
        reads_everything(browser, &reader).await
    })
}

/// Every report opens with its image, and search finds all there is.
async fn reads_everything(browser: &Browser, reader: &Reader<'_>) -> Outcome {
    let home = reader.home().await?;
    home.listed().await?;
    let script = "const unread = [];
        for (const id of given[0]) {
            history.pushState(null, '', document.documentElement.dataset.root + id + '/');
            dispatchEvent(new PopStateEvent('popstate'));
            const end = performance.now() + 5000;
            const shown = () => {
                const article = document.querySelector(`main article[data-report='${id}']`);
                const image = article && article.querySelector('.prose img, article img');
                return article !== null && image !== null;
            };
            while (!shown() && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
            const image = shown() && document.querySelector('main article img');
            if (image) image.loading = 'eager';
            if (!image || !(await image.decode().then(() => true, () => false))) unread.push(id);
        }
        return unread";
    let unread: Vec<String> = browser.eval_async(script, &[json!(ids()?)]).await?;
    ensure!(unread.is_empty(), "{} are not there: {unread:?}", unread.len());

    let search = reader.search().await?;
    search.type_query("一句话").await?;
    search.state("一句话", "done").await?;
    ensure_eq!(
        search.total("一句话").await?,
        REPORTS as usize,
        "reports that say it"
    );
    let search = reader.search().await?;
    search.type_query("第199点").await?;
    search.state("第199点", "done").await?;
    let hits = search.hits().await?;
    ensure_eq!(hits.len(), 1, "the oldest report's own point");
    Ok(())
}

#[test]
fn unasked_the_newest_days_are_kept_and_nothing_more() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("keeping-unasked", async |browser| {
        let reader = Reader::at(browser, host.url());
        reader.home().await?;
        ensure_eq!(
            kept(browser, SHARDS).await?.len(),
            0,
            "shards before the page is ready"
        );
        ensure_eq!(tended(browser).await?, "idle", "what is said of it");
        let expected = shards(&site, 90)?;
        ensure!(
            expected.len() > 3 && expected.len() < shards(&site, REPORTS)?.len(),
            "the archive tells 90 days from all: {expected:?}"
        );
        let found = kept(browser, "bodies-").await?;
        let found: Vec<String> = found
            .into_iter()
            .filter(|path| expected.contains(path) || path.matches('-').count() > 1)
            .collect();
        ensure_eq!(found, expected, "texts");
        ensure_eq!(kept(browser, ".gif").await?.len(), 7, "images");
        ensure_eq!(kept(browser, "index-").await?.len(), 0, "files of the index");
        Ok(())
    })
}

#[test]
fn under_save_data_nothing_is_kept_unasked() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("keeping-save-data", async |browser| {
        let script = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })";
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": script }),
            )
            .await?;
        let reader = Reader::at(browser, host.url());
        reader.home().await?;
        ensure_eq!(tended(browser).await?, "idle", "what is said of it");
        ensure_eq!(kept(browser, SHARDS).await?, Vec::<String>::new(), "texts");
        ensure_eq!(kept(browser, ".gif").await?.len(), 0, "images");

        // Whoever asks for it gets it.
        let offline = reader.offline().await?;
        offline.choose("texts", "days:30").await?;
        offline.choose("images", "none").await?;
        offline.press("start").await?;
        let said = offline.state("done").await?;
        ensure_eq!(said, "30/30 篇报告、0/0 张图片，已核对。", "what was asked for");
        ensure_eq!(kept(browser, SHARDS).await?, shards(&site, 30)?, "texts");
        ensure_eq!(kept(browser, ".gif").await?.len(), 0, "images");
        Ok(())
    })
}

#[test]
fn one_topic_is_kept_and_given_up_again() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("keeping-topic", async |browser| {
        let reader = Reader::at(browser, host.url());
        let offline = reader.offline().await?;
        ensure_eq!(tended(browser).await?, "idle", "what is said of it");
        offline.choose("texts", "topic:finance").await?;
        offline.row("报告", "100 篇").await?;
        offline.press("start").await?;
        let said = offline.state("done").await?;
        ensure_eq!(said, "100/100 篇报告、100/100 张图片，已核对。", "one topic");
        // Of the newest seven days, three reports are of the topic, and the other four images were here unasked.
        ensure_eq!(kept(browser, ".gif").await?.len(), 104, "images");

        offline.press("cancel").await?;
        offline.press("forget").await?;
        offline.state("idle").await?;
        has_kept(browser, ".gif", 7).await?;
        has_kept(browser, SHARDS, shards(&site, 90)?.len()).await?;
        Ok(())
    })
}

#[test]
fn another_tab_takes_over_when_one_is_closed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    host.break_at(At::Below("/assets/p".into()), Fault::Delay(300));
    scenario("keeping-tabs", async |browser| {
        let reader = Reader::at(browser, host.url());
        let offline = reader.offline().await?;
        ensure_eq!(tended(browser).await?, "idle", "what is said of it");
        offline.press("start").await?;
        offline.state("running").await?;
        let other = browser.open_window("about:blank").await?;
        reader.offline().await?.state("elsewhere").await?;
        browser.to_window(0).await?;
        browser.open("about:blank").await?;
        browser.to_window(other).await?;
        host.mend()?;
        let said = offline.state("done").await?;
        ensure_eq!(
            said,
            "200/200 篇报告、200/200 张图片，已核对。",
            "in the other tab"
        );
        Ok(())
    })
}

#[test]
fn a_full_device_and_a_cleared_one_are_said_and_helped() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = archive(folder.path())?;
    let host = BreakingHost::serve(&site.folder, "/")?;
    scenario("keeping-full", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let offline = reader.offline().await?;
        ensure_eq!(tended(browser).await?, "idle", "what is said of it");
        let origin = host.url().trim_end_matches('/').to_owned();
        let used = "return (await navigator.storage.estimate()).usage";
        let used: f64 = browser.eval_async(used, &[]).await?;
        let quota = |size: Option<f64>| {
            let mut parameters = json!({ "origin": origin });
            if let Some(size) = size {
                parameters["quotaSize"] = json!(size);
            }
            browser.devtools("Storage.overrideQuotaForOrigin", parameters)
        };
        quota(Some(used + 50_000.0)).await?;
        offline.press("start").await?;
        let said = offline.state("full").await?;
        ensure!(said.contains("空间满了"), "{said}");
        ensure!(!kept(browser, SHARDS).await?.is_empty(), "what was here is gone");
        quota(None).await?;
        offline.press("resume").await?;
        offline.state("done").await?;

        // The browser clears what it likes.
        let clear = "for (const name of await caches.keys()) {
                if (!name.endsWith(':files')) continue;
                const cache = await caches.open(name);
                for (const request of await cache.keys()) await cache.delete(request);
            }";
        browser.eval_async::<()>(clear, &[]).await?;
        let offline = reader.offline().await?;
        let said = offline.state("evicted").await?;
        ensure_eq!(said, "浏览器清掉了离线内容。", "what is said");
        offline.press("resume").await?;
        let said = offline.state("done").await?;
        ensure_eq!(said, "200/200 篇报告、200/200 张图片，已核对。", "again");
        Ok(())
    })
}

#[test]
fn where_nothing_can_be_kept_the_page_says_why() -> Outcome {
    let site = crate::shared::samples()?;
    let server = site.serve("/")?;
    scenario("keeping-unable", async |browser| {
        let script = "delete Navigator.prototype.serviceWorker";
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": script }),
            )
            .await?;
        let reader = Reader::at(browser, server.url());
        reader
            .open(&Address::new(kanbao_archive::link::Route::Offline))
            .await?;
        let said = reader.offline().await?.state("unable").await?;
        ensure!(said.contains("无痕窗口"), "{said}");
        let script = "return document.querySelectorAll('main button, main input').length";
        ensure_eq!(
            browser.eval::<usize>(script, &[]).await?,
            0,
            "buttons that do nothing"
        );
        Ok(())
    })
}

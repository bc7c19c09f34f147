//! Several sites and somebody else's app on one origin: nobody touches what is another's.

use std::fs;
use std::path::Path;

use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure_eq, posts};
use serde_json::{Value, json};

use crate::shared;

/// The sites, each inside the one before.
const PLACES: [&str; 3] = ["/", "/a/", "/a/b/"];

/// Somebody else's app, with everything that a browser keeps for an origin, under names that come close to the site's.
const FOREIGN: &str =
    "<!doctype html><link rel=icon href='data:,'><title>somebody else</title><script type=module>
    await (await caches.open('other-v1')).put('/other/kept', new Response('kept'));
    await (await caches.open('kanbao')).put('/other/kept', new Response('kept'));
    await (await caches.open('kanbao:/other/:files')).put('/other/kept', new Response('kept'));
    for (const name of ['other', 'kanbao']) await new Promise((done, fail) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('texts').put('kept', 'key');
      opening.onsuccess = () => done(opening.result.close());
      opening.onerror = fail;
    });
    localStorage.setItem('other', 'kept');
    localStorage.setItem('kanbao', 'kept');
    await navigator.serviceWorker.register('sw.js');
    await navigator.serviceWorker.ready;
    document.documentElement.dataset.app = 'ready';
    </script>";

/// All that the origin keeps, but for what belongs to the site at `arguments[0]`.
const KEPT: &str = "const own = (name) => arguments[0] !== null && name.startsWith(`kanbao:${arguments[0]}`) &&
        !/^[^:]*\\//.test(name.slice(`kanbao:${arguments[0]}`.length));
    const kept = {};
    for (const name of (await caches.keys()).filter((name) => !own(name)).sort()) {
      kept[`cache ${name}`] = (await (await caches.open(name)).keys()).map((request) => request.url).sort();
    }
    for (const { name } of (await indexedDB.databases()).filter(({ name }) => !own(name))) {
      kept[`database ${name}`] = await new Promise((done, fail) => {
        const opening = indexedDB.open(name);
        opening.onerror = fail;
        opening.onsuccess = () => {
          const all = opening.result.transaction('texts').objectStore('texts').getAll();
          all.onsuccess = () => { opening.result.close(); done(all.result.map(String).sort()); };
        };
      });
    }
    for (const name of Object.keys(localStorage).filter((name) => !own(name)).sort()) kept[`item ${name}`] = localStorage[name];
    for (const { scope } of await navigator.serviceWorker.getRegistrations()) {
      if (arguments[0] === null || scope !== new URL(arguments[0], location).href) kept[`worker ${scope}`] = true;
    }
    return kept";

/// What the origin keeps for everybody but the site at a place, seen from the neighbour's page, once nothing changes any
/// more: what was left a moment ago may still be writing.
async fn kept_for_others(browser: &Browser, host: &BreakingHost, place: Option<&str>) -> Outcome<Value> {
    browser.open(&host.url_of("/other/")).await?;
    let ready = "return document.documentElement.dataset.app === 'ready'";
    browser.wait_for::<bool>("the neighbour", ready, &[]).await?;
    let mut last = Value::Null;
    browser
        .wait("everything to be written", async || {
            let kept: Value = browser.eval_async(KEPT, &[json!(place)]).await?;
            let is_same = kept == last;
            last = kept.clone();
            Ok(is_same.then_some(kept))
        })
        .await
}

fn write_foreign(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), FOREIGN)?;
    fs::write(folder.join("sw.js"), "self.onfetch = () => {};")?;
    Ok(())
}

/// Opens the site at a place until its own worker answers for it; the page says the generation of this site.
async fn install(browser: &Browser, host: &BreakingHost, place: &str, site: &Site) -> Outcome {
    let root = host.url_of(place);
    let version: Value = serde_json::from_str(&fs::read_to_string(site.folder.join("version.json"))?)?;
    Reader::at(browser, root.as_str()).home().await?;
    let script = "const { controller } = navigator.serviceWorker;
        return controller !== null && controller.scriptURL === arguments[0] + 'sw.js' &&
            document.documentElement.dataset.generation";
    let generation: String = browser
        .wait_for("the site's own worker", script, &[json!(root)])
        .await?;
    ensure_eq!(
        json!(generation),
        version["generation"],
        "the generation at {place}"
    );
    Ok(())
}

/// Stars the report of this number in the list, and waits until that is stored.
async fn star(browser: &Browser, root: &str, number: usize) -> Outcome {
    let reader = Reader::at(browser, root);
    let home = reader.home().await?;
    let id = home.listed().await?[number].clone();
    home.star(&id).await?;
    has_stars(&reader, browser, &[id]).await
}

/// These reports are starred here after a reload, and no others.
async fn has_stars(reader: &Reader<'_>, browser: &Browser, ids: &[String]) -> Outcome {
    browser
        .wait(&format!("stars at {ids:?} alone"), async || {
            let home = reader.home().await?;
            let mut starred = Vec::new();
            for id in home.listed().await? {
                if home.state(&id).await?.1 {
                    starred.push(id);
                }
            }
            Ok((starred == ids).then_some(()))
        })
        .await
}

/// Three sites of the same posts, a newer one, and a neighbour, on one origin.
struct Street {
    site: Site,
    newer: Site,
    killed: Site,
    host: BreakingHost,
    _folder: tempfile::TempDir,
}

impl Street {
    fn build() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let texts = folder.path().join("posts");
        fs::create_dir(&texts)?;
        posts::write_short(&texts, 4)?;
        let site = shared::build(&texts, "neighbours")?;
        posts::write_short(&texts, 5)?;
        let newer = shared::build(&texts, "neighbours-newer")?;
        let killed = site.copy_to(&folder.path().join("killed"))?;
        fs::copy(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/sw-kill.js"),
            killed.folder.join("sw.js"),
        )?;
        let foreign = folder.path().join("foreign");
        write_foreign(&foreign)?;
        let host = BreakingHost::serve(&site.folder, "/")?;
        host.set_caching("no-cache");
        for place in &PLACES[1..] {
            host.publish_at(place, &site.folder);
        }
        host.publish_at("/other/", &foreign);
        Ok(Self {
            site,
            newer,
            killed,
            host,
            _folder: folder,
        })
    }

    async fn move_in(&self, browser: &Browser) -> Outcome {
        let mut before = kept_for_others(browser, &self.host, None).await?;
        for (number, place) in PLACES.iter().enumerate() {
            install(browser, &self.host, place, &self.site).await?;
            star(browser, &self.host.url_of(place), number).await?;
            let after = kept_for_others(browser, &self.host, Some(place)).await?;
            ensure_eq!(after, before, "what others keep, after {place} was installed");
            before = kept_for_others(browser, &self.host, None).await?;
        }
        Ok(())
    }
}

#[test]
fn each_site_has_its_own_data_and_touches_no_other() -> Outcome {
    let street = Street::build()?;
    scenario("neighbours", async |browser| {
        browser.expect_errors();
        let host = &street.host;
        street.move_in(browser).await?;

        // Something newer is published in the middle.
        let others = kept_for_others(browser, host, Some("/a/")).await?;
        host.publish_at("/a/", &street.newer.folder);
        let reader = Reader::at(browser, host.url_of("/a/"));
        reader.home().await?;
        let told = "return document.querySelector('.notice button') !== null";
        browser
            .wait_for::<bool>("the notice of the newer report", told, &[])
            .await?;
        let listed = reader.home().await?.listed().await?;
        ensure_eq!(listed.len(), 4, "reports in the list of the newer site");
        ensure_eq!(
            kept_for_others(browser, host, Some("/a/")).await?,
            others,
            "what others keep, after an update"
        );

        // The reader's own data are cleared there.
        let settings = reader.settings().await?;
        browser.click("[data-clear-own]").await?;
        browser.click("[data-clear-confirmed]").await?;
        settings.says("已全部清除。").await?;
        ensure_eq!(
            kept_for_others(browser, host, Some("/a/")).await?,
            others,
            "what others keep, after clearing"
        );
        for (number, place) in PLACES.iter().enumerate() {
            let reader = Reader::at(browser, host.url_of(place));
            let home = reader.home().await?;
            let starred = if *place == "/a/" {
                Vec::new()
            } else {
                vec![home.listed().await?[number].clone()]
            };
            has_stars(&reader, browser, &starred).await?;
        }
        Ok(())
    })
}

#[test]
fn a_kill_switch_ends_one_site_alone() -> Outcome {
    let street = Street::build()?;
    scenario("neighbours-killed", async |browser| {
        browser.expect_errors();
        let host = &street.host;
        street.move_in(browser).await?;
        let others = kept_for_others(browser, host, Some("/a/")).await?;
        host.publish_at("/a/", &street.killed.folder);
        let reader = Reader::at(browser, host.url_of("/a/"));
        reader.home().await?;
        let update = "const all = await navigator.serviceWorker.getRegistrations();
            const own = all.find(({ scope }) => scope === arguments[0]);
            if (own) await own.update().catch(() => {});
            const names = await caches.keys();
            const state = (worker) => worker && worker.state;
            const workers = own ? [own.installing, own.waiting, own.active].map(state) : [];
            return [...workers, ...names.filter((name) => name.startsWith('kanbao:/a/:'))].join()";
        let root = host.url_of("/a/");
        let mut kept = String::new();
        let gone = browser
            .wait("the worker to be gone", async || {
                // A page that is being replaced cannot answer.
                let answer = browser.eval_async::<String>(update, &[json!(root)]).await;
                kept = answer.unwrap_or_else(|error| error.to_string());
                Ok(kept.is_empty().then_some(()))
            })
            .await;
        gone.map_err(|error| format!("{error}; there are {kept}"))?;
        ensure_eq!(
            kept_for_others(browser, host, Some("/a/")).await?,
            others,
            "what others keep"
        );
        // What the reader did is not the worker's, and stays.
        let home = reader.home().await?;
        has_stars(&reader, browser, &[home.listed().await?[1].clone()]).await
    })
}

//! Installing: what browsers check, what the installed app offers, and what the settings say where it cannot be.

use std::fs;

use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::{Value, json};

use crate::shared;

/// Keeps the browser's own offer from the page: Chromium makes one to a site that can be installed, some time or other.
async fn offer_nothing(browser: &Browser) -> Outcome {
    let script = "addEventListener('beforeinstallprompt', (event) => {
            if (event.isTrusted) event.stopImmediatePropagation();
        })";
    browser.devtools("Page.enable", json!({})).await?;
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await
        .map(drop)
}

/// What the settings say of installing.
async fn said(browser: &Browser) -> Outcome<String> {
    let script = "return document.querySelector('.install').innerText";
    browser.eval(script, &[]).await
}

#[test]
fn a_browser_finds_nothing_in_the_way_of_installing() -> Outcome {
    let server = shared::samples()?.serve("/")?;
    scenario("install-errors", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        let script = "return navigator.serviceWorker.controller !== null";
        browser.wait_for::<bool>("the worker", script, &[]).await?;
        browser.devtools("Page.enable", json!({})).await?;
        let manifest = browser.devtools("Page.getAppManifest", json!({})).await?;
        ensure_eq!(manifest["errors"], json!([]), "errors in the manifest");
        let found = browser
            .devtools("Page.getInstallabilityErrors", json!({}))
            .await?;
        ensure_eq!(found["installabilityErrors"], json!([]), "what is in the way");
        Ok(())
    })
}

#[test]
fn what_the_manifest_names_is_there_and_is_what_it_says() -> Outcome {
    let site = shared::samples()?;
    let manifest: Value = serde_json::from_slice(&fs::read(site.folder.join("manifest.webmanifest"))?)?;
    let lists = |of: &Value, name: &str| of[name].as_array().cloned().unwrap_or_default();
    let mut pictures = [lists(&manifest, "icons"), lists(&manifest, "screenshots")].concat();
    let has = |size: &str, purpose: &str| {
        let mut icons = pictures.iter();
        icons.any(|icon| icon["sizes"] == json!(size) && icon["purpose"] == json!(purpose))
    };
    for (size, purpose) in [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
        ("512x512", "monochrome"),
    ] {
        ensure!(has(size, purpose), "no {purpose} icon of {size}");
    }
    for shortcut in lists(&manifest, "shortcuts") {
        let icons = lists(&shortcut, "icons");
        ensure_eq!(icons.len(), 1, "icons of {}", shortcut["name"]);
        pictures.extend(icons);
    }
    let server = site.serve("/")?;
    scenario("install-pictures", async |browser| {
        browser.open(&server.url()).await?;
        let script = "const image = new Image();
            image.src = arguments[0];
            await image.decode();
            return image.naturalWidth + 'x' + image.naturalHeight";
        for picture in &pictures {
            let size: String = browser.eval_async(script, &[picture["src"].clone()]).await?;
            ensure!(
                picture["sizes"] == json!("any") || picture["sizes"] == json!(size),
                "{picture} is {size}"
            );
        }
        Ok(())
    })?;
    let forms: Vec<_> = lists(&manifest, "screenshots")
        .iter()
        .map(|it| it["form_factor"].clone())
        .collect();
    ensure_eq!(
        forms,
        [json!("narrow"), json!("wide")],
        "for which screens there are pictures"
    );
    for name in ["narrow", "wide"] {
        let size = fs::metadata(site.folder.join(format!("screenshots/{name}.webp")))?.len();
        ensure!(size <= 60_000, "the {name} picture takes {size} bytes");
    }
    Ok(())
}

#[test]
fn shortcuts_lead_where_they_say() -> Outcome {
    let site = shared::samples()?;
    let manifest: Value = serde_json::from_slice(&fs::read(site.folder.join("manifest.webmanifest"))?)?;
    let url = |name: &str| {
        let shortcuts = manifest["shortcuts"].as_array().ok_or("there are no shortcuts")?;
        let shortcut = shortcuts.iter().find(|it| it["name"] == json!(name));
        let url = shortcut.and_then(|it| it["url"].as_str());
        Ok::<_, kanbao_tests::Failure>(url.ok_or("no such shortcut")?.trim_start_matches("./").to_owned())
    };
    let server = site.serve("/")?;
    let ids: Vec<String> = site.summaries().map(|summary| summary.id.clone()).collect();
    scenario("install-shortcuts", async |browser| {
        let reader = Reader::at(browser, server.url());
        browser
            .open(&format!("{}{}", server.url(), url("最新一期")?))
            .await?;
        let home = reader.showing_home().await?;
        ensure!(
            !home.stories().await?.is_empty(),
            "the newest edition is not there"
        );
        home.star(&ids[3]).await?;
        reader.report(&ids[4]).await?;
        browser.press('m').await?;
        browser.open(&format!("{}{}", server.url(), url("未读")?)).await?;
        let home = reader.showing_home().await?;
        browser
            .wait("the list without what was read", async || {
                let listed = home.listed().await?;
                Ok((!listed.is_empty() && !listed.contains(&ids[4])).then_some(()))
            })
            .await?;
        browser.open(&format!("{}{}", server.url(), url("搜索")?)).await?;
        reader.showing_search().await?;
        Ok(())
    })
}

#[test]
fn what_the_browser_offers_the_settings_offer() -> Outcome {
    let server = shared::samples()?.serve("/")?;
    scenario("install-button", async |browser| {
        offer_nothing(browser).await?;
        let reader = Reader::at(browser, server.url());
        reader.settings().await?;
        ensure!(
            said(browser).await?.contains("添加到主屏幕"),
            "it says {}",
            said(browser).await?
        );
        let offer = "const offer = new Event('beforeinstallprompt', { cancelable: true });
            offer.prompt = async () => { window.asked = (window.asked || 0) + 1; };
            offer.userChoice = Promise.resolve({ outcome: 'accepted' });
            window.dispatchEvent(offer);
            return offer.defaultPrevented";
        ensure!(
            browser.eval::<bool>(offer, &[]).await?,
            "the browser asks by itself"
        );
        browser.click("[data-install]").await?;
        let script = "return window.asked === 1 && document.querySelector('[data-install]') === null";
        browser
            .wait_for::<bool>("the browser's question", script, &[])
            .await?;
        browser
            .eval::<()>("window.dispatchEvent(new Event('appinstalled'))", &[])
            .await?;
        let script = "return document.querySelector('.install').innerText.includes('已经装到这台设备上了')";
        browser
            .wait_for::<bool>("the word that it is installed", script, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn elsewhere_the_settings_say_how_it_is_done_or_that_it_is_not() -> Outcome {
    let server = shared::samples()?.serve("/")?;
    let iphone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    scenario("install-elsewhere", async |browser| {
        offer_nothing(browser).await?;
        let reader = Reader::at(browser, server.url());
        for (rest, says, promises) in [
            ("Version/17.4 Mobile/15E148 Safari/604.1", "分享", true),
            ("Mobile/15E148 MicroMessenger/8.0.49", "在浏览器中打开", false),
        ] {
            let agent = json!({ "userAgent": format!("{iphone} {rest}") });
            browser.devtools("Network.setUserAgentOverride", agent).await?;
            reader.settings().await?;
            let said = said(browser).await?;
            ensure!(said.contains(says), "it says {said}");
            let script = "return document.querySelector('.install .offline-link') !== null";
            ensure_eq!(
                browser.eval::<bool>(script, &[]).await?,
                promises,
                "a way to reading offline"
            );
        }
        Ok(())
    })
}

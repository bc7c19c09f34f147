//! A site behind nginx, with the settings that publishers copy.

use std::fs;
use std::path::Path;

use kanbao_tests::nginx::Nginx;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A site with compressed copies at a path below a folder.
fn site(folder: &Path, base_path: &str) -> Outcome<Site> {
    let target = folder.join(base_path.trim_matches('/'));
    if base_path == "/" {
        fs::remove_dir(folder)?;
    }
    Site::build_with(&posts::samples(), &target, &["--precompress"])
}

/// Reads a site as people do, then looks at what was sent.
fn works_at(base_path: &str) -> Outcome {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("www");
    fs::create_dir(&root)?;
    let site = site(&root, base_path)?;
    let Some(nginx) = Nginx::start(&root, base_path)? else {
        return Ok(());
    };
    let name = format!("nginx{}", base_path.replace('/', "-"));
    scenario(&name, async |browser| {
        let address = nginx.url(base_path);
        let reader = Reader::at(browser, address.as_str());
        // The page that the host sends is not there: the browser says so on its console.
        browser.expect_errors();
        browser.open(&format!("{address}2025/no/such/report/")).await?;
        let script = "const home = document.getElementById('home');
            return home !== null && home.href === arguments[0]";
        browser
            .wait_for::<bool>("the page for lost readers", script, &[address.as_str().into()])
            .await?;
        browser.click("#home").await?;
        let home = reader.showing_home().await?;
        let listed = home.listed().await?;
        let first = listed.first().ok_or("the list is empty")?.clone();
        home.open(&first).await?;
        reader.showing_report(&first).await?;
        browser.reload().await?;
        let report = reader.showing_report(&first).await?;
        ensure!(
            !report.text().await?.is_empty(),
            "the report is empty after reloading"
        );
        browser.click("a.masthead-search").await?;
        let search = reader.showing_search().await?;
        search.type_query("开源模型").await?;
        ensure!(search.total("开源模型").await? > 0, "nothing was found");
        Ok(())
    })?;
    headers(&nginx, &site, base_path)
}

fn headers(nginx: &Nginx, site: &Site, base_path: &str) -> Outcome {
    let wasm = asset(site, ".wasm")?;
    let of_wasm = nginx.get(&format!("{base_path}{wasm}"), "gzip")?;
    ensure_eq!(of_wasm.status, 200, "{wasm}");
    ensure_eq!(
        of_wasm.header("content-type"),
        Some("application/wasm"),
        "type of {wasm}"
    );
    ensure_eq!(
        of_wasm.header("cache-control"),
        Some(FOR_EVER),
        "caching of {wasm}"
    );
    ensure_eq!(
        of_wasm.header("content-encoding"),
        Some("gzip"),
        "encoding of {wasm}"
    );
    let compressed = fs::metadata(site.folder.join(format!("{wasm}.gz")))?.len();
    ensure_eq!(
        of_wasm.header("content-length"),
        Some(compressed.to_string().as_str()),
        "{wasm} is not sent as it was compressed"
    );
    if nginx.has_brotli {
        let encoding = nginx.get(&format!("{base_path}{wasm}"), "gzip, br")?;
        ensure_eq!(
            encoding.header("content-encoding"),
            Some("br"),
            "encoding of {wasm}"
        );
    }
    let image = asset(site, ".jpg")?;
    ensure_eq!(
        nginx
            .get(&format!("{base_path}{image}"), "gzip")?
            .header("cache-control"),
        Some(FOR_EVER),
        "caching of {image}"
    );
    for (path, kind) in [
        ("", "text/html; charset=utf-8"),
        ("data/bundle.json", "application/json"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("llms.txt", "text/plain; charset=utf-8"),
        ("sw.js", "application/javascript; charset=utf-8"),
    ] {
        let answer = nginx.get(&format!("{base_path}{path}"), "")?;
        ensure_eq!(answer.status, 200, "{path}");
        ensure_eq!(answer.header("content-type"), Some(kind), "type of {path}");
        ensure_eq!(
            answer.header("cache-control"),
            Some("no-cache"),
            "caching of {path}"
        );
        ensure_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    let lost = nginx.get(&format!("{base_path}assets/gone.0123456789ab.js"), "")?;
    ensure_eq!(lost.status, 404, "a file that is not there");
    ensure_eq!(
        lost.header("cache-control"),
        None,
        "caching of a file that is not there"
    );
    Ok(())
}

/// The path of a file under `assets/` with this ending.
fn asset(site: &Site, end: &str) -> Outcome<String> {
    let names = fs::read_dir(site.folder.join("assets"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.ends_with(end));
    Ok(format!(
        "assets/{}",
        names.ok_or(format!("no asset ends with {end}"))?
    ))
}

#[test]
fn a_site_at_the_root_of_a_host() -> Outcome {
    works_at("/")
}

#[test]
fn a_site_in_a_folder_of_a_host() -> Outcome {
    works_at("/a/b/")
}

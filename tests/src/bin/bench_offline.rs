//! Measures what it takes to keep an archive on the device: `bench_offline SITE`, by way of `cargo xtask bench offline`.
//!
//! The same files come twice to the same browser: by the plainest loop there is, which throws them away, and by the page's
//! own means, which verify, store and count them. Then the host goes away, and the archive is read and searched. Machines
//! differ, so what counts is the ratio of the two. Everything is printed and written to `benches/results/offline.md`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};
use serde_json::json;

/// Fetches files six at a time, and gives the milliseconds that took.
const PLAIN: &str = "const began = performance.now(), rest = arguments[0].values();
    const fetchOnes = async () => {
        for (const path of rest) await (await fetch('/' + path, { cache: 'no-store' })).arrayBuffer();
    };
    await Promise.all(Array.from({ length: 6 }, fetchOnes));
    return performance.now() - began";

/// A query that thousands of made-up reports hold.
const QUERY: &str = "开源模型";

/// The longest that keeping may take.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// What was measured; times in milliseconds, sizes in bytes.
struct Measured {
    reports: u32,
    files: usize,
    bytes: u64,
    plain: f64,
    kept: f64,
    said: String,
    used: u64,
    /// Of the page's process, when all is kept, and when all has been searched.
    memory: [u64; 2],
    home: f64,
    report: f64,
    search: f64,
    found: usize,
}

fn main() -> Outcome {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("usage: bench_offline SITE")?;
    let site = Site::open(&folder)?;
    let host = BreakingHost::serve(&folder, "/")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let report = table(&runtime.block_on(measure(&site, &host))?);
    println!("{report}");
    let results = PathBuf::from("benches/results");
    fs::create_dir_all(&results)?;
    Ok(fs::write(results.join("offline.md"), report)?)
}

async fn measure(site: &Site, host: &BreakingHost) -> Outcome<Measured> {
    let paths = data_of(&site.folder)?;
    let sizes = paths
        .iter()
        .map(|path| Ok(fs::metadata(site.folder.join(path))?.len()));
    let bytes = sizes.sum::<Outcome<u64>>()?;
    let browser = Browser::start().await?;
    // No page of the reader yet, so no worker either.
    browser.open(&host.url_of("/version.json")).await?;
    let plain = browser.eval_async(PLAIN, &[json!(paths)]).await?;

    let reader = Reader::at(&browser, host.url());
    reader.home().await?;
    let worker = "return navigator.serviceWorker.controller !== null";
    browser.wait_for::<bool>("the worker", worker, &[]).await?;
    let offline = reader.offline().await?;
    let began = Instant::now();
    offline.press("start").await?;
    let said = loop {
        match offline.state("done").await {
            Err(_) if began.elapsed() < PATIENCE => {}
            said => break said?,
        }
    };
    let kept = since(began);
    let used = "return (await navigator.storage.estimate()).usage";
    let used = browser.eval_async(used, &[]).await?;
    let all_kept = browser.memory();

    host.refuse();
    let began = Instant::now();
    reader.home().await?;
    let home = since(began);
    let oldest = oldest(site)?;
    let began = Instant::now();
    reader.report(&oldest).await?.text().await?;
    let report = since(began);
    let search = reader.search().await?;
    let began = Instant::now();
    search.type_query(QUERY).await?;
    let found = search.total(QUERY).await?;
    Ok(Measured {
        reports: site.bundle.total,
        files: paths.len(),
        bytes,
        plain,
        kept,
        said,
        used,
        home,
        report,
        search: since(began),
        found,
        memory: [all_kept, browser.memory()],
    })
}

/// The files of a site's data that a whole download fetches where search goes through all texts.
fn data_of(folder: &Path) -> Outcome<Vec<String>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder.join("data"))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            paths.push(format!("data/{}", entry.file_name().to_string_lossy()));
        }
    }
    paths.sort();
    Ok(paths)
}

/// The id of a report that no bundle carries.
fn oldest(site: &Site) -> Outcome<String> {
    let mut oldest = None;
    for path in data_of(&site.folder)?
        .iter()
        .filter(|path| path.starts_with("data/summaries-"))
    {
        let json = fs::read_to_string(site.folder.join(path))?;
        let Ok(summaries) = serde_json::from_str::<Vec<kanbao_archive::model::Summary>>(&json) else {
            continue;
        };
        let ids = summaries.into_iter().map(|summary| (summary.day, summary.id));
        oldest = ids.chain(oldest).min();
    }
    oldest
        .map(|(_, id)| id)
        .ok_or_else(|| Failure::from("the archive is too small to have parts"))
}

fn since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

fn table(measured: &Measured) -> String {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let Measured { plain, kept, .. } = measured;
    [
        format!("# Keeping {} reports offline\n", measured.reports),
        "| what | measured |\n| --- | --- |".to_owned(),
        format!(
            "| files of data | {}, {:.1} MB before compression |",
            measured.files,
            megabytes(measured.bytes)
        ),
        format!("| fetched by a plain loop, thrown away | {plain:.0} ms |"),
        format!(
            "| kept: fetched, verified, stored, counted, verified again | {kept:.0} ms, {:.2} times that |",
            kept / plain
        ),
        format!("| said at the end | {} |", measured.said),
        format!(
            "| storage that the browser counts | {:.1} MB |",
            megabytes(measured.used)
        ),
        format!(
            "| memory of the page then (PSS) | {:.0} MB |",
            megabytes(measured.memory[0])
        ),
        format!("| without a host: home is shown | {:.0} ms |", measured.home),
        format!("| the oldest report is shown | {:.0} ms |", measured.report),
        format!(
            "| “{QUERY}”, first search: {} reports found | {:.0} ms |",
            measured.found, measured.search
        ),
        format!(
            "| memory of the page then (PSS; target 250 MB at 10,000) | {:.0} MB |",
            megabytes(measured.memory[1])
        ),
        String::new(),
    ]
    .join("\n")
}

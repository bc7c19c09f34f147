//! Measures how soon a report can be read: `bench_paint SITE`, by way of `cargo xtask bench`.
//!
//! A report's page and a bare page of the same text are loaded in turns, each in a fresh browser, over a slow
//! network (compressed, as hosts do) on a slow machine. Machines differ, so what counts is the ratio of the two.

use std::path::{Path, PathBuf};
use std::{env, fs};

use kanbao_archive::text::{Passage, searchable};
use kanbao_tests::browser::{Browser, Network};
use kanbao_tests::host;
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};
use serde::Deserialize;
use serde_json::json;

/// Loads of each page; the medians count.
const RUNS: usize = 7;

/// How many times slower than this machine a phone is.
const SLOWDOWN: u32 = 4;

/// Notes when the reader says that it runs.
const WATCH: &str = "new MutationObserver((_, observer) => {
    if (document.documentElement.dataset.app !== 'ready') return;
    window.readyAt = performance.now();
    observer.disconnect();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-app'] });";

/// In milliseconds since the load began.
#[derive(Deserialize)]
struct Times {
    paint: f64,
    /// Absent on a page without the reader.
    ready: Option<f64>,
}

fn main() -> Outcome {
    let folder = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("usage: bench_paint SITE")?;
    let site = Site::open(&folder)?;
    let report = site
        .summaries()
        .next()
        .ok_or_else(|| Failure::from("the site has no reports"))?;
    let bare = tempfile::tempdir()?;
    write_bare_page(bare.path(), &site)?;
    let report_url = format!("{}{}/", host::serve(&folder)?.root, report.id);
    let bare_url = host::serve(bare.path())?.root;

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut ours, mut theirs, mut ready) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let times = runtime.block_on(load(&report_url, true))?;
        ours.push(times.paint);
        ready.extend(times.ready);
        theirs.push(runtime.block_on(load(&bare_url, false))?.paint);
    }
    let (ours, theirs, ready) = (median(ours), median(theirs), median(ready));
    println!("1.6 Mbit/s, 150 ms, CPU ÷{SLOWDOWN}, median of {RUNS}:");
    println!("  first paint of a report       {ours:5.0} ms");
    println!(
        "  first paint of its bare text  {theirs:5.0} ms   ratio {:.2}, target 1.15",
        ours / theirs
    );
    println!("  the reader is ready           {ready:5.0} ms   target 2500");
    Ok(())
}

/// The newest report's text without anything around it.
fn write_bare_page(folder: &Path, site: &Site) -> Outcome {
    let report = site.bundle.reports.first().ok_or("the site has no reports")?;
    let text = searchable(&report.body.document.read(), &[]);
    let paragraph = |passage: &Passage| {
        let text = passage.text.replace('&', "&amp;").replace('<', "&lt;");
        format!("<p>{text}</p>\n")
    };
    let paragraphs: String = text.passages.iter().map(paragraph).collect();
    let head = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>\
                <link rel=icon href='data:,'><title>bare</title>";
    Ok(fs::write(
        folder.join("index.html"),
        format!("{head}\n{paragraphs}"),
    )?)
}

/// Loads a page in a browser that has never seen it.
async fn load(url: &str, has_reader: bool) -> Outcome<Times> {
    let browser = Browser::start().await?;
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": WATCH }),
        )
        .await?;
    browser.set_network(Network::MOBILE).await?;
    browser.slow_down(SLOWDOWN).await?;
    browser.open(url).await?;
    let script = "const [paint] = performance.getEntriesByName('first-contentful-paint');
        const ready = window.readyAt || null;
        return paint && (ready || !arguments[0]) ? { paint: paint.startTime, ready } : null";
    browser
        .wait_for("the page to be painted and ready", script, &[json!(has_reader)])
        .await
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

//! Measures a first visit to a report: `bench_visit SITE [NAME=SITE …]`, by way of `cargo xtask bench visit`.
//!
//! The newest report's page, a bare page of the same text, and the same post's page in the sites of other generators
//! (`vitepress`, `mkdocs`) are loaded in turns, each in a fresh browser, over a slow network (compressed, as hosts do) on a
//! slow machine. Machines differ, so what counts are bytes, and the ratio of times.

mod sites;

use std::env;
use std::path::PathBuf;

use kanbao_tests::browser::{Browser, Network};
use kanbao_tests::figures::{Figures, median};
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};
use serde::Deserialize;
use serde_json::json;

use sites::Visited;

/// Loads of each page; the medians count.
const RUNS: usize = 7;

/// How many times slower than this machine a phone is.
const SLOWDOWN: u32 = 4;

/// In milliseconds since the load began, and bytes.
#[derive(Clone, Copy, Deserialize)]
struct Times {
    paint: f64,
    largest: f64,
    ready: f64,
    /// Bytes of the files that had arrived when it was painted, and when it was ready.
    before_paint: f64,
    before_ready: f64,
}

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, peers @ ..] = arguments.as_slice() else {
        return Err("usage: bench_visit SITE [NAME=SITE …]".into());
    };
    let site = Site::open(&PathBuf::from(folder))?;
    let report = site
        .summaries()
        .next()
        .ok_or_else(|| Failure::from("the site has no reports"))?;
    let bare = tempfile::tempdir()?;
    sites::write_bare_page(bare.path(), &site)?;
    let mut visited = vec![Visited::kanbao(&site, &report.id)?, Visited::bare(bare.path())?];
    for peer in peers {
        let (name, folder) = peer.split_once('=').ok_or("NAME=SITE is expected")?;
        visited.push(Visited::peer(name, folder.as_ref(), &report.id)?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut times: Vec<Vec<Times>> = visited.iter().map(|_| Vec::new()).collect();
    let mut figures = Figures::of("visit");
    for run in 0..RUNS {
        // Who comes first changes from run to run.
        for turn in 0..visited.len() {
            let at = (run + turn) % visited.len();
            let (Some(page), Some(times)) = (visited.get(at), times.get_mut(at)) else {
                continue;
            };
            let (taken, bytes) = runtime.block_on(load(page, run + 1 == RUNS))?;
            times.push(taken);
            if let Some((bytes, requests)) = bytes {
                figures.set(format!("{}.bytes", page.name), bytes);
                figures.set(format!("{}.requests", page.name), requests);
            }
        }
    }
    figures.fact("reports", site.bundle.total.to_string());
    figures.fact("runs", RUNS.to_string());
    println!("1.6 Mbit/s, 150 ms, CPU ÷{SLOWDOWN}, median of {RUNS}:");
    for (page, times) in visited.iter().zip(&times) {
        let of = |value: fn(&Times) -> f64| median(times.iter().map(value));
        let (paint, largest, ready) = (of(|t| t.paint), of(|t| t.largest), of(|t| t.ready));
        println!(
            "  {:9} first paint {paint:5.0} ms, largest {largest:5.0} ms, ready {ready:5.0} ms",
            page.name
        );
        figures.set(format!("{}.paint_ms", page.name), paint);
        figures.set(format!("{}.largest_ms", page.name), largest);
        figures.set(format!("{}.ready_ms", page.name), ready);
        figures.set(format!("{}.before_paint", page.name), of(|t| t.before_paint));
        figures.set(format!("{}.before_ready", page.name), of(|t| t.before_ready));
    }
    figures.write()
}

/// Loads a page in a browser that has never seen it; if `whole`, waits for all that it asks for, in bytes and requests.
async fn load(page: &Visited, whole: bool) -> Outcome<(Times, Option<(f64, f64)>)> {
    let browser = Browser::start().await?;
    let source = format!(
        "window.benchLargest = 0;
         new PerformanceObserver((list) => {{
             for (const entry of list.getEntries()) window.benchLargest = entry.startTime;
         }}).observe({{ type: 'largest-contentful-paint', buffered: true }});
         {{ const timer = setInterval(() => {{
             if (!({})) return;
             window.benchReady = performance.now();
             clearInterval(timer);
         }}, 20); }}",
        page.ready
    );
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await?;
    browser.set_network(Network::MOBILE).await?;
    browser.slow_down(SLOWDOWN).await?;
    page.served.take_requests();
    browser.open(&page.url).await?;
    let script = "const [paint] = performance.getEntriesByName('first-contentful-paint');
        const ready = window.benchReady;
        if (!paint || !ready || performance.now() < ready + 500) return null;
        const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        const before = (time) => files
            .filter((file) => file.entryType === 'navigation' || (file.responseEnd > 0 && file.responseEnd <= time))
            .reduce((sum, file) => sum + (file.transferSize && file.encodedBodySize), 0);
        return {
            paint: paint.startTime, largest: window.benchLargest, ready,
            before_paint: before(paint.startTime), before_ready: before(ready),
        }";
    let times = browser
        .wait_for("the page to be painted and ready", script, &[])
        .await?;
    if !whole {
        return Ok((times, None));
    }
    page.served.quiet().await;
    let requests = page.served.take_requests();
    let bytes: u64 = requests.iter().map(|request| request.bytes).sum();
    Ok((times, Some((bytes as f64, requests.len() as f64))))
}

//! Measures what a reader of an archive of some size waits for: `bench_scale SITE NAME`, by way of `cargo xtask bench
//! scale`.
//!
//! Every view is opened by somebody who was never there, without a service worker, so that only what the view itself asks
//! for is counted; then home once more with the worker, which keeps the newest days unasked. After that the list is
//! scrolled from end to end, and a range is dragged out. The figures go into `target/bench/NAME.json`.

mod growth;
mod motion;
mod views;

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use kanbao_tests::browser::Browser;
use kanbao_tests::figures::{Figures, median};
use kanbao_tests::host::{self, Request, Served};
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};
use serde_json::json;

use views::View;

/// Visits to each view after the first, which has the host compress the files; the medians count.
const RUNS: usize = 3;

/// Makes a page one in a browser that has no service workers.
const NO_WORKER: &str =
    "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })";

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, name] = arguments.as_slice() else {
        return Err("usage: bench_scale SITE NAME".into());
    };
    let site = Site::open(&PathBuf::from(folder))?;
    let served = host::serve(&site.folder)?;
    let mut figures = Figures::of(name);
    growth::measure(&site, &mut figures)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let site = &site;
    runtime.block_on(async {
        // What fails leaves its figures out, and what was measured stays.
        for view in views::of(site)? {
            let visited = visit(&served, &view, &mut figures).await;
            figures.keep(view.name, visited)?;
        }
        let home = View::home();
        let kept = kept(&served, &home, &mut figures).await;
        figures.keep("kept", kept)?;
        let scrolled = motion::scroll(&served, &mut figures).await;
        figures.keep("scroll", scrolled)?;
        let dragged = motion::drag(&served, "home", &home, &mut figures).await;
        figures.keep("drag_home", dragged)?;
        let year = View::clouds(site, 365)?;
        let dragged = motion::drag(&served, "clouds", &year, &mut figures).await;
        figures.keep("drag_clouds", dragged)
    })
}

/// Visits a view some times.
async fn visit(served: &Served, view: &View, figures: &mut Figures) -> Outcome {
    let mut ready = Vec::new();
    for run in 0..=RUNS {
        let visit = Visit::to(served, view, true).await?;
        if run > 0 {
            ready.push(visit.ready);
        }
        if run == RUNS {
            visit.note(view.name, figures).await;
        }
    }
    figures.set(format!("{}.ready_ms", view.name), median(ready));
    Ok(())
}

/// Visits home with a worker.
async fn kept(served: &Served, home: &View, figures: &mut Figures) -> Outcome {
    let visit = Visit::to(served, home, false).await?;
    // It begins once the page has been idle for a while.
    let kept = "return document.documentElement.dataset.keeping";
    visit
        .browser
        .wait_for::<String>("the newest days to be kept", kept, &[])
        .await?;
    visit.note("kept", figures).await;
    Ok(())
}

/// A first visit to a view.
pub(crate) struct Visit<'a> {
    pub(crate) browser: Browser,
    served: &'a Served,
    /// Milliseconds until the view said that it is there.
    ready: f64,
    /// What it had asked for until then.
    requests: Vec<Request>,
}

impl<'a> Visit<'a> {
    /// Opens a view and waits until it is there.
    pub(crate) async fn to(served: &'a Served, view: &View, without_worker: bool) -> Outcome<Self> {
        let browser = Browser::start().await?;
        let watch = format!(
            "{{ const timer = setInterval(() => {{
                 if (document.documentElement?.dataset.app !== 'ready' || !({})) return;
                 window.benchReady = performance.now();
                 clearInterval(timer);
             }}, 10); }}",
            view.ready
        );
        let source = if without_worker {
            [NO_WORKER, ";", &watch].concat()
        } else {
            watch
        };
        let source = json!({ "source": source });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        served.take_requests();
        browser.open(&format!("{}{}", served.root, view.address)).await?;
        let ready = browser
            .wait_for(
                &format!("{} to be there", view.name),
                "return window.benchReady || null",
                &[],
            )
            .await?;
        Ok(Self {
            browser,
            served,
            ready,
            requests: served.take_requests(),
        })
    }

    /// Waits until it asks for nothing more, and notes what it has taken by then.
    async fn note(mut self, name: &str, figures: &mut Figures) {
        let mut count = |what: &str, requests: &[Request]| {
            figures.set(format!("{name}.{what}requests"), requests.len() as f64);
            figures.set(format!("{name}.{what}bytes"), bytes(requests, ""));
        };
        count("", &self.requests);
        self.served.quiet().await;
        self.requests.extend(self.served.take_requests());
        count("quiet_", &self.requests);
        figures.set(format!("{name}.data_bytes"), bytes(&self.requests, "/data/"));
        figures.set(format!("{name}.pss"), self.browser.memory() as f64);
        let again = twice(&self.requests);
        if !again.is_empty() {
            figures.fact(&format!("{name}: sent more than once"), again);
        }
    }
}

/// Bytes of the files whose path begins so.
pub(crate) fn bytes(requests: &[Request], path: &str) -> f64 {
    let bytes = requests
        .iter()
        .filter(|request| request.path.starts_with(path))
        .map(|request| request.bytes);
    bytes.sum::<u64>() as f64
}

/// The files that were sent more than once, with how often.
fn twice(requests: &[Request]) -> String {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for request in requests.iter().filter(|request| request.bytes > 0) {
        *times.entry(&request.path).or_default() += 1;
    }
    let again = times.into_iter().filter(|(_, times)| *times > 1);
    again
        .map(|(path, times)| format!("{path} {times} ×"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a site that is too small for a view lacks.
pub(crate) fn lacks(what: &str) -> Failure {
    Failure::from(format!("the site has no {what}"))
}

//! What a browser shows: bytes and requests of a first search, and how long searches take once all is here.

use std::time::{Duration, Instant};

use kanbao_tests::Outcome;
use kanbao_tests::browser::Browser;
use serde::Deserialize;
use serde_json::json;

/// A first search, with nothing stored.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Cold {
    /// Bytes of the index that came over the network, with the headers.
    pub(crate) bytes: f64,
    /// Requests for them.
    pub(crate) requests: f64,
    /// How many of these had to wait for an answer to another, and that for another, and so on, until the reports found
    /// were ranked: other spellings are looked for after that, where there are none.
    pub(crate) rounds: f64,
    /// Searches that are offered instead.
    pub(crate) suggestions: Vec<String>,
}

/// A search over texts that are here.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Warm {
    /// Milliseconds that scanning and ranking all texts take.
    pub(crate) scan: f64,
    /// The longest of the tasks that this is cut into, in milliseconds.
    pub(crate) longest: f64,
    /// Milliseconds until the first results stand on the page.
    pub(crate) shown: f64,
    /// Number of reports found.
    pub(crate) total: f64,
}

/// How long a page is left alone before its memory is taken for what it holds; Chromium collects after some ten seconds.
const REST: Duration = Duration::from_secs(20);

/// Types a query into the box and waits until its results stand there.
const TYPE: &str = "
    const region = () => document.getElementById('kb-results');
    const type = async (q) => {
        const box = document.getElementById('kb-search');
        box.value = q;
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const settled = () => region().dataset.query === q && region().dataset.state !== 'searching';
        while (!settled()) await new Promise((go) => setTimeout(go, 4));
    };";

/// From now on, pages are told that the device has little memory.
pub(crate) async fn have_little_memory(browser: &Browser) -> Outcome {
    let source = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })";
    let parameters = json!({ "source": source });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", parameters)
        .await
        .map(drop)
}

/// Opens the search page of a site as somebody who was never there.
pub(crate) async fn open(browser: &Browser, root: &str) -> Outcome {
    browser.devtools("Network.enable", json!({})).await?;
    browser
        .devtools("Network.setBypassServiceWorker", json!({ "bypass": true }))
        .await?;
    browser.devtools("Network.clearBrowserCache", json!({})).await?;
    arrive(browser, root).await
}

/// Opens the search page and looks at nothing that comes: what the browser's tools keep of responses stands in the page's
/// own memory.
pub(crate) async fn arrive(browser: &Browser, root: &str) -> Outcome {
    browser.open(&format!("{root}?q=")).await?;
    let script = "return document.documentElement.dataset.app === 'ready'";
    browser.wait_for::<bool>("the reader", script, &[]).await?;
    Ok(())
}

/// Searches on a page that was just opened.
pub(crate) async fn cold(browser: &Browser, q: &str) -> Outcome<Cold> {
    let script = format!(
        "performance.setResourceTimingBufferSize(10000);
         {TYPE}
         await type(arguments[0]);
         const indexed = () => performance.getEntriesByType('resource').filter((e) => e.name.includes('/data/index-'));
         const ranked = indexed();
         const vain = region().dataset.total === '0';
         const offered = () => [...document.querySelectorAll('.suggestions a')].map((link) => link.textContent);
         for (let n = 0; vain && n < 200 && offered().length === 0; n += 1) {{
             await new Promise((go) => setTimeout(go, 10));
         }}
         const files = indexed();
         // Whatever is asked for before the first of a round has come belongs to that round.
         let [rounds, end] = [0, -1];
         for (const file of ranked.toSorted((a, b) => a.startTime - b.startTime)) {{
             if (file.startTime >= end) {{
                 rounds += 1;
                 end = Infinity;
             }}
             end = Math.min(end, file.responseEnd);
         }}
         return {{
             rounds,
             bytes: files.reduce((sum, e) => sum + e.transferSize, 0),
             requests: files.length,
             suggestions: offered(),
         }};"
    );
    browser.eval_async(&script, &[json!(q)]).await
}

/// Fetches all texts, by searching every month for those that lack a word which none has.
pub(crate) async fn fetch_everything(browser: &Browser, months: &[String]) -> Outcome {
    for month in months {
        let script = format!(
            "{TYPE} await type(`-qqzzqqzz after:${{arguments[0]}} before:${{arguments[1]}}`); return true"
        );
        let (year, number) = month.split_once('-').ok_or("no month")?;
        let (year, number): (i32, u32) = (year.parse()?, number.parse()?);
        let next = if number == 12 {
            format!("{}-01", year + 1)
        } else {
            format!("{year}-{:02}", number + 1)
        };
        let _: bool = browser.eval_async(&script, &[json!(month), json!(next)]).await?;
    }
    Ok(())
}

/// What the page's process takes when nothing has been given back for [`REST`]: browsers collect what is used no more
/// when they find the time.
pub(crate) async fn memory_at_rest(browser: &Browser) -> u64 {
    let mut least = browser.memory();
    let mut since = Instant::now();
    while since.elapsed() < REST {
        tokio::time::sleep(REST / 20).await;
        let now = browser.memory();
        if now + 1_000_000 < least {
            (least, since) = (now, Instant::now());
        }
    }
    least
}

/// Searches where all texts are here.
pub(crate) async fn warm(browser: &Browser, q: &str) -> Outcome<Warm> {
    let script = format!(
        "{TYPE}
         await type('');
         performance.clearMarks();
         const start = performance.now();
         await type(arguments[0]);
         const shown = performance.now() - start;
         // The reader notes where each of its tasks begins and ends.
         const times = (name) => performance.getEntriesByName(name).map((mark) => mark.startTime);
         const ends = times('kanbao:sliced');
         const tasks = times('kanbao:slice').map((start, n) => ends[n] - start);
         return {{
             shown,
             scan: tasks.reduce((sum, time) => sum + time, 0),
             longest: Math.max(...tasks),
             total: Number(region().dataset.total),
         }};"
    );
    browser.eval_async(&script, &[json!(q)]).await
}

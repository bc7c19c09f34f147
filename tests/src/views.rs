//! Every view of the reader, and every state that a view can be in, for those who look at all of them: the pictures
//! (`cargo xtask shots`) and the tests of what must hold everywhere.

mod sites;
mod words;

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::{Day, Period, Summary};
use kanbao_archive::outline::SectionKind;
use serde_json::{Value, json};

use crate::browser::{Browser, Key};
use crate::site::Site;
use crate::{Failure, Outcome};

pub use sites::Sites;
pub use words::Words;

/// The archive that a view is shown from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Archive {
    /// The samples, or what stands in for them.
    Samples,
    /// What tries the setting of type: long names, no points, everything that Markdown has.
    Setting,
    /// The samples, with their data gone.
    Broken,
    /// As many reports as make a bundle and parts that are fetched later.
    Parts,
    /// The same, visited once; then the host went away.
    Gone,
    /// A large one, where there is one.
    Large,
}

/// A view in one state.
pub struct View {
    /// Its name in the names of pictures and in messages.
    pub name: &'static str,
    /// Where it is shown from.
    pub archive: Archive,
    /// Relative to the site's root.
    address: String,
    steps: Vec<Step>,
}

/// What brings a loaded page into its state.
enum Step {
    /// The reader runs and has drawn a view, and pictures are there.
    Ready,
    /// A search is done.
    Searched,
    /// A page is there that does not need the reader.
    Loaded,
    /// Something is there that this selector finds.
    Shows(&'static str),
    /// The first of these that can be seen is clicked.
    Click(&'static str),
    /// What this finds gets the focus.
    Focus(&'static str),
    /// Text is typed where this selector leads.
    Type(&'static str, &'static str),
    /// A key is pressed.
    Press(Key),
    /// What is asked for from now on is never answered.
    Hold,
    /// There is no connection any more, for the page itself: what the worker has stored is there.
    Offline,
    /// What the page fetches comes with these bytes of another type: media type, content.
    Answers(&'static str, &'static str),
    /// The caches of the page's origin are cleared.
    Evict,
    /// The page is loaded anew with this script before everything else.
    Before(&'static str),
    /// The page is loaded anew in a browser without WebAssembly.
    WithoutWasm,
}

/// What a state needed of the browser, to be taken back before another view is shown.
#[must_use]
pub struct Undo(Vec<(&'static str, Value)>);

impl Undo {
    /// Takes it back.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn undo(self, browser: &Browser) -> Outcome {
        for (method, parameters) in self.0 {
            browser.devtools(method, parameters).await?;
        }
        Ok(())
    }
}

impl View {
    fn new(name: &'static str, archive: Archive, address: impl Into<String>, steps: Vec<Step>) -> Self {
        Self {
            name,
            archive,
            address: address.into(),
            steps,
        }
    }

    /// Opens the view below a site's root and brings it into its state.
    ///
    /// # Errors
    /// Where it does not come about.
    pub async fn show(&self, browser: &Browser, root: &str) -> Outcome<Undo> {
        let mut undo = Undo(Vec::new());
        browser.open(&format!("{root}{}", self.address)).await?;
        for step in &self.steps {
            step.take(browser, self.name, &mut undo).await?;
        }
        // What a click or a key opens is there within two frames.
        let script = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
        browser.eval_async::<()>(script, &[]).await?;
        Ok(undo)
    }
}

impl Step {
    async fn take(&self, browser: &Browser, view: &str, undo: &mut Undo) -> Outcome {
        let (script, selector) = match self {
            Step::Ready => (READY, ""),
            Step::Searched => (SEARCHED, ""),
            Step::Loaded => ("return document.readyState === 'complete'", ""),
            Step::Shows(selector) => ("return document.querySelector(arguments[0]) !== null", *selector),
            Step::Focus(selector) => {
                let script = "document.querySelector(arguments[0]).focus()";
                return browser.eval(script, &[json!(selector)]).await;
            }
            Step::Click(selector) => return browser.click(selector).await,
            Step::Type(selector, text) => return browser.type_into(selector, text).await,
            Step::Press(key) => return browser.press(key.clone()).await,
            Step::Hold => {
                // An answer that takes an hour is none to whoever waits.
                let slow = |latency: u32| json!({ "offline": false, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1 });
                browser.devtools("Network.enable", json!({})).await?;
                browser
                    .devtools("Network.emulateNetworkConditions", slow(3_600_000))
                    .await?;
                undo.0.push(("Network.emulateNetworkConditions", slow(0)));
                // Neither the worker nor the browser's cache may answer in the network's place.
                for (method, name) in [
                    ("Network.setBypassServiceWorker", "bypass"),
                    ("Network.setCacheDisabled", "cacheDisabled"),
                ] {
                    browser.devtools(method, json!({ name: true })).await?;
                    undo.0.push((method, json!({ name: false })));
                }
                return Ok(());
            }
            Step::Offline => {
                let script = "window.fetch = () => Promise.reject(new TypeError('offline'))";
                return browser.eval(script, &[]).await;
            }
            Step::Answers(kind, text) => {
                let script = "const [type, text] = arguments;
                    window.fetch = async () => new Response(text, { headers: { 'Content-Type': type } })";
                return browser.eval(script, &[json!(kind), json!(text)]).await;
            }
            Step::Evict => {
                let script = "for (const name of await caches.keys()) await caches.delete(name)";
                return browser.eval_async(script, &[]).await;
            }
            Step::Before(script) => {
                let script = json!({ "source": script });
                let added = browser
                    .devtools("Page.addScriptToEvaluateOnNewDocument", script)
                    .await?;
                let undone = json!({ "identifier": added["identifier"] });
                undo.0.push(("Page.removeScriptToEvaluateOnNewDocument", undone));
                return browser.reload().await;
            }
            Step::WithoutWasm => {
                let script = json!({ "source": "delete window.WebAssembly" });
                let added = browser
                    .devtools("Page.addScriptToEvaluateOnNewDocument", script)
                    .await?;
                undo.0.push(("Page.removeScriptToEvaluateOnNewDocument", added));
                browser.reload().await?;
                // The worker's frame goes first; the page that can be read follows from the host.
                let script = "return document.documentElement.dataset.app === 'plain' &&
                    document.querySelector('main article') !== null";
                (script, "")
            }
        };
        browser
            .wait_for::<bool>(view, script, &[json!(selector)])
            .await
            .map(drop)
    }
}

/// The reader runs and shows something; pictures and fonts are there.
const READY: &str = "return document.documentElement.dataset.app === 'ready' &&
    document.querySelector('main[data-view]') !== null && document.fonts.status === 'loaded' &&
    [...document.images].every((image) => image.complete || image.loading === 'lazy')";

/// A search has come to its end.
const SEARCHED: &str = "const results = document.querySelector('#kb-results');
    return results !== null && /^(done|error)$/.test(results.dataset.state)";

/// The day of the calendar that the keyboard reaches.
const DAY: &str = "[role=grid] [tabindex='0']";

/// The page about reading offline knows what is here.
const KEPT: &str = "[data-state=idle], [data-state=done]";

/// Terms have been counted.
const COUNTED: &str = "#kb-trend[data-state=done]";
const DRAWN: &str = ".cloud-filtered text";
const COMPARED: &str = "[data-list=shared] li";

/// The views of the reader, each once, and the states that anybody meets.
///
/// # Errors
/// Where the site has no reports.
pub fn views(site: &Site) -> Outcome<Vec<View>> {
    views_of(site, Words::SAMPLES)
}

/// The same for another archive.
///
/// # Errors
/// Where the site has no reports.
pub fn views_of(site: &Site, words: Words) -> Outcome<Vec<View>> {
    use Archive::{Broken, Samples, Setting};
    use Step::{Click, Focus, Press, Ready, Searched, Shows};
    let newest = newest(site)?;
    let report = Address::report(&newest.id);
    let in_period = |period| Address::default().with_filter(Filter::default().with_period(Some(period)));
    let month = in_period(Period::new(newest.day.first_of_month(), newest.day));
    let compared = Address::parse("", "view=clouds&topic2=", "");
    let lane = Address::new(Route::Lane(SectionKind::KeyPoints));
    let long_ago = Day::new(2001, 1, 1).ok_or("2001 has no first day")?;
    let view = |name, address: Address, steps| View::new(name, Samples, address.href(""), steps);
    Ok(vec![
        view("home", Address::default(), vec![Ready]),
        view("home-filtered", month.clone(), vec![Ready]),
        view(
            "home-empty",
            in_period(Period::new(long_ago, long_ago)),
            vec![Ready],
        ),
        view(
            "calendar",
            month,
            vec![Ready, Shows(DAY), Focus(DAY), Press(Key::Left)],
        ),
        view("report", report.clone(), vec![Ready]),
        view(
            "report-marked",
            report.with_q(words.marked),
            vec![Ready, Shows(".marks-bar")],
        ),
        view("search", search(words.found), vec![Ready, Searched]),
        view("search-idle", search(""), vec![Ready]),
        view("search-none", search(words.not_found), vec![Ready, Searched]),
        view("search-asked", search(words.asked), vec![Ready, Searched]),
        view(
            "search-narrowed",
            search(words.marked),
            vec![Ready, Searched, Click("[data-narrow], #kb-facets a")],
        ),
        view(
            "help",
            search(words.marked),
            vec![Ready, Searched, Click("[data-help]"), Shows("dialog[open]")],
        ),
        view("clouds", Address::new(Route::Clouds), vec![Ready, Shows(DRAWN)]),
        view("clouds-compared", compared, vec![Ready, Shows(COMPARED)]),
        view(
            "trends-none",
            Address::new(Route::Trends),
            vec![Ready, Shows(COUNTED)],
        ),
        view(
            "trends",
            Address::new(Route::Trends).with_terms(words.terms),
            vec![Ready, Shows(COUNTED)],
        ),
        view(
            "trends-table",
            Address::new(Route::Trends).with_terms([words.marked, words.found, words.not_found]),
            vec![Ready, Shows(COUNTED), Click(".trend-table summary")],
        ),
        view("lane", lane, vec![Ready]),
        view("settings", Address::new(Route::Settings), vec![Ready]),
        view("keeping", Address::new(Route::Offline), vec![Ready, Shows(KEPT)]),
        // Where everything is kept already, the dialog is shown that asks before it is given up.
        view(
            "keeping-done",
            Address::new(Route::Offline),
            vec![
                Ready,
                Shows(KEPT),
                Click("[data-offline=start], [data-offline=cancel]"),
                Shows("[data-state=done]"),
            ],
        ),
        View::new("not-found", Samples, "?view=nothing-here", vec![Ready]),
        View::new(
            "setting",
            Setting,
            "2025/12/03/twitter_ai_20251201_20251203/",
            vec![Ready],
        ),
        View::new(
            "trouble",
            Broken,
            "?view=settings",
            vec![Shows("[role=alert][data-trouble]")],
        ),
    ])
}

/// States that are rare, or tell nothing to anybody but who looks at them.
///
/// # Errors
/// Where the site has no reports.
pub fn rare_views(site: &Site) -> Outcome<Vec<View>> {
    use Archive::{Broken, Gone, Large, Parts, Samples, Setting};
    use Step::{Click, Hold, Loaded, Ready, Searched, Shows, Type, WithoutWasm};
    const INPUT: &str = "[role=search] input";
    let newest = newest(site)?;
    let report = Address::report(&newest.id).href("");
    // Not among the reports that come with the bundle.
    let oldest = "2025/09/03/twitter_ai_20250903_20250903/";
    let words = search("一句话").href("");
    Ok(vec![
        View::new("setting-home", Setting, "", vec![Ready]),
        View::new(
            "setting-no-points",
            Setting,
            "2025/12/02/twitter_chips_20251202_20251202/",
            vec![Ready],
        ),
        View::new(
            "setting-english",
            Setting,
            "2025/12/01/twitter_finance_20251201_20251201/",
            vec![Ready],
        ),
        View::new(
            "setting-short",
            Setting,
            "2025/12/01/twitter_ai_20251201_20251201/",
            vec![Ready],
        ),
        View::new("plain-home", Samples, "", vec![WithoutWasm]),
        View::new("plain-report", Samples, report.clone(), vec![WithoutWasm]),
        View::new(
            "not-found-by-the-host",
            Samples,
            "1999/01/01/nothing-here",
            vec![Loaded],
        ),
        View::new(
            "trouble-in-a-report",
            Broken,
            report,
            vec![Shows("[role=alert][data-trouble]")],
        ),
        View::new(
            "loading",
            Parts,
            "?q=",
            vec![Ready, Hold, Shows(INPUT), Type(INPUT, "一句话")],
        ),
        View::new(
            "loading-a-report",
            Parts,
            "?from=2025-09-03&to=2025-09-03",
            vec![
                Ready,
                Shows(".row-link"),
                Hold,
                Click(".row-link"),
                Shows(".skeleton"),
            ],
        ),
        in_trouble("trouble-offline", vec![Step::Offline]),
        in_trouble(
            "trouble-portal",
            vec![Step::Answers("text/html", "<!doctype html>")],
        ),
        in_trouble("trouble-incomplete", vec![Step::Answers("application/json", "{")]),
        in_trouble(
            "trouble-evicted",
            vec![Shows("[data-generation]"), Step::Offline, Step::Evict],
        ),
        View::new(
            "trouble-newer",
            Samples,
            "?q=",
            vec![Step::Before(NEWER), Shows("[data-trouble=newer]")],
        ),
        View::new(
            "trouble-full",
            Samples,
            "",
            vec![Step::Before(FULL), Ready, Shows(".notice-kept")],
        ),
        View::new(
            "trouble-private",
            Samples,
            "",
            vec![
                Step::Before(PRIVATE),
                Ready,
                Click(".row [aria-pressed]"),
                Shows(".notice-kept"),
            ],
        ),
        View::new("trouble-clock", Samples, "", vec![Step::Before(LONG_AGO), Ready]),
        View::new(
            "settings-private",
            Samples,
            "?view=settings",
            vec![Step::Before(PRIVATE), Ready],
        ),
        View::new(
            "settings-install",
            Samples,
            "?view=settings",
            vec![Step::Before(OFFERED), Ready],
        ),
        View::new("offline", Gone, "", vec![Ready]),
        View::new("offline-search", Gone, words, vec![Ready, Shows(".note-line")]),
        View::new("offline-report", Gone, oldest, vec![Ready]),
        View::new("large", Large, "", vec![Ready]),
        View::new(
            "large-search",
            Large,
            search("开源模型").href(""),
            vec![Ready, Searched],
        ),
    ])
}

/// Opens a report that is not here after these steps.
fn in_trouble(name: &'static str, steps: Vec<Step>) -> View {
    let list = vec![Step::Ready, Step::Shows(".row-link")];
    let open = vec![Step::Click(".row-link"), Step::Shows("[data-trouble]")];
    let steps = list.into_iter().chain(steps).chain(open).collect();
    View::new(name, Archive::Parts, "?from=2025-09-03&to=2025-09-03", steps)
}

/// A bundle that a later Kanbao wrote.
const NEWER: &str = "{ const real = window.fetch;
    window.fetch = (...asked) => String(asked[0]).includes('bundle.json')
        ? Promise.resolve(new Response('{\"schema\":99,\"reports\":{}}', { headers: { 'Content-Type': 'application/json' } }))
        : real(...asked); }";

/// A database without room.
const FULL: &str =
    "IDBDatabase.prototype.transaction = () => { throw new DOMException('no room', 'QuotaExceededError'); }";

/// A browser that keeps nothing.
const PRIVATE: &str = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })";

/// A clock that is years behind.
const LONG_AGO: &str = "{ const Real = Date, stopped = Real.parse('2001-02-03T04:00:00Z');
    Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(stopped); }
        static now() { return stopped; }
    }; }";

/// A browser that offers to install the site.
const OFFERED: &str = "window.kanbaoInstall = { prompt() {} }";

fn newest(site: &Site) -> Outcome<&Summary> {
    let newest = site.summaries().next();
    newest.ok_or_else(|| Failure::from("the site has no reports"))
}

fn search(q: &str) -> Address {
    Address::new(Route::Search).with_q(q)
}

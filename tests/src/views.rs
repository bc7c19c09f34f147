//! Every view of the reader, and every state that a view can be in, for those who look at all of them: the pictures
//! (`cargo xtask shots`) and the tests of what must hold everywhere.

use std::fs;
use std::path::Path;

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::{Day, Period, Summary};
use kanbao_archive::outline::SectionKind;
use kanbao_builder::serve::ServerHandle;
use serde_json::{Value, json};

use crate::browser::{Browser, Key};
use crate::site::Site;
use crate::{Failure, Outcome, posts};

/// Reports of [`Archive::Parts`]: more than a bundle holds.
const REPORTS_IN_PARTS: i32 = 120;

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

/// What is searched for.
#[derive(Clone, Copy)]
pub struct Words {
    /// In several reports.
    pub found: &'static str,
    /// In the newest.
    pub marked: &'static str,
    /// In none, and like nothing.
    pub not_found: &'static str,
    /// In none, but something like it is.
    pub asked: &'static str,
}

impl Words {
    /// Those of the samples. Pinyin is no word of any report: what it may have meant is asked.
    const SAMPLES: Self = Self {
        found: "开源模型",
        marked: "模型",
        not_found: "蛋炒饭的第九种做法",
        asked: "rengongzhineng",
    };
}

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
        view("clouds", Address::new(Route::Clouds), vec![Ready]),
        view(
            "lane",
            Address::new(Route::Lane(SectionKind::KeyPoints)),
            vec![Ready],
        ),
        view("settings", Address::new(Route::Settings), vec![Ready]),
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
            vec![Shows("[role=alert] [data-retry]")],
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
            vec![Shows("[role=alert] [data-retry]")],
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

fn newest(site: &Site) -> Outcome<&Summary> {
    let newest = site.summaries().next();
    newest.ok_or_else(|| Failure::from("the site has no reports"))
}

fn search(q: &str) -> Address {
    Address::new(Route::Search).with_q(q)
}

/// The sites that views are shown from, served as long as this is kept.
pub struct Sites {
    served: Vec<Served>,
}

struct Served {
    archive: Archive,
    root: String,
    /// None where the host has gone away.
    server: Option<ServerHandle>,
}

impl Sites {
    /// Builds and serves the sites that are made of what is at hand, below a folder; `samples` is built already.
    ///
    /// # Errors
    /// Where a site cannot be built or served.
    pub fn build(samples: &Site, folder: &Path) -> Outcome<Self> {
        let setting = Site::build(&posts::setting(), &folder.join("setting"))?;
        let broken = folder.join("broken");
        if broken.exists() {
            fs::remove_dir_all(&broken)?;
        }
        let broken = samples.copy_to(&broken)?;
        fs::remove_file(broken.folder.join("data/bundle.json"))?;
        let mut sites = Self { served: Vec::new() };
        sites.add(Archive::Samples, samples)?;
        sites.add(Archive::Setting, &setting)?;
        sites.add(Archive::Broken, &broken)?;
        Ok(sites)
    }

    /// Builds and serves an archive of several parts too, and once more for a host that goes away.
    ///
    /// # Errors
    /// Where it cannot be built or served.
    pub fn build_parts(&mut self, folder: &Path) -> Outcome {
        let posts = folder.join("parts-posts");
        fs::create_dir_all(&posts)?;
        posts::write_many(&posts, REPORTS_IN_PARTS)?;
        let site = Site::build(&posts, &folder.join("parts"))?;
        self.add(Archive::Parts, &site)?;
        self.add(Archive::Gone, &site)
    }

    /// Serves one more.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn add(&mut self, archive: Archive, site: &Site) -> Outcome {
        let server = site.serve("/")?;
        self.served.push(Served {
            archive,
            root: server.url(),
            server: Some(server),
        });
        Ok(())
    }

    /// The address of an archive's root, where it is there.
    pub fn root(&self, archive: Archive) -> Option<&str> {
        let served = self.served.iter().find(|served| served.archive == archive)?;
        Some(&served.root)
    }

    /// Visits the archive whose host goes away, waits until the worker keeps it, and stops the host.
    ///
    /// # Errors
    /// Where the worker does not come to keep it.
    pub async fn cut_off(&mut self, browser: &Browser) -> Outcome {
        let mut served = self.served.iter_mut();
        let Some(gone) = served.find(|served| served.archive == Archive::Gone) else {
            return Ok(());
        };
        browser.open(&gone.root).await?;
        let kept = "return navigator.serviceWorker.controller !== null &&
            Boolean(document.documentElement.dataset.generation)";
        browser
            .wait_for::<bool>("the worker to keep the site", kept, &[])
            .await?;
        if let Some(server) = gone.server.take() {
            server.stop();
        }
        Ok(())
    }
}

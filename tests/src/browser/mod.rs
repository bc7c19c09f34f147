//! A headless browser of its own for each test: a fresh profile, a driver, and everything it says written down.

mod devtools;
mod driver;
pub mod engine;
mod firefox;
mod log;
mod pointer;
mod webkit;

use std::env;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, LoggingPrefsLogLevel, PageLoadStrategy};

pub use devtools::{Network, Screen};
use driver::Driver;
pub use engine::Engine;
pub use thirtyfour::Key;

use crate::{Failure, Outcome, memory};

/// How long a state may take to come about, on a machine that is busy with other tests. A worker may have to wait until
/// Chromium has let the one before idle for half a minute.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a page may take to load before it is asked for again.
const LOADING: Duration = Duration::from_secs(60);

/// How often a state is looked at while it is waited for.
const PULSE: Duration = Duration::from_millis(40);

/// What Chromium is started with: nothing that asks, waits, calls home or looks different elsewhere.
const ARGUMENTS: [&str; 15] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--lang=zh-CN",
    "--accept-lang=zh-CN",
];

/// A running browser with one page.
pub struct Browser {
    page: WebDriver,
    engine: Engine,
    errors_are_expected: AtomicBool,
    driver: Driver,
    manner: Manner,
    // Removed last: the browser writes to it until it has ended.
    profile: TempDir,
}

/// How a browser is driven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Manner {
    /// Every step waits until the page has loaded, and all that the page says is written down.
    Watched,
    /// No step waits for pages, which may never load, and nothing is written down.
    Unwatched,
}

impl Browser {
    /// Starts the browser of the chosen engine (`CHROME` or `FIREFOX` where it is set, else the one that the driver finds) under
    /// a driver of its own.
    ///
    /// # Errors
    /// Where the browser or its driver does not start.
    pub async fn start() -> Outcome<Self> {
        Self::start_in(Manner::Watched).await
    }

    /// As [`Self::start`], for pages that may never load: no step waits for them, and errors are not written down.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_unwatched() -> Outcome<Self> {
        Self::start_in(Manner::Unwatched).await
    }

    async fn start_in(manner: Manner) -> Outcome<Self> {
        let engine = Engine::chosen()?;
        let profile = tempfile::Builder::new().prefix("kanbao-browser-").tempdir()?;
        let (driver, page) = session(engine, &profile, manner).await?;
        let browser = Self {
            page,
            engine,
            driver,
            errors_are_expected: AtomicBool::new(false),
            manner,
            profile,
        };
        browser.page.set_page_load_timeout(LOADING).await?;
        browser.prepare().await?;
        Ok(browser)
    }

    async fn prepare(&self) -> Outcome {
        if self.engine == Engine::Firefox {
            self.watch_requests().await?;
        }
        self.set_screen(Screen::DESKTOP).await
    }

    /// The engine that it runs.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Does what loads a page, and once more where the page does not come: Chromium now and then leaves a navigation
    /// pending for ever that begins in the moment in which a service worker takes over, until somebody presses again.
    async fn load(&self, go: impl AsyncFn() -> WebDriverResult<()>) -> Outcome {
        match go().await {
            Err(error)
                if self.engine == Engine::Chromium
                    && matches!(*error, WebDriverErrorInner::WebDriverTimeout(_)) =>
            {
                writeln!(io::stdout(), "the browser has forgotten a navigation")?;
                self.devtools("Page.stopLoading", json!({})).await?;
                Ok(go().await?)
            }
            done => Ok(done?),
        }
    }

    /// Ends the browser as an empty battery does, and starts it again with the same profile.
    ///
    /// # Errors
    /// Where it does not end, or does not start.
    pub async fn crash(&mut self) -> Outcome {
        driver::kill_browser(self.profile.path())?;
        let (driver, page) = session(self.engine, &self.profile, self.manner).await?;
        let _ = std::mem::replace(&mut self.page, page).leak();
        self.driver = driver;
        self.prepare().await
    }

    /// Proportional set size of its largest page, in bytes; 0 where the system does not say.
    pub fn memory(&self) -> u64 {
        memory::of_pages(self.profile.path())
    }

    /// Loads an address.
    ///
    /// # Errors
    /// Where the browser cannot load it.
    pub async fn open(&self, url: &str) -> Outcome {
        self.load(async || self.page.goto(url).await).await
    }

    /// Opens one more window of the same browser at an address and goes there; gives the number of the window.
    ///
    /// # Errors
    /// Where the browser refuses it.
    pub async fn open_window(&self, url: &str) -> Outcome<usize> {
        let window = self.page.new_tab().await?;
        self.page.switch_to_window(window).await?;
        self.open(url).await?;
        Ok(self.page.windows().await?.len() - 1)
    }

    /// Goes to a window by its number; the first is 0.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn to_window(&self, number: usize) -> Outcome {
        let windows = self.page.windows().await?;
        let window = windows.get(number).ok_or("there is no such window")?;
        Ok(self.page.switch_to_window(window.clone()).await?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// Where the browser cannot load it.
    pub async fn reload(&self) -> Outcome {
        if self.engine == Engine::Firefox {
            return self.reload_from_the_page().await;
        }
        self.load(async || self.page.refresh().await).await
    }

    /// Goes back as the browser's own button does.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn back(&self) -> Outcome {
        Ok(self.page.back().await?)
    }

    /// Goes forward as the browser's own button does.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn forward(&self) -> Outcome {
        Ok(self.page.forward().await?)
    }

    /// The address as the page sees it: non-ASCII stays encoded.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn url(&self) -> Outcome<String> {
        self.eval("return location.href", &[]).await
    }

    /// Runs a script in the page and gives what it returns; `arguments` holds the given values.
    ///
    /// # Errors
    /// Where the script throws or returns something else.
    pub async fn eval<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Outcome<T> {
        Ok(self.page.execute(script, arguments.to_vec()).await?.convert()?)
    }

    /// Runs a script that is the body of an `async` function.
    ///
    /// # Errors
    /// Where the script throws or returns something else.
    pub async fn eval_async<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Outcome<T> {
        let script = format!(
            "const given = [...arguments]; const done = given.pop();
             (async function () {{ {script} }}).apply(null, given)
                 .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let mut answer: Value = self
            .page
            .execute_async(script, arguments.to_vec())
            .await?
            .convert()?;
        if let Some(error) = answer.get("error") {
            return Err(format!("the page says {error}").into());
        }
        Ok(serde_json::from_value(answer["value"].take())?)
    }

    /// Waits until a script returns something true, and gives that.
    ///
    /// # Errors
    /// Where it does not come about in time; the message says what was waited for and where the page stands.
    pub async fn wait_for<T: DeserializeOwned>(
        &self,
        what: &str,
        script: &str,
        arguments: &[Value],
    ) -> Outcome<T> {
        let value: Value = self
            .wait(what, async || {
                // A page that is being replaced cannot answer; the next look will tell.
                let value: Value = self.eval(script, arguments).await.unwrap_or_default();
                let is_true = !matches!(value, Value::Null | Value::Bool(false));
                Ok(is_true.then_some(value))
            })
            .await?;
        Ok(serde_json::from_value(value)?)
    }

    /// Whether a script returns something true within some time, in which the page may not answer at all.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn is_soon(&self, script: &str, time: Duration) -> Outcome<bool> {
        self.page.set_script_timeout(time).await?;
        let start = Instant::now();
        let mut is_true = false;
        while !is_true && start.elapsed() < time {
            is_true = self.eval(script, &[]).await.unwrap_or_default();
            tokio::time::sleep(PULSE).await;
        }
        self.page.set_script_timeout(PATIENCE).await?;
        Ok(is_true)
    }

    /// Waits until the question has an answer.
    ///
    /// # Errors
    /// Where it has none in time, or asking fails.
    pub async fn wait<T>(&self, what: &str, mut ask: impl AsyncFnMut() -> Outcome<Option<T>>) -> Outcome<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = ask().await? {
                return Ok(answer);
            }
            if Instant::now() > deadline {
                let whereabouts = self.whereabouts().await;
                return Err(format!("waited {PATIENCE:?} for {what}; {whereabouts}").into());
            }
            tokio::time::sleep(PULSE).await;
        }
    }

    /// Clicks what a person would click: the first element that a selector finds and that can be seen.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn click(&self, selector: &str) -> Outcome {
        self.wait(&format!("`{selector}` to be clicked"), async || {
            for element in self.page.find_all(By::Css(selector)).await.unwrap_or_default() {
                // An element that is redrawn under the pointer is looked for again.
                if element.is_displayed().await.unwrap_or(false) && element.click().await.is_ok() {
                    return Ok(Some(()));
                }
                if self.engine != Engine::Chromium && self.click_inside(&element).await? {
                    return Ok(Some(()));
                }
                // What a bar at the edge of the window covers is scrolled away from there.
                let _ = element.scroll_into_view().await;
            }
            Ok(None)
        })
        .await
    }

    /// Clicks the middle of an element where that is its own: drivers other than Chromium's take links in a drawing for
    /// hidden, whose boxes are those of no line.
    async fn click_inside(&self, element: &WebElement) -> Outcome<bool> {
        let script = "const box = arguments[0].getBoundingClientRect();
            const place = [box.left + box.width / 2, box.top + box.height / 2];
            const hit = document.elementFromPoint(...place);
            return arguments[0] instanceof SVGElement && hit !== null && arguments[0].contains(hit) ? place : null";
        let place: Option<(f64, f64)> = match element.to_json() {
            Ok(element) => self.eval(script, &[element]).await.unwrap_or_default(),
            Err(_) => None,
        };
        let Some(place) = place else { return Ok(false) };
        self.mouse_down_over(&[place]).await?;
        self.mouse_up_at(place).await?;
        Ok(true)
    }

    /// Types into the element that a selector finds, after what is there.
    ///
    /// # Errors
    /// Where there is none in time, or it takes no text.
    pub async fn type_into(&self, selector: &str, text: &str) -> Outcome {
        let element = self
            .wait(&format!("`{selector}` to be typed into"), async || {
                Ok(self.page.find(By::Css(selector)).await.ok())
            })
            .await?;
        if self.engine == Engine::Firefox {
            self.put_caret(selector).await?;
        }
        Ok(element.send_keys(text).await?)
    }

    /// Presses a key in whatever has the focus.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn press(&self, key: impl Into<char>) -> Outcome {
        Ok(self.page.action_chain().send_keys(key.into()).perform().await?)
    }

    /// Holds Shift, presses keys in whatever has the focus, and lets Shift go.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn press_with_shift(&self, keys: &[Key]) -> Outcome {
        let mut chain = self.page.action_chain().key_down(Key::Shift);
        for key in keys {
            let key = char::from(key.clone());
            chain = chain.key_down(key).key_up(key);
        }
        Ok(chain.key_up(Key::Shift).perform().await?)
    }

    /// Waits until the service worker controls the page and has said which generation it has.
    ///
    /// # Errors
    /// Where it does not in time.
    pub async fn controlled(&self) -> Outcome {
        let script = "return navigator.serviceWorker.controller !== null &&
            Boolean(document.documentElement.dataset.generation)";
        self.wait_for::<bool>("the worker to keep the site", script, &[])
            .await
            .map(drop)
    }

    /// Errors on the console are part of this test.
    pub fn expect_errors(&self) {
        self.errors_are_expected.store(true, Ordering::Relaxed);
    }

    /// Whether [`Self::expect_errors`] was said.
    pub fn errors_are_expected(&self) -> bool {
        self.errors_are_expected.load(Ordering::Relaxed)
    }

    async fn whereabouts(&self) -> String {
        let script = "const main = document.querySelector('main');
            return `the page is ${location.href}, data-app is ${document.documentElement.dataset.app}, ` +
                `data-view is ${main && main.dataset.view}, it begins “${document.body.innerText.slice(0, 160)}”`";
        self.eval(script, &[])
            .await
            .unwrap_or_else(|e: Failure| format!("the page does not answer: {e}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The session is ended here, browser first, so that no process outlives a test that failed.
        let session = self.page.session_id().to_string();
        let _ = self.page.clone().leak();
        let _ = self.driver.close(&session);
        if self.engine == Engine::Firefox {
            // Its driver does not see to it that it ends.
            let _ = driver::kill_browser(self.profile.path());
        }
    }
}

/// A driver with a browser under it, and another pair where the first does not come up: on a busy machine a browser now
/// and then takes longer to start than its driver waits.
async fn session(engine: Engine, profile: &TempDir, manner: Manner) -> Outcome<(Driver, WebDriver)> {
    let begin = async || -> Outcome<_> {
        let driver = Driver::start(engine)?;
        let page = WebDriver::new(driver.url(), capabilities(engine, profile, manner)?).await?;
        Ok((driver, page))
    };
    match begin().await {
        Err(error) => {
            writeln!(io::stdout(), "the browser did not start: {error}")?;
            driver::kill_browser(profile.path())?;
            begin().await
        }
        begun => begun,
    }
}

fn capabilities(engine: Engine, profile: &TempDir, manner: Manner) -> Outcome<Capabilities> {
    match engine {
        Engine::Chromium => chromium(profile, manner),
        Engine::Firefox => firefox::capabilities(profile.path(), manner),
        Engine::WebKit => webkit::capabilities(manner),
    }
}

fn chromium(profile: &TempDir, manner: Manner) -> Outcome<Capabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        chrome.add_arg(argument)?;
    }
    chrome.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    if let Some(binary) = env::var_os("CHROME") {
        chrome.set_binary(&binary.to_string_lossy())?;
    }
    if manner == Manner::Unwatched {
        chrome.set_page_load_strategy(PageLoadStrategy::None)?;
        return Ok(chrome.into());
    }
    chrome.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    chrome.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    Ok(chrome.into())
}

//! The moment in which the app takes a prerendered page over: whoever reads, selects or walks by keyboard meanwhile must
//! not notice. Each frame is looked at, since sums of layout shifts miss a page that jumps and comes back.

use std::path::Path;

use kanbao_archive::link::Address;
use kanbao_tests::breaking::{At, BreakingHost, Fault};
use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde::Deserialize;

use crate::shared;

const REPORT: &str = "2025/12/31/twitter_ai_20251231_20251231";

/// Writes down in every frame where the page stands and how much text it has, and what the browser counts as shifts.
const WATCH: &str = "
    const watch = (window.watch = { frames: [], shifts: 0 });
    const look = () => {
        const report = document.querySelector('main article[data-report]');
        watch.frames.push({
            app: document.documentElement.dataset.app,
            y: scrollY,
            text: report ? report.innerText.length : 0,
            selected: String(getSelection()).length,
        });
        requestAnimationFrame(look);
    };
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) watch.shifts += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    look();";

#[derive(Deserialize)]
struct Watch {
    frames: Vec<Frame>,
    shifts: f64,
}

#[derive(Clone, Deserialize, Debug)]
struct Frame {
    app: String,
    y: f64,
    text: usize,
}

impl Watch {
    /// What has been seen so far.
    async fn read(browser: &Browser) -> Outcome<Self> {
        browser.eval("return window.watch", &[]).await
    }

    /// Neither of both may ever be seen: a page without its text, or one that has moved by itself.
    fn check(&self) -> Outcome {
        let booting = self.frames.iter().filter(|frame| frame.app == "booting");
        ensure!(
            booting.count() > 10,
            "the page was not watched before it was taken over"
        );
        ensure!(
            self.frames.iter().any(|frame| frame.app == "ready"),
            "the page was not watched after it was taken over"
        );
        let whole = self.frames.first().map_or(0, |frame| frame.text);
        // The app adds its own buttons and what the reader did; the report's text stays.
        let short: Vec<_> = self.frames.iter().filter(|frame| frame.text < whole).collect();
        ensure!(
            whole > 500 && short.is_empty(),
            "of {whole} characters: {short:#?}"
        );
        ensure!(self.shifts < 0.001, "the page shifted by {}", self.shifts);
        Ok(())
    }
}

/// Opens a report whose data is held back, and watches it.
async fn open(browser: &Browser, host: &BreakingHost) -> Outcome {
    host.break_at(At::Below("/data/".into()), Fault::Hold);
    browser.open(&Address::report(REPORT).href(&host.url())).await?;
    browser.eval::<()>(WATCH, &[]).await?;
    let app: String = browser
        .eval("return document.documentElement.dataset.app", &[])
        .await?;
    ensure_eq!(app, "booting", "the app was there before anything could be done");
    frames(browser, "booting").await
}

/// Waits until the page has been seen for some frames in this state of the app.
async fn frames(browser: &Browser, app: &str) -> Outcome {
    let seen = "return watch.frames.filter((frame) => frame.app === arguments[0]).length > 20";
    let what = format!("some frames of the page that is {app}");
    browser
        .wait_for::<bool>(&what, seen, &[app.into()])
        .await
        .map(drop)
}

/// Lets the data come, and waits for the app.
async fn ready(browser: &Browser, host: &BreakingHost) -> Outcome {
    host.mend()?;
    frames(browser, "ready").await
}

fn host() -> Outcome<BreakingHost> {
    let folder = tempfile::tempdir()?;
    posts::write_many(folder.path(), 150)?;
    let site = shared::build(folder.path(), "handover")?;
    Ok(BreakingHost::serve(Path::new(&site.folder), "/")?)
}

#[test]
fn who_scrolls_meanwhile_is_not_moved() -> Outcome {
    let host = host()?;
    scenario("handover-scroll", async |browser| {
        open(browser, &host).await?;
        for y in (60..=600).step_by(60) {
            let turn = "scrollTo({ top: arguments[0], behavior: 'instant' });
                await new Promise((done) => requestAnimationFrame(done))";
            browser.eval_async::<()>(turn, &[y.into()]).await?;
        }
        ready(browser, &host).await?;
        let watch = Watch::read(browser).await?;
        watch.check()?;
        for (before, after) in watch.frames.iter().zip(watch.frames.iter().skip(1)) {
            ensure!(after.y >= before.y, "from {before:?} to {after:?}");
        }
        let end = watch.frames.last().map(|frame| frame.y);
        ensure_eq!(end, Some(600.0), "where the reader stopped");
        Ok(())
    })
}

#[test]
fn what_is_selected_meanwhile_stays_selected() -> Outcome {
    let host = host()?;
    scenario("handover-selection", async |browser| {
        open(browser, &host).await?;
        browser
            .eval::<()>(
                "getSelection().selectAllChildren(document.querySelector('main article[data-report] li'))",
                &[],
            )
            .await?;
        // All that the app waits for comes, and still the selection is there.
        host.mend()?;
        browser
            .wait("the data", async || Ok(host.is_idle().then_some(())))
            .await?;
        let while_selected = "return watch.frames.filter((frame) => frame.selected > 0).length > 150";
        browser
            .wait_for::<bool>("two seconds and more of frames", while_selected, &[])
            .await?;
        let app: String = browser
            .eval("return document.documentElement.dataset.app", &[])
            .await?;
        ensure_eq!(app, "booting", "the page was redrawn under a selection");
        browser
            .eval::<()>("getSelection().removeAllRanges()", &[])
            .await?;
        ready(browser, &host).await?;
        Watch::read(browser).await?.check()
    })
}

#[test]
fn the_keyboards_focus_stays_where_it_was() -> Outcome {
    let host = host()?;
    scenario("handover-focus", async |browser| {
        open(browser, &host).await?;
        let focused = "const it = document.activeElement;
            return it.tagName + ' ' + (it.href || it.id) + ' ' + Math.round(it.getBoundingClientRect().top)";
        let at_neighbour = "return document.activeElement.matches(`main a[href*='20251230']`)";
        let mut tabs = 0;
        while !browser.eval::<bool>(at_neighbour, &[]).await? {
            ensure!(tabs < 20, "the report before is not reached by Tab");
            browser.press(Key::Tab).await?;
            tabs += 1;
        }
        let before: String = browser.eval(focused, &[]).await?;
        ready(browser, &host).await?;
        let after: String = browser.eval(focused, &[]).await?;
        ensure_eq!(after, before, "what has the focus");
        Watch::read(browser).await?.check()
    })
}

//! One visit that is cut: what a person does before, the cut, and what must hold afterwards.

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use kanbao_archive::link::{Address, Route};
use kanbao_tests::breaking::{Asked, At, BreakingHost, Fault};
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde::Deserialize;
use serde_json::{Value, json};

use super::points::{Cut, Point};
use super::stages::{Archive, Stage};

/// How long a visit may take until nothing more is asked for, after which it is cut all the same.
const SETTLING: Duration = Duration::from_secs(15);

/// A navigation that has not begun after so long is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(8);

/// How often a state that has no event is looked at.
const PULSE: Duration = Duration::from_millis(25);

/// How often the site is opened until a newer app must have come.
const STARTS: usize = 5;

/// How a newer app is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// By the notice.
    Asked,
    /// By leaving and coming again.
    NextStart,
}

/// What is visited, and what is published meanwhile.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) archive: Archive,
    /// What the device has before; none on a first visit.
    pub(crate) before: Option<Stage>,
    pub(crate) after: Stage,
    /// Whether everything is kept, as the page about reading offline offers, instead of something newer coming.
    pub(crate) keeps_all: bool,
}

impl Scenario {
    /// Whether the device knows the site before anything is cut.
    fn is_prepared(&self) -> bool {
        self.before.is_some() || self.keeps_all
    }

    /// Whether what is published meanwhile has another app.
    fn has_new_app(&self) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|before| before.truth["app"] != self.after.truth["app"])
    }
}

/// What a page says of itself.
#[derive(Deserialize)]
struct Shown {
    generation: String,
    problems: Vec<String>,
}

/// How far a visit has come.
#[derive(Default, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
struct Progress {
    /// A worker answers for the site.
    is_kept: bool,
    /// Something is under way.
    is_busy: bool,
    /// The newest generation is active, or waits.
    is_newest: bool,
}

/// One visit at an address of its own.
pub(crate) struct Visit<'a> {
    scenario: &'a Scenario,
    host: BreakingHost,
    browser: &'a mut Browser,
}

impl<'a> Visit<'a> {
    /// Brings the device to where the scenario begins, at an origin that it has never seen.
    pub(crate) async fn begin(scenario: &'a Scenario, browser: &'a mut Browser) -> Outcome<Self> {
        let first = scenario.before.as_ref().unwrap_or(&scenario.after);
        let host = BreakingHost::serve(&first.site.folder, "/")?;
        let visit = Self {
            scenario,
            host,
            browser,
        };
        if scenario.is_prepared() {
            visit.prepare().await?;
        }
        visit.host.forget();
        visit.host.publish(&scenario.after.site.folder);
        Ok(visit)
    }

    /// A report is opened and starred, and the worker keeps the site and what the report needed.
    async fn prepare(&self) -> Outcome {
        let id = self.scenario.archive.starred()?;
        self.go(&Address::report(id.as_str()).href(&self.host.url()))
            .await?;
        let reader = Reader::at(self.browser, self.host.url());
        reader.showing_report(&id).await?;
        self.browser.press('f').await?;
        let kept = "const shown = document.querySelector('main [aria-pressed=true]');
            return shown !== null && navigator.serviceWorker.controller !== null &&
                Boolean(document.documentElement.dataset.generation)";
        self.browser
            .wait_for::<bool>("the star and the worker", kept, &[])
            .await?;
        // A star shows before it is stored.
        let noted = "const database = await new Promise((done, fail) => {
                const opening = indexedDB.open('kanbao:/');
                opening.onupgradeneeded = () => opening.transaction.abort();
                opening.onsuccess = () => done(opening.result);
                opening.onerror = fail;
            });
            const count = await new Promise((done, fail) => {
                const counting = database.transaction('texts').objectStore('texts').count();
                counting.onsuccess = () => done(counting.result);
                counting.onerror = fail;
            });
            database.close();
            return count > 0";
        self.browser
            .wait("the star to be stored", async || {
                Ok(self.browser.eval_async::<bool>(noted, &[]).await?.then_some(()))
            })
            .await?;
        // What the first page loaded before the worker was there is named to it afterwards.
        let missing =
            "const loaded = performance.getEntriesByType('resource').map((entry) => entry.name.split('?')[0])
                .filter((name) => name.includes('/data/') && !name.endsWith('bundle.json'));
            const files = await caches.open('kanbao:/:files');
            const found = await Promise.all(loaded.map((name) => files.match(name)));
            return found.filter((response) => !response).length";
        self.browser
            .wait("what was read to be kept", async || {
                let missing: usize = self.browser.eval_async(missing, &[]).await?;
                Ok((missing == 0).then_some(()))
            })
            .await
    }

    /// Visits without a cut; gives every request.
    pub(crate) async fn uncut(self) -> Outcome<Vec<Asked>> {
        self.start().await?;
        self.settle(true).await?;
        let requests = self.host.log();
        self.holds_offline(true).await?;
        self.arrives(Taking::Asked).await?;
        self.leave().await?;
        Ok(requests)
    }

    /// Visits, cuts, and checks; says whether the cut met its request.
    async fn checked(&mut self, point: &Point, number: usize) -> Outcome<bool> {
        let fault = match point.cut {
            Cut::Host(fault) => fault,
            Cut::Kill => Fault::Hang,
        };
        self.host.break_at(At::Path(point.path.clone(), point.nth), fault);
        self.start().await?;
        self.settle(false).await?;
        let has_met = self.host.has_broken();
        let was_kept = self.progress().await.is_kept || self.scenario.is_prepared();
        if point.cut == Cut::Kill {
            self.browser.crash().await?;
        }
        self.host.refuse();
        self.holds_offline(was_kept).await?;
        self.host.mend()?;
        let taking = [Taking::Asked, Taking::NextStart][number % 2];
        if point.cut == Cut::Kill && self.scenario.keeps_all {
            self.asks_again().await?;
        }
        self.arrives(taking).await?;
        self.leave().await?;
        Ok(has_met)
    }

    /// As [`Self::checked`]; where that fails, with what was asked of the host and how far the visit has come.
    pub(crate) async fn cut(mut self, point: &Point, number: usize) -> Outcome<bool> {
        match self.checked(point, number).await {
            Ok(has_met) => Ok(has_met),
            Err(failure) => {
                let asked = self.host.log().into_iter().map(|asked| {
                    let fault = asked.fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
                    format!("{} {}{fault}", asked.path, asked.status)
                });
                let asked: Vec<String> = asked.collect();
                let progress = self.progress().await;
                Err(format!("{failure}\n{progress:?}\nasked: {}", asked.join(", ")).into())
            }
        }
    }

    /// Begins what is to be cut: opens the site, or has everything kept.
    async fn start(&self) -> Outcome {
        if !self.scenario.keeps_all {
            return self.begin_to_go(&self.host.url()).await;
        }
        self.go(&Address::new(Route::Offline).href(&self.host.url()))
            .await?;
        self.browser.click("[data-offline=start]").await
    }

    /// Goes to an address, and once more where the browser has forgotten it: now and then Chromium leaves a navigation
    /// pending for ever that begins in the moment in which a worker takes over. The page that was there goes on working, and
    /// a person would press again.
    async fn go(&self, url: &str) -> Outcome {
        self.begin_to_go(url).await?;
        let left = "return !window.isLeft";
        if !self.browser.is_soon(left, FORGOTTEN).await? {
            writeln!(
                io::stdout(),
                "{}: the browser has forgotten a navigation",
                self.scenario.name
            )?;
            self.browser.devtools("Page.stopLoading", json!({})).await?;
            self.begin_to_go(url).await?;
        }
        Ok(())
    }

    /// Goes to an address and leaves the page that is there; does not wait for anything.
    async fn begin_to_go(&self, url: &str) -> Outcome {
        // The old page is told from the new one at the same address.
        let _ = self.browser.eval::<()>("window.isLeft = true", &[]).await;
        // Where nobody answers, the driver says so; what is shown then is looked at later.
        let _ = self.browser.open(url).await;
        Ok(())
    }

    /// Waits until the cut was made and nothing is under way any more; without a cut, until the newest generation is
    /// here. A cut may miss its request, for a page does not ask the same things each time.
    async fn settle(&self, is_uncut: bool) -> Outcome {
        let start = Instant::now();
        let mut calm = 0;
        while calm < 8 && start.elapsed() < SETTLING {
            tokio::time::sleep(PULSE).await;
            let log = self.host.log();
            let hangs = log
                .iter()
                .any(|asked| matches!(asked.fault, Some(Fault::Hang | Fault::Stop)));
            if hangs {
                return Ok(());
            }
            if !self.host.is_idle() {
                calm = 0;
                continue;
            }
            let progress = self.progress().await;
            let is_over = !progress.is_busy && (progress.is_newest || self.host.has_broken());
            calm = if is_over { calm + 1 } else { 0 };
        }
        ensure!(!is_uncut || calm >= 8, "the newest generation does not come");
        Ok(())
    }

    async fn progress(&self) -> Progress {
        if self.scenario.keeps_all {
            let script =
                "const said = !window.isLeft && document.querySelector('main [role=status][data-state]');
                const state = said ? said.dataset.state : 'counting';
                const isBusy = ['counting', 'running', 'verifying', 'elsewhere'].includes(state);
                return { isKept: true, isBusy, isNewest: state === 'done' }";
            return self.browser.eval(script, &[]).await.unwrap_or_default();
        }
        let script = "if (window.isLeft) return { isKept: false, isBusy: true, isNewest: false };
            const container = navigator.serviceWorker;
            const registration = container && (await container.getRegistration());
            if (!registration) return { isKept: false, isBusy: document.readyState !== 'complete', isNewest: false };
            const { installing, waiting, active } = registration;
            const files = (await caches.has('kanbao:/:files')) && (await caches.open('kanbao:/:files'));
            const noted = files && (await files.match(new URL('/version.json', location).href));
            const now = noted && (await noted.json()).generation;
            return { isKept: active !== null && active.state === 'activated',
                isBusy: installing !== null || (active !== null && active.state !== 'activated'),
                isNewest: now === arguments[0] || (arguments[1] && waiting !== null) };";
        let arguments = [
            json!(self.scenario.after.generation),
            json!(self.scenario.has_new_app()),
        ];
        // A page that is no page of the site, or is being replaced, has no worker to speak of.
        self.browser
            .eval_async(script, &arguments)
            .await
            .unwrap_or_default()
    }

    /// With the network off: the site opens whole, in one generation, with the reader's own data. Where nothing has been
    /// kept yet, the browser's own page may say so.
    async fn holds_offline(&self, was_kept: bool) -> Outcome {
        self.host.refuse();
        self.go(&self.host.url()).await?;
        let script = "if (window.isLeft || !document.body) return null;
            if (location.protocol === 'chrome-error:') return 'browser';
            const { app } = document.documentElement.dataset, main = document.querySelector('main');
            if (app === 'ready') return main && main.innerText.trim() ? app : null;
            if (app === 'plain' || app === 'error') return app;
            // Without the script that starts the reader, a page that the browser has by itself is read as it is.
            return !app && document.readyState === 'complete' ? 'page' : null";
        let app: String = self
            .browser
            .wait_for("the page to open offline", script, &[])
            .await?;
        if app != "ready" {
            ensure!(
                !was_kept,
                "offline the page is “{app}”, though a worker keeps the site"
            );
            let text: String = self.browser.eval("return document.body.innerText", &[]).await?;
            ensure!(!text.trim().is_empty(), "offline the page is blank");
            return Ok(());
        }
        self.is_one_generation(was_kept).await?;
        self.has_own_data().await?;
        match self.scenario.archive {
            Archive::Large => self.reads_what_was_kept().await,
            Archive::Small => Ok(()),
        }
    }

    /// What is shown and all that is stored is of one generation; gives that.
    async fn is_one_generation(&self, must_be_kept: bool) -> Outcome<String> {
        let stages = self.scenario.before.iter().chain([&self.scenario.after]);
        let published: Vec<&Value> = stages.map(|stage| &stage.truth).collect();
        let arguments = [json!(published), json!(must_be_kept)];
        let shown: Shown = self
            .browser
            .eval_async(include_str!("verify.js"), &arguments)
            .await?;
        ensure!(shown.problems.is_empty(), "{}", shown.problems.join("; "));
        Ok(shown.generation)
    }

    async fn has_own_data(&self) -> Outcome {
        if !self.scenario.is_prepared() {
            return Ok(());
        }
        let script = "const row = `section[aria-labelledby=archive-title] li[data-report='${arguments[0]}']`;
            const star = document.querySelector(`${row} button[aria-pressed]`);
            if (star) return star.ariaPressed === 'true';
            // Rows far down are drawn when they come near.
            scrollTo(0, document.body.scrollHeight); return null";
        let id = json!(self.scenario.archive.starred()?);
        self.browser
            .wait_for::<bool>("the star that was set", script, &[id])
            .await?;
        Ok(())
    }

    /// A report whose text is not in the bundle opens, in the generation that the page runs.
    async fn reads_what_was_kept(&self) -> Outcome {
        let id = self.scenario.archive.starred()?;
        self.go(&Address::report(id.as_str()).href(&self.host.url()))
            .await?;
        let report = Reader::at(self.browser, self.host.url())
            .showing_report(&id)
            .await?;
        let headline = report.headline().await?;
        let generation: String = self
            .browser
            .eval("return document.documentElement.dataset.generation || ''", &[])
            .await?;
        let before = self.scenario.before.as_ref();
        let stage = before.filter(|before| before.generation == generation);
        let stage = stage.unwrap_or(&self.scenario.after);
        let text = stage.truth["text"].as_str().unwrap_or_default();
        ensure!(
            headline.contains(text),
            "in {generation} the old report says “{headline}”"
        );
        Ok(())
    }

    /// With the network back, the newest generation comes without anything but visits, or with the notice pressed.
    async fn arrives(&self, taking: Taking) -> Outcome {
        self.host.accept()?;
        if self.scenario.keeps_all {
            return self.has_kept_all().await;
        }
        let newest = &self.scenario.after.generation;
        self.go(&self.host.url()).await?;
        self.browser
            .wait("the newest generation to be stored", async || {
                let progress = self.progress().await;
                Ok((progress.is_newest && !progress.is_busy).then_some(()))
            })
            .await?;
        if taking == Taking::Asked && self.takes_by_notice().await? {
            return self.ends_at(newest).await;
        }
        // The worker that waits takes over soon after the last page is gone, and whoever comes sooner is a page again.
        for _ in 0..STARTS {
            self.browser.open("about:blank").await?;
            self.go(&self.host.url()).await?;
            if self.opens().await? == *newest {
                break;
            }
        }
        self.ends_at(newest).await
    }

    /// Waits until the reader runs; gives the generation that it shows.
    async fn opens(&self) -> Outcome<String> {
        let script = "const { app, generation } = document.documentElement.dataset;
            return !window.isLeft && app === 'ready' ? generation || '-' : null";
        self.browser.wait_for("the page to open", script, &[]).await
    }

    /// Browsers write what pages store aside a few seconds later, so a killed one may have forgotten what was asked for;
    /// then it is asked for again.
    async fn asks_again(&self) -> Outcome {
        self.go(&Address::new(Route::Offline).href(&self.host.url()))
            .await?;
        let script =
            "const said = !window.isLeft && document.querySelector('main [role=status][data-state]');
            if (!said || said.dataset.state === 'counting') return null;
            const start = document.querySelector('[data-offline=start]');
            if (start) start.click();
            return said.dataset.state";
        let state: String = self.browser.wait_for("the page about it", script, &[]).await?;
        ensure!(!state.is_empty(), "the page about it says nothing");
        Ok(())
    }

    /// With the network back, what was asked for is fetched to the end without being asked for again, and reads offline.
    async fn has_kept_all(&self) -> Outcome {
        self.go(&Address::new(Route::Offline).href(&self.host.url()))
            .await?;
        let script = "if (window.isLeft) return null;
            const said = document.querySelector('main [role=status][data-state=done]');
            const counts = said && /^(\\d+)\\/(\\d+) /.exec(said.textContent);
            return counts && counts[1] === counts[2] && counts[1]";
        let count: String = self
            .browser
            .wait_for("everything to be kept", script, &[])
            .await?;
        let total = self.scenario.after.site.bundle.total;
        ensure_eq!(count, total.to_string(), "reports that are kept");
        self.host.refuse();
        let id = self.scenario.archive.unread()?;
        self.go(&Address::report(id.as_str()).href(&self.host.url()))
            .await?;
        Reader::at(self.browser, self.host.url())
            .showing_report(&id)
            .await
            .map(drop)
    }

    /// Presses the notice's button, where a newer app waits.
    async fn takes_by_notice(&self) -> Outcome<bool> {
        let script = "const registration = await navigator.serviceWorker.getRegistration();
            return Boolean(registration && registration.waiting)";
        if !self.scenario.has_new_app() || !self.browser.eval_async::<bool>(script, &[]).await? {
            return Ok(false);
        }
        self.browser.click(".notice button.action").await?;
        Ok(true)
    }

    async fn ends_at(&self, newest: &str) -> Outcome {
        let script = "const { app, generation } = document.documentElement.dataset;
            return !window.isLeft && app === 'ready' && generation === arguments[0]";
        self.browser
            .wait_for::<bool>("the newest generation to be shown", script, &[json!(newest)])
            .await?;
        ensure_eq!(
            self.is_one_generation(true).await?,
            newest,
            "what is shown at last"
        );
        self.has_own_data().await
    }

    /// Leaves no site behind: hundreds of them would fill the disk.
    async fn leave(&self) -> Outcome {
        self.browser.open("about:blank").await?;
        let origin = json!({ "origin": self.host.url(), "storageTypes": "all" });
        self.browser
            .devtools("Storage.clearDataForOrigin", origin)
            .await
            .map(drop)
    }
}

//! What Firefox does for tests through geckodriver: scripts with the rights of the browser itself stand in for the DevTools
//! protocol.

use std::path::Path;
use std::sync::Arc;

use http::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::{Browser, Engine, Manner, Screen};
use crate::Outcome;

/// Asks and calls home as little as Chromium does, in the language of the tests.
fn preferences() -> Value {
    json!({
        "intl.accept_languages": "zh-CN",
        "app.normandy.enabled": false,
        "services.settings.server": "data:,#none",
        // What covers the page's edge would move what tests measure.
        "ui.useOverlayScrollbars": 1,
        // Otherwise a page that reads the clipboard waits for somebody to press “Paste”.
        "dom.events.testing.asyncClipboard": true,
        // A browser that is offline then does not reach this machine either.
        "network.disable-localhost-when-offline": true,
        "browser.download.useDownloadDir": true,
        // It would take the keyboard from the page.
        "browser.download.alwaysOpenPanel": false,
        "browser.download.always_ask_before_handling_new_types": false,
    })
}

/// What a session is asked for.
pub(super) fn capabilities(profile: &Path, manner: Manner) -> Outcome<Capabilities> {
    let mut options = json!({
        "args": ["-headless", "-profile", profile.to_string_lossy()],
        "prefs": preferences(),
    });
    if let Ok(binary) = std::env::var("FIREFOX") {
        options["binary"] = json!(binary);
    }
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "firefox")?;
    capabilities.set("moz:firefoxOptions", options)?;
    if manner == Manner::Unwatched {
        capabilities.set("pageLoadStrategy", "none")?;
    }
    Ok(capabilities)
}

impl Browser {
    /// Whether this is Firefox, where what follows can be done otherwise than with the DevTools protocol; in another engine
    /// that is not Chromium it cannot be done at all.
    pub(super) fn is_firefox_for(&self, what: &str) -> Outcome<bool> {
        match self.engine {
            Engine::Chromium => Ok(false),
            Engine::Firefox => Ok(true),
            Engine::WebKit => Err(self.engine.lacks(what)),
        }
    }

    /// Loads the page again as the browser's own button does: the driver's command goes past the service worker.
    pub(super) async fn reload_from_the_page(&self) -> Outcome {
        self.eval::<()>("window.isLeft = true; location.reload()", &[])
            .await?;
        let has_loaded = "return !window.isLeft && document.readyState === 'complete'";
        self.wait_for::<bool>("the page to load again", has_loaded, &[])
            .await
            .map(drop)
    }

    /// Puts the focus into a field and the caret behind its text; the driver leaves it before text that a script has set.
    pub(super) async fn put_caret(&self, selector: &str) -> Outcome {
        let script = "const field = document.querySelector(arguments[0]);
            field.focus();
            if (typeof field.selectionEnd === 'number') field.setSelectionRange(field.value.length, field.value.length)";
        self.eval(script, &[json!(selector)]).await
    }

    /// Runs a script with the rights of the browser itself.
    pub(super) async fn privileged<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: &[Value],
    ) -> Outcome<T> {
        self.set_context("chrome").await?;
        let answer = self.eval(script, arguments).await;
        self.set_context("content").await?;
        answer
    }

    async fn set_context(&self, context: &'static str) -> Outcome {
        let command = Command::ExtensionCommand(Box::new(SetContext(context)));
        self.page.handle().cmd(command).await?;
        Ok(())
    }

    /// Begins to write down every address that is asked for.
    pub(super) async fn watch_requests(&self) -> Outcome {
        // The browser asks in its own name for what nobody asked it for; pages that are opened by name are somebody's.
        let script = "window.kanbaoAsked = [];
            Services.obs.addObserver((subject) => {
                const channel = subject.QueryInterface(Ci.nsIHttpChannel), { loadInfo } = channel;
                const isPage = loadInfo.externalContentPolicyType === Ci.nsIContentPolicy.TYPE_DOCUMENT;
                // What a page asks for and its service worker passes on is asked for once.
                const isOfPage = loadInfo.browsingContextID || loadInfo.workerAssociatedBrowsingContextID;
                if (!isPage && !isOfPage && /^http:..127.0.0.1:/.test(channel.URI.spec)) return;
                if (isPage || !loadInfo.triggeringPrincipal?.isSystemPrincipal) {
                    window.kanbaoAsked.push(channel.URI.spec);
                }
            }, 'http-on-opening-request');";
        self.privileged(script, &[]).await
    }

    /// The addresses that were asked for since the last call.
    pub(super) async fn take_requests(&self) -> Outcome<Vec<String>> {
        self.privileged("return window.kanbaoAsked.splice(0)", &[]).await
    }

    /// The errors of pages since the last call: what was thrown and not caught, and what a policy refused.
    pub(super) async fn take_page_errors(&self) -> Outcome<Vec<String>> {
        let script = "const errors = Services.console.getMessageArray()
                .filter((message) => message instanceof Ci.nsIScriptError)
                .filter((error) => !(error.flags & Ci.nsIScriptError.warningFlag))
                .filter((error) => error.category === 'content javascript' || /^CSP|^CORS/.test(error.category))
                .filter((error) => !/^(chrome|resource|moz-extension):/.test(error.sourceName))
                .map((error) => `${error.sourceName}:${error.lineNumber} ${error.errorMessage}`);
            Services.console.reset();
            return errors";
        self.privileged(script, &[]).await
    }

    /// Shows the page in a part of the window that is as large as the screen, as Firefox's own design mode does.
    pub(super) async fn show_on(&self, screen: Screen) -> Outcome {
        let Screen {
            width,
            height,
            is_phone,
        } = screen;
        let script = "const [width, height, isPhone] = arguments, browser = gBrowser.selectedBrowser;
            window.resizeTo(Math.max(width, 500) + 100, height + 300);
            for (const [side, length] of [['width', width], ['height', height]]) {
                for (const bound of ['', 'min-', 'max-']) {
                    browser.style.setProperty(bound + side, `${length}px`, 'important');
                }
            }
            const context = browser.browsingContext;
            context.inRDMPane = isPhone;
            context.touchEventsOverride = isPhone ? 'enabled' : 'none';
            context.overrideDPPX = isPhone ? 2 : 1;";
        let arguments = [json!(width), json!(height), json!(is_phone)];
        self.privileged::<()>(script, &arguments).await?;
        // The page's own process hears of it a little later; a phone's window is as high as the page that is in it wants.
        let script = "return outerWidth > 0 && document.documentElement !== null &&
            devicePixelRatio === arguments[1] && (arguments[1] === 2 || innerHeight === arguments[0])";
        let arguments = [json!(height), json!(if is_phone { 2 } else { 1 })];
        self.wait_for::<bool>("the screen's size", script, &arguments)
            .await
            .map(drop)
    }

    /// Sets what media queries find; `None` where Firefox has no such setting.
    pub(super) async fn prefer(&self, features: &[(&str, &str)]) -> Outcome {
        let mut settings = json!({
            "layout.css.prefers-color-scheme.content-override": 1,
            "ui.prefersReducedMotion": 0,
            "browser.display.document_color_use": 0,
        });
        for &(name, value) in features {
            let (setting, value) = match (name, value) {
                ("prefers-color-scheme", theme) => (
                    "layout.css.prefers-color-scheme.content-override",
                    u8::from(theme != "dark"),
                ),
                ("prefers-reduced-motion", motion) => {
                    ("ui.prefersReducedMotion", u8::from(motion == "reduce"))
                }
                ("forced-colors", forced) => (
                    "browser.display.document_color_use",
                    if forced == "active" { 2 } else { 0 },
                ),
                _ => return Err(self.engine.lacks(&format!("way to set {name}"))),
            };
            settings[setting] = json!(value);
        }
        let script = "for (const [name, value] of Object.entries(arguments[0])) Services.prefs.setIntPref(name, value);";
        self.privileged::<()>(script, &[settings]).await?;
        for (name, value) in features {
            let script = "return matchMedia(`(${arguments[0]}: ${arguments[1]})`).matches";
            self.wait_for::<bool>("what the system prefers", script, &[json!(name), json!(value)])
                .await?;
        }
        Ok(())
    }

    /// Takes the whole browser off the network, its service workers too, or back.
    pub(super) async fn set_offline(&self, offline: bool) -> Outcome {
        self.privileged::<()>("Services.io.offline = arguments[0]", &[json!(offline)])
            .await?;
        let script = "return navigator.onLine !== arguments[0]";
        self.wait_for::<bool>("the browser to know", script, &[json!(offline)])
            .await
            .map(drop)
    }

    /// Sets something of the window that shows the page (`mediumOverride`, `allowJavascript`).
    pub(super) async fn set_context_field(&self, name: &str, value: Value) -> Outcome {
        let script = "gBrowser.selectedBrowser.browsingContext[arguments[0]] = arguments[1]";
        self.privileged(script, &[json!(name), value]).await
    }

    /// From now on, what is downloaded goes into a folder.
    pub(super) async fn save_to(&self, folder: &Path) -> Outcome {
        let script = "Services.prefs.setIntPref('browser.download.folderList', 2);
            Services.prefs.setStringPref('browser.download.dir', arguments[0])";
        self.privileged(script, &[json!(folder.to_string_lossy())]).await
    }
}

/// geckodriver's own command that lets scripts run beside the page or with the browser's rights.
#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}

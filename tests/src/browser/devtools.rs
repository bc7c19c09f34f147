//! Screens, networks, slow machines, whole-page pictures: what the DevTools protocol does, and in the other engines whatever
//! stands in for it. What an engine cannot do ends the test there ([`super::Engine::needs`]).

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use thirtyfour::extensions::addons::firefox::FirefoxTools;

use super::{Browser, Engine};
use crate::Outcome;

/// A screen to look at pages on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether it is held in a hand: touch, no hover, a viewport that pages set.
    pub is_phone: bool,
}

impl Screen {
    /// A phone.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        is_phone: true,
    };
    /// A tablet held upright.
    pub const TABLET: Self = Self {
        width: 834,
        height: 1112,
        is_phone: true,
    };
    /// A desk.
    pub const DESKTOP: Self = Self {
        width: 1440,
        height: 900,
        is_phone: false,
    };
}

/// A connection to slow a page down to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Network {
    /// None.
    Offline,
    /// As fast as the machine.
    Full,
    /// So many bits a second both ways, and milliseconds until the first byte.
    Slow {
        /// Bits a second.
        bits: u32,
        /// Milliseconds.
        latency: u32,
    },
}

impl Network {
    /// A phone on the move: 1.6 Mbit/s, 150 ms.
    pub const MOBILE: Self = Self::Slow {
        bits: 1_600_000,
        latency: 150,
    };
}

impl Browser {
    /// Shows pages as on this screen.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_screen(&self, screen: Screen) -> Outcome {
        let Screen {
            width,
            height,
            is_phone,
        } = screen;
        match self.engine {
            Engine::Chromium => {}
            Engine::Firefox => return self.show_on(screen).await,
            Engine::WebKit if is_phone => return Err(self.engine.lacks("screen held in a hand")),
            Engine::WebKit => return Ok(self.page.set_window_rect(0, 0, width, height).await?),
        }
        // Two pixels a point on phones, where type is read closest.
        let scale = if is_phone { 2 } else { 1 };
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": is_phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        self.devtools(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": is_phone }),
        )
        .await?;
        Ok(())
    }

    /// Makes the page's connection so fast; a service worker's own connection stays as it is.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_network(&self, network: Network) -> Outcome {
        if !matches!(network, Network::Slow { .. }) && self.is_firefox_for("network to be taken off")? {
            return self.set_offline(network == Network::Offline).await;
        }
        let (offline, rate, latency) = match network {
            Network::Offline => (true, 0.0, 0),
            Network::Full => (false, -1.0, 0),
            Network::Slow { bits, latency } => (false, f64::from(bits) / 8.0, latency),
        };
        self.devtools("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": offline, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate,
        });
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await?;
        Ok(())
    }

    /// Makes the machine so many times slower.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn slow_down(&self, times: u32) -> Outcome {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times }))
            .await?;
        Ok(())
    }

    /// Puts the reader's clock into a time zone (`Asia/Shanghai`) and stops it at a moment (`2025-11-30T20:00:00Z`), for
    /// pages loaded from now on.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_clock(&self, zone: &str, moment: &str) -> Outcome {
        self.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": zone }))
            .await?;
        let script = format!(
            "{{ const stopped = Date.parse('{moment}'), Real = Date;
                Date = class extends Real {{
                    constructor(...given) {{ given.length ? super(...given) : super(stopped); }}
                    static now() {{ return stopped; }}
                }}; }}"
        );
        self.devtools("Page.enable", json!({})).await?;
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await?;
        Ok(())
    }

    /// Presses the mouse at a place of the window and moves it to others, in CSS pixels; the button stays down until
    /// [`Self::let_go`].
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn drag(&self, from: (f64, f64), over: &[(f64, f64)]) -> Outcome {
        if self.engine != Engine::Chromium {
            let way: Vec<_> = std::iter::once(from).chain(over.iter().copied()).collect();
            return self.mouse_down_over(&way).await;
        }
        let event = |kind: &str, (x, y): (f64, f64), buttons: u32| json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
        self.devtools("Input.dispatchMouseEvent", event("mouseMoved", from, 0))
            .await?;
        self.devtools("Input.dispatchMouseEvent", event("mousePressed", from, 1))
            .await?;
        for place in over {
            self.devtools("Input.dispatchMouseEvent", event("mouseMoved", *place, 1))
                .await?;
        }
        Ok(())
    }

    /// Lets the mouse go at a place of the window.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn let_go(&self, (x, y): (f64, f64)) -> Outcome {
        if self.engine != Engine::Chromium {
            return self.mouse_up_at((x, y)).await;
        }
        let event = json!({ "type": "mouseReleased", "x": x, "y": y, "button": "left", "clickCount": 1 });
        self.devtools("Input.dispatchMouseEvent", event).await?;
        Ok(())
    }

    /// Moves a finger over the screen, from the first place to the last, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn swipe(&self, places: &[(f64, f64)]) -> Outcome {
        if self.engine != Engine::Chromium {
            return self.fingers_over(&[places.to_vec()]).await;
        }
        let mut kind = "touchStart";
        for (x, y) in places {
            let event = json!({ "type": kind, "touchPoints": [{ "x": x, "y": y }] });
            self.devtools("Input.dispatchTouchEvent", event).await?;
            kind = "touchMove";
        }
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchEnd", "touchPoints": [] }),
        )
        .await?;
        Ok(())
    }

    /// Sets what the system prefers, `light` or `dark`.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_system_theme(&self, theme: &str) -> Outcome {
        self.set_features(&[("prefers-color-scheme", theme)]).await
    }

    /// Sets what media queries find (`forced-colors`, `prefers-reduced-motion`, …), and nothing else.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_features(&self, features: &[(&str, &str)]) -> Outcome {
        if self.is_firefox_for("setting of the system's preferences")? {
            return self.prefer(features).await;
        }
        let features = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }));
        let features = json!({ "features": features.collect::<Vec<_>>() });
        self.devtools("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Lets pages read and write the clipboard, or refuses it.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_clipboard(&self, allowed: bool) -> Outcome {
        if self.is_firefox_for("clipboard to be allowed")? {
            // Firefox refuses nobody who presses a button.
            return if allowed {
                Ok(())
            } else {
                Err(self.engine.lacks("clipboard to be refused"))
            };
        }
        let setting = if allowed { "granted" } else { "denied" };
        for name in ["clipboard-read", "clipboard-write"] {
            let permission = json!({ "permission": { "name": name }, "setting": setting });
            self.devtools("Browser.setPermission", permission).await?;
        }
        Ok(())
    }

    /// What the clipboard holds, once that is another text than before; it must be allowed.
    ///
    /// # Errors
    /// Where it stays as it was.
    pub async fn clipboard_after(&self, before: &str) -> Outcome<String> {
        self.wait("a text on the clipboard", async || {
            let text: String = self
                .eval_async("return navigator.clipboard.readText()", &[])
                .await?;
            Ok((text != before).then_some(text))
        })
        .await
    }

    /// Presses the mouse, moves it and lets it go.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn drag_mouse(&self, from: (f64, f64), to: (f64, f64)) -> Outcome {
        if self.engine != Engine::Chromium {
            self.mouse_down_over(&[from, to]).await?;
            return self.mouse_up_at(to).await;
        }
        for (kind, (x, y), buttons) in [
            ("mousePressed", from, 1),
            ("mouseMoved", to, 1),
            ("mouseReleased", to, 0),
        ] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
            self.devtools("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Touches the screen at some points at once: down, then moved in steps to others, then up.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn drag_fingers(&self, from: &[(f64, f64)], to: &[(f64, f64)]) -> Outcome {
        if self.engine != Engine::Chromium {
            let ways: Vec<_> = std::iter::zip(from, to)
                .map(|(from, to)| vec![*from, *to])
                .collect();
            return self.fingers_over(&ways).await;
        }
        let points = |part: f64| -> Vec<Value> {
            let at = |a: f64, b: f64| a + (b - a) * part;
            std::iter::zip(from, to)
                .map(|(from, to)| json!({ "x": at(from.0, to.0), "y": at(from.1, to.1) }))
                .collect()
        };
        let touch = async |kind: &str, points: Vec<Value>| {
            let event = json!({ "type": kind, "touchPoints": points });
            self.devtools("Input.dispatchTouchEvent", event).await.map(drop)
        };
        touch("touchStart", points(0.0)).await?;
        for step in 1..=4 {
            touch("touchMove", points(f64::from(step) / 4.0)).await?;
        }
        touch("touchEnd", Vec::new()).await
    }

    /// Shows pages as on `print` or `screen`; as on the screen that is set where it is empty.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_media(&self, media: &str) -> Outcome {
        if self.is_firefox_for("medium to be set")? {
            return self.set_context_field("mediumOverride", json!(media)).await;
        }
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": media }))
            .await?;
        Ok(())
    }

    /// Turns scripts off or on for pages loaded from now on.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn set_scripts(&self, on: bool) -> Outcome {
        if self.is_firefox_for("scripts to be turned off")? {
            return self.set_context_field("allowJavascript", json!(on)).await;
        }
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on }))
            .await?;
        Ok(())
    }

    /// Puts text into what has the focus as an input method does that has not ended yet.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn compose(&self, text: &str) -> Outcome {
        let end = text.encode_utf16().count();
        let composition = json!({ "text": text, "selectionStart": end, "selectionEnd": end });
        self.devtools("Input.imeSetComposition", composition).await?;
        Ok(())
    }

    /// Ends what [`Self::compose`] began with this text.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn commit(&self, text: &str) -> Outcome {
        self.devtools("Input.insertText", json!({ "text": text })).await?;
        Ok(())
    }

    /// Presses Enter as a browser reports it while an input method is composing.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn press_enter_composing(&self) -> Outcome {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229 });
            self.devtools("Input.dispatchKeyEvent", key).await?;
        }
        Ok(())
    }

    /// A picture as PNG: the whole page from top to bottom, or what the screen shows.
    ///
    /// # Errors
    /// Where the browser takes none.
    pub async fn picture(&self, whole_page: bool) -> Outcome<Vec<u8>> {
        match self.engine {
            Engine::Chromium => {}
            Engine::Firefox if whole_page => {
                let firefox = FirefoxTools::new(Arc::clone(self.page.handle()));
                return Ok(firefox.full_screenshot_as_png().await?);
            }
            Engine::WebKit if whole_page => return Err(self.engine.lacks("picture of a whole page")),
            Engine::Firefox | Engine::WebKit => return Ok(self.page.screenshot_as_png().await?),
        }
        let mut options = json!({ "format": "png", "captureBeyondViewport": whole_page });
        if whole_page {
            let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
            let mut clip = metrics["cssContentSize"].clone();
            clip["scale"] = json!(1);
            options["clip"] = clip;
        }
        self.capture(options).await
    }

    /// What the screen shows as WebP of a quality (of 100).
    ///
    /// # Errors
    /// Where the browser takes none.
    pub async fn small_picture(&self, quality: u32) -> Outcome<Vec<u8>> {
        self.capture(json!({ "format": "webp", "quality": quality }))
            .await
    }

    async fn capture(&self, options: Value) -> Outcome<Vec<u8>> {
        let answer = self.devtools("Page.captureScreenshot", options).await?;
        let data = answer["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(STANDARD.decode(data)?)
    }

    /// From now on, what is downloaded goes into a folder.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn download_to(&self, folder: &Path) -> Outcome {
        if self.is_firefox_for("folder for downloads")? {
            return self.save_to(folder).await;
        }
        let parameters = json!({ "behavior": "allow", "downloadPath": folder.to_string_lossy() });
        self.devtools("Browser.setDownloadBehavior", parameters).await?;
        Ok(())
    }

    /// Sends a command of the DevTools protocol.
    ///
    /// # Errors
    /// Where the browser refuses it, or is not Chromium.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Outcome<Value> {
        self.engine.needs(&format!("DevTools protocol ({method})"))?;
        Ok(self.page.cdp().send_raw(method, parameters).await?)
    }
}

//! Firefox and WebKitGTK with their drivers, for the end-to-end tests.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    browser::{install_packages, is_debian, is_root, named},
    cargo_tool::CargoTool,
    say,
};
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// The release of geckodriver, which Debian does not package; Mozilla publishes it as a crate.
const GECKODRIVER: &str = "0.37.1";

/// Debian's package of Firefox.
const FIREFOX_PACKAGES: [&str; 2] = ["firefox-esr", "fonts-noto-cjk"];

/// Debian's packages of WebKit's driver and of a screen for it: its browser has no headless manner.
const WEBKIT_PACKAGES: [&str; 4] = ["webkit2gtk-driver", "xvfb", "xauth", "fonts-noto-cjk"];

/// Where Debian keeps the browser that WebKit's driver drives.
const MINI_BROWSERS: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "MiniBrowser",
];

/// The screen that WebKit's browser is shown on, larger than any window of the tests.
const SCREEN: &str = "-screen 0 1600x1300x24";

/// Makes sure of Firefox and geckodriver, and gives both: `FIREFOX` and `GECKODRIVER` name others than the PATH has.
pub(crate) fn ensure_firefox(workspace: &Workspace) -> Outcome<(PathBuf, PathBuf)> {
    let firefox = found_or_installed("FIREFOX", &["firefox-esr", "firefox"], &FIREFOX_PACKAGES)?;
    let driver = match named("GECKODRIVER", &[]) {
        Some(driver) => driver,
        None => {
            let tool = CargoTool {
                package: "geckodriver",
                programs: &["geckodriver"],
                version: GECKODRIVER.into(),
                minutes: 3,
            };
            process::executable(&tool.ensure(workspace)?, "geckodriver")
        }
    };
    say("firefox", version(&firefox));
    Ok((firefox, driver))
}

/// WebKit's browser, its driver, and what shows them on a screen that nobody sees.
pub(crate) struct WebKit {
    browser: PathBuf,
    driver: PathBuf,
    screen: PathBuf,
}

impl WebKit {
    /// Makes sure of all three: `MINIBROWSER` and `WEBKITDRIVER` name others than Debian has.
    pub(crate) fn ensure() -> Outcome<Self> {
        let found = Self {
            driver: found_or_installed("WEBKITDRIVER", &["WebKitWebDriver"], &WEBKIT_PACKAGES)?,
            screen: found_or_installed("XVFB_RUN", &["xvfb-run"], &WEBKIT_PACKAGES)?,
            browser: found_or_installed("MINIBROWSER", &MINI_BROWSERS, &WEBKIT_PACKAGES)?,
        };
        say("webkit", version(&found.browser));
        Ok(found)
    }

    /// A command on a screen of its own, which knows where WebKit is.
    pub(crate) fn on_screen(&self, command: &Command, folder: &Path) -> Command {
        let mut shown = Command::new(&self.screen);
        shown.args(["--auto-servernum", "--server-args", SCREEN]);
        shown
            .arg(command.get_program())
            .args(command.get_args())
            .current_dir(folder);
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shown.env(name, value),
                None => shown.env_remove(name),
            };
        }
        shown
            .env("MINIBROWSER", &self.browser)
            .env("WEBKITDRIVER", &self.driver);
        shown
    }
}

/// What a variable or one of the names stands for, once Debian's packages are there.
fn found_or_installed(variable: &str, names: &[&str], packages: &[&str]) -> Outcome<PathBuf> {
    if let Some(found) = named(variable, names) {
        return Ok(found);
    }
    let missing = |what: String| Failure::ByHand {
        what,
        command: format!(
            "sudo apt-get update && sudo apt-get install -y {}",
            packages.join(" ")
        ),
    };
    if !(is_debian() && is_root()) {
        return Err(missing(format!("{} is missing", names[0])));
    }
    install_packages(names[0], packages)?;
    named(variable, names).ok_or_else(|| missing(format!("{} is still missing", names[0])))
}

/// What a program says about its version; where it says nothing, where it is.
fn version(program: &Path) -> String {
    process::output(Command::new(program).arg("--version")).map_or_else(
        |_| program.display().to_string(),
        |answer| answer.trim().to_owned(),
    )
}

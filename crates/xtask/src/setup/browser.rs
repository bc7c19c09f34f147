//! A Chromium and its driver, for the tests and the screenshots.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use super::say;
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// Names that Chromium has on a PATH, and where macOS keeps Chrome.
const CHROMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Debian's packages: the browser, its driver, and Chinese type for the pictures.
const DEBIAN_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

/// What headless Chromium is started with: nothing that asks, waits or calls home. As root it has no sandbox.
const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A Chromium and the driver of the same version.
pub(crate) struct Browser {
    chrome: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Makes sure of both: `CHROME` and `CHROMEDRIVER` name others than the PATH has. Debian's root gets them
    /// installed.
    pub(crate) fn ensure() -> Outcome<Self> {
        let found = match Self::find() {
            Some(found) => found,
            None => {
                install()?;
                Self::find().ok_or_else(|| by_hand("Chromium or its driver is still missing".into()))?
            }
        };
        found.check_versions()?;
        say(
            "browser",
            format_args!("{} with {}", found.chrome.display(), found.driver.display()),
        );
        Ok(found)
    }

    /// Tells a command where they are, for the tests' own harness.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command
            .env("CHROME", &self.chrome)
            .env("CHROMEDRIVER", &self.driver);
    }

    /// Tells wasm-bindgen's test runner where they are and how to start them.
    pub(crate) fn prepare_wasm_tests(&self, workspace: &Workspace, command: &mut Command) -> Outcome {
        let file = workspace.product("webdriver.json");
        let options = json!({ "goog:chromeOptions": { "args": ARGUMENTS, "binary": self.chrome } });
        let folder = workspace.product("");
        fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
        fs::write(&file, options.to_string()).map_err(Failure::io("write", &file))?;
        self.prepare(command);
        // Tests need no line that says where they run: only a browser has what the reader needs.
        command
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file)
            .env("WASM_BINDGEN_USE_BROWSER", "1");
        Ok(())
    }

    fn find() -> Option<Self> {
        Some(Self {
            chrome: named("CHROME", &CHROMES)?,
            driver: named("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// A driver refuses a browser of another major version.
    fn check_versions(&self) -> Outcome {
        match (major(&self.chrome), major(&self.driver)) {
            (Some(chrome), Some(driver)) if chrome != driver => Err(by_hand(format!(
                "Chromium is version {chrome} and its driver is version {driver}"
            ))),
            _ => Ok(()),
        }
    }
}

pub(super) fn named(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    names.iter().find_map(|name| {
        let path = Path::new(name);
        if path.is_absolute() {
            path.is_file().then(|| path.to_owned())
        } else {
            process::find_on_path(name)
        }
    })
}

/// The major version that a program prints; none where it prints none, as Chrome does on Windows.
fn major(program: &Path) -> Option<u32> {
    let answer = process::output(Command::new(program).arg("--version")).ok()?;
    major_in(&answer)
}

fn major_in(answer: &str) -> Option<u32> {
    answer
        .split_whitespace()
        .find_map(|word| word.split_once('.')?.0.parse().ok())
}

fn install() -> Outcome {
    if !(is_debian() && is_root()) {
        return Err(by_hand("Chromium or its driver (chromedriver) is missing".into()));
    }
    install_packages("browser", &DEBIAN_PACKAGES)
}

/// Installs Debian's packages, as its root.
pub(super) fn install_packages(what: &str, packages: &[&str]) -> Outcome {
    say(what, format_args!("installing {}", packages.join(", ")));
    process::run(Command::new("apt-get").args(["update", "-q"]))?;
    process::run(
        Command::new("apt-get")
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn by_hand(what: String) -> Failure {
    let debian = format!(
        "sudo apt-get update && sudo apt-get install -y {}",
        DEBIAN_PACKAGES.join(" ")
    );
    let command = if is_debian() {
        debian
    } else if cfg!(target_os = "macos") {
        "brew install --cask google-chrome chromedriver".into()
    } else if process::find_on_path("dnf").is_some() {
        "sudo dnf install -y chromium chromedriver google-noto-sans-cjk-fonts".into()
    } else if process::find_on_path("pacman").is_some() {
        "sudo pacman -S --needed chromium noto-fonts-cjk".into()
    } else if process::find_on_path("apt-get").is_some() {
        "sudo apt-get update && sudo apt-get install -y chromium-browser chromium-chromedriver fonts-noto-cjk"
            .into()
    } else {
        "CHROME=<path of chrome> CHROMEDRIVER=<path of chromedriver> cargo xtask test".into()
    };
    Failure::ByHand { what, command }
}

/// Whether this is Debian itself: its relatives name the packages otherwise.
pub(super) fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

pub(super) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|answer| answer.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_dotted_number() {
        assert_eq!(
            major_in("Chromium 141.0.7390.54 built on Debian GNU/Linux 12 (bookworm)"),
            Some(141)
        );
        assert_eq!(
            major_in("ChromeDriver 99.0.1 (a21ce95c24ce-refs/branch-heads/8078@{#1704})"),
            Some(99)
        );
        assert_eq!(major_in(""), None);
    }
}

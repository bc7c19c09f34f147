//! One test in one browser, with evidence where it fails.

use std::path::PathBuf;
use std::{env, fs};

use crate::browser::{Browser, Engine, engine};
use crate::{Outcome, ensure};

/// Runs a test in a fresh browser. Afterwards no error may be on the console (unless the test expects some) and
/// nothing may have been asked of any other machine. Where it fails, a picture of the page is kept. A test that asks for what
/// its engine lacks ends there and counts as not applicable.
///
/// # Errors
/// Those of the test, and of the checks after it.
pub fn scenario(name: &str, test: impl AsyncFnOnce(&Browser) -> Outcome) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(async {
        let browser = Browser::start().await?;
        let mut outcome = test(&browser).await;
        if outcome.is_ok() {
            outcome = nothing_amiss(&browser).await;
        }
        if outcome.is_err() && !engine::is_lacking() {
            show_evidence(&browser, name).await;
        }
        outcome
    });
    engine::excused(outcome)
}

async fn nothing_amiss(browser: &Browser) -> Outcome {
    let errors = browser.console_errors().await?;
    ensure!(
        errors.is_empty() || browser.errors_are_expected(),
        "errors on the console: {errors:#?}"
    );
    if browser.engine() == Engine::WebKit {
        return Ok(());
    }
    let foreign: Vec<String> = browser
        .requests()
        .await?
        .into_iter()
        .filter(|url| !is_ours(url))
        .collect();
    ensure!(foreign.is_empty(), "asked of other machines: {foreign:#?}");
    Ok(())
}

/// Whether an address is this machine's own: a test server, or part of the browser.
fn is_ours(url: &str) -> bool {
    [
        "http://127.0.0.1:",
        "http://localhost:",
        "data:",
        "blob:http://127.0.0.1:",
        "file:///",
        "blob:null/",
        "about:",
        "chrome:",
    ]
    .iter()
    .any(|start| url.starts_with(start))
}

async fn show_evidence(browser: &Browser, name: &str) {
    for error in browser.console_errors().await.unwrap_or_default() {
        eprintln!("{name}: console: {error}");
    }
    if let Ok(path) = keep_picture(browser, name).await {
        eprintln!("{name}: see {}", path.display());
    }
}

async fn keep_picture(browser: &Browser, name: &str) -> Outcome<PathBuf> {
    let folder = env::temp_dir().join("kanbao-e2e");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{name}.png"));
    fs::write(&path, browser.picture(false).await?)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_told_apart() {
        assert!(is_ours("http://127.0.0.1:4000/data/bundle.json"));
        assert!(!is_ours("https://fonts.example/x.woff2"));
        assert!(!is_ours("http://127.0.0.1.example/"));
    }
}

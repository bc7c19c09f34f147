//! One site, published again and again, and pages of it that are open meanwhile.

use std::path::{Path, PathBuf};

use kanbao_archive::model::Day;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::site::{Site, changed_reader};
use kanbao_tests::{Outcome, ensure_eq, posts};

use crate::shared;

/// The id of the report of a day of November 2025.
pub(crate) fn id(day: u32) -> String {
    format!("2025/11/{day:02}/twitter_ai_202511{day:02}_202511{day:02}")
}

/// Writes one long report a day from the first of November 2025 on.
pub(crate) fn write(folder: &Path, days: u32, said: &str) -> Outcome {
    for number in 1..=days {
        let day = Day::new(2025, 11, number).ok_or("there is no such day")?;
        let paragraphs = format!("{said}，第{number}天的一段话。\n\n").repeat(80);
        let text =
            format!("# 报告\n\n## 核心信息\n\n1. **第{number}点**：一句话。\n\n## 详细分析\n\n{paragraphs}");
        posts::write(folder, day, &text)?;
    }
    Ok(())
}

/// A site with so many reports.
pub(crate) fn edition(name: &str, days: u32, said: &str) -> Outcome<Site> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), days, said)?;
    shared::build(folder.path(), &format!("updates-{name}"))
}

/// The same site with another app.
pub(crate) fn edition_with_another_app(name: &str, days: u32) -> Outcome<Site> {
    let (folder, app) = (tempfile::tempdir()?, tempfile::tempdir()?);
    write(folder.path(), days, "正文")?;
    changed_reader(app.path(), "// Another version.")?;
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sites/updates-{name}"));
    Site::build_with_reader(folder.path(), &target, app.path())
}

/// The generation that the page runs.
pub(crate) async fn generation(browser: &Browser) -> Outcome<String> {
    let script = "return document.documentElement.dataset.generation || ''";
    browser.eval(script, &[]).await
}

/// Waits until the page runs another generation than this one; gives it.
pub(crate) async fn other_generation(browser: &Browser, than: &str) -> Outcome<String> {
    let script = "const shown = document.documentElement.dataset.generation;
        return document.documentElement.dataset.app === 'ready' && shown !== arguments[0] && shown";
    browser
        .wait_for("another generation", script, &[than.into()])
        .await
}

/// Visits home until the worker has stored the site, and once more, so that the page comes from it.
pub(crate) async fn visit(browser: &Browser, reader: &Reader<'_>) -> Outcome<String> {
    reader.home().await?;
    browser.controlled().await?;
    reader.home().await?;
    let generation = generation(browser).await?;
    let asked = "return performance.getEntriesByType('resource').map(({ name }) => name)
        .filter((name) => name.includes('/data/bundle.json')).map((name) => new URL(name).searchParams.get('g'))";
    let asked: Vec<Option<String>> = browser.eval(asked, &[]).await?;
    ensure_eq!(
        asked,
        [Some(generation.clone())],
        "the generations whose data were asked for"
    );
    Ok(generation)
}

/// Has the browser look for something newer, as it does once an hour.
pub(crate) async fn look(browser: &Browser) -> Outcome {
    let script = "const registration = await navigator.serviceWorker.getRegistration();
        await registration.update(); return null";
    browser.eval_async::<()>(script, &[]).await
}

/// Leaves a sign in the page that a reload would take away, and scrolls.
pub(crate) async fn settle_in(browser: &Browser, y: u32) -> Outcome {
    browser
        .eval::<()>("window.sign = 'here'; scrollTo(0, arguments[0])", &[y.into()])
        .await?;
    if y == 0 {
        return Ok(());
    }
    let script = "return scrollY === arguments[0] && Array.isArray(history.state)";
    browser
        .wait_for::<bool>("the scroll", script, &[y.into()])
        .await
        .map(drop)
}

/// Follows the link home from where the page is scrolled to.
pub(crate) async fn go_home(browser: &Browser) -> Outcome {
    browser
        .eval("document.querySelector('a.masthead-name').click()", &[])
        .await
}

/// Whether the sign is still there.
pub(crate) async fn is_same_page(browser: &Browser) -> Outcome<bool> {
    browser.eval("return window.sign === 'here'", &[]).await
}

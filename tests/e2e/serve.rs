//! `kanbao serve` beside an editor: a page follows its posts, and shows what is wrong with them.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::live::LiveSite;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

/// A folder with one long post.
fn one_post() -> Outcome<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let post = folder.path().join("2025-11-30-long.md");
    fs::write(&post, text("第一稿"))?;
    Ok((folder, post))
}

fn text(version: &str) -> String {
    let paragraphs: String = (0..80)
        .map(|number| format!("第 {number} 段，{version}。\n\n"))
        .collect();
    format!("---\ntitle: 长\n---\n\n# 长报告\n\n{paragraphs}")
}

/// As many editors save: another file, put in the place of the old one.
fn save(post: &Path, text: &str) -> Outcome {
    let beside = post.with_extension("tmp");
    fs::write(&beside, text)?;
    Ok(fs::rename(beside, post)?)
}

/// What the panel says; `None` where there is none.
async fn panel(browser: &Browser) -> Outcome<Option<String>> {
    let script = "const panel = document.querySelector('kanbao-problems');
        return panel && panel.shadowRoot.querySelector('section').innerText";
    browser.eval(script, &[]).await
}

async fn panel_says(browser: &Browser, words: &str) -> Outcome {
    let script = "const panel = document.querySelector('kanbao-problems');
        return panel !== null && panel.shadowRoot.querySelector('section').innerText.includes(arguments[0])";
    browser
        .wait_for::<bool>(&format!("a panel that says {words}"), script, &[json!(words)])
        .await
        .map(drop)
}

async fn no_panel(browser: &Browser) -> Outcome {
    let script = "return document.querySelector('kanbao-problems') === null";
    browser
        .wait_for::<bool>("the panel to go", script, &[])
        .await
        .map(drop)
}

#[test]
fn a_saved_post_is_shown_where_the_reader_is() -> Outcome {
    let (folder, post) = one_post()?;
    let live = LiveSite::start(folder.path())?;
    scenario("serve-scroll", async |browser| {
        let id = "2025/11/30/long";
        let reader = Reader::at(browser, &live.root);
        reader.report(id).await?;
        browser.eval::<()>("scrollTo(0, 1500)", &[]).await?;
        browser
            .wait_for::<bool>(
                "the scroll",
                "return scrollY === 1500 && Array.isArray(history.state)",
                &[],
            )
            .await?;

        save(&post, &text("第二稿"))?;
        let changed = "return document.body.innerText.includes('第二稿') && document.documentElement.dataset.app === 'ready'";
        browser.wait_for::<bool>("the new text", changed, &[]).await?;
        ensure_eq!(
            browser.eval::<f64>("return scrollY", &[]).await?,
            1500.0,
            "the scroll after a rebuild"
        );
        reader.showing_report(id).await?;
        live.says("1 post changed · ")?;

        // Saved without a change: nothing is loaded again.
        browser.eval::<()>("window.same = true", &[]).await?;
        save(&post, &text("第二稿"))?;
        live.says("1 post saved, the site is as it was")?;
        ensure!(
            browser.eval::<bool>("return window.same === true", &[]).await?,
            "the page was loaded again"
        );
        Ok(())
    })
}

#[test]
fn a_problem_is_a_panel_until_it_is_mended() -> Outcome {
    let (folder, post) = one_post()?;
    let broken = folder.path().join("2025-11-29-other.md");
    let live = LiveSite::start(folder.path())?;
    scenario("serve-panel", async |browser| {
        for screen in [Screen::DESKTOP, Screen::PHONE] {
            browser.set_screen(screen).await?;
            Reader::at(browser, &live.root).home().await?;
            ensure_eq!(panel(browser).await?, None, "the panel of good posts");
            fs::write(&broken, "---\ntitle: x\n\n没有结束\n")?;
            panel_says(browser, "2025-11-29-other.md:1:1").await?;
            let said = panel(browser).await?.unwrap_or_default();
            for part in ["1 error", "error", "1 | ---", "help:"] {
                ensure!(said.contains(part), "“{part}” is not in the panel: {said}");
            }
            live.says("2025-11-29-other.md:1:1")?;
            fs::remove_file(&broken)?;
            no_panel(browser).await?;
        }
        // The folder itself goes and comes back.
        let aside = folder.path().with_extension("aside");
        fs::rename(folder.path(), &aside)?;
        panel_says(browser, "there is no folder").await?;
        fs::rename(&aside, folder.path())?;
        no_panel(browser).await?;
        save(&post, &text("回来了"))?;
        let changed = "return document.body.innerText.includes('回来了')";
        Reader::at(browser, &live.root)
            .open(&kanbao_archive::link::Address::report("2025/11/30/long"))
            .await?;
        browser
            .wait_for::<bool>("the text that was saved last", changed, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn a_panel_that_was_dismissed_stays_away_until_the_problem_is_another() -> Outcome {
    let (folder, post) = one_post()?;
    fs::write(folder.path().join("kanbao.toml"), "[site]\ntitel = \"x\"\n")?;
    let live = LiveSite::start(folder.path())?;
    scenario("serve-dismiss", async |browser| {
        let reader = Reader::at(browser, &live.root);
        reader.home().await?;
        panel_says(browser, "kanbao.toml:2:1").await?;
        let focus = "document.querySelector('kanbao-problems').shadowRoot.querySelector('button').focus()";
        browser.eval::<()>(focus, &[]).await?;
        browser.press(Key::Escape).await?;
        no_panel(browser).await?;

        save(&post, &text("第二稿"))?;
        live.says("1 post changed")?;
        reader.home().await?;
        ensure_eq!(panel(browser).await?, None, "the dismissed panel after a rebuild");
        fs::write(folder.path().join("kanbao.toml"), "[site\n")?;
        panel_says(browser, "kanbao.toml:1:").await?;
        fs::write(folder.path().join("kanbao.toml"), "[site]\ntitle = \"新名\"\n")?;
        no_panel(browser).await?;
        browser
            .wait_for::<bool>("the new title", "return document.title.includes('新名')", &[])
            .await?;
        live.says("settings changed")
    })
}

#[test]
fn a_room_without_posts_waits_for_the_first() -> Outcome {
    let folder = tempfile::tempdir()?;
    let live = LiveSite::start(folder.path())?;
    scenario("serve-empty", async |browser| {
        // The page that waits is a 404.
        browser.expect_errors();
        browser.open(&live.root).await?;
        panel_says(browser, "there are no posts").await?;
        let day = Day::new(2025, 11, 30).ok_or("no such day")?;
        kanbao_tests::posts::write(folder.path(), day, "# 第一篇\n\n正文。\n")?;
        Reader::at(browser, &live.root).showing_home().await?;
        no_panel(browser).await
    })
}

//! Data that is missing, cut off, too new or not what was promised: the page says so, and trying again works.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::link::{Address, Route};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, posts};

use crate::shared;

const BUNDLE: &str = "data/bundle.json";

/// Breaks the bundle of a copied site; the settings page (which has no text of its own on the server) says
/// what is wrong; mended, it comes up on trying again.
fn says_so_and_recovers(
    name: &str,
    break_it: impl Fn(&Path, &str) -> std::io::Result<()>,
) -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    let site = shared::samples()?.copy_to(folder.path())?;
    let bundle = site.folder.join(BUNDLE);
    let whole = fs::read_to_string(&bundle)?;
    break_it(&bundle, &whole)?;
    let server = site.serve("/")?;
    let mut said = String::new();
    scenario(name, async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        reader.open(&Address::new(Route::Search)).await?;
        let trouble = reader.showing_trouble().await?;
        said = trouble.message().await?;
        ensure!(!said.trim().is_empty(), "it does not say what happened");
        trouble.act().await?;
        reader.showing_trouble().await?;
        fs::write(&bundle, &whole)?;
        reader.showing_trouble().await?.act().await?;
        reader.showing_search().await?;
        Ok(())
    })?;
    Ok(said)
}

#[test]
fn a_missing_bundle() -> Outcome {
    says_so_and_recovers("missing-bundle", |path, _| fs::remove_file(path)).map(drop)
}

#[test]
fn a_truncated_bundle() -> Outcome {
    let cut = |path: &Path, whole: &str| fs::write(path, &whole.as_bytes()[..whole.len() / 2]);
    says_so_and_recovers("truncated-bundle", cut).map(drop)
}

#[test]
fn a_bundle_of_a_newer_kanbao() -> Outcome {
    let newer = |path: &Path, _: &str| fs::write(path, r#"{"schema":99,"reports":{}}"#);
    let said = says_so_and_recovers("newer-bundle", newer)?;
    let truncated = says_so_and_recovers("no-bundle", |path, _| fs::write(path, "<!doctype html>"))?;
    ensure!(
        said != truncated,
        "a newer bundle and a web page are both called: {said}"
    );
    Ok(())
}

#[test]
fn a_shard_that_is_not_what_was_promised() -> Outcome {
    let posts = tempfile::tempdir()?;
    posts::write_many(posts.path(), 60)?;
    let site = shared::build(posts.path(), "many")?;
    ensure!(
        !site.bundle.directories.is_empty(),
        "sixty reports fit into the bundle"
    );
    let shards = body_shards(&site.folder)?;
    let server = site.serve("/")?;
    scenario("broken-shard", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        let oldest = "2025/11/02/twitter_ai_20251102_20251102";
        for (path, whole) in &shards {
            fs::write(path, whole.replacen("报告", "报吿", 1))?;
        }
        reader.open(&Address::report(oldest)).await?;
        let trouble = reader.showing_trouble().await?;
        ensure!(
            !trouble.message().await?.trim().is_empty(),
            "it does not say what happened"
        );
        for (path, whole) in &shards {
            fs::write(path, whole)?;
        }
        trouble.act().await?;
        reader.showing_report(oldest).await?;
        Ok(())
    })
}

/// The shards that hold texts, with what is in them.
fn body_shards(site: &Path) -> Outcome<Vec<(PathBuf, String)>> {
    let mut shards = Vec::new();
    for entry in fs::read_dir(site.join("data"))? {
        let path = entry?.path();
        // A directory of shards is named by its year alone.
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("bodies-2025-"))
        {
            shards.push((path.clone(), fs::read_to_string(path)?));
        }
    }
    ensure!(!shards.is_empty(), "there are no shards");
    Ok(shards)
}

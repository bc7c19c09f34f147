//! A site that is published again: what is gone says so, and tabs that are still open find what they need.

use std::fs;

use kanbao_archive::link::Address;
use kanbao_tests::browser::Key;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

/// The post of a report that [`posts::write_short`] or [`posts::write_many`] wrote.
fn file_of(id: &str) -> Outcome<String> {
    let [year, month, day, slug] = id.split('/').collect::<Vec<_>>()[..] else {
        return Err(format!("{id} is no id").into());
    };
    Ok(format!("{year}-{month}-{day}-{slug}.md"))
}

#[test]
fn the_address_of_a_withdrawn_report_says_so() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (posts, target) = (folder.path().join("posts"), folder.path().join("site"));
    fs::create_dir(&posts)?;
    let ids = posts::write_short(&posts, 5)?;
    Site::build(&posts, &target)?;
    let (gone, other) = (&ids[2], &ids[3]);
    fs::remove_file(posts.join(file_of(gone)?))?;
    let previous = target.to_string_lossy().into_owned();
    let site = Site::build_with(&posts, &target, &["--previous", &previous])?;
    let page = fs::read_to_string(target.join(gone).join("index.html"))?;
    ensure!(
        page.contains("<h1>已撤回</h1>"),
        "the host's page does not say so: {page}"
    );

    let server = site.serve("/")?;
    scenario("withdrawn", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.open(&Address::report(gone.as_str())).await?;
        reader.showing_withdrawn().await?;
        ensure_eq!(
            browser.eval::<String>("return document.title", &[]).await?,
            "已撤回 — 看报",
            "the title"
        );
        // Here too it is nothing that could be read, copied or passed on.
        let bar = "return document.querySelector('.bottom-bar [href=\"#contents\"]') === null";
        ensure!(
            browser.eval::<bool>(bar, &[]).await?,
            "the bar leads to its contents"
        );
        browser.click("main a.action").await?;
        let home = reader.showing_home().await?;
        let listed = home.listed().await?;
        ensure!(
            listed.contains(other) && !listed.contains(gone),
            "listed: {listed:?}"
        );

        browser.open(&format!("{}?at={gone}", server.url())).await?;
        reader.showing_withdrawn().await?;
        browser.click("main a.action + a.action").await?;
        reader.showing_search().await.map(drop)
    })
}

#[test]
fn a_tab_of_the_site_before_still_finds_its_files() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (posts, target) = (folder.path().join("posts"), folder.path().join("site"));
    fs::create_dir(&posts)?;
    posts::write_many(&posts, 60)?;
    let site = Site::build(&posts, &target)?;
    ensure!(
        !site.bundle.directories.is_empty(),
        "sixty reports fit into the bundle"
    );
    let server = site.serve("/")?;
    scenario("old-tab", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        // Its text is not in the bundle, and has not been asked for.
        // The end of the list: reports whose texts are not in the bundle, and have not been asked for.
        browser.press(Key::End).await?;
        let old = browser
            .wait("the end of the list", async || {
                let last = home.listed().await?.pop();
                Ok(last.filter(|id| site.summaries().all(|summary| summary.id != *id)))
            })
            .await?;
        let file = posts.join(file_of(&old)?);
        let text = fs::read_to_string(&file)?;
        fs::write(&file, text.replacen("份报告\n", "份改过的报告\n", 1))?;
        let previous = target.to_string_lossy().into_owned();
        Site::build_with(&posts, &target, &["--previous", &previous])?;
        let carried = fs::read_to_string(target.join("carried.json"))?;
        ensure!(carried.contains("data/bodies-"), "carried along: {carried}");

        home.open(&old).await?;
        let report = reader.showing_report(&old).await?;
        let headline = report.headline().await?;
        ensure!(
            headline.ends_with("份报告") && !headline.contains("改过"),
            "the old tab shows {headline}"
        );
        Ok(())
    })
}

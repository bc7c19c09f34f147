//! One build works wherever it is put.

use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure};

use crate::shared;

#[test]
fn everything_works_under_a_path() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/kanbao/")?;
    scenario("base-path", async |browser| {
        let root = server.url();
        ensure!(root.ends_with("/kanbao/"), "the root is {root}");
        let reader = Reader::at(browser, root.as_str());
        let home = reader.home().await?;
        let first = home
            .listed()
            .await?
            .into_iter()
            .next()
            .ok_or("the list is empty")?;
        home.open(&first).await?;
        reader.showing_report(&first).await?.go_older().await?;
        browser.click("a.masthead-search").await?;
        let search = reader.showing_search().await?;
        search.type_query("开源模型").await?;
        ensure!(search.total("开源模型").await? > 0, "nothing was found");
        let hit = search
            .hits()
            .await?
            .into_iter()
            .next()
            .ok_or("no result is shown")?;
        search.open(&hit.id).await?;
        reader.showing_report(&hit.id).await?;
        browser.click("a.masthead-name").await?;
        reader.showing_home().await?;
        let outside: Vec<String> = browser
            .requests()
            .await?
            .into_iter()
            .filter(|url| url.starts_with("http") && !url.starts_with(&root))
            .collect();
        ensure!(outside.is_empty(), "asked outside of the site: {outside:#?}");
        Ok(())
    })
}

//! After one visit, without a server.

use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

#[test]
fn what_was_visited_reads_with_the_server_stopped() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("offline", async |browser| {
        // The new page asks for `version.json`, which only a server has.
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let listed = home.listed().await?;
        let visited = listed.first().ok_or("the list is empty")?.clone();
        home.open(&visited).await?;
        let text = reader.showing_report(&visited).await?.text().await?;
        browser.controlled().await?;
        server.stop();

        browser.reload().await?;
        let report = reader.showing_report(&visited).await?;
        ensure_eq!(report.text().await?, text, "the report without a server");
        let home = reader.home().await?;
        ensure_eq!(home.listed().await?, listed, "the list without a server");
        let search = reader.search().await?;
        search.type_query("开源模型").await?;
        ensure!(
            search.total("开源模型").await? > 0,
            "nothing is found without a server"
        );
        Ok(())
    })
}

//! The real posts, on machines that have them.

use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

#[test]
fn five_real_reports_read_without_asterisks() -> Outcome {
    let Some(folder) = posts::real() else {
        return Ok(());
    };
    let site = shared::build(&folder, "real")?;
    ensure_eq!(site.bundle.total, 5, "real reports");
    let server = site.serve("/")?;
    scenario("real", async |browser| {
        let reader = Reader::at(browser, server.url());
        for summary in site.summaries() {
            let text = reader.report(&summary.id).await?.text().await?;
            ensure!(!text.contains("**"), "{} shows asterisks", summary.id);
            ensure!(!summary.points.is_empty(), "{} has no key points", summary.id);
        }
        let search = reader.search().await?;
        search.type_query("Olmo 3").await?;
        ensure!(
            search.total("Olmo 3").await? > 0,
            "Olmo 3 is not found in the real reports"
        );
        Ok(())
    })
}

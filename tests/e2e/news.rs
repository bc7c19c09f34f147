//! What is new in a report: each term leads to where it stands.

use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

#[test]
fn a_term_that_is_new_or_faded_opens_where_it_stands() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let mut reports = site.bundle.reports.iter();
    let (report, news) = reports
        .find_map(|report| {
            let news = report.body.news.as_ref()?;
            let is_told = !report.summary.fresh.is_empty() && !news.faded.is_empty();
            is_told.then_some((report, news))
        })
        .ok_or("no report has anything new")?;
    let id = &report.summary.id;
    let (faded, last) = &news.faded[0];
    scenario("news", async |browser| {
        let reader = Reader::at(browser, server.url());
        for (row, term, target) in [("first", &*report.summary.fresh[0], id), ("last", &**faded, last)] {
            reader.report(id).await?;
            browser
                .click(&format!(".news dl > div:{row}-child li:first-child a"))
                .await?;
            let opened = reader.showing_report(target).await?;
            browser
                .wait("the term in view", async || {
                    Ok(opened.has_mark_in_view().await?.then_some(()))
                })
                .await?;
            let marks = opened.marks().await?;
            ensure!(!marks.is_empty(), "{term} is not marked");
            ensure_eq!(marks[0].to_lowercase(), term.to_lowercase(), "the mark");
        }
        Ok(())
    })
}

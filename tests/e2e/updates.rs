//! Something newer is published while pages are open.

use kanbao_tests::breaking::BreakingHost;
use kanbao_tests::pages::{Reader, UpdateNotice};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::editions::{
    edition, edition_with_another_app, generation, go_home, id, is_same_page, look, other_generation,
    settle_in, visit,
};

#[test]
fn new_reports_come_without_a_reload_and_without_moving_the_page() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition("second", 5, "正文")?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-reports", async |browser| {
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        let report = reader.report(&id(2)).await?;
        settle_in(browser, 900).await?;
        let text = report.text().await?;

        host.publish(&second.folder);
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        ensure_eq!(notice.said().await?, "2 篇新报告", "the notice");
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        ensure_eq!(
            browser.eval::<u32>("return scrollY", &[]).await?,
            900,
            "the scroll"
        );
        ensure_eq!(
            browser
                .eval::<String>("return document.activeElement.tagName", &[])
                .await?,
            "BODY",
            "the focus"
        );
        ensure_eq!(
            reader.showing_report(&id(2)).await?.text().await?,
            text,
            "the report"
        );
        ensure_eq!(generation(browser).await?, before, "the generation");

        notice.press("查看").await?;
        let home = reader.showing_home().await?;
        other_generation(browser, &before).await?;
        ensure_eq!(home.showing_rows(4).await?.first(), Some(&id(4)), "the list");
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        ensure_eq!(browser.eval::<u32>("return scrollY", &[]).await?, 0, "the scroll");
        ensure!(notice.is_absent().await?, "the notice is still there");
        browser.click("a.masthead-search").await?;
        let search = reader.showing_search().await?;
        search.type_query("第5天").await?;
        ensure_eq!(search.total("第5天").await?, 1, "found in the new report");
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        Ok(())
    })
}

#[test]
fn who_does_not_ask_for_them_has_them_on_the_next_page_and_finds_the_last_one_as_it_was() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition("second", 5, "正文")?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-later", async |browser| {
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        reader.report(&id(2)).await?;
        settle_in(browser, 900).await?;
        host.publish(&second.folder);
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        notice.said().await?;
        notice.press("稍后").await?;
        ensure!(notice.is_absent().await?, "the notice is still there");
        ensure_eq!(generation(browser).await?, before, "the generation");

        go_home(browser).await?;
        reader.showing_home().await?.showing_rows(4).await?;
        other_generation(browser, &before).await?;
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        browser.back().await?;
        reader.showing_report(&id(2)).await?;
        browser
            .wait_for::<bool>("the place in the report", "return scrollY === 900", &[])
            .await?;
        Ok(())
    })
}

#[test]
fn a_search_stays_while_its_results_are_read() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition("second", 5, "正文")?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-search", async |browser| {
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        let search = reader.search().await?;
        search.type_query("正文").await?;
        ensure_eq!(search.total("正文").await?, 3, "results");
        host.publish(&second.folder);
        look(browser).await?;
        UpdateNotice::of(browser).said().await?;
        search.open(&id(3)).await?;
        reader.showing_report(&id(3)).await?;
        ensure_eq!(generation(browser).await?, before, "the generation");
        browser.back().await?;
        let search = reader.showing_search().await?;
        ensure_eq!(search.total("正文").await?, 3, "results");

        browser.click("a.masthead-name").await?;
        reader.showing_home().await?.showing_rows(4).await?;
        browser.back().await?;
        let search = reader.showing_search().await?;
        browser
            .wait("five results", async || {
                Ok((search.total("正文").await? == 5).then_some(()))
            })
            .await
    })
}

#[test]
fn a_correction_is_no_new_report() -> Outcome {
    let (first, second) = (
        edition("first", 3, "正文")?,
        edition("corrected", 3, "改过的正文")?,
    );
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-corrected", async |browser| {
        let reader = Reader::at(browser, host.url());
        visit(browser, &reader).await?;
        settle_in(browser, 0).await?;
        host.publish(&second.folder);
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        ensure_eq!(notice.said().await?, "内容有更新", "the notice");
        notice.press("查看").await?;
        ensure!(notice.is_absent().await?, "the notice is still there");
        let home = reader.showing_home().await?;
        home.open(&id(2)).await?;
        let text = reader.showing_report(&id(2)).await?.text().await?;
        ensure!(text.contains("改过的正文"), "the report is as it was: {text}");
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        Ok(())
    })
}

#[test]
fn a_new_app_waits_until_it_is_asked_for() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition_with_another_app("app", 4)?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-app", async |browser| {
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        host.publish(&second.folder);
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        ensure_eq!(notice.said().await?, "看报有新版本", "the notice");
        // A page that is opened while the new app waits runs the old one, and says so too.
        reader.report(&id(2)).await?;
        ensure_eq!(notice.said().await?, "看报有新版本", "the notice of a later page");
        ensure_eq!(generation(browser).await?, before, "the generation");
        settle_in(browser, 700).await?;

        notice.press("更新").await?;
        other_generation(browser, &before).await?;
        reader.showing_report(&id(2)).await?;
        ensure!(!is_same_page(browser).await?, "the old app is still running");
        browser
            .wait_for::<bool>("the place in the report", "return scrollY === 700", &[])
            .await?;
        ensure!(notice.is_absent().await?, "the notice is still there");
        Ok(())
    })
}

//! Generations: two at a time, one that is lost, one that does not fit, and none at all.

use std::fs;

use kanbao_archive::link::Address;
use kanbao_archive::model::Day;
use kanbao_tests::breaking::{At, BreakingHost, Fault};
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::{Reader, UpdateNotice};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::editions::{
    edition, generation, id, is_same_page, look, other_generation, settle_in, visit, write,
};
use crate::shared;

/// The paths of the generations whose shells are stored.
async fn stored_generations(browser: &Browser) -> Outcome<Vec<String>> {
    let script = "const names = await caches.keys();
        return names.filter((name) => name.startsWith('kanbao:/:') && !name.endsWith(':files')).map((name) => name.slice(9))";
    browser.eval_async(script, &[]).await
}

#[test]
fn two_tabs_on_two_generations_both_work_while_a_third_comes() -> Outcome {
    let editions = [
        edition("first", 3, "正文")?,
        edition("second", 5, "正文")?,
        edition("third", 6, "正文")?,
    ];
    let host = BreakingHost::serve(&editions[0].folder, "/")?;
    scenario("updates-tabs", async |browser| {
        let reader = Reader::at(browser, host.url());
        let first = visit(browser, &reader).await?;
        reader.report(&id(1)).await?;
        settle_in(browser, 300).await?;
        host.publish(&editions[1].folder);
        look(browser).await?;
        UpdateNotice::of(browser).said().await?;

        browser.open_window(&host.url()).await?;
        let home = reader.showing_home().await?;
        let second = generation(browser).await?;
        ensure!(second != first, "the second tab runs the first generation");
        home.open(&id(4)).await?;
        reader.showing_report(&id(4)).await?;
        host.publish(&editions[2].folder);
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        ensure_eq!(notice.said().await?, "1 篇新报告", "the notice in the second tab");

        // Both go on with what they have, and nothing of the network is needed.
        host.refuse();
        browser.to_window(0).await?;
        ensure_eq!(
            UpdateNotice::of(browser).said().await?,
            "3 篇新报告",
            "the notice in the first tab"
        );
        ensure_eq!(generation(browser).await?, first, "the first tab's generation");
        for (name, reports) in [(&first, 3), (&second, 5)] {
            let script =
                "const answer = await fetch('/data/bundle.json?g=' + encodeURIComponent(arguments[0]));
                return (await answer.json()).total";
            let total: u32 = browser.eval_async(script, &[name.as_str().into()]).await?;
            ensure_eq!(total, reports, "reports of generation {name}");
        }
        ensure_eq!(stored_generations(browser).await?.len(), 3, "stored generations");

        // When the first tab moves on, its generation is needed by nobody.
        UpdateNotice::of(browser).press("查看").await?;
        other_generation(browser, &first).await?;
        reader.showing_home().await?.showing_rows(5).await?;
        ensure!(is_same_page(browser).await?, "the page was loaded anew");
        browser
            .wait("the first generation to go", async || {
                let stored = stored_generations(browser).await?;
                Ok((!stored.contains(&first)).then_some(()))
            })
            .await?;
        browser.to_window(1).await?;
        ensure_eq!(generation(browser).await?, second, "the second tab's generation");
        host.accept()?;
        Ok(())
    })
}

#[test]
fn a_tab_that_misses_a_file_moves_to_the_new_generation_and_says_so() -> Outcome {
    let folder = tempfile::tempdir()?;
    posts::write_many(folder.path(), 150)?;
    let first = shared::build(folder.path(), "updates-many")?;
    let oldest = "2025/08/04/twitter_ai_20250804_20250804";
    let day = Day::new(2025, 8, 4).ok_or("there is no such day")?;
    posts::write(
        folder.path(),
        day,
        "# 报告\n\n## 核心信息\n\n1. **改过**：后来的一句话。\n",
    )?;
    let second = shared::build(folder.path(), "updates-many-corrected")?;
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-missing", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        reader.home().await?;
        host.publish(&second.folder);
        let mut address = Address::default();
        address.filter.from = Some(day);
        address.filter.to = Some(day);
        reader.open(&address).await?;
        // The page still runs what is stored, and the text of that day is not.
        reader.showing_home().await?.open(oldest).await?;
        other_generation(browser, &before).await?;
        let text = reader.showing_report(oldest).await?.text().await?;
        ensure!(text.contains("后来的一句话"), "the report is {text}");
        let notice = UpdateNotice::of(browser);
        let said = notice.said().await?;
        ensure!(said.contains("已换到最新一期"), "it says {said}");
        notice.press("知道了").await?;
        ensure!(notice.is_absent().await?, "the notice is still there");
        Ok(())
    })
}

#[test]
fn a_generation_that_was_lost_is_left_once() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition("second", 5, "正文")?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-gone", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        host.publish(&second.folder);
        // The new worker cannot be had, and the data of the old one are lost.
        host.break_at(At::Below("/sw.js".to_owned()), Fault::Status(500));
        let script = "const cache = await caches.open('kanbao:/:' + arguments[0]);
            return cache.delete('/data/bundle.json')";
        let lost: bool = browser.eval_async(script, &[before.as_str().into()]).await?;
        ensure!(lost, "the bundle was not stored");
        browser.reload().await?;
        reader.showing_home().await?.showing_rows(4).await?;
        let said = UpdateNotice::of(browser).said().await?;
        ensure!(said.contains("已换到最新一期"), "it says {said}");
        Ok(())
    })
}

#[test]
fn a_file_that_was_lost_is_fetched_again() -> Outcome {
    let first = edition("first", 3, "正文")?;
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-lost", async |browser| {
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        let script = "const cache = await caches.open('kanbao:/:' + arguments[0]);
            const all = await cache.keys();
            return Promise.all(all.filter(({ url }) => /bundle|shell/.test(url)).map((each) => cache.delete(each)))";
        let lost: Vec<bool> = browser.eval_async(script, &[before.as_str().into()]).await?;
        ensure_eq!(lost, [true, true], "what was lost");
        reader.home().await?;
        let restored = "const cache = await caches.open('kanbao:/:' + arguments[0]);
            return (await cache.keys()).filter(({ url }) => /bundle|shell/.test(url)).length === 2";
        browser
            .wait("what was lost to be stored", async || {
                let is_restored: bool = browser.eval_async(restored, &[before.as_str().into()]).await?;
                Ok(is_restored.then_some(()))
            })
            .await?;
        // The console is looked at when the test ends: without a network, only the look for something newer may fail.
        browser.expect_errors();
        host.refuse();
        reader.home().await?;
        ensure_eq!(generation(browser).await?, before, "the generation");
        host.accept()?;
        Ok(())
    })
}

#[test]
fn where_there_is_no_room_the_page_says_so_and_reads_on() -> Outcome {
    let (first, second) = (edition("first", 3, "正文")?, edition("second", 5, "正文")?);
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-full", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        host.publish(&second.folder);
        let origin = host.url();
        let quota = serde_json::json!({ "origin": origin.trim_end_matches('/'), "quotaSize": 1 });
        browser.devtools("Storage.overrideQuotaForOrigin", quota).await?;
        look(browser).await?;
        let notice = UpdateNotice::of(browser);
        let said = notice.said().await?;
        ensure!(said.contains("空间不足，新一期存不下"), "it says {said}");
        reader.report(&id(2)).await?;
        ensure_eq!(generation(browser).await?, before, "the generation");
        Ok(())
    })
}

#[test]
fn a_host_that_says_nothing_sensible_of_its_version_is_not_heeded() -> Outcome {
    let first = edition("first", 3, "正文")?;
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-version", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        let before = visit(browser, &reader).await?;
        for fault in [Fault::Page, Fault::Status(404), Fault::Truncate] {
            host.break_at(At::Below("/version.json".to_owned()), fault);
            host.forget();
            reader.home().await?;
            browser
                .wait("the look", async || Ok(host.has_broken().then_some(())))
                .await?;
            ensure_eq!(generation(browser).await?, before, "the generation");
            ensure!(UpdateNotice::of(browser).is_absent().await?, "there is a notice");
            host.mend()?;
        }
        Ok(())
    })
}

#[test]
fn a_site_without_a_worker_takes_it_off_and_one_with_it_puts_it_back() -> Outcome {
    let first = edition("first", 3, "正文")?;
    let folder = tempfile::tempdir()?;
    write(folder.path(), 4, "正文")?;
    fs::write(folder.path().join("kanbao.toml"), "[build]\noffline = false\n")?;
    let without = shared::build(folder.path(), "updates-without")?;
    let host = BreakingHost::serve(&first.folder, "/")?;
    scenario("updates-kill", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, host.url());
        visit(browser, &reader).await?;
        let report = reader.report(&id(2)).await?;
        report.star().await?;
        browser
            .eval_async::<()>(
                "await caches.open('kanbao:/other/:files'); await caches.open('theirs'); return null",
                &[],
            )
            .await?;

        host.publish(&without.folder);
        reader.home().await?;
        let script = "const registrations = await navigator.serviceWorker.getRegistrations();
            const state = (worker) => worker && worker.state;
            const workers = registrations.map((it) => [it.installing, it.waiting, it.active].map(state).join(' '));
            return [...workers, ...(await caches.keys())].join()";
        let mut kept = String::new();
        let gone = browser
            .wait("the worker and its caches to go", async || {
                // A page that is being replaced cannot answer.
                kept = browser.eval_async(script, &[]).await.unwrap_or_default();
                Ok((kept == "kanbao:/other/:files,theirs").then_some(()))
            })
            .await;
        gone.map_err(|error| format!("{error}; there are {kept}"))?;
        reader.home().await?.showing_rows(3).await?;
        let controlled = "return navigator.serviceWorker.controller !== null";
        ensure!(
            !browser.eval::<bool>(controlled, &[]).await?,
            "a worker is in control"
        );
        reader.report(&id(2)).await?.is_starred().await?;

        host.publish(&first.folder);
        reader.home().await?;
        browser.controlled().await?;
        reader.report(&id(2)).await?.is_starred().await?;
        Ok(())
    })
}

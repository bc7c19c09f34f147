//! The list of results: its order, what narrows it, more of it, and what it says where there is none.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{fs, io};

use kanbao_archive::link::{Address, Filter, Route, Sort};
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

const Q: &str = "模型";

#[test]
fn the_order_stands_in_the_address() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-order", async |browser| {
        let root = server.url();
        let reader = Reader::at(browser, root.as_str());
        let search = reader.search().await?;
        search.type_query(Q).await?;
        let total = search.total(Q).await?;
        let by_relevance = search.hits().await?;
        let newest_first: Vec<&str> = site
            .summaries()
            .map(|s| s.id.as_str())
            .filter(|id| by_relevance.iter().any(|hit| hit.id == *id))
            .collect();
        search.sort_by("date").await?;
        let by_date = async || {
            let shown: Vec<String> = search.hits().await?.into_iter().map(|hit| hit.id).collect();
            Ok((shown == newest_first).then_some(()))
        };
        browser.wait("the newest first", by_date).await?;
        search.focus_on("[data-key='sort-date']").await?;
        let address = Address::new(Route::Search).with_q(Q).with_sort(Sort::Date);
        ensure_eq!(browser.url().await?, address.href(&root), "the address");
        browser.reload().await?;
        ensure_eq!(search.total(Q).await?, total, "after a reload");
        browser.wait("the newest first again", by_date).await?;
        // Typing on keeps the order.
        search.type_query(" 开源").await?;
        search.total("模型 开源").await?;
        ensure!(browser.url().await?.ends_with("&sort=date"), "the order is lost");
        browser.back().await?;
        let best_first = async || Ok((search.hits().await? == by_relevance).then_some(()));
        browser.wait("the best first", best_first).await?;
        Ok(())
    })
}

#[test]
fn every_facet_gives_as_many_reports_as_it_says_and_is_taken_back() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-facets", async |browser| {
        let search = Reader::at(browser, server.url()).search().await?;
        search.type_query(Q).await?;
        let total = search.total(Q).await?;
        let facets = search.facets().await?;
        let kinds: BTreeSet<&str> = facets
            .iter()
            .filter_map(|(key, _)| key.split('-').next())
            .collect();
        ensure_eq!(
            kinds,
            BTreeSet::from(["month", "topic"]),
            "one source is no choice"
        );
        for (key, count) in &facets {
            browser.click(&format!("#kb-facets [data-key='{key}']")).await?;
            has_total(browser, *count).await?;
            browser.click("#kb-result-head .chosen a").await?;
            has_total(browser, total).await?;
        }
        let (topic, _) = facets.first().ok_or("no facet")?;
        browser.click(&format!("#kb-facets [data-key='{topic}']")).await?;
        browser.click("#kb-facets [data-key='topic-taken']").await?;
        has_total(browser, total).await?;
        Ok(())
    })
}

#[test]
fn on_a_phone_the_facets_are_behind_one_word() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-facets-phone", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let search = Reader::at(browser, server.url()).search().await?;
        search.type_query(Q).await?;
        search.total(Q).await?;
        let is_open = "return document.querySelector('#kb-facets').offsetParent !== null";
        ensure!(
            !browser.eval::<bool>(is_open, &[]).await?,
            "they are open at first"
        );
        browser.click("[data-narrow]").await?;
        browser.wait_for::<bool>("the facets", is_open, &[]).await?;
        search.focus_on("#kb-search-side").await?;
        let (key, count) = search.facets().await?.into_iter().next().ok_or("no facet")?;
        browser.click(&format!("#kb-facets [data-key='{key}']")).await?;
        has_total(browser, count).await?;
        ensure!(!browser.eval::<bool>(is_open, &[]).await?, "they stay open");
        search.focus_on("#kb-results").await
    })
}

#[test]
fn more_results_come_as_one_scrolls_and_are_there_on_coming_back() -> Outcome {
    let (site, _posts) = many("search-many")?;
    let server = site.serve("/")?;
    scenario("search-more", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        let q = "一句话";
        search.type_query(q).await?;
        ensure_eq!(search.total(q).await?, 70, "reports found");
        let first = search.hits().await?.len();
        ensure!((20..70).contains(&first), "{first} are drawn at first");
        // One keeps scrolling to the end, as with a wheel.
        let scroll = "scrollTo(0, document.body.scrollHeight);
            return document.querySelectorAll('#kb-results li').length === 70";
        browser.wait_for::<bool>("all of them", scroll, &[]).await?;
        let last = search.hits().await?.pop().ok_or("no result")?.id;
        search.open(&last).await?;
        reader.showing_report(&last).await?;
        browser.back().await?;
        reader.showing_search().await?;
        search.focus_on_result(&last).await?;
        let in_view = "const box = document.activeElement.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight";
        browser
            .wait_for::<bool>("the result that was opened", in_view, &[])
            .await?;
        ensure_eq!(search.hits().await?.len(), 70, "results after coming back");
        Ok(())
    })
}

#[test]
fn the_button_for_more_leads_on_to_the_first_new_result() -> Outcome {
    let (site, _posts) = many("search-many-keys")?;
    let server = site.serve("/")?;
    scenario("search-more-keys", async |browser| {
        let search = Reader::at(browser, server.url()).search().await?;
        let q = "一句话";
        search.type_query(q).await?;
        search.total(q).await?;
        // A click that no scrolling came before.
        let script = "const drawn = document.querySelectorAll('#kb-results li').length;
            document.querySelector('[data-more=results]').click(); return drawn";
        let drawn: usize = browser.eval(script, &[]).await?;
        let nth = format!("#kb-results li:nth-child({}) a", drawn + 1);
        search.focus_on(&nth).await
    })
}

#[test]
fn nothing_found_leads_on() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-vain", async |browser| {
        let reader = Reader::at(browser, server.url());
        // Far from every sample.
        let filter = Filter {
            to: Day::new(2001, 1, 1),
            ..Filter::default()
        };
        let address = Address::new(Route::Search).with_q(Q).with_filter(filter);
        reader.open(&address).await?;
        let search = reader.showing_search().await?;
        ensure_eq!(search.total(Q).await?, 0, "reports before all reports");
        browser.click("#kb-results .nothing .ways a").await?;
        let found = "return document.querySelectorAll('#kb-results li[data-report]').length > 0";
        browser
            .wait_for::<bool>("results without the filter", found, &[])
            .await?;
        ensure!(search.total(Q).await? > 0, "nothing without the filter");
        Ok(())
    })
}

#[test]
fn what_could_not_be_loaded_is_tried_again() -> Outcome {
    let (site, _posts) = many("search-broken")?;
    let shards = shards(&site)?;
    for (path, _) in &shards {
        fs::write(path, "[")?;
    }
    let server = site.serve("/")?;
    scenario("search-retry", async |browser| {
        browser.expect_errors();
        let search = Reader::at(browser, server.url()).search().await?;
        let q = "一句话";
        search.type_query(q).await?;
        search.state(q, "error").await?;
        let found = search.hits().await?.len();
        ensure!(found > 0, "what is here is not shown");
        for (path, whole) in &shards {
            fs::write(path, whole)?;
        }
        browser.click("#kb-results [data-retry]").await?;
        ensure_eq!(search.total(q).await?, 70, "reports after trying again");
        Ok(())
    })
}

#[test]
fn what_was_found_is_said_once_the_typing_rests() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-said", async |browser| {
        let search = Reader::at(browser, server.url()).search().await?;
        let watch = "window.said = [];
            const line = document.querySelector('[role=status]#kb-search-said');
            new MutationObserver(() => said.push(line.textContent)).observe(line,
                { childList: true, characterData: true, subtree: true });";
        browser.eval::<()>(watch, &[]).await?;
        // Every letter has its results, but nobody rests on them.
        let q = "open mod";
        for (at, letter) in q.char_indices() {
            search.type_query(&letter.to_string()).await?;
            search.total(&q[..at + 1]).await?;
        }
        let count = "return document.querySelector('#kb-search-said').textContent ===
            (document.querySelector('.empty-title') || document.querySelector('.result-count')).textContent";
        browser
            .wait_for::<bool>("the count to be said", count, &[])
            .await?;
        let said: Vec<String> = browser.eval("return said", &[]).await?;
        ensure!(said.len() < q.len(), "each letter makes it say: {said:?}");
        Ok(())
    })
}

/// A site of seventy reports in shards, with the folder of its posts.
fn many(name: &str) -> Outcome<(Site, tempfile::TempDir)> {
    let posts = tempfile::tempdir()?;
    posts::write_many(posts.path(), 70)?;
    Ok((shared::build(posts.path(), name)?, posts))
}

/// The files that hold texts, with what is in them.
fn shards(site: &Site) -> Outcome<Vec<(PathBuf, String)>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(site.folder.join("data"))?.collect();
    let paths = entries?.into_iter().map(|entry| entry.path());
    let bodies = paths.filter(|path| path.to_string_lossy().contains("/bodies-2025-"));
    bodies
        .map(|path| Ok((path.clone(), fs::read_to_string(path)?)))
        .collect()
}

async fn has_total(browser: &Browser, total: usize) -> Outcome {
    let script = "const { state, total } = document.querySelector('#kb-results').dataset;
        return state === 'done' && total === arguments[0]";
    browser
        .wait_for::<bool>(&format!("{total} results"), script, &[json!(total.to_string())])
        .await
        .map(drop)
}

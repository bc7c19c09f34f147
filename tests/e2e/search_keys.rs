//! The search box and the keyboard: to the results and back, input methods, and recent searches.

use kanbao_archive::link::{Address, Route};
use kanbao_tests::browser::Key;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

const BOX: &str = "#kb-search";
const Q: &str = "模型";

#[test]
fn the_keyboard_leads_from_the_box_through_the_results_and_back() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-keyboard", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        browser.press('/').await?;
        let search = reader.showing_search().await?;
        search.focus_on(BOX).await?;
        search.type_query(Q).await?;
        search.total(Q).await?;
        let hits = search.hits().await?;
        let [first, second, ..] = &hits[..] else {
            return Err("fewer than two results".into());
        };
        browser.press(Key::Down).await?;
        search.focus_on_result(&first.id).await?;
        browser.press('j').await?;
        search.focus_on_result(&second.id).await?;
        browser.press(Key::Up).await?;
        search.focus_on_result(&first.id).await?;
        browser.press('k').await?;
        search.focus_on(BOX).await?;
        ensure_eq!(
            search.query().await?,
            Q,
            "a key that moves writes nothing; the box"
        );
        browser.press('j').await?;
        search.total("模型j").await?;
        browser.press(Key::Backspace).await?;
        search.total(Q).await?;
        search.focus_on(BOX).await?;
        // Enter in the box chooses nothing; on a result it opens that one.
        browser.press(Key::Enter).await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        reader.showing_report(&second.id).await?;
        Ok(())
    })
}

#[test]
fn escape_clears_the_box_and_then_leaves_it() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-escape", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.focus_on(BOX).await?;
        search.type_query(Q).await?;
        search.total(Q).await?;
        browser.press(Key::Escape).await?;
        search.state("", "idle").await?;
        ensure_eq!(search.query().await?, "", "the box after Escape");
        search.focus_on(BOX).await?;
        browser.press(Key::Escape).await?;
        search.focus_on("main").await?;
        // And the button does the same for a finger.
        browser.press('/').await?;
        search.focus_on(BOX).await?;
        search.type_query(Q).await?;
        search.total(Q).await?;
        browser.click("[role=search] button[data-clear]").await?;
        search.state("", "idle").await?;
        search.focus_on(BOX).await
    })
}

#[test]
fn nothing_is_searched_while_an_input_method_composes() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-ime", async |browser| {
        let search = Reader::at(browser, server.url()).search().await?;
        search.focus_on(BOX).await?;
        search.type_query(Q).await?;
        let total = search.total(Q).await?;
        browser.compose("kai'yuan").await?;
        ensure_eq!(search.query().await?, "模型kai'yuan", "what is being composed");
        browser.press_enter_composing().await?;
        let at_rest = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            return document.querySelector('#kb-results').dataset.query";
        ensure_eq!(
            browser.eval_async::<String>(at_rest, &[]).await?,
            Q,
            "while composing"
        );
        browser.commit("开源").await?;
        let both = search.total("模型开源").await?;
        ensure!(both <= total, "what was composed is not searched");
        ensure_eq!(search.query().await?, "模型开源", "the box");
        browser.press(Key::Escape).await?;
        search.state("", "idle").await?;
        ensure_eq!(search.recent().await?, Vec::<String>::new(), "Enter kept it");
        Ok(())
    })
}

#[test]
fn recent_searches_are_offered_and_can_be_forgotten() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-recent", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.focus_on(BOX).await?;
        for q in ["开源", "模型", "开源"] {
            search.type_query(q).await?;
            search.total(q).await?;
            browser.press(Key::Enter).await?;
            browser.press(Key::Escape).await?;
            search.state("", "idle").await?;
        }
        ensure_eq!(
            search.recent().await?,
            ["开源", "模型"],
            "each once, newest first"
        );
        // What finds nothing, and what was only typed past, is not kept.
        for (q, key) in [("蛋炒饭的第九种做法", Key::Enter), ("报", Key::Escape)] {
            search.type_query(q).await?;
            search.total(q).await?;
            browser.press(key).await?;
            browser.press(Key::Escape).await?;
            search.state("", "idle").await?;
            search.focus_on("#kb-search, main").await?;
        }
        // Opening a result is meant.
        search.type_query("智能").await?;
        search.total("智能").await?;
        let id = search.hits().await?.swap_remove(0).id;
        search.open(&id).await?;
        reader.showing_report(&id).await?;
        reader.search().await?;
        search.state("", "idle").await?;
        ensure_eq!(search.recent().await?, ["智能", "开源", "模型"], "after a reload");

        browser.click("[data-recent] [data-forget='开源']").await?;
        let two = async || Ok((search.recent().await? == ["智能", "模型"]).then_some(()));
        browser.wait("one to be forgotten", two).await?;
        search.focus_on("[data-forget='模型']").await?;
        browser.click("[data-recent] li:first-child a").await?;
        search.total("智能").await?;
        ensure_eq!(search.query().await?, "智能", "the box after choosing one");
        reader.open(&Address::new(Route::Search)).await?;
        search.state("", "idle").await?;
        browser.click("[data-forget-all]").await?;
        let none = async || Ok(search.recent().await?.is_empty().then_some(()));
        browser.wait("all to be forgotten", none).await?;
        search.focus_on(BOX).await?;
        browser.reload().await?;
        search.state("", "idle").await?;
        ensure_eq!(search.recent().await?, Vec::<String>::new(), "after a reload");
        Ok(())
    })
}

//! The list of reports on home: what the reader has done with them, and how it behaves when it is long.

use kanbao_archive::link::{Address, Only, Route};
use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::pages::{Home, Reader};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// Reports of a list that is long enough to be drawn in parts.
const MANY: i32 = 300;

/// More rows than any window shows, and far fewer than there are.
const FEW_ROWS: usize = 70;

#[test]
fn a_row_is_starred_by_touch_and_found_on_its_shelf() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("list-star", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let home = Reader::at(browser, server.url()).home().await?;
        home.choose_tab("星标").await?;
        ensure!(home.note().await?.contains("还没有星标的报告"), "an empty shelf");
        home.choose_tab("全部").await?;
        let all = home.showing_rows(site.bundle.reports.len() - 2).await?;
        let third = &all[2];
        home.star(third).await?;
        ensure_eq!(
            home.state(third).await?,
            ("未读，已加星".to_owned(), true),
            "the row"
        );

        home.choose_tab("星标").await?;
        ensure_eq!(home.showing_rows(1).await?, [third.as_str()], "the shelf");
        ensure!(browser.url().await?.contains("only=starred"), "the address");
        // What is taken off the shelf stays in view, so that it can be put back.
        home.star(third).await?;
        ensure_eq!(home.state(third).await?, (String::new(), false), "the row");
        ensure_eq!(home.listed().await?, [third.as_str()], "the shelf");
        Ok(())
    })
}

#[test]
fn keys_mark_the_row_that_has_the_focus_and_it_keeps_it() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("list-keys", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let all = home.listed().await?;
        browser.press('j').await?;
        browser.press('j').await?;
        let second = home.focused().await?.ok_or("no row has the focus")?;
        ensure_eq!(second, all[1], "the row after two presses");
        let top = home.top_of(&second).await?;
        for (key, state) in [
            ('m', "已读"),
            ('f', "已读，已加星"),
            ('m', "未读，已加星"),
            ('m', "已读，已加星"),
        ] {
            browser.press(key).await?;
            ensure_eq!(home.state(&second).await?.0, state, "the row after {key}");
            let script = "return document.querySelector('section[aria-labelledby=archive-title] [role=status]').textContent";
            ensure_eq!(
                browser.eval::<String>(script, &[]).await?,
                state,
                "what is said after {key}"
            );
        }
        ensure_eq!(home.focused().await?, Some(second.clone()), "the focus");
        ensure_eq!(home.top_of(&second).await?, top, "the place of the row");

        for (shelf, is_on) in [("未读", false), ("已读", true), ("星标", true)] {
            home.choose_tab(shelf).await?;
            let count = if is_on { 1 } else { site.bundle.reports.len() - 1 };
            let listed = home.showing_rows(count).await?;
            ensure_eq!(listed.contains(&second), is_on, "{second} among {shelf}");
        }
        Ok(())
    })
}

/// Opens home of a site with many reports, and runs a test once all of them are known.
fn with_many(
    name: &str,
    test: impl AsyncFnOnce(&Browser, &Reader<'_>, Home<'_>, &[String]) -> Outcome,
) -> Outcome {
    let posts = tempfile::tempdir()?;
    let ids = posts::write_short(posts.path(), MANY)?;
    let site = shared::build(posts.path(), name)?;
    let server = site.serve("/")?;
    scenario(name, async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        home.complete().await?;
        test(browser, &reader, home, &ids).await
    })
}

/// Scrolls to the middle of the page; gives the first row there and where it is.
async fn to_the_middle(browser: &Browser, home: Home<'_>) -> Outcome<(String, f64)> {
    browser
        .eval::<()>("scrollTo(0, document.documentElement.scrollHeight / 2)", &[])
        .await?;
    home.first_in_window().await
}

/// Waits until a row is at its place again.
async fn at_its_place(browser: &Browser, home: Home<'_>, (id, wanted): &(String, f64)) -> Outcome {
    browser
        .wait(&format!("{id} at {wanted}"), async || {
            let top = home.top_of(id).await.unwrap_or_default();
            Ok(top.filter(|top| (top - wanted).abs() < 2.0))
        })
        .await
        .map(drop)
}

#[test]
fn of_a_long_list_only_what_is_near_is_in_the_page() -> Outcome {
    with_many("list-long", async |browser, _, home, ids| {
        ensure!(home.listed().await?.len() < FEW_ROWS, "rows at the beginning");
        browser.press(Key::End).await?;
        let oldest = ids.last().ok_or("no reports")?;
        browser
            .wait("the oldest report", async || {
                let top = home.top_of(oldest).await?;
                Ok(top.filter(|top| (0.0..900.0).contains(top)))
            })
            .await?;
        ensure!(home.listed().await?.len() < FEW_ROWS, "rows at the end");
        Ok(())
    })
}

#[test]
fn the_keyboard_walks_through_rows_that_are_not_drawn_yet() -> Outcome {
    with_many("list-walk", async |browser, _, home, ids| {
        for _ in 0..120 {
            browser.press('j').await?;
        }
        // The newest stands in the edition above.
        ensure_eq!(
            home.focused().await?.as_ref(),
            ids.get(120),
            "the row after 120 presses"
        );
        ensure!(home.listed().await?.len() < FEW_ROWS, "rows on the way");
        // The reader looks elsewhere; the row that has the focus is still the one to go on from.
        browser.eval::<()>("scrollTo(0, 0)", &[]).await?;
        for _ in 0..20 {
            browser.press('k').await?;
        }
        ensure_eq!(
            home.focused().await?.as_ref(),
            ids.get(100),
            "the row 20 presses before"
        );
        Ok(())
    })
}

#[test]
fn the_place_in_a_long_list_survives_back_reload_and_rotation() -> Outcome {
    with_many("list-place", async |browser, reader, home, _| {
        let place = to_the_middle(browser, home).await?;
        home.open(&place.0).await?;
        reader.showing_report(&place.0).await?;
        browser.back().await?;
        reader.showing_home().await?;
        at_its_place(browser, home, &place).await?;
        ensure_eq!(
            home.focused().await?,
            Some(place.0.clone()),
            "the focus after back"
        );

        // The position is written down once scrolling has paused.
        let written = "return history.state && history.state[2] !== undefined && Math.abs(history.state[0] - scrollY) < 2";
        browser
            .wait_for::<bool>("the position in the history", written, &[])
            .await?;
        browser.reload().await?;
        let home = reader.showing_home().await?;
        at_its_place(browser, home, &place).await?;

        browser.set_screen(Screen::PHONE).await?;
        browser
            .wait("the row in the narrow window", async || {
                let top = home.top_of(&place.0).await?;
                Ok(top.filter(|top| (-400.0..844.0).contains(top)))
            })
            .await?;
        Ok(())
    })
}

#[test]
fn a_shelf_in_the_address_of_a_new_reader_is_empty_and_says_what_to_do() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("list-shelf", async |browser| {
        let reader = Reader::at(browser, server.url());
        for (only, words) in [(Only::Read, "读到末尾就算读过"), (Only::Starred, "按 f")] {
            let mut address = Address::new(Route::Home);
            address.filter.only = Some(only);
            reader.open(&address).await?;
            let home = reader.showing_home().await?;
            ensure!(
                home.note().await?.contains(words),
                "the note does not say {words}"
            );
        }
        Ok(())
    })
}

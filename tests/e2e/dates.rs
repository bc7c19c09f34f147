//! Choosing days: by keyboard, with the mouse, with a finger, by typing, in any time zone.

use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::Day;
use kanbao_tests::browser::{Key, Network, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

fn day(text: &str) -> Outcome<Day> {
    Ok(text.parse().map_err(|_| format!("{text} is no day"))?)
}

fn cell(day: &str) -> String {
    format!("[role=grid] [data-day='{day}']")
}

#[test]
fn the_calendar_is_walked_and_a_range_drawn_out_by_keyboard() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("calendar-keys", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        let dates = reader.dates();
        dates.enter_grid().await?;
        dates.on_day("2025-11-30").await?;
        let walk = [
            (Key::Left, "2025-11-29"),
            (Key::Up, "2025-11-22"),
            (Key::Home, "2025-11-17"),
            (Key::End, "2025-11-23"),
            (Key::PageUp, "2025-10-23"),
            (Key::PageDown, "2025-11-23"),
            (Key::Right, "2025-11-24"),
            (Key::Down, "2025-12-01"),
            (Key::Up, "2025-11-24"),
        ];
        for (key, expected) in walk {
            browser.press(key).await?;
            dates.on_day(expected).await?;
        }
        browser.press(Key::Enter).await?;
        dates.chosen("2025-11-24", "2025-11-24").await?;
        dates.on_day("2025-11-24").await?;

        browser.press_with_shift(&[Key::Up, Key::Left]).await?;
        dates.chosen("2025-11-16", "2025-11-24").await?;
        ensure_eq!(dates.selected().await?.len(), 9, "days selected");
        browser.back().await?;
        dates.chosen("2025-11-24", "2025-11-24").await?;
        browser.back().await?;
        dates.chosen("", "").await
    })
}

#[test]
fn escape_forgets_a_range_that_is_drawn_out() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("calendar-escape", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        let dates = reader.dates();
        dates.enter_grid().await?;
        browser
            .press_with_shift(&[Key::Up, Key::Left, Key::Escape])
            .await?;
        ensure_eq!(
            dates.selected().await?,
            Vec::<String>::new(),
            "selected after Escape"
        );
        dates.chosen("", "").await?;
        // Shift and Enter extend from the day chosen last.
        browser.press(Key::Enter).await?;
        dates
            .chosen("2025-11-22", "2025-11-22")
            .await
            .or(dates.chosen("2025-11-22", "2025-11-22").await)?;
        Ok(())
    })
}

#[test]
fn dragging_over_days_shows_the_range_and_chooses_it_on_release() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("calendar-drag", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let dates = reader.dates();
        let from = dates.middle_of(&cell("2025-11-12")).await?;
        let middle = dates.middle_of(&cell("2025-11-14")).await?;
        let to = dates.middle_of(&cell("2025-11-20")).await?;
        browser.drag(from, &[middle, to]).await?;
        ensure_eq!(dates.selected().await?.len(), 9, "days shown while dragging");
        ensure_eq!(
            dates.said().await?.as_str(),
            "11月12–20日，5 篇",
            "said while dragging"
        );
        dates.chosen("", "").await?;
        browser.let_go(to).await?;
        dates.chosen("2025-11-12", "2025-11-20").await?;
        ensure_eq!(home.total().await?, 5, "reports in the list");
        browser.back().await?;
        dates.chosen("", "").await?;
        ensure!(
            dates.selected().await?.is_empty(),
            "days stay selected after going back"
        );

        // With Shift, a second click ends a range; days without reports may end it too.
        home.choose_day(day("2025-11-24")?).await?;
        dates.chosen("2025-11-24", "2025-11-24").await?;
        let script = "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))";
        browser.eval::<()>(script, &[cell("2025-11-19").into()]).await?;
        dates.chosen("2025-11-19", "2025-11-24").await
    })
}

#[test]
fn typed_days_are_understood_or_nothing_changes() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("typed-days", async |browser| {
        browser.set_clock("Asia/Shanghai", "2025-11-30T04:00:00Z").await?;
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        let dates = reader.dates();
        for (text, from, to) in [
            ("11-21", "2025-11-21", "2025-11-21"),
            ("2025-11", "2025-11-01", "2025-11-30"),
            ("昨天", "2025-11-29", "2025-11-29"),
            ("last week", "2025-11-17", "2025-11-23"),
            ("11-03 到 11-09", "2025-11-03", "2025-11-09"),
        ] {
            dates.type_days(text).await?;
            dates.chosen(from, to).await?;
        }
        dates.type_days("开源模型").await?;
        let script =
            "return document.querySelector('input[name=days]').getAttribute('aria-invalid') === 'true'";
        browser
            .wait_for::<bool>("the field to be invalid", script, &[])
            .await?;
        ensure!(
            dates.said().await?.starts_with("看不懂「开源模型」"),
            "it says {}",
            dates.said().await?
        );
        dates.chosen("2025-11-03", "2025-11-09").await?;
        dates.type_days(" ").await?;
        dates.chosen("", "").await
    })
}

#[test]
fn the_histogram_is_brushed_with_keys_mouse_and_finger() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("histogram", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        let dates = reader.dates();
        let focus = "document.querySelector('[role=slider][data-handle=from]').focus()";
        browser.eval::<()>(focus, &[]).await?;
        // The archive's first week begins on Monday, 20 October.
        for from in ["2025-10-27", "2025-11-03"] {
            browser.press(Key::Right).await?;
            dates.chosen(from, "2025-11-30").await?;
        }
        let text = "return document.activeElement.getAttribute('aria-valuetext')";
        ensure_eq!(
            browser.eval::<String>(text, &[]).await?.as_str(),
            "11月3–9日，2 篇",
            "the handle says"
        );
        browser.back().await?;
        dates.chosen("", "").await?;

        let (x, y) = dates.middle_of("#kb-histogram").await?;
        browser.drag((x - 60.0, y), &[(x, y), (x + 60.0, y)]).await?;
        ensure!(
            !dates.selected().await?.is_empty(),
            "nothing is shown while brushing"
        );
        dates.chosen("", "").await?;
        browser.let_go((x + 60.0, y)).await?;
        dates.chosen("2025-10-27", "2025-11-23").await?;
        browser.back().await?;

        browser.set_screen(Screen::PHONE).await?;
        reader.home().await?;
        browser.click("[data-turn=days]").await?;
        let (x, y) = dates.middle_of("#kb-histogram").await?;
        let places: Vec<(f64, f64)> = (0..7)
            .map(|step| (x + 10.0 + 15.0 * f64::from(step), y))
            .collect();
        browser.swipe(&places).await?;
        dates.chosen("2025-11-10", "2025-11-23").await
    })
}

/// Days in a zone, where `today` is the reader's own and `yesterday` the day before it.
fn in_zone(name: &str, zone: &str, today: &str, yesterday: &str) -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let of_the_28th: Vec<String> = site
        .summaries()
        .filter(|summary| summary.day.to_string() == "2025-11-28")
        .map(|summary| summary.id.clone())
        .collect();
    scenario(name, async |browser| {
        browser.set_clock(zone, "2025-11-30T20:00:00Z").await?;
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let dates = reader.dates();
        let preset = "return document.querySelector('.presets a').href.includes(`from=${arguments[0]}&to=${arguments[0]}`)";
        ensure!(
            browser.eval::<bool>(preset, &[today.into()]).await?,
            "the preset for today is not {today}"
        );
        let folio = "return document.querySelector('.folio').innerText.startsWith('最新一期')";
        let is_old = today != "2025-11-30";
        ensure_eq!(
            browser.eval::<bool>(folio, &[]).await?,
            is_old,
            "whether home says that it is old"
        );
        let marked = "return document.querySelector('[role=grid] [aria-current=date]')?.dataset.day ?? ''";
        let in_november = if today == "2025-11-30" { today } else { "" };
        ensure_eq!(
            browser.eval::<String>(marked, &[]).await?.as_str(),
            in_november,
            "today in November's calendar"
        );

        ensure_eq!(
            dates.day(day("2025-11-28")?).await?.0.as_str(),
            "11月28日，1 篇",
            "a day's name"
        );
        ensure_eq!(
            dates.day(day("2025-11-29")?).await?.0.as_str(),
            "11月29日，没有报告",
            "the next day's name"
        );
        home.choose_day(day("2025-11-28")?).await?;
        dates.chosen("2025-11-28", "2025-11-28").await?;
        ensure_eq!(
            home.showing_rows(1).await?,
            of_the_28th,
            "the reports of the 28th"
        );
        let row = "return document.querySelector('.row-number').textContent";
        ensure_eq!(
            browser.eval::<String>(row, &[]).await?.as_str(),
            "28",
            "the row's day"
        );
        dates.type_days("昨天").await?;
        dates.chosen(yesterday, yesterday).await
    })
}

#[test]
fn days_do_not_shift_in_los_angeles() -> Outcome {
    in_zone(
        "zone-los-angeles",
        "America/Los_Angeles",
        "2025-11-30",
        "2025-11-29",
    )
}

#[test]
fn days_do_not_shift_in_shanghai() -> Outcome {
    in_zone("zone-shanghai", "Asia/Shanghai", "2025-12-01", "2025-11-30")
}

#[test]
fn days_do_not_shift_in_kiritimati() -> Outcome {
    in_zone(
        "zone-kiritimati",
        "Pacific/Kiritimati",
        "2025-12-01",
        "2025-11-30",
    )
}

#[test]
fn offline_the_calendar_tells_which_days_cannot_be_read() -> Outcome {
    let folder = tempfile::tempdir()?;
    posts::write_many(folder.path(), 150)?;
    let site = shared::build(folder.path(), "many-days")?;
    let server = site.serve("/")?;
    scenario("calendar-offline", async |browser| {
        browser.expect_errors();
        browser.set_clock("Asia/Shanghai", "2026-01-01T04:00:00Z").await?;
        let reader = Reader::at(browser, server.url());
        let filter = kanbao_archive::link::Filter {
            to: "2025-09-15".parse().ok(),
            ..Default::default()
        };
        reader
            .open(&Address::new(Route::Home).with_filter(filter))
            .await?;
        reader.showing_home().await?;
        let dates = reader.dates();
        ensure_eq!(
            dates.day(day("2025-09-10")?).await?.0.as_str(),
            "9月10日，1 篇",
            "online"
        );
        browser.set_network(Network::Offline).await?;
        let script = "return document.querySelector(`[data-day='2025-09-10']`).className === 'day-absent'";
        browser
            .wait_for::<bool>("a day that is not here", script, &[])
            .await?;
        ensure_eq!(
            dates.day(day("2025-09-10")?).await?.0.as_str(),
            "9月10日，1 篇，离线时看不了",
            "offline"
        );
        browser.set_network(Network::Full).await?;
        let script = "return document.querySelector(`[data-day='2025-09-10']`).className === 'heat-1'";
        browser.wait_for::<bool>("the day online", script, &[]).await?;
        Ok(())
    })
}

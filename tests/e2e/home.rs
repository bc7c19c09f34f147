//! Opening home and finding reports by date and topic.

use std::collections::BTreeMap;

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::{Day, Period};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

/// Ids of the reports of a day, in the archive's order.
fn ids_of(site: &Site, day: Day) -> Vec<String> {
    site.summaries()
        .filter(|s| s.day == day)
        .map(|s| s.id.clone())
        .collect()
}

/// The newest day, which stands above the list.
fn newest(site: &Site) -> Outcome<Day> {
    Ok(site.summaries().next().ok_or("the samples are empty")?.day)
}

#[test]
fn the_newest_edition_stands_above_the_list_of_all_other_days() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("home", async |browser| {
        let home = Reader::at(browser, server.url()).home().await?;
        ensure!(
            !home.points().await?.is_empty(),
            "the newest edition shows no key points"
        );
        ensure_eq!(home.total().await?, site.bundle.total as usize, "reports in all");
        let newest = newest(site)?;
        let others: Vec<String> = site
            .summaries()
            .filter(|s| s.day != newest)
            .map(|s| s.id.clone())
            .collect();
        ensure_eq!(home.listed().await?, others, "the list");
        Ok(())
    })
}

#[test]
fn a_day_of_the_calendar_narrows_the_list_and_the_address_keeps_it() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("calendar", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let all = home.listed().await?;
        let month = newest(site)?.first_of_month();
        let in_month = |day: &Day| day.first_of_month() == month;
        // The oldest day of the month that the calendar shows.
        let day = site
            .summaries()
            .map(|s| s.day)
            .filter(in_month)
            .last()
            .ok_or("no day to choose")?;
        let expected = ids_of(site, day);

        home.choose_day(day).await?;
        ensure_eq!(
            home.showing_rows(expected.len()).await?,
            expected,
            "reports of {day}"
        );
        let filtered = browser.url().await?;
        ensure!(
            filtered.contains(&format!("from={day}&to={day}")),
            "the address is {filtered}"
        );

        browser.reload().await?;
        let home = reader.showing_home().await?;
        ensure_eq!(
            home.showing_rows(expected.len()).await?,
            expected,
            "reports of {day} after a reload"
        );
        ensure_eq!(browser.url().await?, filtered, "the address after a reload");

        browser.back().await?;
        ensure_eq!(
            home.showing_rows(all.len()).await?,
            all,
            "the list after going back"
        );
        browser.forward().await?;
        ensure_eq!(
            home.showing_rows(expected.len()).await?,
            expected,
            "the list after going forward"
        );
        Ok(())
    })
}

#[test]
fn a_range_in_the_address_is_what_the_list_shows() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("range", async |browser| {
        let days: Vec<Day> = site.summaries().map(|s| s.day).collect();
        let (from, to) = (days[days.len() * 3 / 4], days[days.len() / 4]);
        let filter = Filter::default().with_period(Some(Period::new(from, to)));
        let expected: Vec<String> = site
            .summaries()
            .filter(|s| filter.admits(s))
            .map(|s| s.id.clone())
            .collect();
        let reader = Reader::at(browser, server.url());
        reader
            .open(&Address::new(Route::Home).with_filter(filter))
            .await?;
        let home = reader.showing_home().await?;
        ensure_eq!(
            home.showing_rows(expected.len()).await?,
            expected,
            "reports from {from} to {to}"
        );
        ensure_eq!(home.total().await?, expected.len(), "the stated number");
        Ok(())
    })
}

#[test]
fn each_topic_lists_its_own_reports() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("topics", async |browser| {
        let home = Reader::at(browser, server.url()).home().await?;
        let mut topics: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for summary in site.summaries() {
            topics.entry(&summary.topic).or_default().push(summary.id.clone());
        }
        ensure!(topics.len() > 1, "the samples have one topic only");
        for (key, expected) in topics {
            home.choose_tab(site.bundle.topic_name(key)).await?;
            ensure_eq!(
                home.showing_rows(expected.len()).await?,
                expected,
                "reports of topic {key}"
            );
            ensure!(
                browser.url().await?.contains(&format!("topic={key}")),
                "the address lacks topic {key}"
            );
        }
        Ok(())
    })
}

#[test]
fn going_back_from_a_report_finds_the_list_where_it_was() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("list-position", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let last = home.listed().await?.pop().ok_or("the list is empty")?;
        // Clicking scrolls the row into view, as a person would.
        home.open(&last).await?;
        reader.showing_report(&last).await?;
        browser.back().await?;
        reader.showing_home().await?;
        let script = "const row = document.querySelector(`section[aria-labelledby=archive-title] li[data-report='${arguments[0]}']`);
            const box = row && row.getBoundingClientRect();
            return Boolean(box) && box.top < innerHeight && box.bottom > 0";
        browser
            .wait_for::<bool>("the row that was clicked, in the window", script, &[last.into()])
            .await?;
        Ok(())
    })
}

//! What a reader does with a report: going on where it was left, reading it to its end, starring it; and what somebody
//! sees who has never been here.

use kanbao_archive::link::{Address, Filter};
use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

/// What the quiet line at the foot of the window says.
const NOTICE: &str =
    "const notice = document.querySelector('.notice p'); return notice && notice.textContent";

async fn notice(browser: &Browser) -> Outcome<Option<String>> {
    browser.eval(NOTICE, &[]).await
}

#[test]
fn a_report_left_in_the_middle_offers_to_go_on() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<&str> = site.summaries().map(|s| s.id.as_str()).take(2).collect();
    let [first, second] = ids[..] else {
        return Err("fewer than two samples".into());
    };
    scenario("resume", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        let report = reader.report(first).await?;
        ensure_eq!(notice(browser).await?, None, "on the first visit");
        report.read_to(300).await?;
        let left: f64 = browser.eval("return scrollY", &[]).await?;
        report.go_older().await?;
        let report = reader.showing_report(second).await?;
        ensure_eq!(
            notice(browser).await?,
            None,
            "in a report that was not opened before"
        );
        report.go_newer().await?;
        reader.showing_report(first).await?;
        let says: String = browser.wait_for("the offer to go on", NOTICE, &[]).await?;
        ensure!(
            says.starts_with("上次读到「") && says.ends_with("%）"),
            "the page says “{says}”"
        );
        ensure_eq!(
            browser.eval::<f64>("return scrollY", &[]).await?,
            0.0,
            "nothing jumps by itself"
        );
        browser.click("[data-go-on]").await?;
        let there =
            "return Math.abs(scrollY - arguments[0]) < innerHeight && !document.querySelector('.notice')";
        browser
            .wait_for::<bool>("the place where it was left", there, &[left.into()])
            .await?;
        Ok(())
    })
}

#[test]
fn an_address_with_a_place_of_its_own_is_not_argued_with() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<&str> = site.summaries().map(|s| s.id.as_str()).take(2).collect();
    let [first, second] = ids[..] else {
        return Err("fewer than two samples".into());
    };
    scenario("resume-anchor", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        let report = reader.report(first).await?;
        report.read_to(300).await?;
        report.go_older().await?;
        reader.showing_report(second).await?;
        // Home leads to a point of the report, as the edition does.
        browser.click(".masthead-name").await?;
        reader.showing_home().await?;
        browser.click(&format!("a[href$='{first}/#point-2']")).await?;
        reader.showing_report(first).await?;
        let there = "const top = document.querySelector('#point-2').getBoundingClientRect().top; return top >= 0 && top < 200";
        browser.wait_for::<bool>("the point", there, &[]).await?;
        ensure_eq!(notice(browser).await?, None, "over an address with a place");
        Ok(())
    })
}

#[test]
fn a_report_is_read_at_its_end_and_unread_again_by_hand() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let first = site.summaries().next().ok_or("no samples")?.id.clone();
    scenario("read", async |browser| {
        let reader = Reader::at(browser, server.url());
        let report = reader.report(&first).await?;
        report.read_to(100).await?;
        ensure!(
            report.pressed().await?.is_empty(),
            "something is pressed before the end"
        );
        browser.press(Key::End).await?;
        let said = "return document.querySelector('#kb-read-said').textContent === '读完了'";
        browser
            .wait_for::<bool>("the word that it was read", said, &[])
            .await?;
        ensure_eq!(report.pressed().await?, ["已读"], "pressed");
        // Under its end it is unread again, and stays so.
        browser.click(".read-line [data-read]").await?;
        browser.press(Key::Home).await?;
        browser.press(Key::End).await?;
        let unread = "return document.querySelector('#kb-read').getAttribute('aria-pressed') === 'false'
            && document.querySelector('#kb-read-said').textContent === ''";
        browser
            .wait_for::<bool>("the report to be unread", unread, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn a_star_stays_while_the_reader_walks_about() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let ids: Vec<&str> = site.summaries().map(|s| s.id.as_str()).take(2).collect();
    let [first, second] = ids[..] else {
        return Err("fewer than two samples".into());
    };
    scenario("star", async |browser| {
        let reader = Reader::at(browser, server.url());
        let report = reader.report(first).await?;
        browser.click("#kb-star").await?;
        ensure_eq!(report.pressed().await?, ["已加星"], "after the press");
        report.go_older().await?;
        let report = reader.showing_report(second).await?;
        ensure!(report.pressed().await?.is_empty(), "the other report is starred");
        report.go_newer().await?;
        let report = reader.showing_report(first).await?;
        ensure_eq!(report.pressed().await?, ["已加星"], "after the way back");
        browser.press('f').await?;
        ensure!(report.pressed().await?.is_empty(), "the key takes the star away");
        Ok(())
    })
}

#[test]
fn whoever_comes_to_an_old_report_sees_its_date_and_the_way_to_the_newest() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let (newest, old) = (site.summaries().next(), site.summaries().last());
    let (newest, old) = newest.zip(old).ok_or("no samples")?;
    scenario("first-visit", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.report(&old.id).await?;
        let date: String = browser
            .eval("return document.querySelector('.report-line time').dateTime", &[])
            .await?;
        ensure_eq!(date, old.day.to_string(), "its date");
        let notices =
            "return [...document.querySelectorAll('.notice, .toast:not(:empty)')].map((n) => n.textContent)";
        ensure_eq!(
            browser.eval::<Vec<String>>(notices, &[]).await?,
            Vec::<String>::new(),
            "notices"
        );
        let title = async || browser.eval::<String>("return document.title", &[]).await;
        ensure!(
            title().await?.contains(old.lead()),
            "the title is {}",
            title().await?
        );
        browser.click(".newest").await?;
        reader.showing_report(&newest.id).await?;
        ensure!(
            title().await?.contains(newest.lead()),
            "the title is {}",
            title().await?
        );
        let link = "return document.querySelector('.newest') === null";
        ensure!(
            browser.eval::<bool>(link, &[]).await?,
            "the newest leads to itself"
        );
        Ok(())
    })
}

#[test]
fn neighbours_keep_the_filter_also_in_the_bar() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let of_topic: Vec<_> = site
        .summaries()
        .filter(|s| s.topic == "finance")
        .take(2)
        .collect();
    let [newer, older] = of_topic[..] else {
        return Err("fewer than two of a topic".into());
    };
    scenario("neighbours-filter", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        let filter = Filter {
            topic: Some("finance".into()),
            ..Filter::default()
        };
        reader
            .open(&Address::report(&newer.id).with_filter(filter))
            .await?;
        reader.showing_report(&newer.id).await?;
        browser.click(".bottom-bar a[aria-label^='上一篇']").await?;
        reader.showing_report(&older.id).await?;
        ensure!(
            browser.url().await?.ends_with("?topic=finance"),
            "the filter is gone"
        );
        browser.click(".bottom-bar a[aria-label^='下一篇']").await?;
        reader.showing_report(&newer.id).await?;
        Ok(())
    })
}

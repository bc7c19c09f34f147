//! Home as a front page: points that open, topics in the reader's order, and what is new since the last visit.

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::Day;
use kanbao_archive::outline::SectionKind;
use kanbao_tests::browser::{Browser, Key};
use kanbao_tests::pages::{Home, Reader};
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

#[test]
fn a_key_point_opens_its_item_in_the_report() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("point", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        // The first report of the newest day that is about the first topic stands first.
        let topic = &site
            .bundle
            .topics
            .first()
            .ok_or("the samples have no topics")?
            .key;
        let first = site.summaries().find(|s| s.topic == *topic);
        let first = first.ok_or("the samples are empty")?;
        let point = first.points.get(8).ok_or("the first report has few points")?;
        home.open_point(9).await?;
        reader.showing_report(&first.id).await?;
        ensure!(browser.url().await?.ends_with("#point-9"), "the address");
        let script = "const item = document.getElementById('point-9');
            const box = item.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight && item.textContent.includes(arguments[0])";
        browser
            .wait_for::<bool>("the item in the window", script, &[json!(point.lead)])
            .await?;
        Ok(())
    })
}

#[test]
fn the_reader_puts_a_topic_first_and_it_stays() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("topic-order", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let before = home.stories().await?;
        ensure_eq!(before.len(), 2, "stories of the newest day");
        let script = "const button = [...document.querySelectorAll('.edition button')].find((button) => button.innerText.startsWith('上移'));
            button.focus(); return document.activeElement === button";
        browser.wait_for::<bool>("the control", script, &[]).await?;
        browser.press(Key::Enter).await?;
        let turned: Vec<String> = before.into_iter().rev().collect();
        showing_stories(browser, home, &turned).await?;
        let script = "const story = document.activeElement.closest('article');
            return story && story === document.querySelector('.edition article')";
        browser
            .wait_for::<bool>("the focus on the story that moved", script, &[])
            .await?;
        browser.reload().await?;
        let home = reader.showing_home().await?;
        showing_stories(browser, home, &turned).await
    })
}

async fn showing_stories(browser: &Browser, home: Home<'_>, wanted: &[String]) -> Outcome {
    browser
        .wait(&format!("the stories {wanted:?}"), async || {
            Ok((home.stories().await? == wanted).then_some(()))
        })
        .await
}

#[test]
fn only_who_comes_back_is_told_what_is_new() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("since", async |browser| {
        let reader = Reader::at(browser, server.url());
        let home = reader.home().await?;
        let notices = "return document.querySelectorAll('.notice, [role=alert]').length";
        ensure_eq!(home.since().await?, None, "on a first visit");
        ensure_eq!(
            browser.eval::<u32>(notices, &[]).await?,
            0,
            "notices on a first visit"
        );
        browser.reload().await?;
        let home = reader.showing_home().await?;
        ensure_eq!(home.since().await?, None, "on the first visit, after a reload");

        let (known, new) = last_seen(site)?;
        come_back(browser, &server.url(), &known.to_string(), 7).await?;
        let expected = format!("自 {} 日以来 {new} 篇 ›", known.day());
        let lane = Address::new(Route::Lane(SectionKind::KeyPoints)).with_filter(Filter {
            from: Some(known.plus(1)),
            ..Filter::default()
        });
        let expected = Some((expected, lane.href("/")));
        for when in ["on coming back", "after a reload"] {
            browser.open(&server.url()).await?;
            let home = reader.showing_home().await?;
            ensure_eq!(home.since().await?, expected, "{when}");
        }

        // An hour's absence is no absence.
        come_back(browser, &server.url(), &known.to_string(), 1).await?;
        browser.open(&server.url()).await?;
        ensure_eq!(reader.showing_home().await?.since().await?, None, "an hour later");
        Ok(())
    })
}

/// A day of the newest month before the newest, and how many reports came after it.
fn last_seen(site: &Site) -> Outcome<(Day, usize)> {
    let newest = site.summaries().next().ok_or("the samples are empty")?.day;
    let known = site.summaries().map(|s| s.day).find(|day| *day < newest);
    let known = known.ok_or("the samples are of one day")?;
    ensure_eq!(
        known.month_key(),
        newest.month_key(),
        "months of {known} and {newest}"
    );
    Ok((known, site.summaries().filter(|s| s.day > known).count()))
}

/// Makes the browser remember a visit so many hours ago, when this day was the newest. A page without the reader does it,
/// since the reader would write down that it is left.
async fn come_back(browser: &Browser, root: &str, newest: &str, hours: u64) -> Outcome {
    // It asks for an icon that tests do not serve.
    browser.expect_errors();
    browser.open(&format!("{root}robots.txt")).await?;
    let script = "const at = Date.now() - arguments[1] * 3600 * 1000;
        localStorage.setItem('kanbao:/:visit', JSON.stringify({ newest: arguments[0], at }))";
    browser.eval::<()>(script, &[json!(newest), json!(hours)]).await
}

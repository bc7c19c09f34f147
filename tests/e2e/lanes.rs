//! Lanes: reading one kind of section across days.

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::{Day, Period, Report};
use kanbao_archive::outline::{Aliases, Outline, SectionKind};
use kanbao_tests::browser::{Network, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// The reports of a site that have a section, with the id of its first heading.
fn with_section(site: &Site, kind: SectionKind, filter: &Filter) -> Vec<(String, String)> {
    let aliases = Aliases::of_site(&site.bundle.site);
    let section = |report: &Report| {
        let document = report.body.document.read();
        let outline = Outline::of(&document, &aliases);
        let found = outline.of_kind(&document, kind);
        found.first().map(|(section, _)| section.id.clone())
    };
    let reports = site.bundle.reports.iter();
    reports
        .filter(|report| filter.admits(&report.summary))
        .filter_map(|report| Some((report.summary.id.clone(), section(report)?)))
        .collect()
}

fn ids(reports: &[(String, String)]) -> Vec<String> {
    reports.iter().map(|(id, _)| id.clone()).collect()
}

#[test]
fn the_markets_of_some_days_are_read_and_lead_into_the_full_report() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("lane", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        browser.click("main nav a[href*='lane=markets']").await?;
        let lane = reader.showing_lane().await?;
        ensure_eq!(lane.name().await?.as_str(), "市场", "the lane's name");
        reader.dates().type_days("2025-11-20 到 2025-11-28").await?;
        reader.dates().chosen("2025-11-20", "2025-11-28").await?;

        let day = |text: &str| text.parse::<Day>().map_err(|_| text.to_owned());
        let period = Period::new(day("2025-11-20")?, day("2025-11-28")?);
        let filter = Filter::default().with_period(Some(period));
        let expected = with_section(site, SectionKind::Markets, &filter);
        ensure!(
            expected.len() > 2,
            "the samples have too few markets on those days"
        );
        lane.showing(&ids(&expected)).await?;
        let mut days = lane.days().await?;
        days.dedup();
        let unique = days.len();
        days.sort();
        days.dedup();
        ensure_eq!(days.len(), unique, "each day once");
        let title = "return document.title";
        ensure!(
            browser
                .eval::<String>(title, &[])
                .await?
                .starts_with("市场 11月20–28日"),
            "the title lacks the days"
        );

        // Only the topic's.
        let home = "return [...document.querySelectorAll('main .tab-rows a')].find((tab) => tab.textContent === 'AI').click()";
        browser.eval::<()>(home, &[]).await?;
        let of_topic = Filter {
            topic: Some("ai".into()),
            ..filter.clone()
        };
        let expected = with_section(site, SectionKind::Markets, &of_topic);
        lane.showing(&ids(&expected)).await?;

        let (id, section) = expected.last().cloned().ok_or("no report in the lane")?;
        lane.open(&id).await?;
        reader.showing_report(&id).await?;
        let script = "const heading = document.getElementById(arguments[0]);
            const top = heading && heading.getBoundingClientRect().top;
            return decodeURIComponent(location.hash.slice(1)) === arguments[0] && heading !== null && top > -2 && top < innerHeight";
        browser
            .wait_for::<bool>("the report at its markets", script, &[section.into()])
            .await?;
        browser.back().await?;
        reader.showing_lane().await?.showing(&ids(&expected)).await
    })
}

#[test]
fn the_lane_without_days_shows_the_newest_and_its_kinds_are_those_that_occur() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("lane-newest", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        reader
            .open(&Address::new(Route::Lane(SectionKind::KeyPoints)))
            .await?;
        let lane = reader.showing_lane().await?;
        let said = "return document.querySelector('.lane-dates').textContent";
        ensure!(
            browser.eval::<String>(said, &[]).await?.starts_with("最新 "),
            "it does not say which days"
        );
        let wide = "return document.documentElement.scrollWidth - innerWidth";
        ensure!(
            browser.eval::<i32>(wide, &[]).await? <= 0,
            "the page is wider than the phone"
        );
        let kinds = "return [...document.querySelectorAll('nav.lane-kinds a')].map((link) => new URL(link.href).searchParams.get('lane'))";
        ensure_eq!(
            browser.eval::<Vec<String>>(kinds, &[]).await?,
            site.bundle.sections,
            "the kinds"
        );
        lane.choose("观点").await?;
        let opinions = with_section(site, SectionKind::Opinions, &Filter::default());
        let script = "return document.querySelector('main h1').textContent === '观点'";
        browser.wait_for::<bool>("the other lane", script, &[]).await?;
        let first: Vec<String> = ids(&opinions).into_iter().take(3).collect();
        ensure_eq!(
            lane.reports().await?.into_iter().take(3).collect::<Vec<_>>(),
            first,
            "the newest opinions"
        );

        // The days are folded away on a small screen, and the button brings them.
        let shown = "return document.querySelector('[role=grid]').checkVisibility()";
        ensure!(
            !browser.eval::<bool>(shown, &[]).await?,
            "the calendar covers the lane"
        );
        browser.click("[aria-controls=kb-lane-side]").await?;
        browser.wait_for::<bool>("the calendar", shown, &[]).await?;
        Ok(())
    })
}

#[test]
fn a_lane_grows_as_one_scrolls_and_says_what_is_missing_offline() -> Outcome {
    let folder = tempfile::tempdir()?;
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    for number in 0..160 {
        let text = format!(
            "# 第{number}份报告\n\n## 关键事件\n\n{}\n\n## 别的\n\n正文。\n",
            "发生了一件事。".repeat(450)
        );
        posts::write(folder.path(), last.plus(-number), &text)?;
    }
    let site = shared::build(folder.path(), "many-events")?;
    ensure!(
        !site.bundle.directories.is_empty(),
        "the archive is small enough to be here whole"
    );
    let server = site.serve("/")?;
    scenario("lane-large", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        let events = |from: &str, to: &str| {
            let filter = Filter {
                from: from.parse().ok(),
                to: to.parse().ok(),
                ..Filter::default()
            };
            Address::new(Route::Lane(SectionKind::Events)).with_filter(filter)
        };
        reader.open(&events("2025-08-01", "2025-08-31")).await?;
        let lane = reader.showing_lane().await?;
        browser
            .wait("the first reports of August", async || {
                let reports = lane.reports().await?;
                Ok(reports
                    .first()
                    .is_some_and(|id| id.starts_with("2025/08/31"))
                    .then_some(()))
            })
            .await?;
        let drawn = lane.reports().await?.len();
        ensure!(drawn < 31, "all of August was drawn at once");
        browser
            .wait("all of August, by scrolling", async || {
                browser
                    .eval::<()>("scrollTo(0, document.body.scrollHeight)", &[])
                    .await?;
                Ok((lane.reports().await?.len() == 31).then_some(()))
            })
            .await?;

        // Without a connection: what is here is shown, and the rest is said to be missing.
        reader.open(&events("2025-12-01", "2025-12-02")).await?;
        reader
            .showing_lane()
            .await?
            .showing(&[
                "2025/12/02/twitter_ai_20251202_20251202".to_owned(),
                "2025/12/01/twitter_ai_20251201_20251201".to_owned(),
            ])
            .await?;
        // Nothing kept from before: neither by the worker nor by the browser.
        browser
            .eval_async::<()>(
                "for (const name of await caches.keys()) await caches.delete(name)",
                &[],
            )
            .await?;
        browser.set_network(Network::Offline).await?;
        server.stop();
        reader.dates().type_days("2025-09-01 到 2025-12-02").await?;
        let script = "const retry = document.querySelector('.lane-missing [data-retry]');
            return retry !== null && /还有 \\d+ 天的报告没有载入/.test(document.querySelector('.lane-missing').textContent)";
        browser.wait_for::<bool>("what is missing", script, &[]).await?;
        ensure!(
            lane.reports()
                .await?
                .contains(&"2025/12/02/twitter_ai_20251202_20251202".to_owned()),
            "what is here is not shown"
        );
        Ok(())
    })
}

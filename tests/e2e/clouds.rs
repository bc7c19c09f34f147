//! The clouds view: the cloud of whatever is filtered, comparing, the contact sheet; and a report's two pictures.

use kanbao_archive::link::Filter;
use kanbao_archive::model::{Day, Period};
use kanbao_tests::browser::{Browser, Key, Network, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

/// How many reports of a site pass a filter.
fn count(site: &Site, filter: &Filter) -> u32 {
    site.summaries().filter(|summary| filter.admits(summary)).count() as u32
}

fn days(from: &str, to: &str) -> Outcome<Filter> {
    let day = |text: &str| text.parse::<Day>().map_err(|_| text.to_owned());
    Ok(Filter::default().with_period(Some(Period::new(day(from)?, day(to)?))))
}

fn of_topic(filter: &Filter, topic: &str) -> Filter {
    Filter {
        topic: Some(topic.into()),
        ..filter.clone()
    }
}

async fn fits(browser: &Browser) -> Outcome {
    let wide = "return document.documentElement.scrollWidth - innerWidth";
    ensure!(
        browser.eval::<i32>(wide, &[]).await? <= 0,
        "the page is wider than the screen"
    );
    Ok(())
}

#[test]
fn the_cloud_follows_topic_and_days_and_a_word_leads_to_the_search_among_them() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("clouds-filter", async |browser| {
        let reader = Reader::at(browser, server.url());
        let clouds = reader.clouds(&Filter::default()).await?;
        clouds.made_of(count(site, &Filter::default())).await?;
        let all = clouds.words().await?;
        ensure!(all.len() > 20, "{} words are few", all.len());
        let mut drawn = clouds.drawn().await?;
        ensure!(
            drawn.len() > 20 && drawn.iter().all(|word| all.contains(word)),
            "the list lacks words that are drawn"
        );

        let filter = of_topic(&days("2025-11-20", "2025-11-28")?, "finance");
        clouds.choose("财经").await?;
        clouds
            .made_of(count(site, &of_topic(&Filter::default(), "finance")))
            .await?;
        let finance = clouds.words().await?;
        ensure!(finance != all, "the topic changes no word");
        reader.dates().type_days("2025-11-20 到 2025-11-28").await?;
        clouds.made_of(count(site, &filter)).await?;
        ensure!(clouds.words().await? != finance, "the days change no word");
        clouds.choose("与众不同").await?;
        let script = "return new URLSearchParams(location.search).get('score') === 'distinctive'";
        browser
            .wait_for::<bool>("the score in the address", script, &[])
            .await?;
        browser.reload().await?;
        let clouds = reader.showing_clouds().await?;
        clouds.made_of(count(site, &filter)).await?;

        // By its picture, which is there for the pointer; the list is for the keyboard.
        drawn = clouds.drawn().await?;
        let word = drawn.first().ok_or("nothing is drawn")?.clone();
        browser.click(".cloud-filtered svg a").await?;
        reader.showing_search().await?;
        let query = "const query = new URLSearchParams(location.search);
            return ['q', 'from', 'to', 'topic'].map((name) => query.get(name))";
        let asked: Vec<Option<String>> = browser.eval(query, &[]).await?;
        let expected =
            [word.as_str(), "2025-11-20", "2025-11-28", "finance"].map(|text| Some(text.to_owned()));
        ensure_eq!(asked, expected, "the search");
        let found = "const results = document.querySelector('[data-total]');
            return results !== null && results.dataset.state === 'done' && Number(results.dataset.total) > 0";
        browser
            .wait_for::<bool>("what the word finds", found, &[])
            .await?;
        Ok(())
    })
}

#[test]
fn the_cloud_is_drawn_anew_while_a_range_is_dragged() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("clouds-drag", async |browser| {
        let reader = Reader::at(browser, server.url());
        let clouds = reader.clouds(&Filter::default()).await?;
        let all = count(site, &Filter::default());
        clouds.made_of(all).await?;
        let before = browser.url().await?;
        let (x, y) = reader.dates().middle_of("#kb-histogram").await?;
        browser.drag((x, y), &[(x + 20.0, y), (x + 60.0, y)]).await?;
        let fewer = "const figure = document.querySelector('.cloud-filtered');
            return figure !== null && Number(figure.dataset.reports) < arguments[0]";
        browser
            .wait_for::<bool>("a cloud of the range under the pointer", fewer, &[json!(all)])
            .await?;
        ensure_eq!(browser.url().await?, before, "the address before it is let go");
        browser.let_go((x + 60.0, y)).await?;
        let script = "return new URLSearchParams(location.search).get('from')";
        let from: String = browser.wait_for("the range in the address", script, &[]).await?;
        let to: String = browser
            .eval("return new URLSearchParams(location.search).get('to')", &[])
            .await?;
        clouds.made_of(count(site, &days(&from, &to)?)).await
    })
}

#[test]
fn two_topics_and_two_periods_are_compared_on_a_phone_by_keyboard() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("clouds-compare", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        let clouds = reader.clouds(&Filter::default()).await?;
        let all = count(site, &Filter::default());
        clouds.made_of(all).await?;
        fits(browser).await?;

        let focus = "const link = [...document.querySelectorAll('.cloud-ways a')].find((link) => link.textContent === '两个话题');
            link && link.focus(); return document.activeElement === link";
        browser.wait_for::<bool>("the way to compare", focus, &[]).await?;
        browser.press(Key::Enter).await?;
        let by_topic = |topic: &str| count(site, &of_topic(&Filter::default(), topic));
        clouds.sides([by_topic("ai"), by_topic("finance")]).await?;
        let here = clouds.compared("here").await?;
        let there = clouds.compared("there").await?;
        ensure!(
            !here.is_empty() && !there.is_empty() && here.iter().all(|word| !there.contains(word)),
            "a word stands on one side only: {here:?} {there:?}"
        );
        ensure!(!clouds.compared("shared").await?.is_empty(), "nothing is shared");
        fits(browser).await?;

        clouds.choose("对调").await?;
        clouds.sides([by_topic("finance"), by_topic("ai")]).await?;
        ensure_eq!(clouds.compared("here").await?, there, "exchanged");
        browser.reload().await?;
        let clouds = reader.showing_clouds().await?;
        clouds.sides([by_topic("finance"), by_topic("ai")]).await?;
        browser.click("[data-list=here] li a").await?;
        reader.showing_search().await?;
        ensure_eq!(
            browser
                .eval::<String>("return new URLSearchParams(location.search).get('topic')", &[])
                .await?
                .as_str(),
            "finance",
            "the topic of the search"
        );
        browser.back().await?;
        let clouds = reader.showing_clouds().await?;
        clouds.choose("不比了").await?;
        clouds.made_of(by_topic("finance")).await?;
        clouds.choose("前后两段日子").await?;
        let named = "const query = new URLSearchParams(location.search);
            return query.get('from2') < query.get('to2') && query.get('to2') < query.get('from')";
        browser
            .wait_for::<bool>("two periods in the address", named, &[])
            .await
            .map(drop)
    })
}

#[test]
fn a_report_has_its_image_and_the_drawn_cloud() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let with_image = site.summaries().find(|summary| summary.cloud.is_some());
    let id = with_image.ok_or("no sample has an image")?.id.clone();
    let shown = "const shown = (selector) => document.querySelector('.report-side ' + selector).getClientRects().length > 0;
        return [shown('img'), shown('svg')]";
    scenario("cloud-figure", async |browser| {
        // The printed page, before and without the app.
        browser.set_scripts(false).await?;
        browser.open(&format!("{}{id}/", server.url())).await?;
        let pictures = async || browser.eval::<[bool; 2]>(shown, &[]).await;
        ensure_eq!(pictures().await?, [true, false], "without scripts");
        browser.click(".report-side label[for=kb-picture-drawn]").await?;
        ensure_eq!(pictures().await?, [false, true], "drawn, without scripts");
        browser.set_scripts(true).await?;

        let reader = Reader::at(browser, server.url());
        reader.report(&id).await?;
        ensure_eq!(pictures().await?, [true, false], "at first");
        let focus = "document.querySelector('#kb-picture-image').focus()";
        browser.eval::<()>(focus, &[]).await?;
        browser.press(Key::Right).await?;
        ensure_eq!(pictures().await?, [false, true], "drawn, by keyboard");
        browser.click(".cloud-redrawn .zoom-button").await?;
        let zoomed = "return document.querySelector('#kb-zoom .zoom-picture svg') !== null";
        browser
            .wait_for::<bool>("the drawn cloud, large", zoomed, &[])
            .await?;
        browser.press(Key::Escape).await?;
        browser.click(".report-side label[for=kb-picture-image]").await?;
        ensure_eq!(pictures().await?, [true, false], "back");
        Ok(())
    })
}

#[test]
fn the_contact_sheet_of_many_reports_asks_for_what_comes_near() -> Outcome {
    let folder = tempfile::tempdir()?;
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    for number in 0..400 {
        let text = format!(
            "# 第{number}份报告\n\n## 关键事件\n\n{}\n",
            "开源模型发布，算力成本下降，机器人公司融资。".repeat(60)
        );
        posts::write(folder.path(), last.plus(-number), &text)?;
    }
    let site = shared::build(folder.path(), "many-clouds")?;
    let server = site.serve("/")?;
    scenario("clouds-many", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        let newest = days("2025-12-01", "2025-12-31")?;
        let clouds = reader.clouds(&newest).await?;
        clouds.made_of(31).await?;
        let asked = |kind: &'static str| async move {
            let requests = browser.requests().await?;
            Outcome::Ok(Vec::from_iter(
                requests.into_iter().filter(|url| url.contains(kind)),
            ))
        };
        let months = asked("/data/terms-2025-1").await?;
        ensure_eq!(months.len(), 1, "months of counts, for one month: {months:#?}");

        let clouds = reader.clouds(&Filter::default()).await?;
        clouds.made_of(400).await?;
        ensure!(clouds.tiles().await?.len() < 100, "all tiles are in the page");
        let day = last.plus(-399).to_string();
        let oldest = format!(
            "{0}/twitter_ai_{1}_{1}",
            day.replace('-', "/"),
            day.replace('-', "")
        );
        browser
            .wait("the oldest report, by scrolling", async || {
                browser
                    .eval::<()>("scrollTo(0, document.body.scrollHeight)", &[])
                    .await?;
                Ok(clouds.tiles().await?.contains(&oldest).then_some(()))
            })
            .await?;
        let drawn = "return document.querySelector(`.tile[data-report='${arguments[0]}'] svg text`) !== null";
        browser
            .wait_for::<bool>("its cloud", drawn, &[json!(oldest)])
            .await?;
        ensure!(
            asked("/data/bodies-").await?.len() <= 6,
            "texts are fetched for clouds that counts can draw"
        );
        // Tab goes on into the next block, and Enter opens the report.
        let focus =
            "const tiles = document.querySelectorAll('.tile-caption'); tiles[tiles.length - 1].focus()";
        browser.eval::<()>(focus, &[]).await?;
        browser.press(Key::Enter).await?;
        reader.showing_report(&oldest).await?;
        browser.back().await?;
        reader.showing_clouds().await?;
        browser
            .wait("the same place", async || {
                Ok(clouds.tiles().await?.contains(&oldest).then_some(()))
            })
            .await
    })
}

#[test]
fn offline_the_cloud_says_what_it_lacks() -> Outcome {
    let folder = tempfile::tempdir()?;
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    for number in 0..90 {
        posts::write(
            folder.path(),
            last.plus(-number),
            "# 报告\n\n## 关键事件\n\n开源模型发布，算力成本下降。\n",
        )?;
    }
    let site = shared::build(folder.path(), "offline-clouds")?;
    let server = site.serve("/")?;
    scenario("clouds-offline", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        let clouds = reader.clouds(&days("2025-12-01", "2025-12-31")?).await?;
        clouds.made_of(31).await?;
        browser
            .eval_async::<()>(
                "for (const name of await caches.keys()) await caches.delete(name)",
                &[],
            )
            .await?;
        browser.set_network(Network::Offline).await?;
        server.stop();
        reader.dates().type_days("2025-11-15 到 2025-12-31").await?;
        let missing = "const said = document.querySelector('.cloud-standing[data-state=missing]');
            return said !== null && said.textContent.includes('还有 16 篇没算在内') && said.querySelector('[data-retry]') !== null";
        browser.wait_for::<bool>("what is missing", missing, &[]).await?;
        clouds.made_of(31).await
    })
}

#[test]
fn a_cloud_of_five_reports_looks_like_one() -> Outcome {
    let folder = tempfile::tempdir()?;
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    for number in 0..5 {
        let text =
            format!("# 第{number}份\n\n## 关键事件\n\nOlmo 3 发布，开源模型的算力成本下降，机器人融资。\n");
        posts::write(folder.path(), last.plus(-number), &text)?;
    }
    let site = shared::build(folder.path(), "five-clouds")?;
    let server = site.serve("/")?;
    scenario("clouds-five", async |browser| {
        let reader = Reader::at(browser, server.url());
        let clouds = reader.clouds(&Filter::default()).await?;
        clouds.made_of(5).await?;
        ensure!(!clouds.drawn().await?.is_empty(), "nothing is drawn");
        ensure_eq!(clouds.tiles().await?.len(), 5, "the tiles");
        Ok(())
    })
}

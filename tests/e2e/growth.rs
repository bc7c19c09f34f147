//! A large archive: what is shown is fetched, and what nobody looks at is not.

use std::fs;
use std::path::Path;

use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::Day;
use kanbao_tests::browser::Browser;
use kanbao_tests::host::{self, Request, Served};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// Days of the archive: a year and more, a report a day.
const DAYS: i32 = 400;

/// Every so manyth report is about finance.
const FINANCE: i32 = 4;

/// What home may fetch beside the app, in bytes.
const HOME: u64 = 60_000;

/// Writes the archive; gives the ids of its reports, newest first.
fn write(folder: &Path) -> Outcome<Vec<String>> {
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    let text = "开源模型发布，算力成本下降，机器人公司融资。".repeat(60);
    let write = |number: i32| {
        let day = last.plus(-number);
        let topic = if number % FINANCE == 0 { "finance" } else { "ai" };
        let slug = format!("twitter_{topic}_{0}_{0}", day.to_string().replace('-', ""));
        let post = format!(
            "---\ntitle: {slug}\ndate: {day} 08:00:00 +0800\n---\n\n# 第{number}份报告\n\n## 核心信息\n\n1. **第{number}点**：{text}\n"
        );
        fs::write(folder.join(format!("{day}-{slug}.md")), post)?;
        Ok(format!("{}/{slug}", day.to_string().replace('-', "/")))
    };
    (0..DAYS).map(write).collect()
}

fn built(name: &str) -> Outcome<(Site, Served, Vec<String>)> {
    let folder = tempfile::tempdir()?;
    let ids = write(folder.path())?;
    let site = shared::build(folder.path(), name)?;
    let served = host::serve(&site.folder)?;
    Ok((site, served, ids))
}

/// Without the worker, which keeps the newest days beside what a page asks for.
async fn without_worker(browser: &Browser) -> Outcome {
    let source = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })";
    let source = json!({ "source": source });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    Ok(())
}

/// The lists among what was asked for: directories of years and shards of months.
fn lists(requests: &[Request]) -> Vec<&str> {
    let paths = requests.iter().map(|request| request.path.as_str());
    paths.filter(|path| path.contains("/data/summaries-")).collect()
}

#[test]
fn home_asks_for_little_and_a_month_for_its_directory_and_itself() -> Outcome {
    let (_site, served, _) = built("growth-home")?;
    scenario("growth-home", async |browser| {
        without_worker(browser).await?;
        let reader = Reader::at(browser, &served.root);
        let home = reader.home().await?;
        home.complete().await?;
        // Whoever opens another view gives the page time for whatever it has put off.
        reader.open(&Address::new(Route::Settings)).await?;
        let home_asked = served.take_requests();
        let data = home_asked
            .iter()
            .filter(|request| request.path.contains("/data/"));
        let bytes: u64 = data.map(|request| request.bytes).sum();
        ensure!(bytes <= HOME, "home fetches {bytes} bytes of data");
        // The directory of the year, the months of the rows that the page came with, and, in a quiet moment, the next.
        ensure!(
            lists(&home_asked).len() <= 5,
            "home asks for {:?}",
            lists(&home_asked)
        );

        let mut month = Address::new(Route::Home);
        month.filter.from = "2025-03-01".parse().ok();
        month.filter.to = "2025-03-31".parse().ok();
        reader.open(&month).await?;
        let home = reader.showing_home().await?;
        home.showing_rows(31).await?;
        ensure_eq!(home.total().await?, 31, "reports of the month");
        // The year's directory may be here from before.
        let asked = served.take_requests();
        let mut asked = lists(&asked);
        asked.retain(|path| !path.contains("/summaries-2025."));
        ensure_eq!(asked.len(), 1, "lists for a month: {asked:?}");
        ensure!(asked[0].contains("/summaries-2025-03"), "{asked:?}");
        Ok(())
    })
}

#[test]
fn rows_that_can_be_read_do_not_give_way_to_places_of_rows() -> Outcome {
    let (_site, served, _) = built("growth-first")?;
    scenario("growth-first", async |browser| {
        without_worker(browser).await?;
        let source = "window.kanbaoFewest = Infinity;
            const look = () => {
                const rows = document.querySelectorAll('li[data-report]').length;
                if (document.readyState === 'complete') window.kanbaoFewest = Math.min(window.kanbaoFewest, rows);
                requestAnimationFrame(look);
            };
            look();";
        let source = json!({ "source": source });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        let reader = Reader::at(browser, &served.root);
        let rows = reader.home().await?.listed().await?.len();
        let fewest: usize = browser.eval("return window.kanbaoFewest", &[]).await?;
        ensure!(
            rows > 8 && fewest >= rows,
            "{rows} rows, {fewest} while the app came"
        );
        Ok(())
    })
}

#[test]
fn rows_come_as_the_list_is_scrolled_and_are_the_right_ones() -> Outcome {
    let (_site, served, ids) = built("growth-scroll")?;
    scenario("growth-scroll", async |browser| {
        without_worker(browser).await?;
        let reader = Reader::at(browser, &served.root);
        let home = reader.home().await?;
        ensure_eq!(home.total().await?, ids.len(), "reports that the list counts");
        let oldest = ids.last().ok_or("no reports")?;
        let arrived = "return document.querySelector('.row-coming') === null";
        let mut seen = 1;
        loop {
            browser.eval::<()>("scrollBy(0, innerHeight)", &[]).await?;
            browser.wait_for::<bool>("the rows here", arrived, &[]).await?;
            let rows = home.listed().await?;
            let first = rows.first().ok_or("no rows")?;
            let at = ids.iter().position(|id| id == first).ok_or("an unknown row")?;
            ensure_eq!(ids[at..at + rows.len()], rows[..], "the rows in the page");
            ensure!(at <= seen, "rows between {seen} and {at} were never in the page");
            seen = at + rows.len();
            if rows.last() == Some(oldest) {
                break;
            }
        }
        let asked = served.take_requests();
        ensure!(lists(&asked).len() >= 13, "months: {:?}", lists(&asked));
        Ok(())
    })
}

#[test]
fn a_topic_counts_all_its_reports_and_neighbours_are_found_across_months() -> Outcome {
    let (_site, served, ids) = built("growth-topic")?;
    scenario("growth-topic", async |browser| {
        without_worker(browser).await?;
        let reader = Reader::at(browser, &served.root);
        reader.home().await?;
        let of_finance: Vec<&String> = ids.iter().filter(|id| id.contains("finance")).collect();
        served.take_requests();
        let mut topic = Address::new(Route::Home);
        topic.filter.topic = Some("finance".into());
        reader.open(&topic).await?;
        let home = reader.showing_home().await?;
        ensure_eq!(home.total().await?, of_finance.len(), "reports of the topic");
        ensure!(
            lists(&served.take_requests()).len() < 8,
            "the topic asks for all months"
        );

        // From a report in the middle to the next older one, which another month lists.
        let first = of_finance.iter().position(|id| id.starts_with("2025/06/"));
        let at = first.ok_or("no report in June")?;
        let edge = of_finance[at..]
            .iter()
            .take_while(|id| id.starts_with("2025/06/"))
            .count()
            + at;
        let mut address = Address::report(of_finance[edge - 1].clone());
        address.filter.topic = Some("finance".into());
        reader.open(&address).await?;
        reader.showing_report(of_finance[edge - 1]).await?;
        let older = format!(".neighbours a[href*='{}']", of_finance[edge]);
        browser
            .wait_for::<bool>(
                "the older report",
                "return document.querySelector(arguments[0]) !== null",
                &[json!(older)],
            )
            .await?;
        let asked = served.take_requests();
        // The topic's list may still have asked for months after June while it was left.
        let mut asked = lists(&asked);
        asked.retain(|path| *path < "/data/summaries-2025-07");
        ensure!(asked.len() <= 2, "a report asks for {asked:?}");
        Ok(())
    })
}

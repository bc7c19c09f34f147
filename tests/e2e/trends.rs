//! Trends: terms typed and clicked, values read by keys, pointer and finger, the reports behind them, files, and what is
//! said where counts are missing.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::model::{Day, Directory, Kind, MonthTerms, Period};
use kanbao_archive::terms::Terms;
use kanbao_archive::trend::{Marked, Trend};
use kanbao_tests::browser::{Key, Network, Screen};
use kanbao_tests::pages::{Reader, TrendRow, Trends};
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};

use crate::shared;

/// The counts of terms of a site, read from its files.
fn terms_of(site: &Site) -> Outcome<Terms> {
    let mut terms = Terms::default();
    for link in &site.bundle.terms {
        let directory: Directory = serde_json::from_str(&fs::read_to_string(site.folder.join(link.url()))?)?;
        for month in directory.shards {
            let json = fs::read_to_string(site.folder.join(month.url(Kind::Terms)))?;
            terms.add(&serde_json::from_str::<MonthTerms>(&json)?);
        }
    }
    ensure!(!terms.reports().is_empty(), "the site has no counts of terms");
    Ok(terms)
}

/// The two terms that most reports of a site have.
fn strongest(terms: &Terms) -> Outcome<[String; 2]> {
    let sum = terms.sum(terms.reports().iter(), None);
    let mut found: Vec<_> = sum.terms.iter().collect();
    found.sort_by_key(|(id, tally)| (std::cmp::Reverse(tally.reports), **id));
    match found[..] {
        [(one, _), (other, _), ..] => Ok([one, other].map(|id| terms.text(*id).to_string())),
        _ => Err("the site has fewer than two terms".into()),
    }
}

fn period(from: &str, to: &str) -> Outcome<Period> {
    let day = |text: &str| text.parse::<Day>().map_err(|_| format!("{text} is no day"));
    Ok(Period::new(day(from)?, day(to)?))
}

/// What the table of some terms should say, newest first.
fn expected(terms: &Terms, names: &[String], days: Period) -> Vec<TrendRow> {
    let ids: Vec<_> = names.iter().map(|name| terms.find(name)).collect();
    let has = |bit: usize, report: &kanbao_archive::terms::Counted| {
        let count = ids[bit].map_or(0, |id| report.count(id));
        u8::from(count > 0) << bit
    };
    let reports: Vec<Marked> = (terms.reports().iter())
        .map(|report| Marked {
            day: report.day,
            has: (0..ids.len()).map(|bit| has(bit, report)).sum(),
        })
        .collect();
    let trend = Trend::of(&reports, days, ids.len());
    let rows = trend.spans.iter().enumerate().map(|(at, span)| TrendRow {
        from: span.days.from.to_string(),
        reports: span.reports.to_string(),
        cells: (trend.series.iter())
            .map(|series| match series.points[at] {
                Some(point) => {
                    let percent = f64::from(point.having) * 100.0 / f64::from(span.reports);
                    format!("{percent:.0}% {}", point.having)
                }
                None => "–".to_owned(),
            })
            .collect(),
    });
    let mut rows: Vec<TrendRow> = rows.collect();
    rows.reverse();
    rows
}

fn saved(folder: &Path, kind: &str) -> Outcome<Option<PathBuf>> {
    let files = fs::read_dir(folder)?;
    let files: Vec<PathBuf> = files
        .map(|file| file.map(|file| file.path()))
        .collect::<Result<_, _>>()?;
    let is_it = |file: &PathBuf| file.extension().is_some_and(|it| it == kind);
    Ok(files.into_iter().find(is_it))
}

#[test]
fn terms_are_typed_clicked_and_removed_and_stand_in_the_address() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let [one, _] = strongest(&terms_of(site)?)?;
    scenario("trends-terms", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.home().await?;
        browser.click(".masthead-nav a[href*='view=trends']").await?;
        let trends = reader.showing_trends().await?;
        trends.says("先添一个词").await?;
        trends.type_term(&format!(" {one} ")).await?;
        trends.showing(&[&one]).await?;
        let other = trends.choose_first().await?;
        trends.showing(&[&one, &other]).await?;
        // Again is once.
        trends.type_term(&one).await?;
        trends.showing(&[&one, &other]).await?;

        browser.reload().await?;
        reader.showing_trends().await?.showing(&[&one, &other]).await?;
        browser.back().await?;
        trends.showing(&[&one]).await?;
        browser.forward().await?;
        trends.showing(&[&one, &other]).await?;

        browser.click("[data-remove='0']").await?;
        trends.showing(&[&other]).await?;
        trends.press_in_field(Key::Backspace).await?;
        trends.showing(&[]).await?;
        trends.says("先添一个词").await?;
        // What is in the field is taken back letter by letter first.
        trends.type_term(&one).await?;
        trends.showing(&[&one]).await?;
        browser.type_into("#kb-trend-term", "a").await?;
        browser.press(Key::Backspace).await?;
        trends.showing(&[&one]).await
    })
}

#[test]
fn the_keyboard_reads_what_the_table_says_and_opens_the_reports() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let terms = terms_of(site)?;
    let names = strongest(&terms)?;
    let days = period("2025-11-01", "2025-11-30")?;
    let rows = expected(&terms, &names, days);
    scenario("trends-keys", async |browser| {
        let reader = Reader::at(browser, server.url());
        let filter = Filter::default().with_period(Some(days));
        let address = Address::new(Route::Trends).with_filter(filter).with_terms(&names);
        reader.open(&address).await?;
        let trends = reader.showing_trends().await?;
        trends.showing(&[&names[0], &names[1]]).await?;
        let table = trends.table().await?;
        // The period begins with its first report's day at the earliest, and ends with the last's.
        ensure_eq!(table, rows, "the table");

        trends.enter_chart().await?;
        browser.press(Key::End).await?;
        let mut read = Vec::new();
        for row in &table {
            let said = trends.value().await?;
            let (from, values) = trends.readout().await?;
            ensure_eq!(&from, &row.from, "the day that is read");
            for (cell, value) in row.cells.iter().zip(&values) {
                let share = cell.split(' ').next().unwrap_or_default();
                ensure!(value.ends_with(share), "{from}: {value} is not {cell}");
                ensure!(
                    share == "–" || said.contains(value.as_str()),
                    "{said} lacks {value}"
                );
            }
            read.push(from);
            browser.press(Key::Left).await?;
        }
        ensure_eq!(
            trends.readout().await?.0,
            read[read.len() - 1].clone(),
            "the first day stays"
        );

        // Down reads the other term first, and Enter opens its reports of that day.
        let with_both = |row: &TrendRow| row.cells.iter().all(|cell| !cell.starts_with(['0', '–']));
        let place = table.iter().position(with_both).ok_or("no day has both terms")?;
        browser.press(Key::End).await?;
        for _ in 0..place {
            browser.press(Key::Left).await?;
        }
        browser.press(Key::Down).await?;
        let said = trends.value().await?;
        let (first, second) = (said.find(&names[0]), said.find(&format!("; {}", names[1])));
        ensure!(second < first, "{said} does not begin with {}", names[1]);
        browser.press(Key::Enter).await?;
        let search = reader.showing_search().await?;
        let q = search.query().await?;
        let having: usize = table[place].cells[1]
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .parse()?;
        ensure!(
            search.total(&q).await? >= having,
            "fewer reports are found than were counted"
        );
        reader
            .dates()
            .chosen(&table[place].from, &table[place].from)
            .await?;
        browser.back().await?;
        reader
            .showing_trends()
            .await?
            .showing(&[&names[0], &names[1]])
            .await
    })
}

/// Opens the trend of one term over some days.
async fn trend_of<'a>(reader: &Reader<'a>, name: &str, days: Period) -> Outcome<Trends<'a>> {
    let filter = Filter::default().with_period(Some(days));
    let address = Address::new(Route::Trends).with_filter(filter).with_terms([name]);
    reader.open(&address).await?;
    let trends = reader.showing_trends().await?;
    trends.showing(&[name]).await?;
    Ok(trends)
}

#[test]
fn the_mouse_reads_and_opens_what_it_points_at() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let terms = terms_of(site)?;
    let [name, _] = strongest(&terms)?;
    let days = period("2025-11-01", "2025-11-30")?;
    let rows = expected(&terms, std::slice::from_ref(&name), days);
    let has_it = |row: &TrendRow| !row.cells[0].starts_with(['0', '–']);
    let (back, row) = rows
        .iter()
        .enumerate()
        .find(|(_, row)| has_it(row))
        .ok_or("no day has it")?;
    scenario("trends-mouse", async |browser| {
        let reader = Reader::at(browser, server.url());
        let trends = trend_of(&reader, &name, days).await?;
        let first = trends.place_of(0, rows.len(), 0.5).await?;
        browser.drag(first, &[]).await?;
        browser.let_go((2.0, 2.0)).await?;
        let place = trends.place_of(rows.len() - 1 - back, rows.len(), 0.5).await?;
        browser.drag(place, &[]).await?;
        ensure_eq!(
            trends.readout().await?.0,
            row.from.clone(),
            "the day under the pointer"
        );
        browser.let_go(place).await?;
        reader.showing_search().await?;
        reader.dates().chosen(&row.from, &row.from).await
    })
}

#[test]
fn a_finger_reads_and_its_values_lead_on() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let terms = terms_of(site)?;
    let [name, _] = strongest(&terms)?;
    let days = period("2025-11-01", "2025-11-30")?;
    let rows = expected(&terms, std::slice::from_ref(&name), days);
    scenario("trends-finger", async |browser| {
        browser.set_screen(Screen::PHONE).await?;
        let reader = Reader::at(browser, server.url());
        let trends = trend_of(&reader, &name, days).await?;
        let has_it = |row: &TrendRow| !row.cells[0].starts_with(['0', '–']);
        let (back, row) = (rows.iter().enumerate().skip(1))
            .find(|(_, row)| has_it(row))
            .ok_or("no day but the last has it")?;
        let place = trends.place_of(rows.len() - 1 - back, rows.len(), 0.5).await?;
        browser.swipe(&[place]).await?;
        browser
            .wait("the day under the finger", async || {
                Ok((trends.readout().await?.0 == row.from).then_some(()))
            })
            .await?;
        let wide = "return document.documentElement.scrollWidth";
        ensure_eq!(browser.eval::<u32>(wide, &[]).await?, 390, "the page's width");
        browser.click(".trend-readout li a").await?;
        reader.showing_search().await?;
        reader.dates().chosen(&row.from, &row.from).await
    })
}

#[test]
fn the_chart_and_its_numbers_are_saved() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let terms = terms_of(site)?;
    let names = strongest(&terms)?;
    let folder = tempfile::tempdir()?;
    scenario("trends-files", async |browser| {
        browser.download_to(folder.path()).await?;
        let reader = Reader::at(browser, server.url());
        let trends = reader.trends(&[&names[0], &names[1]]).await?;
        let mut rows = trends.table().await?;
        rows.reverse();
        browser.click("[data-save=csv]").await?;
        let file = browser
            .wait("the numbers", async || saved(folder.path(), "csv"))
            .await?;
        let text = fs::read_to_string(file)?;
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
        ensure!(lines[0].contains(&names[1]), "{} has no {}", lines[0], names[1]);
        ensure_eq!(lines.len(), rows.len() + 1, "lines");
        for (line, row) in lines[1..].iter().zip(&rows) {
            let cells: Vec<&str> = line.split(',').collect();
            ensure_eq!(
                (cells[0], cells[2]),
                (row.from.as_str(), row.reports.as_str()),
                "the row"
            );
            let counts = row
                .cells
                .iter()
                .map(|cell| cell.split(' ').nth(1).unwrap_or_default());
            ensure_eq!(
                vec![cells[3], cells[7]],
                counts.collect::<Vec<_>>(),
                "the counts of a row"
            );
        }

        browser.click("[data-save=svg]").await?;
        let file = browser
            .wait("the picture", async || saved(folder.path(), "svg"))
            .await?;
        let text = fs::read_to_string(&file)?;
        ensure!(!text.contains("var("), "the picture leans on the page's styles");
        // By itself, as whoever has saved it opens it.
        let alone = folder.path().join("alone");
        fs::create_dir(&alone)?;
        let alone = alone.join("chart.svg");
        fs::copy(&file, &alone)?;
        browser.open(&format!("file://{}", alone.display())).await?;
        let script =
            "return [document.querySelector('parsererror') === null, document.documentElement.namespaceURI,
            [...document.querySelectorAll('text')].map((it) => it.textContent).join('|')]";
        let (parses, namespace, texts) = browser.eval::<(bool, String, String)>(script, &[]).await?;
        ensure!(parses, "the picture is no XML");
        ensure_eq!(namespace.as_str(), "http://www.w3.org/2000/svg", "its namespace");
        ensure!(
            names.iter().all(|name| texts.contains(name.as_str())),
            "{texts} lacks a name"
        );
        Ok(())
    })
}

#[test]
fn phrases_are_searched_for_and_what_is_nowhere_is_said() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let terms = terms_of(site)?;
    // No term, since it begins and ends within words, but a text of some reports.
    let phrase = "型";
    ensure!(terms.find(phrase).is_none(), "{phrase} is a term");
    scenario("trends-phrases", async |browser| {
        let reader = Reader::at(browser, server.url());
        let search = reader.search().await?;
        search.type_query(phrase).await?;
        let total = search.total(phrase).await?;
        ensure!(
            total > 0 && total < site.bundle.total as usize,
            "{phrase} is in {total} reports"
        );
        let trends = reader.trends(&[phrase]).await?;
        trends.says("按全文搜索来数").await?;
        let counted = trends.table().await?.into_iter().map(|row| {
            let count = row.cells[0]
                .split(' ')
                .nth(1)
                .and_then(|count| count.parse::<usize>().ok());
            count.unwrap_or(0)
        });
        ensure_eq!(counted.sum::<usize>(), total, "reports that hold {phrase}");

        let trends = reader.trends(&["蛋炒饭的第九种做法", "\"-=<OR>"]).await?;
        trends.says("没有报告提到“蛋炒饭的第九种做法”").await?;
        trends.says("没有报告提到“\"-=<OR>”").await?;

        // Days before and after all reports.
        let filter = Filter::default().with_period(Some(period("2001-01-01", "2001-02-01")?));
        reader
            .open(
                &Address::new(Route::Trends)
                    .with_filter(filter)
                    .with_terms([phrase]),
            )
            .await?;
        reader.showing_trends().await?.says("这段时间没有报告").await
    })
}

#[test]
fn six_terms_are_the_most() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("trends-six", async |browser| {
        let reader = Reader::at(browser, server.url());
        let six = ["一", "二", "三", "四", "五", "六"];
        let trends = reader.trends(&six).await?;
        let script = "const field = document.querySelector('#kb-trend-term');
            return [field.readOnly, field.placeholder, document.querySelectorAll('.trend-starters a').length]";
        let (is_full, hint, offered) = browser.eval::<(bool, String, usize)>(script, &[]).await?;
        ensure!(is_full && hint.contains("最多"), "the field says {hint}");
        ensure_eq!(offered, 0, "terms offered");
        trends.press_in_field(Key::Backspace).await?;
        trends.showing(&six[..5]).await
    })
}

#[test]
fn without_a_connection_it_says_what_is_missing() -> Outcome {
    let folder = tempfile::tempdir()?;
    let last = period("2025-12-31", "2025-12-31")?.to;
    for number in 0..200 {
        let text = "开源模型的权重下载，数据中心的电力合同。".repeat(150);
        let text = format!("# 第{number}份报告\n\n## 核心信息\n\n1. **第{number}点**：{text}\n");
        posts::write(folder.path(), last.plus(-number), &text)?;
    }
    let site = shared::build(folder.path(), "trends-parts")?;
    let server = site.serve("/")?;
    let [name, _] = strongest(&terms_of(&site)?)?;
    scenario("trends-offline", async |browser| {
        browser.expect_errors();
        let reader = Reader::at(browser, server.url());
        reader.trends(&[&name]).await?;
        let script = "for (const name of await caches.keys()) await caches.delete(name)";
        browser.eval_async::<()>(script, &[]).await?;
        browser.set_network(Network::Offline).await?;
        // The worker's own requests go past that.
        server.stop();
        browser.click(".trend-ranges a:last-child").await?;
        let trends = reader.showing_trends().await?;
        trends.says("没能清点").await?;
        let state = "return document.querySelector('#kb-trend').dataset.state === 'error'";
        browser.wait_for::<bool>("the trouble", state, &[]).await?;
        Ok(())
    })
}

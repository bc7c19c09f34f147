//! Visits that are cut: at every request there is, in every way a network or a browser can fail. Whatever was cut, the
//! page opens offline afterwards, whole, in one generation and with the reader's own data; and once the network is back,
//! the newest generation comes by itself.
//!
//! The cut points are generated from the requests of a visit without a cut. A spread of them is made, the same in every
//! run; all of them with `KANBAO_CUTS=all`, or those whose description contains the words in `KANBAO_CUT`.

mod points;
mod run;
mod stages;

use std::env;
use std::io::{self, Write as _};
use std::time::Instant;

use kanbao_tests::browser::{Browser, Engine, engine};
use kanbao_tests::{Outcome, ensure};

use points::Tally;
use run::{Scenario, Visit};
use stages::{Archive, stage};

/// After so many failures the rest would tell nothing new.
const ENOUGH: usize = 5;

#[test]
fn a_first_visit_that_is_cut_ends_whole_or_not_at_all() -> Outcome {
    let folder = tempfile::tempdir()?;
    let scenario = Scenario {
        name: "first visit",
        archive: Archive::Small,
        before: None,
        after: stage(folder.path(), Archive::Small, 1, "A")?,
        keeps_all: false,
    };
    cut(&scenario, 70)
}

#[test]
fn new_reports_that_are_cut_leave_one_generation() -> Outcome {
    let folder = tempfile::tempdir()?;
    let scenario = Scenario {
        name: "new reports",
        archive: Archive::Small,
        before: Some(stage(folder.path(), Archive::Small, 1, "A")?),
        after: stage(folder.path(), Archive::Small, 2, "A")?,
        keeps_all: false,
    };
    cut(&scenario, 55)
}

#[test]
fn a_new_app_that_is_cut_leaves_one_generation() -> Outcome {
    let folder = tempfile::tempdir()?;
    let scenario = Scenario {
        name: "new app",
        archive: Archive::Small,
        before: Some(stage(folder.path(), Archive::Small, 1, "A")?),
        after: stage(folder.path(), Archive::Small, 2, "B")?,
        keeps_all: false,
    };
    cut(&scenario, 55)
}

#[test]
fn kept_files_that_are_carried_over_and_cut_stay_readable() -> Outcome {
    let folder = tempfile::tempdir()?;
    let scenario = Scenario {
        name: "kept files",
        archive: Archive::Large,
        before: Some(stage(folder.path(), Archive::Large, 1, "A")?),
        after: stage(folder.path(), Archive::Large, 2, "A")?,
        keeps_all: false,
    };
    let bundle = &scenario.after.site.bundle;
    ensure!(!bundle.directories.is_empty(), "all reports are in the bundle");
    cut(&scenario, 45)
}

#[test]
fn keeping_everything_goes_on_after_a_cut() -> Outcome {
    let folder = tempfile::tempdir()?;
    let scenario = Scenario {
        name: "keep everything",
        archive: Archive::Large,
        before: None,
        after: stage(folder.path(), Archive::Large, 1, "A")?,
        keeps_all: true,
    };
    cut(&scenario, 40)
}

/// Makes cuts in one browser, and prints the counts.
fn cut(scenario: &Scenario, count: usize) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    engine::excused(runtime.block_on(cut_all(scenario, count)))
}

async fn cut_all(scenario: &Scenario, count: usize) -> Outcome {
    Engine::chosen()?.needs("loading that can be stopped")?;
    let start = Instant::now();
    let mut browser = Browser::start_unwatched().await?;
    let requests = Visit::begin(scenario, &mut browser).await?.uncut().await?;
    let all = points::all(&requests);
    let everything = env::var("KANBAO_CUTS").is_ok_and(|cuts| cuts == "all");
    let chosen = points::choose(all.clone(), if everything { all.len() } else { count });
    let chosen = match env::var("KANBAO_CUT") {
        Ok(words) => all
            .iter()
            .filter(|point| point.to_string().contains(&words))
            .cloned()
            .collect(),
        Err(_) => chosen,
    };
    let mut tally = Tally::new(&all, &chosen);
    let mut failures = Vec::new();
    for (number, point) in chosen.iter().enumerate() {
        let visit = Visit::begin(scenario, &mut browser).await?;
        let outcome = visit.cut(point, number).await;
        tally.made(point, *outcome.as_ref().unwrap_or(&true), outcome.is_ok());
        if let Err(failure) = outcome {
            failures.push(format!("{point}: {failure}"));
            println!("{}: {point}: {failure}", scenario.name);
        }
        if failures.len() >= ENOUGH {
            break;
        }
    }
    // Not by a macro, whose words the test harness shows of failed tests alone.
    writeln!(
        io::stdout(),
        "{}: {} requests, {} cut points, {} made, {} of them met, in {:.0} s\n{tally}",
        scenario.name,
        requests.len(),
        all.len(),
        chosen.len(),
        tally.met(),
        start.elapsed().as_secs_f32()
    )?;
    ensure!(failures.is_empty(), "{}:\n{}", scenario.name, failures.join("\n"));
    Ok(())
}

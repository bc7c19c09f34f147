//! The end-to-end tests, engine by engine, and how many of them each runs.

use std::{path::PathBuf, process::Command};

use clap::ValueEnum;

use crate::{
    failure::Outcome,
    process,
    setup::{self, Browser, WebKit},
    tally::Tally,
    workspace::Workspace,
};

/// The engines that the site is tried in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Browsers {
    /// Every test in Chromium
    Chromium,
    /// Every test in Firefox that needs no DevTools protocol
    Firefox,
    /// The core path in WebKitGTK
    Webkit,
    /// All three, one after the other
    All,
}

/// The core path, by the modules of `tests/e2e`: home, its list, reports, search and its keys, clouds and settings.
const CORE: [&str; 8] = [
    "home::",
    "home_list::",
    "report::",
    "search::",
    "search_keys::",
    "clouds::",
    "settings::",
    "keys::",
];

/// How many failed tests are run once more: where more of them fail, something is wrong with more than the moment.
const SECOND_TRIES: usize = 4;

/// One engine, and which tests are run in it.
struct Engine {
    name: &'static str,
    title: &'static str,
    /// Parts of their names; all tests where there are none.
    tests: &'static [&'static str],
}

const ENGINES: [Engine; 3] = [
    Engine {
        name: "chromium",
        title: "the site in Chromium",
        tests: &[],
    },
    Engine {
        name: "firefox",
        title: "the site in Firefox",
        tests: &[],
    },
    Engine {
        name: "webkit",
        title: "the site in WebKit (core path)",
        tests: &CORE,
    },
];

impl Browsers {
    fn has(self, engine: &Engine) -> bool {
        let name = self.to_possible_value();
        self == Self::All || name.is_some_and(|value| value.get_name() == engine.name)
    }
}

/// Runs the tests that `prepared` makes commands for in each of the engines, and gives a row for each. An engine that is
/// asked for and cannot be had is a failure, with the command that brings it; where none is asked for, all are tried, and
/// one that cannot be had is skipped: its row is empty.
pub(crate) fn run(
    workspace: &Workspace,
    browsers: Option<Browsers>,
    chromium: &Browser,
    prepared: impl Fn() -> Command,
) -> Outcome<Vec<(&'static str, Option<Tally>)>> {
    let mut rows = Vec::new();
    let wanted = browsers.unwrap_or(Browsers::All);
    for engine in ENGINES.iter().filter(|engine| wanted.has(engine)) {
        let tally = match Driven::ensure(engine, workspace, chromium) {
            Ok(driven) => Some(tried_twice(engine.tests, |words| {
                let mut tests = prepared();
                tests.args(words).env("KANBAO_ENGINE", engine.name);
                process::run_tests(&mut driven.command(tests, workspace))
            })?),
            Err(failure) if browsers.is_none() => {
                println!("skipped: {}, which cannot be had here: {failure}", engine.title);
                None
            }
            Err(failure) => {
                eprintln!("error: {failure}");
                Some(Tally::check(false))
            }
        };
        rows.push((engine.title, tally));
    }
    Ok(rows)
}

/// Runs tests, and those few that failed once more, each alone: browsers share the machine with each other, and what they
/// do to each other's patience says nothing about the site. It is counted apart, so that nobody overlooks it.
fn tried_twice(tests: &[&str], run: impl Fn(&[&str]) -> Outcome<(Tally, Vec<String>)>) -> Outcome<Tally> {
    let (mut tally, failed) = run(tests)?;
    if failed.len() <= SECOND_TRIES {
        for test in &failed {
            println!("once more, alone: {test}");
            let (again, _) = run(&[test, "--exact"])?;
            tally.pass_alone(again.passed);
        }
    }
    Ok(tally)
}

/// An engine that is here, with what drives it.
enum Driven<'a> {
    Chromium(&'a Browser),
    Firefox { browser: PathBuf, driver: PathBuf },
    WebKit(WebKit),
}

impl<'a> Driven<'a> {
    fn ensure(engine: &Engine, workspace: &Workspace, chromium: &'a Browser) -> Outcome<Self> {
        Ok(match engine.name {
            "firefox" => {
                let (browser, driver) = setup::ensure_firefox(workspace)?;
                Self::Firefox { browser, driver }
            }
            "webkit" => Self::WebKit(WebKit::ensure()?),
            _ => Self::Chromium(chromium),
        })
    }

    /// A command that runs tests, made one that runs them in this engine.
    fn command(&self, mut tests: Command, workspace: &Workspace) -> Command {
        match self {
            Self::Chromium(chromium) => chromium.prepare(&mut tests),
            Self::Firefox { browser, driver } => {
                tests.env("FIREFOX", browser).env("GECKODRIVER", driver);
            }
            Self::WebKit(webkit) => return webkit.on_screen(&tests, &workspace.root),
        }
        tests
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_three_and_one_is_one() {
        let count = |browsers: Browsers| ENGINES.iter().filter(|engine| browsers.has(engine)).count();
        assert_eq!(count(Browsers::All), 3);
        for one in [Browsers::Chromium, Browsers::Firefox, Browsers::Webkit] {
            assert_eq!(count(one), 1, "{one:?}");
        }
    }

    /// What a run comes to.
    fn ran(passed: usize, failing: &[&str]) -> (Tally, Vec<String>) {
        let tally = Tally {
            passed,
            failed: failing.len(),
            ..Tally::default()
        };
        (tally, failing.iter().map(|test| (*test).to_owned()).collect())
    }

    #[test]
    fn the_few_that_fail_are_tried_once_more_by_name() -> Outcome {
        let tally = tried_twice(&["core::"], |words| {
            Ok(match words {
                ["core::"] => ran(3, &["core::a", "core::b"]),
                ["core::a", "--exact"] => ran(1, &[]),
                _ => ran(0, &["core::b"]),
            })
        })?;
        assert_eq!(tally.to_string(), "4 passed, 1 failed, 1 passed only alone");
        Ok(())
    }

    #[test]
    fn where_many_fail_none_is_tried_again() -> Outcome {
        let tally = tried_twice(&[], |words| {
            assert!(words.is_empty(), "{words:?}");
            Ok(ran(0, &["a", "b", "c", "d", "e"]))
        })?;
        assert_eq!(tally.failed, 5);
        Ok(())
    }
}

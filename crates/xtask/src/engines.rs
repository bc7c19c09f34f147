//! The end-to-end tests, engine by engine, and how many of them each runs.

use std::process::Command;

use clap::ValueEnum;

use crate::{
    failure::Outcome,
    process,
    setup::{self, Browser, WebKit},
    tally::Tally,
    workspace::Workspace,
};

/// The engines that the site is tried in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum Browsers {
    /// Every test in Chromium
    #[default]
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

/// One engine, with what starts the tests in it.
struct Engine {
    name: &'static str,
    title: &'static str,
}

const ENGINES: [Engine; 3] = [
    Engine {
        name: "chromium",
        title: "the site in Chromium",
    },
    Engine {
        name: "firefox",
        title: "the site in Firefox",
    },
    Engine {
        name: "webkit",
        title: "the site in WebKit (core path)",
    },
];

impl Browsers {
    fn has(self, engine: &Engine) -> bool {
        let name = self.to_possible_value();
        self == Self::All || name.is_some_and(|value| value.get_name() == engine.name)
    }
}

/// Runs the tests that `prepared` makes commands for in each of the engines, and gives a row for each. An engine that
/// cannot be had is a failure, with the command that brings it.
pub(crate) fn run(
    workspace: &Workspace,
    browsers: Browsers,
    chromium: &Browser,
    prepared: impl Fn() -> Command,
) -> Outcome<Vec<(&'static str, Tally)>> {
    let mut rows = Vec::new();
    for engine in ENGINES.iter().filter(|engine| browsers.has(engine)) {
        let tally = command(workspace, engine, chromium, prepared())
            .and_then(|mut command| process::run_tests(&mut command))
            .unwrap_or_else(|failure| {
                eprintln!("error: {failure}");
                Tally::check(false)
            });
        rows.push((engine.title, tally));
    }
    Ok(rows)
}

fn command(
    workspace: &Workspace,
    engine: &Engine,
    chromium: &Browser,
    mut tests: Command,
) -> Outcome<Command> {
    tests.env("KANBAO_ENGINE", engine.name);
    match engine.name {
        "firefox" => {
            let (firefox, driver) = setup::ensure_firefox(workspace)?;
            tests.env("FIREFOX", firefox).env("GECKODRIVER", driver);
        }
        "webkit" => {
            tests.args(CORE);
            return Ok(WebKit::ensure()?.on_screen(&tests, &workspace.root));
        }
        _ => chromium.prepare(&mut tests),
    }
    Ok(tests)
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
}

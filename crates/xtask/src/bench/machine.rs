//! What the figures were measured with: the machine and the versions of what ran on it.

use std::{fs, process::Command, thread};

use crate::{process, workspace::Workspace};

/// Lines about this machine and this checkout; what cannot be told is left out.
pub(crate) fn facts(workspace: &Workspace) -> Vec<String> {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let cpu = cpu.map_or("", |(_, name)| name.trim());
    let mut facts = vec![format!("{cores} cores {cpu}").trim().to_owned()];
    let ask = |program: &str, arguments: &[&str]| {
        let answer = process::output(Command::new(program).current_dir(&workspace.root).args(arguments));
        answer.ok().map(|answer| answer.trim().to_owned())
    };
    let revision = ask("git", &["rev-parse", "--short", "HEAD"]).map(|id| format!("Kanbao at {id}"));
    let browsers = ["chromium", "google-chrome"];
    let browser = browsers.iter().find_map(|browser| ask(browser, &["--version"]));
    facts.extend(revision);
    // "Chromium 141.0.7390.54 built on Debian …"
    facts.extend(browser.map(|browser| browser.split(" built").next().unwrap_or_default().to_owned()));
    facts.extend(
        ask("rustc", &["--version"]).map(|rustc| rustc.split(" (").next().unwrap_or_default().to_owned()),
    );
    facts.extend(ask("node", &["--version"]).map(|node| format!("Node {node}")));
    facts
}

//! `cargo xtask bench`: measures the whole, beside others, and puts all figures on one page.
//!
//! Each bench hands its figures over in `target/bench/NAME.json` ([`parts`]); [`page`] makes the table of them. The
//! programs that drive a browser are in `tests/src/bin`.

mod archive;
mod build;
mod cloud;
mod machine;
mod page;
mod parts;
mod scale;
mod search;
mod sites;
mod visit;
mod weight;

use std::{fs, path::Path, process::Command};

use clap::ValueEnum;

use crate::{
    failure::{Failure, Outcome},
    harness, process,
    setup::Browser,
    workspace::Workspace,
};

use parts::Part;

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum What {
    /// How soon a report can be read on a slow phone, beside a bare page of the same text, VitePress and MkDocs Material
    #[value(alias = "paint")]
    Visit,
    /// What the reader weighs, compressed
    Size,
    /// Layouts of word clouds in a browser, beside other libraries
    Cloud,
    /// Builds of archives of several sizes, from nothing and after small changes, beside MkDocs Material
    Build,
    /// Search in archives of several sizes, beside other libraries where Node is present; memory with all texts held
    Search,
    /// Every view, files, bundle and build of archives of 10 to 100,000 reports
    Scale,
    /// What it takes to keep an archive of 10,000 reports on the device, beside fetching it for nothing
    Offline,
    /// None of these: only the page, from what the last runs have left
    Page,
}

/// What `cargo xtask bench` is asked for.
pub(crate) struct Asked {
    /// All of it where nothing is named.
    pub(crate) what: Option<What>,
    /// Numbers of reports.
    pub(crate) counts: Option<Vec<u32>>,
    /// Without other libraries.
    pub(crate) alone: bool,
}

impl What {
    /// All that stands on the page, in the order in which it is measured.
    const ALL: [What; 6] = [
        What::Size,
        What::Visit,
        What::Cloud,
        What::Build,
        What::Search,
        What::Scale,
    ];

    fn name(self) -> &'static str {
        match self {
            What::Visit => "visit",
            What::Size => "size",
            What::Cloud => "cloud",
            What::Build => "build",
            What::Search => "search",
            What::Scale => "scale",
            What::Offline => "offline",
            What::Page => "page",
        }
    }
}

/// Measures one thing, or everything, and then writes the page.
pub(crate) fn bench(workspace: &Workspace, asked: &Asked) -> Outcome {
    let all = match asked.what {
        None => What::ALL.as_slice(),
        Some(What::Page) => return page::write(workspace),
        Some(what) => return one(workspace, what, asked),
    };
    let mut failed = Vec::new();
    for what in all {
        println!("\n== {} ==", what.name());
        // What fails leaves its rows empty, and the others go on.
        if let Err(failure) = one(workspace, *what, asked) {
            eprintln!("error: {failure}");
            parts::write(workspace, what.name(), &Part::skipped("failed"))?;
            failed.push(what.name());
        }
    }
    page::write(workspace)?;
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Rule(format!(
        "these benches failed: {}",
        failed.join(", ")
    )))
}

/// Measures one thing; the figures are in its part then.
fn one(workspace: &Workspace, what: What, asked: &Asked) -> Outcome {
    parts::forget(workspace, what.name());
    let counts = asked.counts.as_deref();
    let part = match what {
        What::Visit => visit::visit(workspace, asked.alone)?,
        What::Size => weight::weigh(workspace)?,
        What::Cloud => cloud::cloud(workspace)?,
        What::Build => build::build(workspace, counts)?,
        What::Search => search::search(workspace, counts, asked.alone)?,
        What::Scale => scale::scale(workspace, counts)?,
        What::Offline => offline(workspace)?,
        What::Page => return Ok(()),
    };
    if let Some(reason) = &part.skipped {
        println!("skipped: {}, {reason}", what.name());
    }
    if what == What::Scale {
        page::write_growth(workspace, &part)?;
    }
    parts::write(workspace, what.name(), &part)
}

/// Makes an archive of 10,000 reports and keeps it in a browser.
fn offline(workspace: &Workspace) -> Outcome<Part> {
    let Some(maker) = archive::maker(workspace) else {
        return Ok(Part::skipped(archive::NO_MAKER));
    };
    let archive = archive::Archive::make(workspace, &maker, 10_000)?;
    harness::bench_offline(workspace, &archive.posts())?;
    Ok(Part::default())
}

/// A program of `kanbao-tests` that drives a browser, ready for its arguments; built for speed where it says `--release`.
fn harness_program(workspace: &Workspace, name: &str, profile: Option<&str>) -> Outcome<Command> {
    let browser = Browser::ensure()?;
    let mut command = process::cargo(&workspace.root);
    command.arg("run").args(profile);
    command.args([
        "--package",
        "kanbao-tests",
        "--features",
        "browser",
        "--bin",
        name,
        "--",
    ]);
    browser.prepare(&mut command);
    Ok(command)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(Failure::io("copy", from))
}

//! Kanbao's own commands: `cargo xtask serve`, `cargo xtask test` and what helps them.

mod bench;
mod deny;
mod dist;
mod engines;
mod failure;
mod fuzz;
mod harness;
mod process;
mod reader;
mod reproducible;
mod serve;
mod setup;
mod site;
mod size;
mod tally;
mod test;
mod tidy;
mod tree;
mod workspace;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{failure::Outcome, workspace::Workspace};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Kanbao's own commands; each does the set-up that it needs"
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the reader and an archive, serve them on this machine, rebuild on change
    Serve {
        /// Folder of posts
        #[arg(default_value = "samples")]
        posts: PathBuf,
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Check and test everything: native code, WebAssembly, and the whole site in a browser
    Test {
        /// One part of it
        #[arg(long, value_enum)]
        only: Option<test::Part>,
        /// The engines that the whole site is tried in (WebKit: its core path); by default all that can be had here
        #[arg(long, value_enum)]
        browsers: Option<engines::Browsers>,
    },
    /// Make target/dist/kanbao, one program with the reader inside
    Dist,
    /// Check the rules of this repository
    Tidy,
    /// Feed what reads posts, sites and searches with random input
    Fuzz {
        /// One target (front-matter, markdown, stored, query, folding, index, bundle, settings); all where none is named
        target: Option<String>,
        /// How long each is fed
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Where random numbers begin, to see a run again
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Check licences, sources, duplicates and known holes of what others wrote (cargo-deny, installed where it is absent)
    Deny,
    /// Build the reader twice, in different folders, and compare
    Reproducible,
    /// Measure the built reader against its target and limit, and say what grew where it is too large
    Size {
        /// Write down what its module is made of instead, for the next one to be held against
        #[arg(long)]
        parts: bool,
    },
    /// Take screenshots of every view into target/shots
    Shots {
        /// Folder for the pictures
        #[arg(long, default_value = "target/shots")]
        out: PathBuf,
        /// Folder of posts
        #[arg(long, default_value = "samples")]
        posts: PathBuf,
        /// Only pictures whose name contains this
        #[arg(long)]
        only: Option<String>,
        /// Folder of a great many posts, for pictures of a large archive too
        #[arg(long)]
        large: Option<PathBuf>,
    },
    /// Measure the whole, beside others: benches/results/LATEST.md, and a short form of it in README.md
    Bench {
        /// One thing only; its figures go into benches/results
        #[arg(value_enum)]
        what: Option<bench::What>,
        /// Numbers of reports, where archives of several sizes are made
        #[arg(long, value_delimiter = ',')]
        counts: Option<Vec<u32>>,
        /// Without other libraries and generators
        #[arg(long)]
        alone: bool,
    },
    /// Take the pictures that README.md and the web manifest show into docs/ and public/screenshots/
    ReadmePictures,
    /// Put the sample archive beside the app (the hook in Trunk.toml runs this)
    #[command(hide = true)]
    TrunkHook,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Outcome {
    let workspace = Workspace::locate()?;
    match task {
        Task::Serve { posts, port } => serve::serve(&workspace, &posts, port),
        Task::Test { only, browsers } => test::test(&workspace, only, browsers),
        Task::Dist => dist::dist(&workspace),
        Task::Tidy => tidy::tidy(&workspace),
        Task::Fuzz {
            target,
            seconds,
            seed,
        } => fuzz::fuzz(&workspace, target.as_deref(), seconds, seed),
        Task::Deny => deny::deny(&workspace),
        Task::Reproducible => reproducible::reproducible(&workspace),
        Task::Size { parts: true } => size::note_parts(&workspace),
        Task::Size { parts: false } => size::size(&workspace),
        Task::Shots {
            out,
            posts,
            only,
            large,
        } => harness::shots(
            &workspace,
            &harness::Shots {
                out: &out,
                posts: &posts,
                only: only.as_deref(),
                large: large.as_deref(),
            },
        ),
        Task::Bench { what, counts, alone } => {
            bench::bench(&workspace, &bench::Asked { what, counts, alone })
        }
        Task::ReadmePictures => harness::readme_pictures(&workspace),
        Task::TrunkHook => site::trunk_hook(&workspace),
    }
}

//! Kanbao's own commands: `cargo xtask serve`, `cargo xtask test` and what helps them.

mod bench;
mod dist;
mod failure;
mod harness;
mod process;
mod reader;
mod serve;
mod setup;
mod site;
mod size;
mod tally;
mod test;
mod tidy;
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
    },
    /// Make target/dist/kanbao, one program with the reader inside
    Dist,
    /// Check the rules of this repository
    Tidy,
    /// Measure the built reader against its target and limit
    Size,
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
    /// Measure the whole, beside others
    Bench {
        /// What is measured
        #[arg(value_enum, default_value_t = bench::What::Paint)]
        what: bench::What,
        /// Numbers of reports to search in, or to build
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
        counts: Vec<u32>,
        /// Without other search libraries
        #[arg(long)]
        alone: bool,
        /// Also build archives of more than ten thousand reports
        #[arg(long)]
        large: bool,
    },
    /// Take the pictures that README.md shows into docs/
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
        Task::Test { only } => test::test(&workspace, only),
        Task::Dist => dist::dist(&workspace),
        Task::Tidy => tidy::tidy(&workspace),
        Task::Size => size::size(&workspace),
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
        Task::Bench {
            what,
            counts,
            alone,
            large,
        } => match what {
            bench::What::Build => bench::build(&workspace, &counts, large),
            bench::What::Paint => harness::bench_paint(&workspace),
            bench::What::Search => bench::search(&workspace, &counts, alone),
        },
        Task::ReadmePictures => harness::readme_pictures(&workspace),
        Task::TrunkHook => site::trunk_hook(&workspace),
    }
}

//! `cargo xtask bench search`: what the searching bench of `kanbao-tests` needs around it.

use std::{fs, path::PathBuf, process::Command};

use super::{
    archive::{self, Room},
    build::Kit,
    copy, harness_program,
    parts::{self, Part},
};
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// The numbers of reports that are searched unless others are given.
const COUNTS: [u32; 3] = [1_000, 10_000, 100_000];

/// Makes archives of so many reports and searches them.
pub(crate) fn search(workspace: &Workspace, counts: Option<&[u32]>, alone: bool) -> Outcome<Part> {
    let Some(maker) = archive::maker(workspace) else {
        return Ok(Part::skipped(archive::NO_MAKER));
    };
    let kit = Kit::ensure(workspace)?;
    let peers = if alone { None } else { peers(workspace)? };
    let mut command = harness_program(workspace, "bench_search", Some("--release"))?;
    command.arg(&kit.kanbao).arg(&kit.app).arg(maker);
    command.arg(archive::folder(workspace));
    command.arg(peers.unwrap_or_else(|| "-".into()));
    for count in counts.unwrap_or(&COUNTS) {
        match Room::of(workspace, *count) {
            Room::None(reason) => println!("skipped: {reason}"),
            Room::Whole | Room::Bounded(_) => {
                command.arg(count.to_string());
            }
        }
    }
    process::run(&mut command)?;
    let mut part = parts::read(workspace, "search");
    part.fact("seed", archive::SEED.to_string());
    Ok(part)
}

/// A folder with the other libraries; none where there is no Node, or no network to fetch them over.
fn peers(workspace: &Workspace) -> Outcome<Option<PathBuf>> {
    let (from, folder) = (
        workspace.root.join("benches/peers"),
        workspace.product("bench-peers"),
    );
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    for name in ["package.json", "minisearch.mjs", "pagefind.mjs"] {
        copy(&from.join(name), &folder.join(name))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&folder)
        .args(["install", "--no-audit", "--no-fund"]);
    if let Err(failure) = process::run(&mut npm) {
        println!("skipped: other libraries, since npm could not fetch them ({failure})");
        return Ok(None);
    }
    Ok(Some(folder))
}

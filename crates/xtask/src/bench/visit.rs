//! `cargo xtask bench visit`: a first visit to a report, beside a bare page and the sites of other generators.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    archive::{self, Archive},
    build::{Kit, measure},
    harness_program,
    parts::{self, Part},
    sites::{self, Found},
};
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// Reports of the sites, where archives can be made; otherwise the samples stand in.
const REPORTS: u32 = 500;

/// Builds the same posts with every generator that is here, and visits them.
pub(crate) fn visit(workspace: &Workspace, alone: bool) -> Outcome<Part> {
    let kit = Kit::ensure(workspace)?;
    let folder = workspace.product("bench-visit");
    archive::remove(&folder)?;
    let (posts, archive) = posts(workspace)?;
    let site = folder.join("kanbao");
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    kit.build(&posts, &site)?;
    let mut arguments = vec![site.display().to_string()];
    let mut facts = Vec::new();
    if !alone {
        for (name, found) in [
            ("vitepress", vitepress(workspace, &posts)?),
            ("mkdocs", mkdocs(workspace, &posts, &folder)?),
        ] {
            match found {
                Ok((version, site)) => {
                    arguments.push(format!("{name}={}", site.display()));
                    facts.push((name, version));
                }
                Err(reason) => {
                    println!("skipped: {name}, {reason}");
                    facts.push((name, format!("left out: {reason}")));
                }
            }
        }
    }
    process::run(harness_program(workspace, "bench_visit", None)?.args(arguments))?;
    let mut part = parts::read(workspace, "visit");
    for (name, fact) in facts {
        part.fact(name, fact);
    }
    if let Some(archive) = archive {
        part.fact("seed", archive::SEED.to_string());
        archive.clear()?;
    }
    archive::remove(&folder)?;
    Ok(part)
}

/// A made-up archive, else the samples.
fn posts(workspace: &Workspace) -> Outcome<(PathBuf, Option<Archive>)> {
    let Some(maker) = archive::maker(workspace) else {
        println!("{}: the samples stand in", archive::NO_MAKER);
        return Ok((workspace.root.join("samples/_posts"), None));
    };
    let archive = Archive::make(workspace, &maker, REPORTS)?;
    Ok((archive.posts(), Some(archive)))
}

/// A generator's version and site.
type Built = Outcome<Found<(String, PathBuf)>>;

fn vitepress(workspace: &Workspace, posts: &Path) -> Built {
    let vitepress = match sites::vitepress(workspace)? {
        Ok(vitepress) => vitepress,
        Err(reason) => return Ok(Err(reason)),
    };
    let (mut command, site) = vitepress.build(posts)?;
    Ok(match process::run(&mut command) {
        Ok(()) => Ok((vitepress.version, site)),
        Err(failure) => Err(failure.to_string()),
    })
}

fn mkdocs(workspace: &Workspace, posts: &Path, folder: &Path) -> Built {
    let mkdocs = match sites::mkdocs(workspace)? {
        Ok(mkdocs) => mkdocs,
        Err(reason) => return Ok(Err(reason)),
    };
    let site = folder.join("mkdocs");
    Ok(match measure(&mut mkdocs.build(posts, &site)?) {
        Ok(_) => Ok((mkdocs.version, site)),
        Err(failure) => Err(failure.to_string()),
    })
}

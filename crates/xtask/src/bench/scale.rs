//! `cargo xtask bench scale`: how each cost grows with the number of reports. What is written of it is in `page::growth`.

use std::{fs, path::Path};

use super::{
    archive::{self, Archive, Room},
    build::{Edit, Kit},
    harness_program,
    parts::{self, Part},
};
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// The numbers of reports that are measured unless others are given.
const COUNTS: [u32; 5] = [10, 100, 1_000, 10_000, 100_000];

/// Makes, builds and visits archives of so many reports, one after the other; each is removed before the next.
pub(crate) fn scale(workspace: &Workspace, counts: Option<&[u32]>) -> Outcome<Part> {
    let Some(maker) = archive::maker(workspace) else {
        return Ok(Part::skipped(archive::NO_MAKER));
    };
    let kit = Kit::ensure(workspace)?;
    let mut part = Part::default();
    part.fact("seed", archive::SEED.to_string());
    part.fact("load before", parts::load());
    for count in counts.unwrap_or(&COUNTS) {
        let room = Room::of(workspace, *count);
        if let Room::None(reason) = &room {
            println!("skipped: {reason}");
            part.fact(&format!("{count} left out"), reason);
            continue;
        }
        let measured = match one(workspace, &kit, &maker, *count, &room) {
            Ok(measured) => measured,
            // The others are worth telling even so.
            Err(failure) => {
                eprintln!("error: {failure}");
                part.fact(&format!("{count} left out"), failure.to_string());
                continue;
            }
        };
        let figures = measured
            .figures
            .into_iter()
            .map(|(name, value)| (format!("{count}.{name}"), value));
        let facts = measured
            .facts
            .into_iter()
            .map(|(name, value)| (format!("{count}: {name}"), value));
        part.extend(Part {
            figures: figures.collect(),
            facts: facts.collect(),
            skipped: None,
        });
        parts::write(workspace, "scale", &part)?;
    }
    part.fact("load after", parts::load());
    Ok(part)
}

fn one(workspace: &Workspace, kit: &Kit, maker: &Path, count: u32, room: &Room) -> Outcome<Part> {
    let archive = Archive::make(workspace, maker, count)?;
    let (posts, site) = (archive.posts(), archive.site());
    archive.clear_builds()?;
    let mut part = Part::default();
    let settings = posts.join("kanbao.toml");
    if let Room::Bounded(files) = room {
        fs::write(&settings, format!("[build]\nmax_files = {files}\n"))
            .map_err(Failure::io("write", &settings))?;
        part.fact("files bounded to", files.to_string());
    }
    kit.change(&posts, &site)?.note(&mut part, "clean");
    let name = format!("scale-{count}");
    parts::forget(workspace, &name);
    let visited = process::run(
        harness_program(workspace, "bench_scale", None)?
            .arg(&site)
            .arg(&name),
    );
    if let Err(failure) = visited {
        // The builds are worth telling even so.
        eprintln!("error: {failure}");
        part.fact("views", "failed");
    }
    part.extend(parts::read(workspace, &name));
    let names = archive.names()?;
    if let Some(newest) = names.last() {
        let more = Edit::add(&posts, newest)?;
        kit.change(&posts, &site)?.note(&mut part, "more");
        more.undo()?;
    }
    if settings.exists() {
        fs::remove_file(&settings).map_err(Failure::io("remove", &settings))?;
    }
    archive.clear()?;
    Ok(part)
}

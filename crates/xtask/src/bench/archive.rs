//! Made-up archives: their posts, made once and used by every bench.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// Why there is no large archive.
pub(crate) const NO_MAKER: &str =
    "nothing here makes archives; name a program like `make-archive` in KANBAO_MAKE_ARCHIVE";

/// What every made-up archive is made of; the searching bench has the same.
pub(crate) const SEED: u32 = 1;

/// The program that makes archives.
pub(crate) fn maker(workspace: &Workspace) -> Option<PathBuf> {
    let named = env::var_os("KANBAO_MAKE_ARCHIVE").map(PathBuf::from);
    let path = named.unwrap_or_else(|| workspace.root.join("../shared/make-archive"));
    path.is_file().then_some(path)
}

/// An archive of so many reports in a folder of its own.
pub(crate) struct Archive {
    pub(crate) count: u32,
    pub(crate) folder: PathBuf,
}

impl Archive {
    /// Makes its posts, unless a run before has.
    pub(crate) fn make(workspace: &Workspace, maker: &Path, count: u32) -> Outcome<Self> {
        let folder = folder(workspace).join(count.to_string());
        let archive = Self { count, folder };
        let truth = archive.folder.join("truth.jsonl");
        if truth.is_file() {
            return Ok(archive);
        }
        remove(&archive.folder)?;
        fs::create_dir_all(&archive.folder).map_err(Failure::io("make", &archive.folder))?;
        let mut command = Command::new(maker);
        command.args([
            "--seed",
            &SEED.to_string(),
            "--topics",
            "ai,finance",
            "--needles",
            "25",
        ]);
        command.args(["--quiet", "--count", &count.to_string(), "--out"]);
        process::run(command.arg(archive.posts()).arg("--truth").arg(&truth))?;
        Ok(archive)
    }

    pub(crate) fn posts(&self) -> PathBuf {
        self.folder.join("posts")
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// The posts' files, the oldest first.
    pub(crate) fn names(&self) -> Outcome<Vec<PathBuf>> {
        let posts = self.posts();
        let mut names: Vec<PathBuf> = fs::read_dir(&posts)
            .map_err(Failure::io("read", &posts))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Removes what a build has made, and what it keeps beside the posts.
    pub(crate) fn clear_builds(&self) -> Outcome {
        remove(&self.site())?;
        remove(&self.posts().join(".kanbao-cache"))
    }

    /// The same; of a large archive the posts too.
    pub(crate) fn clear(&self) -> Outcome {
        self.clear_builds()?;
        if self.count > 10_000 {
            remove(&self.folder)?;
        }
        Ok(())
    }
}

/// Where all of them are.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.product("bench-archives")
}

/// Removes a folder with all that is in it.
pub(crate) fn remove(folder: &Path) -> Outcome {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(Failure::io("remove", folder))
}

/// How much of an archive a disk has room for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Room {
    /// All of it, twice: the site of the last build is kept beside that of this one.
    Whole,
    /// The data, and pages up to a number of files.
    Bounded(u32),
    /// Nothing; the reason.
    None(String),
}

/// What a report takes: its post, its page and data, those once more in the site before, and what is kept of it.
const WHOLE: u64 = 190_000;

/// The same where few reports have a page.
const BOUNDED: u64 = 60_000;

impl Room {
    /// The room for so many reports on the disk of this checkout.
    pub(crate) fn of(workspace: &Workspace, count: u32) -> Self {
        let answer = process::output(Command::new("df").args(["-Pk"]).arg(&workspace.root));
        let free = answer.ok().and_then(|answer| free_in(&answer));
        // A system that does not say has room.
        free.map_or(Self::Whole, |free| Self::within(free, count))
    }

    fn within(free: u64, count: u32) -> Self {
        let reports = u64::from(count);
        if free >= reports * WHOLE {
            return Self::Whole;
        }
        if free >= reports * BOUNDED {
            return Self::Bounded(count / 3);
        }
        let gigabytes = |bytes: u64| bytes.div_ceil(1_000_000_000);
        Self::None(format!(
            "{count} reports need {} GB of disk, {} are free",
            gigabytes(reports * BOUNDED),
            free / 1_000_000_000
        ))
    }
}

/// Bytes that are free, as `df -Pk` says.
fn free_in(answer: &str) -> Option<u64> {
    let kilobytes = answer.lines().nth(1)?.split_whitespace().nth(3)?;
    Some(kilobytes.parse::<u64>().ok()? * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_disk_bounds_the_pages_and_a_full_one_holds_nothing() {
        let said = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 263939788 1 20000000 72% /\n";
        let free = free_in(said).unwrap_or_default();
        assert_eq!(free, 20_480_000_000);
        assert_eq!(Room::within(free, 100_000), Room::Whole);
        assert_eq!(Room::within(free / 2, 100_000), Room::Bounded(33_333));
        assert!(matches!(Room::within(free / 4, 100_000), Room::None(_)));
        assert_eq!(Room::within(free / 4, 10_000), Room::Whole);
    }
}

//! Folders that change places, and what is left of builds that were killed.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::KEPT;
use super::tree::remove;

/// A name beside the folder, on the same file system, so that renaming is one step.
pub(super) fn sibling(target: &Path, purpose: &str) -> PathBuf {
    target.with_file_name(format!("{}{purpose}-{}", prefix(target), process::id()))
}

/// What the names of all siblings begin with.
fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.kanbao-")
}

/// Puts `new` in the place of `target`, and what was there, if anything, in the place of `new`. On Linux and macOS this is
/// one step; elsewhere there is a moment between two, which [`recover`] knows about.
pub(super) fn exchange(new: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        match fs::rename(new, target) {
            // Another build was quicker.
            Err(_) if target.exists() => {}
            renamed => return renamed,
        }
    }
    if exchange_at_once(new, target)? {
        return Ok(());
    }
    let earlier = sibling(target, "old");
    fs::rename(target, &earlier)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&earlier, target)?;
        return Err(error);
    }
    fs::rename(&earlier, new)
}

/// Whether the system, and the file system, could do it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_at_once(new: &Path, target: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_at_once(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Moves what a publisher keeps beside the site from the earlier folder to the new one.
pub(super) fn move_kept(earlier: &Path, target: &Path) -> io::Result<()> {
    for name in KEPT {
        let (from, to) = (earlier.join(name), target.join(name));
        if from.symlink_metadata().is_ok() && to.symlink_metadata().is_err() {
            fs::rename(&from, &to)?;
        }
    }
    Ok(())
}

/// Puts right what builds that were killed have left beside a site: a site on its way is put back, half-made ones go.
pub(super) fn recover(target: &Path) -> io::Result<()> {
    let (Some(parent), prefix) = (target.parent(), prefix(target)) else {
        return Ok(());
    };
    let entries = match fs::read_dir(parent) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some((purpose, number)) = parse(&name, &prefix) else {
            continue;
        };
        if is_running(number) {
            continue;
        }
        if purpose == "old" && !target.exists() {
            fs::rename(entry.path(), target)?;
            continue;
        }
        if target.exists() {
            move_kept(&entry.path(), target)?;
        }
        remove(&entry.path())?;
    }
    Ok(())
}

/// Purpose and process number in the name of a sibling.
fn parse<'a>(name: &'a OsStr, prefix: &str) -> Option<(&'a str, u32)> {
    let (purpose, number) = name.to_str()?.strip_prefix(prefix)?.split_once('-')?;
    Some((purpose, number.parse().ok()?)).filter(|(purpose, _)| matches!(*purpose, "old" | "new"))
}

/// Whether there is such a process, other than this one.
#[cfg(unix)]
fn is_running(number: u32) -> bool {
    let process = i32::try_from(number)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    number != process::id()
        && process.is_some_and(|process| {
            // One of another user is there, too.
            rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH)
        })
}

/// Elsewhere nobody can tell: what is there stays.
#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a file that says which one it is.
    fn folder(path: &Path, text: &str) {
        fs::create_dir_all(path).unwrap();
        fs::write(path.join("file"), text).unwrap();
    }

    fn text(path: &Path) -> String {
        fs::read_to_string(path.join("file")).unwrap()
    }

    /// The number of a process that is over.
    fn over() -> u32 {
        let mut child = process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        child.id()
    }

    #[test]
    fn folders_change_places() {
        let dir = tempfile::tempdir().unwrap();
        let (new, target) = (dir.path().join("new"), dir.path().join("site"));
        folder(&new, "new");
        exchange(&new, &target).unwrap();
        assert!(!new.exists());
        folder(&new, "newer");
        exchange(&new, &target).unwrap();
        assert_eq!(
            (text(&target), text(&new)),
            ("newer".to_owned(), "new".to_owned())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_site_on_its_way_is_put_back_and_half_made_ones_go() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("site");
        let beside = |purpose: &str, number: u32| dir.path().join(format!(".site.kanbao-{purpose}-{number}"));
        folder(&beside("old", over()), "old");
        folder(&beside("new", over()), "half");
        recover(&target).unwrap();
        assert_eq!(text(&target), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        // What belongs to a build that is at work stays; here that is the parent of this process.
        let parent = std::os::unix::process::parent_id();
        folder(&beside("new", parent), "at work");
        let older = beside("old", over());
        folder(&older, "older");
        fs::create_dir(older.join(".git")).unwrap();
        recover(&target).unwrap();
        assert_eq!(text(&target), "old");
        assert!(target.join(".git").is_dir() && beside("new", parent).exists());
    }
}

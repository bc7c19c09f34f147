//! Writing a site: beside its place first, then swapped in, so that nobody ever sees half of one and a build
//! that fails leaves the published site as it was.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::{fmt, fs, io, process};

use kanbao_archive::model::Version;

/// The file that tells a site of Kanbao's from any other folder.
const MARKER: &str = "version.json";

/// What publishers keep in a site's folder beside the site; it is carried over.
const KEPT: [&str; 5] = [".git", ".svn", ".hg", "CNAME", ".well-known"];

/// A site that is being written. Dropped without [`Output::publish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    staging: PathBuf,
    files: AtomicUsize,
    bytes: AtomicU64,
}

/// Why a site could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds something that is not a site of Kanbao's.
    NotASite(PathBuf),
    /// The file is something else than a room in one file.
    NotARoom(PathBuf),
    /// The folder holds the posts, and publishing replaces all of it.
    HoldsThePosts(PathBuf),
    /// A path that would lie outside the site.
    Outside(String),
    /// Reading or writing failed.
    Io(PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::NotASite(path) => write!(
                f,
                "{} is not empty and was not written by kanbao (it has no {MARKER} of ours)\n  \
                 help: name another folder, or replace its contents with --force",
                path.display()
            ),
            OutputError::NotARoom(path) => write!(
                f,
                "{} was not written by kanbao --single-file\n  help: name another file, or replace it with --force",
                path.display()
            ),
            OutputError::HoldsThePosts(path) => write!(
                f,
                "{} holds the posts, and a build replaces the whole folder\n  help: name another folder with -o",
                path.display()
            ),
            OutputError::Outside(path) => write!(f, "`{path}` would lie outside the site"),
            OutputError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for OutputError {}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, OutputError> {
    result.map_err(|error| OutputError::Io(path.to_owned(), error))
}

impl Output {
    /// Begins a site that will stand at `target`, which may not hold `posts`.
    ///
    /// # Errors
    /// Where `target` holds something else than a site of Kanbao's (unless `force`), or cannot be written.
    pub fn begin(target: &Path, posts: &Path, force: bool) -> Result<Self, OutputError> {
        let target = at(target, std::path::absolute(target))?;
        if let (Ok(real), Ok(posts)) = (target.canonicalize(), posts.canonicalize())
            && posts.starts_with(&real)
        {
            return Err(OutputError::HoldsThePosts(target));
        }
        if !force && !may_replace(&target)? {
            return Err(OutputError::NotASite(target));
        }
        let parent = target
            .parent()
            .ok_or_else(|| OutputError::NotASite(target.clone()))?;
        at(parent, fs::create_dir_all(parent))?;
        let staging = sibling(&target, "new");
        at(&staging, fs::create_dir(&staging))?;
        Ok(Self {
            target,
            staging,
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        })
    }

    /// Writes a file; `path` is relative to the site's root, with `/` between folders.
    ///
    /// # Errors
    /// Where the path leaves the site or the file cannot be written.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let file = self.place(path)?;
        at(&file, fs::write(&file, bytes))?;
        self.count(bytes.len() as u64);
        Ok(())
    }

    /// Copies a file into the site.
    ///
    /// # Errors
    /// As [`Output::write`], and where `from` cannot be read.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        let file = self.place(path)?;
        let bytes = at(from, fs::copy(from, &file))?;
        self.count(bytes);
        Ok(())
    }

    /// Files and bytes written so far.
    pub fn written(&self) -> (usize, u64) {
        (
            self.files.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }

    /// Where the files are until the site is published.
    pub fn folder(&self) -> &Path {
        &self.staging
    }

    /// Where the site will stand, and the earlier one stands until then.
    pub fn replaced(&self) -> &Path {
        &self.target
    }

    /// The paths of the files that have been written so far, relative to the site's root, in no stated order.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        let files = walkdir::WalkDir::new(&self.staging).into_iter();
        files.filter_map(Result::ok).filter_map(|entry| {
            let path = entry.path().strip_prefix(&self.staging).ok()?;
            let is_file = entry.file_type().is_file();
            is_file.then(|| path.to_string_lossy().replace('\\', "/"))
        })
    }

    /// Puts the site in its place and takes the earlier one away.
    ///
    /// # Errors
    /// Where a folder cannot be renamed; the earlier site then stands as it was.
    pub fn publish(self) -> Result<(), OutputError> {
        if !self.target.exists() {
            return at(&self.target, fs::rename(&self.staging, &self.target));
        }
        let earlier = sibling(&self.target, "old");
        at(&self.target, fs::rename(&self.target, &earlier))?;
        if let Err(error) = fs::rename(&self.staging, &self.target) {
            at(&self.target, fs::rename(&earlier, &self.target))?;
            return Err(OutputError::Io(self.target.clone(), error));
        }
        for name in KEPT {
            let (from, to) = (earlier.join(name), self.target.join(name));
            if from.exists() && !to.exists() {
                at(&to, fs::rename(&from, &to))?;
            }
        }
        at(&earlier, fs::remove_dir_all(&earlier))
    }

    /// The file's place among the files being written, its folder made.
    fn place(&self, path: &str) -> Result<PathBuf, OutputError> {
        let relative = Path::new(path);
        let inside = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if path.is_empty() || !inside {
            return Err(OutputError::Outside(path.to_owned()));
        }
        let file = self.staging.join(relative);
        if let Some(folder) = file.parent() {
            at(folder, fs::create_dir_all(folder))?;
        }
        Ok(file)
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After publishing there is nothing here; a failed build's remains are of no use to anyone.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// A name beside the folder, on the same file system, so that renaming is one step.
fn sibling(target: &Path, purpose: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.kanbao-{purpose}-{}", process::id()))
}

/// Whether the folder is not there, empty, or a site of Kanbao's.
fn may_replace(target: &Path) -> Result<bool, OutputError> {
    match fs::read_dir(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(OutputError::Io(target.to_owned(), error)),
        Ok(entries) => {
            let foreign = |entry: &fs::DirEntry| !KEPT.iter().any(|kept| entry.file_name() == *kept);
            if !entries.filter_map(Result::ok).any(|entry| foreign(&entry)) {
                return Ok(true);
            }
            let marker = fs::read(target.join(MARKER)).unwrap_or_default();
            Ok(serde_json::from_slice::<Version>(&marker).is_ok())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &[u8] = br#"{"generation":"g","app":"a","schema":1,"shell":[]}"#;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_appears_whole_and_replaces_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("deep/site");
        for file in ["a/b.txt", "c.txt"] {
            let output = Output::begin(&target, Path::new("."), false).unwrap();
            output.write(file, b"text").unwrap();
            output.write(MARKER, VERSION).unwrap();
            assert_eq!(output.written(), (2, 4 + VERSION.len() as u64));
            output.publish().unwrap();
            fs::write(target.join("CNAME"), "example.org").unwrap();
        }
        assert_eq!(names(&target), ["CNAME", "c.txt", MARKER]);
        assert_eq!(names(&dir.path().join("deep")), ["site"]);
    }

    #[test]
    fn an_abandoned_build_leaves_the_earlier_site_untouched() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("site");
        fs::create_dir(&target).unwrap();
        fs::write(target.join(MARKER), VERSION).unwrap();
        let output = Output::begin(&target, Path::new("."), false).unwrap();
        output.write("index.html", b"half").unwrap();
        drop(output);
        assert_eq!(names(&target), [MARKER]);
        assert_eq!(names(dir.path()), ["site"]);
    }

    #[test]
    fn a_folder_with_other_things_is_left_alone_unless_forced() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
        fs::write(dir.path().join(MARKER), "{}").unwrap();
        let refused = Output::begin(dir.path(), Path::new("."), false);
        assert!(matches!(refused, Err(OutputError::NotASite(_))), "{refused:?}");
        assert!(Output::begin(dir.path(), Path::new("."), true).is_ok());
    }

    #[test]
    fn the_posts_are_never_replaced_even_when_forced() {
        let dir = tempfile::tempdir().unwrap();
        let posts = dir.path().join("_posts");
        fs::create_dir(&posts).unwrap();
        for target in [dir.path(), &posts] {
            assert!(matches!(
                Output::begin(target, &posts, true),
                Err(OutputError::HoldsThePosts(_))
            ));
        }
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        let dir = tempfile::tempdir().unwrap();
        let output = Output::begin(&dir.path().join("site"), Path::new("."), false).unwrap();
        for path in ["../x", "/etc/x", "a/../../x", ""] {
            assert!(
                matches!(output.write(path, b""), Err(OutputError::Outside(_))),
                "{path}"
            );
        }
    }
}

//! Which files a served site depends on, and when they change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::live::Event;

/// Long enough for an editor to finish saving, short enough not to be waited for.
const DEBOUNCE: Duration = Duration::from_millis(150);

/// Watches folders, also those that are not there yet, or go and come back.
#[derive(Debug)]
pub(super) struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    roots: Vec<Root>,
    /// The folders' paths, for the watcher's own thread.
    paths: Arc<RwLock<Vec<PathBuf>>>,
}

#[derive(Debug)]
struct Root {
    path: PathBuf,
    /// What stood there when it was looked at last; a system's watch is of that and not of the name.
    seen: Option<Identity>,
    /// Whether the watch of another root covers it.
    is_inside_another: bool,
}

/// What tells a folder from another one that is put in its place under the same name.
type Identity = (u64, Option<SystemTime>);

impl Watch {
    /// Watches nothing yet; what changes will be sent.
    pub(super) fn new(events: Sender<Event>) -> Result<Self, notify::Error> {
        let paths = Arc::new(RwLock::new(Vec::new()));
        let roots: Arc<RwLock<Vec<PathBuf>>> = Arc::clone(&paths);
        let handler = move |result: DebounceEventResult| {
            let Ok(changes) = result else { return };
            let roots = roots.read().unwrap_or_else(PoisonError::into_inner);
            let changed: BTreeSet<PathBuf> = changes
                .iter()
                .filter(|change| !matches!(change.kind, EventKind::Access(_)))
                .flat_map(|change| &change.paths)
                .filter(|path| roots.iter().any(|root| is_relevant(root, path)))
                .cloned()
                .collect();
            if !changed.is_empty() {
                let _ = events.send(Event::Changed(changed));
            }
        };
        Ok(Self {
            debouncer: new_debouncer(DEBOUNCE, None, handler)?,
            roots: Vec::new(),
            paths,
        })
    }

    /// Watches these folders with everything below, and no others.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) -> Result<(), notify::Error> {
        // As the system names them in its notices; a folder that is not there keeps the name that it will have.
        let mut paths: Vec<PathBuf> = folders.iter().map(|folder| real(folder)).collect();
        paths.sort();
        paths.dedup();
        if self.roots.iter().map(|root| &root.path).eq(&paths) {
            return Ok(());
        }
        for root in self.roots.drain(..) {
            let _ = self.debouncer.unwatch(&root.path);
        }
        self.roots = paths
            .iter()
            .map(|path| Root {
                path: path.clone(),
                seen: None,
                is_inside_another: paths.iter().any(|other| path != other && path.starts_with(other)),
            })
            .collect();
        *self.paths.write().unwrap_or_else(PoisonError::into_inner) = paths;
        self.roots
            .iter_mut()
            .try_for_each(|root| root.watch(&mut self.debouncer))
    }

    /// The folders that have come, gone, or been replaced since the last look: of these the system says nothing more.
    pub(super) fn look_again(&mut self) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        for root in &mut self.roots {
            if identity(&root.path) == root.seen {
                continue;
            }
            let _ = self.debouncer.unwatch(&root.path);
            // Where it cannot be watched yet, the next look tries again.
            if root.watch(&mut self.debouncer).is_ok() {
                changed.insert(root.path.clone());
            }
        }
        changed
    }
}

impl Root {
    fn watch(
        &mut self,
        debouncer: &mut Debouncer<RecommendedWatcher, RecommendedCache>,
    ) -> Result<(), notify::Error> {
        let seen = identity(&self.path);
        if seen.is_some() && !self.is_inside_another {
            debouncer.watch(&self.path, RecursiveMode::Recursive)?;
        }
        self.seen = seen;
        Ok(())
    }
}

fn real(folder: &Path) -> PathBuf {
    folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned())
}

fn identity(folder: &Path) -> Option<Identity> {
    let metadata = fs::metadata(folder).ok()?;
    // File systems give a number again soon after it has become free, so the time of birth counts as well.
    Some((number(&metadata), metadata.created().ok()))
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

/// Whether a change there can concern the site: not in hidden folders (`.git`, a cache, editors' swap files) nor where
/// build tools work.
fn is_relevant(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else {
        return false;
    };
    !inside.components().any(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            name.starts_with('.') || name.ends_with('~') || matches!(&*name, "target" | "node_modules")
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};

    use super::*;

    /// The next change that is sent, or seen by looking again.
    fn next(watch: &mut Watch, events: &Receiver<Event>) -> BTreeSet<PathBuf> {
        for _ in 0..200 {
            if let Ok(Event::Changed(paths)) = events.recv_timeout(Duration::from_millis(50)) {
                return paths;
            }
            let changed = watch.look_again();
            if !changed.is_empty() {
                return changed;
            }
        }
        panic!("nothing was noticed");
    }

    #[test]
    fn hidden_and_temporary_files_do_not_count() {
        let root = Path::new("/posts");
        for (path, relevant) in [
            ("/posts/_posts/a.md", true),
            ("/posts", true),
            ("/posts/.git/index", false),
            ("/posts/.kanbao-cache/x", false),
            ("/posts/_posts/.a.md.swp", false),
            ("/posts/_posts/a.md~", false),
            ("/posts/target/debug/x", false),
            ("/elsewhere/a.md", false),
        ] {
            assert_eq!(is_relevant(root, Path::new(path)), relevant, "{path}");
        }
    }

    #[test]
    fn a_folder_that_goes_and_comes_back_is_followed_still() {
        let dir = tempfile::tempdir().unwrap();
        let posts = dir.path().canonicalize().unwrap().join("posts");
        fs::create_dir(&posts).unwrap();
        let (sender, events) = mpsc::channel();
        let mut watch = Watch::new(sender).unwrap();
        watch.follow(std::slice::from_ref(&posts)).unwrap();
        for round in 0..3 {
            let aside = dir.path().join("aside");
            fs::rename(&posts, &aside).unwrap();
            assert!(next(&mut watch, &events).contains(&posts), "gone, round {round}");
            while events.try_recv().is_ok() {}
            assert!(watch.look_again().iter().all(|path| *path == posts));

            fs::rename(&aside, &posts).unwrap();
            assert!(next(&mut watch, &events).contains(&posts), "back, round {round}");
            while events.recv_timeout(Duration::from_millis(400)).is_ok() {}

            let file = posts.join("a.md");
            fs::write(&file, round.to_string()).unwrap();
            assert!(next(&mut watch, &events).contains(&file), "a file, round {round}");
            while events.recv_timeout(Duration::from_millis(400)).is_ok() {}
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let pictures = dir.path().canonicalize().unwrap().join("pictures");
        let (sender, events) = mpsc::channel();
        let mut watch = Watch::new(sender).unwrap();
        watch.follow(std::slice::from_ref(&pictures)).unwrap();
        assert!(watch.look_again().is_empty());
        fs::create_dir(&pictures).unwrap();
        assert!(next(&mut watch, &events).contains(&pictures));
        let picture = pictures.join("a.jpg");
        fs::write(&picture, "x").unwrap();
        assert!(next(&mut watch, &events).contains(&picture));
    }

    #[test]
    fn an_editor_that_saves_by_rename_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let posts = dir.path().canonicalize().unwrap();
        let post = posts.join("a.md");
        fs::write(&post, "one").unwrap();
        let (sender, events) = mpsc::channel();
        let mut watch = Watch::new(sender).unwrap();
        watch.follow(&[posts.clone()]).unwrap();
        fs::write(posts.join(".a.md.new"), "two").unwrap();
        fs::rename(posts.join(".a.md.new"), &post).unwrap();
        assert_eq!(next(&mut watch, &events), BTreeSet::from([post]));
    }
}

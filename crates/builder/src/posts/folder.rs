//! Which files of a folder are posts.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::limits::Beyond;
use crate::cache::StoreError;
use crate::diagnostic::{Code, Diagnostic};

use super::given::Given;

/// Why there are no posts to read.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such folder.
    Missing(PathBuf),
    /// It is a file.
    NotAFolder(PathBuf),
    /// It cannot be read.
    Unreadable(PathBuf, io::Error),
    /// There are no posts in it.
    NoPosts {
        /// The folder.
        folder: PathBuf,
        /// Whether `_posts` was looked through, or the folder itself.
        jekyll: bool,
    },
    /// There are posts, but none within the limits.
    Beyond(Box<Beyond>),
    /// What was read cannot be kept for the rest of the build.
    Store(StoreError),
}

impl From<StoreError> for ReadError {
    fn from(error: StoreError) -> Self {
        ReadError::Store(error)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Missing(folder) => write!(f, "there is no folder {}", folder.display()),
            ReadError::NotAFolder(file) => {
                write!(
                    f,
                    "{} is a file; give the folder that holds the posts",
                    file.display()
                )
            }
            ReadError::Beyond(beyond) => beyond.fmt(f),
            ReadError::Store(error) => error.fmt(f),
            ReadError::Unreadable(folder, error) => {
                write!(f, "the folder {} cannot be read: {error}", folder.display())
            }
            ReadError::NoPosts { folder, jekyll: true } => write!(
                f,
                "there are no posts in {}: looked for files ending in .md or .markdown, also in the folders in it",
                folder.join("_posts").display()
            ),
            ReadError::NoPosts {
                folder,
                jekyll: false,
            } => write!(
                f,
                "there are no posts in {}: looked for a folder _posts and for files ending in .md or .markdown, also in \
                 the folders in it",
                folder.display()
            ),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Unreadable(_, error) => Some(error),
            ReadError::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// A folder of posts, looked through.
#[derive(Debug)]
pub(super) struct Folder {
    /// The folder as given; where that is a `_posts` folder, its parent.
    pub(super) root: PathBuf,
    /// Where published files may lie, as canonical paths: the root, and `_posts` where it is a link to elsewhere.
    pub(super) allowed: Vec<PathBuf>,
    /// The posts, sorted by path.
    pub(super) files: Vec<PostFile>,
    /// What could not be looked through.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A file that may be a post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PostFile {
    /// Relative to the root, with `/` between names.
    pub(super) path: String,
    /// Where it is.
    pub(super) file: PathBuf,
    /// Whether it lies in `_drafts`.
    pub(super) draft: bool,
    /// What is to be read instead of the file.
    pub(super) given: Option<Arc<Given>>,
}

/// Folders that hold no posts: what other tools make or keep. Names that begin with a dot are skipped as well.
const SKIPPED: [&str; 3] = ["_site", "_drafts", "node_modules"];

impl Folder {
    /// Looks through a folder.
    ///
    /// # Errors
    /// Where it is missing, unreadable or holds no posts.
    pub(super) fn read(folder: &Path, drafts: bool) -> Result<Self, ReadError> {
        let metadata = fs::metadata(folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ReadError::Missing(folder.to_owned()),
            _ => ReadError::Unreadable(folder.to_owned(), error),
        })?;
        if !metadata.is_dir() {
            return Err(ReadError::NotAFolder(folder.to_owned()));
        }
        let root = root_of(folder);
        let canonical =
            |path: &Path| fs::canonicalize(path).map_err(|e| ReadError::Unreadable(path.to_owned(), e));
        let mut this = Self {
            allowed: vec![canonical(&root)?],
            root,
            files: Vec::new(),
            diagnostics: Vec::new(),
        };
        let readable = |folder: &Path| {
            let entries = fs::read_dir(folder);
            entries.map_err(|error| ReadError::Unreadable(folder.to_owned(), error))
        };
        let Layout {
            posts,
            drafts: in_draft,
        } = Layout::of(&this.root);
        let jekyll = !posts.is_empty();
        for folder in &posts {
            this.allowed.push(canonical(folder)?);
            readable(folder)?;
            this.look_through(folder, false);
        }
        if !jekyll {
            readable(&this.root)?;
            let content = this.root.join("content");
            let start = if is_generator(&this.root) && content.is_dir() {
                content
            } else {
                this.root.clone()
            };
            this.look_through(&start, false);
        }
        for folder in in_draft.iter().filter(|_| drafts) {
            this.look_through(folder, true);
        }
        if this.files.is_empty() && this.diagnostics.is_empty() {
            return Err(ReadError::NoPosts {
                folder: folder.to_owned(),
                jekyll,
            });
        }
        this.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(this)
    }

    fn look_through(&mut self, folder: &Path, draft: bool) {
        if !folder.is_dir() {
            return;
        }
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_symlink() && entry.depth() > 0 => {
                    self.take_link(&entry, draft)
                }
                Ok(entry) if entry.file_type().is_file() => self.take(entry.path(), draft),
                Ok(_) => {}
                Err(error) => {
                    let path = error
                        .path()
                        .map_or_else(|| ".".to_owned(), |path| self.relative(path));
                    let reason = error
                        .io_error()
                        .map_or_else(|| error.to_string(), io::Error::to_string);
                    self.diagnostics.push(unreadable(&path, &reason));
                }
            }
        }
    }

    fn take(&mut self, file: &Path, draft: bool) {
        if is_markdown(file) {
            self.files.push(PostFile {
                path: self.relative(file),
                file: file.to_owned(),
                draft,
                given: None,
            });
        }
    }

    /// A link to a post inside the folder is read as a post; links elsewhere are not followed.
    fn take_link(&mut self, entry: &DirEntry, draft: bool) {
        let path = self.relative(entry.path());
        let not_followed = |what: &str| {
            Diagnostic::of_file(
                Code::LinkNotFollowed,
                &path,
                format!("this symbolic link leads to {what}"),
            )
            .help("it was not followed")
        };
        match fs::canonicalize(entry.path()) {
            Ok(target) if target.is_dir() => self.diagnostics.push(not_followed("a folder")),
            Ok(_) if !is_markdown(entry.path()) => {}
            Ok(target) if self.is_allowed(&target) => self.take(entry.path(), draft),
            Ok(_) => self
                .diagnostics
                .push(not_followed("a file outside the folder of posts")),
            Err(error) if is_markdown(entry.path()) => {
                self.diagnostics.push(unreadable(
                    &path,
                    &format!("the symbolic link leads nowhere ({error})"),
                ));
            }
            Err(_) => {}
        }
    }

    /// Whether a canonical path lies in the folder.
    pub(super) fn is_allowed(&self, canonical: &Path) -> bool {
        self.allowed.iter().any(|allowed| canonical.starts_with(allowed))
    }

    /// The path relative to the root, with `/` between names.
    fn relative(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let names = relative
            .components()
            .map(|name| name.as_os_str().to_string_lossy());
        names.collect::<Vec<_>>().join("/")
    }
}

/// Where Jekyll has its posts.
#[derive(Default)]
struct Layout {
    /// Every `_posts`, at any depth.
    posts: Vec<PathBuf>,
    /// Every `_drafts`.
    drafts: Vec<PathBuf>,
}

impl Layout {
    fn of(root: &Path) -> Self {
        let mut layout = Self::default();
        let walk = WalkDir::new(root).sort_by_file_name().into_iter();
        // Below `vendor`, Jekyll's own packages bring examples along.
        let is_looked_at = |entry: &DirEntry| {
            let name = entry.file_name();
            entry.depth() == 0 || name == "_drafts" || (!is_skipped(entry) && name != "vendor")
        };
        let entries = walk.filter_entry(is_looked_at);
        for entry in entries.filter_map(Result::ok).filter(|entry| entry.depth() > 0) {
            let is_folder = entry.file_type().is_dir() || (entry.depth() == 1 && entry.path().is_dir());
            let is_inside =
                |known: &Vec<PathBuf>| known.iter().any(|folder| entry.path().starts_with(folder));
            if !is_folder || is_inside(&layout.posts) || is_inside(&layout.drafts) {
                continue;
            }
            if entry.file_name() == "_posts" {
                layout.posts.push(entry.into_path());
            } else if entry.file_name() == "_drafts" {
                layout.drafts.push(entry.into_path());
            }
        }
        layout
    }
}

/// Whether a folder is a site of Hugo or Zola, whose posts are in `content`.
fn is_generator(root: &Path) -> bool {
    const SETTINGS: [&str; 7] = [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config/_default",
    ];
    SETTINGS.iter().any(|name| root.join(name).exists())
}

/// Endings of files that may be images, in small letters.
pub(super) const IMAGE_ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"];

impl Folder {
    /// The paths of all images in the folder, sorted, by their names in small letters.
    pub(super) fn images(&self) -> BTreeMap<String, Vec<String>> {
        let mut images: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let walk = WalkDir::new(&self.root).sort_by_file_name().into_iter();
        let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry));
        for entry in entries.filter_map(Result::ok) {
            let ending = entry.path().extension().unwrap_or_default();
            let is_image = IMAGE_ENDINGS
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known));
            if entry.file_type().is_file() && is_image {
                let name = entry.file_name().to_string_lossy().to_lowercase();
                images.entry(name).or_default().push(self.relative(entry.path()));
            }
        }
        images
    }
}

/// The folder that a publisher means: a `_posts` folder stands for the one around it, where settings and images are.
pub(crate) fn root_of(folder: &Path) -> PathBuf {
    let is_posts = folder.file_name().is_some_and(|name| name == "_posts");
    match folder.parent() {
        Some(parent) if is_posts && parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) if is_posts => parent.to_owned(),
        _ => folder.to_owned(),
    }
}

/// The files below some folders by name, for images that are looked for by name; the first by path is taken.
pub(super) fn files_by_name(root: &Path, folders: &[String]) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    for folder in folders {
        let inside = Path::new(folder)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            continue;
        }
        let walk = WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
        for entry in walk
            .filter_entry(|entry| entry.file_name() != crate::cache::FOLDER)
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.entry(name).or_insert_with(|| entry.into_path());
        }
    }
    files
}

fn is_skipped(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || (entry.file_type().is_dir() && SKIPPED.contains(&name.as_ref()))
}

fn is_markdown(file: &Path) -> bool {
    let extension = file.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

pub(super) fn unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::of_file(Code::Unreadable, path, format!("it cannot be read: {reason}"))
        .help("it was left out")
}

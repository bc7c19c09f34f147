//! The built reader: what Trunk left in its folder, under the names that a site publishes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::hash::fingerprint;
use super::styles::{self, Styles};

/// The reader's files, ready to be published.
#[derive(Clone, Debug)]
pub struct App {
    /// Address of the JavaScript module that loads the WebAssembly, relative to the site's root.
    pub glue: String,
    /// Address of the WebAssembly module, relative to the site's root.
    pub wasm: String,
    /// The style sheets that stand in pages: a page is painted without asking for anything else.
    pub(crate) styles: Styles,
    /// Address of the style sheet of what not every page carries, relative to the site's root: the app shows it all.
    pub(crate) sheet: String,
    /// Everything the pages need to start, glue and module among them.
    pub files: Vec<AppFile>,
    /// The icons, for the web manifest and the head.
    pub icons: Vec<Icon>,
    /// Pictures of the running reader with sample reports, for whoever is asked whether to install it.
    pub screenshots: Vec<Screenshot>,
}

/// A file with its address relative to the site's root.
#[derive(Clone, Debug)]
pub struct AppFile {
    /// Where it is published.
    pub path: String,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
}

/// An icon of the site.
#[derive(Clone, Debug)]
pub struct Icon {
    /// The file.
    pub file: AppFile,
    /// Width in pixels (icons are square); `None` for SVG, which fits every size.
    pub size: Option<usize>,
}

/// A picture of the running reader.
#[derive(Clone, Debug)]
pub struct Screenshot {
    /// The file, WebP.
    pub file: AppFile,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

impl Icon {
    /// What it is for, in the words of the web manifest; its name says so.
    pub fn purpose(&self) -> &'static str {
        let is = |word| self.file.path.contains(word);
        if is("maskable") {
            "maskable"
        } else if is("monochrome") {
            "monochrome"
        } else {
            "any"
        }
    }

    /// Whether it stands for a page of the site, not for the site: for which one, by the last part of its name.
    pub fn shortcut(&self) -> Option<&str> {
        let name = self.file.path.strip_prefix("icons/shortcut-")?;
        name.strip_suffix(".png")
    }

    /// Whether it is made for the home screen of iOS, which reads no manifest.
    pub fn is_apple(&self) -> bool {
        self.file.path.contains("apple")
    }

    /// Whether it is one for tabs: drawn for any size, or small.
    pub fn is_favicon(&self) -> bool {
        self.purpose() == "any" && !self.is_apple() && self.size.is_none_or(|size| size <= 64)
    }

    /// The media type.
    pub fn media_type(&self) -> &'static str {
        if self.size.is_none() {
            "image/svg+xml"
        } else {
            "image/png"
        }
    }
}

/// Why there is no reader to publish.
#[derive(Debug)]
pub enum AppError {
    /// This binary was built without the reader and no folder was named.
    NotEmbedded,
    /// A file of the folder could not be read.
    Io(PathBuf, io::Error),
    /// The folder is not what Trunk makes of the reader: the named part is missing.
    Incomplete(&'static str),
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppError::NotEmbedded => f.write_str(
                "this kanbao was built without the reader inside\n  \
                 help: `cargo xtask dist` makes one that has it; `--app DIR` takes the reader from the folder \
                 that Trunk builds (`dist`)",
            ),
            AppError::Io(path, error) => write!(
                f,
                "cannot read the reader's files at {}: {error}\n  help: `cargo xtask dist` builds them",
                path.display()
            ),
            AppError::Incomplete(part) => write!(
                f,
                "the reader's files are incomplete: no {part}\n  help: `cargo xtask dist` builds them anew"
            ),
        }
    }
}

impl std::error::Error for AppError {}

#[cfg(feature = "embed-reader")]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/reader.rs"));
}

impl App {
    /// The reader inside this binary (feature `embed-reader`).
    ///
    /// # Errors
    /// [`AppError::NotEmbedded`] where the binary was built without it.
    #[cfg(feature = "embed-reader")]
    pub fn embedded() -> Result<Self, AppError> {
        Self::from_files(
            embedded::FILES
                .iter()
                .map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes)))
                .collect(),
        )
    }

    /// The reader inside this binary (feature `embed-reader`).
    ///
    /// # Errors
    /// [`AppError::NotEmbedded`] where the binary was built without it.
    #[cfg(not(feature = "embed-reader"))]
    pub fn embedded() -> Result<Self, AppError> {
        Err(AppError::NotEmbedded)
    }

    /// The reader from the folder that Trunk built.
    ///
    /// # Errors
    /// Where the folder cannot be read or lacks a part of the reader.
    pub fn from_dir(dir: &Path) -> Result<Self, AppError> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(dir) {
            let entry = entry.map_err(|e| {
                let path = e.path().unwrap_or(dir).to_owned();
                AppError::Io(
                    path,
                    e.into_io_error()
                        .unwrap_or_else(|| io::Error::other("the folder contains itself")),
                )
            })?;
            let Ok(name) = entry.path().strip_prefix(dir) else {
                continue;
            };
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).map_err(|e| AppError::Io(entry.path().to_owned(), e))?;
                files.insert(name.to_string_lossy().replace('\\', "/"), Cow::Owned(bytes));
            }
        }
        Self::from_files(files)
    }

    /// The largest icon, as a picture of the site for whoever links it.
    pub(crate) fn picture(&self) -> Option<&Icon> {
        self.icons
            .iter()
            .filter(|icon| icon.purpose() == "any" && icon.shortcut().is_none())
            .filter(|icon| !icon.is_apple() && icon.size.is_some())
            .max_by_key(|icon| icon.size)
    }

    /// `files`: name in Trunk's folder, with `/` between folders, → contents.
    fn from_files(mut files: BTreeMap<String, Cow<'static, [u8]>>) -> Result<Self, AppError> {
        let index = files
            .get("index.html")
            .ok_or(AppError::Incomplete("index.html"))?;
        let index = String::from_utf8_lossy(index);
        let (styles, sheet) = styles::read(&index, &files)?;
        let wasm = take(&mut files, "_bg.wasm").ok_or(AppError::Incomplete("kanbao-reader-…_bg.wasm"))?;
        let glue = take(&mut files, ".js").ok_or(AppError::Incomplete("kanbao-reader-….js"))?;

        let mut published = snippets(&glue, &files)?;
        let mut publish = |stem: &str, extension: &str, bytes: Cow<'static, [u8]>| {
            let path = format!("assets/{stem}.{}.{extension}", fingerprint(&bytes).short());
            published.push(AppFile {
                path: path.clone(),
                bytes,
            });
            path
        };
        let (glue, wasm) = (
            publish("kanbao-reader", "js", glue),
            publish("kanbao-reader", "wasm", wasm),
        );
        let sheet = publish("kanbao-reader", "css", Cow::Owned(sheet.text.into_bytes()));
        Ok(Self {
            glue,
            wasm,
            styles,
            sheet,
            files: published,
            screenshots: screenshots(&files),
            icons: icons(files),
        })
    }
}

/// Takes the reader's file whose name ends so; names in the folder's top carry Trunk's own hash.
fn take(files: &mut BTreeMap<String, Cow<'static, [u8]>>, end: &str) -> Option<Cow<'static, [u8]>> {
    let name = files
        .keys()
        .find(|name| name.starts_with("kanbao-reader") && name.ends_with(end))?
        .clone();
    files.remove(&name)
}

/// JavaScript that the glue imports (`./snippets/…`): it keeps its place beside the glue.
fn snippets(glue: &[u8], files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<Vec<AppFile>, AppError> {
    let mut found = BTreeSet::new();
    let mut waiting = relative_imports(&String::from_utf8_lossy(glue), "");
    while let Some(name) = waiting.pop() {
        if found.contains(&name) {
            continue;
        }
        let bytes = files
            .get(&name)
            .ok_or(AppError::Incomplete("JavaScript snippet that the reader imports"))?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        waiting.extend(relative_imports(&String::from_utf8_lossy(bytes), folder));
        found.insert(name);
    }
    let file = |name: String| {
        let bytes = files.get(&name)?.clone();
        Some(AppFile {
            path: format!("assets/{name}"),
            bytes,
        })
    };
    Ok(found.into_iter().filter_map(file).collect())
}

/// The files that a module imports by a path beginning with `./`, named from the folder's top.
fn relative_imports(module: &str, folder: &str) -> Vec<String> {
    let imports = module.split(" from ").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest[1..].split(quote).next()?.strip_prefix("./")
    });
    imports
        .map(|path| {
            if folder.is_empty() {
                path.to_owned()
            } else {
                format!("{folder}/{path}")
            }
        })
        .collect()
}

fn screenshots(files: &BTreeMap<String, Cow<'static, [u8]>>) -> Vec<Screenshot> {
    let screenshot = |(name, bytes): (&String, &Cow<'static, [u8]>)| {
        let is_picture = name.starts_with("screenshots/") && name.ends_with(".webp");
        let size = imagesize::blob_size(bytes).ok().filter(|_| is_picture)?;
        Some(Screenshot {
            file: AppFile {
                path: name.clone(),
                bytes: bytes.clone(),
            },
            width: size.width,
            height: size.height,
        })
    };
    files.iter().filter_map(screenshot).collect()
}

fn icons(files: BTreeMap<String, Cow<'static, [u8]>>) -> Vec<Icon> {
    let icon = |(name, bytes): (String, Cow<'static, [u8]>)| {
        let size = match name.strip_prefix("icons/")?.rsplit_once('.')?.1 {
            "svg" => None,
            "png" => Some(imagesize::blob_size(&bytes).ok()?.width),
            _ => return None,
        };
        Some(Icon {
            file: AppFile { path: name, bytes },
            size,
        })
    };
    files.into_iter().filter_map(icon).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A reader as Trunk leaves it, small enough for tests.
    pub(crate) fn app() -> App {
        App::from_files(files()).unwrap()
    }

    fn files() -> BTreeMap<String, Cow<'static, [u8]>> {
        let index = r#"<!doctype html><link rel="stylesheet" href="/b-1.css" integrity="sha384-x"/>
            <link rel=stylesheet href='./a-2.css'><link rel="icon" href="/x.css">
            <link rel="stylesheet" href="/h-5.css" data-when="home"/><link rel="stylesheet" href="/r-6.css" data-when="report"/>
            <link rel="stylesheet" href="/c-3.css" data-when="app"/>"#;
        [
            ("index.html", index),
            ("a-2.css", "a{}"),
            ("b-1.css", "b{}"),
            ("c-3.css", "c{}"),
            ("h-5.css", "h{}"),
            ("r-6.css", "r{}"),
            ("x.css", "x{}"),
            (
                "kanbao-reader-9f.js",
                "import { f } from './snippets/s-1/inline0.js';\nexport default f;",
            ),
            ("kanbao-reader-9f_bg.wasm", "\0asm"),
            ("snippets/s-1/inline0.js", "export { f } from \"./deep.js\";"),
            ("snippets/s-1/deep.js", "export const f = 1;"),
            ("icons/icon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), Cow::Borrowed(text.as_bytes())))
        .chain(pictures())
        .collect()
    }

    /// Pictures as they are shipped: their sizes are read from them.
    fn pictures() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
        let pictures: [(&str, &[u8]); 3] = [
            (
                "icons/shortcut-search.png",
                include_bytes!("../../../../public/icons/shortcut-search.png"),
            ),
            (
                "screenshots/narrow.webp",
                include_bytes!("../../../../public/screenshots/narrow.webp"),
            ),
            (
                "screenshots/wide.webp",
                include_bytes!("../../../../public/screenshots/wide.webp"),
            ),
        ];
        pictures
            .into_iter()
            .map(|(name, bytes)| (name.to_owned(), Cow::Borrowed(bytes)))
    }

    #[test]
    fn names_carry_the_hash_of_the_content_and_imports_come_along() {
        let app = app();
        assert_eq!(
            app.wasm,
            format!("assets/kanbao-reader.{}.wasm", fingerprint(b"\0asm").short())
        );
        let paths: Vec<_> = app.files.iter().map(|f| f.path.as_str()).collect();
        assert!(paths.contains(&"assets/snippets/s-1/inline0.js"));
        assert!(paths.contains(&"assets/snippets/s-1/deep.js"));
        assert_eq!((app.icons.len(), app.screenshots.len()), (2, 2));
    }

    #[test]
    fn a_missing_part_is_named() {
        for (gone, part) in [
            ("index.html", "index.html"),
            ("kanbao-reader-9f_bg.wasm", "_bg.wasm"),
            ("a-2.css", "style"),
            ("c-3.css", "style"),
            ("h-5.css", "style"),
        ] {
            let mut files = files();
            files.remove(gone);
            let message = App::from_files(files).unwrap_err().to_string();
            assert!(
                message.contains(part) && message.contains("cargo xtask dist"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_missing_folder_names_the_command_that_makes_it() {
        let message = App::from_dir(Path::new("no/such/dist")).unwrap_err().to_string();
        assert!(
            message.contains("no/such/dist") && message.contains("cargo xtask dist"),
            "{message}"
        );
    }
}

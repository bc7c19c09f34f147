//! Sites built from posts, served as any static host would.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use kanbao_archive::model::{Bundle, Summary};
use kanbao_builder::config::Config;
use kanbao_builder::posts::Options;
use kanbao_builder::serve::{ServerHandle, static_site};
use kanbao_builder::site::app::App;
use kanbao_builder::site::output::Output;
use kanbao_builder::site::{self, Content};

use crate::{Outcome, ensure, posts};

/// A built site.
pub struct Site {
    /// Where it is.
    pub folder: PathBuf,
    /// Its bundle.
    pub bundle: Bundle,
}

impl Site {
    /// Builds a site as a publisher does, with the program `KANBAO` (else the one beside the tests) and the reader
    /// in `KANBAO_APP` (else `dist/`). Warnings about the posts are no failure.
    ///
    /// # Errors
    /// Where the program is missing or fails.
    pub fn build(posts: &Path, folder: &Path) -> Outcome<Self> {
        Self::build_with(posts, folder, &[])
    }

    /// As [`Site::build`], with more arguments.
    ///
    /// # Errors
    /// As [`Site::build`].
    pub fn build_with(posts: &Path, folder: &Path, arguments: &[&str]) -> Outcome<Self> {
        let mut command = kanbao("build")?;
        // Tests leave nothing beside posts that are not theirs.
        command.arg(posts).arg("--no-cache");
        command.arg("--output-dir").arg(folder).args(arguments);
        run(&mut command)?;
        Self::open(folder)
    }

    /// As [`Site::build`], with the reader in another folder.
    ///
    /// # Errors
    /// As [`Site::build`].
    pub fn build_with_reader(posts: &Path, folder: &Path, app: &Path) -> Outcome<Self> {
        let mut command = kanbao_with("build", app)?;
        command.arg(posts).arg("--no-cache");
        run(command.arg("--output-dir").arg(folder))?;
        Self::open(folder)
    }

    /// Takes a folder that `kanbao build` made.
    ///
    /// # Errors
    /// Where it has no readable bundle.
    pub fn open(folder: &Path) -> Outcome<Self> {
        let bundle = Bundle::from_json(&fs::read_to_string(folder.join("data/bundle.json"))?)?;
        Ok(Self {
            folder: folder.to_owned(),
            bundle,
        })
    }

    /// Serves it at a base path (`/`, `/kanbao/`) until the handle is dropped.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn serve(&self, base_path: &str) -> Outcome<ServerHandle> {
        Ok(static_site(&self.folder, base_path, 0)?)
    }

    /// What its lists show, newest first.
    pub fn summaries(&self) -> impl Iterator<Item = &Summary> {
        self.bundle.reports.iter().map(|report| &report.summary)
    }

    /// Copies it, so that a test may break the copy.
    ///
    /// # Errors
    /// Where a file cannot be copied.
    pub fn copy_to(&self, folder: &Path) -> Outcome<Self> {
        copy(&self.folder, folder)?;
        Self::open(folder)
    }
}

/// Builds a room in one file as a publisher does, and gives its address.
///
/// # Errors
/// As [`Site::build`].
pub fn build_file(posts: &Path, file: &Path) -> Outcome<String> {
    run(kanbao("build")?
        .arg(posts)
        .arg("--no-cache")
        .arg("--single-file")
        .arg(file))?;
    Ok(format!("file://{}", file.canonicalize()?.display()))
}

/// A command of the program `KANBAO` (else the one beside the tests) with the reader in `KANBAO_APP` (else `dist/`).
///
/// # Errors
/// Where there is no program.
pub fn kanbao(command: &str) -> Outcome<Command> {
    kanbao_with(command, &reader())
}

/// The folder of the reader that sites are built with: `KANBAO_APP`, else `dist/`.
pub fn reader() -> PathBuf {
    env::var_os("KANBAO_APP").map_or_else(|| posts::repository().join("dist"), PathBuf::from)
}

fn kanbao_with(command: &str, app: &Path) -> Outcome<Command> {
    let program = env::var_os("KANBAO").map_or_else(beside_the_tests, |path| Ok(path.into()))?;
    let mut made = Command::new(program);
    made.arg(command).arg("--app").arg(app);
    Ok(made)
}

/// Copies the reader into a folder, with one more line at the end of its glue (the JavaScript around its wasm): it runs as
/// before, does what that line says, and is another app.
///
/// # Errors
/// Where a file cannot be copied, or there is no reader.
pub fn changed_reader(folder: &Path, line: &str) -> Outcome {
    copy(&reader(), folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            let glue = fs::read_to_string(&path)?;
            return Ok(fs::write(path, [&glue, "\n", line, "\n"].concat())?);
        }
    }
    Err("the reader has no glue".into())
}

fn run(command: &mut Command) -> Outcome {
    let output = command.output().map_err(|e| {
        let program = command.get_program().to_string_lossy();
        format!("{program} does not run: {e}; `cargo xtask test --only browser` builds it")
    })?;
    ensure!(
        output.status.success(),
        "kanbao ended with {}:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Builds a folder of posts with the smallest reader there can be, in this process: what it makes of the posts is as a
/// publisher gets it.
///
/// # Errors
/// Where the settings are wrong, or something cannot be read or written.
pub fn build_without_reader(posts: &Path, target: &Path) -> Outcome {
    let dist = target.with_extension("reader");
    fs::create_dir_all(&dist)?;
    fs::write(
        dist.join("index.html"),
        "<link rel=stylesheet href=/style.css><link rel=stylesheet href=/app.css data-when=app>",
    )?;
    for name in [
        "style.css",
        "app.css",
        "kanbao-reader.js",
        "kanbao-reader_bg.wasm",
    ] {
        fs::write(dist.join(name), name)?;
    }
    let (config, diagnostics) = Config::read(posts);
    ensure!(diagnostics.is_empty(), "the settings are wrong: {diagnostics:?}");
    let now = "2026-01-01T00:00:00Z".parse()?;
    let archive = kanbao_builder::posts::read(posts, &config, &Options::at(now))?;
    let output = Output::begin(target, posts, false)?;
    let content = Content::of(&config, archive, Some("https://example.org/reports/".into()))?;
    site::write(&content, &App::from_dir(&dist)?, &output, true)?;
    Ok(output.publish()?)
}

/// Cargo puts tests one folder below programs.
fn beside_the_tests() -> Outcome<PathBuf> {
    let tests = env::current_exe()?;
    let folder = tests.ancestors().nth(2).ok_or("the tests are nowhere")?;
    Ok(folder.join("kanbao").with_extension(env::consts::EXE_EXTENSION))
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// Where something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// All files below a folder, in the order of their paths.
///
/// # Errors
/// Where a folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

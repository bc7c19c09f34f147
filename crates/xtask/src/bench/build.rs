//! `cargo xtask bench build`: what a build costs, from nothing and after small changes, in archives of several sizes.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Instant, SystemTime},
};

use wait4::Wait4 as _;

use super::maker;
use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    workspace::Workspace,
};

/// An archive that is larger takes minutes and gigabytes, and is built when asked for.
const LARGE: u32 = 10_000;

/// The most reports that the other generator is given: its pages grow with their number.
const PEER: u32 = 1_000;

/// What a run took.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
    /// Bytes.
    peak: u64,
}

/// Builds archives of so many reports; those above ten thousand only if `large`.
pub(crate) fn build(workspace: &Workspace, counts: &[u32], large: bool) -> Outcome {
    let Some(maker) = maker(workspace) else {
        println!(
            "skipped: nothing here makes archives; name a program like `make-archive` in KANBAO_MAKE_ARCHIVE"
        );
        return Ok(());
    };
    let app = match env::var_os("KANBAO_APP") {
        Some(app) => PathBuf::from(app),
        None => reader::build_release(workspace, &WasmTools::ensure(workspace)?)?,
    };
    let package = ["build", "--release", "--package", "kanbao-builder"];
    process::run(process::cargo(&workspace.root).args(package))?;
    let folder = workspace.product("bench-build");
    let mut report = String::from(
        "# Build\n\nMade by `cargo xtask bench build`. Machines differ, and so does what else they do: the load is that of \
         the last minute.\n",
    );
    for count in counts.iter().filter(|count| large || **count <= LARGE) {
        let bench = Bench {
            folder: folder.join(count.to_string()),
            kanbao: workspace.built("release", "kanbao"),
            app: app.clone(),
            maker: maker.clone(),
            count: *count,
        };
        let section = bench.run()?;
        println!("{section}");
        report += &section;
        remove(&bench.folder)?;
    }
    let results = workspace.root.join("benches/results/build.md");
    fs::write(&results, report).map_err(Failure::io("write", &results))
}

/// One archive, and what is done to it.
struct Bench {
    folder: PathBuf,
    kanbao: PathBuf,
    app: PathBuf,
    maker: PathBuf,
    count: u32,
}

impl Bench {
    fn run(&self) -> Outcome<String> {
        remove(&self.folder)?;
        let posts = self.make("posts", 1)?;
        let mut names: Vec<PathBuf> = fs::read_dir(&posts)
            .map_err(Failure::io("read", &posts))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        names.sort();
        let (Some(oldest), Some(newest)) = (names.first(), names.last()) else {
            return Err(Failure::Rule("the archive is empty".to_owned()));
        };
        let mut out = format!(
            "\n## {} reports\n\n| what | wall | CPU | peak memory | files changed | bytes changed | of it data | load |\n\
             | --- | --- | --- | --- | --- | --- | --- | --- |\n",
            self.count
        );
        self.row(&mut out, "from nothing", || Ok(()))?;
        self.row(&mut out, "the same again", || Ok(()))?;
        self.row(&mut out, "one more report", || add(&posts, newest))?;
        self.row(&mut out, "one changed report, of the newest day", || {
            change(newest)
        })?;
        self.row(&mut out, "one changed report, of the first day", || {
            change(oldest)
        })?;
        remove(&self.folder.join("site"))?;
        let twice = self.make("twice", 2)?;
        let cost = self.kanbao(&twice)?;
        let _ = writeln!(
            out,
            "| from nothing, texts twice as long | {} |  |  |  | {} |",
            cost.cells(),
            load()
        );
        remove(&self.folder.join("site"))?;
        if self.count <= PEER
            && let Some(cost) = self.peer(&posts)?
        {
            let _ = writeln!(
                out,
                "| MkDocs, from nothing | {} |  |  |  | {} |",
                cost.cells(),
                load()
            );
        }
        Ok(out)
    }

    /// Makes posts whose texts are so many times as long as usual.
    fn make(&self, name: &str, times: u32) -> Outcome<PathBuf> {
        let posts = self.folder.join(name);
        fs::create_dir_all(&self.folder).map_err(Failure::io("make", &self.folder))?;
        let mut command = Command::new(&self.maker);
        command.args(["--quiet", "--count", &self.count.to_string(), "--bytes"]);
        command.arg((6_000 * times).to_string()).arg("--out").arg(&posts);
        process::run(&mut command)?;
        Ok(posts)
    }

    /// Changes something, builds, and adds a row of what that took and what is new in the site.
    fn row(&self, out: &mut String, what: &str, change: impl FnOnce() -> Outcome) -> Outcome {
        change()?;
        let before = self.site();
        let load = load();
        let cost = self.kanbao(&self.folder.join("posts"))?;
        let (mut files, mut bytes, mut data) = (0, 0, 0);
        for (path, (time, size)) in self.site() {
            if before.get(&path).is_none_or(|known| *known != (time, size)) {
                files += 1;
                bytes += size;
                data += if path.starts_with("data") { size } else { 0 };
            }
        }
        let _ = writeln!(
            out,
            "| {what} | {} | {files} | {} | {} | {load} |",
            cost.cells(),
            kilobytes(bytes),
            kilobytes(data)
        );
        Ok(())
    }

    fn kanbao(&self, posts: &Path) -> Outcome<Cost> {
        let mut command = Command::new(&self.kanbao);
        command
            .arg("build")
            .arg(posts)
            .arg("-q")
            .arg("-b")
            .arg("https://example.org/");
        command
            .arg("-o")
            .arg(self.folder.join("site"))
            .arg("--app")
            .arg(&self.app);
        measure(&mut command)
    }

    /// MkDocs over the same posts, where it is installed.
    fn peer(&self, posts: &Path) -> Outcome<Option<Cost>> {
        let mkdocs = || {
            let mut command = Command::new("python3");
            command
                .args(["-m", "mkdocs"])
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command
        };
        if !mkdocs()
            .arg("--version")
            .status()
            .is_ok_and(|status| status.success())
        {
            return Ok(None);
        }
        let settings = self.folder.join("mkdocs.yml");
        let site = self.folder.join("mkdocs");
        let text = format!(
            "site_name: Reports\ndocs_dir: {}\nsite_dir: {}\n",
            posts.display(),
            site.display()
        );
        fs::write(&settings, text).map_err(Failure::io("write", &settings))?;
        measure(mkdocs().args(["build", "-q", "-f"]).arg(&settings)).map(Some)
    }

    /// The site's files: when each was written last, and its size.
    fn site(&self) -> BTreeMap<PathBuf, (Option<SystemTime>, u64)> {
        let site = self.folder.join("site");
        let files = walkdir::WalkDir::new(&site).into_iter().filter_map(Result::ok);
        files
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                let path = entry.path().strip_prefix(&site).ok()?.to_owned();
                Some((path, (metadata.modified().ok(), metadata.len())))
            })
            .collect()
    }
}

impl Cost {
    fn cells(self) -> String {
        format!(
            "{:.2} s | {:.2} s | {:.0} MB",
            self.wall,
            self.cpu,
            self.peak as f64 / 1e6
        )
    }
}

/// Runs a program to its end.
fn measure(command: &mut Command) -> Outcome<Cost> {
    let start = Instant::now();
    let mut child = process::start(command)?;
    let done = child
        .wait4()
        .map_err(Failure::io("wait for", Path::new("the build")))?;
    // Exit code 1 says that there are errors in the posts; the site is there.
    if !matches!(done.status.code(), Some(0 | 1)) {
        return Err(Failure::Rule(format!("the build ended with {}", done.status)));
    }
    Ok(Cost {
        wall: start.elapsed().as_secs_f64(),
        cpu: (done.rusage.utime + done.rusage.stime).as_secs_f64(),
        peak: done.rusage.maxrss,
    })
}

/// Adds a report of the newest day.
fn add(posts: &Path, newest: &Path) -> Outcome {
    let name = newest.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(newest).map_err(Failure::io("read", newest))?;
    let body = text.splitn(3, "---\n").last().unwrap_or_default();
    let new = posts.join(format!("{}-one-more.md", name.get(..10).unwrap_or_default()));
    fs::write(&new, format!("# 又一篇报告\n{body}")).map_err(Failure::io("write", &new))
}

fn change(post: &Path) -> Outcome {
    let text = fs::read_to_string(post).map_err(Failure::io("read", post))?;
    fs::write(post, format!("{text}\n\n更正：上文的数字以本段为准。\n")).map_err(Failure::io("write", post))
}

fn remove(folder: &Path) -> Outcome {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(Failure::io("remove", folder))
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1_000))
}

/// How busy the machine was, where it says so.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

//! `cargo xtask bench build`: what a build costs, from nothing and after small changes, in archives of several sizes.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Instant, SystemTime},
};

use wait4::Wait4 as _;

use super::{
    archive::{self, Archive},
    parts::{self, Part},
    sites,
};
use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    size,
    workspace::Workspace,
};

/// The numbers of reports that are built unless others are given.
const COUNTS: [u32; 2] = [1_000, 10_000];

/// The most reports that the other generator is given: its pages grow with their number.
const PEER: u32 = 1_000;

/// How many changed files are compressed, to say what hosts send of them.
const FEW: usize = 200;

/// What a run took.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    /// Bytes.
    pub(crate) peak: u64,
}

/// What a build took, and what it has changed.
pub(crate) struct Changed {
    pub(crate) cost: Cost,
    files: u32,
    bytes: u64,
    /// Those of the data among them.
    data: u64,
    /// The same as hosts send them, where few enough files have changed to compress them all.
    sent: Option<u64>,
    load: String,
}

/// Builds archives of so many reports.
pub(crate) fn build(workspace: &Workspace, counts: Option<&[u32]>) -> Outcome<Part> {
    let Some(maker) = archive::maker(workspace) else {
        return Ok(Part::skipped(archive::NO_MAKER));
    };
    let kit = Kit::ensure(workspace)?;
    let mut report = String::from(
        "# Build\n\nMade by `cargo xtask bench build`. Machines differ, and so does what else they do: the load is that of \
         the last minute.\n",
    );
    let mut part = Part::default();
    part.fact("load before", parts::load());
    for count in counts.unwrap_or(&COUNTS) {
        let archive = Archive::make(workspace, &maker, *count)?;
        let bench = Bench {
            workspace,
            kit: &kit,
            maker: &maker,
            archive: &archive,
        };
        let section = bench.run(&mut part)?;
        println!("{section}");
        report += &section;
        archive.clear()?;
    }
    part.fact("load after", parts::load());
    let results = workspace.root.join("benches/results/build.md");
    fs::write(&results, report).map_err(Failure::io("write", &results))?;
    Ok(part)
}

/// The program that builds sites, and the reader that it puts into them.
pub(crate) struct Kit {
    pub(crate) kanbao: PathBuf,
    pub(crate) app: PathBuf,
}

impl Kit {
    /// Builds both as they are published; `KANBAO_APP` names a reader that is there already.
    pub(crate) fn ensure(workspace: &Workspace) -> Outcome<Self> {
        let app = match env::var_os("KANBAO_APP") {
            Some(app) => PathBuf::from(app),
            None => reader::build_release(workspace, &WasmTools::ensure(workspace)?)?,
        };
        let package = ["build", "--release", "--package", "kanbao-builder"];
        process::run(process::cargo(&workspace.root).args(package))?;
        let kanbao = workspace.built("release", "kanbao");
        Ok(Self { kanbao, app })
    }

    /// Builds a site.
    pub(crate) fn build(&self, posts: &Path, site: &Path) -> Outcome<Cost> {
        let mut command = Command::new(&self.kanbao);
        command
            .arg("build")
            .arg(posts)
            .args(["-q", "-b", "https://example.org/", "-o"]);
        command.arg(site).arg("--app").arg(&self.app);
        measure(&mut command)
    }

    /// Builds a site anew, and tells what of it is new.
    pub(crate) fn change(&self, posts: &Path, site: &Path) -> Outcome<Changed> {
        let before = tree(site);
        let load = parts::load();
        let cost = self.build(posts, site)?;
        let mut changed = Changed {
            cost,
            files: 0,
            bytes: 0,
            data: 0,
            sent: None,
            load,
        };
        let mut data = Vec::new();
        for (path, (time, size)) in tree(site) {
            if before.get(&path).is_none_or(|known| *known != (time, size)) {
                changed.files += 1;
                changed.bytes += size;
                if path.starts_with("data") {
                    changed.data += size;
                    data.push(site.join(path));
                }
            }
        }
        if data.len() <= FEW {
            changed.sent = Some(sent(&data)?);
        }
        Ok(changed)
    }
}

/// One archive, and what is done to it.
struct Bench<'a> {
    workspace: &'a Workspace,
    kit: &'a Kit,
    maker: &'a Path,
    archive: &'a Archive,
}

impl Bench<'_> {
    fn run(&self, part: &mut Part) -> Outcome<String> {
        self.archive.clear_builds()?;
        let (posts, site) = (self.archive.posts(), self.archive.site());
        let names = self.archive.names()?;
        let (Some(oldest), Some(newest)) = (names.first(), names.last()) else {
            return Err(Failure::Rule("the archive is empty".to_owned()));
        };
        let count = self.archive.count;
        let mut out = format!(
            "\n## {count} reports\n\n| what | wall | CPU | peak memory | files changed | bytes changed | of it data | of that sent | load |\n\
             | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        );
        let mut row = |what: &str, name: &str, changed: &Changed| {
            changed.note(part, &format!("{count}.{name}"));
            let _ = writeln!(out, "| {what} | {} |", changed.cells());
        };
        let build = || self.kit.change(&posts, &site);
        row("from nothing", "clean", &build()?);
        row("the same again", "same", &build()?);
        let more = Edit::add(&posts, newest)?;
        row("one more report", "more", &build()?);
        let change = Edit::correct(newest)?;
        row("one changed report, of the newest day", "newest", &build()?);
        change.undo()?;
        build()?;
        let change = Edit::correct(oldest)?;
        row("one changed report, of the first day", "first", &build()?);
        change.undo()?;
        more.undo()?;
        self.archive.clear_builds()?;
        let twice = self.folder("twice");
        let mut command = Command::new(self.maker);
        command.args([
            "--quiet",
            "--bytes",
            "12000",
            "--count",
            &count.to_string(),
            "--out",
        ]);
        process::run(command.arg(&twice))?;
        let (load, cost) = (parts::load(), self.kit.build(&twice, &site)?);
        let _ = writeln!(
            out,
            "| from nothing, texts twice as long | {} |  |  |  |  | {load} |",
            cost.cells()
        );
        archive::remove(&twice)?;
        self.archive.clear_builds()?;
        if count <= PEER {
            out += &self.peer(&posts, part)?;
        }
        Ok(out)
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.archive.folder.join(name)
    }

    /// MkDocs with Material over the same posts, where it can be had.
    fn peer(&self, posts: &Path, part: &mut Part) -> Outcome<String> {
        let mkdocs = match sites::mkdocs(self.workspace)? {
            Ok(mkdocs) => mkdocs,
            Err(reason) => {
                println!("skipped: MkDocs, {reason}");
                return Ok(String::new());
            }
        };
        let site = self.folder("mkdocs");
        let (load, cost) = (parts::load(), measure(&mut mkdocs.build(posts, &site)?)?);
        part.set(format!("mkdocs_{PEER}.cpu_s"), cost.cpu);
        part.set(format!("mkdocs_{PEER}.wall_s"), cost.wall);
        part.set(format!("mkdocs_{PEER}.peak"), cost.peak as f64);
        archive::remove(&site)?;
        Ok(format!(
            "| {}, from nothing | {} |  |  |  |  | {load} |\n",
            mkdocs.version,
            cost.cells()
        ))
    }
}

impl Changed {
    /// Notes the figures under a name.
    pub(crate) fn note(&self, part: &mut Part, name: &str) {
        part.set(format!("{name}.wall_s"), self.cost.wall);
        part.set(format!("{name}.cpu_s"), self.cost.cpu);
        part.set(format!("{name}.peak"), self.cost.peak as f64);
        part.set(format!("{name}.files"), f64::from(self.files));
        part.set(format!("{name}.bytes"), self.bytes as f64);
        part.set(format!("{name}.data"), self.data as f64);
        if let Some(sent) = self.sent {
            part.set(format!("{name}.sent"), sent as f64);
        }
    }

    fn cells(&self) -> String {
        let Self {
            files,
            bytes,
            data,
            load,
            ..
        } = self;
        let kilobytes = |bytes: &u64| format!("{} KB", bytes.div_ceil(1_000));
        let (bytes, data) = (kilobytes(bytes), kilobytes(data));
        let sent = self.sent.as_ref().map_or_else(String::new, kilobytes);
        format!(
            "{} | {files} | {bytes} | {data} | {sent} | {load}",
            self.cost.cells()
        )
    }
}

/// How many bytes hosts send of files.
fn sent(files: &[PathBuf]) -> Outcome<u64> {
    let mut sum = 0;
    for file in files {
        let bytes = fs::read(file).map_err(Failure::io("read", file))?;
        sum += size::brotli_size(&bytes).map_err(Failure::io("compress", file))?;
    }
    Ok(sum)
}

/// The files of a site: when each was written last, and its size.
fn tree(site: &Path) -> BTreeMap<PathBuf, (Option<SystemTime>, u64)> {
    let files = walkdir::WalkDir::new(site).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            let path = entry.path().strip_prefix(site).ok()?.to_owned();
            Some((path, (metadata.modified().ok(), metadata.len())))
        })
        .collect()
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
pub(crate) fn measure(command: &mut Command) -> Outcome<Cost> {
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

/// A change of the posts that can be taken back.
pub(crate) struct Edit {
    post: PathBuf,
    /// What was there.
    before: Option<String>,
}

impl Edit {
    /// Adds a report of the newest day.
    pub(crate) fn add(posts: &Path, newest: &Path) -> Outcome<Self> {
        let name = newest.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(newest).map_err(Failure::io("read", newest))?;
        let body = text.splitn(3, "---\n").last().unwrap_or_default();
        let post = posts.join(format!("{}-one-more.md", name.get(..10).unwrap_or_default()));
        fs::write(&post, format!("# 又一篇报告\n{body}")).map_err(Failure::io("write", &post))?;
        Ok(Self { post, before: None })
    }

    /// Adds a correction to a report.
    fn correct(post: &Path) -> Outcome<Self> {
        let text = fs::read_to_string(post).map_err(Failure::io("read", post))?;
        fs::write(post, format!("{text}\n\n更正：上文的数字以本段为准。\n"))
            .map_err(Failure::io("write", post))?;
        Ok(Self {
            post: post.to_owned(),
            before: Some(text),
        })
    }

    /// Takes it back.
    pub(crate) fn undo(self) -> Outcome {
        match self.before {
            Some(text) => fs::write(&self.post, text),
            None => fs::remove_file(&self.post),
        }
        .map_err(Failure::io("take back", &self.post))
    }
}

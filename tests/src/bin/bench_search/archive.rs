//! A made-up archive: its posts, its site, and what is true of it.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kanbao_archive::outline::{Aliases, Outline};
use kanbao_archive::search::Query;
use kanbao_archive::text::{FoldTable, searchable};
use kanbao_builder::search::{BuiltSite, Engine, Searcher};
use kanbao_tests::{Outcome, ensure, posts};
use wait4::Wait4;

/// Where everything about one archive is, and what its texts say.
pub(crate) struct Archive {
    posts: PathBuf,
    /// What the maker says of each report, a line of JSON each.
    pub(crate) truth: PathBuf,
    pub(crate) site: PathBuf,
    opened: Option<Opened>,
    /// Folded, a passage a line, in the order of the ids.
    pub(crate) texts: Vec<String>,
}

struct Opened {
    ids: Vec<String>,
    months: Vec<String>,
    fold: FoldTable,
    scan: Searcher,
    index: Searcher,
}

/// What a build costs and makes.
pub(crate) struct Built {
    /// Seconds of CPU, of all threads.
    pub(crate) cpu: f64,
    /// Bytes at the most.
    pub(crate) memory: u64,
    /// Bytes of the index.
    pub(crate) index: u64,
    pub(crate) index_files: u64,
    /// Bytes of the folded texts.
    pub(crate) text: u64,
}

impl Archive {
    /// Makes the posts of so many reports, unless a run before has.
    pub(crate) fn make(maker: &Path, folder: &Path, count: usize) -> Outcome<Self> {
        let folder = folder.join(count.to_string());
        let archive = Self {
            posts: folder.join("posts"),
            truth: folder.join("truth.jsonl"),
            site: folder.join("site"),
            opened: None,
            texts: Vec::new(),
        };
        if !archive.truth.is_file() {
            fs::create_dir_all(&folder)?;
            let mut command = Command::new(maker);
            command.args([
                "--seed",
                "1",
                "--topics",
                "ai,finance",
                "--needles",
                "25",
                "--quiet",
                "--force",
            ]);
            command.arg("--count").arg(count.to_string());
            command.arg("--out").arg(&archive.posts);
            command.arg("--truth").arg(&archive.truth);
            spend(&mut command)?;
        }
        Ok(archive)
    }

    /// Removes the site and what was kept for building it again.
    pub(crate) fn clear(&self) -> Outcome {
        for folder in [self.site.clone(), self.posts.join(".kanbao-cache")] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        Ok(())
    }

    /// Builds the site, from nothing.
    pub(crate) fn build(&self, kanbao: &Path, app: &Path) -> Outcome<Built> {
        self.clear()?;
        let mut command = Command::new(kanbao);
        command.arg("build").arg(&self.posts).arg("--app").arg(app);
        command
            .arg("--output-dir")
            .arg(&self.site)
            .args(["--force", "--quiet"]);
        // The posts have warnings by the thousand, which are not what is measured.
        let Spent { cpu, memory } = spend(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        let site = BuiltSite::open(&self.site)?;
        let bundle = site.bundle();
        let index = bundle.index.as_ref().ok_or("the site has no index")?;
        Ok(Built {
            cpu,
            memory,
            index: index.levels.iter().map(|level| u64::from(level.bytes)).sum(),
            index_files: index.levels.iter().map(|level| 1 << level.bits).sum(),
            text: u64::from(index.mean_length) * u64::from(bundle.total),
        })
    }

    /// Reads all of the site.
    pub(crate) fn open(&mut self) -> Outcome {
        let mut site = BuiltSite::open(&self.site)?;
        site.read_all()?;
        let bundle = site.bundle();
        let (fold, aliases) = (bundle.fold.clone(), Aliases::of_site(&bundle.site));
        let months: BTreeSet<String> = bundle.days().iter().map(|(day, _)| day.month_key()).collect();
        let mut ids = Vec::new();
        for report in site.reports() {
            let document = &report.body.document.read();
            let outline = Outline::of(document, &aliases);
            let passages = searchable(document, &outline.boilerplate).passages;
            let lines: Vec<String> = passages
                .iter()
                .map(|passage| fold.fold_str(&passage.text))
                .collect();
            ids.push(report.summary.id.clone());
            self.texts.push(lines.join("\n"));
        }
        let searcher = |engine| Searcher::new(BuiltSite::open(&self.site)?, Some(engine));
        self.opened = Some(Opened {
            ids,
            months: months.into_iter().collect(),
            fold,
            scan: searcher(Engine::Scan)?,
            index: searcher(Engine::Index)?,
        });
        Ok(())
    }

    /// The ids of the reports, in the order of `texts`.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &String> {
        self.opened.iter().flat_map(|opened| &opened.ids)
    }

    /// `2025-11` and so on.
    pub(crate) fn months(&self) -> Vec<String> {
        self.opened
            .as_ref()
            .map(|opened| opened.months.clone())
            .unwrap_or_default()
    }

    /// The reports whose text holds every word of a query, by the plainest search there is.
    pub(crate) fn holding(&self, q: &str) -> HashSet<String> {
        let Some(opened) = &self.opened else {
            return HashSet::new();
        };
        let words: Vec<String> = q
            .split_whitespace()
            .map(|word| opened.fold.fold_str(word))
            .collect();
        let holds = |text: &String| words.iter().all(|word| text.contains(word));
        let found = opened.ids.iter().zip(&self.texts).filter(|(_, text)| holds(text));
        found.map(|(id, _)| id.clone()).collect()
    }

    /// The reports that the scan engine finds.
    pub(crate) fn by_scan(&mut self, q: &str) -> Outcome<Vec<String>> {
        let opened = self.opened.as_mut().ok_or("the archive has not been opened")?;
        Ok(opened.scan.ids(&Query::parse(q))?)
    }

    /// The reports that the index engine finds, and how many the index named.
    pub(crate) fn by_index(&mut self, q: &str) -> Outcome<(Vec<String>, usize)> {
        let opened = self.opened.as_mut().ok_or("the archive has not been opened")?;
        let query = Query::parse(q);
        Ok((opened.index.ids(&query)?, opened.index.named(&query)?))
    }

    /// The plain search must find planted words where the maker has put them, and nowhere else.
    pub(crate) fn check_planted(q: &str, files: &[String], found: &HashSet<String>) -> Outcome {
        let planted: HashSet<String> = files.iter().map(|file| posts::id_of(file)).collect();
        ensure!(
            planted == *found,
            "{q} was planted in {planted:?} and is in {found:?}"
        );
        Ok(())
    }
}

/// How many of those that were found are right, and how many were found.
pub(crate) fn agree(truth: &HashSet<String>, found: &[String]) -> (usize, usize) {
    (found.iter().filter(|id| truth.contains(*id)).count(), found.len())
}

/// What a program has cost.
pub(crate) struct Spent {
    /// Seconds of CPU, with those of the programs that it ran.
    pub(crate) cpu: f64,
    /// Bytes at the most.
    pub(crate) memory: u64,
}

/// Runs a program to its end.
pub(crate) fn spend(command: &mut Command) -> Outcome<Spent> {
    let done = command.spawn()?.wait4()?;
    let ended_well = done.status.success() || done.status.code() == Some(1);
    ensure!(ended_well, "{command:?} ended with {}", done.status);
    let cpu = done.rusage.utime + done.rusage.stime;
    Ok(Spent {
        cpu: cpu.as_secs_f64(),
        memory: done.rusage.maxrss,
    })
}

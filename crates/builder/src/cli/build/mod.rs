//! `kanbao build`: the complete static site.

pub(super) mod cache;
mod given;
mod publish;
mod single;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::print::{Printer, Problems};
use super::{AppArgs, Exit, Failure, PostsArgs, Reading};
use given::GivenArgs;
use single::{Made, SingleFileArgs};
pub(super) use single::{first_day, last_day};

use crate::cache::Cache;
use crate::config::base_url;
use crate::diagnostic::Counts;
use crate::posts::Options;
use crate::site::output::Output;
use crate::site::{self, Compressed, Content, Written};
use cache::CacheArgs;
use publish::{PublishArgs, remarks};

/// Flags of `kanbao build`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    posts: PostsArgs,
    #[command(flatten)]
    given: GivenArgs,
    /// Where the site is written [default: site]
    #[arg(
        short,
        long,
        value_name = "SITE",
        visible_short_alias = 'd',
        visible_alias = "destination"
    )]
    pub(super) output_dir: Option<PathBuf>,
    /// Where the site will stand (https://user.github.io/reports/), for canonical links, feed and sitemap
    #[arg(short, long, value_name = "URL", visible_alias = "baseurl")]
    pub(super) base_url: Option<String>,
    /// Replace the folder's contents whatever they are
    #[arg(long)]
    force: bool,
    /// Open the site's home page in a browser afterwards
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    single: SingleFileArgs,
    #[command(flatten)]
    app: AppArgs,
    #[command(flatten)]
    publish: PublishArgs,
    #[command(flatten)]
    cache: CacheArgs,
}

const EXAMPLES: &str = "\
Examples:
  kanbao build                                       the posts of this folder, into ./site
  kanbao build blog -o site -b https://user.github.io/reports/
  kanbao build blog -o site --strict                 nothing where there is a warning
  kanbao build blog -o site --drafts --future        with what is not to be published yet
  kanbao build blog --single-file reports.html --from 2025-11
  my-program | kanbao build --bundle - -o site       reports as JSON, see docs/BUNDLE.md";

impl BuildArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        // A file of reports may stand in a built site, where a cache has no place.
        let posts = Some(self.posts.posts.as_path()).filter(|_| !self.given.is_given());
        self.cache
            .with(posts, printer, |cache| self.build(cache, printer))
    }

    fn build(&self, cache: &Arc<Cache>, printer: &Printer) -> Result<Exit, Failure> {
        let start = Instant::now();
        let app = self.app.load()?;
        let progress = printer.progress();
        let options = Options {
            limits: self.single.limits()?,
            ..self.posts.options(&progress)
        };
        let (reading, folder) = self.given.read(&self.posts, &options, cache)?;
        let Reading {
            config,
            archive,
            diagnostics,
        } = reading;
        let base_url = self.base_url.as_deref().map(base_address).transpose()?;
        let mut content = Content::of(&config, archive, base_url)?;
        content.progress = progress;
        let all_were_read = Counts::of(&diagnostics).errors == 0;
        self.publish.apply(&mut content, all_were_read)?;
        let problems = printer.diagnostics(&folder, diagnostics);
        let counts = problems.counts;
        if self.posts.strict && !self.posts.passes(counts) {
            printer.json(&problems);
            printer.line(&format!(
                "Nothing was published, since --strict was given: {counts}"
            ));
            return Ok(Exit::Posts);
        }
        let exit = if self.posts.passes(counts) {
            Exit::Done
        } else {
            Exit::Posts
        };
        let single = self.single.write(&content, &app, self.force)?;
        if let (Some(single), None) = (&single, &self.output_dir) {
            printer.json(&single.alone(problems, start.elapsed()));
            single.tell(printer);
            if self.open {
                open(&single.path().to_string_lossy());
            }
            return Ok(exit);
        }
        let target = self.output_dir.as_deref().unwrap_or(Path::new("site"));
        let output = Output::begin_cached(target, &folder, self.force, cache)?;
        let written = site::write(&content, &app, &output, config.build.offline)?;
        output.publish()?;
        let summary = Summary {
            single_file: single.as_ref().map(Made::to_json),
            ..Summary::new(&written, problems, start.elapsed())
        };
        printer.json(&summary);
        printer.line(&format!("{}\n  → {}", summary.line(), target.display()));
        for line in remarks(&content, &written) {
            printer.line(&format!("  {line}"));
        }
        if let Some(single) = &single {
            single.tell(printer);
        }
        if self.open {
            open(&target.join("index.html").to_string_lossy());
        }
        Ok(exit)
    }
}

/// An absolute address with a slash at the end.
fn base_address(url: &str) -> Result<String, Failure> {
    base_url(url).map_err(|why| Failure::Usage(format!("`{url}` is no address for a site\n  help: {why}")))
}

/// What was built, for people and for programs.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'a> {
    reports: usize,
    /// How many of them have a page of their own.
    pages: usize,
    files: usize,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    compressed: Option<Compressed>,
    /// Files of the site before.
    carried: usize,
    generation: &'a str,
    milliseconds: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_file: Option<single::Json<'a>>,
    #[serde(flatten)]
    problems: Problems,
}

impl<'a> Summary<'a> {
    pub(super) fn new(written: &'a Written, problems: Problems, time: Duration) -> Self {
        Self {
            reports: written.reports,
            pages: written.pages,
            files: written.files,
            bytes: written.bytes,
            compressed: written.extras.compressed,
            carried: written.extras.carried,
            generation: &written.generation,
            milliseconds: time.as_millis(),
            single_file: None,
            problems,
        }
    }

    /// `5 reports, 1 warning; 31 files, 1.2 MB, 0.31 s`.
    pub(super) fn line(&self) -> String {
        let reports = if self.reports == 1 {
            "1 report".to_owned()
        } else {
            format!("{} reports", self.reports)
        };
        let seconds = self.milliseconds as f64 / 1000.0;
        format!(
            "{reports}, {}; {} files, {}, {seconds:.2} s",
            self.problems.counts,
            self.files,
            size(self.bytes)
        )
    }
}

/// A size as people say it, in decimal units.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Asks the desktop to show an address. That it cannot is no failure: the address was printed.
pub(super) fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let _ = std::process::Command::new(program)
        .args(arguments)
        .arg(address)
        .spawn();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_one_line() {
        let written = Written {
            generation: "g".into(),
            reports: 1,
            pages: 1,
            files: 12,
            bytes: 1_234_567,
            extras: site::Extras::default(),
        };
        let summary = Summary::new(&written, Problems::default(), Duration::from_millis(310));
        assert_eq!(summary.line(), "1 report, no problems; 12 files, 1.2 MB, 0.31 s");
    }

    #[test]
    fn sizes_have_the_unit_that_fits() {
        assert_eq!(
            [size(999), size(1_001), size(999_999), size(5_000_000)],
            ["999 bytes", "2 KB", "1000 KB", "5.0 MB"]
        );
    }

    #[test]
    fn an_address_gets_its_slash_or_is_refused() {
        assert_eq!(base_address("https://a.org/k").unwrap(), "https://a.org/k/");
        assert_eq!(base_address("https://a.org/k//").unwrap(), "https://a.org/k/");
        for wrong in [
            "",
            "/k/",
            "a.org",
            "https://",
            "https:///k",
            "https://a.org/?x",
            "ftp://a.org/",
        ] {
            assert!(matches!(base_address(wrong), Err(Failure::Usage(_))), "{wrong}");
        }
    }
}

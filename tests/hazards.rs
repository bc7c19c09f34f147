//! Archives full of defects: the build finishes, and every post is in the site or in a diagnostic.

#![allow(clippy::expect_used, reason = "a test whose folder cannot be made has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::{Code, Diagnostic, Severity};
use kanbao_builder::posts::{self, Archive, LeftOut, Options};
use serde_json::Value;

fn read(folder: &Path) -> Archive {
    let options = Options::at("2025-12-01T00:00:00Z".parse().expect("a moment"));
    posts::read(folder, &Config::default(), &options).expect("posts")
}

/// Every file is a report, left out on purpose, or in an error.
fn account(archive: &Archive) {
    // Links that lead nowhere are no files.
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error && d.code != Code::Unreadable;
    let errors = archive.diagnostics.iter().filter(is_error);
    let failed: BTreeSet<&str> = errors.map(|d| d.path.as_str()).collect();
    let LeftOut {
        unpublished,
        future,
        not_posts,
    } = archive.left_out;
    let known = archive.reports.len() + failed.len() + unpublished + future + not_posts;
    assert_eq!(archive.posts_seen, known);
}

/// Defects after which the post cannot be published.
const FATAL: [&str; 10] = [
    "bad_utf8_byte",
    "date_garbage",
    "date_impossible",
    "duplicate_key",
    "empty_body",
    "empty_file",
    "gb18030",
    "invalid_yaml_colon",
    "unterminated_front_matter",
    "yaml_tab",
];

#[test]
fn nothing_of_an_archive_of_hazards_is_lost() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/make-archive");
    if !script.is_file() {
        println!("skipped: the maker of archives is not beside the checkout");
        return;
    }
    let count = std::env::var("KANBAO_HAZARDS").unwrap_or_else(|_| "300".to_owned());
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, truth) = (dir.path().join("posts"), dir.path().join("truth.jsonl"));
    let made = Command::new("python3")
        .arg(&script)
        .args([
            "--hazards",
            "1",
            "--clutter",
            "--images",
            "--quiet",
            "--count",
            &count,
        ])
        .arg("--out")
        .arg(&folder)
        .arg("--truth")
        .arg(&truth)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no python3");
        return;
    }
    let archive = read(&folder);
    account(&archive);
    let truth = fs::read_to_string(truth).expect("the truth");
    let mut published = 0;
    for line in truth.lines() {
        let post: Value = serde_json::from_str(line).expect("a line of the truth");
        let (file, hazard) = (text(&post, "file"), text(&post, "hazard"));
        let name = file.trim_end_matches(".md");
        let errors: Vec<Code> = archive
            .diagnostics
            .iter()
            .filter(|d| d.path == file && d.severity == Severity::Error)
            .map(|d| d.code)
            .collect();
        let is_fatal = FATAL.contains(&hazard.as_str());
        assert_eq!(!errors.is_empty(), is_fatal, "{file} ({hazard}): {errors:?}");
        // The day in the name is the address's, except where the front matter has another.
        let (_, slug) = name.split_at("2025-11-30-".len());
        let report = archive.reports.summaries().iter().find(|summary| {
            let last = summary.id.rsplit('/').next();
            last == Some(slug)
        });
        assert_eq!(report.is_some(), !is_fatal, "{file} ({hazard})");
        let Some(report) = report else { continue };
        published += 1;
        let day = text(&post, "date");
        if !matches!(hazard.as_str(), "date_utc_other_day") {
            assert_eq!(report.day.to_string(), day[..10], "{file} ({hazard})");
        }
        assert_eq!(
            (report.topic.as_str(), report.source.as_str()),
            (text(&post, "topic").as_str(), text(&post, "source").as_str()),
            "{file} ({hazard})"
        );
    }
    let clutter = archive.reports.len() - published;
    assert!(
        (8..=14).contains(&clutter),
        "{clutter} of the files that only look like posts"
    );
}

fn text(post: &Value, key: &str) -> String {
    post[key].as_str().unwrap_or_default().to_owned()
}

/// Numbers that look random and are the same at every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..self.below(400)).map(|_| self.next() as u8).collect()
    }
}

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 40] = [
    "---\n",
    "+++\n",
    "title: ",
    "date: 2025-11-21\n",
    "date: ",
    "&a ",
    "*a ",
    "<<: *a\n",
    "[",
    "]",
    "{",
    "}",
    "{% raw %}",
    "{% endraw %}",
    "{% highlight c %}",
    "{% endhighlight %}",
    "{{ site.url }}",
    "{{",
    "}}",
    "{{< ref \"",
    "\" >}}",
    "{:.a}\n",
    "{:toc}\n",
    "![[",
    "]]",
    "[[a|b]]",
    "](",
    "![",
    "```\n",
    "~~~",
    "`",
    "    ",
    "\n\n",
    "\r",
    "\0",
    "\u{feff}",
    "<!--",
    "-->",
    "<details>",
    "{% post_url 2025-11-21-",
];

fn mutated(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random.below(12) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 if at < bytes.len() => bytes[at] = random.next() as u8,
            1 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + random.below(80)).min(bytes.len());
                let copied = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copied);
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

#[test]
fn random_posts_never_panic_and_always_end_as_report_or_diagnostic() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken");
    let mut seeds: Vec<_> = fs::read_dir(fixtures)
        .expect("fixtures")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    seeds.sort();
    let rounds: u64 = std::env::var("KANBAO_MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(4);
    for round in 0..rounds {
        let mut random = Random(round);
        let dir = tempfile::tempdir().expect("a folder");
        for number in 0..400 {
            let seed = fs::read(&seeds[random.below(seeds.len())]).expect("a fixture");
            let bytes = match random.below(8) {
                0 => random.bytes(),
                1 => (0..random.below(60))
                    .flat_map(|_| PIECES[random.below(PIECES.len())].bytes())
                    .collect(),
                _ => mutated(&mut random, &seed),
            };
            let day = 1 + random.below(30);
            let name = if number % 3 == 0 {
                format!("{number}.md")
            } else {
                format!("2025-11-{day:02}-{number}.md")
            };
            fs::write(dir.path().join(name), bytes).expect("a file");
        }
        let archive = read(dir.path());
        assert_eq!(archive.posts_seen, 400, "round {round}");
        account(&archive);
        for diagnostic in &archive.diagnostics {
            let length = fs::metadata(dir.path().join(&diagnostic.path))
                .expect("a file")
                .len();
            assert!(
                diagnostic.span.end as u64 <= length,
                "round {round}: {diagnostic:?}"
            );
        }
        let printed = kanbao_builder::diagnostic::Renderer::plain().render_all(&archive.diagnostics);
        assert!(!printed.contains('\u{1b}'), "round {round}");
        for report in archive.reports.iter() {
            // Bodies are read back as they were stored.
            let _ = report.expect("a report").body.document.read();
        }
    }
}

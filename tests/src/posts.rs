//! Folders of posts that tests build from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kanbao_archive::model::Day;

use crate::{Outcome, ensure};

/// The demo archive of this repository.
pub fn samples() -> PathBuf {
    repository().join("samples")
}

/// Posts that try the setting of type: long names and words, no points, everything that Markdown has.
pub fn setting() -> PathBuf {
    repository().join("tests/fixtures/setting")
}

/// Real posts, where this machine has them; says so where it has not.
pub fn real() -> Option<PathBuf> {
    let folder = repository().join("../shared/reports");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real posts in {}", folder.display());
    None
}

/// A folder of its own with these files, by path.
///
/// # Errors
/// Where the folder or a file cannot be written.
pub fn folder(files: &[(&str, &str)]) -> Outcome<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
        fs::write(file, text)?;
    }
    Ok(folder)
}

/// Makes an archive of so many posts below a folder, with planted words, and a file that says where those are; `None`,
/// said so, where nothing on this machine makes archives.
///
/// # Errors
/// Where making fails.
pub fn made(folder: &Path, count: usize) -> Outcome<Option<(PathBuf, PathBuf)>> {
    make(folder, count, &["--needles", "25"])
}

/// Makes an archive of so many posts below a folder in which everything is wrong that is wrong in real ones; `None`, said
/// so, where nothing on this machine makes archives.
///
/// # Errors
/// Where making fails.
pub fn untidy(folder: &Path, count: usize) -> Outcome<Option<PathBuf>> {
    let made = make(folder, count, &["--hazards", "1", "--clutter", "--images"])?;
    Ok(made.map(|(posts, _)| posts))
}

/// The folder of posts, and the file that says what is in them.
fn make(folder: &Path, count: usize, arguments: &[&str]) -> Outcome<Option<(PathBuf, PathBuf)>> {
    let maker = repository().join("../shared/make-archive");
    if !maker.is_file() {
        println!("skipped: no {} to make an archive", maker.display());
        return Ok(None);
    }
    let (posts, truth) = (folder.join("posts"), folder.join("truth.jsonl"));
    let mut command = Command::new(maker);
    command.args(["--quiet", "--count"]).arg(count.to_string());
    command.args(arguments);
    command.arg("--out").arg(&posts).arg("--truth").arg(&truth);
    let status = command.status()?;
    ensure!(status.success(), "making {count} posts ended with {status}");
    Ok(Some((posts, truth)))
}

/// The id of a made post by its file name: `2025-11-30-slug.md` → `2025/11/30/slug`.
pub fn id_of(file: &str) -> String {
    file.trim_end_matches(".md").replacen('-', "/", 3)
}

/// Writes so many posts into a folder, one a day up to the last day of 2025, each of about 3,000 characters.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_many(folder: &Path, count: i32) -> Outcome {
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    for number in 0..count {
        let day = last.plus(-number);
        write(
            folder,
            day,
            &format!(
                "# 第{number}份报告\n\n## 核心信息\n\n1. **第{number}点**：{}\n",
                "报告里的一句话。".repeat(370)
            ),
        )?;
    }
    Ok(())
}

/// Writes so many short posts into a folder, one a day up to the last day of 2025, whose leads are of one to four lines;
/// gives their ids, newest first.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_short(folder: &Path, count: i32) -> Outcome<Vec<String>> {
    let last = Day::new(2025, 12, 31).ok_or("2025 has no last day")?;
    let write = |number: i32| {
        let day = last.plus(-number);
        let lead = "一行里放不下的要闻，换行之后也要读得到。".repeat(1 + number as usize * 7 % 5);
        write(
            folder,
            day,
            &format!("# 报告\n\n## 核心信息\n\n1. **第{number}点{lead}**：一句话。\n"),
        )?;
        let slug = day.to_string().replace('-', "");
        Ok(format!(
            "{}/twitter_ai_{slug}_{slug}",
            day.to_string().replace('-', "/")
        ))
    };
    (0..count).map(write).collect()
}

/// Writes one post with this text.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(folder: &Path, day: Day, text: &str) -> Outcome {
    let slug = day.to_string().replace('-', "");
    let head = format!("---\ntitle: twitter_ai_{slug}_{slug}\ndate: {day} 08:00:00 +0800\n---\n\n");
    fs::write(
        folder.join(format!("{day}-twitter_ai_{slug}_{slug}.md")),
        head + text,
    )?;
    Ok(())
}

/// The checkout.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

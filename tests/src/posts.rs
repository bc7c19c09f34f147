//! Folders of posts that tests build from.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao_archive::model::Day;

use crate::Outcome;

/// The demo archive of this repository.
pub fn samples() -> PathBuf {
    repository().join("samples")
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

//! `kanbao init`: settings and a first post, for whoever begins.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;

use super::print::Printer;
use super::{Exit, Failure};

/// Flags of `kanbao init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Where to begin
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl InitArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        let now = Zoned::now();
        let post = format!("_posts/{}-first_report.md", now.strftime("%Y-%m-%d"));
        create(&self.dir, "kanbao.toml", SETTINGS)?;
        create(&self.dir, &post, &first_post(&now))?;
        let dir = self.dir.display();
        printer.line(&format!(
            "Wrote kanbao.toml and {post} in {dir}\nNext: kanbao serve {dir}"
        ));
        Ok(Exit::Done)
    }
}

const SETTINGS: &str = r#"# Settings of the reading room. Every key is optional.

[site]
title = "看报"
description = "每日报告"
language = "zh-CN"
timezone = "Asia/Shanghai"
# Where the site will stand; canonical links, feed and sitemap need it.
# base_url = "https://user.github.io/reports/"
"#;

fn first_post(now: &Zoned) -> String {
    let date = now.strftime("%Y-%m-%d %H:%M:%S %z");
    format!(
        "---\ntitle: \"第一篇报告\"\ndate: \"{date}\"\n---\n\n# 第一篇报告\n\n## 简要部分\n\n### 核心信息\n\n\
         1. **开始**：把写好的 Markdown 报告放进 `_posts`，文件名以日期开头。\n\
         2. **发布**：`kanbao build` 生成整个网站，放到任何静态托管都能读。\n\n\
         ## 详细分析部分\n\n正文从这里开始。\n"
    )
}

/// Writes a file that is not there yet; one that is stays as it is.
fn create(dir: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = dir.join(name);
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?
            .write_all(text.as_bytes())
    };
    match write() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Failure::Usage(format!(
            "{} is there already; nothing was changed",
            path.display()
        ))),
        result => result.map_err(|error| Failure::Io(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        create(dir.path(), "deep/kanbao.toml", "mine").unwrap();
        assert!(matches!(
            create(dir.path(), "deep/kanbao.toml", SETTINGS),
            Err(Failure::Usage(_))
        ));
        assert_eq!(
            fs::read_to_string(dir.path().join("deep/kanbao.toml")).unwrap(),
            "mine"
        );
    }
}

//! `kanbao init`: settings, a first post and what a host wants, for whoever begins.

mod host;

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;

use super::print::Printer;
use super::{Exit, Failure};
use crate::posts;
use host::Template;

/// Flags of `kanbao init`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct InitArgs {
    /// Where to begin: a new folder, or one with posts in it
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Also write the files with which reports are published there
    #[arg(long, value_enum, value_name = "HOST")]
    host: Option<Template>,
}

const EXAMPLES: &str = "\
Examples:
  kanbao init reports                    settings and a first post in a new folder
  kanbao init --host github-pages        a workflow that publishes this repository's reports

What is there already is never changed.";

impl InitArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        let files = self.files(&Zoned::now());
        let mut settled = Vec::new();
        for file in files {
            let written = create(&file.path, &file.text)?;
            let path = file.path.display();
            settled.push(if written {
                format!("Wrote {path}{}", file.remark)
            } else {
                format!("Kept {path} as it is")
            });
        }
        if settled.is_empty() {
            settled.push("There is nothing to write: settings and posts are here".to_owned());
        }
        settled.extend(self.host.map(|host| host.next_step().to_owned()));
        settled.push(format!("Next: kanbao serve {}", self.dir.display()));
        printer.line(&settled.join("\n"));
        Ok(Exit::Done)
    }

    /// What a folder like this needs.
    fn files(&self, now: &Zoned) -> Vec<NewFile> {
        let mut files = Vec::new();
        // Jekyll's settings serve as they are, and ours would hide them.
        if !["_config.yml", "_config.yaml"]
            .iter()
            .any(|name| self.dir.join(name).exists())
        {
            files.push(NewFile::new(self.dir.join("kanbao.toml"), SETTINGS));
        }
        // An empty `_posts` is somebody's beginning.
        if !self.dir.join("_posts").is_dir() && !posts::are_in(&self.dir) {
            let name = format!("_posts/{}-first_report.md", now.strftime("%Y-%m-%d"));
            files.push(NewFile::new(self.dir.join(name), first_post(now)));
        }
        files.extend(self.host.into_iter().flat_map(|host| host.files(&self.dir)));
        files
    }
}

/// A file to write.
#[derive(Debug)]
struct NewFile {
    path: PathBuf,
    text: String,
    /// What is to be said of it once it is there.
    remark: &'static str,
}

impl NewFile {
    fn new(path: PathBuf, text: impl Into<String>) -> Self {
        Self {
            path,
            text: text.into(),
            remark: "",
        }
    }
}

/// Every setting there is, those with a default that suits most commented out.
const SETTINGS: &str = include_str!("kanbao.toml");

fn first_post(now: &Zoned) -> String {
    let date = now.strftime("%Y-%m-%d %H:%M:%S %z");
    format!(
        "---\ntitle: \"第一篇报告\"\ndate: \"{date}\"\n---\n\n# 第一篇报告\n\n## 简要部分\n\n### 核心信息\n\n\
         1. **开始**：把写好的 Markdown 报告放进 `_posts`，文件名以日期开头。\n\
         2. **发布**：`kanbao build` 生成整个网站，放到任何静态托管都能读。\n\n\
         ## 详细分析部分\n\n正文从这里开始。\n"
    )
}

/// Writes a file that is not there yet, and says whether it did; one that is stays as it is.
fn create(path: &Path, text: &str) -> Result<bool, Failure> {
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)?
            .write_all(text.as_bytes())
    };
    match write() {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Failure::Io(path.to_owned(), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn init(dir: &Path, host: Option<Template>) {
        let args = InitArgs {
            dir: dir.to_owned(),
            host,
        };
        for file in args.files(&Zoned::now()) {
            create(&file.path, &file.text).unwrap();
        }
    }

    #[test]
    fn an_empty_folder_becomes_one_that_can_be_built() {
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), None);
        let (config, problems) = Config::read(dir.path());
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(config.site.timezone.as_deref(), Some("Asia/Shanghai"));
        let options = crate::posts::Options {
            future: true,
            ..crate::posts::Options::at(jiff::Timestamp::now())
        };
        let archive = crate::posts::read(dir.path(), &config, &options).unwrap();
        assert!(archive.diagnostics.is_empty(), "{:?}", archive.diagnostics);
    }

    #[test]
    fn every_setting_in_the_template_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let settings = SETTINGS.replace("\n#: ", "\n");
        assert_ne!(settings, SETTINGS);
        fs::write(dir.path().join("kanbao.toml"), settings).unwrap();
        let (_, problems) = Config::read(dir.path());
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn what_is_there_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/kanbao.toml");
        assert!(create(&path, "mine").unwrap());
        assert!(!create(&path, SETTINGS).unwrap());
        assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    }

    #[test]
    fn a_jekyll_folder_keeps_its_settings_and_posts() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("_config.yml"), "title: x").unwrap();
        fs::create_dir(dir.path().join("_posts")).unwrap();
        let args = InitArgs {
            dir: dir.path().to_owned(),
            host: None,
        };
        assert!(args.files(&Zoned::now()).is_empty());
    }
}

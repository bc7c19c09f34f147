//! Other site generators, fetched at their pinned versions (`benches/sites`) where Node or Python is present.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::copy;
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// A generator, or why there is none here.
pub(crate) type Found<T> = Result<T, String>;

/// MkDocs with Material in a virtual environment.
pub(crate) struct MkDocs {
    program: PathBuf,
    /// `MkDocs Material 9.8.1`.
    pub(crate) version: String,
}

/// VitePress in a folder of its own.
pub(crate) struct VitePress {
    folder: PathBuf,
    /// `VitePress 1.6.4`.
    pub(crate) version: String,
}

/// Fetches MkDocs with Material.
pub(crate) fn mkdocs(workspace: &Workspace) -> Outcome<Found<MkDocs>> {
    let Some(python) = ["python3", "python"].into_iter().find_map(process::find_on_path) else {
        return Ok(Err("no Python".to_owned()));
    };
    let list = workspace.root.join("benches/sites/requirements.txt");
    let wanted = fs::read_to_string(&list).map_err(Failure::io("read", &list))?;
    let folder = workspace.product("bench-sites/python");
    let (had, programs) = (
        folder.join("requirements.txt"),
        folder.join(if cfg!(windows) { "Scripts" } else { "bin" }),
    );
    if fs::read_to_string(&had).ok().as_ref() != Some(&wanted) {
        let mut venv = Command::new(python);
        let mut pip = Command::new(process::executable(&programs, "python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ]);
        let fetched =
            process::run(venv.args(["-m", "venv"]).arg(&folder)).and_then(|()| process::run(pip.arg(&list)));
        if let Err(failure) = fetched {
            return Ok(Err(format!("pip could not fetch it ({failure})")));
        }
        copy(&list, &had)?;
    }
    Ok(Ok(MkDocs {
        program: process::executable(&programs, "mkdocs"),
        version: format!("MkDocs Material {}", pinned(&wanted, "mkdocs-material")),
    }))
}

/// The version that a list of requirements names.
fn pinned<'a>(requirements: &'a str, package: &str) -> &'a str {
    let lines = requirements.lines().filter_map(|line| line.split_once("=="));
    lines
        .filter(|(name, _)| *name == package)
        .map(|(_, version)| version.trim())
        .next()
        .unwrap_or("?")
}

impl MkDocs {
    /// The command that builds a site of the posts, without fonts of another host.
    pub(crate) fn build(&self, posts: &Path, site: &Path) -> Outcome<Command> {
        let settings = site.with_extension("yml");
        let text = format!(
            "site_name: Reports\ndocs_dir: {}\nsite_dir: {}\n\
             theme:\n  name: material\n  language: zh\n  font: false\nplugins:\n  - search\n",
            posts.display(),
            site.display()
        );
        fs::write(&settings, text).map_err(Failure::io("write", &settings))?;
        let mut command = Command::new(&self.program);
        command.args(["build", "--quiet", "--clean", "-f"]).arg(settings);
        // Material warns of what its next version will be.
        command.env("NO_MKDOCS_2_WARNING", "1");
        Ok(command)
    }
}

/// Fetches VitePress.
pub(crate) fn vitepress(workspace: &Workspace) -> Outcome<Found<VitePress>> {
    if process::find_on_path("node").is_none() || process::find_on_path("npm").is_none() {
        return Ok(Err("no Node".to_owned()));
    }
    let (from, folder) = (
        workspace.root.join("benches/sites"),
        workspace.product("bench-sites/node"),
    );
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    let list = "package.json";
    let read = |folder: &Path| fs::read(folder.join(list)).ok();
    let program = folder.join("node_modules/vitepress/bin/vitepress.js");
    if read(&from) != read(&folder) || !program.is_file() {
        copy(&from.join(list), &folder.join(list))?;
        let mut npm = Command::new("npm");
        npm.current_dir(&folder)
            .args(["install", "--no-package-lock", "--no-audit", "--no-fund"]);
        if let Err(failure) = process::run(&mut npm) {
            // The next run shall try again.
            let _ = fs::remove_file(folder.join(list));
            return Ok(Err(format!("npm could not fetch it ({failure})")));
        }
    }
    let package = folder.join("node_modules/vitepress/package.json");
    let package = fs::read_to_string(&package).map_err(Failure::io("read", &package))?;
    let package: serde_json::Value = serde_json::from_str(&package).unwrap_or_default();
    Ok(Ok(VitePress {
        version: format!("VitePress {}", package["version"].as_str().unwrap_or("?")),
        folder,
    }))
}

/// A first page, the settings of a site with local search, and nothing that a post could make code of.
const SETTINGS: &str = "export default {
  title: 'Reports', lang: 'zh-CN', ignoreDeadLinks: true,
  markdown: { html: false, attrs: { disable: true } },
  themeConfig: { search: { provider: 'local' } },
};
";

impl VitePress {
    /// The command that builds a site of the posts; the site is in the folder that comes with it.
    pub(crate) fn build(&self, posts: &Path) -> Outcome<(Command, PathBuf)> {
        let root = self.folder.join("reports");
        super::archive::remove(&root)?;
        let settings = root.join(".vitepress");
        fs::create_dir_all(&settings).map_err(Failure::io("make", &settings))?;
        let write = |path: PathBuf, text: &str| fs::write(&path, text).map_err(Failure::io("write", &path));
        write(settings.join("config.mjs"), SETTINGS)?;
        for entry in fs::read_dir(posts).map_err(Failure::io("read", posts))?.flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
                // Vue would fill in what stands in braces, and an image that is not there ends the build.
                let text = text.replace("{{", "{ {").replace("![", "[");
                write(root.join(entry.file_name()), &text)?;
            }
        }
        let mut command = Command::new("node");
        command.current_dir(&self.folder).args([
            "node_modules/vitepress/bin/vitepress.js",
            "build",
            "reports",
        ]);
        Ok((command, settings.join("dist")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_version_is_found_by_its_whole_name() {
        let list = "mkdocs==1.6.1\nmkdocs-material==9.8.1\nmkdocs-material-extensions==1.3.1\n";
        assert_eq!(pinned(list, "mkdocs-material"), "9.8.1");
        assert_eq!(pinned(list, "jinja2"), "?");
    }
}

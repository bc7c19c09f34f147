//! Takes pictures of every view, by way of `cargo xtask shots` and `cargo xtask readme-pictures`.
//!
//! `shots SITE OUT [--only NAME] [--large SITE]` takes all whose name contains NAME, and `index.html` to look at them
//! together; `shots SITE REPOSITORY --readme` those of the README and of the web manifest.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::site::Site;
use kanbao_tests::views::{Archive, Sites, View, rare_views, views};
use kanbao_tests::{Failure, Outcome};

const THEMES: [&str; 3] = ["light", "dark", "sepia"];
const SCREENS: [Screen; 3] = [Screen::PHONE, Screen::TABLET, Screen::DESKTOP];

/// A page of a report that is printed: A4 without its margins, in CSS pixels.
const SHEET: Screen = Screen {
    width: 665,
    height: 987,
    is_phone: false,
};

/// A window and a phone as the pictures of the web manifest have them: small, since they are shown small.
const SMALL_WINDOW: Screen = Screen {
    width: 1152,
    height: 720,
    is_phone: false,
};
const SMALL_PHONE: Screen = Screen {
    width: 540,
    height: 960,
    is_phone: false,
};

/// The pictures that are kept in the repository: file, view, theme, screen, quality. Those of the web manifest are part of
/// every site, and must stay under 60 KB.
const KEPT: [(&str, &str, &str, Screen, u32); 8] = [
    ("docs/home", "home", "light", Screen::DESKTOP, 70),
    ("docs/report", "report", "light", Screen::DESKTOP, 70),
    ("docs/search", "search", "light", Screen::DESKTOP, 70),
    ("docs/clouds", "clouds", "light", Screen::DESKTOP, 70),
    ("docs/trends", "trends", "light", Screen::DESKTOP, 70),
    ("docs/phone", "report", "dark", Screen::PHONE, 70),
    ("public/screenshots/wide", "home", "light", SMALL_WINDOW, 45),
    ("public/screenshots/narrow", "home", "light", SMALL_PHONE, 60),
];

/// What is asked for on the command line.
struct Asked {
    site: PathBuf,
    out: PathBuf,
    only: String,
    large: Option<PathBuf>,
    is_for_readme: bool,
}

impl Asked {
    fn read(arguments: impl Iterator<Item = OsString>) -> Outcome<Self> {
        let usage = "usage: shots SITE OUT [--only NAME] [--large SITE] [--readme]";
        let (mut paths, mut only, mut large, mut is_for_readme) = (Vec::new(), String::new(), None, false);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--readme") => is_for_readme = true,
                Some("--only") => only = arguments.next().ok_or(usage)?.to_string_lossy().into_owned(),
                Some("--large") => large = Some(arguments.next().ok_or(usage)?.into()),
                _ => paths.push(PathBuf::from(argument)),
            }
        }
        let [site, out] = <[PathBuf; 2]>::try_from(paths).map_err(|_| usage)?;
        Ok(Self {
            site,
            out,
            only,
            large,
            is_for_readme,
        })
    }
}

fn main() -> Outcome {
    let asked = Asked::read(env::args_os().skip(1))?;
    let site = Site::open(&asked.site)?;
    let folder = tempfile::tempdir()?;
    let mut sites = Sites::build(&site, folder.path())?;
    if !asked.is_for_readme {
        sites.build_parts(folder.path())?;
        match &asked.large {
            Some(large) => sites.add(Archive::Large, &Site::open(large)?)?,
            None => println!("skipped: a large archive; `--large FOLDER` names one"),
        }
    }
    fs::create_dir_all(&asked.out)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut camera = Camera {
            browser: Browser::start().await?,
            sites,
            out: asked.out,
            taken: Vec::new(),
        };
        if asked.is_for_readme {
            return camera.take_readme(&views(&site)?).await;
        }
        let mut views = views(&site)?;
        views.extend(rare_views(&site)?);
        let taken = camera.take_all(&views, &asked.only).await;
        camera.take_printed(&views, &asked.only).await?;
        camera.lay_out()?;
        taken
    })
}

/// A browser that takes pictures of sites.
struct Camera {
    browser: Browser,
    sites: Sites,
    out: PathBuf,
    /// View and file of each picture.
    taken: Vec<(&'static str, String)>,
}

impl Camera {
    /// Every view whose pictures' names contain `only`, each as the screen shows it and whole.
    async fn take_all(&mut self, views: &[View], only: &str) -> Outcome {
        let mut is_cut_off = false;
        let mut missed = Vec::new();
        for view in views {
            for theme in THEMES {
                for screen in SCREENS {
                    let name = format!("{}-{theme}-{}", view.name, screen.width);
                    if !name.contains(only) || self.sites.root(view.archive).is_none() {
                        continue;
                    }
                    if view.archive == Archive::Gone && !is_cut_off {
                        self.sites.cut_off(&self.browser).await?;
                        is_cut_off = true;
                    }
                    // One that does not come about leaves the others theirs.
                    if let Err(failure) = self.take(view, &name, theme, screen).await {
                        missed.push(format!("{name}: {failure}"));
                    }
                }
            }
        }
        if missed.is_empty() {
            return Ok(());
        }
        Err(format!("not taken: {missed:#?}").into())
    }

    async fn take(&mut self, view: &View, name: &str, theme: &str, screen: Screen) -> Outcome {
        self.browser.set_screen(screen).await?;
        let undo = self.show(view, theme).await?;
        for (file, whole) in [
            (format!("{name}.png"), false),
            (format!("{name}-whole.png"), true),
        ] {
            let picture = self.browser.picture(whole).await?;
            self.keep(view.name, file, &picture)?;
        }
        undo.undo(&self.browser).await
    }

    /// Home and the reports as they are printed.
    async fn take_printed(&mut self, views: &[View], only: &str) -> Outcome {
        for view in views
            .iter()
            .filter(|view| matches!(view.name, "home" | "report" | "setting"))
        {
            let name = format!("{}-printed", view.name);
            if !name.contains(only) {
                continue;
            }
            self.browser.set_screen(SHEET).await?;
            let undo = self.show(view, "dark").await?;
            self.browser.set_media("print").await?;
            let picture = self.browser.picture(true).await?;
            self.browser.set_media("").await?;
            self.keep(view.name, format!("{name}.png"), &picture)?;
            undo.undo(&self.browser).await?;
        }
        Ok(())
    }

    /// The README's pictures and those of the web manifest, small.
    async fn take_readme(&mut self, views: &[View]) -> Outcome {
        for (file, name, theme, screen, quality) in KEPT {
            let view = views
                .iter()
                .find(|view| view.name == name)
                .ok_or("no such view")?;
            self.browser.set_screen(screen).await?;
            let undo = self.show(view, theme).await?;
            let picture = self.browser.small_picture(quality).await?;
            self.keep(view.name, format!("{file}.webp"), &picture)?;
            undo.undo(&self.browser).await?;
        }
        Ok(())
    }

    async fn show(&self, view: &View, theme: &str) -> Outcome<kanbao_tests::views::Undo> {
        // Two themes can be the system's; the third is always somebody's choice.
        self.browser
            .set_system_theme(if theme == "dark" { "dark" } else { "light" })
            .await?;
        let root = self.sites.root(view.archive);
        let root = root.ok_or_else(|| Failure::from(format!("no site for {}", view.name)))?;
        let undo = view.show(&self.browser, root).await?;
        if theme == "sepia" {
            self.browser
                .eval::<()>("document.documentElement.dataset.theme = 'sepia'", &[])
                .await?;
        }
        Ok(undo)
    }

    fn keep(&mut self, view: &'static str, file: String, picture: &[u8]) -> Outcome {
        let path = self.out.join(&file);
        fs::write(&path, picture)?;
        println!("{} {} KB", path.display(), picture.len().div_ceil(1000));
        self.taken.push((view, file));
        Ok(())
    }

    /// A page that shows what was taken, view by view.
    fn lay_out(&self) -> Outcome {
        let mut page = String::from(SHEET_HEAD);
        for taken in self.taken.chunk_by(|a, b| a.0 == b.0) {
            let view = taken.first().map_or("", |(view, _)| *view);
            let _ = write!(page, "<h2>{view}</h2><div>");
            for (_, file) in taken {
                let name = file.trim_end_matches(".png");
                let _ = write!(
                    page,
                    "<a href=\"{file}\"><img src=\"{file}\" alt=\"{name}\" loading=\"lazy\"><span>{name}</span></a>"
                );
            }
            page.push_str("</div>\n");
        }
        let path: &Path = &self.out.join("index.html");
        fs::write(path, page)?;
        println!("{}", path.display());
        Ok(())
    }
}

/// The beginning of the page of all pictures.
const SHEET_HEAD: &str = "<!doctype html><meta charset=utf-8><title>Every view</title><style>
    body { margin: 2rem; font: 14px/1.5 system-ui, sans-serif; background: #888; color: #fff }
    div { display: flex; flex-wrap: wrap; gap: 12px; align-items: start }
    img { display: block; width: auto; height: 320px; max-width: 480px; object-fit: cover; object-position: 0 0 }
    a { color: inherit; text-decoration: none }
    </style>\n";

//! Takes pictures of every view, by way of `cargo xtask shots` and `cargo xtask readme-pictures`.
//!
//! `shots SITE OUT [NAME]` takes all whose name contains NAME, `shots --readme SITE OUT` those of the README.

use std::path::{Path, PathBuf};
use std::{env, fs};

use kanbao_archive::link::{Address, Route};
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};

/// A page to take pictures of.
struct View {
    name: &'static str,
    address: Address,
    /// A script that is true when the page is complete.
    complete: &'static str,
    /// What is clicked then; empty for nothing.
    click: &'static str,
}

/// The reader runs and shows something; pictures and fonts are there.
const READY: &str = "return document.documentElement.dataset.app === 'ready' &&
    document.querySelector('main[data-view]') !== null && document.fonts.status === 'loaded' &&
    [...document.images].every((image) => image.complete || image.loading === 'lazy')";

/// The same, and the search is done.
const SEARCHED: &str = "const results = document.querySelector('#kb-results');
    return document.documentElement.dataset.app === 'ready' && results !== null && results.dataset.state === 'done'";

/// A page of the site that stands alone.
const LOADED: &str = "return document.readyState === 'complete'";

/// The README's pictures: file, view, theme, screen.
const README: [(&str, &str, &str, Screen); 4] = [
    ("home", "home", "light", Screen::DESKTOP),
    ("report", "report", "light", Screen::DESKTOP),
    ("search", "search", "light", Screen::DESKTOP),
    ("phone", "report", "dark", Screen::PHONE),
];

fn main() -> Outcome {
    let mut arguments = env::args_os().skip(1).peekable();
    let for_readme = arguments.next_if(|argument| argument == "--readme").is_some();
    let mut arguments = arguments.map(PathBuf::from);
    let (Some(site), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: shots [--readme] SITE OUT [NAME]".into());
    };
    let wanted = arguments
        .next()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let site = Site::open(&site)?;
    let server = site.serve("/")?;
    fs::create_dir_all(&out)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let camera = Camera {
            browser: Browser::start().await?,
            root: server.url(),
            out,
        };
        let views = views(&site)?;
        if for_readme {
            camera.take_readme(&views).await
        } else {
            camera.take_all(&views, &wanted).await
        }
    })
}

fn views(site: &Site) -> Outcome<Vec<View>> {
    let newest = site
        .summaries()
        .next()
        .ok_or_else(|| Failure::from("the site has no reports"))?;
    let search = |q| Address::new(Route::Search).with_q(q);
    let view = |name, address, complete| View {
        name,
        address,
        complete,
        click: "",
    };
    let clicked = |name, q, click| View {
        click,
        ..view(name, search(q), SEARCHED)
    };
    Ok(vec![
        view("home", Address::default(), READY),
        view("report", Address::report(&newest.id), READY),
        view("report-marked", Address::report(&newest.id).with_q("模型"), READY),
        view("search", search("开源模型"), SEARCHED),
        view("search-empty", Address::new(Route::Search), READY),
        view("search-none", search("蛋炒饭的第九种做法"), SEARCHED),
        // Pinyin is no word of any report: what it may have meant is asked.
        view("search-asked", search("rengongzhineng"), SEARCHED),
        clicked("search-narrowed", "模型", "[data-narrow], #kb-facets a"),
        clicked("search-help", "模型", "[data-help]"),
        view("clouds", Address::new(Route::Clouds), READY),
        view("settings", Address::new(Route::Settings), READY),
        view("not-found", Address::report("1999/01/01/nothing-here"), LOADED),
    ])
}

/// A browser that takes pictures of a site.
struct Camera {
    browser: Browser,
    root: String,
    out: PathBuf,
}

impl Camera {
    /// Every view whose picture's name contains `wanted`, each as the screen shows it and whole.
    async fn take_all(&self, views: &[View], wanted: &str) -> Outcome {
        for view in views {
            for theme in ["light", "dark", "sepia"] {
                if theme == "sepia" && view.name != "home" {
                    continue;
                }
                for (width, screen) in [("390", Screen::PHONE), ("1440", Screen::DESKTOP)] {
                    let name = format!("{}-{theme}-{width}", view.name);
                    if name.contains(wanted) {
                        self.show(view, theme, screen).await?;
                        keep(
                            &self.out.join(format!("{name}.png")),
                            &self.browser.picture(false).await?,
                        )?;
                        keep(
                            &self.out.join(format!("{name}-whole.png")),
                            &self.browser.picture(true).await?,
                        )?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The README's pictures, small.
    async fn take_readme(&self, views: &[View]) -> Outcome {
        for (file, name, theme, screen) in README {
            let view = views
                .iter()
                .find(|view| view.name == name)
                .ok_or("no such view")?;
            self.show(view, theme, screen).await?;
            keep(
                &self.out.join(format!("{file}.webp")),
                &self.browser.small_picture().await?,
            )?;
        }
        Ok(())
    }

    async fn show(&self, view: &View, theme: &str, screen: Screen) -> Outcome {
        self.browser.set_screen(screen).await?;
        self.browser
            .set_system_theme(if theme == "dark" { "dark" } else { "light" })
            .await?;
        self.browser.open(&view.address.href(&self.root)).await?;
        self.browser
            .wait_for::<bool>(view.name, view.complete, &[])
            .await?;
        if !view.click.is_empty() {
            self.browser.click(view.click).await?;
            // What a click opens is there within two frames.
            let script =
                "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
            self.browser.eval_async::<()>(script, &[]).await?;
        }
        if theme == "sepia" {
            self.browser
                .eval::<()>("document.documentElement.dataset.theme = 'sepia'", &[])
                .await?;
        }
        Ok(())
    }
}

fn keep(path: &Path, picture: &[u8]) -> Outcome {
    fs::write(path, picture)?;
    println!("{} {} KB", path.display(), picture.len().div_ceil(1000));
    Ok(())
}
